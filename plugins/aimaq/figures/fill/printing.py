"""A marker's value as text: the ledger's figure in the grammar's forms, for one language and one date."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import partial

from aimaq.base.problems import suggest
from aimaq.figures.fill.changes import amount_of, change_between, in_sentence
from aimaq.figures.grammar.cases import NOMINATIVE, number_in_case, unit_in_case
from aimaq.figures.grammar.dates_in_sentences import date_forms, period_in_sentence
from aimaq.figures.grammar.kazakh_suffixes import KAZAKH_CASES, POSSESSIVE
from aimaq.figures.grammar.numbers import NO_BREAK_SPACE, format_number
from aimaq.figures.grammar.plural_forms import agreeing_form, agreeing_forms, plural_categories
from aimaq.figures.ledger import Assertion, Indicator, Ledger, Observation, Reference
from aimaq.figures.periods import PREVIOUS
from aimaq.figures.text.figure import AGREE, AS_OF, CHANGE, WITH, YEAR, Figure
from aimaq.figures.text.markers import MarkerError

__all__ = ["CATEGORY", "UNIT", "Printed", "PrintedPart", "Printer", "machine"]

#: Forms that only a :class:`PrintedPart` has: the unit alone, and the plural category that a word agrees with.
UNIT, CATEGORY = "unit", "category"


@dataclass(frozen=True, slots=True)
class PrintedPart:
    """A part of a printed figure: ``form`` as in :class:`Printed`.

    ``words`` has the word's form for each plural category; ``form`` then names the category of the number. It is empty
    for a part that is a form itself, and for a word that never changes.
    """

    text: str
    form: str
    words: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as it is printed.

    ``text`` is for people, ``value`` for machines (a decimal number, or the ISO period that ``as-of`` prints), and
    ``form`` names the marker's options. ``then`` is the number as known on the article's date, ``then_value`` the same
    for machines; both are "" for a pinned figure, on a page without a date, and where nothing was known yet.
    ``parts`` are those of a text with a word that agrees; a no-break space follows the first, a space the others.
    """

    text: str
    value: str
    key: str
    form: str
    then: str = ""
    then_value: str = ""
    parts: tuple[PrintedPart, ...] = ()

    @property
    def moved(self) -> bool:
        """Whether the number on the article's date was another one, which a note then states."""
        return self.then_value not in ("", self.value)


def _joined(parts: Sequence[PrintedPart]) -> str:
    """Return a number, the word that agrees and the unit as one text."""
    return NO_BREAK_SPACE.join((parts[0].text, " ".join(each.text for each in parts[1:]))) if parts else ""


def _date(seen: Observation, figure: Figure, lang: str) -> str:
    """Return the period of an observation as a sentence needs it."""
    if figure.show == YEAR:
        return f"{seen.period.last.year}"
    try:
        return period_in_sentence(seen.period.text, lang, figure.case)
    except KeyError:
        forms = date_forms(lang)
        raise MarkerError(
            f'"{figure}": "{figure.case}" is no form of a date in "{lang}"{suggest(figure.case, forms)} '
            f"({', '.join(forms)})"
        ) from None


