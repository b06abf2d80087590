"""The order of names in a language, as its readers look them up: by its alphabet, not by the numbers of its letters.

It is CLDR's (UTS 10 with the tailoring of each language) for what names hold: letters of the language, digits, spaces
and common signs. ``known_languages`` has the alphabets; a test compares them with ICU's collation.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from aimaq.base.languages.known_languages import language_of

__all__ = ["SortKey", "sort_key"]

SortKey = tuple[tuple[tuple[int, int], ...], tuple[str, ...], str]
"""Letters by their places; of equal ones, е before ё; of these, small letters before capital ones."""

#: Signs come before digits, and digits before letters.
_SIGNS: Final = " _-‐–—,;:!?.'‘’\"“”„«»()"
_SIGN, _DIGIT, _LETTER, _OTHER = range(4)


@dataclass(frozen=True, slots=True)
class _Alphabet:
    """The place of each letter; ``letter`` finds the next one in a text, which may have two characters."""

    places: Mapping[str, int]
    same: Mapping[str, str]
    letter: re.Pattern[str]


def sort_key(text: str, lang: str) -> SortKey:
    """Return what texts of a language are sorted by."""
    alphabet = _alphabet(lang)
    text = unicodedata.normalize("NFC", text.replace("\N{NO-BREAK SPACE}", " "))
    small = text.replace("I", "ı").replace("İ", "i").lower() if "ı" in alphabet.places else text.lower()
    letters = alphabet.letter.findall(small)
    return tuple(place for each in letters for place in _places(each, alphabet)), tuple(letters), text.swapcase()


def _places(letter: str, alphabet: _Alphabet) -> Iterable[tuple[int, int]]:
    letter = alphabet.same.get(letter, letter)
    if letter in alphabet.places:
        return [(_LETTER, alphabet.places[letter])]
    if len(letter) > 1:
        return [place for each in letter for place in _places(each, alphabet)]
    if letter in _SIGNS:
        return [(_SIGN, _SIGNS.index(letter))]
    if letter.isdigit():
        return [(_DIGIT, unicodedata.digit(letter))]
    bare = unicodedata.normalize("NFD", letter)[0]
    if bare in alphabet.places:
        return [(_LETTER, alphabet.places[bare])]
    return [(_OTHER if letter.isalpha() else _SIGN, ord(bare) + len(_SIGNS))]


@cache
def _alphabet(lang: str) -> _Alphabet:
    language = language_of(lang)
    letters = [letter for letter in language.alphabet if letter not in language.same_letters]
    letters += language.last_letters
    pairs = "|".join(letter for letter in letters if len(letter) > 1)
    pattern = re.compile(f"{pairs}|." if pairs else ".", re.DOTALL)
    return _Alphabet({letter: place for place, letter in enumerate(letters)}, language.same_letters, pattern)
