"""Fifteen charts as texts have them, of series that have what charts have to deal with, and their pictures.

``python tests/theme/example_charts.py [FOLDER]`` writes ``<chart>-<width>-<look>.png`` into FOLDER (``pictures``): at
three widths, in light and dark, as they are printed, and with the reader's own colours. ``inv pictures`` does the same.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Final, Literal

from playwright.sync_api import Browser, Page, sync_playwright

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

from aimaq.base.languages.translations import read_catalogs
from aimaq.base.slots import Slot
from aimaq.figures.addresses import Publication
from aimaq.figures.fill.filler import Filler
from aimaq.figures.fill.printing import Printer
from aimaq.figures.fill.staleness import Staleness
from aimaq.figures.ledger import Indicator, Ledger, Observation, Period, Status
from aimaq.figures.open_data.commands import commands
from aimaq.figures.published_ledger import PublishedLedger
from aimaq.figures.value_range import ValueRange
from aimaq.figures.views.rendering import FigureTemplates
from aimaq.figures.views.views import ThemeViews
from aimaq.newsroom.theme.assets import read_script
from tools.browser import launch

ROOT: Final = Path(__file__).resolve().parents[2]
LANGS: Final = {"ru": "", "kk": "kk/", "en": "en/"}
WIDTHS: Final = (360, 768, 1280)
LOOKS: Final = ("light", "dark", "print", "forced")
Look = Literal["light", "dark", "print", "forced"]

#: The charts, by their names: the keys of their series, and what is behind them in the marker.
EXAMPLES: Final = {
    "levels": "levels",
    "years": "years",
    "quarters-within-years": "quarters",
    "below-zero": "losses",
    "plans": "plans",
    "estimates": "estimates",
    "ranges-of-years": "forecast",
    "range-of-a-level": "outlook",
    "ranges-of-lines": "forecast, others",
    "one-value": "one",
    "many-values": "many",
    "two-lines": "years, others",
    "six-lines": "years, others, third, fourth, fifth, sixth",
    "two-units": "years, halls",
    "a-part-of-the-time": "years, others, halls | since 2020 | until 2023",
}


def _years(values: str, first: int = 2016, status: str = "actual") -> list[Observation]:
    return [_seen(f"{year}", value, status) for year, value in enumerate(values.split(), start=first)]


def _seen(period: str, value: str | int, status: str = "actual", bounds: tuple[int, int] | None = None) -> Observation:
    known = ValueRange(*map(Decimal, bounds)) if bounds else None
    return Observation(Period.parse(period), Decimal(value), Status(status), date(2026, 1, 10), range=known)


def _series() -> Iterator[tuple[str, str, list[Observation]]]:
    """Yield key, unit and observations of each series."""
    yield "levels", "pcs", [_seen(f"{2015 + n}-12-31", 1000 + 37 * n * n) for n in range(11)]
    yield "years", "pcs", _years("126 143 151 163 187 213 250 310 364 405")
    yield "others", "pcs", _years("120 150 149 170 180 220 240 260 330 360")
    yield "third", "pcs", _years("80 82 81 90 95 99 120 130 128 140")
    yield "fourth", "pcs", _years("79 84 80 91 93 98 118 133 127 141")
    yield "fifth", "pcs", _years("10 12 9 14 20 18 25 27 30 31")
    yield "sixth", "pcs", _years("300 290 280 260 250 230 200 180 170 150")
    yield "halls", "m²", _years("4000 4200 4500 4700 5600 6100 7200 8000")
    quarters = [_seen(f"{year}-Q{n}", 20 + 3 * n + year - 2023) for year in (2023, 2024, 2025) for n in (1, 2, 3, 4)]
    yield "quarters", "pcs", [*_years("110 114 118", 2023), *quarters]
    yield "losses", "pcs", _years("12 -4 -9 3 8 -2 5 11 -6 7")
    yield "plans", "pcs", [*_years("80 95 110 130", 2022, "plan"), *_years("70 96 101", 2022)]
    yield "estimates", "pcs", [*_years("50 55"), *_years("58 61", 2018, "estimate"), *_years("66", 2020, "provisional")]
    expected = [_seen(f"{2024 + n}", 230 + 20 * n, "estimate", (225 + 12 * n, 245 + 35 * n)) for n in range(3)]
    yield "forecast", "pcs", [*_years("180 190 205", 2021), *expected]
    outlook = [_seen(f"{2024 + n}-12-31", 1500 + 60 * n, "estimate", (1470, 1560 + 90 * n)) for n in range(2)]
    planned = _seen("2028-12-31", 1800, "plan", (1700, 2000))
    yield "outlook", "pcs", [*(_seen(f"{2018 + n}-12-31", 1100 + 70 * n) for n in range(6)), *outlook, planned]
    yield "one", "pcs", _years("42", 2025)
    start = date(2025, 1, 1)
    yield "many", "pcs", [_seen((start + timedelta(n)).isoformat(), 900 + (n * 37) % 113) for n in range(120)]


@cache
def _filler() -> Filler:
    forms = ("one", "few", "many", "other")
    names = {"ru": "Показатель зоны", "kk": "Аймақтың көрсеткіші", "en": "Indicator of the zone"}
    ledger = Ledger(
        Indicator(
            key,
            {lang: f"{name} № {number}" for lang, name in names.items()},
            {lang: {"nominative": dict.fromkeys(forms, unit)} for lang in LANGS},
            observations=tuple(observations),
        )
        for number, (key, unit, observations) in enumerate(_series(), start=1)
    )
    templates = FigureTemplates(
        [ROOT / "theme/templates"], read_catalogs(ROOT / "theme/translations", LANGS, root=ROOT)
    )
    publication = Publication("https://site.example", LANGS, dict.fromkeys(LANGS, "Zone"))
    staleness = Staleness(ledger, datetime(2026, 6, 1), UTC)
    data = PublishedLedger(Printer(ledger), publication, templates, staleness)
    return Filler(ThemeViews(data), commands(data))


def document(name: str, lang: str = "ru") -> str:
    """Return a page with one of the charts, in the theme's styles."""
    chart = _filler().write(Slot(f"chart {EXAMPLES[name]}", lang, "2026-06-01", place="lh"))
    sheets = ROOT / "theme/styles"
    order = (sheets / "order.txt").read_text("utf-8").split()
    styles = "".join((sheets / each).read_text("utf-8") for each in order)
    styles += (ROOT / "theme/static/css/chart.css").read_text("utf-8")
    return (
        f'<!doctype html><html lang="{lang}"><head><title>{name}</title>'
        f'<meta name="viewport" content="width=device-width">'
        f"<style>{styles}</style></head><body><main class='main'><h1>{name}</h1><div class='prose'>"
        f"<div class='text-chart'>{chart}</div></div></main></body></html>"
    )


