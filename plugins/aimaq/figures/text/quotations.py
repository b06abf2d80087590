"""What a text quotes of figures, found in its slots."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from aimaq.base.slots import slots_in
from aimaq.figures.text.markers import ChartMarker, Figure, MarkerError, parse_marker

__all__ = ["Quotations", "quotations_in"]


@dataclass(frozen=True, slots=True)
class Quotations:
    """The figures that a text prints, each once, those of the body first.

    ``figures`` are keys of indicators, ``quotes`` markers without their form. ``story_figures`` are the same without
    pins, and the current value of what a chart shows. ``headline_figure`` is the marker of the first value in title,
    summary and body, or "". ``charts`` are those markers that are charts.
    """

    figures: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    story_figures: tuple[str, ...] = ()
    headline_figure: str = ""
    charts: tuple[str, ...] = ()


def quotations_in(body: str, title: str, summary: str) -> Quotations:
    """Return what the texts quote, which hold slots; markers that are wrong have been reported."""
    quoted = tuple(dict.fromkeys(_quoted(body, title, summary)))
    figures = [figure for each in quoted for figure in _story_figures(each)]
    printed = (each for each in _quoted(title, summary, body) if isinstance(each, Figure))
    return Quotations(
        tuple(dict.fromkeys(each.key for each in figures)),
        tuple(map(str, quoted)),
        tuple(dict.fromkeys(map(str, figures))),
        next((str(each) for each in printed if each.show == ""), ""),
        tuple(str(each) for each in quoted if isinstance(each, ChartMarker)),
    )


def _story_figures(marker: Figure | ChartMarker) -> tuple[Figure, ...]:
    """Return what "Figures in this story" shows of a marker."""
    if isinstance(marker, ChartMarker):
        return tuple(map(Figure, marker.keys))
    return (replace(marker, show="", since="", pinned=False),)


def _quoted(*texts: str) -> Iterator[Figure | ChartMarker]:
    """Yield each figure whose value the texts print, without its form, and each chart: one spelling for all forms."""
    for text in texts:
        for slot in slots_in(text):
            try:
                marker = parse_marker(slot.body)
            except MarkerError:
                continue
            if isinstance(marker, ChartMarker):
                yield marker
            elif isinstance(marker, Figure) and marker.prints_value:
                yield marker.quoted()
