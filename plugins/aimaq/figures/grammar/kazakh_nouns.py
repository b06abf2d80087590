"""Propose the Kazakh case forms of a unit from its dictionary form, for an editor to review.

Builds do not use this module. After a number the noun is in the singular, so each case has one form. Only the last
word of a phrase takes the suffix ("шағын өнеркәсіптік паркке").

Source: the declension of nouns, plain (жай септеу) and possessive (тәуелді септеу), in Қазақ грамматикасы. Фонетика,
сөзжасам, морфология, синтаксис (Астана, 2002) and any school grammar. A borrowed word is refused if its sounds do not
determine its suffixes.
"""

from collections.abc import Mapping
from typing import Final

from aimaq.figures.grammar.kazakh_suffixes import (
    BACK_VOWELS,
    FRONT_VOWELS,
    KAZAKH_CASES,
    SOUNDS,
    Sound,
    possessed_suffix,
    suffix,
)

__all__ = ["propose"]

# я is pronounced йа. и and у belong to no row of vowels, and take suffixes as consonants do: биге, оқуға.
_FINAL: Final = {**SOUNDS, "я": Sound.VOWEL, "и": Sound.SONORANT, "ф": Sound.VOICELESS}
_ROWS: Final = {**dict.fromkeys(BACK_VOWELS + "я", False), **dict.fromkeys(FRONT_VOWELS, True)}
_NEUTRAL: Final = {"и": True, "у": False}
#: Borrowed words with a back vowel that nevertheless take front suffixes.
_FRONT_LOANS: Final = ("банк", "парк")


def propose(noun_phrase: str, *, possessive: bool | None = None) -> Mapping[str, Mapping[str, str]]:
    """Return the forms of ``noun_phrase`` beside a number: case → "other" → form.

    ``noun_phrase`` stands in the nominative singular. ``possessive`` says whether its last word belongs to the one
    before it ("жұмыс орны"). None assumes so for a phrase of at least two words whose last word ends in ы or і, unless
    it names the doer of an action ("жаңа оқушы"). Raises ValueError for a word whose sounds do not determine its
    suffixes.
    """
    words = noun_phrase.split()
    if not words or not all(word.isalpha() for word in noun_phrase.replace("-", " ").split()):
        raise ValueError(f'"{noun_phrase}" is not understood; write it in the nominative singular: "жұмыс орны"')
    word = words[-1].lower()
    ending = word.endswith(("ы", "і"))
    if possessive is None:
        possessive = ending and len(words) > 1 and not word.endswith(("шы", "ші"))
    if possessive and not ending:
        raise ValueError(f'"{word}" has no possessive ending: expected ы, і, сы or сі, as in "жұмыс орны"')
    phrase = " ".join(words)
    front = _front(word)
    if possessive:
        suffixes = {case: possessed_suffix(case, front=front) for case in KAZAKH_CASES}
    else:
        suffixes = {case: suffix(case, _FINAL[word[-1]], front=front) for case in KAZAKH_CASES}
    return {case: {"other": phrase + suffixes.get(case, "")} for case in ("nominative", *KAZAKH_CASES)}


def _front(word: str) -> bool:
    """Return whether a word takes suffixes with front vowels; raise ValueError where its sounds do not decide."""
    if word.endswith(_FRONT_LOANS):
        return True
    letters = [letter for letter in word if letter in BACK_VOWELS + FRONT_VOWELS + "яиу"]
    advice = "write its forms by hand, as a newspaper does"
    unsure = ValueError(f'the suffixes of "{word}" do not follow from its sounds: {advice}')
    doubled = word[-1:] == word[-2:-1]  # грамм loses one of them: грамға
    if word[-1] not in _FINAL or not letters or doubled or word.endswith("кт"):
        raise unsure
    last, rows = letters[-1], [_ROWS[letter] for letter in letters if letter in _ROWS]
    if last in _NEUTRAL and last != word[-1]:
        front = _NEUTRAL[last]  # a borrowed word's last syllable: кредитке, клубқа
    elif rows:
        front = rows[-1]
        if last == "и" and not front:
            raise unsure  # такси, but also native words
    else:
        front = _NEUTRAL[last]
    if word[-1] in "кг" and not front:
        raise unsure  # both letters stand for front sounds: банкке, but педагогқа
    return front