@contextmanager
def shown(
    browser: Browser, name: str, width: int = 1280, look: Look = "light", lang: str = "ru", *, with_script: bool = True
) -> Iterator[Page]:
    """Give a tab with one of the charts."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if look == "dark" else "light",
        forced_colors="active" if look == "forced" else "none",
        has_touch=True,
    )
    try:
        tab = context.new_page()
        tab.set_content(document(name, lang))
        if look == "print":
            tab.emulate_media(media="print")
        if with_script:
            tab.add_script_tag(content=read_script(ROOT / "theme/scripts/chart.js"))
        yield tab
    finally:
        context.close()


def take(browser: Browser, folder: Path) -> int:
    """Write the pictures; return their number."""
    folder.mkdir(parents=True, exist_ok=True)
    looks: tuple[Look, ...] = LOOKS
    for name in EXAMPLES:
        for width in WIDTHS:
            for look in looks:
                with shown(browser, name, width, look) as tab:
                    tab.locator(".text-chart").screenshot(path=folder / f"{name}-{width}-{look}.png")
    return len(EXAMPLES) * len(WIDTHS) * len(LOOKS)


if __name__ == "__main__":
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        raise SystemExit("No Chromium on PATH: install it (Debian: apt-get install chromium)")
    target = Path(*sys.argv[1:2] or ["pictures"])
    with sync_playwright() as playwright:
        print(f"{take(launch(playwright, chromium), target)} pictures in {target}")
