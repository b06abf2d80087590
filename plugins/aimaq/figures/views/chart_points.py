"""An indicator's observations as points of a chart, with labels in one language."""

from decimal import Decimal

from babel.dates import format_date

from aimaq.figures.grammar.dates import format_period
from aimaq.figures.grammar.locales import locale_of
from aimaq.figures.grammar.numbers import format_number
from aimaq.figures.ledger import Indicator
from aimaq.figures.periods import Period
from aimaq.figures.published_ledger import PublishedLedger
from aimaq.figures.views.charts import Plotted

__all__ = ["plotted", "value_label"]


def plotted(data: PublishedLedger, indicator: Indicator, lang: str) -> tuple[Plotted, ...]:
    """Return the points of an indicator's history.

    A year's value stands in the middle of the year: at its end it would look like the next year's.
    """
    return tuple(
        Plotted(
            seen.period.first + (seen.period.last - seen.period.first) / 2,
            seen.value,
            seen.status.value,
            format_number(seen.value, lang, indicator.decimals),
            f"{format_period(seen.period.text, lang)}: {data.printer.amount(indicator, seen.value, lang)}",
            _axis_label(lang, seen.period),
        )
        for seen in (each.observation for each in data.history(indicator.key))
    )


def value_label(lang: str, value: Decimal) -> str:
    """Return a value on the axis with as many decimals as it has: between whole numbers a tick may be a half."""
    return format_number(value, lang, max(0, -int(value.normalize().as_tuple().exponent)))


def _axis_label(lang: str, period: Period) -> str:
    """Return the name of a period for the axis, of a day a short one: "31 дек. 2022 г.", "2022 год"."""
    if period.kind == "day":
        return format_date(period.last, "medium", locale=locale_of(lang))
    return format_period(period.text, lang)
