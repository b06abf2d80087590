"""Words whose letters come from two alphabets: "меcт" with a Latin c looks right, and no search or check finds it."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from aimaq.base.languages.messages import tr

__all__ = ["MixedWord", "mixed_words"]

# Greek letters stand in formulas beside Latin ones (πr, Δt), so only those that look like other letters count.
_LATIN: Final = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1d00-\u1d25\u1d6b-\u1d77\u1d79-\u1d9a\u1e00-\u1eff\u2c60-\u2c7f"
    "\ua722-\ua7ca\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d6a3"
)
_CYRILLIC: Final = "\u0400-\u0481\u048a-\u052f\u1c80-\u1c8a\ua640-\ua66e\ua680-\ua69b"
_GREEK: Final = (
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf\u03bd\u03f2\u03f3"
)
_OTHERS: Final = "\u0531-\u0556\u0561-\u0587\u13a0-\u13f5\u13f8-\u13fd\u2c80-\u2ce4"
#: Accents, and characters without a width, which stand within words.
_WITHIN: Final = "\u0300-\u036f\u00ad\u034f\u200b-\u200d\u2060"
_ALPHABETS: Final = {"Latin": _LATIN, "Cyrillic": _CYRILLIC, "Greek": _GREEK, "Other": _OTHERS}
_WORD: Final = re.compile(f"[{''.join(_ALPHABETS.values())}][{''.join(_ALPHABETS.values())}{_WITHIN}]*")
_ONE: Final = re.compile("|".join(f"(?P<{name}>[{letters}])" for name, letters in _ALPHABETS.items()))
#: Where two alphabets meet: most texts have no such place, and are searched once.
_MEETING: Final = re.compile(
    "|".join(
        f"[{letters}][{_WITHIN}]*[{''.join(others for name, others in _ALPHABETS.items() if name != own)}]"
        for own, letters in _ALPHABETS.items()
    )
)
_LOOK_ALIKES: Final = dict(zip("ABCEHIJKMOPSTXYaceihjopsxy", "АВСЕНІЈКМОРЅТХУасеіһјорѕху", strict=True))
_CYRILLIC_FOR: Final = str.maketrans(_LOOK_ALIKES)
_LATIN_FOR: Final = str.maketrans({cyrillic: latin for latin, cyrillic in _LOOK_ALIKES.items()})


@dataclass(frozen=True, slots=True)
class MixedWord:
    """A word of two alphabets, the offset of its first letter from the rarer one, and what to say about it."""

    word: str
    offset: int
    message: str
    hint: str


def mixed_words(text: str) -> Iterator[MixedWord]:
    """Yield each word of a text that has letters of two alphabets."""
    if _MEETING.search(text):
        for match in _WORD.finditer(text):
            if _MEETING.search(match[0]):
                yield _mixed(match[0], match.start())


@cache
def _alphabet_names() -> Mapping[str, str]:
    return {"Latin": tr("Latin"), "Cyrillic": tr("Cyrillic"), "Greek": tr("Greek")}


def _mixed(word: str, start: int) -> MixedWord:
    alphabets = [(match.lastgroup or "", match.start()) for match in _ONE.finditer(word)]
    counts = Counter(name for name, _ in alphabets)
    # Of a word half and half, the first letter decides.
    own = max(counts, key=lambda name: counts[name])
    at = next(at for name, at in alphabets if name != own)
    letter = word[at]
    others = unicodedata.name(word[next(at for name, at in alphabets if name == own)]).split()[0].title()
    character = f"U+{ord(letter):04X} ({unicodedata.name(letter, 'a letter')})"
    message = tr(
        'the letter "%(letter)s" in "%(word)s" is %(character)s, and the other letters are %(others)s',
        letter=letter,
        word=word,
        character=character,
        others=_alphabet_names().get(others, others),
    )
    mended = word.translate(_CYRILLIC_FOR if own == "Cyrillic" else _LATIN_FOR if own == "Latin" else {})
    if len({match.lastgroup for match in _ONE.finditer(mended)}) == 1:
        return MixedWord(
            word, start + at, message, tr('type the word anew, in one alphabet: "%(mended)s"', mended=mended)
        )
    return MixedWord(
        word, start + at, message, tr("type the word anew, or put a hyphen between words of two alphabets")
    )
