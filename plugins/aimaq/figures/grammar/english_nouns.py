"""Propose the English forms of a unit from its singular, for an editor to review. Builds do not use this module.

Source: the regular plural in R. Quirk and others, A Comprehensive Grammar of the English Language, 5.79 ff.
"""

import re
from collections.abc import Mapping
from typing import Final

from aimaq.base.languages.messages import tr

__all__ = ["propose"]

_IRREGULAR: Final = {
    **{f"{stem}is": f"{stem}es" for stem in ("analys", "bas", "cris", "thes")},
    **{f"{stem}o": f"{stem}oes" for stem in ("ech", "her", "potat", "tomat", "torped", "vet")},
    "child": "children",
    "criterion": "criteria",
    "foot": "feet",
    "gas": "gases",
    "goose": "geese",
    "man": "men",
    "mouse": "mice",
    "ox": "oxen",
    "passer-by": "passers-by",
    "person": "people",
    "phenomenon": "phenomena",
    "quiz": "quizzes",
    "tooth": "teeth",
    "woman": "women",
    # Nouns with one form for both numbers, and numerals, which stay singular before a noun: 5 billion tenge.
    **dict.fromkeys(("aircraft", "deer", "fish", "hertz", "salmon", "sheep", "spacecraft", "som", "tenge", "yuan"), ""),
    **dict.fromkeys(("crossroads", "headquarters", "means", "series", "species"), ""),
    **dict.fromkeys(("billion", "dozen", "hundred", "million", "percent", "thousand", "trillion"), ""),
}
#: Nouns in -f and -fe whose plural is in -ves.
_VES: Final = ("calf", "half", "knife", "leaf", "life", "loaf", "self", "shelf", "thief", "wife", "wolf")
#: Words that end in "man" without being about one.
_NO_MEN: Final = ("german", "human", "ottoman", "roman", "shaman", "talisman", "turkoman")
#: What begins the part after the head noun: a preposition, or the scale of a degree.
_AFTER_HEAD: Final = frozenset(
    {"at", "by", "celsius", "fahrenheit", "for", "from", "in", "of", "on", "per", "to", "under", "with", "without"}
)


def propose(noun_phrase: str) -> Mapping[str, Mapping[str, str]]:
    """Return the forms of ``noun_phrase`` beside a number: "nominative" → CLDR plural category → form.

    The plural is that of the last noun before a preposition: "tonnes of steel", "production facilities". Raises
    ValueError for other characters than Latin letters.
    """
    words = noun_phrase.split()
    if not words or not all(re.fullmatch(r"[A-Za-z]+(?:[-'’][A-Za-z]+)*", word) for word in words):
        raise ValueError(
            tr(
                '"%(noun_phrase)s" is not understood; write it in the singular: "job", "square metre"',
                noun_phrase=noun_phrase,
            )
        )
    head = next((index for index, word in enumerate(words) if index and word.lower() in _AFTER_HEAD), len(words)) - 1
    if [word.lower() for word in words[-2:]] == ["per", "cent"]:
        return {"nominative": dict.fromkeys(("one", "other"), " ".join(words))}
    plural = [*words[:head], _plural(words[head]), *words[head + 1 :]]
    return {"nominative": {"one": " ".join(words), "other": " ".join(plural)}}


def _plural(noun: str) -> str:
    if noun in _IRREGULAR:
        return _IRREGULAR[noun] or noun
    before, hyphen, last = noun.rpartition("-")
    if hyphen:
        return f"{before}-{_plural(last)}"
    if noun.endswith("man") and not noun.lower().endswith(_NO_MEN):
        return f"{noun[:-2]}en"
    for end in ("child", "craft", "foot", "tooth"):  # schoolchild, hovercraft
        if noun.endswith(end):
            return noun.removesuffix(end) + (_IRREGULAR.get(end) or end)
    if noun.lower().endswith(_VES):
        return f"{noun.removesuffix('e')[:-1]}ves"
    if re.search(r"(?:s|x|z|ch|sh)$", noun):
        return f"{noun}es"
    if re.search(r"[^aeiou]y$", noun):
        return f"{noun[:-1]}ies"
    return f"{noun}s"
