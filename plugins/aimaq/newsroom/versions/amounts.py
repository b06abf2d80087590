"""The amounts of a text in their order: each number with its sign, and with what makes it another amount.

"5 million" and "5 billion" have the same digits; so have −3 and 3, and a table whose rows have changed places.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final

from aimaq.figures.contradictions.reading.language_patterns import LANGUAGES
from aimaq.figures.contradictions.reading.spelled_numbers import number_words
from aimaq.figures.grammar.numbers import MINUS
from aimaq.figures.ledger import Assertion
from aimaq.figures.text.markers import ChartMarker, MarkerError, parse_marker

__all__ = ["amounts_in"]

_TOKENS: Final = re.compile(
    r"\{\{.*?\}\}|(?:(?<!\S)[-−–+])?\d+(?:[ \u00a0\u2009\u202f]\d{3}(?!\d))*(?:[.,]\d+)*|[%‰₸$€£₽¥¼-¾⅐-⅞]|[^\W\d_]+"
)
_SPACE: Final = re.compile(r"\s")
#: Signs and words beside a number that say of what or how large it is, by their beginnings; longer ones come first.
_BESIDE: Final[Mapping[str, str]] = {
    "процентн": "point", "пайыздық": "point", "percentage": "point",
    "процент": "%", "пайыз": "%", "percent": "%",
    "тенге": "₸", "теңге": "₸", "tenge": "₸", "kzt": "₸",
    "доллар": "$", "dollar": "$", "usd": "$",
    "евро": "€", "еуро": "€", "euro": "€", "eur": "€",
    "рубл": "₽", "ruble": "₽", "rub": "₽",
    "юан": "¥", "yuan": "¥", "cny": "¥",
    "половин": "0.5", "жарты": "0.5", "жарым": "0.5", "half": "0.5",
}  # fmt: skip
_SHORT: Final = {"тыс": "1000", "млн": "1000000", "mln": "1000000", "млрд": "1000000000", "bn": "1000000000"} | {
    "трлн": "1000000000000", "trn": "1000000000000",
}  # fmt: skip
_ROMAN: Final = re.compile(r"[IVXLC]+")


def amounts_in(text: str, lang: str) -> tuple[str, ...]:
    """Return the amounts of a text, in figures and in words, and the figures that its markers quote.

    A word counts as what it means: neither its case nor that of a marker is a part of the amount.
    """
    return tuple(meaning for token in _TOKENS.findall(text) if (meaning := _meaning(token, lang)))


@lru_cache(maxsize=65_536)
def _meaning(token: str, lang: str) -> str:
    """Return what a token adds to the amounts of a text; "" for a word that says nothing of them."""
    if token.startswith("{{"):
        return _quoted(token[2:-2].strip())
    if not token[0].isalpha():
        return _SPACE.sub("", MINUS + token[1:] if token[0] in "-–" else token)
    small = token.lower().replace("ё", "е")
    beside = (meaning for beginning, meaning in _BESIDE.items() if small.startswith(beginning))
    if known := _words(lang).get(small) or next(beside, ""):
        return known
    return token if _ROMAN.fullmatch(token) and (len(token) > 1 or lang != "en") else ""


@cache
def _words(lang: str) -> Mapping[str, str]:
    """Return the words for numbers in a language, with their values; "one" is an article or a pronoun as often."""
    if lang not in LANGUAGES:
        return _SHORT
    return _SHORT | {word: f"{value:f}" for word, value in number_words(lang).items() if value != 1}


def _quoted(body: str) -> str:
    try:
        marker = parse_marker(body)
    except MarkerError:
        return body
    if isinstance(marker, Assertion):
        return ""
    return str(marker if isinstance(marker, ChartMarker) else marker.quoted())
