"""Check an indicator's unit: every language, and every plural form that the printed numbers need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from aimaq.base.json_text.document import DocumentProblems, pointer_step
from aimaq.base.problems import suggest
from aimaq.figures.grammar.agreement import examples
from aimaq.figures.grammar.plurals import needed_categories, plural_categories
from aimaq.figures.ledger.language_texts import check_languages, check_text

__all__ = ["Forms", "read_unit"]

Forms = Mapping[str, Mapping[str, str]]
"""Grammatical case → CLDR plural category → form."""


def read_unit(
    problems: DocumentProblems, pointer: str, unit: Mapping[str, Forms], decimals: int | None, languages: Sequence[str]
) -> Mapping[str, Forms]:
    """Check that a unit has the plural forms that CLDR needs for numbers with ``decimals`` fraction digits.

    ``decimals`` is None where the file does not say; the forms are then not counted. Forms with a known problem are
    skipped.
    """
    check_languages(problems, pointer, unit, languages, "the unit has no forms in")
    read: dict[str, Forms] = {}
    for language, cases in unit.items():
        sound: dict[str, Mapping[str, str]] = {}
        for case, forms in cases.items() if isinstance(cases, dict) else ():
            place = pointer + pointer_step(language) + pointer_step(case)
            if not problems.none_at(place):
                continue
            for category, form in forms.items():
                check_text(problems, place + pointer_step(category), form)
            if decimals is not None and language in languages:
                _check_categories(problems, place, language, case, forms, decimals)
            sound[case] = MappingProxyType(dict(forms))
        read[language] = MappingProxyType(sound)
    return MappingProxyType(read)


def _check_categories(
    problems: DocumentProblems, pointer: str, language: str, case: str, forms: Mapping[str, str], decimals: int
) -> None:
    known = plural_categories(language)
    for category in forms:
        if category not in known:
            message = f'{language} has no plural category "{category}"{suggest(category, known)}'
            problems.add(pointer + pointer_step(category), message)
    # Most units give every form, and Babel takes a while to compute which ones are needed.
    if all(category in forms for category in known):
        return
    for category in needed_categories(language, decimals):
        if category not in forms:
            message = f'the unit has no "{category}" form in {language}, {case}'
            numbers = examples(category, language, decimals)
            problems.add(pointer, message, f"It is the form after such numbers as {numbers} (CLDR).")
