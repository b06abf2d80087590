"""The figures that texts quoted on their day: what the log has of them is what the ledger still has to give."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from aimaq.base.languages.messages import Message, tr
from aimaq.base.problems import Problem
from aimaq.figures.fill.charted import charted, stated
from aimaq.figures.fill.printing import Printer
from aimaq.figures.ledger import Assertion
from aimaq.figures.log.entries import Text, changed
from aimaq.figures.log.log_file import Log
from aimaq.figures.text.markers import ChartMarker, MarkerError, parse_marker

__all__ = ["Pins", "moved_pins"]

_HINT: Final = Message(
    "A release that is dated back changes what was known on that day: date it on the day on "
    "which it was recorded. What was wrong is corrected with `aimaq correct`, and readers are "
    "told."
)


class Pins:
    """The values that a ledger has for the markers of texts, as known on the texts' days."""

    def __init__(self, printer: Printer) -> None:
        self._printer = printer
        self._values: dict[tuple[str, int], str] = {}

    def of(self, markers: Iterable[str], day: str) -> dict[str, str]:
        """Return the value of each marker as known on an ISO date, "" if nothing was known; none without a date."""
        if not day:
            return {}
        known = self._printer.ledger.releases_until(date.fromisoformat(day))
        found = {}
        for body in markers:
            if (body, known) not in self._values:
                self._values[body, known] = self._value(body, day)
            found[body] = self._values[body, known]
        return found

    def _value(self, body: str, day: str) -> str:
        marker = parse_marker(body)
        assert not isinstance(marker, Assertion), "an assertion prints nothing"
        try:
            if isinstance(marker, ChartMarker):
                return stated(charted(self._printer, replace(marker, live=False), day))
            lang = next(iter(self._printer.indicator(marker.key).label))
            return self._printer.print(replace(marker, pinned=True), lang, day).value
        except MarkerError:
            return ""


def moved_pins(log: Log, printer: Printer, today: date, logged: str) -> tuple[list[Problem], list[Text]]:
    """Return a problem for each text whose figures are no longer those of its day, and new entries for texts of today.

    A figure may be released on the day of a text and after it; then the text has a new version.
    """
    pins = Pins(printer)
    problems: list[Problem] = []
    new: list[Text] = []
    for index, entry in log.texts():
        now = pins.of(entry.pins, entry.published)
        moved = {marker: now[marker] for marker, value in entry.pins.items() if now[marker] != value}
        if not moved or entry.published > today.isoformat():
            continue
        if entry.published == today.isoformat():
            new.append(changed(entry, logged=logged, version=entry.version + 1, change="edited", pins=now))
            continue
        for marker, value in moved.items():
            before = entry.pins[marker] or tr("nothing")
            message = tr(
                "%(text)s (%(lang)s) of %(published)s quoted {{ %(marker)s }} as %(before)s, and the ledger "
                "has %(value)s for that day now",
                text=entry.text,
                lang=entry.lang,
                published=entry.published,
                marker=marker,
                before=before,
                value=value or tr("nothing"),
            )
            problems.append(Problem(log.shown, message, index + 1, hint=_HINT))
    return problems, new
