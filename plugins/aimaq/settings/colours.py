"""The colours of a site: the theme's, or those that follow from the institution's own, for every file that has some.

A theme declares its colours as tokens (``styles/tokens.css``), for light and for dark pages. Where no variable can
stand, in SVG files for other sites, icons and PDFs, a file writes the value of a token. With the setting COLOURS each
of these values, wherever it stands, becomes the one that has its place in the institution's palette.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound, raise_any
from aimaq.settings.locate import setting_place
from aimaq.settings.oklch import contrast, hex_of, oklch_of
from aimaq.settings.schema import Settings

__all__ = ["TOKENS", "Palette", "Recolouring", "palette_of", "recolouring_of", "theme_palette"]

#: Where a theme declares its colours.
TOKENS = "styles/tokens.css"
_TOKEN = re.compile(r"--([a-z-]+):\s*(#[0-9a-f]{6})\s*;", re.IGNORECASE)
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b")
_DARK = "prefers-color-scheme: dark"
#: The grounds that text stands on, and the tokens of text: WCAG 2.2, 1.4.3, asks for a contrast of 4.5.
_GROUNDS = ("paper", "ground", "tint")
_TEXTS = ("ink", "ink-soft", "accent", "ochre", "focus")
_LEAST = 4.5
#: Graphics need 3 (WCAG 2.2, 1.4.11).
_LEAST_OF_BANDS = 3.0
#: The tokens that have the brand's colour on light pages, and those of the second one.
_BRANDS = ("accent", "band")
_NOTICES = ("ochre", "focus")
#: Hues nearer than this many degrees look alike; notices are red then. A colour of less chroma has no hue to the eye.
_NEAR, _RED, _GREY = 40, 25.0, 0.04
#: What rounding to whole channels may cost.
_MARGIN = 0.02
#: How much more colourful than the theme's own greys those of a palette may be.
_MOST_CHROMA = 1.6


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of light and of dark pages by their tokens: ``paper``, ``ink``, ``accent`` …"""

    light: Mapping[str, str]
    dark: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Recolouring:
    """The colours that stand in place of the theme's; none, for a site that has these."""

    colours: Mapping[str, str] = field(default_factory=dict)

    def apply(self, text: str) -> str:
        """Return a text of the theme with the site's colours."""
        if not self.colours:
            return text
        return _COLOUR.sub(lambda match: self.colours.get(match[0].lower(), match[0]), text)


def theme_palette(tokens: str) -> Palette:
    """Return the colours that a theme's tokens declare."""
    light, _, dark = tokens.partition(_DARK)
    return Palette(_declared(light), _declared(dark))


