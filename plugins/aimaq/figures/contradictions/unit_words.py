"""The units of a ledger as the words of one language in which texts name them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Self

from aimaq.figures.contradictions.reading.language_patterns import LANGUAGES, MILLION
from aimaq.figures.contradictions.reading.unit_patterns import noun_pattern, other_spellings, unit_pattern
from aimaq.figures.grammar.cases import NOMINATIVE
from aimaq.figures.grammar.quantities import NUMBER_PLACE, magnitude_of
from aimaq.figures.ledger import Ledger
from aimaq.figures.text.markers import Figure

__all__ = ["Named", "Unit", "UnitBehind", "UnitWords", "unit_words"]

#: Begins the names of the patterns of other spellings; those of words begin with "u".
_SPELLED = "s"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit word without its magnitude ("тенге"), and the indicators that have this unit.

    ``keys`` maps each indicator to the magnitude of its unit: 1, or 10^9 for "млрд тенге". ``known_only`` are those of
    which only known values count.
    """

    word: str
    keys: Mapping[str, Decimal]
    known_only: frozenset[str] = frozenset()

    def meant(self, value: Decimal, counted_in: Decimal) -> list[str]:
        """Return the indicators that a value may be of: "500 тенге" is none of those that count in billions.

        ``counted_in`` is the magnitude in which it was typed.
        """
        large = abs(value) >= MILLION or counted_in >= MILLION
        return [key for key, magnitude in self.keys.items() if magnitude == 1 or large]


@dataclass(frozen=True, slots=True)
class Named:
    """A unit in a text: its place, and whether it is ``loose``, a word that may name something else.

    It is a word, or a marker that prints the unit or the name of a figure; ``owned`` states that a marker's number
    stands before it.
    """

    unit: Unit
    start: int
    end: int
    loose: bool = False
    owned: bool = False

    def moved(self, by: int) -> Self:
        """Return the unit at a place that is ``by`` characters later."""
        return replace(self, start=self.start + by, end=self.end + by)


@dataclass(frozen=True, slots=True)
class UnitBehind:
    """A unit behind a number: the words between the two, the unit as typed, and the place where it ends.

    ``loose`` as in :class:`Named`; an ``abbreviated`` unit is typed in another spelling than the ledger's.
    """

    unit: Unit
    between: str
    words: str
    end: int
    loose: bool
    abbreviated: bool


@dataclass(frozen=True, slots=True)
class UnitWords:
    """All unit words of one language in two patterns: behind a number, and anywhere.

    ``units`` maps the name of each group of the patterns to its unit, and to whether it is loose.
    """

    lang: str
    patterns: tuple[re.Pattern[str], re.Pattern[str]]
    units: Mapping[str, tuple[Unit, bool]]

    def behind(self, text: str, place: int) -> UnitBehind | None:
        """Return the unit behind a number that ends at a place of a plain text."""
        match = self.patterns[0].match(text, place)
        if match is None:
            return None
        group = _group(match)
        unit, loose = self.units[group]
        between = " ".join((match["between"] or "").split())
        return UnitBehind(unit, between, match[group], match.end(), loose, group.startswith(_SPELLED))

    def named(self, text: str, start: int, end: int, markers: Sequence[Named] = ()) -> list[Named]:
        """Return the units in a part of a plain text, in their order; ``markers`` are those that stand for units."""
        found = ((match, *self.units[_group(match)]) for match in self.patterns[1].finditer(text, start, end))
        words = (Named(unit, *match.span(), loose) for match, unit, loose in found)
        inside = (each for each in markers if start <= each.start and each.end <= end)
        return sorted((*words, *inside), key=lambda each: each.start)

    def of_marker(self, figure: Figure, start: int, end: int) -> Named | None:
        """Return the unit that a marker stands for at its place; None where it prints a number alone, or has none."""
        if figure.show not in ("", "label") or figure.agree:
            return None
        unit = next((unit for unit, _ in self.units.values() if figure.key in unit.keys), None)
        if unit and figure.show:
            unit = Unit(unit.word, {figure.key: unit.keys[figure.key]}, unit.known_only)
        return Named(unit, start, end, owned=not figure.show) if unit else None


