"""Every form that a unit word may have in a text, as patterns.

Russian: the ledger's forms and the whole paradigm (OpenCorpora's dictionary, read by pymorphy3, as for ``inv
forms``). Kazakh: the stem with the plural, possessive and case endings of any Kazakh grammar (көптік, тәуелдік and
септік жалғаулары). English: singular and plural.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Final

from aimaq.figures.grammar.english_nouns import propose

__all__ = ["GAP", "any_of", "forms_of", "short_forms_of"]

_SPACE = r"[ \t\u00a0\u2007\u2009\u202f]"
#: Between two words: spaces or one line end, emphasis, the bracket of a link.
GAP = rf"(?:[*_\]]{{0,3}}(?:{_SPACE}+(?:\n[ \t>]*)?|\n[ \t>]*|&(?:nbsp|thinsp|\#160);)[*_\[]{{0,3}})"


def _phrase(words: Iterable[str]) -> str:
    return GAP.join(re.sub("[её]", "[её]", re.escape(word)) for word in words)


def any_of(forms: Iterable[str]) -> str:
    """Return the pattern of any of these forms, the longest first."""
    return "|".join(_phrase(form.split()) for form in sorted(forms, key=lambda form: (-len(form), form)))


def _russian(base: str, forms: set[str]) -> str:
    return any_of(forms | _paradigm(base))


@cache
def _paradigm(base: str) -> frozenset[str]:
    from aimaq.figures.grammar.russian_nouns import (
        paradigm,  # the dictionary is read only where there is a Russian unit
    )

    try:
        return paradigm(base)
    except ValueError:  # the dictionary does not know the word: the ledger's own forms have to do
        return frozenset()


_PLURAL, _POSSESSIVE = r"(?:[лдт][ае]р)?", r"(?:[ыі]м[ыі]з|м[ыі]з|с[ыі]|[ыі])?"
_CASE = r"(?:[ндт][ыі]ң|[ғгқкн][ае]|[ндт][ыі]|н|н?[дт][ае]|н?[дтн][ае]н|[мбп]ен)?"


def _kazakh(base: str, forms: set[str]) -> str:
    *before, last = base.split()
    stems = "|".join(sorted(_stems(last), key=len, reverse=True))
    ending = rf"(?:{stems}){_PLURAL}{_POSSESSIVE}{_CASE}"
    stem = GAP.join([*map(re.escape, before), ending])
    return f"{any_of(forms)}|{stem}"


def _stems(word: str) -> set[str]:
    """Return what endings join: the word, its voiced form, and its form without or with a vowel that comes and goes."""
    stems = {word}
    if word[-1] in "ыі" and len(word) > 3:
        bare = word[:-1]  # жұмыс орны: орын with the possessive ending
        stems |= {bare, f"{bare[:-1]}ы{bare[-1]}", f"{bare[:-1]}і{bare[-1]}"}
    if voiced := {"п": "б", "к": "г", "қ": "ғ"}.get(word[-1]):
        stems.add(word[:-1] + voiced)
    if re.search(r"[^аәеоөұүыіиу][ыі][нлрзсмп]$", word):
        stems.add(word[:-2] + word[-1])  # кәсіпорын: кәсіпорны
    return stems


def _english(base: str, forms: set[str]) -> str:
    forms = forms | _singular_and_plural(base)
    spelled = forms | {form.replace("metre", "meter") for form in forms}
    return rf"(?:{any_of(spelled)})(?:[’']s?)?"


@cache
def _singular_and_plural(base: str) -> frozenset[str]:
    try:
        return frozenset(propose(base)["nominative"].values())
    except ValueError:  # other letters than English has
        return frozenset({base})


_FORMS: Final[Mapping[str, Callable[[str, set[str]], str]]] = {"ru": _russian, "kk": _kazakh, "en": _english}


def forms_of(base: str, forms: set[str], lang: str) -> str:
    """Return the pattern of a unit in its dictionary form, of which a ledger lists ``forms``."""
    return _FORMS[lang](base, forms)


def short_forms_of(base: str, forms: set[str], lang: str) -> str:
    """Return the pattern of the unit's noun without the adjectives before it; "" where it has none."""
    words = base.split()
    if lang == "ru":
        count = next((n for n, word in enumerate(words) if not re.search(r"(?:[ыио]й|[ая]я|[ое]е)$", word)), 0)
        forms = forms | _paradigm(base)
    elif lang == "kk" or len(words) > 1:
        count = len(words) - 1
    else:
        count = 0
    if not count:
        return ""
    if lang == "kk":
        return _kazakh(words[-1], {form.split()[-1] for form in forms})
    shorter = {" ".join(form.split()[drop:]) for form in forms for drop in range(1, count + 1)}
    return _FORMS[lang](" ".join(words[count:]), shorter)
