"""Charts as the theme draws them: the view's own template and style sheet, around series of a test's choice."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from aimaq.base.languages.translations import read_catalogs
from aimaq.figures.grammar.numbers import format_number
from aimaq.figures.periods import Period
from aimaq.figures.views.charts import Chart, Planned, Plotted, chart
from aimaq.figures.views.rendering import FigureTemplates

ROOT = Path(__file__).resolve().parents[2]
STYLES = ROOT / "theme/styles"


@dataclass(frozen=True)
class Drawn:
    """What the template of a chart reads."""

    key: str
    label: str
    chart: Chart
    csv: str = ""
    changes: tuple[str, ...] = ()

    @property
    def picture(self) -> str:
        return f"/api/indicators/{self.key}.ru.svg"


def point(period: str, value: Decimal | int, status: str = "actual", plan: int | None = None) -> Plotted:
    """A point with its labels in Russian, of the plan's share too if there was a plan."""
    printed = format_number(Decimal(value), "ru", 0)
    planned = None if plan is None else Planned(Decimal(plan), f"{round(100 * float(value) / plan)}\u00a0%")
    title = f"{period}: {printed}" + (f"; план: {plan}" if planned else "")
    return Plotted(Period.parse(period), Decimal(value), status, printed, title, period, planned)


def document(courses: Sequence[Sequence[Plotted]]) -> str:
    """A page with a chart for each course of points, in the theme's styles."""
    templates = FigureTemplates(
        [ROOT / "theme/templates"], read_catalogs(ROOT / "theme/translations", ["ru"], root=ROOT)
    )
    styles = "".join((STYLES / name).read_text("utf-8") for name in (STYLES / "order.txt").read_text("utf-8").split())
    styles += (STYLES.parent / "static/css/chart.css").read_text("utf-8")
    charts = (
        templates.render("chart.html", "ru", f=Drawn(f"k{number}", "Показатель", chart(each, format_value=_label)))
        for number, each in enumerate(courses)
    )
    return f'<!doctype html><html lang="ru"><style>{styles}</style><main class="main">{"".join(charts)}</main>'


def _label(value: Decimal) -> str:
    return format_number(value, "ru", max(0, -int(value.normalize().as_tuple().exponent)))
