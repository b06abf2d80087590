"""Propose the English forms of a unit from its singular, for an editor to review. Builds do not use this module.

Source: the regular plural in R. Quirk and others, A Comprehensive Grammar of the English Language, 5.79 ff.
"""

import re
from collections.abc import Mapping
from typing import Final

__all__ = ["propose"]

_IRREGULAR: Final = {
    "child": "children",
    "foot": "feet",
    "man": "men",
    "person": "people",
    "woman": "women",
    # Nouns with one form for both numbers, and numerals, which stay singular before a noun: 5 billion tenge.
    **{word: word for word in ("aircraft", "billion", "hertz", "million", "series", "tenge", "thousand", "trillion")},
}
_AFTER_HEAD: Final = frozenset({"at", "by", "for", "from", "in", "of", "on", "per", "to", "under", "with"})


def propose(noun_phrase: str) -> Mapping[str, Mapping[str, str]]:
    """Return the forms of ``noun_phrase`` beside a number: "nominative" → CLDR plural category → form.

    The plural is that of the last noun before a preposition: "tonnes of steel", "production facilities". Raises
    ValueError for other characters than Latin letters.
    """
    words = noun_phrase.split()
    if not words or not all(re.fullmatch(r"[A-Za-z]+(?:[-'’][A-Za-z]+)*", word) for word in words):
        raise ValueError(f'"{noun_phrase}" is not understood; write it in the singular: "job", "square metre"')
    head = next((index for index, word in enumerate(words) if index and word in _AFTER_HEAD), len(words)) - 1
    plural = [*words[:head], _plural(words[head]), *words[head + 1 :]]
    return {"nominative": {"one": " ".join(words), "other": " ".join(plural)}}


def _plural(noun: str) -> str:
    last = noun.rpartition("-")[2]
    if last in _IRREGULAR:
        return noun.removesuffix(last) + _IRREGULAR[last]
    if re.search(r"(?:s|x|z|ch|sh)$", noun):
        return f"{noun}es"
    if re.search(r"[^aeiou]y$", noun):
        return f"{noun[:-1]}ies"
    return f"{noun}s"
