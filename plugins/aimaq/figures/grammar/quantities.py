"""A number with its unit as a sentence needs it: "более 2 500 рабочих мест", "2,5 мыңнан астам", "$2.5 million".

Which case the words of rounding govern: Русская грамматика (Москва, 1980), § 1375, for "более" and "около", and any
Kazakh grammar for "астам" (behind the ablative) and "жуық" (behind the dative), "шамамен" before a number.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final

from aimaq.base.languages.known_languages import language_of
from aimaq.base.languages.messages import tr
from aimaq.figures.grammar.cases import NOMINATIVE
from aimaq.figures.grammar.kazakh_suffixes import COLLECTIVE, ORDINAL, sign_with_suffix, with_suffix
from aimaq.figures.grammar.locales import locale_of
from aimaq.figures.grammar.numbers import NO_BREAK_SPACE, format_number, format_range, machine
from aimaq.figures.grammar.numerals.number_in_words import IN_WORDS, LARGEST_IN_TEXT, number_in_words
from aimaq.figures.grammar.numerals.russian_numerals import counts_in_genitive
from aimaq.figures.grammar.plural_forms import agreeing_form, needed_categories, plural_category
from aimaq.figures.grammar.rounding import ABOUT, NEARLY, OVER, Claim, approximate, compact, magnitude

__all__ = [
    "NUMBER_PLACE",
    "PLAIN",
    "Unit",
    "UnitError",
    "Wording",
    "apart",
    "beside",
    "magnitude_of",
    "quantity",
    "range_in_words",
]

NUMBER_PLACE: Final = "…"
"""Where the number stands in a unit that is not behind it: "$… million"."""

_ENGLISH: Final = {OVER: "more than", NEARLY: "nearly", ABOUT: "about"}
#: Before the direct cases and the genitive; the first and the last govern the genitive.
_RUSSIAN: Final = {OVER: "более", NEARLY: "почти", ABOUT: "около"}
#: Before the other cases, which these leave as they are.
_RUSSIAN_OBLIQUE: Final = {OVER: "более чем", NEARLY: "почти", ABOUT: "примерно"}
#: Behind a number in this case.
_KAZAKH: Final = {OVER: ("ablative", "астам"), NEARLY: ("dative", "жуық")}

_MAGNITUDES: Final = frozenset(
    "тыс. тысяч мың млн миллион миллионов млрд миллиард миллиардов трлн триллион триллионов thousand million billion "
    "bn trillion".split()
)


class UnitError(ValueError):
    """What a unit lacks for a wording: the message says so of it, as "has no genitive plural …"."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A counted noun: its ``forms`` by case and plural category; Russian words need its gender and whether it lives."""

    forms: Mapping[str, Mapping[str, str]]
    gender: str = ""
    animate: bool = False

    def form(self, case: str, value: Decimal, lang: str, decimals: int) -> str:
        """Return the form beside a number as printed; raise UnitError for one that the unit lacks.

        Of animate nouns Russian has "пригласили 3 студентов", but "22 студента".
        """
        if case not in self.forms:
            raise UnitError(
                tr(
                    'has no "%(case)s" in "%(lang)s", only %(list)s: add the form to the ledger, or use another one',
                    case=case,
                    lang=lang,
                    list=", ".join(self.forms),
                )
            )
        if lang == "ru" and self.animate and case == "accusative" and value in (2, 3, 4) and "genitive" in self.forms:
            case = "genitive"
        category = plural_category(value, lang, decimals)
        if category not in self.forms[case] and category in needed_categories(lang, decimals):
            raise UnitError(
                tr(
                    'has no "%(category)s" in its "%(lang)s" %(case)s, which stands beside %(value)s: add the form',
                    category=category,
                    lang=lang,
                    case=case,
                    value=f"{value:f}",
                )
            )
        return agreeing_form(self.forms[case], value, lang, decimals)


@dataclass(frozen=True, slots=True)
class Wording:
    """How a figure is put into words.

    ``words`` puts numbers up to nine in words, and every number at the beginning of a sentence. ``rounding`` is one of
    ROUNDINGS, or "" for the number itself, and ``step`` its step, or None. ``short`` uses words for magnitudes.
    ``opening`` states that a sentence begins with the figure.
    """

    words: bool = False
    rounding: str = ""
    step: Decimal | None = None
    short: bool = False
    opening: bool = False

    def __str__(self) -> str:
        """Return the options of a marker in their one spelling: "over 100 | short"; "" for the number as it is."""
        step = f" {machine(self.step)}" if self.step is not None else ""
        first = f"{self.rounding}{step}" if self.rounding else "words" if self.words else ""
        first = first[:1].upper() + first[1:] if self.opening else first
        return " | ".join(part for part in (first, "short" if self.short else "") if part)


