"""A period as a sentence needs it: in a case, "in 2022", "by the end of 2022", "2022 жылғы 31 желтоқсандағы".

Only Russian, Kazakh and English have more than the nominative. The names of months are CLDR's; a Kazakh phrase is
declined in its last word, by the sounds of that word; a Russian one in the word for the period or the month.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

from aimaq.base.languages.known_languages import NOMINATIVE, language_of
from aimaq.figures.grammar.dates import format_date, format_period
from aimaq.figures.grammar.kazakh_nouns import propose
from aimaq.figures.grammar.kazakh_suffixes import KAZAKH_CASES
from aimaq.figures.periods import Period

__all__ = ["ADJECTIVE", "BY_END", "IN", "PHRASES", "date_forms", "period_in_sentence"]

IN: Final = "in"
"""When something is so: "в 2022 году", "2022 жылы", "on 31 December 2022"."""
BY_END: Final = "by-end"
"""Until when it became so: "к концу 2022 года", "2022 жылдың соңына қарай", "by the end of 2022"."""
ADJECTIVE: Final = "adjective"
"""What is of that time, before a noun: "2022 жылғы", "2022 жылғы 31 желтоқсандағы"."""

PHRASES: Final = (IN, BY_END, ADJECTIVE)

_FORMS: Final[Mapping[str, tuple[str, ...]]] = {
    "ru": (*language_of("ru").cases, IN, BY_END),
    "kk": (NOMINATIVE, *KAZAKH_CASES, *PHRASES),
    "en": (NOMINATIVE, IN, BY_END),
}


def date_forms(lang: str) -> tuple[str, ...]:
    """Return the forms in which a language can print a period: its cases and phrases, the nominative first."""
    return _FORMS.get(lang, (NOMINATIVE,))


@lru_cache(maxsize=4096)
def period_in_sentence(text: str, lang: str, form: str) -> str:
    """Return a period of the ledger in a form of :func:`date_forms`; "" is the nominative.

    Raises KeyError for a form that the language does not have, and ValueError as ``format_period`` does.
    """
    if form in ("", NOMINATIVE):
        return format_period(text, lang)
    if form not in date_forms(lang):
        raise KeyError(form)
    return _WRITERS[lang](Period.parse(text), form)


_ORDINALS: Final = ("first", "second", "third", "fourth")


def _english(period: Period, form: str) -> str:
    name, year = format_period(period.text, "en"), period.last.year
    number = (period.last.month - 1) // period.months
    name = {
        "quarter": f"the {_ORDINALS[number % 4]} quarter of {year}",
        "half-year": f"the {_ORDINALS[number % 2]} half of {year}",
    }.get(period.kind, name)
    if form == IN:
        return f"{'on' if period.kind == 'day' else 'in'} {name}"
    if period.kind == "day":
        return f"by {name}"
    return f"by the end of {_last_month(period, 'en') if period.kind == 'months' else name}"


#: Months with the stress on their endings, which shows in the instrumental.
_STRESSED: Final = ("январ", "феврал", "сентябр", "октябр", "ноябр", "декабр")
#: The endings of each case, in the order of the language's cases, after the part of the word that stays.
_RUSSIAN_WORDS: Final = {
    "год": ("год", "", "а", "у", "", "ом", "у"),
    "квартал": ("квартал", "", "а", "у", "", "ом", "е"),
    "полугодие": ("полугоди", "е", "я", "ю", "е", "ем", "и"),
    "март": ("март", "", "а", "у", "", "ом", "е"),
    "август": ("август", "", "а", "у", "", "ом", "е"),
    "май": ("ма", "й", "я", "ю", "й", "ем", "е"),
    **{f"{stem}ь": (stem, "ь", "я", "ю", "ь", "ём", "е") for stem in _STRESSED},
    **{f"{stem}ь": (stem, "ь", "я", "ю", "ь", "ем", "е") for stem in ("апрел", "июн", "июл")},
}  # fmt: skip


def _russian(period: Period, form: str) -> str:
    if period.kind == "day":
        # The day is read in the case, and printed the same in all of them.
        name = format_date(period.last, "ru")
        return f"к {name}" if form == BY_END else name
    if form == IN:
        return f"{'во' if _second(period) else 'в'} {_declined(format_period(period.text, 'ru'), 'prepositional')}"
    if form == BY_END:
        name = _last_month(period, "ru") if period.kind == "months" else format_period(period.text, "ru")
        return f"к концу {_declined(name, 'genitive')}"
    return _declined(format_period(period.text, "ru"), form)


def _second(period: Period) -> bool:
    """Whether the period is read as "второй …": во втором квартале."""
    return period.kind in ("quarter", "half-year") and (period.last.month - 1) // period.months == 1


def _declined(name: str, case: str) -> str:
    column = language_of("ru").cases.index(case)

    def word(each: str) -> str:
        stem, *endings = _RUSSIAN_WORDS.get(each, (each,))
        return stem + endings[column] if endings else each

    return " ".join("–".join(word(part) for part in each.split("–")) for each in name.split(" "))


def _kazakh(period: Period, form: str) -> str:
    name = format_period(period.text, "kk")
    if period.kind == "year":
        if form == IN:
            return f"{name}ы"
        if form == ADJECTIVE:
            return f"{name}ғы"
    if form == BY_END:
        if period.kind == "day":
            return f"{_kazakh_case(name, 'dative')} қарай"
        name = _last_month(period, "kk") if period.kind == "months" else name
        return f"{_kazakh_case(name, 'genitive')} соңына қарай"
    if form == ADJECTIVE:
        locative = _kazakh_case(name, "locative")
        return f"{locative}{'ғы' if locative.endswith('а') else 'гі'}"
    return _kazakh_case(name, "locative" if form == IN else form)


def _kazakh_case(name: str, case: str) -> str:
    start, space, last = name.rpartition(" ")
    before, dash, word = last.rpartition("–")
    return f"{start}{space}{before}{dash}{propose(word)[case]['other']}"


def _last_month(period: Period, lang: str) -> str:
    return format_period(f"{period.last:%Y-%m}", lang)


_WRITERS: Final[Mapping[str, Callable[[Period, str], str]]] = {"ru": _russian, "kk": _kazakh, "en": _english}
