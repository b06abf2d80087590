"""CSV by RFC 4180: a header, every release in the ledger's order, CRLF after each line."""

import csv
from io import StringIO

from aimaq.figures.grammar.numbers import machine
from aimaq.figures.ledger import Indicator
from aimaq.figures.published_ledger import PublishedLedger

__all__ = ["write_table"]


def write_table(data: PublishedLedger, indicator: Indicator) -> str:
    """Return every release of an indicator as CSV."""
    publication = data.publication
    stream = StringIO(newline="")
    table = csv.writer(stream)
    fixed = ("id", "period", "start", "end", "value", "status", "released", "kind", "replaced_by")
    notes = (f"note_{lang}" for lang in publication.languages)
    table.writerow((*fixed, "source_title", "source_url", *notes, "url"))
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
            )
        )
    return stream.getvalue()
