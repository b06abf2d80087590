"""Check the ledger's texts: every language, and no character that readers cannot see or a program would run."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from aimaq.base.json_text.document import DocumentProblems, pointer_step
from aimaq.base.problems import suggest

__all__ = ["check_cell", "check_languages", "check_text", "read_synonyms", "read_texts"]

# Cc control, Cf format (bidirectional overrides, zero widths), Co private use (they delimit slots), Cs lone
# surrogates, Zl and Zp separators of lines.
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
_SOFT_HYPHEN: Final = "\N{SOFT HYPHEN}"
# What begins a formula in a spreadsheet (OWASP, "CSV Injection"): at the start, and after the semicolon, which
# separates cells where the comma is the decimal sign, as in Kazakhstan. Full-width signs count too.
_FORMULA: Final = re.compile(r"(?:^|;)[\s\"']*([=+@\-\uff1d\uff0b\uff20\uff0d])")


def read_texts(
    problems: DocumentProblems, pointer: str, texts: dict[str, str], languages: Sequence[str], what: str
) -> Mapping[str, str]:
    """Check texts by language; ``what`` names them in messages. Texts with a known problem are skipped."""
    check_languages(problems, pointer, texts, languages, f"the {what} has no text in")
    for language, text in texts.items():
        check_text(problems, pointer + pointer_step(language), text)
    return MappingProxyType(texts)


def check_text(problems: DocumentProblems, pointer: str, text: str) -> None:
    """Refuse characters that readers cannot see, and markers, which the ledger does not replace."""
    if not problems.none_at(pointer):
        return
    for position, character in enumerate("" if text.isprintable() else text):
        if _is_invisible(character):
            name = unicodedata.name(character, "a control or private-use character")
            message = f"character {position + 1} of the text is U+{ord(character):04X} ({name.lower()})"
            problems.add(pointer, message, "Take it away: readers cannot see it.")
            return
    if "{{" in text or "}}" in text:
        problems.add(pointer, "the text holds a marker", "Texts of the ledger quote no figures.")


def check_cell(problems: DocumentProblems, pointer: str, text: str) -> None:
    """Check a text that becomes a cell of a CSV file: no spreadsheet may run it as a formula.

    RFC 4180 has no way to mark a cell as text, and a character put before it would change the text.
    """
    check_text(problems, pointer, text)
    if problems.none_at(pointer) and (match := _FORMULA.search(text)):
        message = f'"{match[1]}" begins a formula where readers open the table'
        problems.add(pointer, message, "Begin with a word; a dash is written –.")


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


def _is_invisible(character: str) -> bool:
    # U+FFFE, U+FFFF and the like are not characters, and XML forbids them.
    noncharacter = ord(character) & 0xFFFE == 0xFFFE
    return noncharacter or (character != _SOFT_HYPHEN and unicodedata.category(character) in _INVISIBLE)


def check_languages(
    problems: DocumentProblems, pointer: str, given: Iterable[str], languages: Sequence[str], missing: str
) -> None:
    """Check that each language of the site is given, and no other; ``missing`` begins the message if one is not."""
    for language in languages:
        if language not in given:
            problems.add(pointer, f"{missing} {language}", f"The site is in {', '.join(languages)}.")
    _check_known(problems, pointer, given, languages)


def _check_known(problems: DocumentProblems, pointer: str, given: Iterable[str], languages: Sequence[str]) -> None:
    for language in given:
        if language not in languages:
            place = pointer + pointer_step(language)
            problems.add(place, f'the site has no language "{language}"{suggest(language, languages)}')
