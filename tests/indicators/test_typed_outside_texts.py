"""A figure's number that is typed in the settings, or in templates and words of the site's own, is a warning."""

from __future__ import annotations

from pathlib import Path

from aimaq.figures.ledger.read import read_ledger
from aimaq.pipeline.checks.typed_outside_texts import typed_outside_texts
from aimaq.pipeline.project import Project
from tools.built import LANGUAGES, small_project

SETTINGS = """
NAVIGATION = {"ru": ["sections", {"label": "27 предприятий", "address": "/about/"}]}
FOOTER = {
    "en": [
        "office",
        {"title": "Our 27 enterprises", "links": [{"label": "About 27 firms", "address": "/about/"}]},
    ]
}
"""
HOME = """{% extends "!theme/home.html" %}
{# 27 enterprises #}
<script>const shown = "27 enterprises";</script>
<p title="27 enterprises">{{ figure("enterprises", lang) }}, not 27 enterprises and 27 предприятий</p>
"""


def warned(project: Path) -> list[tuple[str, int | None, str]]:
    ledger = read_ledger(project / "content/data/indicators.json", languages=LANGUAGES, root=project)
    found = typed_outside_texts(Project(project).settings(), ledger)
    return [(each.path, each.line, each.message) for each in found]


def test_words_outside_of_texts_are_looked_at(tmp_path: Path) -> None:
    project = small_project(tmp_path / "site")
    assert warned(project) == []
    conf = project / "pelicanconf.py"
    text = conf.read_text("utf-8").replace("News and figures from the press office", "News of 27 enterprises")
    conf.write_text(text + SETTINGS, "utf-8")
    for path, words in (
        ("overrides/templates/home.html", HOME),
        ("overrides/translations/kk.po", 'msgid "News"\nmsgstr "27 кәсіпорын жаңалықтары"\n'),
        ("overrides/translations/en.po", 'msgid "27 enterprises"\nmsgstr "News"\n'),
    ):
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_text(words, "utf-8")
    lines = conf.read_text("utf-8").split("\n")
    found = warned(project)
    assert {(path, message.partition(":")[0]) for path, line, message in found if path == "pelicanconf.py"} == {
        ("pelicanconf.py", "EDITIONS"),
        ("pelicanconf.py", "NAVIGATION"),
        ("pelicanconf.py", "FOOTER"),
    }
    for path, line, _ in found:
        if path == "pelicanconf.py":
            assert line and "27" in lines[line - 1]
    assert [each for each in found if each[0] != "pelicanconf.py"] == [
        ("overrides/templates/home.html", 4, 'a number typed by hand: "27 enterprises"'),
        ("overrides/templates/home.html", 4, 'a number typed by hand: "27 предприятий"'),
        ("overrides/translations/kk.po", 2, 'a number typed by hand: "27 кәсіпорын"'),
    ]
