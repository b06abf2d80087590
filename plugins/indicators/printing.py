"""A marker's value in words: the ledger's figure and the grammar's forms, joined for one language and one date."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from support.problems import suggest

from .grammar import (
    KAZAKH_CASES,
    agreeing_form,
    format_change,
    format_number,
    format_period,
    with_suffix,
)
from .ledger import Assertion, Indicator, Ledger, Observation, Reference
from .markers import PUBLISHED, Figure, MarkerError

__all__ = ["NBSP", "Printed", "Printer", "machine"]

NBSP = "\u00a0"


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as it is printed.

    ``text`` is for people, ``value`` for machines (a decimal number, or the ISO period that ``as-of`` prints), and
    ``form`` names what was asked for. ``then`` is the number as known on the article's date, where a live value
    has moved since, and "" otherwise.
    """

    text: str
    value: str
    key: str
    form: str
    then: str = ""


def machine(value: Decimal) -> str:
    """Return a number as JSON, HTML's ``<data>`` and CSV write it: no grouping, no exponent, no idle zeros."""
    plain = format(value, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


class Printer:
    """Prints figures from one ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    def print(self, figure: Figure, lang: str, published: str = "") -> Printed:
        """Return the figure in a language; ``published`` is the ISO date of the article, "" for an undated page.

        Raises :class:`MarkerError` where the ledger has no such key, period, plan, case or language.
        """
        indicator = self._indicator(figure.key)
        if lang not in indicator.label:
            raise MarkerError(f'indicator "{figure.key}" has no texts in "{lang}"{suggest(lang, indicator.label)}')
        form = "-".join(part for part in (figure.show, figure.case) if part) or "nominative"
        if figure.show == "label":
            return Printed(indicator.label[lang], "", figure.key, form)
        ledger = self._ledger(figure, published)
        seen = self._observation(ledger, figure, published)
        if figure.show == "as-of":
            return Printed(format_period(seen.period.text, lang), seen.period.text, figure.key, form)
        value = self._change(ledger, figure) if figure.show == "change" else seen.value
        text = self._text(indicator, figure, value, lang)
        return Printed(text, machine(value), figure.key, form, self._then(indicator, figure, value, lang, published))

    def holds(self, assertion: Assertion, published: str = "") -> bool:
        """Tell whether an assertion is true; raise :class:`MarkerError` where it cannot be told."""
        try:
            return assertion.holds(partial(self._reference, published=published))
        except ZeroDivisionError as error:
            raise MarkerError(f'"{assertion.text}" divides by zero ({self.values(assertion, published)})') from error
        except OverflowError as error:
            raise MarkerError(f'in "{assertion.text}" {error}') from error

    def values(self, assertion: Assertion, published: str = "") -> str:
        """Return what an assertion's figures are, for a message: ``jobs = 2522, jobs @ 2021 = 2210``."""
        found = ((reference, self._reference(reference, published)) for reference in assertion.references)
        return ", ".join(f"{reference} = {machine(value)}" for reference, value in found)

    def amount(self, indicator: Indicator, value: Decimal, lang: str, case: str = "nominative") -> str:
        """Return the number with its unit in agreement, a no-break space between the two."""
        unit = self.unit(indicator, value, lang, case)
        number = format_number(value, lang, indicator.decimals)
        return f"{number}{NBSP}{unit}" if unit else number

    def unit(self, indicator: Indicator, value: Decimal, lang: str, case: str = "nominative") -> str:
        """Return the unit as it agrees with the number; raise :class:`MarkerError` for a case it has not got."""
        cases = indicator.unit[lang]
        if case not in cases:
            raise MarkerError(
                f'the unit of "{indicator.key}" has no "{case}" in "{lang}", only {", ".join(cases)}: '
                "add the form to the ledger, or use another one"
            )
        return agreeing_form(cases[case], value, lang, indicator.decimals)

    def _indicator(self, key: str) -> Indicator:
        if key not in self.ledger.indicators:
            raise MarkerError(f'unknown indicator "{key}"{suggest(key, self.ledger.indicators)}')
        return self.ledger.indicators[key]

    def _ledger(self, figure: Figure, published: str) -> Ledger:
        if figure.at != PUBLISHED:
            return self.ledger
        if not published:
            raise MarkerError(f'"{figure.key} @ published" stands on a page without a date: give a period instead')
        return self.ledger.known(date.fromisoformat(published))

    def _observation(self, ledger: Ledger, figure: Figure, published: str) -> Observation:
        key = figure.key
        if figure.plan:
            seen = ledger.plan(key)
            missing = f'"{key}" has no plan: remove "| plan"'
        elif figure.at in ("", PUBLISHED):
            seen = ledger.current(key)
            missing = f'"{key}" has no observation yet: record one with `inv set {key} …`'
        else:
            seen = ledger.at(key, figure.at)
            periods = ", ".join(each.period.text for each in ledger.history(key)) or "none"
            missing = f'"{key}" has no observation for {figure.at}; recorded periods: {periods}'
        if seen is None and figure.at == PUBLISHED:
            first = min((each.released for each in self.ledger.history(key)), default=None)
            since = f"; its first value was released on {first}" if first else ""
            missing = f'nothing was known of "{key}" on {published}, the date of this article{since}'
        if seen is None:
            raise MarkerError(missing)
        return seen

    def _change(self, ledger: Ledger, figure: Figure) -> Decimal:
        change = ledger.change(figure.key)
        if change is None:
            raise MarkerError(f'"{figure.key}" has no earlier period to compare with: remove "| change"')
        return change

    def _text(self, indicator: Indicator, figure: Figure, value: Decimal, lang: str) -> str:
        if figure.show == "change":
            return format_change(value, lang, indicator.decimals)
        if figure.show != "number":
            return self.amount(indicator, value, lang, figure.case or "nominative")
        number = format_number(value, lang, indicator.decimals)
        if not figure.case or figure.case == "nominative":
            return number
        if lang != "kk":
            raise MarkerError(
                f'"number | {figure.case}" puts a Kazakh ending on the number and has no meaning in "{lang}"; '
                f"write {{{{ {figure.key} | {figure.case} }}}} or {{{{ {figure.key} | number }}}}"
            )
        if figure.case not in KAZAKH_CASES:
            raise MarkerError(f'"{figure.case}" is not a Kazakh case{suggest(figure.case, KAZAKH_CASES)}')
        return with_suffix(number, value, figure.case, indicator.decimals)

    def _then(self, indicator: Indicator, figure: Figure, value: Decimal, lang: str, published: str) -> str:
        """Return the number as known on the article's date, if a reader should be told that it has moved."""
        if not (published and figure.live):
            return ""
        known = self.ledger.known(date.fromisoformat(published))
        try:
            seen = self._observation(known, figure, published)
            then = self._change(known, figure) if figure.show == "change" else seen.value
        except MarkerError:
            return ""  # nothing was known then, so nothing that was published has changed
        if then == value:
            return ""
        write: Callable[..., str] = format_change if figure.show == "change" else format_number
        return write(then, lang, indicator.decimals)

    def _reference(self, reference: Reference, published: str) -> Decimal:
        figure = Figure(reference.key, reference.at or "")
        self._indicator(figure.key)
        return self._observation(self._ledger(figure, published), figure, published).value
