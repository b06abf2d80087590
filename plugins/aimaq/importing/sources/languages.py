"""The language of a text: the one that its page states, or the one of its letters."""

import re
from collections.abc import Sequence

from aimaq.importing.sources.source_text import split_address

__all__ = ["LETTERS_TO_CONTRADICT", "MIN_LETTERS", "language_by_letters", "language_of_address", "stated_language"]

_KAZAKH = frozenset("әғқңөұүһі")
_CYRILLIC = re.compile("[а-яёәғқңөұүһі]")
_LATIN = re.compile("[a-z]")
_CYRILLIC_WORD = re.compile(r"\b[а-яёәғқңөұүһі]+\b")
_LATIN_WORD = re.compile(r"\b[a-z]+\b")
#: Words of sentences, which names of organisations do not have; some 9 in 100 words of an English text are these.
_ENGLISH = frozenset(
    "a are as be been can had has have he his is it its she that their they this was were will".split()
)
_ENGLISH_SHARE = 0.04
#: Some 15 in 100 Cyrillic letters of a Kazakh text are not in the Russian alphabet; Kazakh names in a Russian text
#: are fewer.
_KAZAKH_SHARE = 0.04
#: Letters that a text needs to contradict the language that its page or its address states.
LETTERS_TO_CONTRADICT = 200
#: With fewer letters, a text has no certain language.
MIN_LETTERS = 20
#: Many pages have the code of the country in place of that of the language.
_MISTAKEN = {"kz": "kk"}


def stated_language(code: str, languages: Sequence[str]) -> str:
    """Return the edition's language that a tag such as ``kk-KZ`` (BCP 47) names, or ""."""
    main = re.split(r"[-_]", code.strip().lower())[0]
    main = _MISTAKEN.get(main, main)
    return main if main in languages else ""


def language_of_address(address: str, languages: Sequence[str]) -> str:
    """Return the language that the first part of a path or a host names: ``/kk/news/``, ``kk.example.org``."""
    parts = split_address(address)
    for word in (parts.path.lstrip("/").partition("/")[0], (parts.hostname or "").partition(".")[0]):
        if re.fullmatch(r"[a-z]{2}(?:[-_][a-zA-Z]{2})?", word) and (lang := stated_language(word, languages)):
            return lang
    return ""


def language_by_letters(text: str, languages: Sequence[str], min_letters: int = MIN_LETTERS, title: str = "") -> str:
    """Return the only language that a text's letters can be, or "" if that is uncertain or they are too few.

    Names of organisations in Latin letters may outnumber the words about them: a Cyrillic title decides, and without
    one only English sentences count as English.
    """
    text = f"{title} {text}".lower()
    cyrillic, latin = _CYRILLIC.findall(text), len(_LATIN.findall(text))
    if len(cyrillic) + latin < min_letters:
        return ""
    if latin > 2 * len(cyrillic) and not _CYRILLIC_WORD.search(title.lower()):
        words = _LATIN_WORD.findall(text)
        is_english = not cyrillic or sum(word in _ENGLISH for word in words) >= _ENGLISH_SHARE * len(words)
        return "en" if is_english and "en" in languages else ""
    if cyrillic and sum(letter in _KAZAKH for letter in cyrillic) >= _KAZAKH_SHARE * len(cyrillic):
        return "kk" if "kk" in languages else ""
    return "ru" if "ru" in languages else ""
