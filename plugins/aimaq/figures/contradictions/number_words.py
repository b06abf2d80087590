"""Patterns of numbers in each language: their endings, words for magnitudes, and words between number and noun."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

__all__ = ["LANGUAGES", "MILLION", "NUMBER", "NUMBERED", "RANGE", "YEAR", "Language", "number_of"]

NUMBER = (
    r"(?P<number>\d(?<![\w.,/:$€%\#]\d)(?<!\w[-–—]\d)"
    r"(?:\d{0,2}(?:[ \u00a0\u2007\u2009\u202f'’]\d{3})+(?!\d)|\d{0,2}(?:,\d{3})+(?!\d)|\d*)(?:[.,]\d+)?)"
)
RANGE = r"(?:[ \u00a0\u2009]?[-–—][ \u00a0\u2009]?(?P<to>\d+(?:[ \u00a0\u2009\u202f]\d{3})*(?:[.,]\d+)?))?"
MILLION = Decimal(10) ** 6
_MAGNITUDES = (Decimal(1000), MILLION, MILLION * 1000, MILLION**2)
YEAR = re.compile(r"(?:19|20)\d\d")
#: What stands before a number that is a name: № 28.
NUMBERED = re.compile(r"(?:№|\bномер[а-я]*|\bNo\.?)\s*$")


@dataclass(frozen=True, slots=True)
class Language:
    """How numbers are written in a language.

    ``endings``, ``between`` and ``year`` are patterns: of endings joined to a number, of a word between a number and
    its noun, and of what stands before a year. ``magnitudes`` are patterns of thousand, million, billion and trillion.
    ``comma`` states that a comma begins the fraction.
    """

    endings: str
    magnitudes: tuple[str, str, str, str]
    between: str
    comma: bool
    year: str = r"(?!)"

    def magnitude(self, word: str | None) -> Decimal:
        """Return the number that a magnitude word stands for, 1 for other words."""
        found = zip(_MAGNITUDES, self.magnitudes, strict=True)
        named = (number for number, pattern in found if word and re.fullmatch(pattern, word, re.IGNORECASE))
        return next(named, Decimal(1))

    def split(self, unit: str) -> tuple[str, Decimal]:
        """Return a unit without its magnitude word, and the magnitude: "тенге" and 10^9 for "млрд тенге"."""
        first, _, rest = unit.partition(" ")
        magnitude = self.magnitude(first)
        return (rest, magnitude) if rest and magnitude > 1 else (unit, Decimal(1))


# Excluded: words that look like adjectives but are nouns, months, and the word for year.
_RUSSIAN = Language(
    endings=r"(?:-(?:х|ти|ми|мя|и|ю))?",
    magnitudes=(
        r"тыс\.?|тысяч[а-я]{0,3}",
        r"млн\.?|миллион[а-я]{0,3}",
        r"млрд\.?|миллиард[а-я]{0,3}",
        r"трлн\.?|триллион[а-я]{0,3}",
    ),
    between=(
        r"(?:(?!(?:рабоч|служащ|учащ|управляющ|военнослужащ|трудящ|больн|пострадавш|взросл|животн|год)[а-яё]*"
        r"|ма[яйе]м?\b|данных\b)"
        r"[а-яё]+(?:-[а-яё]+)*(?:[ыио]й|[ая]я|[оые]е|[иы]е|[ое]го|[ое]му|[ыи]ми?|[ое]м|[ыи]х|[ую]ю|[ое]ю),?(?:GAPи)?)"
    ),
    comma=True,
)
_KAZAKH = Language(
    endings=r"(?:-(?:[ғгқк][ае]|[дтн][ае]н?|[ндт][ыі]ң?|[мбп]ен))?",
    magnitudes=(
        r"мың[а-яәғқңөұүһі]{0,4}",
        r"млн\.?|миллион[а-яәғқңөұүһі]{0,4}",
        r"млрд\.?|миллиард[а-яәғқңөұүһі]{0,4}",
        r"трлн\.?|триллион[а-яәғқңөұүһі]{0,4}",
    ),
    between=(
        r"(?:(?!(?:жыл|ай|тоқсан|қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан|қараша|желтоқсан)"
        r"[а-яәғқңөұүһі]*)"
        r"(?:[а-яёәғқңөұүһі]+(?:[лдт][ыі]қ|[лдт]ік|[лд][ыі]|[ғқ]ы|[гк]і|[ғқ]ан|[гк]ен|[ае]тын|[ае]тін|йтын|йтін|ш[ыі])"
        r"|жаңа|ірі|шағын|орта|астам|жуық|артық|кем|аса|дейін|қосымша|жеке|түрлі|тең|барлық))"
    ),
    comma=True,
)
_ENGLISH = Language(
    endings="",
    magnitudes=("thousand", "million|mln", "billion|bln|bn", "trillion|trn"),
    between=(
        r"(?:(?!(?:of|the|an?|in|at|on|by|to|for|from|with|and|or|but|as|per|than|that|which|who|whose|w(?:as|ere|ill|ould)"
        r"|is|are|be|been|ha[sd]|have|ca[nm]e?|could|may|might|said|saw|into|over|under|about|after|before|between|until"
        r"|since|during|within|without|percent|it|they|we|its|their|our|if|when|where)\b)"
        r"[a-z’'-]*(?:[a-rt-z]|ous|ss))"
    ),
    comma=False,
    # "In 2022 new enterprises opened": the number after such a word is most likely a year.
    year=(
        r"\b(?:in|by|since|from|until|till|during|before|after|through|early|late|mid"
        r"|(?:end|start|beginning|middle|half|course|rest|results|plans|year) of|January|February|March|April|May"
        r"|June|July|August|September|October|November|December)[-,\s]+$"
    ),
)
LANGUAGES: Final[Mapping[str, Language]] = {"ru": _RUSSIAN, "kk": _KAZAKH, "en": _ENGLISH}


def number_of(digits: str, *, comma: bool) -> Decimal:
    """Return the value of a number as typed; ``comma`` states that a comma begins the fraction."""
    plain = re.sub(r"[ \u00a0\u2007\u2009\u202f'’]", "", digits)
    return Decimal(plain.replace(",", ".") if comma else plain.replace(",", ""))
