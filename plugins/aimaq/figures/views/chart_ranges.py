"""The ranges of estimates in a chart: a band along a line, and a whisker where there is no line to follow."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from aimaq.figures.views.chart_labels import Box

__all__ = ["CAP", "Band", "Whisker", "ranges"]

#: Half the width of a whisker's ends, in em.
CAP: Final = 0.35


@dataclass(frozen=True, slots=True)
class Whisker:
    """The range of one value at ``x`` per cent, from ``top`` to ``bottom`` em."""

    x: float
    top: float
    bottom: float
    series: int = 0

    @property
    def box(self) -> Box:
        """What a label must not stand on."""
        return Box((self.x, -CAP), (self.x, CAP), self.top, self.bottom)


@dataclass(frozen=True, slots=True)
class Band:
    """The ranges of values that a line joins, as SVG path data in units of the field across and em down."""

    path: str
    series: int = 0


def ranges(
    reaches: Sequence[Whisker | None], runs: Sequence[Hashable], field: int
) -> tuple[tuple[Band, ...], tuple[Whisker, ...]]:
    """Return the bands of neighbours that a line joins, and the whiskers of the others.

    For each value there is its range, or None, and the run that it belongs to, None where nothing is joined.
    """
    bands: list[Band] = []
    lone: list[Whisker] = []
    for run, neighbours in _neighbours(reaches, runs):
        if run is None or len(neighbours) == 1:
            lone += neighbours
        else:
            bands.append(Band(_path(neighbours, field), neighbours[0].series))
    return tuple(bands), tuple(lone)


def _neighbours(
    reaches: Sequence[Whisker | None], runs: Sequence[Hashable]
) -> Iterator[tuple[Hashable, list[Whisker]]]:
    """Yield the ranges of neighbours in a run that all have one."""
    for run in dict.fromkeys(runs):
        own = [reach for reach, each in zip(reaches, runs, strict=True) if each == run]
        for _, group in groupby(own, key=bool):
            if found := [each for each in group if each]:
                yield run, found


def _path(neighbours: Sequence[Whisker], field: int) -> str:
    tops = [f"{each.x * field / 100:g} {each.top:g}" for each in neighbours]
    bottoms = [f"{each.x * field / 100:g} {each.bottom:g}" for each in reversed(neighbours)]
    return f"M{'L'.join([*tops, *bottoms])}Z"
