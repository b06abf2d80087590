"""The words that are an amount, or a part of one: of what, how large, and on which side of a bound."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final

from aimaq.figures.contradictions.reading.language_patterns import LANGUAGES
from aimaq.figures.contradictions.reading.spelled_numbers import number_words
from aimaq.figures.grammar.kazakh_suffixes import ORDINAL
from aimaq.figures.grammar.numerals.number_in_words import number_in_words

__all__ = ["bound_in", "meaning_of", "unit_of"]

#: What bounds a number right behind it; Kazakh has such words behind the number.
_MORE: Final = frozenset("более больше свыше more over above".split())
_LESS: Final = frozenset("менее меньше less fewer under below".split())
_THAN: Final = frozenset("чем than".split())
_NOT: Final = frozenset("не not no".split())
#: Signs and words beside a number that say of what or how large it is, by their beginnings; longer ones come first.
_BESIDE: Final[Mapping[str, str]] = {
    "процентн": "point", "пайыздық": "point", "percentage": "point",
    "процент": "%", "пайыз": "%", "percent": "%",
    "тенге": "₸", "теңге": "₸", "tenge": "₸", "kzt": "₸",
    "доллар": "$", "dollar": "$", "usd": "$",
    "евро": "€", "еуро": "€", "euro": "€", "eur": "€",
    "рубл": "₽", "ruble": "₽", "rub": "₽",
    "юан": "¥", "yuan": "¥", "cny": "¥",
    "половин": "0.5", "жарты": "0.5", "жарым": "0.5", "half": "0.5", "дюжин": "12", "dozen": "12",
    "вдвое": "×2", "удво": "×2", "двукрат": "×2", "дважды": "×2", "doubl": "×2", "twice": "×2", "twofold": "×2",
    "втрое": "×3", "утрои": "×3", "утроен": "×3", "трижды": "×3", "tripl": "×3", "thrice": "×3", "threefold": "×3",
    "вчетверо": "×4", "учетвер": "×4", "quadrupl": "×4", "fourfold": "×4",
}  # fmt: skip
_SHORT: Final = {"тыс": "1000", "млн": "1000000", "mln": "1000000", "млрд": "1000000000", "bn": "1000000000"} | {
    "трлн": "1000000000000", "trn": "1000000000000", "тг": "₸", "долл": "$", "руб": "₽",
}  # fmt: skip
#: Ordinals, and shares that are named by them, by their stems; "first" is no number, as "one" is none.
_RUSSIAN_ORDINALS: Final = {
    "втор": 2, "трет": 3, "четверт": 4, "пят": 5, "шест": 6, "седьм": 7, "восьм": 8, "девят": 9, "десят": 10,
}  # fmt: skip
_RUSSIAN_ENDING: Final = r"ый|ой|ий|ь?(?:я|ю|е|ей|и|их|им|ими|ем|его|ему)|ая|ое|ого|ому|ым|ом|ую|ые|ых|ыми|ь"
_RUSSIAN_ORDINAL: Final = re.compile(rf"({'|'.join(_RUSSIAN_ORDINALS)})(?:{_RUSSIAN_ENDING})")
_ENGLISH_ORDINALS: Final = "second third fourth fifth sixth seventh eighth ninth tenth".split()
#: What bounds a number from behind it.
_KAZAKH_BOUNDS: Final = {"астам": ">", "кем": "<", "кемінде": "not <"}
#: Units of measure, which count right behind an amount: by the beginnings of their names, and by whole words.
_UNITS: Final = {
    "t": ("тонн tonne", "т t"), "kg": ("килограмм kilogram", "кг kg"), "g": ("грамм gram", "г g"),
    "km": ("километр kilomet", "км km"), "m": ("метр meter metre", "м m"), "cm": ("сантиметр centimet", "см cm"),
    "mm": ("миллиметр millimet", "мм mm"), "ha": ("гектар hectare", "га ha"), "l": ("литр liter litre", "л l L"),
    "²": ("квадратн шаршы square", "кв sq"), "³": ("кубическ текше cubic", "куб cu"),
    "W": ("ватт watt", "Вт W"), "kW": ("киловатт kilowatt", "кВт kW"), "MW": ("мегаватт megawatt", "МВт MW"),
    "GW": ("гигаватт gigawatt", "ГВт GW"), "year": ("жыл year", "год года году годом годах лет"),
    "month": ("месяц month", "мес ай айда айға"), "week": ("недел апта week", "нед"),
    "day": ("сутки суток күн", "день дня дней дням дн day days"), "hour": ("сағат hour", "час часа часов ч сағ h"),
    "minute": ("минут minute", "мин min"), "second": ("секунд second", "сек sec"),
}  # fmt: skip
_NAMED: Final = {name: unit for unit, (names, _) in _UNITS.items() for name in names.split()}
_WHOLE: Final = {name: unit for unit, (_, names) in _UNITS.items() for name in names.split()}
_ROMAN: Final = re.compile(r"[IVXLC]+")


def bound_in(words: Sequence[str]) -> str:
    """Return on which side of a number the last of the words before it say that an amount is, "" if they do not."""
    before = [word.lower() for word in words]
    if before and before[-1] in _THAN:
        before.pop()
    bound = before.pop() if before else ""
    if bound not in _MORE and bound not in _LESS:
        return ""
    return f"{'not ' if before and before[-1] in _NOT else ''}{'<' if bound in _LESS else '>'}"


def meaning_of(word: str, lang: str) -> str:
    """Return what a word adds to the amounts of a text; "" if it says nothing of them."""
    small = word.lower().replace("ё", "е")
    if known := _words(lang).get(small):
        return known
    if lang == "ru" and (ordinal := _RUSSIAN_ORDINAL.fullmatch(small)):
        return f"{_RUSSIAN_ORDINALS[ordinal[1]]}."
    beside = (meaning for beginning, meaning in _BESIDE.items() if small.startswith(beginning))
    return next(beside, word if _ROMAN.fullmatch(word) and (len(word) > 1 or lang != "en") else "")


@lru_cache(maxsize=65_536)
def unit_of(word: str) -> str:
    """Return the unit of measure that a word right behind an amount names, "" if it is none."""
    small = word.lower()
    return _WHOLE.get(word, "") or next((unit for name, unit in _NAMED.items() if small.startswith(name)), "")


@cache
def _words(lang: str) -> Mapping[str, str]:
    """Return the words for numbers in a language, with their values; "one" is an article or a pronoun as often."""
    if lang not in LANGUAGES:
        return _SHORT
    words = _SHORT | {word: f"{value:f}" for word, value in number_words(lang).items() if value != 1}
    if lang == "kk":
        ordinals = {number_in_words(Decimal(number), lang, case=ORDINAL): f"{number}." for number in range(2, 11)}
        return words | ordinals | _KAZAKH_BOUNDS
    return words | {word: f"{number}." for number, word in enumerate(_ENGLISH_ORDINALS, 2) if lang == "en"}
