"""docs/architecture/theme.md has every template, and every field that a view's template reads."""

import inspect
import re
from dataclasses import fields
from pathlib import Path

import pytest

from aimaq.figures.views.views import FigureView, Point, Quote
from aimaq.newsroom.model import views
from aimaq.newsroom.theme.contract import read_contract
from tools.template_contract import names

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs/architecture/theme.md").read_text(encoding="utf-8")


def section(heading: str) -> str:
    return TEXT.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def test_every_name_in_a_view_is_documented() -> None:
    text = section("Views")
    names = set(re.findall(r"`f\.(\w+)`", text))
    assert names == {each.name for each in fields(FigureView)}
    quote = set(re.findall(r"`q\.(\w+)`", text))
    assert quote == {each.name for each in fields(Quote)} | {"moved"}
    point = set(re.findall(r"`(\w+)`", text.partition("A point has")[2]))
    assert point == {each.name for each in fields(Point)} | {"anchor"}


def test_every_template_has_its_row() -> None:
    templates = {path.name for path in (ROOT / "theme/templates").glob("*.html")} - {"base.html"}
    rows = re.findall(r"^\| `([a-z-]+\.html)` \|", section("The template context"), re.MULTILINE)
    assert sorted(rows) == sorted(templates)


@pytest.mark.parametrize(
    ("title", "view"),
    [
        ("`site`", views.SiteView),
        ("`story`", views.StoryView),
        ("`text`, a page", views.PageView),
        ("A part, such as `story.boilerplate`", views.PartView),
        ("A listed story", views.Listed),
    ],
)
def test_every_field_for_templates_has_its_row_in_the_words_of_the_code(title: str, view: type) -> None:
    """Each field has a sentence where it is declared; those for the program alone are not in the contract."""
    source = "".join(map(inspect.getsource, view.__mro__[:-1]))
    above = {name: text for text, name in re.findall(r"\n    #: ([^\n]*)\n    (\w+):", source)}
    sentences = above | dict(re.findall(r"\n    (\w+):[^\n]*  #: ([^\n]*)", source))
    assert sentences.keys() | {"order"} >= {each.name for each in fields(view)}
    expected = {name: text for name, text in sentences.items() if not text.startswith("For the program")}
    computed = {name: each for kind in view.__mro__ for name, each in vars(kind).items() if isinstance(each, property)}
    expected |= {name: inspect.getdoc(each) or "" for name, each in computed.items()}
    rows = section("The newsroom's views").partition(f"### {title}\n")[2].partition("\n### ")[0]
    assert dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", rows, re.MULTILINE)) == expected


def test_the_contract_of_templates_is_current_and_in_the_changelog() -> None:
    """`python tests/tools/template_contract.py` gives it a new version, which the changelog names."""
    contract = read_contract()
    assert {name: list(found) for name, found in contract.names.items()} == names()
    assert f"contract of templates, version {contract.version}" in (ROOT / "CHANGELOG.md").read_text("utf-8")
