"""What a template of the theme sees of an indicator: values as text in one language."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from aimaq.figures.counting import is_counted_alike
from aimaq.figures.fill.charted import Charted
from aimaq.figures.fill.live_values import version_of
from aimaq.figures.grammar.dates import format_date, format_period
from aimaq.figures.grammar.numbers import format_change, format_number, machine
from aimaq.figures.ledger import Indicator, Observation
from aimaq.figures.ledger.releases import Release
from aimaq.figures.periods import PREVIOUS, YEAR_BEFORE
from aimaq.figures.published_ledger import PublishedLedger
from aimaq.figures.text.markers import Figure, MarkerError
from aimaq.figures.views import charts
from aimaq.figures.views.chart_points import change_notes, plotted, value_label
from aimaq.figures.views.sparkline import Sparkline, sparkline

__all__ = ["FigureView", "Point", "Quote", "QuotedFigure", "ThemeViews"]


@dataclass(frozen=True, slots=True)
class Point:
    """One observation in one language. ``value`` is for machines, the other texts are for people.

    ``range`` has the bounds of an estimate, "" if it has none.

    ``permalink`` is the fragment, on the indicator's page, of this release; "" for a point that is not a release.
    """

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
    replaced: bool = False
    range: str = ""

    @property
    def gap(self) -> str:
        """What stands between the number and the unit where each has an element of its own: nothing in "12.5%"."""
        return "" if self.text == f"{self.number}{self.unit}" else " "

    @property
    def anchor(self) -> str:
        """The period's fragment on the indicator's page, where the release that stands for it is found."""
        return f"p-{self.period}"


@dataclass(frozen=True, slots=True)
class FigureView:
    """An indicator in one language, for the templates in ``figures/``."""

    key: str
    label: str
    group: str
    description: str
    address: str
    api: str
    csv: str
    picture: str
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
    changes: tuple[str, ...]
    chart: charts.Chart
    sparkline: Sparkline


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


@dataclass(frozen=True, slots=True)
class QuotedFigure:
    """One of the figures of a view: the indicator, and what a text quotes of it."""

    f: FigureView
    q: Quote


class ThemeViews:
    """Renders the theme's ``figures/<name>`` for an indicator, and the words beside a figure."""

    def __init__(self, data: PublishedLedger) -> None:
        self.data, self.printer, self.catalogs = data, data.printer, data.catalogs
        self._figures: dict[tuple[str, str], FigureView] = {}
        self._quotes: dict[tuple[Figure, str, int | None], Quote] = {}
        self._rendered: dict[tuple[object, ...], str] = {}  # most days have the quotation of another one

    def render(self, name: str, figures: Sequence[Figure], lang: str, published: str = "") -> str:
        """Return a view; the template gets ``quoted`` (:class:`QuotedFigure`), and ``f`` and ``q`` of the first.

        Figures of one indicator follow one another, each once, the newest period first. Raises :class:`MarkerError` for
        an unknown view or key, ``ProblemsFound`` for a template that cannot be rendered with these figures.
        """
        order = list(dict.fromkeys(figure.key for figure in figures))
        quotes = _each_once((figure.key, self.quote(figure, lang, published)) for figure in figures)
        quotes.sort(key=lambda each: _period(each[1]), reverse=True)
        quotes.sort(key=lambda each: order.index(each[0]))
        shown = name, lang, *quotes
        if shown not in self._rendered:
            quoted = tuple(QuotedFigure(self.figure(key, lang), quote) for key, quote in quotes)
            self._rendered[shown] = self.data.templates.render(name, lang, quoted=quoted, f=quoted[0].f, q=quoted[0].q)
        return self._rendered[shown]

    def at_publication(self, number: str, lang: str) -> str:
        """Return the note in brackets with the number on the article's date."""
        return self.catalogs[lang].gettext("(at publication: %(value)s)") % {"value": number}

    def out_of_date(self, lang: str) -> str:
        """Return the note for readers that a value is stale."""
        return self.catalogs[lang].gettext("the data may be out of date")

    def newer_value(self, lang: str) -> str:
        """Return the note for readers of an open page that its change is that of an earlier value."""
        return self.catalogs[lang].gettext("a newer value has been published")

    def not_known_then(self, lang: str) -> str:
        """Return what stands in an as-of site for a figure that was not known on its day."""
        return self.catalogs[lang].gettext("not known on that day")

    def figure(self, key: str, lang: str) -> FigureView:
        """Return the view of an indicator, built once; raise :class:`MarkerError` for an unknown key."""
        if (key, lang) in self._figures:
            return self._figures[key, lang]
        indicator = self.printer.indicator(key)
        data, ledger, publication = self.data, self.data.ledger, self.data.publication
        points = tuple(self._release(indicator, each, lang) for each in data.history(key))
        current, plan = ledger.current(key), ledger.plan(key)
        compared = ledger.compared(key)
        if compared and not is_counted_alike(ledger, key, *compared):
            compared = None  # the difference would say nothing of what is counted
        shown = Charted.of(ledger, key)
        drawn, changes = plotted(data, shown, lang), {change.since.first for _, change in shown.changes}
        view = self._figures[key, lang] = FigureView(
            key=key,
            label=indicator.label[lang],
            group=indicator.group.get(lang, ""),
            description=indicator.description.get(lang, ""),
            address=publication.page(key, lang),
            api=publication.file(key, "json"),
            csv=publication.file(key, "csv"),
            picture=publication.file(key, f"{lang}.svg"),
            formula=indicator.formula.text if indicator.formula else "",
            decimals=indicator.decimals,
            max_age_days=indicator.max_age_days,
            stale_from=data.staleness.moment(key),
            stale=data.staleness.stale(key),
            current=self._point(indicator, current, lang) if current else None,
            plan=self._point(indicator, plan, lang) if plan else None,
            first=points[0] if points else None,
            change=format_change(compared[0].value - compared[1].value, lang, indicator.decimals) if compared else "",
            change_since=format_period(compared[1].period.text, lang) if compared else "",
            points=points,
            releases=tuple(self._release(indicator, each, lang) for each in data.newest_first(key)),
            changes=change_notes(shown, lang),
            chart=charts.chart(drawn, format_value=partial(value_label, lang), changes=changes),
            sparkline=sparkline(drawn),
        )
        return view

    def quote(self, figure: Figure, lang: str, published: str) -> Quote:
        """Return what a text quotes of an indicator, as known on the day it was published and as known now.

        It is worked out once for all days on which the same was known.
        """
        moment = self.printer.ledger.releases_until(date.fromisoformat(published)) if published else None
        asked_for = figure, lang, moment
        if asked_for not in self._quotes:
            self._quotes[asked_for] = self._quote(figure, lang, published)
        return self._quotes[asked_for]

    def _quote(self, figure: Figure, lang: str, published: str) -> Quote:
        asked = replace(figure, pinned=False)
        now = then = None
        with suppress(MarkerError):
            now = self.point(asked, lang, "")
        with suppress(MarkerError):  # nothing was known then: the figure is younger than the text
            then = self.point(replace(asked, pinned=True), lang, published) if published else None
        shown = now or then
        period = shown.period if figure.at in (PREVIOUS, YEAR_BEFORE) and shown else figure.at
        return Quote(figure.at, format_period(period, lang) if period else "", figure.plan, then, now)

    def point(self, figure: Figure, lang: str, published: str) -> Point:
        """Return what a marker prints, as a point; raise :class:`MarkerError` where there is nothing."""
        seen = self.printer.observed(figure, published)
        return self._point(self.data.ledger.indicators[figure.key], seen, lang)

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
            range=self.printer.range(indicator, seen, lang),
        )


def _period(quote: Quote) -> str:
    """Return what the value of a quotation describes; what was asked for where there is none."""
    shown = quote.now or quote.then
    return shown.period if shown else quote.at


def _each_once(quotes: Iterable[tuple[str, Quote]]) -> list[tuple[str, Quote]]:
    """Return keys with their quotations, without those that show what another one shows.

    A text may quote a figure by its period and, in a chart or in words, as the current one. The current one stays: it
    follows the ledger on an open page.
    """
    shown: dict[tuple[object, ...], tuple[str, Quote]] = {}
    for key, quote in quotes:
        same = key, quote.plan, quote.then, quote.now, "" if quote.then or quote.now else quote.at
        if same not in shown or not quote.at:
            shown[same] = key, quote
    return list(shown.values())
