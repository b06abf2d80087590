"""Find changes that compare what was counted in two ways: the difference says nothing of the thing that is counted."""

from collections.abc import Iterator
from datetime import date

from aimaq.base.languages.messages import tr
from aimaq.figures.contradictions.content_file import Finding, Text
from aimaq.figures.counting import counted_since, is_counted_alike
from aimaq.figures.ledger import Ledger
from aimaq.figures.periods import PREVIOUS
from aimaq.figures.text.markers import Figure

__all__ = ["changes_of_definition"]


def changes_of_definition(text: Text, ledger: Ledger) -> Iterator[Finding]:
    """Yield a finding for each change whose two values are counted differently, as the ledger says."""
    for quote in text.quotes:
        figure = quote.marker
        if not isinstance(figure, Figure) or not figure.is_change or figure.key not in ledger.indicators:
            continue
        known = ledger.known(date.fromisoformat(text.day)) if figure.pinned and text.day else ledger
        compared = known.compared(figure.key, figure.at, figure.since or PREVIOUS)
        if compared is None or is_counted_alike(known, figure.key, *compared):
            continue
        now, before = compared
        message = tr(
            '"%(key)s" compares %(now)s with %(before)s, and since %(since)s something else is counted',
            key=figure.key,
            now=now.period,
            before=before.period,
            since=counted_since(known, figure.key, now.period),
        )
        hint = tr("compare with a period that is counted alike, or tell readers, and give the reason in a comment")
        yield Finding(quote.offset, message, hint)
