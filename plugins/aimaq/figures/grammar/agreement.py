"""Words that agree with the number beside them: "создан 21 завод", "к 22 новым местам", "there are 2 plants".

An editor writes the forms of the word in the order of CLDR's plural categories. CLDR's rules choose the form for a
number: https://unicode.org/reports/tr35/tr35-numbers.html#Language_Plural_Rules. Which words agree depends on the
language: in Russian adjectives and verbs, in English only verbs, in Kazakh none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final

from aimaq.figures.grammar.numbers import format_number
from aimaq.figures.grammar.plurals import needed_categories, plural_categories, plural_category

__all__ = ["agreeing_forms", "examples"]

_INVARIABLE_ADJECTIVES: Final = frozenset({"en"})
_SAMPLES: Final = (*range(25), 10**6)


def agreeing_forms(forms: Sequence[str], lang: str, decimals: int, *, adjective: bool = False) -> Mapping[str, str]:
    """Return an editor's forms by plural category, for ``plurals.agreeing_form``.

    There may be one form for each category that numbers with ``decimals`` fraction digits can have (Russian whole
    numbers: one, few, many), one for each category of the language (with other), or two: for ``one`` and for every
    other number ("создан/создано", "новое/новых"). An ``adjective`` has a single form where adjectives do not change.
    Raises ValueError for another number of forms and where no word agrees; the message states what is expected.
    """
    count = len(forms)
    nothing_agrees = needed_categories(lang, 0) == ("other",)
    if adjective and count == 1 and (nothing_agrees or lang in _INVARIABLE_ADJECTIVES):
        return {"other": forms[0]}
    if nothing_agrees:
        advice = "give one form" if adjective else "write the word itself, without a marker"
        raise ValueError(f'in "{lang}" a word does not change with the number beside it: {advice}')
    needed = needed_categories(lang, decimals)
    for categories in (needed, plural_categories(lang)):
        if count == len(categories):
            return dict(zip(categories, forms, strict=True))
    # Beside a fraction a Russian adjective is in the genitive singular, which neither of two forms need be.
    two_allowed = not adjective or needed != ("other",)
    if count == 2 and two_allowed:
        return {"one": forms[0], "other": forms[1]}
    expected = {len(needed): "; ".join(f"{category}: {examples(category, lang, decimals)}" for category in needed)}
    if adjective and lang in _INVARIABLE_ADJECTIVES:
        expected[1] = "every number"
    if two_allowed:
        expected.setdefault(2, "one; every other number")
    texts = " or ".join(f"{number} ({expected[number]})" for number in sorted(expected))
    raise ValueError(f'{"1 form" if count == 1 else f"{count} forms"} in "{lang}", expected {texts}')


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
