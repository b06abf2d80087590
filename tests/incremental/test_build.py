"""A build composes when pages have changed, only finishes anew when figures have, and never leaves half a site."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import jinja2
import pytest

from aimaq.base.problems import ProblemsFound
from aimaq.base.slots import has_slots
from aimaq.build.store import Store
from aimaq.pipeline.build import build
from aimaq.pipeline.report import Report
from tools.built import copy_project, small_project
from tools.versions import tree

LEDGER = "content/data/indicators.json"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small newsroom in three languages, with a theme of its own to edit; not built."""
    return small_project(tmp_path / "project", own_theme=True)


def built(project: Path) -> Report:
    return build(project, output=project / "output", cache=project / ".aimaq")


def set_value(project: Path, key: str, value: int) -> None:
    """Change the last value that the ledger holds of an indicator, as text."""
    path = project / LEDGER
    last = re.compile(rf'(    "{key}": {{(?:.*?\n)*?.*"value": )[0-9.]+(?=[^\n]*\n[^\n]*\n      \])')
    text, count = last.subn(rf"\g<1>{value}", path.read_text(encoding="utf-8"), count=1)
    assert count
    path.write_text(text, encoding="utf-8")


def test_a_refill_gives_the_bytes_of_a_clean_build(project: Path) -> None:
    """After a change of the ledger alone nothing is composed, and nobody could tell from the site."""
    assert not built(project).refilled
    set_value(project, "enterprises", 7411)
    report = built(project)
    assert report.refilled and not report.composed
    assert report.changes.changed and not report.changes.added and not report.changes.removed
    assert {"share.png", "kk/share.png"} <= set(report.changes.changed), "a picture shows the figure"
    clean = project.with_name("clean")
    build(project, output=clean, cache=project.with_name("cache"))
    assert tree(project / "output") == tree(clean)
    assert b"7\xc2\xa0411" in (project / "output/index.html").read_bytes()


def test_a_refill_imports_neither_pelican_nor_markdown(project: Path) -> None:
    """A changed figure costs what it takes to rewrite the files that quote it."""
    built(project)
    set_value(project, "enterprises", 7411)
    code = f"""
import sys, json
from pathlib import Path
from aimaq.pipeline.build import build
project = Path({str(project)!r})
report = build(project, output=project / "output", cache=project / ".aimaq")
print(json.dumps([report.refilled, sorted(name for name in ("pelican", "markdown") if name in sys.modules)]))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=project, check=True)
    assert json.loads(done.stdout) == [True, []]


def test_an_unchanged_project_publishes_nothing(project: Path) -> None:
    """A second build finds nothing to do."""
    built(project)
    report = built(project)
    assert report.refilled and not report.changes and not report.finished


def test_an_edit_composes_only_the_pages_that_show_it(project: Path) -> None:
    """A sentence reaches the article, its files for journalists, its feeds and the search; a title the lists too."""
    built(project)
    article = project / "content/news/growth.en.md"
    text = article.read_text(encoding="utf-8")
    article.write_text(text + "\nOne more sentence.\n", encoding="utf-8")
    report = built(project)
    page = "en/news/growth/index.html"
    own = {page, "en/news/growth/growth.en.txt", "en/news/growth/growth.en.ninjs.json"}
    assert own <= set(report.changes.changed)
    assert all(path in own or path.startswith(("en/feeds/", "en/search/")) for path in report.changes.changed)
    assert report.composed < 30

    article.write_text(text.replace('title: "', 'title: "News: ', 1), encoding="utf-8")
    changed = built(project).changes.changed
    assert {"en/index.html", "en/archive/2023/04/index.html", page} <= set(changed)
    assert "news/growth/index.html" not in changed


def test_a_build_that_fails_costs_the_next_one_nothing(project: Path) -> None:
    """A claim that turns out false stops the fill, when files have been written: all that is known stays known."""
    built(project)
    before = tree(project / "output")
    article = project / "content/news/growth.en.md"
    text = article.read_text(encoding="utf-8")
    article.write_text(text + "\nMore.{{ assert jobs < 0 }}\n", encoding="utf-8")
    with pytest.raises(ProblemsFound):
        built(project)
    assert tree(project / "output") == before
    article.write_text(text + "\nMore.\n", encoding="utf-8")
    report = built(project)
    assert report.composed < 30 and report.changes.changed
    assert not built(project).changes


def test_a_template_composes_what_it_makes_and_nothing_else(project: Path) -> None:
    """The template of the error page concerns three files."""
    built(project)
    template = project / "theme/templates/not-found.html"
    template.write_text(template.read_text(encoding="utf-8").replace("{% block main %}", "{% block main %}<!-- -->"))
    report = built(project)
    assert report.changes.changed == ("404.html", "en/404.html", "kk/404.html")
    assert report.composed == 3


def test_a_new_indicator_composes_its_pages(project: Path) -> None:
    """The keys are the one thing of the ledger that composing depends on."""
    built(project)
    path = project / LEDGER
    ledger = json.loads(path.read_text(encoding="utf-8"))
    ledger["indicators"]["brand-new"] = ledger["indicators"]["jobs"]
    path.write_text(json.dumps(ledger, ensure_ascii=False), encoding="utf-8")
    report = built(project)
    assert not report.refilled
    assert "kk/indicators/brand-new/index.html" in report.changes.added


@pytest.mark.parametrize("damage", [b"", b"not a database", b"SQLite format 3\x00 and then something else entirely"])
def test_a_store_that_cannot_be_read_is_made_anew(project: Path, damage: bytes) -> None:
    """A cache is never trusted more than the content."""
    built(project)
    for file in (project / ".aimaq").glob("store.sqlite*"):
        file.write_bytes(damage)
    assert not built(project).refilled
    assert built(project).refilled


def test_a_file_that_somebody_deleted_from_the_output_comes_back(project: Path) -> None:
    """The output is made whole even when nothing else has changed."""
    built(project)
    (project / "output/index.html").unlink()
    assert not built(project).refilled
    assert (project / "output/index.html").is_file()


def test_a_broken_ledger_leaves_the_site_alone(project: Path) -> None:
    """Problems of the ledger and of articles come together, and the last good site stays."""
    built(project)
    before = tree(project / "output")
    ledger = project / LEDGER
    ledger.write_text(
        ledger.read_text(encoding="utf-8").replace('"status": "actual"', '"status": "actul"', 1), encoding="utf-8"
    )
    article = next((project / "content/news").glob("*.ru.md"))
    article.write_text(article.read_text(encoding="utf-8").replace("kind:", "knid:"), encoding="utf-8")
    with pytest.raises(ProblemsFound) as caught:
        built(project)
    text = str(caught.value)
    assert 'did you mean "actual"?' in text and 'did you mean "kind"?' in text
    assert tree(project / "output") == before


def test_the_output_folder_may_not_hold_the_project(project: Path) -> None:
    """A build replaces the whole folder, so it refuses one with anything else in it."""
    with pytest.raises(ProblemsFound):
        build(project, output=project, cache=project / ".aimaq")
    assert (project / "pelicanconf.py").is_file()


def test_pelicans_own_command_writes_the_same_site(tmp_path: Path) -> None:
    """`pelican` alone builds every file of the real newsroom, with the same bytes as `aimaq build`."""
    project = copy_project(tmp_path / "project")
    built(project)
    command = [sys.executable, "-m", "pelican", "content", "-s", "pelicanconf.py", "-o", "plain"]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    plain = tree(project / "plain")
    assert not any(has_slots(data.decode("utf-8", "ignore")) for data in plain.values())
    assert plain == tree(project / "output")


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A site that is not ours: stock theme, stock reader, and the plugin."""
    project = tmp_path / "bare"
    (project / "content").mkdir(parents=True)
    (project / "content/one.md").write_text("Title: One\nDate: 2024-01-01\n\nText\n")
    (project / "content/two.md").write_text("Title: Two\nDate: 2024-01-02\n\nText\n")
    (project / "pelicanconf.py").write_text(
        "SITENAME = 'Bare'\nSITEURL = 'https://bare.example'\nPATH = 'content'\nTHEME = 'simple'\nTIMEZONE = 'UTC'\n"
        "PLUGINS = ['aimaq.incremental']\n"
    )
    return project