def _declared(css: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, colour in _TOKEN.findall(css):
        found.setdefault(name, colour.lower())
    return found


def recolouring_of(settings: Settings) -> Recolouring:
    """Return what COLOURS makes of the theme's colours; raise ``ProblemsFound`` for a colour that cannot be used."""
    if settings.colours is None:
        return Recolouring()
    file = settings.project / settings.theme / TOKENS
    try:
        theme = theme_palette(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ProblemsFound(
            [Problem(f"{settings.theme}/{TOKENS}", tr("cannot be read: %(error)s", error=error))]
        ) from error
    if missing := [f"--{name}" for name in (*_GROUNDS, *_TEXTS, "band") if {name} - theme.light.keys()]:
        message = tr("COLOURS needs the tokens %(list)s of the theme, written as #rrggbb", list=", ".join(missing))
        raise ProblemsFound([Problem(f"{settings.theme}/{TOKENS}", message)])
    brand, second = settings.colours.brand.lower(), settings.colours.second.lower()
    palette = palette_of(theme, brand, second)
    raise_any(_unusable(settings, theme, {"brand": brand, "second": second}))
    colours: dict[str, str] = {}
    for own, new in ((theme.light, palette.light), (theme.dark, palette.dark)):
        for name, colour in own.items():
            colours.setdefault(colour, new[name])
    return Recolouring(colours)


def palette_of(theme: Palette, brand: str, second: str = "") -> Palette:
    """Return a palette with the theme's lightnesses and an institution's hue; ``second`` is for notices, or "".

    On light pages both are used as they are, on grounds that are light enough for them, so :func:`recolouring_of`
    refuses one that cannot be read on any. All other colours are made darker, or on dark pages lighter, until they can.
    """
    return Palette(_scheme(theme.light, theme, brand, second, light=True), _scheme(theme.dark, theme, brand, second))


def _scheme(own: Mapping[str, str], theme: Palette, brand: str, second: str, *, light: bool = False) -> dict[str, str]:
    """Return the colours of light or of dark pages in place of the theme's ``own``."""
    _, chroma, hue = oklch_of(brand)
    strength = min(chroma / max(oklch_of(theme.light["accent"])[1], 0.001), _MOST_CHROMA)
    _, of_notices, hue_of_notices = oklch_of(second or theme.light["ochre"])
    if not second and abs((hue - hue_of_notices + 180) % 360 - 180) < _NEAR and chroma > _GREY:
        hue_of_notices = _RED
    colours = {}
    for name, colour in own.items():
        lightness, own_chroma, _ = oklch_of(colour)
        of_name = (of_notices, hue_of_notices) if name in _NOTICES else (own_chroma * strength, hue)
        colours[name] = hex_of(lightness, *of_name)
    fixed = {name: brand for name in _BRANDS} | ({name: second for name in _NOTICES} if second else {})
    if light:
        colours |= fixed
        for ground in ("ground", "tint"):
            for colour in dict.fromkeys(fixed.values()):
                colours[ground] = _readable(colours[ground], [colour], _LEAST, darker=False)
    grounds = [colours[name] for name in _GROUNDS]
    for name in (*_TEXTS, "band"):
        if not light or name not in fixed:
            least = _LEAST_OF_BANDS if name == "band" else _LEAST
            colours[name] = _readable(colours[name], grounds, least, darker=light)
    return colours


def _readable(colour: str, grounds: Iterable[str], least: float, *, darker: bool) -> str:
    """Return the colour, or the nearest one of its hue that has enough contrast to all grounds."""
    grounds = list(grounds)
    lightness, chroma, hue = oklch_of(colour)
    while min(contrast(colour, ground) for ground in grounds) < least and 0 < lightness < 1:
        lightness += -0.01 if darker else 0.01
        colour = hex_of(min(max(lightness, 0.0), 1.0), chroma, hue)
    return colour


def _unusable(settings: Settings, theme: Palette, given: Mapping[str, str]) -> Iterator[Problem]:
    """Yield a problem for each given colour that cannot be read on light pages, with the nearest one that can."""
    value = settings.given["COLOURS"]
    for name, colour in given.items():
        if colour and (worst := _worst(theme, colour)) < _LEAST:
            lightness, chroma, hue = oklch_of(colour)
            nearest = colour
            while _worst(theme, nearest) < _LEAST:
                lightness -= 0.01
                nearest = hex_of(max(lightness, 0.0), chroma, hue)
            file, line = setting_place(settings.project, "COLOURS", value, value[name])
            message = tr(
                'COLOURS.%(name)s: "%(colour)s" has a contrast of %(worst)s to the page, and text needs %(least)s',
                name=name,
                colour=colour,
                worst=f"{worst:.1f}",
                least=_LEAST,
            )
            yield Problem(
                file, message, line, hint=tr("the nearest colour that can be read is %(nearest)s", nearest=nearest)
            )


def _worst(theme: Palette, colour: str) -> float:
    """Return the contrast of a colour to the light page of any palette: to white with most of its hue."""
    lightness, chroma, _ = oklch_of(theme.light["paper"])
    papers = (hex_of(lightness, chroma * _MOST_CHROMA, hue) for hue in range(0, 360, 15))
    return min(contrast(colour, paper) for paper in papers) - _MARGIN
