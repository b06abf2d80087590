"""Which labels of a chart are shown at which width, so that none touches another or a mark, however wide a screen is.

A position is a share of the width plus an offset in em, which is the size of the text. Two labels that are apart at one
width are therefore apart at each greater one, and it is enough to place them at the least width of each step.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from aimaq.figures.views.text_width import measure

__all__ = ["RIGHT_ROOM", "WIDTHS", "Align", "Box", "Placed", "Wanted", "place", "spread", "width_of"]

#: The least widths, in em, from which more labels are shown. The theme's static/css/chart.css has them too.
WIDTHS: Final = (6.0, 13.0, 22.0, 34.0, 46.0)
#: Room to the right of the drawing, in em, into which a label may reach.
RIGHT_ROOM: Final = 1.5
#: How much wider than Arial's a text may be in the reader's font: DejaVu Sans and the theme's Golos are.
_WIDER: Final = 1.25
#: The height of a text above its base line and below it, and the least room between texts, in em.
_ABOVE, _BELOW, _APART = 0.8, 0.22, 0.3

Align = Literal["start", "middle", "end"]


def width_of(text: str, size: float = 1.0, *, bold: bool = False) -> float:
    """Return, in em, the most room that a text needs in any usual font."""
    return round(measure(text, 100 * size, bold=bold) / 100 * _WIDER, 2)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: ``left`` and ``right`` are each a per cent of the width and an offset in em, the others in em."""

    left: tuple[float, float]
    right: tuple[float, float]
    top: float
    bottom: float

    def touches(self, other: "Box", width: float) -> bool:
        """Tell whether the two overlap in a drawing that is ``width`` em wide."""
        return (
            self.top < other.bottom
            and other.top < self.bottom
            and _at(self.left, width) < _at(other.right, width)
            and _at(other.left, width) < _at(self.right, width)
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """A label at ``x`` per cent, ``width`` em wide, with a base line at the first of ``baselines`` that is free.

    ``own`` is the mark that it belongs to, by its number among the obstacles; -1 for none.
    """

    x: float
    width: float
    baselines: tuple[float, ...]
    size: float = 1.0
    own: int = -1

    def box(self, align: Align, baseline: float) -> Box:
        before, after = {"start": (0.0, 1.0), "middle": (0.5, 0.5), "end": (1.0, 0.0)}[align]
        return Box(
            (self.x, -before * self.width - _APART / 2),
            (self.x, after * self.width + _APART / 2),
            baseline - _ABOVE * self.size,
            baseline + _BELOW * self.size,
        )


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a label stands, and the step of :data:`WIDTHS` (0 for the first) from which it is shown."""

    baseline: float
    align: Align
    step: int


def place(
    wanted: Sequence[Wanted], obstacles: Sequence[Box], widths: Sequence[float], *, are_lines: bool = False
) -> list[Placed | None]:
    """Return a place for each label, the most important first; None where it has no room at any width.

    The first one goes before all: it may stand on marks, and no other is shown where it has no room. Of several lines
    none goes before the others, and their numbers stand beside the drawing, where no label may then reach.
    """
    placed: list[Placed | None] = [None] * len(wanted)
    right = 0 if are_lines else RIGHT_ROOM
    taken: list[Box] = []
    for step, width in enumerate(widths):
        for number, label in enumerate(wanted):
            if placed[number]:
                continue
            others = [box for which, box in enumerate(obstacles) if which != label.own]
            leads = number == 0 and not are_lines
            found = _free(label, [*taken, *others], width, right) or (leads and _free(label, taken, width, right))
            if found:
                align, baseline = found
                placed[number] = Placed(baseline, align, step)
                taken.append(label.box(align, baseline))
            elif leads:
                break
    return placed


def spread(heights: Sequence[float], apart: float, top: float, bottom: float) -> list[float]:
    """Return heights as near to the given ones as there is room for, each at least ``apart`` from the others.

    All lie between ``top`` and ``bottom``, which has to be far enough below; in em.
    """
    order = sorted(range(len(heights)), key=heights.__getitem__)
    found = [0.0] * len(heights)
    least = top
    for number in order:
        found[number] = max(heights[number], least)
        least = found[number] + apart
    most = bottom
    for number in reversed(order):
        found[number] = round(min(found[number], most), 2)
        most = found[number] - apart
    return found


def _free(label: Wanted, taken: Sequence[Box], width: float, right: float) -> tuple[Align, float] | None:
    """Return how and where a label can stand inside the drawing, free of the others."""
    for align in _anchors(label, width, right):
        for baseline in label.baselines:
            box = label.box(align, baseline)
            if not any(box.touches(other, width) for other in taken):
                return align, baseline
    return None


def _anchors(label: Wanted, width: float, right: float) -> Iterator[Align]:
    """Yield the ways to anchor a label that keep it inside, the best one first."""
    x = label.x * width / 100
    if x >= label.width / 2 and x + label.width / 2 <= width + right:
        yield "middle"
    elif x + label.width <= width + right:
        yield "start"
    elif x >= label.width:
        yield "end"


def _at(position: tuple[float, float], width: float) -> float:
    return position[0] * width / 100 + position[1]
