"""docs/architecture/theme.md has every template, and every field that a view's template reads."""

import re
from dataclasses import fields
from pathlib import Path

from aimaq.figures.views.views import FigureView, Point, Quote

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs/architecture/theme.md").read_text(encoding="utf-8")


def section(heading: str) -> str:
    return TEXT.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def test_every_name_in_a_view_is_documented() -> None:
    views = section("Views")
    names = set(re.findall(r"`f\.(\w+)`", views))
    assert names == {each.name for each in fields(FigureView)}
    quote = set(re.findall(r"`q\.(\w+)`", views))
    assert quote == {each.name for each in fields(Quote)} | {"moved"}
    point = set(re.findall(r"`(\w+)`", views.partition("A point has")[2]))
    assert point == {each.name for each in fields(Point)} | {"anchor"}


def test_every_template_has_its_row() -> None:
    templates = {path.name for path in (ROOT / "theme/templates").glob("*.html")} - {"base.html"}
    rows = re.findall(r"^\| `([a-z-]+\.html)` \|", section("The template context"), re.MULTILINE)
    assert sorted(rows) == sorted(templates)
