"""What a text quotes of figures, found in its slots."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from aimaq.base.slots import slots_in
from aimaq.figures.ledger import Assertion
from aimaq.figures.text.markers import Figure, MarkerError, parse_marker

__all__ = ["Quotations", "quotations_in"]


@dataclass(frozen=True, slots=True)
class Quotations:
    """The figures that a text prints, each once, those of the body first.

    ``figures`` are keys of indicators, ``quotes`` markers without their form, ``story_figures`` the same without pins.
    ``headline_figure`` is the marker of the first value in title, summary and body, or "".
    """

    figures: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    story_figures: tuple[str, ...] = ()
    headline_figure: str = ""


def quotations_in(body: str, title: str, summary: str) -> Quotations:
    """Return what the texts quote, which hold slots; markers that are wrong have been reported."""
    quoted = tuple(dict.fromkeys(_quoted(body, title, summary)))
    return Quotations(
        tuple(dict.fromkeys(each.key for each in quoted)),
        tuple(map(str, quoted)),
        tuple(dict.fromkeys(str(replace(each, show="", since="", pinned=False)) for each in quoted)),
        next((str(each) for each in _quoted(title, summary, body) if each.show == ""), ""),
    )


def _quoted(*texts: str) -> Iterator[Figure]:
    """Yield each figure whose value the texts print, without its form: one spelling for all forms."""
    for text in texts:
        for slot in slots_in(text):
            try:
                marker = parse_marker(slot.body)
            except MarkerError:
                continue
            if not isinstance(marker, Assertion) and marker.prints_value:
                yield marker.quoted()
