"""What a template of the theme sees of an indicator: values already in the words of one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from babel.dates import format_date as format_short_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound

from support.catalogs import Catalog
from support.problems import ProblemsFound, suggest
from support.templates import rendering_problem

from . import charts
from .grammar import format_change, format_date, format_number, format_period, locale_of
from .ledger import Indicator, Ledger, Observation
from .markers import MarkerError
from .printing import Printer, machine

__all__ = ["FigureView", "Point", "ThemeViews"]


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

    @property
    def anchor(self) -> str:
        """The observation's own fragment on the indicator's page."""
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
    current: Point | None
    plan: Point | None
    first: Point | None
    change: str
    change_since: str
    points: tuple[Point, ...]
    releases: tuple[Point, ...]
    chart: charts.Chart
    sparkline: charts.Sparkline


class ThemeViews:
    """Renders the theme's ``figures/<name>.html`` for an indicator; see :class:`indicators.fill.Views`."""

    def __init__(self, printer: Printer, templates: Path, catalogs: Mapping[str, Catalog], prefixes: Mapping[str, str]):
        self.printer, self.prefixes, self.catalogs = printer, prefixes, catalogs
        self.templates = templates
        self._environments: dict[str, Environment] = {}
        self._figures: dict[tuple[str, str], FigureView] = {}

    def render(self, name: str, key: str, lang: str) -> str:
        """Return the view's markup.

        Raises :class:`MarkerError` for an unknown view or key, ``ProblemsFound`` for a template that cannot be
        rendered: with other figures it may have been.
        """
        try:
            template = self._environment(lang).get_template(f"figures/{name}.html")
        except TemplateNotFound as error:
            raise MarkerError(f'the theme has no view "{name}": expected templates/figures/{name}.html') from error
        view = self.figure(key, lang)
        try:
            return template.render(lang=lang, f=view).strip()
        except Exception as error:
            problem = rendering_problem(error, lambda path: path.relative_to(self.templates.parents[1]).as_posix())
            if problem is None:
                raise
            raise ProblemsFound([problem]) from error

    def at_publication(self, number: str, lang: str) -> str:
        """Return the note in brackets: what the number was on the article's date."""
        return self.catalogs[lang].gettext("(at publication: %(value)s)") % {"value": number}

    def address(self, key: str, lang: str) -> str:
        """Return the root-relative address of the indicator's page in the language's edition."""
        return f"/{self.prefixes[lang]}indicators/{key}/"

    def figure(self, key: str, lang: str) -> FigureView:
        """Return the view model of an indicator, made once."""
        if (key, lang) not in self._figures:
            self._figures[key, lang] = self._model(key, lang)
        return self._figures[key, lang]

    def _environment(self, lang: str) -> Environment:
        if lang not in self._environments:
            environment = Environment(
                loader=FileSystemLoader(self.templates),
                autoescape=True,
                undefined=StrictUndefined,
                trim_blocks=True,
                lstrip_blocks=True,
                extensions=["jinja2.ext.i18n"],
            )
            catalog: Any = self.catalogs[lang]
            environment.install_gettext_callables(catalog.gettext, catalog.ngettext, newstyle=True)  # type: ignore[attr-defined]
            self._environments[lang] = environment
        return self._environments[lang]

    def _model(self, key: str, lang: str) -> FigureView:
        ledger: Ledger = self.printer.ledger
        if key not in ledger.indicators:
            raise MarkerError(f'unknown indicator "{key}"{suggest(key, ledger.indicators)}')
        indicator = ledger.indicators[key]
        history = ledger.history(key)
        points = tuple(self._point(indicator, seen, lang) for seen in history)
        releases = indicator.observations or history
        newest = sorted(enumerate(releases), key=lambda item: (item[1].released, item[1].period, item[0]), reverse=True)
        current, plan, change, previous = (
            ledger.current(key),
            ledger.plan(key),
            ledger.change(key),
            ledger.previous(key),
        )
        plotted = tuple(
            charts.Plotted(
                # A year's figure stands in the middle of the year: at its end it would seem to be the next year's.
                seen.period.first + (seen.period.last - seen.period.first) / 2,
                seen.value,
                seen.status.value,
                point.number,
                f"{point.period_text}: {point.text}",
            )
            for seen, point in zip(history, points, strict=True)
        )
        return FigureView(
            key=key,
            label=indicator.label[lang],
            description=indicator.description.get(lang, ""),
            address=self.address(key, lang),
            api=f"/api/indicators/{key}.json",
            csv=f"/api/indicators/{key}.csv",
            formula=indicator.formula.text if indicator.formula else "",
            decimals=indicator.decimals,
            max_age_days=indicator.max_age_days,
            current=self._point(indicator, current, lang) if current else None,
            plan=self._point(indicator, plan, lang) if plan else None,
            first=points[0] if points else None,
            change=format_change(change, lang, indicator.decimals) if change is not None else "",
            change_since=format_period(previous.period.text, lang) if previous else "",
            points=points,
            releases=tuple(self._point(indicator, seen, lang) for _, seen in newest),
            chart=charts.chart(plotted, format_value=partial(_tick, lang), format_date=partial(_day, lang)),
            sparkline=charts.sparkline(plotted),
        )

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
        )


def _tick(lang: str, value: Decimal) -> str:
    """Return a value on the axis with as many decimals as it has: the ticks of whole numbers may be halves."""
    return format_number(value, lang, max(0, -int(value.normalize().as_tuple().exponent)))


def _day(lang: str, day: date) -> str:
    """Return a short date for the axis: "31 дек. 2022 г."."""
    return format_short_date(day, "medium", locale=locale_of(lang))
