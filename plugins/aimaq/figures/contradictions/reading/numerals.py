"""The numbers of a text, in figures and in words, with what belongs to them: endings, magnitudes, their own words.

«2,5 тыс.», "9 млрд 500 млн", "28-ге", «3 314 (три тысячи триста четырнадцать)», «двадцать восемь».
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache
from typing import Self

from aimaq.figures.contradictions.reading.language_patterns import LANGUAGES
from aimaq.figures.contradictions.reading.spelled_numbers import spelled_at, spelled_numbers
from aimaq.figures.grammar.cases import NOMINATIVE

__all__ = ["Numeral", "numerals"]

_DIGITS = r"(?:\d{1,3}(?:[ '’]\d{3})+(?!\d)|\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:[.,]\d+)?"
# Not within a word, a number, a date or a time.
_NUMBER = re.compile(
    r"\d(?<![\w.,/:%#]\d)(?<!\w[-–—]\d)"
    r"(?:\d{0,2}(?:[ '’]\d{3})+(?!\d)|\d{0,2}(?:,\d{3})+(?!\d)|\d*)(?:[.,]\d+)?"
    rf"(?: ?[-–—] ?(?P<to>{_DIGITS}))?"
)
_IN_WORDS = re.compile(r" ?\((?P<words>[^\W\d_][^\d()|\n]{1,100})\)")
#: Telephone numbers, whose groups of digits are no numbers.
_TELEPHONE = re.compile(
    r"\+\d[\d ()-]{8,}\d|\(\d{3,5}\) ?\d[\d -]{4,}\d|\b8[ -]\(?\d{3}\)?[ -]\d{3}[ -]\d\d[ -]?\d\d\b"
)
#: What years look like; so do some numbers.
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number of a text.

    ``figures`` is the place where its figures end, before an ``ending`` and a ``magnitude`` word; for a number in words
    it is ``end``, and ``case`` is that of the words. ``number`` is its value without the magnitude, ``value`` the value
    with it. ``year_like`` numbers look like a year, and ``years`` like two with a dash between them.
    """

    start: int
    end: int
    figures: int
    number: Decimal
    value: Decimal
    ending: str = ""
    magnitude: str = ""
    year_like: bool = False
    years: bool = False
    in_words: bool = False
    case: str = NOMINATIVE

    def moved(self, by: int) -> Self:
        """Return the number of a part of a text that begins at the place ``by``."""
        return replace(self, start=self.start + by, end=self.end + by, figures=self.figures + by)


@cache
def _magnitude(lang: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of a magnitude word, and of a smaller amount behind it: "9 млрд 500 млн"."""
    language = LANGUAGES[lang]
    word = rf"(?P<word>{'|'.join(language.magnitudes)})(?!\w)"
    return (
        re.compile(rf"{language.joint}?{word}", re.IGNORECASE),
        re.compile(rf" +(?P<number>{_DIGITS}) ?{word}", re.IGNORECASE),
    )


@cache
def _ending(lang: str) -> re.Pattern[str]:
    return re.compile(rf"{LANGUAGES[lang].endings}(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=4)
def numerals(text: str, lang: str) -> tuple[Numeral, ...]:
    """Return the numbers of a plain text, in their order; several checks of one text ask one after another."""
    found: list[Numeral] = []
    telephones = [match.span() for match in _TELEPHONE.finditer(text)] if "-" in text or "+" in text else []
    behind = 0
    for match in _NUMBER.finditer(text):
        start = match.start()
        if start >= behind and not any(first <= start < last for first, last in telephones):
            found.append(_in_figures(text, match, lang))
            behind = found[-1].end
    taken = [(each.start, each.end) for each in found]
    for spelled in spelled_numbers(text, lang):
        if not any(first <= spelled.start < last for first, last in taken):
            span = spelled.start, spelled.end, spelled.end
            value = spelled.value
            found.append(Numeral(*span, value, value, in_words=True, case=spelled.case))
    return tuple(sorted(found, key=lambda numeral: numeral.start))


def _in_figures(text: str, match: re.Match[str], lang: str) -> Numeral:
    start, end = match.span()
    digits = match["to"] or match[0]
    number = _value(digits, lang)
    if not match["to"] and text[max(0, start - 1) : start] in ("-", "−"):
        number = -number
    figures, value, word = end, number, ""
    ending = _ending(lang).match(text, end)
    end = ending.end() if ending else end
    own = ending[0] if ending else ""
    if (words := _IN_WORDS.match(text, end)) and _is_number(words["words"], lang):
        end = words.end()
    first, smaller = _magnitude(lang)
    if magnitude := first.match(text, end):
        word, end = magnitude["word"], magnitude.end()
        factor = LANGUAGES[lang].magnitude(word)
        value *= factor
        if (more := smaller.match(text, end)) and LANGUAGES[lang].magnitude(more["word"]) < factor:
            value += _value(more["number"], lang) * LANGUAGES[lang].magnitude(more["word"])
            number, end = value / factor, more.end()
        if (words := _IN_WORDS.match(text, end)) and _is_number(words["words"], lang):
            end = words.end()
    like = bool(_YEAR.fullmatch(digits))
    years = bool(match["to"]) and like and bool(_YEAR.match(match[0]))
    return Numeral(start, end, figures, number, value, own, word, like, years)


def _is_number(words: str, lang: str) -> bool:
    spelled = spelled_at(words.lower(), 0, lang)
    return spelled is not None and spelled.end == len(words)


def _value(digits: str, lang: str) -> Decimal:
    plain = re.sub(r"[ '’]", "", digits)
    return Decimal(plain.replace(",", ".") if LANGUAGES[lang].comma else plain.replace(",", ""))
