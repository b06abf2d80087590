"""What a template of the theme sees of an indicator: values as text in one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from aimaq.base.problems import suggest
from aimaq.base.translations import Catalog
from aimaq.figures.addresses import Publication
from aimaq.figures.fill.live_values import version_of
from aimaq.figures.fill.printing import Printer, machine
from aimaq.figures.fill.staleness import Staleness
from aimaq.figures.grammar import format_change, format_date, format_number, format_period
from aimaq.figures.ledger import Indicator, Observation
from aimaq.figures.ledger.releases import Release, releases, standing
from aimaq.figures.text.markers import Figure, MarkerError
from aimaq.figures.views import charts
from aimaq.figures.views.chart_points import day_label, plotted, value_label
from aimaq.figures.views.rendering import FigureTemplates

__all__ = ["FigureView", "Point", "Quote", "ThemeViews"]


@dataclass(frozen=True, slots=True)
class Point:
    """One observation in one language. ``value`` is for machines, the other texts are for people."""

    value: str
    number: str
    unit: str
    text: str
    period: str
    period_text: str
    released: str
    released_text: str
    status: str
    correction: bool
    note: str
    source_title: str
    source_url: str
    version: str
    permalink: str = ""
    """The fragment, on the indicator's page, of this release; "" for a point that is not a release."""
    replaced: bool = False

    @property
    def anchor(self) -> str:
        """The period's fragment on the indicator's page, where the release that stands for it is found."""
        return f"p-{self.period}"


@dataclass(frozen=True, slots=True)
class FigureView:
    """An indicator in one language, for the templates in ``figures/``."""

    key: str
    label: str
    description: str
    address: str
    api: str
    csv: str
    formula: str
    decimals: int
    max_age_days: int | None
    stale_from: str
    stale: bool
    current: Point | None
    plan: Point | None
    first: Point | None
    change: str
    change_since: str
    points: tuple[Point, ...]
    releases: tuple[Point, ...]
    chart: charts.Chart
    sparkline: charts.Sparkline


@dataclass(frozen=True, slots=True)
class Quote:
    """What a text quotes of an indicator: the period ("" for the current value), and the value then and now."""

    at: str
    at_text: str
    plan: bool
    then: Point | None
    now: Point | None

    @property
    def moved(self) -> bool:
        """Whether the text would quote another number or period if it were written today."""
        return (self.then and (self.then.value, self.then.period)) != (self.now and (self.now.value, self.now.period))


