"""The strings that would give away a figure that is not public yet.

A value counts only with its unit and from three digits on: other numbers could look the same.
"""

from collections.abc import Iterator
from decimal import Decimal

from aimaq.base.languages.messages import tr
from aimaq.base.withheld import Withheld, written_forms
from aimaq.figures.grammar.numbers import NO_BREAK_SPACE, format_number, machine
from aimaq.figures.grammar.quantities import beside
from aimaq.figures.ledger import Indicator, Ledger
from aimaq.figures.ledger.releases import releases

__all__ = ["withheld_values"]

_MIN_DIGITS = 3


def withheld_values(whole: Ledger, public: Ledger) -> Iterator[Withheld]:
    """Yield the withheld strings of what the ``whole`` ledger has and the ``public`` one has not.

    A release has its anchor, which pages and data contain; with the indicator's page before it, if another indicator
    has the same anchor in public. A value has the markup of its figures, and its text with the
    unit in every case and language, digits grouped or not, unless a public value looks the same.
    """
    if whole is public:
        return
    public_values = ((each, value) for each in public.indicators.values() for value in _values(public, each))
    known = {form for each, value in public_values for form in _forms(each, value)}
    known_anchors = {key: _anchors(public, key) for key in public.indicators}
    every_anchor = frozenset().union(*known_anchors.values())
    for key, indicator in whole.indicators.items():
        named = tr('a value of "%(key)s" that is not public yet', key=key)
        for anchor in sorted(_anchors(whole, key) - known_anchors[key]):
            # Another indicator's page may have the same anchor in public.
            form = f"{key}/#{anchor}" if anchor in every_anchor else anchor
            yield Withheld(tr('a release of "%(key)s" that is not public yet', key=key), (form,), "word")
        before = _values(public, public.indicators[key])
        for value in sorted(_values(whole, indicator) - before):
            yield Withheld(named, (f'value="{machine(value)}" data-indicator="{key}"',))
            if sum(map(str.isdigit, machine(value))) >= _MIN_DIGITS:
                texts = sorted(form for text in _forms(indicator, value) - known for form in written_forms(text))
                if texts:
                    yield Withheld(named, tuple(dict.fromkeys(texts)), "number")


def _anchors(ledger: Ledger, key: str) -> frozenset[str]:
    """Return the anchors of all releases of an indicator, recorded or computed."""
    return frozenset(each.anchor for each in releases(ledger, key))


def _values(ledger: Ledger, indicator: Indicator) -> set[Decimal]:
    """Return all values that an indicator has had, recorded or computed, and the bounds of their ranges."""
    observations = indicator.observations or ledger.history(indicator.key)
    bounds = {bound for seen in observations if seen.range for bound in (seen.range.low, seen.range.high)}
    return bounds | {seen.value for seen in observations}


def _forms(indicator: Indicator, value: Decimal) -> set[str]:
    """Return the value with each form of its unit, as it is printed and as people type it."""
    found = set()
    for lang, cases in indicator.unit.items():
        printed = format_number(value, lang, indicator.decimals)
        spaced = printed.replace(NO_BREAK_SPACE, " ")
        numbers = {printed, spaced, spaced.replace(" ", "").replace(",", "")}
        units = {form for forms in cases.values() for form in forms.values()}
        amounts = {beside(number, unit, lang) for number in numbers for unit in units}
        # A sign for per cent is typed with a space and without one.
        amounts |= {f"{number}{NO_BREAK_SPACE}{unit}" for number in numbers for unit in units if unit.startswith("%")}
        found |= amounts | {amount.replace(NO_BREAK_SPACE, " ") for amount in amounts}
    return found
