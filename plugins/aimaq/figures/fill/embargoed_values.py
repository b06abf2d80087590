"""By what a figure that nobody may know of yet would be found in a site.

Values are searched for only where they can be told from other numbers: with their unit, and from three digits on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from aimaq.base.withheld import Withheld, written_forms
from aimaq.figures.fill.printing import machine
from aimaq.figures.grammar.numbers import NO_BREAK_SPACE, format_number
from aimaq.figures.ledger import Indicator, Ledger

__all__ = ["secrets"]

_DIGITS = 3


def secrets(whole: Ledger, public: Ledger) -> Iterator[Withheld]:
    """Yield what the ``whole`` ledger has and the ``public`` one has not; nothing, if they are the same.

    A release by its anchor, which pages and data have; a value by the markup that all its figures have, and as readers
    would see it: with its unit in every case and language, digits grouped or not, if no public value looks the same.
    """
    if whole is public:
        return
    public_values = ((each, value) for each in public.indicators.values() for value in _values(public, each))
    known = {form for each, value in public_values for form in _forms(each, value)}
    for key, indicator in whole.indicators.items():
        named = f'a value of "{key}" that is not public yet'
        releases = {(seen.period.text, seen.released) for seen in public.indicators[key].observations}
        for seen in indicator.observations:
            if (seen.period.text, seen.released) not in releases:
                anchor = f"r-{seen.period.text}-{seen.released}"
                yield Withheld(f'a release of "{key}" that is not public yet', (anchor,), "word")
        before = _values(public, public.indicators[key])
        for value in sorted(_values(whole, indicator) - before):
            yield Withheld(named, (f'value="{machine(value)}" data-indicator="{key}"',))
            if sum(map(str.isdigit, machine(value))) >= _DIGITS:
                texts = sorted(form for text in _forms(indicator, value) - known for form in written_forms(text))
                if texts:
                    yield Withheld(named, tuple(dict.fromkeys(texts)), "number")


def _values(ledger: Ledger, indicator: Indicator) -> set[Decimal]:
    """Return all values that an indicator has had, or that it is computed to have."""
    observed = indicator.observations or ledger.history(indicator.key)
    return {seen.value for seen in observed}


def _forms(indicator: Indicator, value: Decimal) -> set[str]:
    """Return the value with each form of its unit, as it is printed and as somebody would type it."""
    return {
        f"{number}{space}{unit}"
        for lang, cases in indicator.unit.items()
        for number in _numbers(format_number(value, lang, indicator.decimals))
        for unit in {form for forms in cases.values() for form in forms.values()}
        for space in (NO_BREAK_SPACE, " ")
    }


def _numbers(printed: str) -> Iterable[str]:
    """Return a printed number, and the same with common spaces and without any grouping."""
    return {printed, printed.replace(NO_BREAK_SPACE, " "), printed.replace(NO_BREAK_SPACE, "").replace(",", "")}
