"""The ledger's texts and units: every language, every plural form, and no character that would mislead."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from aimaq.base.problems import suggest
from aimaq.figures.grammar.plurals import needed_categories, plural_categories, plural_category
from aimaq.figures.ledger.json_source import escape
from aimaq.figures.ledger.report import Report

__all__ = ["check_cell", "check_text", "read_synonyms", "read_texts", "read_unit"]

Forms = Mapping[str, Mapping[str, str]]

# Cc control, Cf format (bidirectional overrides, zero widths), Co private use (a slot stands between two),
# Cs lone surrogates, Zl and Zp separators of lines.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
_SOFT_HYPHEN: Final = "\N{SOFT HYPHEN}"
# What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection"): in the first place, and after the
# character that parts cells where a comma is the decimal sign, as in Kazakhstan. It takes wide signs for the same.
_FORMULA: Final = re.compile(r"(?:^|;)[\s\"']*([=+@\-\uff1d\uff0b\uff20\uff0d])")


def read_texts(
    report: Report, pointer: str, texts: dict[str, str], languages: Sequence[str], what: str
) -> Mapping[str, str]:
    """Check texts by language; ``what`` names them in messages: label, note.

    Here and in ``read_unit``, what the schema has found wrong inside is passed over.
    """
    _check_languages(report, pointer, texts, languages, f"the {what} has no text in")
    for language, text in texts.items():
        check_text(report, pointer + escape(language), text)
    return MappingProxyType(texts)


def check_text(report: Report, pointer: str, text: str) -> None:
    """Refuse what a reader could not see, or would see raw."""
    if not report.sound(pointer):
        return
    for position, character in enumerate("" if text.isprintable() else text):
        if _is_unseen(character):
            name = unicodedata.name(character, "a control or private-use character")
            message = f"character {position + 1} of the text is U+{ord(character):04X} ({name.lower()})"
            report.add(pointer, message, "Take it away: readers cannot see it.")
            return
    if "{{" in text or "}}" in text:
        report.add(pointer, "the text holds a marker", "Texts of the ledger quote no figures.")


def check_cell(report: Report, pointer: str, text: str) -> None:
    """Check a text that becomes a cell of a table for readers: nothing that their program would run.

    RFC 4180 knows no way to say that a cell is a text, and one more character before it would be another text.
    """
    check_text(report, pointer, text)
    if report.sound(pointer) and (match := _FORMULA.search(text)):
        message = f'"{match[1]}" begins a formula where readers open the table'
        report.add(pointer, message, "Begin with a word; a dash is written –.")


def read_unit(
    report: Report, pointer: str, unit: dict[str, Any], decimals: int | None, languages: Sequence[str]
) -> Mapping[str, Forms]:
    """Check that the unit has the plural forms that CLDR needs for numbers of so many ``decimals``.

    ``decimals`` is None where the file does not say; the forms are then not counted.
    """
    _check_languages(report, pointer, unit, languages, "the unit has no forms in")
    read: dict[str, Forms] = {}
    for language, cases in unit.items():
        sound: dict[str, Mapping[str, str]] = {}
        for case, forms in cases.items() if isinstance(cases, dict) else ():
            place = pointer + escape(language) + escape(case)
            if not report.sound(place):
                continue
            for category, form in forms.items():
                check_text(report, place + escape(category), form)
            if decimals is not None and language in languages:
                _check_categories(report, place, language, case, forms, decimals)
            sound[case] = MappingProxyType(forms)
        read[language] = MappingProxyType(sound)
    return MappingProxyType(read)


def read_synonyms(
    report: Report, pointer: str, synonyms: dict[str, Any], languages: Sequence[str]
) -> Mapping[str, tuple[str, ...]]:
    """Check other words for a unit; a language need not have any."""
    _check_known(report, pointer, synonyms, languages)
    read: dict[str, tuple[str, ...]] = {}
    for language, words in synonyms.items():
        place = pointer + escape(language)
        if report.sound(place):
            for number, word in enumerate(words):
                check_text(report, f"{place}/{number}", word)
            read[language] = tuple(words)
    return MappingProxyType(read)


def _is_unseen(character: str) -> bool:
    # U+FFFE, U+FFFF and their like are no characters at all, and XML forbids them.
    nonsense = ord(character) & 0xFFFE == 0xFFFE
    return nonsense or (character != _SOFT_HYPHEN and unicodedata.category(character) in _UNSEEN)


def _check_languages(
    report: Report, pointer: str, given: Iterable[str], languages: Sequence[str], missing: str
) -> None:
    for language in languages:
        if language not in given:
            report.add(pointer, f"{missing} {language}", f"The site is in {', '.join(languages)}.")
    _check_known(report, pointer, given, languages)


def _check_known(report: Report, pointer: str, given: Iterable[str], languages: Sequence[str]) -> None:
    for language in given:
        if language not in languages:
            place = pointer + escape(language)
            report.add(place, f'the site has no language "{language}"{suggest(language, languages)}')


def _check_categories(
    report: Report, pointer: str, language: str, case: str, forms: Mapping[str, str], decimals: int
) -> None:
    known = plural_categories(language)
    for category in forms:
        if category not in known:
            message = f'{language} has no plural category "{category}"{suggest(category, known)}'
            report.add(pointer + escape(category), message)
    # Most units give every form, and what is needed takes Babel a while to say.
    if all(category in forms for category in known):
        return
    for category in needed_categories(language, decimals):
        if category not in forms:
            example = _example(language, decimals, category)
            message = f'the unit has no "{category}" form in {language}, {case}'
            report.add(pointer, message, f"CLDR asks for it after such a number as {example}.")


def _example(language: str, decimals: int, category: str) -> Decimal:
    numbers = [Decimal(number).scaleb(-decimals) for number in range(1, 1001)]
    numbers += [Decimal(0), Decimal(10**6), Decimal(10**9)]
    return next(number for number in numbers if plural_category(number, language, decimals) == category)
