"""CSV by RFC 4180: a header, every release in the ledger's order, CRLF after each line."""

import csv
from collections.abc import Iterable
from io import StringIO

from aimaq.figures.counting import counted_since
from aimaq.figures.fill.charted import Charted
from aimaq.figures.grammar.numbers import machine
from aimaq.figures.ledger import Indicator
from aimaq.figures.published_ledger import PublishedLedger

__all__ = ["write_charted", "write_table"]


def write_table(data: PublishedLedger, indicator: Indicator) -> str:
    """Return every release of an indicator as CSV."""
    publication = data.publication
    stream = StringIO(newline="")
    table = csv.writer(stream)
    fixed = ("id", "period", "start", "end", "value", "status", "released", "kind", "replaced_by")
    notes = (f"note_{lang}" for lang in publication.languages)
    table.writerow((*fixed, "source_title", "source_url", *notes, "url", "range_low", "range_high", "counted_since"))
    for each in data.releases(indicator.key):
        seen = each.observation
        source = (seen.source.title, seen.source.url) if seen.source else ("", "")
        table.writerow(
            (
                each.anchor,
                seen.period.text,
                seen.period.first.isoformat(),
                seen.period.last.isoformat(),
                machine(seen.value),
                seen.status.value,
                seen.released.isoformat(),
                "correction" if seen.correction else "",
                each.replaced_by,
                *source,
                *(seen.note.get(lang, "") for lang in publication.languages),
                publication.identifier(indicator.key, each.anchor),
                *(seen.range.digits if seen.range else ("", "")),
                counted_since(data.ledger, indicator.key, seen.period),
            )
        )
    return stream.getvalue()


def write_charted(shown: Iterable[Charted]) -> str:
    """Return what a chart of a text shows as CSV: the values of each indicator, and the plans for their periods."""
    stream = StringIO(newline="")
    table = csv.writer(stream)
    fields = (
        "indicator",
        "period",
        "start",
        "end",
        "value",
        "status",
        "plan",
        "released",
        "source_title",
        "source_url",
        "range_low",
        "range_high",
    )
    table.writerow(fields)
    for each in shown:
        for seen in each.observations:
            plan = each.plans.get(seen.period.text)
            table.writerow(
                (
                    each.indicator.key,
                    seen.period.text,
                    seen.period.first.isoformat(),
                    seen.period.last.isoformat(),
                    machine(seen.value),
                    seen.status.value,
                    machine(plan.value) if plan else "",
                    seen.released.isoformat(),
                    *((seen.source.title, seen.source.url) if seen.source else ("", "")),
                    *(seen.range.digits if seen.range else ("", "")),
                )
            )
    return stream.getvalue()
