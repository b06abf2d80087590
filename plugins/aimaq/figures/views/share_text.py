"""The text of a figure in a share picture, as JSON: number, unit, label, date and status."""

import json
from typing import Final

from aimaq.base.languages.messages import tr
from aimaq.base.slots import COMMAND, Slot, encode
from aimaq.figures.fill.commands import Command, Fill
from aimaq.figures.fill.filler import keys_of_marker
from aimaq.figures.text.markers import Figure, MarkerError, parse_marker
from aimaq.figures.views.views import ThemeViews

__all__ = ["NAME", "figure_share_text", "share_text_command"]

NAME: Final = "json-share-text"  # a command that replaces a whole JSON string


def share_text_command(views: ThemeViews) -> Command:
    """Return the command ``json-share-text <marker>``.

    It writes an object, or ``null`` for a figure that has no value yet and is not from a story.
    """

    def write(slot: Slot, arguments: str, fill: Fill) -> str:
        marker = parse_marker(arguments)
        if not isinstance(marker, Figure):
            raise MarkerError(tr('a figure was expected, and "%(arguments)s" is none', arguments=arguments))
        try:
            point = views.point(marker, slot.lang, slot.date)
        except MarkerError:
            if slot.date:
                raise
            return "null"
        # The messages of states are those of components/status-label.html.
        status = [views.catalogs[slot.lang].gettext(point.status)] if point.status != "actual" else []
        if not (marker.pinned or marker.at or marker.plan) and views.data.staleness.stale(marker.key):
            status.append(views.out_of_date(slot.lang))
        text = {
            "number": point.number,
            "unit": point.unit,
            "label": views.figure(marker.key, slot.lang).label,
            "date": point.period_text,
            "status": ", ".join(status),
        }
        return json.dumps(text, ensure_ascii=False)

    return Command("json", write, keys_of_marker)


def figure_share_text(marker: str, lang: str, day: str, origin: str) -> str:
    """Return the command's slot; ``day`` is the ISO date of the story that the picture is for, "" without one."""
    return encode(Slot(f"{COMMAND}{NAME} {marker}", lang, day, origin))
