"""The key of a word: what a word, its other forms and its other spellings have in common, for the search.

A key is written in small Latin letters: Алматы, Almaty and Алматыда have one, қазақстан and казакстан too. The rules
are those of ``word_endings``. ``theme/scripts/search.js`` makes the same keys of what a reader looks for; a test
compares the two.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.numbers import get_decimal_symbol, get_group_symbol

from aimaq.base.languages.known_languages import language_of
from aimaq.base.languages.word_endings import NO_ENDINGS, WORD_ENDINGS

__all__ = ["WordKeys", "word_keys"]

_LETTERS: Final = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "j", "з": "z", "и": "i", "й": "i",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia",
    "ә": "a", "ғ": "g", "қ": "k", "ң": "n", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "і": "i",
    "ї": "i", "є": "ie", "ґ": "g", "ß": "ss", "ł": "l", "ı": "i", "ø": "o", "đ": "d",
}  # fmt: skip
#: Spaces that stand between groups of digits, in any language.
_SPACES: Final = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
_NO_LETTERS: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, eq=False)
class WordKeys:
    """What makes the keys of one language, as the browser gets it.

    ``latin`` is read as other letters, one after another, and each of ``letters`` is written as others. ``whole`` words
    lose nothing. Each of ``steps`` has how many letters it keeps, whether its endings are chained, and these with what
    replaces them, the longest first. ``group`` and ``decimal`` are signs in numbers.
    """

    latin: Sequence[tuple[str, str]]
    letters: Mapping[str, str]
    whole: Sequence[str]
    steps: Sequence[tuple[int, bool, Sequence[tuple[str, str]]]]
    group: str
    decimal: str

    def keys(self, text: str) -> Iterator[tuple[str, ...]]:
        """Yield the keys of each word and number of a text, in order: those of which it shares one with its forms."""
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
            unseen = {each for each in set(text) if unicodedata.category(each) in ("Mn", "Cf")}
            if unseen:  # in few texts, and each letter would be looked at
                text = "".join(each for each in text if each not in unseen)
        for match in _words(self.group, self.decimal).finditer(text):
            if match[1]:
                yield (re.sub(f"[{self.decimal}]", ".", re.sub(f"[{self.group}]", "", match[1])),)
            elif (keys := _keys(self, match[0])) and not (
                text[match.start() - 1 : match.start()] == "-" and _is_ending(self, match[0])
            ):
                yield keys


@cache
def _words(group: str, decimal: str) -> re.Pattern[str]:
    number = rf"[0-9]{{1,3}}(?:[{group}][0-9]{{3}})+(?![0-9])(?:[{decimal}][0-9]+)?|[0-9]+(?:[{decimal}][0-9]+)?"
    # An ending after a number, as in 2 522-ге, is no word.
    return re.compile(rf"({number})(?:-[^\W\d_]+)?|[^\W_](?:[^\W_]|['’‘`](?=[^\W\d_]))*")


@cache
def _keys(rules: WordKeys, word: str) -> tuple[str, ...]:
    plain = _plain(word, rules.latin, rules.letters)
    if not plain or any(map(str.isdigit, plain)):
        return (plain,) if plain else ()
    found = [plain]
    for keeps, chained, endings in rules.steps:
        shorter = (_shortened(each, keeps, endings, rules.whole, chained=chained) for each in found)
        found = list(dict.fromkeys(each for some in shorter for each in some))
    return tuple(found)


def _shortened(
    word: str, keeps: int, endings: Sequence[tuple[str, str]], whole: Sequence[str], *, chained: bool
) -> Iterator[str]:
    if word in whole:
        fitting = []
    else:
        fitting = [pair for pair in endings if len(word) - len(pair[0]) >= keeps and word.endswith(pair[0])]
    if not fitting:
        yield word
    for ending, instead in fitting if chained else fitting[:1]:
        rest = word[: len(word) - len(ending)] + instead
        if chained:
            yield from _shortened(rest, keeps, endings, whole, chained=True)
        else:
            yield rest


def _is_ending(rules: WordKeys, word: str) -> bool:
    """Return whether a word after a hyphen is an ending, as in АЕК-ке."""
    plain = _plain(word, rules.latin, rules.letters)
    return any(chained and any(plain == ending for ending, _ in endings) for _, chained, endings in rules.steps)


def _plain(word: str, latin: Iterable[tuple[str, str]], letters: Mapping[str, str]) -> str:
    """Return a word in small Latin letters without accents, and digits."""
    word = word.lower()
    for written, instead in latin:
        word = word.replace(written, instead)
    written = "".join(letters.get(letter, letter) for letter in word)
    return _NO_LETTERS.sub("", unicodedata.normalize("NFKD", written))


@cache
def word_keys(lang: str) -> WordKeys:
    """Return what makes the keys of a language; of one whose endings are not known, words are compared as they are."""
    own = WORD_ENDINGS.get(lang, NO_ENDINGS)
    letters = _LETTERS | {letter: _plain(instead, (), _LETTERS) for letter, instead in own.letters.items()}
    steps = []
    for step in own.steps:
        pairs = (each.partition(">") for each in step.endings.split())
        endings = {_plain(ending, (), letters): _plain(instead, (), letters) for ending, _, instead in pairs}
        longest_first = sorted(endings.items(), key=lambda pair: (-len(pair[0]), pair[0]))
        steps.append((step.keeps, step.chained, tuple(longest_first)))
    whole = tuple(_plain(word, (), letters) for word in own.whole.split())
    return WordKeys(tuple(own.latin.items()), letters, whole, tuple(steps), *_signs(lang))


def _signs(lang: str) -> tuple[str, str]:
    """Return what may stand between groups of digits, and before a fraction: a reader may type a point for a comma."""
    try:
        locale = Locale.parse(language_of(lang).locale)
    except UnknownLocaleError:
        return _SPACES, ".,"
    group = get_group_symbol(locale)
    signs = _SPACES if group.isspace() else _SPACES + group
    decimal = get_decimal_symbol(locale)
    return signs, decimal if decimal in signs or "." in signs or "," in signs else ".,"
