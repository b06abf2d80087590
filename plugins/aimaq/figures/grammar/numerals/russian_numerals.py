"""Russian numbers in words, each word of them declined: "двадцати двум", "две тысячи пятьсот двадцать одно".

Source: Русская грамматика (Москва, 1980), §§ 1365–1373, and D. E. Rosenthal, Справочник по правописанию и литературной
правке: of animate nouns two, three and four have the accusative "двух", "трёх", "четырёх", but a compound number that
ends in them does not ("двадцать два студента"). Words have ё, as the texts of the site do.
"""

from collections.abc import Iterator
from typing import Final

from aimaq.figures.grammar.cases import CASES

__all__ = ["FEMININE", "GENDERS", "MASCULINE", "NEUTER", "counts_in_genitive", "russian_words"]

MASCULINE, FEMININE, NEUTER = GENDERS = "masculine", "feminine", "neuter"

# In the order of CASES["ru"]: nominative, genitive, dative, accusative, instrumental, prepositional.
_ONE: Final = {
    MASCULINE: "один одного одному один одним одном".split(),
    FEMININE: "одна одной одной одну одной одной".split(),
    NEUTER: "одно одного одному одно одним одном".split(),
}
_TWO: Final = {
    MASCULINE: "два двух двум два двумя двух".split(),
    FEMININE: "две двух двум две двумя двух".split(),
    NEUTER: "два двух двум два двумя двух".split(),
}
_DECLINED: Final = {
    0: "ноль ноля нолю ноль нолём ноле".split(),
    3: "три трёх трём три тремя трёх".split(),
    4: "четыре четырёх четырём четыре четырьмя четырёх".split(),
    8: "восемь восьми восьми восемь восемью восьми".split(),
    40: "сорок сорока сорока сорок сорока сорока".split(),
    90: "девяносто девяноста девяноста девяносто девяноста девяноста".split(),
    100: "сто ста ста сто ста ста".split(),
    200: "двести двухсот двумстам двести двумястами двухстах".split(),
    300: "триста трёхсот трёмстам триста тремястами трёхстах".split(),
    400: "четыреста четырёхсот четырёмстам четыреста четырьмястами четырёхстах".split(),
    800: "восемьсот восьмисот восьмистам восемьсот восемьюстами восьмистах".split(),
}
# These decline as "пять" does, or have two parts that both decline ("пятьдесят", "пятьсот").
_LIKE_FIVE: Final = {
    **dict(zip((5, 6, 7, 9, 10), "пять шесть семь девять десять".split(), strict=True)),
    **dict(
        enumerate(
            "одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать "
            "девятнадцать двадцать".split(),
            11,
        )
    ),
    30: "тридцать",
}
_SOFT: Final = ("ь", "и", "и", "ь", "ью", "и")
_TENS: Final = ("десят", "десяти", "десяти", "десят", "десятью", "десяти")
_HUNDREDS: Final = ("сот", "сот", "стам", "сот", "стами", "стах")
_THOUSAND: Final = (
    "тысяча тысячи тысяче тысячу тысячей тысяче".split(),
    "тысячи тысяч тысячам тысячи тысячами тысячах".split(),
    "тысяч тысяч тысячам тысяч тысячами тысячах".split(),
)
_MILLION: Final = (
    "миллион миллиона миллиону миллион миллионом миллионе".split(),
    "миллиона миллионов миллионам миллиона миллионами миллионах".split(),
    "миллионов миллионов миллионам миллионов миллионами миллионах".split(),
)


def russian_words(number: int, case: str, *, gender: str, animate: bool) -> str:
    """Return a number from 0 to 999 999 999 in words, in one of Russian's six cases.

    A leading "one" is not said: "тысяча двести", as newspapers write it. Raises ValueError for another case or gender.
    """
    if case not in CASES["ru"] or gender not in GENDERS:
        expected = ", ".join((*CASES["ru"], *GENDERS))
        raise ValueError(f'"{case}", "{gender}" are not a Russian case and gender; expected one of: {expected}')
    column = CASES["ru"].index(case)
    words = list(_words(number, column, gender)) if number else [_DECLINED[0][column]]
    if number >= 1000 and words[0] in (*_ONE[MASCULINE], *_ONE[FEMININE]):
        del words[0]
    if animate and case == "accusative" and (number in (2, 3, 4) or words[-1] == "один"):
        words[-1:] = _words(number % 10, CASES["ru"].index("genitive"), gender)
    return " ".join(words)


def counts_in_genitive(number: int) -> bool:
    """Tell whether the counted noun is in the genitive plural in every case of the number: "к тысяче предприятий".

    So it is behind the nouns тысяча and миллион, and behind ноль.
    """
    return number % 1000 == 0


def _words(number: int, column: int, gender: str) -> Iterator[str]:
    for size, word, word_gender in ((1_000_000, _MILLION, MASCULINE), (1_000, _THOUSAND, FEMININE)):
        count, number = divmod(number, size)
        if count:
            yield from _words(count, column, word_gender)
            yield word[_plural(count)][column]
    tens = number % 100 if number % 100 < 20 else number % 10
    for part in (number - number % 100, number % 100 - tens, tens):
        if part:
            yield _part(part, column, gender)


def _plural(count: int) -> int:
    """Return the place of the noun's forms beside a number: as beside 1, 2 to 4, or 5."""
    if count % 100 // 10 == 1:
        return 2
    return 0 if count % 10 == 1 else 1 if count % 10 in (2, 3, 4) else 2


def _part(part: int, column: int, gender: str) -> str:
    """Return the word for 1 to 20, a number of tens or a number of hundreds."""
    if part in (1, 2):
        return (_ONE, _TWO)[part - 1][gender][column]
    if part in _DECLINED:
        return _DECLINED[part][column]
    if part in _LIKE_FIVE:
        return _LIKE_FIVE[part][:-1] + _SOFT[column]
    second = _TENS if part < 100 else _HUNDREDS
    return _part(part // (10 if part < 100 else 100), column, gender) + second[column]
