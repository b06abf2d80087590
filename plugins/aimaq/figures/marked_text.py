"""The markers of one text: completed with its language, its day and their places in its file, and checked.

The build and the desk read a text so: what the one would refuse, the other names while it is written.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final, TypeAlias

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem
from aimaq.base.slots import Slot, encode, has_slots, replace_slots
from aimaq.figures.fill.filler import problem_at
from aimaq.figures.ledger.formula import PUBLISHED
from aimaq.figures.text.chart_marker import is_chart
from aimaq.figures.text.markers import MarkerError, parse_marker, pin, substitute
from aimaq.figures.text.misplaced import NOWHERE, Place, misplaced, places_in

__all__ = ["QUOTING_FIELDS", "MarkedText", "TextWithMarkers", "TryMarker", "marker_problem"]

#: The fields of a text, beside its body, that may quote figures.
QUOTING_FIELDS: Final = ("title", "summary")
TryMarker: TypeAlias = Callable[[Slot], None]
"""Raises :class:`MarkerError` for a marker that the ledger cannot fill."""


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text's HTML and fields with complete slots, and what is wrong with its markers."""

    html: str
    fields: Mapping[str, str]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class TextWithMarkers:
    """A text as it was read; ``path`` is for messages, ``moment`` that of its publication, None on an undated page.

    ``metadata`` are those of :class:`aimaq.newsroom.content.text_file.TextFile`, or Pelican's; ``places`` hold line and
    column at which a field's text starts, and ``body_line`` is the body's first.
    """

    path: str
    lang: str
    moment: datetime | None
    html: str
    metadata: Mapping[str, object]
    places: Mapping[str, tuple[int, int]]
    body_line: int

    def completed(self, try_marker: TryMarker) -> MarkedText:
        """Complete the slots, and check each marker and the place where it stands."""
        problems: list[Problem] = []
        html = self._complete(self.html, self.body_line, try_marker, problems)
        fields = {}
        for field in QUOTING_FIELDS:
            if isinstance(text := self.metadata.get(field), str):
                fields[field] = self._complete(
                    substitute(text, *self.places.get(field, (1, 1))), 1, try_marker, problems
                )
        problems += self._refused_elsewhere()
        return MarkedText(html, MappingProxyType(fields), tuple(problems))

    def _complete(self, text: str, first_line: int, try_marker: TryMarker, problems: list[Problem]) -> str:
        """Write language, date and origin into slots, and note what is wrong with them."""
        if not has_slots(text):
            return text
        is_pinned = self.metadata.get("indicators") == PUBLISHED
        is_part = str(self.metadata.get("slug")).startswith("parts/")
        day = f"{self.moment:%Y-%m-%d}" if self.moment else ""
        places = places_in(text)

        def complete(slot: Slot) -> str:
            line, _, column = slot.origin.partition(":")
            origin = f"{self.path}:{int(line or 1) + first_line - 1}:{column or 1}"
            full = Slot(_pinned(slot.body) if is_pinned else slot.body, self.lang, day, origin)
            if problem := marker_problem(full, try_marker, places.get(slot.origin, NOWHERE)):
                problems.append(problem)
            if is_part and is_chart(full.body):
                message = tr("a chart stands in a part, which other pages print and which has no day")
                problems.append(problem_at(origin, message, tr("put it into the story or the page itself")))
            return encode(full)

        return replace_slots(text, complete)

    def _refused_elsewhere(self) -> Iterator[Problem]:
        """Yield each field in which no marker is read, and that has one (topics, sources): it would be published so."""
        for field, (line, column) in self.places.items():
            if field not in QUOTING_FIELDS and "{{" in repr(self.metadata.get(field)):
                message = tr("%(field)s: a marker is read only in the title, the summary and the text", field=field)
                yield Problem(self.path, message, line, column, hint=tr("write the words without it"))


def marker_problem(slot: Slot, try_marker: TryMarker, place: Place = NOWHERE) -> Problem | None:
    """Return what is wrong with a marker, or with the ``place`` where it stands; None if nothing is."""
    try:
        if message := misplaced(parse_marker(slot.body), slot.body, place, slot.lang):
            raise MarkerError(message)
        try_marker(slot)
    except MarkerError as error:
        return problem_at(slot.origin, str(error))
    return None


def _pinned(body: str) -> str:
    try:
        return pin(body)
    except MarkerError:
        return body  # it is noted when it is checked
