"""A badge that other sites can show, with the current value, and the code that embeds a picture. SVG without a script.

This module computes the positions; the theme's ``figures/badge.svg`` draws the parts. Texts are measured, so that long
words fit. All sizes except the width of a badge are fixed, so the code that embeds a picture stays right when the
figure changes.
"""

from dataclasses import dataclass
from html import escape
from typing import Final

from aimaq.figures.grammar.dates import format_period
from aimaq.figures.grammar.numbers import format_number
from aimaq.figures.ledger import Indicator
from aimaq.figures.published_ledger import PublishedLedger
from aimaq.figures.views.text_width import fitted, measure

__all__ = ["BADGE_HEIGHT", "CHART_HEIGHT", "CHART_WIDTH", "Line", "embed_code", "value_texts", "write_badge"]

BADGE_HEIGHT: Final = 56
CHART_WIDTH: Final = 480
CHART_HEIGHT: Final = 400
"""In CSS pixels; the text then has the size of a page's text."""

_BADGE_INDENT: Final = 48
_BADGE_ROOM: Final = 520


@dataclass(frozen=True, slots=True)
class Line:
    """A positioned run of text: ``x`` is its left edge, ``y`` its base line, ``width`` its measured width."""

    text: str
    x: float
    y: float
    size: float
    bold: bool = False

    @property
    def width(self) -> float:
        return measure(self.text, self.size, bold=self.bold)

    @property
    def end(self) -> float:
        """The right edge."""
        return self.x + self.width


@dataclass(frozen=True, slots=True)
class Badge:
    """The label above, the value and its date below."""

    width: int
    height: int
    title: str
    label: Line
    value: Line
    unit: Line
    date: Line


def write_badge(data: PublishedLedger, indicator: Indicator, lang: str) -> str:
    """Return the badge as an SVG file."""
    label = Line(fitted(indicator.label[lang], _BADGE_ROOM, 13), _BADGE_INDENT, 22, 13)
    number, unit, date = value_texts(data, indicator, lang)
    value = Line(number, _BADGE_INDENT, 44, 18, bold=True)
    named = Line(fitted(unit, _BADGE_ROOM / 2, 13), value.end + 5 if number else value.x, 44, 13)
    dated = Line(fitted(date, _BADGE_ROOM / 2, 12), named.end + (10 if date else 0), 44, 12)
    width = round(max(label.end, dated.end) + 15)
    title = ", ".join(filter(None, (f"{indicator.label[lang]}: {number} {unit}".replace("  ", " "), date)))
    badge = Badge(width, BADGE_HEIGHT, title, label, value, named, dated)
    return data.templates.render("badge.svg", lang, b=badge) + "\n"


def embed_code(data: PublishedLedger, indicator: Indicator, lang: str, picture: str) -> str:
    """Return the HTML with which another site embeds a picture, ``badge`` or ``chart``; it holds no value."""
    publication, key = data.publication, indicator.key
    page = publication.absolute(publication.page(key, lang))
    ending, size = f"{lang}.svg", f'width="{CHART_WIDTH}" height="{CHART_HEIGHT}"'
    if picture == "badge":
        ending, size = f"{lang}.badge.svg", f'height="{BADGE_HEIGHT}"'
    source = publication.absolute(publication.file(key, ending))
    name = escape(f"{indicator.label[lang]} – {publication.publisher[lang]}")
    return f'<a href="{escape(page)}"><img src="{escape(source)}" alt="{name}" {size}></a>'


def value_texts(data: PublishedLedger, indicator: Indicator, lang: str) -> tuple[str, str, str]:
    """Return the current number, its unit, and its date, with the status unless it is "actual"."""
    release, translate = data.current(indicator.key), data.catalogs[lang].gettext
    if release is None:
        return "", translate("No value has been published yet."), ""
    seen = release.observation
    status = f" · {translate(seen.status.value)}" if seen.status.is_said else ""
    return (
        format_number(seen.value, lang, indicator.decimals),
        data.printer.unit(indicator, seen.value, lang),
        format_period(seen.period.text, lang) + status,
    )
