"""A figure for a picture: number, unit, label, date and status apart, as JSON, for whoever draws them."""

from __future__ import annotations

import json
from typing import Final

from aimaq.base.slots import COMMAND, Slot, encode
from aimaq.figures.fill.filler import keys_of_marker
from aimaq.figures.ledger import Assertion
from aimaq.figures.text.markers import MarkerError, parse_marker
from aimaq.figures.views.views import ThemeViews

__all__ = ["NAME", "InWords", "figure_in_words"]

NAME: Final = "json-in-words"  # in the place of a whole JSON string


class InWords:
    """The command ``json-in-words <marker>``; see :class:`aimaq.figures.fill.filler.Command`."""

    kind: Final = "json"

    def __init__(self, views: ThemeViews) -> None:
        self.views = views

    def write(self, slot: Slot, arguments: str) -> str:
        """Return the object; ``null`` for a figure of no story that has no value yet."""
        marker = parse_marker(arguments)
        if isinstance(marker, Assertion):
            raise MarkerError(f'a figure was expected, and "{arguments}" is an assertion')
        try:
            point = self.views.point(marker, slot.lang, slot.date)
        except MarkerError:
            if slot.date:
                raise
            return "null"
        gettext = self.views.catalogs[slot.lang].gettext
        # The messages of states are those of components/status-label.html.
        status = [gettext(point.status)] if point.status != "actual" else []
        if not (marker.pinned or marker.at or marker.plan) and self.views.stale(marker.key):
            status.append(self.views.out_of_date(slot.lang))
        told = {
            "number": point.number,
            "unit": point.unit,
            "label": self.views.figure(marker.key, slot.lang).label,
            "date": point.period_text,
            "status": ", ".join(status),
        }
        return json.dumps(told, ensure_ascii=False)

    def keys(self, arguments: str) -> frozenset[str]:
        """Return the indicator's key."""
        return keys_of_marker(arguments)


def figure_in_words(marker: str, lang: str, day: str, origin: str) -> str:
    """Return the slot of the command; ``day`` is the ISO date of the story it is for, "" for none."""
    return encode(Slot(f"{COMMAND}{NAME} {marker}", lang, day, origin))