def test_a_site_that_is_not_ours_builds_as_it_would_without_the_plugin(bare: Path) -> None:
    """No knowledge of our theme or plugins."""
    built(bare)
    command = [sys.executable, "-m", "pelican", "content", "-s", "pelicanconf.py", "-o", "plain", "-e", "PLUGINS=[]"]
    subprocess.run(command, cwd=bare, capture_output=True, text=True, check=True)
    assert tree(bare / "output") == tree(bare / "plain")


def test_a_deleted_article_leaves_nothing_behind(bare: Path) -> None:
    """Its page goes with it."""
    built(bare)
    (bare / "content/two.md").unlink()
    assert built(bare).changes.removed == ("two.html",)


def test_what_workers_have_read_is_fetched_for_many_articles_at_once(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They answer in whatever order: asked for in that of the files, each article would have its neighbours fetched."""
    for number in range(1200):
        text = f"Title: Article {number}\nDate: 2024-01-01\n\nText {number}.\n"
        (bare / f"content/article-{number:04}.md").write_text(text, "utf-8")
    fetched: list[int] = []
    readings = Store.readings

    def noted(self: Store, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        fetched.append(len(keys))
        return readings(self, keys)

    monkeypatch.setattr(Store, "readings", noted)
    built(bare)
    assert 1200 <= sum(fetched) < 2400 and (bare / "output/article-1199.html").exists()


def test_a_template_is_parsed_again_only_if_something_has_changed(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To find what it reads, and whether it is right: that was found, and what was wrong is told in every build."""
    parsed: list[str | None] = []
    parse = jinja2.Environment.parse

    def noted(self: jinja2.Environment, source: str, name: str | None = None, filename: str | None = None) -> object:
        parsed.append(name)
        return parse(self, source, name, filename)

    monkeypatch.setattr(jinja2.Environment, "parse", noted)
    text, home = project / "content/news/plans.ru.md", project / "theme/templates/home.html"
    assert built(project).composed and "home.html" in parsed
    parsed.clear()
    text.write_text(text.read_text("utf-8") + "\nЕщё абзац.\n", "utf-8")
    assert built(project).composed and not parsed
    good = home.read_text("utf-8")
    home.write_text(good + '\n{{ _("Nobody has translated this") }}', "utf-8")
    for _ in range(2):
        with pytest.raises(ProblemsFound, match="Nobody has translated this"):
            built(project)
    home.write_text(good + "\n", "utf-8")
    assert built(project).composed and "home.html" in parsed
    catalogue = project / "theme/translations/kk.po"
    catalogue.write_text(catalogue.read_text("utf-8").replace('msgid "Search"\n', 'msgid "Seek"\n'), "utf-8")
    with pytest.raises(ProblemsFound, match='"Search" is not translated in theme'):
        built(project)
