"""Colours by lightness, chroma and hue as people see them (OKLCH), and the contrast of two colours.

The matrices are Björn Ottosson's (bottosson.github.io/posts/oklab, in the public domain), as in CSS Color 4; contrast
is that of WCAG 2.2. A colour is a text ``#rrggbb``.
"""

import math

__all__ = ["contrast", "hex_of", "oklch_of"]


def oklch_of(colour: str) -> tuple[float, float, float]:
    """Return lightness (0 to 1), chroma (0 to about 0.37) and hue (in degrees)."""
    red, green, blue = _linear(colour)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def hex_of(lightness: float, chroma: float, hue: float) -> str:
    """Return the colour; where screens have none of this chroma, the one of the same lightness and hue with most."""
    least, most = 0.0, chroma
    if not _on_screen(channels := _channels(lightness, chroma, hue)):
        for _ in range(16):
            middle = (least + most) / 2
            least, most = (middle, most) if _on_screen(_channels(lightness, middle, hue)) else (least, middle)
        channels = _channels(lightness, least, hue)
    return "#" + "".join(f"{round(255 * _encoded(each)):02x}" for each in channels)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _channels(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    """Return the linear channels of sRGB, below 0 or above 1 for a colour that it does not have."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _on_screen(channels: tuple[float, float, float]) -> bool:
    return all(-0.0005 <= each <= 1.0005 for each in channels)


def _linear(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return _decoded(red), _decoded(green), _decoded(blue)


def _decoded(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _encoded(value: float) -> float:
    value = min(max(value, 0.0), 1.0)
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
