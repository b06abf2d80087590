"""The amounts of a text in their order: each number with its sign, and with what makes it another amount.

"5 million" and "5 billion" have the same digits; so have −3 and 3, 5 kg and 5 t, "more than 5" and "less than 5", and a
table whose rows have changed places. "The second quarter" and "twice" have none.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from aimaq.figures.grammar.numbers import MINUS
from aimaq.figures.ledger import Assertion
from aimaq.figures.text.markers import ChartMarker, MarkerError, parse_marker
from aimaq.newsroom.versions.amount_words import bound_in, meaning_of, unit_of

__all__ = ["amounts_in"]

_TOKENS: Final = re.compile(
    r"[^\W\d_]+|\{\{[^{}]*+\}\}"
    r"|(?:(?:(?<!\S)|(?<=[(\[«„“/]))[-−–+])?\d+(?:[ \u00a0\u2009\u202f]\d{3}(?!\d))*(?:[.,]\d+)*"
    r"|(?<!\S)−(?=[ \u00a0]\d)|[<>~±≈≤≥⩽⩾](?=\s?[-−–+]?\d)|[%‰₸$€£₽²³¥¼-¾⅐-⅞]"
)
_SPACE: Final = re.compile(r"\s")
#: Behind a year «г.» is no gram, and «год» no length of time.
_YEAR: Final = re.compile(r"1[89]\d\d|20\d\d")


def amounts_in(text: str, lang: str) -> tuple[str, ...]:
    """Return the amounts of a text, in figures and in words, and the figures that its markers quote.

    A word counts as what it means: neither its case nor that of a marker is a part of the amount.
    """
    tokens: Sequence[str] = _TOKENS.findall(text)
    meanings = [_meaning(token, lang) for token in tokens]
    found: list[str] = []
    for at, meaning in enumerate(meanings):
        if not meaning:
            continue
        if not tokens[at][0].isalpha() and (bound := bound_in(tokens[max(0, at - 3) : at])):
            found.append(bound)
        found.append(meaning)
        if not _YEAR.fullmatch(meaning):
            found += _units(tokens[at + 1 : at + 4], meanings[at + 1 : at + 4])
    return tuple(found)


def _units(words: Sequence[str], meanings: Sequence[str]) -> Iterator[str]:
    """Yield the units of measure that words right behind an amount name; ``meanings`` are those of the words alone."""
    for word, meaning in zip(words, meanings, strict=True):
        unit = "" if meaning else unit_of(word)
        if not unit:
            return
        yield unit


@lru_cache(maxsize=65_536)
def _meaning(token: str, lang: str) -> str:
    """Return what a token adds to the amounts of a text; "" for a word that says nothing of them."""
    if token.startswith("{{"):
        return _quoted(token[2:-2].strip())
    if token[0].isalpha():
        return meaning_of(token, lang)
    return _SPACE.sub("", MINUS + token[1:] if token[0] in "-–" else token)


def _quoted(body: str) -> str:
    try:
        marker = parse_marker(body)
    except MarkerError:
        return body
    if isinstance(marker, Assertion):
        return ""
    return str(marker if isinstance(marker, ChartMarker) else marker.quoted())
