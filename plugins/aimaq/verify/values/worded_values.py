"""Figures that a page words: rounded with "more than" and the like, with a word for a magnitude, or in words.

Nothing here is shared with what prints them: a page is read as a person reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from aimaq.verify.values.printed_numbers import digits_in, first_number, is_printed_first

__all__ = ["StatedWording", "stated_wording"]

_FORM: Final = re.compile(
    r"(?P<kind>words|short|over|nearly|about)(?:-(?P<step>\d+(?:\.\d+)?))?(?P<short>-short)?(?:-.*)?"
)
_CLAIMS: Final[Mapping[str, str]] = {
    "over": r"\b(?:more than|более(?: чем)?)\b|\bастам\b",
    "nearly": r"\b(?:nearly|почти)\b|\bжуық\b",
    "about": r"\b(?:about|около|примерно|шамамен)\b",
}
_SIZES: Final[Mapping[str, int]] = {r"тыс\.|мың": 3, r"млн|million": 6, r"млрд|billion": 9, r"трлн|trillion": 12}
#: In other languages than these a word for a magnitude is not known, and may be any.
_READ: Final = ("ru", "kk", "en")


@dataclass(frozen=True, slots=True)
class StatedWording:
    """How a page words a value: ``kind`` is "words", "short" or a word of rounding; ``step`` is None if not given."""

    kind: str
    step: Decimal | None
    is_short: bool

    def agrees(self, value: Decimal, text: str, decimals: int, lang: str) -> bool:
        """Return whether what is printed is true of the value."""
        if self.kind == "words" and not digits_in(text):
            return any(number == value for number in _in_words(text, lang))
        claim = next((name for name, words in _CLAIMS.items() if re.search(words, text, re.IGNORECASE)), "")
        if not claim and is_printed_first(value, text, decimals, lang):
            return True
        step = self.step or Decimal(1).scaleb(value.adjusted() - 1)
        return any(self._is_true(claim, number, value, step) for number in _numbers(text, lang))

    def _is_true(self, claim: str, number: Decimal, value: Decimal, step: Decimal) -> bool:
        if claim == "over":
            return self.kind == "over" and number < value < number + step
        if claim == "nearly":
            return self.kind == "nearly" and value < number <= value + step / 2
        if claim == "about":
            return self.kind in ("about", "nearly") and abs(number - value) <= step / 2
        if self.kind == "short":
            return abs(number - value) * 20 <= value  # two significant digits, rounded
        return self.is_short and number == value


def stated_wording(form: str) -> StatedWording | None:
    """Return how a ``data`` element with this form words its value; None for one that prints it as it is."""
    found = _FORM.fullmatch(form)
    if found is None:
        return None
    step = Decimal(found["step"]) if found["step"] else None
    return StatedWording(found["kind"], step, bool(found["short"]))


def _numbers(text: str, lang: str) -> Iterator[Decimal]:
    """Yield what the first number of a text may stand for, with the word for a magnitude behind it."""
    number, behind = first_number(text, lang)
    if number is None:
        return
    sizes = [size for words, size in _SIZES.items() if re.match(rf"[ \u00a0](?:{words})", behind)] or [0]
    yield from (number.scaleb(size) for size in (sizes if lang in _READ else (0, 3, 6, 9, 12)))


# Whole words of declined numbers, by what they stand for.
_WORDS: Final[Mapping[str, Mapping[int, str]]] = {
    "ru": {
        0: "нол(?:ь|я|ю|ем|е)", 1: "один|одн(?:а|о|ого|ому|им|ом|ой|у)", 2: "дв(?:а|е|ух|ум|умя)",
        3: "тр(?:и|ех|ем|емя)", 4: "четыр(?:е|ех|ем|ьмя)", 5: "пят(?:ь|и|ью)", 6: "шест(?:ь|и|ью)",
        7: "сем(?:ь|и|ью)", 8: "вос(?:емь|ьми|емью)",
        9: "девят(?:ь|и|ью)", 10: "десят(?:ь|и|ью)", 11: "одиннадцат(?:ь|и|ью)", 12: "двенадцат(?:ь|и|ью)",
        13: "тринадцат(?:ь|и|ью)", 14: "четырнадцат(?:ь|и|ью)", 15: "пятнадцат(?:ь|и|ью)", 16: "шестнадцат(?:ь|и|ью)",
        17: "семнадцат(?:ь|и|ью)", 18: "восемнадцат(?:ь|и|ью)", 19: "девятнадцат(?:ь|и|ью)", 20: "двадцат(?:ь|и|ью)",
        30: "тридцат(?:ь|и|ью)", 40: "сорока?", 50: r"пят\w+десят\w*", 60: r"шест\w+десят\w*", 70: r"сем\w+десят\w*",
        80: r"вос\w+десят\w*", 90: "девяност[оа]", 100: "ст[оа]", 200: r"двест\w+|дву\w+с[от]\w+",
        300: r"трист\w+|тр\w+с[от]\w+", 400: r"четыр\w+с[от]\w+", 500: r"пят\w+с[от]\w*", 600: r"шест\w+с[от]\w*",
        700: r"сем\w+с[от]\w*", 800: r"вос\w+с[от]\w*", 900: r"девят\w+с[от]\w*", 1000: r"тысяч\w{0,3}",
        1_000_000: r"миллион\w{0,3}",
    },
    "kk": {
        0: r"нөл\w*", 1: r"бір\w*", 2: r"ек[іе]\w*", 3: r"үш\w*", 4: r"төрт\w*", 5: r"бес\w*", 6: r"алт[ыа]\w*",
        7: r"жет[іе]\w*", 8: r"сегіз\w*", 9: r"тоғыз\w*", 10: r"он\w*", 20: r"жиырма\w*", 30: r"отыз\w*",
        40: r"қыр(?:ық|ығ|қ)\w*", 50: r"елу\w*", 60: r"алпыс\w*", 70: r"жетпіс\w*", 80: r"сексен\w*", 90: r"тоқсан\w*",
        100: r"жүз\w*", 1000: r"мың\w*", 1_000_000: r"миллион\w*",
    },
    "en": {
        **dict(enumerate(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
            "seventeen eighteen nineteen".split()
        )),
        **dict(zip(range(20, 100, 10), "twenty thirty forty fifty sixty seventy eighty ninety".split(), strict=True)),
        100: "hundred", 1000: "thousand", 1_000_000: "million",
    },
}  # fmt: skip


def _in_words(text: str, lang: str) -> Iterator[int]:
    """Yield what the first words of a text may stand for as a number: the first one, the first two, …"""
    total = part = 0
    for token in re.findall(r"\w+", text.lower().replace("ё", "е")):
        if token == "and" and lang == "en":
            continue
        size = next((size for size, word in _WORDS.get(lang, {}).items() if re.fullmatch(word, token)), None)
        if size is None:
            return
        if size >= 1000:
            total, part = total + max(part, 1) * size, 0
        elif size == 100 and part:
            part = part * size
        else:
            part += size
        yield total + part
