"""The language of a text: the one that its page states, or the one of its letters."""

import re
from collections.abc import Sequence

__all__ = ["MIN_LETTERS", "language_by_letters", "stated_language"]

_KAZAKH = frozenset("әғқңөұүһі")
_CYRILLIC = re.compile("[а-яёәғқңөұүһі]")
_LATIN = re.compile("[a-z]")
#: Some 15 in 100 Cyrillic letters of a Kazakh text are not in the Russian alphabet; Kazakh names in a Russian text
#: are fewer.
_KAZAKH_SHARE = 0.04
#: With fewer letters, a text has no certain language.
MIN_LETTERS = 20
#: Many pages have the code of the country in place of that of the language.
_MISTAKEN = {"kz": "kk"}


def stated_language(code: str, languages: Sequence[str]) -> str:
    """Return the edition's language that a tag such as ``kk-KZ`` (BCP 47) names, or ""."""
    main = re.split(r"[-_]", code.strip().lower())[0]
    main = _MISTAKEN.get(main, main)
    return main if main in languages else ""


def language_by_letters(text: str, languages: Sequence[str], min_letters: int = MIN_LETTERS) -> str:
    """Return the only language that a text's letters can be, or "" if that is uncertain or they are too few."""
    text = text.lower()
    cyrillic, latin = _CYRILLIC.findall(text), len(_LATIN.findall(text))
    if len(cyrillic) + latin < min_letters:
        return ""
    if latin > 2 * len(cyrillic):
        return "en" if "en" in languages else ""
    if cyrillic and sum(letter in _KAZAKH for letter in cyrillic) >= _KAZAKH_SHARE * len(cyrillic):
        return "kk" if "kk" in languages else ""
    return "ru" if "ru" in languages else ""
