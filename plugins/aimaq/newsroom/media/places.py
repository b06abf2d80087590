"""The places for pictures in the theme's layout, and the sizes that pictures have there.

The lengths are those of ``theme/styles``: a page's edge of ``0.5rem + 2.5vw`` on both sides, its width of 72rem, the
margin column of 13.5rem and the gap beside it of ``1.5rem + 2vw``, at most 3rem. A test compares them with a browser.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from aimaq.newsroom.media.picture_encoding import PictureSize

__all__ = ["PLACES", "THUMBNAIL", "Place", "sizes_in"]

#: In narrow windows: the whole width except the page's edges.
_PAGE: Final = "calc(95vw - 1rem)"


@dataclass(frozen=True, slots=True)
class Place:
    """A place for pictures. ``sizes`` is the attribute of HTML, the width of a picture there; ``widths`` are in pixels.

    The widths are for phones of 360 CSS pixels and for desktops, with one and with two pixels to a CSS pixel; other
    screens take the next one. ``ratio``: width and height to which pictures of any proportions are cropped.
    ``first``: at the top of a page, so it is loaded at once; all others are loaded when they come near.
    """

    sizes: str
    widths: tuple[int, ...]
    ratio: tuple[int, int] | None = None
    first: bool = False


#: The width of a picture beside a story in a list, which takes the smallest size that another place has of it.
THUMBNAIL: Final = "(min-width: 54rem) 11rem, 6.5rem"

PLACES: Final[Mapping[str, Place]] = {
    # Above the text, as wide as its column may be.
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
    # The first of a photo report has the page's whole width, the others one of two columns.
    "wide": Place(f"(min-width: 76.85rem) 72rem, {_PAGE}", (360, 640, 1152, 1728, 2304), first=True),
    "half": Place(
        f"(min-width: 76.85rem) 35.25rem, (min-width: 40rem) calc(47.5vw - 1.25rem), {_PAGE}", (360, 640, 1152)
    ),
    # Beside a story in a list, and as wide as a text on the home page, if editors have said what of it matters most.
    "list": Place(THUMBNAIL, (360, 640, 1280), ratio=(3, 2), first=True),
    # Of a person: on the person's page, and beside a name.
    "portrait": Place("13.5rem", (216, 432), first=True),
    "card": Place("4rem", (64, 128), ratio=(1, 1)),
}


def sizes_in(place: Place, width: int, height: int) -> tuple[PictureSize, ...]:
    """Return the sizes of a picture of so many pixels in a place, the smallest first; none exceeds the picture."""
    wide, high = place.ratio or (width, height)
    limit = min(width, height * wide // high)
    fit = [each for each in place.widths if each < limit]
    widths = fit if len(fit) == len(place.widths) else [*fit, limit]
    return tuple(PictureSize(each, max(1, round(high * each / wide)), bool(place.ratio)) for each in widths)
