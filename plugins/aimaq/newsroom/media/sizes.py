"""Where pictures stand in the theme's layout, and in which sizes they are made for that.

The lengths are those of ``theme/styles``: a page's edge of ``0.5rem + 2.5vw`` on both sides, its breadth of 72rem, the
margin column of 13.5rem and the gap beside it of ``1.5rem + 2vw``, at most 3rem. A test compares them with a browser.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from aimaq.newsroom.media.encoding import Shape

__all__ = ["PLACES", "Place", "shapes"]

#: Up to this the whole breadth of a window is the page's, less its edges.
_PAGE: Final = "calc(95vw - 1rem)"


@dataclass(frozen=True, slots=True)
class Place:
    """A place for pictures. ``sizes`` is HTML's, the breadth of a picture there; ``widths`` are in pixels.

    The widths are for phones of 360 CSS pixels and for desktops, of one and of two pixels a CSS pixel each; what lies
    between takes the next. ``cut``: square, whatever the picture. ``first``: it stands where a page begins to be read,
    so it is loaded at once; all others when they come near.
    """

    sizes: str
    widths: tuple[int, ...]
    cut: bool = False
    first: bool = False


PLACES: Final[Mapping[str, Place]] = MappingProxyType(
    {
        # Above the text, as broad as its column may be.
        "lead": Place(
            f"(min-width: 76.85rem) 55.5rem, (min-width: 54rem) calc(93vw - 16rem), {_PAGE}",
            (360, 640, 888, 1280, 1776),
            first=True,
        ),
        # In the text.
        "text": Place(
            f"(min-width: 60.25rem) 40rem, (min-width: 54rem) calc(93vw - 16rem), (min-width: 43.2rem) 40rem, {_PAGE}",
            (360, 640, 960, 1280),
        ),
        # The first of a photo report has the page's whole breadth, the others one of two columns.
        "wide": Place(f"(min-width: 76.85rem) 72rem, {_PAGE}", (360, 640, 1152, 1728, 2304), first=True),
        "half": Place(
            f"(min-width: 76.85rem) 35.25rem, (min-width: 40rem) calc(47.5vw - 1.25rem), {_PAGE}",
            (360, 640, 1152),
        ),
        # Of a person: on the page of their own, and beside their name.
        "portrait": Place("13.5rem", (216, 432), first=True),
        "card": Place("4rem", (64, 128), cut=True),
    }
)


def shapes(place: Place, width: int, height: int) -> tuple[Shape, ...]:
    """Return how large a picture of so many pixels is made for a place, the smallest first; never larger than it is."""
    if place.cut:
        side = min(width, height)
        return tuple(Shape(each, each, cut=True) for each in _up_to(side, place.widths))
    return tuple(Shape(each, max(1, round(height * each / width))) for each in _up_to(width, place.widths))


def _up_to(most: int, widths: tuple[int, ...]) -> list[int]:
    fit = [each for each in widths if each < most]
    return fit if len(fit) == len(widths) else [*fit, most]