def machine(value: Decimal) -> str:
    """Return a number for JSON, HTML's ``<data>`` and CSV: no grouping, no exponent, no trailing zeros."""
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
        indicator = self.indicator(figure.key)
        if lang not in indicator.label:
            raise MarkerError(f'indicator "{figure.key}" has no texts in "{lang}"{suggest(lang, indicator.label)}')
        form = figure.form
        if figure.show == "label":
            return Printed(indicator.label[lang], "", figure.key, form)
        if figure.is_change:
            return self._print_change(indicator, figure, lang, published)
        seen = self._observation(self._ledger(figure, published), figure, published)
        if figure.show in (AS_OF, YEAR):
            return Printed(_date(seen, figure, lang), seen.period.text, figure.key, form)
        parts = self._parts(indicator, figure, seen.value, lang)
        if figure.agree:
            return Printed(parts[0].text, "", figure.key, parts[0].form, parts=parts)
        text = _joined(parts) if parts else self._text(indicator, figure, seen.value, lang)
        form = f"{form}-{WITH}" if parts else form
        then = self._then(indicator, figure, lang, published)
        return Printed(text, machine(seen.value), figure.key, form, *then, parts)

    def _print_change(self, indicator: Indicator, figure: Figure, lang: str, published: str) -> Printed:
        compared = self._compared(self._ledger(figure, published), figure, published)
        change = change_between(indicator, figure, *compared)
        size = change.value.copy_abs()
        parts = self._parts(indicator, figure, size if figure.adjective else change.value, lang)
        if figure.agree:
            return Printed(parts[0].text, "", figure.key, parts[0].form, parts=parts)
        amount = amount_of(figure, change, lang) or (_joined(parts) or self._text(indicator, figure, size, lang))
        text = in_sentence(figure, change, amount, compared)
        if figure.prints_words:
            return Printed(text, "", figure.key, figure.form)
        then = self._then(indicator, figure, lang, published)
        return Printed(text, machine(change.value), figure.key, figure.form, *then, parts)

    def holds(self, assertion: Assertion, published: str = "") -> bool:
        """Tell whether an assertion is true; raise :class:`MarkerError` where it cannot be computed."""
        try:
            return assertion.holds(partial(self._reference, published=published, pinned=assertion.pinned))
        except ZeroDivisionError as error:
            raise MarkerError(f'"{assertion.text}" divides by zero ({self.values(assertion, published)})') from error
        except OverflowError as error:
            raise MarkerError(f'in "{assertion.text}" {error}') from error

    def values(self, assertion: Assertion, published: str = "") -> str:
        """Return the values of an assertion's figures, for a message: ``jobs = 2522, jobs @ 2021 = 2210``."""
        found = ((each, self._reference(each, published, assertion.pinned)) for each in assertion.references)
        return ", ".join(f"{reference} = {machine(value)}" for reference, value in found)

    def amount(self, indicator: Indicator, value: Decimal, lang: str, case: str = "nominative") -> str:
        """Return the number with its unit in agreement, a no-break space between the two."""
        unit = self.unit(indicator, value, lang, case)
        number = format_number(value, lang, indicator.decimals)
        return f"{number}{NO_BREAK_SPACE}{unit}" if unit else number

    def unit(self, indicator: Indicator, value: Decimal, lang: str, case: str = "nominative") -> str:
        """Return the unit as it agrees with the number; raise :class:`MarkerError` for a case that it lacks."""
        unit = indicator.unit[lang]
        try:
            return unit_in_case(unit, case, value, lang, indicator.decimals)
        except KeyError:
            raise MarkerError(
                f'the unit of "{indicator.key}" has no "{case}" in "{lang}", only {", ".join(unit)}: '
                "add the form to the ledger, or use another one"
            ) from None

    def indicator(self, key: str) -> Indicator:
        """Return an indicator of the ledger; raise :class:`MarkerError` for an unknown key."""
        if key not in self.ledger.indicators:
            raise MarkerError(f'unknown indicator "{key}"{suggest(key, self.ledger.indicators)}')
        return self.ledger.indicators[key]

    def _ledger(self, figure: Figure, published: str) -> Ledger:
        if not figure.pinned:
            return self.ledger
        if not published:
            raise MarkerError(f'"{figure.key} @ published" stands on a page without a date: give a period instead')
        return self.ledger.known(date.fromisoformat(published))

    def _observation(self, ledger: Ledger, figure: Figure, published: str) -> Observation:
        key = figure.key
        if figure.plan:
            seen = ledger.plan(key)
            missing = f'"{key}" has no plan: remove "| plan"'
        elif not figure.at:
            seen = ledger.current(key)
            missing = f'"{key}" has no observation yet: record one with `aimaq set {key} …`'
        else:
            seen = ledger.at(key, figure.at)
            periods = ", ".join(each.period.text for each in ledger.history(key)) or "none"
            missing = f'"{key}" has no observation for {figure.at}; recorded periods: {periods}'
        if seen is None and figure.pinned:
            first = min((each.released for each in self.ledger.history(key)), default=None)
            since = f"; its first value was released on {first}" if first else ""
            missing = f'nothing was known of "{key}" on {published}, the date of this article{since}'
        if seen is None:
            raise MarkerError(missing)
        return seen

    def _compared(self, ledger: Ledger, figure: Figure, published: str) -> tuple[Observation, Observation]:
        """Return the observations that a change compares, the later one first."""
        now = self._observation(ledger, figure, published)
        before = ledger.before(figure.key, now, figure.since or PREVIOUS)
        if before is None:
            since = "" if figure.since in ("", PREVIOUS) else f' "{figure.since}"'
            periods = ", ".join(each.period.text for each in ledger.history(figure.key) if not each.is_plan)
            raise MarkerError(
                f'"{figure.key}" has no earlier period{since} to compare with {now.period} (recorded: {periods}): '
                f'remove "| {figure.show}", or name another one with "since"'
            )
        return now, before

    def _text(self, indicator: Indicator, figure: Figure, value: Decimal, lang: str) -> str:
        if figure.show not in ("number", CHANGE):
            return self.amount(indicator, value, lang, figure.case or "nominative")
        if figure.case in ("", NOMINATIVE):
            return number_in_case(value, "", lang, indicator.decimals)
        if lang != "kk":
            raise MarkerError(
                f'"{figure.show} | {figure.case}" puts a Kazakh ending on the number and has no meaning in "{lang}"; '
                f"write {{{{ {figure.key} | {figure.case} }}}} or {{{{ {figure.key} | number }}}}"
            )
        if figure.case not in (*KAZAKH_CASES, POSSESSIVE):
            raise MarkerError(f'"{figure.case}" is not a Kazakh case{suggest(figure.case, KAZAKH_CASES)}')
        return number_in_case(value, figure.case, lang, indicator.decimals)

    def _parts(self, indicator: Indicator, figure: Figure, value: Decimal, lang: str) -> tuple[PrintedPart, ...]:
        """Return the parts of a figure with a word that agrees, an adjective between number and unit; else none."""
        name, given = (AGREE, figure.agree) if figure.agree else (WITH, figure.adjective)
        if not given:
            return ()
        try:
            forms = agreeing_forms(given, lang, indicator.decimals, adjective=name == WITH)
        except ValueError as error:
            raise MarkerError(f'"{name}: {"/".join(given)}": {error}') from error
        words = {each: forms.get(each, forms.get("other", "")) for each in plural_categories(lang)}
        word = PrintedPart(
            agreeing_form(forms, value, lang, indicator.decimals),
            f"{CHANGE}-{CATEGORY}" if figure.is_change else CATEGORY,
            {category: form for category, form in words.items() if form} if len(given) > 1 else {},
        )
        if name == AGREE:
            return (word,)
        number = PrintedPart(format_number(value, lang, indicator.decimals), "number")
        case = figure.case or "nominative"
        unit = PrintedPart(self.unit(indicator, value, lang, case), UNIT if case == "nominative" else f"{UNIT}-{case}")
        return (number, word, unit) if unit.text else (number, word)

    def _then(self, indicator: Indicator, figure: Figure, lang: str, published: str) -> tuple[str, str]:
        """Return the number as known on the article's date, for people and for machines."""
        if figure.pinned or not published:
            return "", ""
        pinned = replace(figure, pinned=True, case="", adjective=(), way="", direction=())
        shown = pinned if figure.is_change else replace(pinned, show="number")
        try:
            then = self.print(shown, lang, published)
        except MarkerError:
            return "", ""  # nothing was known then
        return then.text, then.value

    def _reference(self, reference: Reference, published: str, pinned: bool) -> Decimal:
        figure = Figure(reference.key, reference.at, pinned=pinned or reference.pinned)
        seen = self.observed(figure, published)
        if not reference.earlier:
            return seen.value
        history = self._ledger(figure, published).history(reference.key)
        earlier = [each.value for each in history if each.period < seen.period and each.is_plan == seen.is_plan]
        if not earlier:
            raise MarkerError(
                f'"{reference.key}" has no period before {seen.period}, so nothing is a record yet: '
                "take the assertion out, and the word with it"
            )
        return max(earlier) if reference.earlier == "highest" else min(earlier)

    def observed(self, figure: Figure, published: str = "") -> Observation:
        """Return the observation that a figure's value comes from; raise :class:`MarkerError` where there is none."""
        self.indicator(figure.key)
        return self._observation(self._ledger(figure, published), figure, published)
