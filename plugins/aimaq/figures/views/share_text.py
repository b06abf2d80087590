"""The text of a figure in a share picture, as JSON: number, unit, label, date and status."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Final

from aimaq.base.slots import COMMAND, Slot, encode
from aimaq.figures.fill.filler import keys_of_marker
from aimaq.figures.ledger import Assertion
from aimaq.figures.text.markers import MarkerError, parse_marker
from aimaq.figures.views.views import ThemeViews

__all__ = ["NAME", "ShareText", "figure_share_text"]

NAME: Final = "json-share-text"  # a command that replaces a whole JSON string


class ShareText:
    """The command ``json-share-text <marker>``; see :class:`aimaq.figures.fill.filler.Command`."""

    kind: Final = "json"

    def __init__(self, views: ThemeViews) -> None:
        self.views = views

    def write(self, slot: Slot, arguments: str, fill: Callable[[str], str]) -> str:
        """Return the object; ``null`` for a figure that has no value yet and is not from a story."""
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
        if not (marker.pinned or marker.at or marker.plan) and self.views.data.staleness.stale(marker.key):
            status.append(self.views.out_of_date(slot.lang))
        text = {
            "number": point.number,
            "unit": point.unit,
            "label": self.views.figure(marker.key, slot.lang).label,
            "date": point.period_text,
            "status": ", ".join(status),
        }
        return json.dumps(text, ensure_ascii=False)

    def keys(self, arguments: str) -> frozenset[str]:
        """Return the key of the indicator."""
        return keys_of_marker(arguments)


def figure_share_text(marker: str, lang: str, day: str, origin: str) -> str:
    """Return the command's slot; ``day`` is the ISO date of the story that the picture is for, "" without one."""
    return encode(Slot(f"{COMMAND}{NAME} {marker}", lang, day, origin))
