"""The ledger's values: indicators, their observations, and what was known of them on a date.

The terms are those of SDMX. Everything is frozen, and all numbers are Decimal.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from decimal import Decimal
from types import MappingProxyType
from typing import Final, Self

from aimaq.base.languages.messages import tr
from aimaq.figures.grammar.kazakh_suffixes import PERCENT_WORDS
from aimaq.figures.grammar.numbers import rounded
from aimaq.figures.grammar.quantities import Unit
from aimaq.figures.ledger.definition_changes import DefinitionChange
from aimaq.figures.ledger.formula import Formula, Reference
from aimaq.figures.ledger.provenance import Provenance
from aimaq.figures.periods import PREVIOUS, YEAR_BEFORE, Period
from aimaq.figures.status import Status
from aimaq.figures.value_range import ValueRange

__all__ = ["DerivationError", "Indicator", "Ledger", "Observation", "Source"]


_FIRMNESS: Final = tuple(Status)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure was made public: a title for readers and an http(s) address."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Observation:
    """One release of one figure.

    ``period`` is what the number describes, ``released`` the day on which it was made public. ``correction`` states
    that the value published for this period before was wrong. ``note`` maps each language to a text, or is empty.
    ``source`` is None for a computed figure, and may be None for a correction. ``embargo`` is the moment of that day,
    without a zone and in the site's zone, before which nobody outside may know the value. ``approved_by`` names who has
    checked a value that changed more than is plausible, ``provenance`` how a pulled one was read. An estimate or a plan
    may have a ``range``.
    """

    period: Period
    value: Decimal
    status: Status
    released: date
    correction: bool = False
    #: Read-only even if empty: the version of a live value is a digest of the observation's ``repr``.
    note: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    source: Source | None = None
    embargo: datetime | None = None
    approved_by: str = field(default="", repr=False)
    provenance: Provenance | None = field(default=None, repr=False)
    range: ValueRange | None = field(default=None, repr=False)
    #: Its place in the file's list, from 0.
    position: int = field(default=0, repr=False, compare=False)

    @property
    def public_from(self) -> datetime:
        """The moment, in the site's zone, from which the value is public."""
        return self.embargo or datetime.combine(self.released, time())

    @property
    def is_plan(self) -> bool:
        return self.status is Status.PLAN

    @property
    def lies_ahead(self) -> bool:
        """Whether it says what is to come: a plan, or an estimate that was released before its period began."""
        return self.is_plan or (self.status is Status.ESTIMATE and self.released < self.period.first)

    @property
    def said(self) -> tuple[Decimal, Status, ValueRange | None]:
        """What it says of its period."""
        return self.value, self.status, self.range


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure the institution answers for.

    ``unit`` maps language, grammatical case and CLDR plural category to a form. ``decimals`` is the number of decimal
    places that are printed. The current value is stale ``max_age_days`` days after the end of its period.
    ``observations`` are sorted by period, then release, then their order in the file; a derived indicator has a
    ``formula`` instead. Numbers in words agree with the ``genders`` of the unit, by language, and with whether it is
    ``animate`` in one.

    ``group`` is the label of its group on the dashboard, by language, or empty. ``definition_changes`` are its own.

    Only the check of texts uses ``synonyms``, which maps languages to other words for the unit, and
    ``known_values_only``: the unit counts other things too, so that an unknown number beside it is none of this
    figure's.
    """

    key: str
    label: Mapping[str, str] = field(hash=False)
    unit: Mapping[str, Mapping[str, Mapping[str, str]]] = field(hash=False)
    decimals: int = 0
    max_age_days: int | None = None
    observations: tuple[Observation, ...] = ()
    formula: Formula | None = None
    description: Mapping[str, str] = field(default_factory=dict, hash=False)
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    known_values_only: bool = False
    genders: Mapping[str, str] = field(default_factory=dict, hash=False)
    animate: frozenset[str] = frozenset()
    group: Mapping[str, str] = field(default_factory=dict, hash=False)
    definition_changes: tuple[DefinitionChange, ...] = ()

    def counted(self, lang: str) -> Unit:
        """Return the unit in a language, as a number counts it."""
        return Unit(self.unit[lang], self.genders.get(lang, ""), lang in self.animate)


class DerivationError(ArithmeticError):
    """Raised where a formula has no value for a period: which indicator, which period, and why."""

    def __init__(self, key: str, period: Period, reason: str) -> None:
        super().__init__(f"{key}, {period}: {reason}")
        self.key = key
        self.period = period
        self.reason = reason


@dataclass(frozen=True, slots=True)
class _Sample:
    """An observation, its value before rounding, and the day of the release that it is or that it corrects."""

    observation: Observation
    exact: Decimal
    announced: date


_Column = Mapping[str, _Sample]
"""Samples by the text of their period, in the order of the periods."""


@dataclass(frozen=True, slots=True)
class _Series:
    """What the ledger answers about one indicator, computed once."""

    best: _Column
    plans: _Column
    history: tuple[Observation, ...]
    figures: tuple[Observation, ...]
    plan: Observation | None

    @classmethod
    def of(cls, best: _Column, plans: _Column) -> Self:
        history = tuple(sample.observation for sample in best.values())
        latest = max(plans.values(), key=lambda plan: (plan.announced, plan.observation.period), default=None)
        figures = tuple(seen for seen in history if not seen.lies_ahead)
        return cls(best, plans, history, figures, latest.observation if latest else None)


class Ledger:
    """Every indicator, with the queries that pages make.

    It is immutable; it only caches answers. A key that is not in ``indicators`` raises KeyError. ``read_ledger`` has
    checked that formulas name known keys, have no cycles and never divide by zero; in a ledger that was not read
    from a file, a division by zero raises DerivationError.
    """

    __slots__ = ("_found", "_known", "_parts", "_series", "days", "indicators", "kazakh_percent")

    def __init__(self, indicators: Iterable[Indicator], kazakh_percent: str = PERCENT_WORDS[0]) -> None:
        self.indicators: Mapping[str, Indicator] = MappingProxyType({each.key: each for each in indicators})
        """The indicators by key, in the order of the file."""
        self.kazakh_percent = kazakh_percent
        """How the sign % is read in Kazakh, one of PERCENT_WORDS: its endings follow that."""
        self.days = sorted({seen.released for each in self.indicators.values() for seen in each.observations})
        """The days with a release, each once, in their order."""
        self._known: dict[int, Ledger] = {}
        self._series: dict[str, _Series] = {}
        self._parts: dict[str, frozenset[str]] = {}
        self._found: dict[tuple[str, str], Observation | None] = {}

    def known(self, on: date) -> Ledger:
        """Return the ledger as known at the end of the day ``on``: only what had been released by then."""
        count = self.releases_until(on)
        if count == len(self.days):
            return self
        if count not in self._known:
            self._known[count] = self._only(lambda seen: seen.released <= on)
        return self._known[count]

    def public(self, moment: datetime) -> Ledger:
        """Return what is public at a moment in the site's zone; a release under embargo is left out until it ends."""
        if all(seen.public_from <= moment for each in self.indicators.values() for seen in each.observations):
            return self
        return self._only(lambda seen: seen.public_from <= moment)

    def _only(self, known: Callable[[Observation], bool]) -> Ledger:
        indicators = self.indicators.values()
        only = (replace(each, observations=tuple(filter(known, each.observations))) for each in indicators)
        return Ledger(only, self.kazakh_percent)

    def of_parts(self, key: str) -> Ledger:
        """Return a ledger of an indicator and of what it is computed from: of a small one, ``known`` is cheap."""
        parts = self.parts(key)
        return Ledger((each for name, each in self.indicators.items() if name in parts), self.kazakh_percent)

    def releases_until(self, on: date) -> int:
        """Return the number of days with a release up to the end of the day ``on``."""
        return bisect_right(self.days, on)

    def history(self, key: str) -> tuple[Observation, ...]:
        """Return one observation per period, oldest first: the latest release, or the plan if there is no figure.

        A derived indicator has one for each period in which every part has one. Its status is the weakest status of
        its parts, its release the latest; it is a correction if a part is one, and has no source. The value is
        computed from unrounded parts and rounded once, halves away from zero.
        """
        return self._of(key).history

    def current(self, key: str) -> Observation | None:
        """Return the latest release of the latest period; what lies ahead only where nothing else is, a plan last."""
        series = self._of(key)
        choice = series.figures or [seen for seen in series.history if not seen.is_plan] or series.history
        return choice[-1] if choice else None

    def at(self, key: str, period_text: str) -> Observation | None:
        """Return the observation of that period, else of the latest day inside it: "2022" finds 2022-12-31.

        ``PREVIOUS`` and ``YEAR_BEFORE`` are those of the current value (:meth:`before`). A plan is returned only where
        there is no figure. Raise ValueError if the text is not a period.
        """
        asked = (key, period_text)
        if period_text in (PREVIOUS, YEAR_BEFORE):
            current = self.current(key)
            return self.before(key, current, period_text) if current else None
        if asked not in self._found:
            period = Period.parse(period_text)
            inside = [seen for seen in self._of(key).history if period.speaks_for(seen.period)]
            choice = [seen for seen in inside if not seen.is_plan] or inside
            exact = next((seen for seen in choice if seen.period == period), None)
            self._found[asked] = exact or (choice[-1] if choice else None)
        return self._found[asked]

    def exactly(self, key: str, period_text: str, *, plan: bool) -> Observation | None:
        """Return the observation of exactly that period, or its plan."""
        series = self._of(key)
        sample = (series.plans if plan else series.best).get(period_text)
        return sample.observation if sample else None

    def plan(self, key: str) -> Observation | None:
        """Return the latest plan: the one announced last, and of several the one for the latest period.

        A corrected plan counts as announced when it was first made public, not when it was corrected. A derived
        indicator has plans for the periods in which every part has one.
        """
        return self._of(key).plan

    def before(self, key: str, seen: Observation, since: str = PREVIOUS) -> Observation | None:
        """Return the observation with which a change compares ``seen``; None where there is none that is earlier.

        ``since`` is a period (as in :meth:`at`), ``PREVIOUS`` or ``YEAR_BEFORE``. Neither a plan is compared with nor a
        period of another length (:meth:`Period.precedes`).
        """
        if since == PREVIOUS:
            return next((each for each in reversed(self._of(key).figures) if each.period.precedes(seen.period)), None)
        found = self.at(key, seen.period.year_before() if since == YEAR_BEFORE else since)
        return found if found and not found.is_plan and found.period.precedes(seen.period) else None

    def compared(self, key: str, at: str = "", since: str = PREVIOUS) -> tuple[Observation, Observation] | None:
        """Return the two observations whose difference is a change, the later one first; plans do not count.

        ``at`` is the later period, "" the current one, and ``since`` as in :meth:`before`.
        """
        now = self.at(key, at) if at else self.current(key)
        before = self.before(key, now, since) if now and not now.is_plan else None
        return (now, before) if now and before else None

    def parts(self, key: str) -> frozenset[str]:
        """Return every key that the figure depends on, itself included, through all formulas."""
        if key not in self._parts:
            formula = self.indicators[key].formula
            inner = (self.parts(part) for part in formula.keys) if formula else ()
            self._parts[key] = frozenset({key}).union(*inner)
        return self._parts[key]

    def _of(self, key: str) -> _Series:
        if key not in self._series:
            indicator = self.indicators[key]
            if indicator.formula is None:
                self._series[key] = _observed(indicator.observations)
            else:
                parts = {part: self._of(part) for part in indicator.formula.keys}
                self._series[key] = _derived(indicator, indicator.formula, parts)
        return self._series[key]