class ThemeViews:
    """Renders the theme's ``figures/<name>`` for an indicator, and the words beside a figure."""

    def __init__(
        self,
        printer: Printer,
        templates: Path,
        catalogs: Mapping[str, Catalog],
        publication: Publication,
        staleness: Staleness | None = None,
    ) -> None:
        self.printer, self.publication, self.catalogs = printer, publication, catalogs
        self.templates, self.staleness = FigureTemplates(templates, catalogs), staleness
        self._figures: dict[tuple[str, str], FigureView] = {}

    def render(self, name: str, figure: Figure, lang: str, published: str = "") -> str:
        """Return the view; the template gets ``f`` (:class:`FigureView`) and ``q`` (:class:`Quote`).

        Raises :class:`MarkerError` for an unknown view or key, ``ProblemsFound`` for a template that cannot be
        rendered with these figures.
        """
        view = self.figure(figure.key, lang)
        return self.templates.render(name, lang, f=view, q=self.quote(figure, lang, published))

    def at_publication(self, number: str, lang: str) -> str:
        """Return the note in brackets with the number on the article's date."""
        return self.catalogs[lang].gettext("(at publication: %(value)s)") % {"value": number}

    def stale_from(self, key: str) -> str:
        """Return the moment from which the current value may be out of date; "" if there is none."""
        return self.staleness.moment(key) if self.staleness else ""

    def stale(self, key: str) -> bool:
        """Tell whether that moment has come."""
        return self.staleness is not None and self.staleness.stale(key)

    def out_of_date(self, lang: str) -> str:
        """Return the note for readers that a value is stale."""
        return self.catalogs[lang].gettext("the data may be out of date")

    def not_known_then(self, lang: str) -> str:
        """Return what stands in an as-of site for a figure that was not known on its day."""
        return self.catalogs[lang].gettext("not known on that day")

    def address(self, key: str, lang: str) -> str:
        """Return the root-relative address of the indicator's page in the language's edition."""
        return self.publication.page(key, lang)

    def figure(self, key: str, lang: str) -> FigureView:
        """Return the view of an indicator, built once."""
        if (key, lang) not in self._figures:
            self._figures[key, lang] = self._view(key, lang)
        return self._figures[key, lang]

    def quote(self, figure: Figure, lang: str, published: str) -> Quote:
        """Return what a text quotes of an indicator, as known on the day it was published and as known now."""
        indicator = self.printer.ledger.indicators[figure.key]
        asked = replace(figure, pinned=False)
        try:
            now = self._point(indicator, self.printer.observed(asked), lang)
        except MarkerError:
            now = None
        try:
            pinned = self.printer.observed(replace(asked, pinned=True), published) if published else None
        except MarkerError:
            pinned = None  # nothing was known then: the figure is younger than the text
        then = self._point(indicator, pinned, lang) if pinned else None
        return Quote(figure.at, format_period(figure.at, lang) if figure.at else "", figure.plan, then, now)

    def point(self, figure: Figure, lang: str, published: str) -> Point:
        """Return what a marker prints, as a point; raise :class:`MarkerError` where there is nothing."""
        seen = self.printer.observed(figure, published)
        return self._point(self.printer.ledger.indicators[figure.key], seen, lang)

    def _view(self, key: str, lang: str) -> FigureView:
        ledger = self.printer.ledger
        if key not in ledger.indicators:
            raise MarkerError(f'unknown indicator "{key}"{suggest(key, ledger.indicators)}')
        indicator = ledger.indicators[key]
        all_releases = releases(ledger, key)
        history = standing(all_releases)
        points = tuple(self._release(indicator, each, lang) for each in history)
        # The newest first; of those of one day the latest period, and the last in the ledger.
        last_first = reversed(all_releases)
        newest = sorted(last_first, key=lambda each: (each.observation.released, each.observation.period), reverse=True)
        current, plan, change, previous = (
            ledger.current(key),
            ledger.plan(key),
            ledger.change(key),
            ledger.previous(key),
        )
        drawn = plotted(self.printer, indicator, (each.observation for each in history), lang)
        return FigureView(
            key=key,
            label=indicator.label[lang],
            description=indicator.description.get(lang, ""),
            address=self.address(key, lang),
            api=self.publication.file(key, "json"),
            csv=self.publication.file(key, "csv"),
            formula=indicator.formula.text if indicator.formula else "",
            decimals=indicator.decimals,
            max_age_days=indicator.max_age_days,
            stale_from=self.stale_from(key),
            stale=self.stale(key),
            current=self._point(indicator, current, lang) if current else None,
            plan=self._point(indicator, plan, lang) if plan else None,
            first=points[0] if points else None,
            change=format_change(change, lang, indicator.decimals) if change is not None else "",
            change_since=format_period(previous.period.text, lang) if previous else "",
            points=points,
            releases=tuple(self._release(indicator, each, lang) for each in newest),
            chart=charts.chart(drawn, format_value=partial(value_label, lang), format_date=partial(day_label, lang)),
            sparkline=charts.sparkline(drawn),
        )

    def _release(self, indicator: Indicator, release: Release, lang: str) -> Point:
        point = self._point(indicator, release.observation, lang)
        return replace(point, permalink=release.anchor, replaced=not release.stands)

    def _point(self, indicator: Indicator, seen: Observation, lang: str) -> Point:
        return Point(
            value=machine(seen.value),
            number=format_number(seen.value, lang, indicator.decimals),
            unit=self.printer.unit(indicator, seen.value, lang),
            text=self.printer.amount(indicator, seen.value, lang),
            period=seen.period.text,
            period_text=format_period(seen.period.text, lang),
            released=seen.released.isoformat(),
            released_text=format_date(seen.released, lang),
            status=seen.status.value,
            correction=seen.correction,
            note=seen.note.get(lang, ""),
            source_title=seen.source.title if seen.source else "",
            source_url=seen.source.url if seen.source else "",
            version=version_of(seen),
        )