PLAIN: Final = Wording()
"""The number as it is."""


def beside(number: str, unit: str, lang: str) -> str:
    """Return a printed number with its unit, a no-break space between the two: "2 522 рабочих места".

    The number stands at NUMBER_PLACE in a unit that has one, and at a sign for per cent as CLDR has it: "12.5%".
    """
    if not unit:
        return number
    if NUMBER_PLACE in unit:
        return unit.replace(NUMBER_PLACE, number, 1)
    if unit.startswith("%"):
        before, behind = _percent(lang)
        return f"{before}{number}{behind}{unit[1:]}"
    return f"{number}{NO_BREAK_SPACE}{unit}"


def apart(unit: str) -> str:
    """Return a unit that stands apart from its number, as in the head of a table: "$ million" of "$… million"."""
    return " ".join(unit.replace(NUMBER_PLACE, " ").split())


@cache
def _percent(lang: str) -> tuple[str, str]:
    pattern = language_of(lang).percent or locale_of(lang).percent_formats[None].pattern
    before, _, behind = pattern.partition("#,##0")
    return before, behind


def magnitude_of(unit: str) -> str:
    """Return the word for a magnitude that stands right behind the number, "млрд" of "млрд тенге", or ""."""
    before, place, behind = unit.partition(NUMBER_PLACE)
    first = next(iter((behind if place else before).split()), "")
    return first if first in _MAGNITUDES else ""


def quantity(
    value: Decimal,
    unit: Unit | None,
    lang: str,
    decimals: int,
    case: str,
    wording: Wording,
    adjective: Mapping[str, str] | None = None,
) -> str:
    """Return a figure in the wording that a marker asks for, in a case.

    ``unit`` is None for a number that stands alone. ``adjective`` has the forms by plural category of a word before the
    unit. Raises ValueError, which states why, where a language or a unit has no such wording.
    """
    if lang not in IN_WORDS and (wording.words or wording.rounding):
        raise ValueError(
            tr(
                'the words of numbers are not known in "%(lang)s", only in %(list)s',
                lang=lang,
                list=", ".join(IN_WORDS),
            )
        )
    claim = Claim(value, decimals)
    if wording.rounding:
        claim = approximate(value, wording.rounding, decimals, wording.step)
    elif wording.short:
        claim = Claim(compact(value, lang), decimals)
    said = _Quantity(claim, unit, lang, case, wording.short, adjective)
    if wording.words:
        _check_words(said)
    if wording.words and (wording.opening or value <= LARGEST_IN_TEXT):
        text = _in_words(said)
    else:
        text = _PHRASES.get(lang, _english)(said)
    return text[0].upper() + text[1:] if wording.opening else text


@dataclass(frozen=True, slots=True)
class _Quantity:
    """A claim with the unit, the case and the adjective that it is printed with."""

    claim: Claim
    unit: Unit | None
    lang: str
    case: str
    short: bool
    adjective: Mapping[str, str] | None

    def number(self, ending: str = "") -> str:
        """Return the number, with its magnitude; a Kazakh one with an ending on the last of its words."""
        number, decimals = self.claim.number, self.claim.decimals
        large = magnitude(number, self.lang, decimals) if self.short else None
        if large is None or not large.word:
            text = format_number(number, self.lang, decimals)
            return with_suffix(text, number, ending, decimals) if ending else text
        if ending in (ORDINAL, COLLECTIVE):
            raise ValueError(tr('"%(ending)s" is for a number in figures: take "short" out', ending=ending))
        word = sign_with_suffix(large.word, ending) if ending else large.word
        return f"{format_number(large.number, self.lang, large.decimals)}{NO_BREAK_SPACE}{word}"

    def noun(self, case: str) -> str:
        """Return the unit in a case, with the adjective before it; "" for a number that stands alone."""
        if self.unit is None:
            return ""
        number, decimals = self.claim.number, self.claim.decimals
        large = self.short and magnitude(number, self.lang, decimals).word
        noun = (
            self.genitive_plural() if large and self.lang == "ru" else self.unit.form(case, number, self.lang, decimals)
        )
        if self.short and (word := magnitude_of(noun)):
            raise UnitError(tr('begins with "%(word)s" already: take "short" out', word=word))
        return self.with_adjective(noun)

    def with_adjective(self, noun: str) -> str:
        if not self.adjective:
            return noun
        return f"{agreeing_form(self.adjective, self.claim.number, self.lang, self.claim.decimals)} {noun}"

    def genitive_plural(self) -> str:
        forms = self.unit.forms[NOMINATIVE] if self.unit else {}
        if "many" not in forms:
            raise UnitError(tr('has no genitive plural, the nominative "many" ("5 рабочих мест"): add the form'))
        return forms["many"]

    def amount(self, case: str) -> str:
        return beside(self.number(), self.noun(case), self.lang)