def _observed(observations: Iterable[Observation]) -> _Series:
    best: dict[str, _Sample] = {}
    plans: dict[str, _Sample] = {}
    for seen in observations:
        text = seen.period.text
        column = plans if seen.is_plan else best
        earlier = column.get(text)
        announced = earlier.announced if earlier and seen.correction else seen.released
        column[text] = _Sample(seen, seen.value, announced)
    known = {**plans, **best}
    ordered = sorted(known, key=lambda text: known[text].observation.period)
    return _Series.of({text: known[text] for text in ordered}, plans)


def _derived(indicator: Indicator, formula: Formula, parts: Mapping[str, _Series]) -> _Series:
    best = _computed(indicator, formula, {key: part.best for key, part in parts.items()})
    plans = {text: sample for text, sample in best.items() if sample.observation.is_plan}
    return _Series.of(
        best, {**plans, **_computed(indicator, formula, {key: part.plans for key, part in parts.items()})}
    )


def _computed(indicator: Indicator, formula: Formula, columns: Mapping[str, _Column]) -> _Column:
    computed: dict[str, _Sample] = {}
    own = next((each for each in formula.references if not each.at), None)
    # A formula that names all its periods has one value, for the last of them.
    for text in columns[own.key] if own else ("",):
        found = {each: _sample(columns[each.key], each.at, text) for each in formula.references}
        samples = {each: sample for each, sample in found.items() if sample and _is_alike(each, sample, own, text)}
        if len(samples) < len(found):
            continue
        observations = [sample.observation for sample in samples.values()]
        period = samples[own].observation.period if own else max(seen.period for seen in observations)
        values = {reference: sample.exact for reference, sample in samples.items()}
        try:
            exact = formula.evaluate(values.__getitem__)
            value = rounded(exact, indicator.decimals)
        except ZeroDivisionError:
            raise DerivationError(indicator.key, period, tr("division by zero")) from None
        except (OverflowError, ValueError):
            raise DerivationError(indicator.key, period, tr("the number is too large")) from None
        observation = Observation(
            period=period,
            value=value,
            status=max((seen.status for seen in observations), key=_FIRMNESS.index),
            released=max(seen.released for seen in observations),
            correction=any(seen.correction for seen in observations),
        )
        computed[period.text] = _Sample(observation, exact, max(sample.announced for sample in samples.values()))
    return computed


def _is_alike(reference: Reference, sample: _Sample, own: Reference | None, text: str) -> bool:
    """Return whether a formula may join a figure's value for a period with that for ``text``: "jobs / jobs @ 2016"."""
    is_same_figure = own is not None and reference.key == own.key
    return not is_same_figure or sample.observation.period.is_like(Period.parse(text))


def _sample(column: _Column, at: str, text: str) -> _Sample | None:
    """Return what a formula refers to when it is computed for the period ``text``."""
    if not at:
        return column.get(text)
    if at == YEAR_BEFORE:
        return column.get(Period.parse(text).year_before())
    if at == PREVIOUS:
        own = Period.parse(text)
        found = [each for each in column.values() if each.observation.period.precedes(own)]
    else:
        asked = Period.parse(at)
        found = [column[at]] if at in column else [s for s in column.values() if asked.speaks_for(s.observation.period)]
    return found[-1] if found else None
