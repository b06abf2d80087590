"""Check the ledger's texts: every language and plural form, no character that readers cannot see or a program runs."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from aimaq.base.json_text.document import DocumentProblems, pointer_step
from aimaq.base.languages.alphabets import mixed_words
from aimaq.base.languages.character_references import character_references
from aimaq.base.languages.messages import tr
from aimaq.base.languages.sign_pairs import NO_MARKUP, sign_pairs
from aimaq.base.problems import as_sentence, suggest
from aimaq.base.web_addresses import INVISIBLE, is_web_address
from aimaq.figures.grammar.plural_forms import examples, needed_categories, plural_categories
from aimaq.figures.grammar.quantities import NUMBER_PLACE

__all__ = ["Forms", "RawUnit", "check_cell", "check_text", "read_genders", "read_synonyms", "read_texts", "read_unit"]

Forms = Mapping[str, Mapping[str, str]]
"""Grammatical case → CLDR plural category → form."""

RawUnit = Mapping[str, Mapping[str, Mapping[str, str] | str | bool]]
"""A unit in the file: language → grammatical case, "gender" or "animate"."""

# What begins a formula in a spreadsheet (OWASP, "CSV Injection"): at the start, and after the semicolon, which
# separates cells where the comma is the decimal sign, as in Kazakhstan. Full-width signs count too.
_FORMULA: Final = re.compile(r"(?:^|;)[\s\"']*([=+@\-\uff1d\uff0b\uff20\uff0d])")


def read_texts(
    problems: DocumentProblems, pointer: str, texts: dict[str, str], languages: Sequence[str], what: str
) -> Mapping[str, str]:
    """Check texts by language; ``what`` names them in messages. Texts with a known problem are skipped."""
    _check_languages(
        problems,
        pointer,
        texts,
        languages,
        lambda lang: tr("the %(member)s has no text in %(language)s", member=what, language=lang),
    )
    for language, text in texts.items():
        check_text(problems, pointer + pointer_step(language), text)
    return MappingProxyType(texts)


def check_text(problems: DocumentProblems, pointer: str, text: str) -> None:
    """Refuse what readers cannot see, words of two alphabets, markup, and markers: none of them is replaced."""
    if not problems.none_at(pointer):
        return
    for position, character in enumerate("" if text.isprintable() else text):
        # U+FFFE, U+FFFF and the like are not characters, and XML forbids them.
        noncharacter = ord(character) & 0xFFFE == 0xFFFE
        if noncharacter or (character != "\N{SOFT HYPHEN}" and unicodedata.category(character) in INVISIBLE):
            name = unicodedata.name(character, tr("a control or private-use character"))
            message = tr(
                "character %(number)s of the text is U+%(code)s (%(name)s)",
                number=position + 1,
                code=f"{ord(character):04X}",
                name=name.lower(),
            )
            problems.add(pointer, message, tr("Take it away: readers cannot see it."))
            return
    for mixed in mixed_words(text):
        problems.add(pointer, mixed.message, as_sentence(mixed.hint))
        return
    if not is_web_address(text):
        for reference in character_references(text):
            problems.add(pointer, reference.message, as_sentence(reference.hint))
            return
        for pair in sign_pairs(text):
            problems.add(pointer, pair.message, as_sentence(str(NO_MARKUP)))
            return
    if "{{" in text or "}}" in text:
        problems.add(pointer, tr("the text holds a marker"), tr("Texts of the ledger quote no figures."))


def check_cell(problems: DocumentProblems, pointer: str, text: str) -> None:
    """Check a text that becomes a cell of a CSV file: no spreadsheet may run it as a formula.

    RFC 4180 has no way to mark a cell as text, and a character put before it would change the text.
    """
    check_text(problems, pointer, text)
    if problems.none_at(pointer) and (match := _FORMULA.search(text)):
        message = tr('"%(found)s" begins a formula where readers open the table', found=match[1])
        problems.add(pointer, message, tr("Begin with a word; a dash is written –."))


def read_synonyms(
    problems: DocumentProblems, pointer: str, synonyms: Mapping[str, Sequence[str]], languages: Sequence[str]
) -> Mapping[str, tuple[str, ...]]:
    """Check other words for a unit; a language may have none."""
    _check_known(problems, pointer, synonyms, languages)
    read: dict[str, tuple[str, ...]] = {}
    for language, words in synonyms.items():
        place = pointer + pointer_step(language)
        if problems.none_at(place):
            for number, word in enumerate(words):
                check_text(problems, f"{place}/{number}", word)
            read[language] = tuple(words)
    return MappingProxyType(read)


def _check_languages(
    problems: DocumentProblems,
    pointer: str,
    given: Iterable[str],
    languages: Sequence[str],
    missing: Callable[[str], str],
) -> None:
    """Check that each language of the site is given, and no other; ``missing`` returns the message if one is not."""
    for language in languages:
        if language not in given:
            problems.add(
                pointer, missing(language), tr("The site is in %(languages)s.", languages=", ".join(languages))
            )
    _check_known(problems, pointer, given, languages)


def _check_known(problems: DocumentProblems, pointer: str, given: Iterable[str], languages: Sequence[str]) -> None:
    for language in given:
        if language not in languages:
            place = pointer + pointer_step(language)
            problems.add(
                place, tr('the site has no language "%(language)s"', language=language) + suggest(language, languages)
            )


def read_unit(
    problems: DocumentProblems, pointer: str, unit: RawUnit, decimals: int | None, languages: Sequence[str]
) -> Mapping[str, Forms]:
    """Check that a unit has the plural forms that CLDR needs for numbers with ``decimals`` fraction digits.

    ``decimals`` is None where the file does not say; the forms are then not counted. Forms with a known problem are
    skipped.
    """
    _check_languages(
        problems, pointer, unit, languages, lambda lang: tr("the unit has no forms in %(language)s", language=lang)
    )
    read: dict[str, Forms] = {}
    for language, cases in unit.items():
        sound: dict[str, Mapping[str, str]] = {}
        for case, forms in cases.items() if isinstance(cases, dict) else ():
            place = pointer + pointer_step(language) + pointer_step(case)
            if not isinstance(forms, dict) or not problems.none_at(place):
                continue
            for category, form in forms.items():
                check_text(problems, place + pointer_step(category), form)
            if decimals is not None and language in languages:
                _check_categories(problems, place, language, case, forms, decimals)
            sound[case] = MappingProxyType(dict(forms))
        _check_number_place(problems, pointer + pointer_step(language), sound)
        read[language] = MappingProxyType(sound)
    return MappingProxyType(read)


def read_genders(unit: RawUnit) -> tuple[Mapping[str, str], frozenset[str]]:
    """Return the gender of a unit's noun by language, and the languages in which it is animate."""
    given = {language: cases for language, cases in unit.items() if isinstance(cases, dict)}
    genders = {language: gender for language, cases in given.items() if isinstance(gender := cases.get("gender"), str)}
    animate = frozenset(language for language, cases in given.items() if cases.get("animate") is True)
    return MappingProxyType(genders), animate


