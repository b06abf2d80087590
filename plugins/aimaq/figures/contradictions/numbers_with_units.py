"""Find the numbers that stand beside a unit word of the ledger in a text."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from aimaq.figures.contradictions.number_words import LANGUAGES, MILLION, NUMBER, NUMBERED, RANGE, YEAR, number_of
from aimaq.figures.contradictions.unit_patterns import GAP, any_of, noun_pattern, unit_pattern
from aimaq.figures.ledger import Ledger

__all__ = ["Counted", "Unit", "UnitWords", "unit_words"]

_AFTER = re.compile(rf"[:—–(]{GAP}?{NUMBER}(?=[ \t]*(?:[.,;:)|\n]|\Z))")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit word without its magnitude ("тенге"), and the indicators that have this unit.

    ``keys`` maps each indicator to the magnitude of its unit: 1, or 10^9 for "млрд тенге". ``magnified`` states that
    all have a magnitude, so that "500 тенге" is not one of their values.
    """

    word: str
    keys: Mapping[str, Decimal]

    @property
    def magnified(self) -> bool:
        return all(magnitude > 1 for magnitude in self.keys.values())


@dataclass(frozen=True, slots=True)
class Counted:
    """A number with a unit word, as typed: ``text``, its place, and its value in single units.

    ``digits`` is the offset where the number itself ends; ``number`` is its value without a magnitude word. A ``loose``
    number may be something else: it stands beside only a part of the unit ("28 парков"), a synonym ("28 компаний") or
    a sign such as "%", looks like a year, or follows the unit ("рабочих мест — 28"). It counts only if a figure has
    that value.
    """

    text: str
    start: int
    end: int
    digits: int
    unit: Unit
    number: Decimal
    value: Decimal
    loose: bool


@dataclass(frozen=True, slots=True)
class UnitWords:
    """All unit words of one language, in one pattern; ``before`` finds a unit word before a number."""

    lang: str
    pattern: re.Pattern[str]
    before: re.Pattern[str]
    forms: Mapping[str, tuple[Unit, bool]]

    def counted(self, prose: str) -> Iterator[Counted]:
        """Yield each number that stands beside a unit word."""
        language = LANGUAGES[self.lang]
        for match in self.pattern.finditer(prose):
            group = next(name for name, found in match.groupdict().items() if found and name[0] == "u")
            unit, loose = self.forms[group]
            magnitude = language.magnitude(match["magnitude"])
            if unit.magnified and magnitude < MILLION:
                continue
            last = "to" if match["to"] else "number"
            digits, end = match[last], match.end(last)
            before = prose[max(0, match.start() - 24) : match.start()]
            if NUMBERED.search(before):
                continue
            if YEAR.fullmatch(digits):
                span = match["to"] and YEAR.fullmatch(match["number"])
                loose = loose or bool(span or re.search(language.year, before, re.IGNORECASE))
            number = number_of(digits, comma=language.comma)
            if before.endswith(("-", "−")) and not match["to"]:
                number = -number
            yield Counted(match[0], match.start(), match.end(), end, unit, number, number * magnitude, loose)
        for match in _AFTER.finditer(prose):
            window = max(0, match.start() - 80)
            if found := self.before.search(prose[window : match.start()]):
                group = next(name for name, each in found.groupdict().items() if each)
                unit, _ = self.forms[group]
                number = number_of(match["number"], comma=language.comma)
                start, end = match.span("number")
                yield Counted(prose[window + found.start() : end], start, end, end, unit, number, number, True)


def unit_words(ledger: Ledger, lang: str) -> UnitWords | None:
    """Return the unit words of a language; None if the check does not know it, or no indicator has a unit in it."""
    if lang not in LANGUAGES:
        return None
    language = LANGUAGES[lang]
    keys: dict[str, dict[str, Decimal]] = {}
    synonyms: dict[str, dict[str, Decimal]] = {}
    written_forms: dict[str, set[str]] = {}
    for key, indicator in ledger.indicators.items():
        for word, magnitude in map(language.split, indicator.synonyms.get(lang, ())):
            synonyms.setdefault(word, {})[key] = magnitude
        written = {form for forms in indicator.unit.get(lang, {}).values() for form in forms.values() if form.strip()}
        if not written:
            continue
        forms = indicator.unit[lang]["nominative"]
        base, magnitude = language.split(forms.get("one") or forms["other"])
        keys.setdefault(base, {})[key] = magnitude
        written_forms.setdefault(base, set()).update(language.split(form)[0] for form in written)
    if not keys:
        return None
    patterns: list[tuple[bool, str, str, Unit]] = []  # loose, word, pattern, unit
    for base, found in keys.items():
        unit, forms_of_unit = Unit(base, found), written_forms[base]
        sign = _is_sign(base)
        patterns.append((sign, base, any_of(forms_of_unit) if sign else unit_pattern(base, forms_of_unit, lang), unit))
        if noun := noun_pattern(base, forms_of_unit, lang):
            patterns.append((True, base, noun, unit))
    for word, found in synonyms.items():
        patterns.append((True, word, unit_pattern(word, {word}, lang), Unit(word, found)))
    patterns.sort(key=lambda each: (each[0], -len(each[1]), each[1]))
    groups = {f"u{number}": (unit, loose) for number, (loose, _, _, unit) in enumerate(patterns)}
    named = [(word, f"(?P<u{number}>{pattern})") for number, (_, word, pattern, _) in enumerate(patterns)]
    words = "|".join(pattern for word, pattern in named if not _is_sign(word))
    signs = "|".join(pattern for word, pattern in named if _is_sign(word))
    magnitudes = "|".join(language.magnitudes)
    between = language.between.replace("GAP", GAP)
    joint = rf"(?:{GAP}|-)" if lang == "en" else GAP
    whole = (
        rf"{NUMBER}{RANGE}{language.endings}(?:{joint}?(?P<magnitude>{magnitudes})(?!\w))?"
        rf"(?:(?:{joint}{between}){{0,3}}?{joint}(?:{words or '(?!)'})(?!\w)|{GAP}?(?:{signs or '(?!)'}))"
    )
    before = rf"(?<!\w)(?:{words or '(?!)'})(?:{GAP}[^\W\d]+)?{GAP}?$"
    return UnitWords(lang, re.compile(whole, re.IGNORECASE), re.compile(before, re.IGNORECASE), groups)


def _is_sign(word: str) -> bool:
    """Return whether a unit is a sign such as "%", which needs no space after the number."""
    return not re.match(r"\w", word)
