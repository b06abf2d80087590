"""An indicator's observations as points of a chart, with labels in one language."""

from decimal import Decimal

from babel.dates import format_date

from aimaq.figures.fill.charted import Charted
from aimaq.figures.grammar.changes import in_percent
from aimaq.figures.grammar.dates import format_period
from aimaq.figures.grammar.locales import locale_of
from aimaq.figures.grammar.numbers import format_number, rounded
from aimaq.figures.grammar.quantities import range_in_words
from aimaq.figures.ledger import Observation
from aimaq.figures.periods import Period
from aimaq.figures.published_ledger import PublishedLedger
from aimaq.figures.views.charts import Planned, Plotted

__all__ = ["axis_label", "change_notes", "plotted", "value_label"]


def plotted(
    data: PublishedLedger, shown: Charted, lang: str, series: int = 0, *, named: bool = False
) -> tuple[Plotted, ...]:
    """Return the points of an indicator, each with the plan that there was for its period.

    ``series`` is the number of its line, 0 where it is drawn alone. Where points are ``named``, each says whose it is.
    """
    name = f"{shown.indicator.label[lang]}, " if named else ""
    return tuple(_point(data, shown, each, lang, series, name) for each in shown.observations)


def value_label(lang: str, value: Decimal) -> str:
    """Return a value on the axis with as many decimals as it has: between whole numbers a tick may be a half."""
    return format_number(value, lang, max(0, -int(value.normalize().as_tuple().exponent)))


def _point(data: PublishedLedger, shown: Charted, seen: Observation, lang: str, series: int, name: str) -> Plotted:
    translate, amount, indicator = data.catalogs[lang].gettext, data.printer.amount, shown.indicator
    title = f"{format_period(seen.period.text, lang)}: {amount(indicator, seen.value, lang)}"
    # The messages are those of components/status-label.html and figures/chart.html.
    firmness = [translate(seen.status.value)] if seen.status.is_said else []
    if seen.range:
        firmness.append(range_in_words(seen.range.low, seen.range.high, lang, indicator.decimals))
    if firmness:
        title = f"{title} ({', '.join(firmness)})"
    plan = shown.plans.get(seen.period.text)
    planned = Planned(plan.value, _share(seen.value, plan.value, lang)) if plan else None
    if plan and planned:
        title = f"{title}; {translate('plan')}: {amount(indicator, plan.value, lang)}"
        if planned.share:
            title = f"{title}, {translate('%(share)s of the plan') % {'share': planned.share}}"
    return Plotted(
        seen.period,
        seen.value,
        seen.status.value,
        format_number(seen.value, lang, indicator.decimals),
        f"{name}{title}",
        axis_label(lang, seen.period),
        planned,
        series,
        sum(change.since.first <= seen.period.first for _, change in shown.changes),
        seen.range,
    )


def _share(value: Decimal, plan: Decimal, lang: str) -> str:
    """Return a value in per cent of what was planned, "" where that says nothing: of nothing, or of a loss.

    What misses a plan by less than half a per cent has decimals: "99.8%" is not "100%".
    """
    if plan <= 0 or value < 0:
        return ""
    share = value / plan * 100
    decimals = next((d for d in range(3) if (rounded(share, d) == 100) == (share == 100)), 3)
    return in_percent(share, lang, "", decimals, "")


def change_notes(shown: Charted, lang: str) -> tuple[str, ...]:
    """Return what readers are told of each change of what is counted: since when, of which part, and what."""
    return tuple(
        f"{format_period(change.since.text, lang)}{'' if own == shown.indicator else f', {own.label[lang]}'}: "
        f"{change.note[lang]}"
        for own, change in shown.changes
    )


def axis_label(lang: str, period: Period) -> str:
    """Return the name of a period for the axis, of a day a short one: "31 дек. 2022 г.", "2022 год"."""
    if period.kind == "day":
        return format_date(period.last, "medium", locale=locale_of(lang))
    return format_period(period.text, lang)
