"""An indicator's observations as points of a chart, with labels in one language."""

from decimal import Decimal

from babel.dates import format_date

from aimaq.figures.grammar.changes import in_percent
from aimaq.figures.grammar.dates import format_period
from aimaq.figures.grammar.locales import locale_of
from aimaq.figures.grammar.numbers import format_number, rounded
from aimaq.figures.ledger import Indicator, Observation
from aimaq.figures.periods import Period
from aimaq.figures.published_ledger import PublishedLedger
from aimaq.figures.views.charts import Planned, Plotted

__all__ = ["plotted", "value_label"]


def plotted(data: PublishedLedger, indicator: Indicator, lang: str) -> tuple[Plotted, ...]:
    """Return the points of an indicator's history, each with the plan that there was for its period."""
    return tuple(_point(data, indicator, each.observation, lang) for each in data.history(indicator.key))


def value_label(lang: str, value: Decimal) -> str:
    """Return a value on the axis with as many decimals as it has: between whole numbers a tick may be a half."""
    return format_number(value, lang, max(0, -int(value.normalize().as_tuple().exponent)))


def _point(data: PublishedLedger, indicator: Indicator, seen: Observation, lang: str) -> Plotted:
    translate, amount = data.catalogs[lang].gettext, data.printer.amount
    title = f"{format_period(seen.period.text, lang)}: {amount(indicator, seen.value, lang)}"
    # The messages are those of components/status-label.html and figures/chart.html.
    if seen.status.value != "actual":
        title = f"{title} ({translate(seen.status.value)})"
    plan = None if seen.is_plan else data.ledger.exactly(indicator.key, seen.period.text, plan=True)
    planned = plan and plan.is_plan and Planned(plan.value, _share(seen.value, plan.value, lang))
    if plan and planned:
        title = f"{title}; {translate('plan')}: {amount(indicator, plan.value, lang)}"
        if planned.share:
            title = f"{title}, {translate('%(share)s of the plan') % {'share': planned.share}}"
    return Plotted(
        seen.period,
        seen.value,
        seen.status.value,
        format_number(seen.value, lang, indicator.decimals),
        title,
        _axis_label(lang, seen.period),
        planned or None,
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


def _axis_label(lang: str, period: Period) -> str:
    """Return the name of a period for the axis, of a day a short one: "31 дек. 2022 г.", "2022 год"."""
    if period.kind == "day":
        return format_date(period.last, "medium", locale=locale_of(lang))
    return format_period(period.text, lang)
