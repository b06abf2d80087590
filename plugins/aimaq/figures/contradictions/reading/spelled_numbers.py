"""Numbers that are written in words: «двадцать восемь», "екі жарым мың", "twenty-eight".

The words, in all their forms, are those that markers print. A run of them is one number as long as it can be read as
one: «пять десять» are two. One is an article or a pronoun as often as a number («бір кәсіпорын», a certain enterprise),
and is none here.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import product
from typing import Final

from aimaq.figures.grammar.cases import CASES, NOMINATIVE
from aimaq.figures.grammar.kazakh_suffixes import KAZAKH_ENDINGS, ONLY, ORDINAL, inflected
from aimaq.figures.grammar.numerals.number_in_words import number_in_words
from aimaq.figures.grammar.numerals.russian_numerals import GENDERS

__all__ = ["Spelled", "number_words", "spelled_at", "spelled_numbers"]

_WORD = re.compile(r"[^\W\d_]+")
_SINGLE = (*range(1, 20), *range(20, 100, 10))
_LARGE: Final = {"миллиард": Decimal(10) ** 9, "триллион": Decimal(10) ** 12}
_LARGE_IN_ENGLISH: Final = {"billion": Decimal(10) ** 9, "trillion": Decimal(10) ** 12}
#: Sets of people, and one and a half.
_RUSSIAN_SETS: Final = {"2": "двое двоих", "3": "трое троих", "4": "четверо четверых", "1.5": "полтора полутора"}
#: Between the words of one number.
_GAPS: Final[Mapping[str, re.Pattern[str]]] = {
    "ru": re.compile(r" +"),
    "kk": re.compile(r" +"),
    "en": re.compile(r" +(?:and +)?|-"),
}
#: What adds a half to the number before it.
_HALVES: Final[Mapping[str, re.Pattern[str]]] = {
    "ru": re.compile(r" +с +половиной(?!\w)"),
    "kk": re.compile(r" +жарым(?!\w)"),
    "en": re.compile(r" +and +a +half(?!\w)"),
}


@dataclass(frozen=True, slots=True)
class Spelled:
    """A number in words: its place in the text, its value, and its case; the nominative for the accusative too."""

    start: int
    end: int
    value: Decimal
    case: str = NOMINATIVE


@dataclass(frozen=True, slots=True)
class _Part:
    """The value of one word, and its case."""

    value: Decimal
    case: str


@cache
def _words(lang: str) -> Mapping[str, _Part]:
    return {"ru": _russian, "kk": _kazakh, "en": _english}[lang]()


def _russian() -> dict[str, _Part]:
    found: dict[str, _Part] = {}
    thousands = [(count * size, Decimal(size)) for size, count in product((1000, 10**6), (1, 2, 5))]
    numbers = [*((number, Decimal(number)) for number in (*_SINGLE, *range(100, 1000, 100))), *thousands]
    for case, gender, (number, value) in product(CASES["ru"], GENDERS, numbers):
        word = number_in_words(Decimal(number), "ru", case=case, gender=gender).split()[-1].replace("ё", "е")
        found.setdefault(word, _Part(value, NOMINATIVE if case == "accusative" else case))
        if value == 10**6:
            for large, large_value in _LARGE.items():
                found.setdefault(word.replace("миллион", large), _Part(large_value, found[word].case))
    for set_value, words in _RUSSIAN_SETS.items():
        direct, *oblique = words.split()
        found[direct] = _Part(Decimal(set_value), NOMINATIVE)
        found |= {word: _Part(Decimal(set_value), "genitive") for word in oblique}
    return found


def _kazakh() -> dict[str, _Part]:
    endings = [ending for ending in (NOMINATIVE, *KAZAKH_ENDINGS) if ending not in (ORDINAL, ONLY)]
    found: dict[str, _Part] = {}
    for ending, number in product(endings, (*range(1, 10), *range(10, 100, 10), 100, 1000, 10**6)):
        if number <= 7 or ending != "collective":
            word = number_in_words(Decimal(number), "kk", case=ending).split()[-1]
            found.setdefault(word, _Part(Decimal(number), ending))
    for word, value in _LARGE.items():
        found |= {word if ending == NOMINATIVE else inflected(word, ending): _Part(value, ending) for ending in endings}
    return found


def _english() -> dict[str, _Part]:
    found = {number_in_words(Decimal(number), "en"): _Part(Decimal(number), NOMINATIVE) for number in _SINGLE}
    for number in (100, 1000, 10**6):
        found[number_in_words(Decimal(number), "en").split()[-1]] = _Part(Decimal(number), NOMINATIVE)
    return found | {word: _Part(value, NOMINATIVE) for word, value in _LARGE_IN_ENGLISH.items()}


def number_words(lang: str) -> Mapping[str, Decimal]:
    """Return the words of which numbers are made in a language, in small letters and in all forms, with their values.

    Russian words have no "ё".
    """
    return {word: part.value for word, part in _words(lang).items()}


def spelled_numbers(text: str, lang: str) -> Iterator[Spelled]:
    """Yield each number in words in a text."""
    behind = 0
    lowered = text.lower().replace("ё", "е")
    if len(lowered) != len(text):  # a letter whose small form is two
        lowered = "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)
    words = _words(lang)
    for match in _WORD.finditer(lowered):
        if match[0] in words and match.start() >= behind and (found := spelled_at(lowered, match.start(), lang)):
            behind = found.end
            if found.value > 1:
                yield found


def spelled_at(text: str, start: int, lang: str) -> Spelled | None:
    """Return the number in words that begins at a place of a text in small letters; None if there is none."""
    total = group = Decimal(0)
    rank, magnitude, place, end, case = 4, Decimal(10) ** 15, start, start, NOMINATIVE
    while (word := _WORD.match(text, place)) and (part := _words(lang).get(word[0])):
        value = part.value
        if value >= 1000:
            # "Thousands of jobs" is no number; мың and «тысяча» alone are.
            if value >= magnitude or not (group or (lang != "en" and not total and part.case == NOMINATIVE)):
                break
            if not group and lang == "ru" and word[0] not in ("тысяча", "тысячу", "миллион", "миллиард"):
                break
            total, group, magnitude, rank = total + (group or 1) * value, Decimal(0), value, 4
        elif value == 100 and lang != "ru":
            if rank not in (1, 4) or group >= 10:
                break
            group, rank = (group or 1) * value, 3
        else:
            own = 3 if value >= 100 else 2 if value >= 20 or (lang == "kk" and value == 10) else 1
            if own >= rank or (10 <= value < 20 and rank < 3):
                break
            group, rank = group + value, own
        # A Russian number is in the case of its first word, a Kazakh one in that of its last.
        case = part.case if lang == "kk" or end == start else case
        end = word.end()
        if half := _HALVES[lang].match(text, end):
            group, rank, end = group + Decimal("0.5"), 0, half.end()
        gap = _GAPS[lang].match(text, end)
        if gap is None or (lang == "kk" and case != NOMINATIVE):
            break
        place = gap.end()
    return Spelled(start, end, total + group, case) if end > start else None
