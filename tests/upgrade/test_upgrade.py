"""A site goes to another version of the program: every change is listed, overrides are merged, and the site builds."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tools.built import ROOT, aimaq
from tools.stories import write_stories


@dataclass(frozen=True)
class Next:
    """The next version of the program, in a folder of its own."""

    folder: Path

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.folder / name
        text = path.read_text("utf-8")
        assert text.count(old) >= 1, (name, old)
        path.write_text(text.replace(old, new, 1), "utf-8")

    def run(self, *arguments: str, project: Path) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONPATH": str(self.folder / "plugins"), "COLUMNS": "1000"}
        command = [sys.executable, "-P", "-m", "aimaq", *arguments]
        return subprocess.run(command, cwd=project, env=environment, capture_output=True, encoding="utf-8")


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Next:
    """Version 9.9.0: other settings, templates, styles and words."""
    folder = tmp_path_factory.mktemp("next")
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("plugins", "theme"):
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    metadata = folder / "plugins/aimaq-9.9.0.dist-info/METADATA"
    metadata.parent.mkdir()
    metadata.write_text("Metadata-Version: 2.1\nName: aimaq\nVersion: 9.9.0\n", "utf-8")
    program = Next(folder)
    schema = "plugins/aimaq/settings/schema.py"
    program.edit(schema, "    home_stories: Count = 8\n", "    home_stories: Count = 12\n    home_moods: Count = 3\n")
    program.edit(schema, "    press_sources: bool = False\n", "")
    for path in (folder / "plugins").rglob("*.py"):
        text = path.read_text("utf-8")
        path.write_text(re.sub(r"\S*settings\.press_sources", "False", text), "utf-8")
    program.edit("theme/templates/home.html", 'class="latest-title"', 'class="latest-title is-new"')
    program.edit("theme/templates/topics.html", "{% block main %}", "{% block main %}{# the topics #}")
    program.edit("theme/templates/base.html", "{% block comfort %}", "{% block ease %}")
    program.edit("theme/styles/components/headline.css", ".headlines-title {", ".headlines-title { color: var(--ink);")
    program.edit("theme/translations/pl.po", 'msgstr "Archiwum"', 'msgstr "Zbiór"')
    return program


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of this version with a hundred articles, overrides of each kind and settings of its own."""
    folder = tmp_path_factory.mktemp("upgrade") / "press"
    options = ("--url", "https://press.city.org", "--languages", "pl,en", "--host", "none", "--yes")
    done = aimaq("new", str(folder), "--name", "City Office", *options, project=ROOT)
    assert done.returncode == 0, done.stderr
    write_stories(folder, 100)
    with (folder / "pelicanconf.py").open("a", encoding="utf-8") as conf:
        conf.write("HOME_STORIES = 5\nPRESS_SOURCES = True\n")
    for name in ("home.html", "topics.html"):
        assert aimaq("override", name, project=folder).returncode == 0
    _edit(folder, "templates/home.html", "{% block main %}", '{% block main %}<p class="lead">Welcome.</p>')
    _edit(folder, "templates/topics.html", "{% block main %}", "{% block main %}<!-- ours -->")
    files = {
        "templates/base.html": '{% extends "!theme/base.html" %}{% block comfort %}{% endblock %}',
        "styles/own.css": ".headlines-title { font-weight: 700; }\n",
        "translations/pl.po": (
            'msgid ""\nmsgstr ""\n"Language: pl\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
            'msgid "Archive"\nmsgstr "Kronika"\n'
        ),
    }
    for name, text in files.items():
        path = folder / "overrides" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    done = aimaq("upgrade", project=folder)
    assert done.returncode == 0 and "nothing that this site uses has changed" in done.stdout, done.stdout + done.stderr
    return folder


def _edit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / "overrides" / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


EXPECTED = """\
From 0.1.0 to 9.9.0:
setting HOME_MOODS: new, by default 3
setting HOME_STORIES: the default was 8 and is 12; the site gives it one in pelicanconf.py:{stories}
setting PRESS_SOURCES: gone; take it out of pelicanconf.py:{sources}
"""


def test_every_change_is_listed_and_a_dry_run_writes_nothing(site: Path, new: Next) -> None:
    before = _files(site)
    done = new.run("upgrade", "--dry-run", project=site)
    assert (done.returncode, done.stderr) == (0, "")
    last = (site / "pelicanconf.py").read_text("utf-8").count("\n")
    assert done.stdout.startswith(EXPECTED.format(stories=last - 1, sources=last))
    for line in (
        "overrides/templates/base.html: templates/base.html has no block comfort any more, and nothing shows its own",
        "overrides/templates/base.html: templates/base.html, which it builds on, has changed",
        "overrides/templates/home.html: templates/home.html, which it replaces, has changed; both can be merged",
        "overrides/templates/topics.html: templates/topics.html, which it replaces, has changed; merge it by hand",
        "overrides/styles/own.css: styles/components/headline.css, which it builds on, has changed",
        'overrides/translations/pl.po: for "Archive" the theme said "Archiwum" and says "Zbiór"',
        '    -  <h2 class="latest-title" id="latest">{{ _("Latest") }}</h2>',
        '    +  <h2 class="latest-title is-new" id="latest">{{ _("Latest") }}</h2>',
        "    +  .headlines-title { color: var(--ink);",
        "Not written, since --dry-run was given.",
    ):
        assert f"\n{line}" in done.stdout, (line, done.stdout)
    assert _files(site) == before


def test_what_can_be_merged_is_and_the_site_builds(site: Path, new: Next, tmp_path: Path) -> None:
    """What cannot be merged is listed again until it is mended; then nothing is left."""
    project = tmp_path / "press"
    shutil.copytree(site, project, ignore=shutil.ignore_patterns("output", ".aimaq"))
    done = new.run("upgrade", project=project)
    assert (done.returncode, done.stderr) == (0, "")
    home = (project / "overrides/templates/home.html").read_text("utf-8")
    assert 'class="latest-title is-new"' in home and '<p class="lead">Welcome.</p>' in home
    assert "<<<<<<<" not in "".join(text.decode("utf-8", "replace") for text in _files(project / "overrides").values())
    again = new.run("upgrade", "--dry-run", project=project)
    assert re.findall(r"^overrides/templates/\S+", again.stdout, re.MULTILINE) == ["overrides/templates/topics.html:"]
    _edit(project, "templates/topics.html", "<!-- ours -->", "{# the topics #}<!-- ours -->")
    mended = new.run("upgrade", "--merged", "overrides/templates/topics.html", project=project)
    for done in (mended, new.run("upgrade", project=project)):
        assert "nothing that this site uses has changed" in done.stdout
    conf = project / "pelicanconf.py"
    conf.write_text(conf.read_text("utf-8").replace("PRESS_SOURCES = True\n", ""), "utf-8")
    built = new.run("build", project=project)
    assert built.returncode == 0, built.stderr
    page = (project / "output/en/index.html").read_text("utf-8")
    assert '<p class="lead">Welcome.</p>' in page and "latest-title is-new" in page


def test_a_site_without_a_record_gets_one(tmp_path: Path) -> None:
    """Nothing can be compared the first time, and that is said; a damaged record is named."""
    (tmp_path / "pelicanconf.py").write_text('PATH = "content"\n', "utf-8")
    done = aimaq("upgrade", project=tmp_path)
    assert done.stdout.startswith(
        "It was not recorded for which version this site was written: from now on, for 0.1.0."
    )
    record = tmp_path / "overrides/upstream/program.json"
    record.write_text("{", "utf-8")
    done = aimaq("upgrade", project=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("overrides/upstream/program.json: this record cannot be read: ")