def range_in_words(low: Decimal, high: Decimal, lang: str, decimals: int) -> str:
    """Return a range as it is read: "от 980 до 1 040", "980-ден 1 040-қа дейін", "980 to 1,040".

    A language without words for it here has the form of tables.
    """
    first, last = format_number(low, lang, decimals), format_number(high, lang, decimals)
    match lang:
        case "ru":
            return f"от {first} до {last}"
        case "kk":
            until = with_suffix(last, high, "dative", decimals)
            return f"{with_suffix(first, low, 'ablative', decimals)} {until} дейін"
        case "en":
            return f"{first} to {last}"
        case _:
            return format_range(low, high, lang, decimals)


def _check_words(said: _Quantity) -> None:
    """Refuse words for what has none, also where the value is one that is printed in figures today."""
    if said.claim.decimals:
        raise ValueError(tr("words are for whole numbers, and it has decimals"))
    if said.unit is None:
        return
    noun = said.noun(said.case)
    if not noun[:1].isalpha() or NUMBER_PLACE in noun or magnitude_of(noun):
        raise UnitError(tr('is "%(noun)s", with which a number in words does not go', noun=noun))
    if said.lang == "ru" and not said.unit.gender:
        raise UnitError(
            tr('has no gender, with which Russian words agree: add it beside the cases, "gender": "neuter"')
        )


def _in_words(said: _Quantity) -> str:
    number, unit = said.claim.number, said.unit
    if unit is None:
        return number_in_words(number, said.lang, case=said.case)
    if said.lang != "ru":
        return f"{number_in_words(number, said.lang)} {said.noun(said.case)}"
    words = number_in_words(number, said.lang, case=said.case, gender=unit.gender, animate=unit.animate)
    if counts_in_genitive(int(number)):
        return f"{words} {said.with_adjective(said.genitive_plural())}"
    return f"{words} {said.noun(said.case)}"


def _english(said: _Quantity) -> str:
    amount = said.amount(said.case)
    return f"{_ENGLISH[said.claim.word]} {amount}" if said.claim.word else amount


def _russian(said: _Quantity) -> str:
    if not said.claim.word:
        return said.amount(said.case)
    if said.case in (NOMINATIVE, "accusative", "genitive"):
        governed = said.case if said.claim.word == NEARLY else "genitive"
        return f"{_RUSSIAN[said.claim.word]} {said.amount(governed)}"
    return f"{_RUSSIAN_OBLIQUE[said.claim.word]} {said.amount(said.case)}"


def _kazakh(said: _Quantity) -> str:
    own = "" if said.unit or said.case == NOMINATIVE else said.case
    exact = said.number(own) if own else said.amount(said.case)
    if said.claim.word in ("", ABOUT):
        return f"шамамен {exact}" if said.claim.word else exact
    ending, word = _KAZAKH[said.claim.word]
    noun = said.noun(said.case)
    # A measure takes the ending itself: "378 млрд теңгеден астам", "12 %-дан астам".
    measured = noun and (magnitude_of(noun) or not noun[0].isalpha())
    if own or (measured and said.case != NOMINATIVE):
        raise ValueError(
            tr('"%(word)s" stands behind the number and takes no case: take "%(case)s" out', word=word, case=said.case)
        )
    if measured:
        return f"{said.amount(ending)} {word}"
    return " ".join(filter(None, (said.number(ending), word, noun)))


_PHRASES: Final = {"ru": _russian, "kk": _kazakh, "en": _english}