def unit_words(ledger: Ledger, lang: str) -> UnitWords | None:
    """Return the unit words of a language; None if the check does not know it, or no indicator has a unit in it."""
    if lang not in LANGUAGES:
        return None
    units_of: dict[str, dict[str, Decimal]] = {}
    synonyms: dict[str, dict[str, Decimal]] = {}
    written_forms: dict[str, set[str]] = {}
    split = partial(_split, lang=lang)
    for key, indicator in ledger.indicators.items():
        for word, magnitude in map(split, indicator.synonyms.get(lang, ())):
            synonyms.setdefault(word, {})[key] = magnitude
        written = {form for forms in indicator.unit.get(lang, {}).values() for form in forms.values() if form.strip()}
        if not written:
            continue
        forms = indicator.unit[lang][NOMINATIVE]
        base, magnitude = split(forms.get("one") or forms["other"])
        units_of.setdefault(base, {})[key] = magnitude
        written_forms.setdefault(base, set()).update(split(form)[0] for form in written)
    if not units_of:
        return None
    known_only = frozenset(key for key, indicator in ledger.indicators.items() if indicator.known_values_only)
    patterns: list[tuple[bool, str, str, Unit]] = []  # loose, word, pattern, unit
    for base, keys in units_of.items():
        unit, forms_of_unit = Unit(base, keys, known_only), written_forms[base]
        patterns.append((_is_sign(base), base, unit_pattern(base, forms_of_unit, lang), unit))
        if noun := noun_pattern(base, forms_of_unit, lang):
            patterns.append((True, base, noun, unit))
    for word, keys in synonyms.items():
        patterns.append((True, word, unit_pattern(word, {word}, lang), Unit(word, keys, known_only)))
    return _compiled(lang, patterns)


def _compiled(lang: str, patterns: list[tuple[bool, str, str, Unit]]) -> UnitWords:
    """Return the words of patterns, each with whether it is loose, its word and its unit."""
    patterns.sort(key=lambda each: (each[0], -len(each[1]), each[1]))
    units: dict[str, tuple[Unit, bool]] = {}
    words: list[str] = []
    joined: list[str] = []
    for number, (loose, word, pattern, unit) in enumerate(patterns):
        units[f"u{number}"] = unit, loose
        (joined if _is_sign(word) else words).append(f"(?P<u{number}>{pattern})")
    for number, unit in enumerate({unit.word: unit for _, _, _, unit in patterns}.values()):
        if spellings := other_spellings(unit.word):
            units[f"{_SPELLED}{number}"] = unit, _is_sign(unit.word)
            joined.append(f"(?P<{_SPELLED}{number}>{spellings})")
    language = LANGUAGES[lang]
    any_word, any_joined = "|".join(words) or "(?!)", "|".join(joined) or "(?!)"
    between = rf"(?P<between>(?: +{language.between}{language.listed}){{0,{language.most}}}?)"
    behind = rf"(?:{between}{language.joint}(?:{any_word})(?!\w)| ?(?:{any_joined})(?!\w))"
    anywhere = rf"(?<!\w)(?:{any_word}|{any_joined})(?!\w)"
    return UnitWords(lang, (re.compile(behind, re.IGNORECASE), re.compile(anywhere, re.IGNORECASE)), units)


def _group(match: re.Match[str]) -> str:
    return next(name for name, found in match.groupdict().items() if found and name != "between")


def _split(form: str, lang: str) -> tuple[str, Decimal]:
    """Return a form of a unit without its magnitude, and the magnitude: "$" and 10^6 for "$… million"."""
    language = LANGUAGES[lang]
    before, place, behind = form.partition(NUMBER_PLACE)
    return (before.strip() or behind.strip(), language.magnitude(magnitude_of(form))) if place else language.split(form)


def _is_sign(word: str) -> bool:
    """Return whether a unit is a sign such as "%", which needs no space after the number."""
    return not re.match(r"\w", word)
