"""A build that has nothing to do finds that out without loading anything; whatever could matter makes it look again."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import jinja2
import pytest

from aimaq.base.problems import Problem, ProblemsFound
from aimaq.base.rss_atom_json_feeds import Channel, write_feed
from aimaq.build import inputs
from aimaq.newsroom.output import story_feeds
from aimaq.pipeline.build import build
from aimaq.pipeline.report import Report
from tools import built

LEDGER = "content/data/indicators.json"


class Called(Exception):
    """The check was asked."""


def called(settings: Mapping[str, Any]) -> None:
    raise Called


def build_project(project: Path, check: Callable[[Mapping[str, Any]], None] = lambda settings: None) -> Report:
    return build(project, output=project / "output", cache=project / ".aimaq", check=check)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a plugin of its own that has been built."""
    project = built.copy_project(tmp_path_factory.mktemp("rest") / "project")
    (project / "plugins").mkdir()
    (project / "plugins/foreign.py").write_text("def register() -> None:\n    pass\n")
    with (project / "pelicanconf.py").open("a", encoding="utf-8") as conf:
        conf.write('PLUGIN_PATHS = ["plugins"]\nPLUGINS = [*PLUGINS, "foreign"]\n')
    build_project(project)
    return project


def replaced(old: str, new: str) -> Callable[[bytes], bytes]:
    def edit(data: bytes) -> bytes:
        assert old.encode() in data
        return data.replace(old.encode(), new.encode(), 1)

    return edit


#: Each with the file, and what becomes of its bytes; None: it is deleted.
CHANGES: dict[str, tuple[str, Callable[[bytes], bytes | None]]] = {
    "a text": ("content/news/plans-2020.en.md", replaced("\n---\n\n", "\n---\n\nNew. ")),
    "a value": (LEDGER, replaced('"value": 2522', '"value": 2523')),
    "the ledger's layout": (LEDGER, replaced("{", "{ ")),
    "a template": ("theme/templates/home.html", replaced("\n", "\n\n")),
    "a template of the fill": ("theme/templates/figures/chart.svg", replaced("\n", "\n\n")),
    "a translation": ("theme/translations/kk.po", replaced("\n", "\n# A remark.\n")),
    "a plugin": ("plugins/foreign.py", replaced("\n", "\n\n")),
    "a setting": ("pelicanconf.py", replaced("THEME =", "HOME_STORIES = 9\nTHEME =")),
    "the day": ("pelicanconf.py", replaced("\n", '\nINDICATORS_TODAY = "2026-11-01"\n')),
    "a new file": ("content/media/new.txt", lambda data: b"new"),
    "a text that is deleted": ("content/news/plans-2020.en.md", lambda data: None),
    "a page that somebody deleted": ("output/en/index.html", lambda data: None),
}


@pytest.mark.parametrize(("name", "edit"), CHANGES.values(), ids=CHANGES)
def test_whatever_changes_is_looked_into(site: Path, name: str, edit: Callable[[bytes], bytes | None]) -> None:
    """A change is met; once it has been taken back, there is nothing to do again."""
    path = site / name
    before = path.read_bytes() if path.exists() else None
    after = edit(before or b"")
    for data, met in ((before, False), (after, True), (before, False)):
        if data is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(data)
        if met:
            with pytest.raises(Called):
                build_project(site, called)
        else:
            assert not build_project(site, called).changes


def test_a_failed_check_leaves_no_trace(site: Path) -> None:
    """What a check has refused once is refused again, until it is mended."""

    def refuse(settings: Mapping[str, Any]) -> None:
        raise ProblemsFound([Problem("x", "no")])

    path = site / "content/news/plans-2020.ru.md"
    before = path.read_bytes()
    path.write_bytes(before + "\n\nЕщё.\n".encode())
    for _ in range(2):
        with pytest.raises(ProblemsFound):
            build_project(site, refuse)
    path.write_bytes(before)
    build_project(site, called)


def test_it_loads_neither_the_ledger_nor_jinja(site: Path) -> None:
    """What such a build costs is a look at each file."""
    build_project(site)
    code = """
import sys
from pathlib import Path
from aimaq.pipeline.build import build
report = build(Path("."), output=Path("output"), cache=Path(".aimaq"))
assert report.refilled and not report.changes, report
loaded = {"pelican", "markdown", "msgspec", "jinja2", "babel", "yaml", "PIL", "aimaq.figures.ledger"} & set(sys.modules)
assert not loaded, loaded
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=site, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr


def test_nor_does_the_command(site: Path) -> None:
    """`aimaq build` as editors run it."""
    assert built.aimaq("build", project=site).returncode == 0
    code = """
import sys
from aimaq.cli import run
assert run(["build"]) == 0 and run(["--help"]) == 0
heavy = {"babel", "yaml", "PIL", "lxml", "docutils", "boto3", "weasyprint", "cryptography"}
loaded = {"pelican", "markdown", "msgspec", "jinja2", "aimaq.figures", *heavy} & set(sys.modules)
assert not loaded, loaded
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=site, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert "nothing has changed" in done.stdout


def test_an_edit_compiles_no_template_and_writes_the_feeds_of_its_text(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Templates come from the cache; the other feeds show what they have shown."""
    build_project(site)
    written: list[str] = []

    def counted(channel: Channel, extension: str) -> str:
        written.append(channel.url)
        return write_feed(channel, extension)

    monkeypatch.setattr(story_feeds, "write_feed", counted)
    monkeypatch.setattr(jinja2.Environment, "compile", lambda self, source, name, *_: pytest.fail(f"compiles {name}"))
    path = site / "content/news/plans-2020.en.md"
    before = path.read_bytes()
    path.write_bytes(before + b"\nOne more line.\n")
    assert "en/news/plans-2020/index.html" in build_project(site).changes.changed
    assert written and all("/en/feeds/" in url for url in written), written
    assert len(set(written)) < len(list((site / "output/en/feeds").rglob("*.json"))), "not all of the edition's"
    path.write_bytes(before)
    build_project(site)


def test_a_changed_program_composes_anew(site: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The installed package is an input of each build."""
    assert not build_project(site, called).changes
    changed = tmp_path / "aimaq"
    shutil.copytree(Path(inputs.__file__).parents[1], changed, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(inputs, "_PROGRAM", changed)
    with pytest.raises(Called):
        build_project(site, called)
