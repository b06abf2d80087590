"""The forms of Russian adjectives between a number and its unit, as the option ``with`` of a marker takes them."""

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import product
from typing import Final

from aimaq.figures.grammar.russian_nouns import adjective_forms

__all__ = ["forms_with_unit"]

_ENDING: Final = re.compile(r"(?:[ыи]х|[ыи]ми?|[ыио]й|[ая]я|[ое]е|[ое]го|[ое]му|[ое]м|[ую]ю|ые|ие)\Z")
_NOMINATIVES: Final = (("ое", "ее"), ("ый", "ий", "ой"), ("ая", "яя"))
_MOST: Final = 3


@lru_cache(maxsize=256)
def forms_with_unit(adjectives: str, unit: str) -> Mapping[str, tuple[str, ...]]:
    """Return the forms of typed adjectives beside a unit by case: «новых» is "новое/новых" in the nominative.

    Nothing is returned for more than three words, for a list, and for words that the dictionary does not know as
    adjectives or that is not installed.
    """
    stems = [_ENDING.sub("", word) for word in adjectives.lower().split()]
    if not 0 < len(stems) <= _MOST or not all(stem.isalpha() for stem in stems) or stems == adjectives.lower().split():
        return {}
    for endings in _NOMINATIVES:
        for chosen in product(endings, repeat=len(stems)):
            words = " ".join(stem + ending for stem, ending in zip(stems, chosen, strict=True))
            try:
                found = adjective_forms(f"{words} {unit}")
            except (ValueError, ModuleNotFoundError):
                continue
            return {
                case: tuple(" ".join(form.split()[: len(stems)]) for form in forms) for case, forms in found.items()
            }
    return {}
