"""Patterns of every form that a unit word may have in a plain text, and of its other spellings.

Russian: the ledger's forms and the whole paradigm (OpenCorpora's dictionary, read by pymorphy3, as for ``aimaq
forms``). Kazakh: the stem with the plural, possessive and case endings of any Kazakh grammar (көптік, тәуелдік and
септік жалғаулары). English: singular and plural.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Final

from aimaq.figures.grammar import english_nouns, russian_nouns

__all__ = ["GAP", "is_spelling", "noun_pattern", "other_spellings", "unit_pattern"]

#: Between two words of a plain text.
GAP = r" +"

#: The full stop of an abbreviation, unless it ends the sentence.
_DOT = r"(?:\.(?! *(?:\Z|[\n|]|(?-i:[A-ZА-ЯЁӘҒҚҢӨҰҮІ]))))?"
#: Other spellings of general units: how a ledger may call them, and the pattern of the spellings in any language.
_SPELLINGS: Final = (
    ({"тенге", "теңге", "tenge", "₸", "KZT", "тг", "тг."}, rf"теңге|(?:тг|тнг){_DOT}|₸|KZT|tenge"),
    (
        {"%", "процент", "пайыз", "percent"},
        r"%|процент(?:[ауек]|ов|ом|ам|ами|ах|ке|тен|ке|ті)?"
        r"|пайыз(?:[дғ][аы]|дан|дың|бен|ы|ын|ына|ынан)?|per ?cent",
    ),
    ({"человек", "чел."}, rf"чел{_DOT}|человек[а-я]{{0,2}}|люд(?:ей|ям|ьми|ях)"),
    ({"рабочее место"}, rf"раб\.? ?(?:мест[а-я]{{0,2}}|м{_DOT})|р\. ?м{_DOT}|рабмест[а-я]{{0,3}}"),
    ({"предприятие"}, rf"предпр{_DOT}"),
    ({"квадратный метр", "кв. м", "м²"}, rf"кв\.? ?м(?:етр[а-я]{{0,3}})?{_DOT}|м²|м2"),
    ({"шаршы метр", "ш. м", "м²"}, rf"(?:ш|шар|кв)\.? ?м{_DOT}|м²|м2"),
    ({"square metre", "m²"}, rf"sq\.? ?m{_DOT}|sqm|m²|m2"),
    ({"гектар", "hectare", "га", "ha"}, r"га|ha|гектар[а-яәіңғқ]{0,4}|hectares?"),
    ({"километр", "шақырым", "kilometre", "км", "km"}, r"км|km"),
    ({"тонна", "tonne", "т"}, r"тонн[а-яәіңғқ]{0,4}|т|tonnes?"),
)


def other_spellings(base: str) -> str:
    """Return a pattern of other ways to write a general unit: "тг", "₸" and "KZT" for «тенге»; "" for other units."""
    return next((pattern for names, pattern in _SPELLINGS if base in names), "")


def is_spelling(text: str, base: str) -> bool:
    """Return whether a text is another spelling of a unit: "KZT" of «тенге»."""
    return bool(re.fullmatch(other_spellings(base) or "(?!)", text, re.IGNORECASE))


def _phrase(words: Iterable[str]) -> str:
    return GAP.join(re.sub("[её]", "[её]", re.escape(word)) for word in words)


def _any_of(forms: Iterable[str]) -> str:
    """Return a pattern that matches any of the forms, the longest first."""
    return "|".join(_phrase(form.split()) for form in sorted(forms, key=lambda form: (-len(form), form)))


def _russian(base: str, forms: set[str]) -> str:
    return _any_of(forms | _paradigm(base))


@cache
def _paradigm(base: str) -> frozenset[str]:
    try:
        return russian_nouns.paradigm(base)
    except (ValueError, ModuleNotFoundError):
        # The dictionary lacks the word, or is not installed, of which `aimaq check` warns: the ledger's forms remain.
        return frozenset()


_PLURAL, _POSSESSIVE = r"(?:[лдт][ае]р)?", r"(?:[ыі]м[ыі]з|м[ыі]з|с[ыі]|[ыі])?"
_CASE = r"(?:[ндт][ыі]ң|[ғгқкн][ае]|[ндт][ыі]|н|н?[дт][ае]|н?[дтн][ае]н|н?[дт](?:ағы|егі)|[мбп]ен)?"


def _kazakh(base: str, forms: set[str]) -> str:
    *before, last = base.split()
    stems = "|".join(sorted(_stems(last), key=len, reverse=True))
    inflected = rf"(?:{stems}){_PLURAL}{_POSSESSIVE}{_CASE}"
    return f"{_any_of(forms)}|{GAP.join([*map(re.escape, before), inflected])}"


def _stems(word: str) -> set[str]:
    """Return the stems to which endings are added: the word, its voiced form, and its forms with a vowel that drops."""
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
    try:
        forms = forms | {*english_nouns.propose(base)["nominative"].values()}
    except ValueError:  # not Latin letters
        forms = forms | {base}
    spelled = forms | {form.replace("metre", "meter") for form in forms}
    return rf"(?:{_any_of(spelled)})(?:[’']s?)?"


_FORMS: Final[Mapping[str, Callable[[str, set[str]], str]]] = {"ru": _russian, "kk": _kazakh, "en": _english}


def unit_pattern(base: str, forms: set[str], lang: str) -> str:
    """Return the pattern of all forms of a unit; ``base`` is its dictionary form, ``forms`` those in the ledger."""
    if not re.match(r"\w", base):
        return _any_of(forms)  # a sign, such as "%"
    return _FORMS[lang](base, forms)


def noun_pattern(base: str, forms: set[str], lang: str) -> str:
    """Return the pattern of the unit without the adjectives before its noun; "" where it has no adjectives."""
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