def _check_number_place(problems: DocumentProblems, pointer: str, cases: Forms) -> None:
    """Refuse a unit that says twice where the number stands, or only in some of its forms."""
    forms = {
        pointer + pointer_step(case) + pointer_step(category): form
        for case, by_category in cases.items()
        for category, form in by_category.items()
    }
    placed = any(NUMBER_PLACE in form for form in forms.values())
    for place, form in forms.items():
        if form.count(NUMBER_PLACE) > 1:
            problems.add(
                place,
                tr('"%(form)s" has "%(number_place)s" twice', form=form, number_place=NUMBER_PLACE),
                tr("It stands once, where the number goes."),
            )
        elif placed and NUMBER_PLACE not in form:
            hint = tr(
                'Write "%(number_place)s" where the number goes in each form, as in "$… million", or in none.',
                number_place=NUMBER_PLACE,
            )
            problems.add(
                place, tr('"%(form)s" does not say where the number stands, as other forms do', form=form), hint
            )


def _check_categories(
    problems: DocumentProblems, pointer: str, language: str, case: str, forms: Mapping[str, str], decimals: int
) -> None:
    known = plural_categories(language)
    for category in forms:
        if category not in known:
            message = tr(
                '%(language)s has no plural category "%(category)s"', language=language, category=category
            ) + suggest(category, known)
            problems.add(pointer + pointer_step(category), message)
    # Most units give every form, and Babel takes a while to compute which ones are needed.
    if all(category in forms for category in known):
        return
    for category in needed_categories(language, decimals):
        if category not in forms:
            message = tr(
                'the unit has no "%(category)s" form in %(language)s, %(case)s',
                category=category,
                language=language,
                case=case,
            )
            numbers = examples(category, language, decimals)
            problems.add(
                pointer, message, tr("It is the form after such numbers as %(numbers)s (CLDR).", numbers=numbers)
            )
