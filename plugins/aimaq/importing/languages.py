"""The language of a text: what its page says, unless its letters say another one."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["language_by_letters", "stated_language"]

_KAZAKH = frozenset("әғқңөұүһі")
_CYRILLIC = re.compile("[а-яёәғқңөұүһі]")
_LATIN = re.compile("[a-z]")
#: Of the Cyrillic letters of a Kazakh text some 15 in 100 are letters that Russian has not; a name or two are fewer.
_SHARE = 0.04
#: Letters that a text has at least for them to say anything.
FEWEST = 20
#: Written so by mistake on many pages: the country's code for the language's.
_MISTAKEN = {"kz": "kk"}


def stated_language(code: str, languages: Sequence[str]) -> str:
    """Return the edition's language that a tag such as ``kk-KZ`` (BCP 47) names, or ""."""
    main = re.split(r"[-_]", code.strip().lower())[0]
    main = _MISTAKEN.get(main, main)
    return main if main in languages else ""


def language_by_letters(text: str, languages: Sequence[str], fewest: int = FEWEST) -> str:
    """Return the language that letters can only be, or "" where they leave a doubt or are fewer than ``fewest``."""
    text = text.lower()
    cyrillic, latin = _CYRILLIC.findall(text), len(_LATIN.findall(text))
    if len(cyrillic) + latin < fewest:
        return ""
    if latin > 2 * len(cyrillic):
        return "en" if "en" in languages else ""
    if cyrillic and sum(letter in _KAZAKH for letter in cyrillic) >= _SHARE * len(cyrillic):
        return "kk" if "kk" in languages else ""
    return "ru" if "ru" in languages else ""
