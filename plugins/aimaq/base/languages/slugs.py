"""Slugs: an address's part made from a title, in any script.

Letters that Russian and Kazakh share follow ICAO Doc 9303, part 3 (as Russian passports do); the Kazakh ones
follow the Latin alphabet that Kazakhstan's national commission approved in 2021, without its diacritics. Other
languages may have letters of their own (``aimaq.base.languages.known_languages``); any other letter is Unidecode's.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache

from unidecode import unidecode

from aimaq.base.languages.known_languages import language_of

__all__ = ["slugify"]

RUSSIAN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i",
    "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "ie", "ы": "y",
    "ь": "", "э": "e", "ю": "iu", "я": "ia",
}  # fmt: skip
KAZAKH = {"ә": "a", "ғ": "g", "қ": "q", "ң": "n", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "і": "i"}
LETTERS = str.maketrans(RUSSIAN | KAZAKH)
_OTHER = re.compile(r"[^\x00-\x7f]")
#: An apostrophe stands within a word: "об'єкт".
_WORD_BEGINS = r"(?<![\w'\u2019\u02bc])"


def slugify(text: str, lang: str = "") -> str:
    """Return small Latin letters, digits and single hyphens; "" if the text holds no letter or digit.

    ``lang`` is the language of the text where it is known: a German ü is "ue", a Turkish one "u".
    """
    # NFC first, because й and ё may come as a letter and a combining mark.
    small = unicodedata.normalize("NFC", text).lower()
    for pattern, latin in _own_letters(lang):
        small = pattern.sub(latin, small)
    plain = unicodedata.normalize("NFKD", small.translate(LETTERS))
    # A sign without a Latin letter is nothing, as an accent is: "№ 5" is "no-5", "—" is "".
    ascii_only = _OTHER.sub(lambda match: unidecode(match[0]) if match[0].isalpha() else "", plain)
    return "-".join(re.findall(r"[a-z0-9]+", ascii_only.lower()))


@cache
def _own_letters(lang: str) -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...]:
    """Return patterns that find a language's own letters, and what writes them; those that begin a word first."""
    language = language_of(lang)
    return tuple(
        _replacement(before, letters)
        for before, letters in ((_WORD_BEGINS, language.first_letters), ("", language.letters))
        if letters
    )


def _replacement(before: str, latin: Mapping[str, str]) -> tuple[re.Pattern[str], Callable[[re.Match[str]], str]]:
    longest_first = sorted(latin, key=len, reverse=True)
    pattern = re.compile(f"{before}(?:{'|'.join(map(re.escape, longest_first))})")
    return pattern, lambda match: latin[match[0]]
