"""CLDR's plural categories, and words that agree with the number beside them: "создан 21 завод", "к 22 новым местам".

An editor writes the forms of a word in the order of the categories. CLDR's rules, by Babel, choose the form for a
number: https://unicode.org/reports/tr35/tr35-numbers.html#Language_Plural_Rules. Which words agree depends on the
language: in Russian adjectives and verbs, in English only verbs, in Kazakh none (``known_languages``).
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final

from aimaq.base.languages.known_languages import language_of
from aimaq.base.languages.messages import tr, tr_number
from aimaq.figures.grammar.locales import locale_of
from aimaq.figures.grammar.numbers import format_number, rounded

__all__ = ["agreeing_form", "agreeing_forms", "examples", "needed_categories", "plural_categories", "plural_category"]

_CLDR_ORDER: Final = ("zero", "one", "two", "few", "many", "other")

_SAMPLES: Final = (*range(25), 10**6)


def plural_category(value: Decimal, lang: str, decimals: int) -> str:
    """Return CLDR's plural category of ``value`` as printed with ``decimals`` fraction digits.

    Visible zeros count (operand v of UTS 35): in Russian 1 is "one" and 1,0 is "other". Raises ValueError as
    ``rounded`` and ``locale_of`` do.
    """
    return _category(rounded(value, decimals), decimals, lang)


@lru_cache(maxsize=4096)
def _category(printed: Decimal, decimals: int, lang: str) -> str:
    # `decimals` is part of the cache's key: Decimal("1") == Decimal("1.0"), but their categories differ.
    return locale_of(lang).plural_form(printed)


def agreeing_form(forms: Mapping[str, str], value: Decimal, lang: str, decimals: int) -> str:
    """Return the form of a unit (``forms``: plural category → text) beside ``value`` as printed.

    A category without a form uses "other" (UTS 35). Raises KeyError("other") if that is missing too, and
    ValueError as ``plural_category`` does.
    """
    category = plural_category(value, lang, decimals)
    return forms[category] if category in forms else forms["other"]


@cache
def plural_categories(lang: str) -> tuple[str, ...]:
    """Return the categories that CLDR has for ``lang``, in CLDR's order; "other" is always the last."""
    known = locale_of(lang).plural_form.tags | {"other"}
    return tuple(category for category in _CLDR_ORDER if category in known)


@cache
def needed_categories(lang: str, decimals: int) -> tuple[str, ...]:
    """Return the categories for which a unit printed with ``decimals`` fraction digits needs a form.

    Russian whole numbers need one, few and many; numbers with a visible fraction need only other. Kazakh needs only
    other. A form that is not needed may still be given.
    """
    if not language_of(lang).noun_changes:
        return ("other",)
    # CLDR's rules depend on the last two or three digits of the whole part or of the fraction, or on millions (in
    # Romance languages "many"). These numbers cover every rule.
    hundreds = range(1001)
    whole = (Decimal(n) for n in (*hundreds, 10**6, 10**9))
    fractions = (Decimal(n).scaleb(-decimals) for n in hundreds)
    found = {plural_category(value, lang, decimals) for value in {*whole, *fractions}}
    return tuple(category for category in plural_categories(lang) if category in found)


def agreeing_forms(forms: Sequence[str], lang: str, decimals: int, *, adjective: bool = False) -> Mapping[str, str]:
    """Return an editor's forms by plural category, for ``agreeing_form``.

    There may be one form for each category that numbers with ``decimals`` fraction digits can have (Russian whole
    numbers: one, few, many), one for each category of the language (with other), or two: for ``one`` and for every
    other number ("создан/создано", "новое/новых"). An ``adjective`` has a single form where adjectives do not change.
    Raises ValueError for another number of forms and where no word agrees; the message states what is expected.
    """
    count = len(forms)
    nothing_agrees = needed_categories(lang, 0) == ("other",)
    if adjective and count == 1 and (nothing_agrees or not language_of(lang).adjective_changes):
        return {"other": forms[0]}
    if nothing_agrees:
        advice = tr("give one form") if adjective else tr("write the word itself, without a marker")
        raise ValueError(
            tr('in "%(lang)s" a word does not change with the number beside it: %(advice)s', lang=lang, advice=advice)
        )
    needed = needed_categories(lang, decimals)
    for categories in (needed, plural_categories(lang)):
        if count == len(categories):
            return dict(zip(categories, forms, strict=True))
    # Beside a fraction a Russian adjective is in the genitive singular, which neither of two forms need be.
    two_allowed = not adjective or needed != ("other",)
    if count == 2 and two_allowed:
        return {"one": forms[0], "other": forms[1]}
    expected = {len(needed): "; ".join(f"{category}: {examples(category, lang, decimals)}" for category in needed)}
    if adjective and not language_of(lang).adjective_changes:
        expected[1] = tr("every number")
    if two_allowed:
        expected.setdefault(2, tr("one; every other number"))
    texts = tr(" or ").join(f"{number} ({expected[number]})" for number in sorted(expected))
    raise ValueError(
        tr_number(
            '%(number)s form in "%(lang)s", expected %(expected)s',
            '%(number)s forms in "%(lang)s", expected %(expected)s',
            count,
            lang=lang,
            expected=texts,
        )
    )


def examples(category: str, lang: str, decimals: int) -> str:
    """Return example numbers of a plural category, for a message: "2–4, 22–24" for the Russian ``few``.

    They are whole numbers where ``decimals`` is 0, else a number with a fraction: "1,5".
    """
    if decimals:
        tenths = (Decimal(number).scaleb(-1) for number in (15, *range(1001)))
        found = (number for number in tenths if plural_category(number, lang, 1) == category)
        return format_number(next(found), lang, 1)
    numbers = [number for number in _SAMPLES if plural_category(Decimal(number), lang, 0) == category]
    starts = [0, *(index for index, (a, b) in enumerate(pairwise(numbers), 1) if b != a + 1), len(numbers)]
    runs = [numbers[start:end] for start, end in pairwise(starts)][:2]
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
