"""A marker's value as text: the ledger's figure in the grammar's forms, for one language and one date."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import partial

from aimaq.base.languages.messages import tr
from aimaq.base.problems import suggest
from aimaq.figures.fill.changes import amount_of, change_between, in_sentence
from aimaq.figures.grammar.cases import NOMINATIVE
from aimaq.figures.grammar.dates_in_sentences import date_forms, period_in_sentence
from aimaq.figures.grammar.kazakh_suffixes import KAZAKH_CASES, KAZAKH_ENDINGS, ORDINAL
from aimaq.figures.grammar.numbers import NO_BREAK_SPACE, format_number, format_range, machine
from aimaq.figures.grammar.plural_forms import agreeing_form, agreeing_forms, plural_categories
from aimaq.figures.grammar.quantities import NUMBER_PLACE, PLAIN, UnitError, apart, beside, quantity
from aimaq.figures.ledger import Assertion, Indicator, Ledger, Observation, Reference
from aimaq.figures.periods import PREVIOUS
from aimaq.figures.text.figure import AGREE, AS_OF, CHANGE, WITH, YEAR, Figure
from aimaq.figures.text.markers import MarkerError

__all__ = ["CATEGORY", "UNIT", "Printed", "PrintedPart", "Printer"]

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
            tr(
                '"%(figure)s": "%(case)s" is no form of a date in "%(lang)s"',
                figure=figure,
                case=figure.case,
                lang=lang,
            )
            + f"{suggest(figure.case, forms)} ({', '.join(forms)})"
        ) from None


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
            raise MarkerError(
                tr('indicator "%(key)s" has no texts in "%(lang)s"', key=figure.key, lang=lang)
                + suggest(lang, indicator.label)
            )
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
        form = f"{form}-{WITH}" if figure.adjective else form
        then = self._then(indicator, figure, lang, published)
        return Printed(text, machine(seen.value), figure.key, form, *then, parts)

    def _print_change(self, indicator: Indicator, figure: Figure, lang: str, published: str) -> Printed:
        compared = self._compared(self._ledger(figure, published), figure, published)
        change = change_between(indicator, figure, *compared)
        size = change.value.copy_abs()
        parts = self._parts(indicator, figure, size if figure.adjective else change.value, lang)
        if figure.agree:
            return Printed(parts[0].text, "", figure.key, parts[0].form, parts=parts)
        amount = amount_of(figure, change, lang, self.ledger.kazakh_percent) or (
            _joined(parts) or self._text(indicator, figure, size, lang)
        )
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
            raise MarkerError(
                tr(
                    '"%(text)s" divides by zero (%(values)s)',
                    text=assertion.text,
                    values=self.values(assertion, published),
                )
            ) from error
        except OverflowError as error:
            raise MarkerError(tr('in "%(text)s" %(error)s', text=assertion.text, error=error)) from error

    def values(self, assertion: Assertion, published: str = "") -> str:
        """Return the values of an assertion's figures, for a message: ``jobs = 2522, jobs @ 2021 = 2210``."""
        found = ((each, self._reference(each, published, assertion.pinned)) for each in assertion.references)
        return ", ".join(f"{reference} = {machine(value)}" for reference, value in found)

    def amount(self, indicator: Indicator, value: Decimal, lang: str, case: str = NOMINATIVE) -> str:
        """Return the number with its unit in agreement, a no-break space between the two."""
        number = format_number(value, lang, indicator.decimals)
        return beside(number, self._unit_form(indicator, value, lang, case), lang)

    def ranged(self, indicator: Indicator, seen: Observation, lang: str) -> str:
        """Return the amount of an observation, with its range in brackets if it has one: "1,010 jobs (980–1,040)"."""
        amount, bounds = self.amount(indicator, seen.value, lang), self.range(indicator, seen, lang)
        return f"{amount} ({bounds})" if bounds else amount

    def range(self, indicator: Indicator, seen: Observation, lang: str) -> str:
        """Return the range of an observation: "980–1,040"; "" if it has none."""
        return format_range(seen.range.low, seen.range.high, lang, indicator.decimals) if seen.range else ""

    def unit(self, indicator: Indicator, value: Decimal, lang: str, case: str = NOMINATIVE) -> str:
        """Return the unit as it agrees with the number, to stand apart from it.

        Raises :class:`MarkerError` for a case that it lacks.
        """
        return apart(self._unit_form(indicator, value, lang, case))

    def _unit_form(self, indicator: Indicator, value: Decimal, lang: str, case: str) -> str:
        try:
            return indicator.counted(lang).form(case, value, lang, indicator.decimals)
        except UnitError as error:
            raise MarkerError(tr('the unit of "%(key)s" %(error)s', key=indicator.key, error=error)) from None

    def indicator(self, key: str) -> Indicator:
        """Return an indicator of the ledger; raise :class:`MarkerError` for an unknown key."""
        if key not in self.ledger.indicators:
            raise MarkerError(tr('unknown indicator "%(key)s"', key=key) + suggest(key, self.ledger.indicators))
        return self.ledger.indicators[key]

    def _ledger(self, figure: Figure, published: str) -> Ledger:
        if not figure.pinned:
            return self.ledger
        if not published:
            raise MarkerError(
                tr('"%(key)s @ published" stands on a page without a date: give a period instead', key=figure.key)
            )
        return self.ledger.known(date.fromisoformat(published))

    def _observation(self, ledger: Ledger, figure: Figure, published: str) -> Observation:
        key = figure.key
        if figure.plan:
            seen = ledger.plan(key)
            missing = tr('"%(key)s" has no plan: remove "| plan"', key=key)
        elif not figure.at:
            seen = ledger.current(key)
            missing = tr('"%(key)s" has no observation yet: record one with `aimaq set %(key)s …`', key=key)
        else:
            seen = ledger.at(key, figure.at)
            periods = ", ".join(each.period.text for each in ledger.history(key)) or tr("none")
            missing = tr(
                '"%(key)s" has no observation for %(at)s; recorded periods: %(periods)s',
                key=key,
                at=figure.at,
                periods=periods,
            )
        if seen is None and figure.pinned:
            first = min((each.released for each in self.ledger.history(key)), default=None)
            since = tr("; its first value was released on %(first)s", first=first) if first else ""
            missing = tr(
                'nothing was known of "%(key)s" on %(published)s, the date of this article%(since)s',
                key=key,
                published=published,
                since=since,
            )
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
                tr(
                    '"%(key)s" has no earlier period%(since)s of the same length to compare with %(period)s '
                    '(recorded: %(periods)s): remove "| %(show)s", or name another one with "since"',
                    key=figure.key,
                    since=since,
                    period=now.period,
                    periods=periods,
                    show=figure.show,
                )
            )
        return now, before

    def _text(self, indicator: Indicator, figure: Figure, value: Decimal, lang: str) -> str:
        alone = figure.is_bare
        case = figure.case or NOMINATIVE
        if alone and case != NOMINATIVE and lang != "kk":
            raise MarkerError(
                tr(
                    '"%(show)s | %(case)s" puts a Kazakh ending on the number and has no meaning in "%(lang)s"; '
                    "write {{ %(key)s | %(case)s }} or {{ %(key)s | number }}",
                    show=figure.show,
                    case=figure.case,
                    lang=lang,
                    key=figure.key,
                )
            )
        if alone and case not in (NOMINATIVE, *KAZAKH_ENDINGS):
            raise MarkerError(tr('"%(case)s" is not a Kazakh case', case=case) + suggest(case, KAZAKH_CASES))
        if not alone and case == ORDINAL:
            return self._ordinal(indicator, figure, value, lang)
        unit = None if alone else indicator.counted(lang)
        try:
            forms = self._adjective(indicator, figure, lang)
            return quantity(value, unit, lang, indicator.decimals, case, figure.wording, forms)
        except UnitError as error:
            raise MarkerError(tr('the unit of "%(key)s" %(error)s', key=indicator.key, error=error)) from error
        except ValueError as error:
            raise MarkerError(f'"{figure}": {error}') from error

    def _ordinal(self, indicator: Indicator, figure: Figure, value: Decimal, lang: str) -> str:
        """Return the number before its noun as an ordinal: a hyphen stands for the suffix, "28-кәсіпорын"."""
        if lang != "kk" or figure.wording != PLAIN or figure.adjective or indicator.decimals:
            raise MarkerError(
                tr(
                    '"%(figure)s": "%(ordinal)s" is Kazakh, for whole numbers in figures: "28-кәсіпорын", '
                    '"number | %(ordinal)s"',
                    figure=figure,
                    ordinal=ORDINAL,
                )
            )
        number = format_number(value, lang, indicator.decimals)
        return f"{number}-{self._unit_form(indicator, value, lang, NOMINATIVE)}"

    def _adjective(self, indicator: Indicator, figure: Figure, lang: str) -> Mapping[str, str] | None:
        """Return the forms of the word before a unit, by plural category, for a figure that is not printed in parts."""
        if not figure.adjective:
            return None
        if indicator.decimals and len(plural_categories(lang)) > 1:
            raise ValueError(
                tr(
                    '"%(option)s" does not go with it, because the figure has decimals: take one of the two out',
                    option=WITH,
                )
            )
        return agreeing_forms(figure.adjective, lang, indicator.decimals, adjective=True)

    def _parts(self, indicator: Indicator, figure: Figure, value: Decimal, lang: str) -> tuple[PrintedPart, ...]:
        """Return the parts of a figure with a word that agrees, an adjective between number and unit; else none."""
        name, given = (AGREE, figure.agree) if figure.agree else (WITH, figure.adjective)
        if not given or figure.wording != PLAIN:
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
        if NUMBER_PLACE in self._unit_form(indicator, value, lang, case):
            raise MarkerError(
                tr(
                    '"%(option)s": no word stands before the unit of "%(key)s", which has its number inside',
                    option=WITH,
                    key=figure.key,
                )
            )
        unit = PrintedPart(self.unit(indicator, value, lang, case), UNIT if case == "nominative" else f"{UNIT}-{case}")
        return (number, word, unit) if unit.text else (number, word)

    def _then(self, indicator: Indicator, figure: Figure, lang: str, published: str) -> tuple[str, str]:
        """Return the number as known on the article's date, for people and for machines."""
        if figure.pinned or not published:
            return "", ""
        wording = replace(figure.wording, words=False, opening=False)
        pinned = replace(figure, pinned=True, case="", adjective=(), way="", direction=(), wording=wording)
        shown = pinned if figure.is_change else replace(pinned, show="number")
        try:
            then = self.print(shown, lang, published)
            if wording != PLAIN and then.text == self.print(replace(shown, pinned=False), lang).text:
                return "", ""  # what the article claims has not moved
        except MarkerError:
            return "", ""  # nothing was known then
        return then.text, then.value

    def _reference(self, reference: Reference, published: str, pinned: bool) -> Decimal:
        figure = Figure(reference.key, reference.at, pinned=pinned or reference.pinned)
        seen = self.observed(figure, published)
        if not reference.earlier:
            return seen.value
        history = self._ledger(figure, published).history(reference.key)
        earlier = [each.value for each in history if each.period.precedes(seen.period) and each.is_plan == seen.is_plan]
        if not earlier:
            raise MarkerError(
                tr(
                    '"%(key)s" has no period of the same length before %(period)s, so nothing is a record yet: '
                    "take the assertion out, and the word with it",
                    key=reference.key,
                    period=seen.period,
                )
            )
        return max(earlier) if reference.earlier == "highest" else min(earlier)

    def observed(self, figure: Figure, published: str = "") -> Observation:
        """Return the observation that a figure's value comes from; raise :class:`MarkerError` where there is none."""
        self.indicator(figure.key)
        return self._observation(self._ledger(figure, published), figure, published)
