"""`aimaq impact` says beforehand what the next build does: the same files, the same sentences, the same refusals."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from tools import built, forked
from tools.built import aimaq, words

SMALL = built.ROOT / "tests/errors/content"
LEDGER = "content/data/indicators.json"
STORY = "content/news/growth.ru.md"
Json = dict[str, Any]

CHANGES = {
    "a new value": ('"value": 27,', '"value": 31,'),
    "a correction of the past": ('"value": 21,', '"value": 22,'),
    "a figure that others are computed from": ('"value": 3320,', '"value": 3322,'),
    "another label": ('"en": "Enterprises"', '"en": "Firms"'),
    "another form of the unit": ('"many": "рабочих мест"', '"many": "мест"'),
}


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project, built."""
    project = built.copy_project(tmp_path_factory.mktemp("impact") / "project")
    shutil.rmtree(project / "content")
    shutil.copytree(SMALL, project / "content")
    assert aimaq("build", project=project).returncode == 0
    return project


@pytest.fixture
def project(good: Path) -> Iterator[Path]:
    """The same; its content and its site are put back afterwards."""
    before = {path: path.read_bytes() for path in (good / "content").rglob("*") if path.is_file()}
    yield good
    shutil.rmtree(good / "content")
    for path, content in before.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    assert aimaq("build", project=good).returncode == 0


@pytest.mark.parametrize(("lang", "status"), [("en", "estimate"), ("ru", "оценка"), ("kk", "бағалау")])
def test_a_status_is_in_the_language_of_the_message(project: Path, lang: str, status: str) -> None:
    what = [
        "set",
        "enterprises",
        "31",
        "--period",
        "2023-12-31",
        "--status",
        "estimate",
        "--source",
        "https://example.org/r",
    ]
    done = forked.run(what, project, {"AIMAQ_LANGUAGE": lang})
    assert done.returncode == 0, done.stderr
    assert f"27 (2022-12-31) → 31 (2023-12-31, {status})" in done.stdout


def edit(project: Path, old: str, new: str, path: str = LEDGER) -> None:
    text = (project / path).read_text(encoding="utf-8")
    assert old in text
    (project / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def impact(project: Path, *options: str) -> Json:
    done = aimaq("impact", "--json", *options, project=project)
    assert done.returncode == 0, done.stdout + done.stderr
    found: Json = json.loads(done.stdout)
    return found


def contents(project: Path) -> dict[str, bytes]:
    output = project / "output"
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in output.rglob("*") if path.is_file()}


def read(project: Path, address: str) -> str:
    """What a reader sees on a page: its text without scripts, drawings and what is hidden."""
    file = project / "output" / address.lstrip("/") / ("index.html" if address.endswith("/") else "")
    root = html.document_fromstring(file.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    for element in root.xpath("//script|//svg|//*[@hidden]"):
        element.drop_tree()
    return words(" ".join(root.itertext()))


def said(sentence: str) -> list[str]:
    """The words of a sentence of the report: cells and parts of a card stand apart on the page."""
    return [words(part) for part in re.split(r" \| | · |: ", sentence) if part]


@pytest.mark.parametrize("change", CHANGES)
def test_the_next_build_does_what_was_foretold(project: Path, change: str) -> None:
    """Exactly the files that were named differ, and each page has the new sentences for the old ones."""
    before = contents(project)
    old_pages = {path: read(project, "/" + path) for path in before if path.endswith(".html")}
    edit(project, *CHANGES[change])
    found = impact(project)
    foretold = {path for kind in found["files"].values() for path in kind}
    assert contents(project) == before, "nothing has been published yet"
    assert aimaq("build", project=project).returncode == 0
    after = contents(project)
    differ = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    # The words of a unit stand in the search index, which is composed: docs/impact.md.
    volumes = {path for path in differ if re.search(r"(?:^|/)search/\d+/(?:[0-9a-z]|other)\.json$", path)}
    assert foretold == differ - (volumes if change == "another form of the unit" else set())
    assert found["changes"]
    for each in found["changes"]:
        assert '"id":' not in each["after"], "an excerpt of the data is no sentence"
        for address in each["pages"]:
            path = f"{address.lstrip('/')}index.html" if address.endswith("/") else address.lstrip("/")
            squeezed_old, squeezed_new = (
                re.sub(r"\W", "", text) for text in (old_pages[path], read(project, "/" + path))
            )
            assert all(re.sub(r"\W", "", part) in squeezed_old for part in said(each["before"])), each
            assert all(re.sub(r"\W", "", part) in squeezed_new for part in said(each["after"])), each


def test_an_unchanged_ledger_changes_nothing(project: Path) -> None:
    found = impact(project)
    assert not any(found[name] for name in ("figures", "broken", "changes", "later"))
    assert "The ledger changes nothing on the site" in aimaq("impact", project=project).stdout


def test_a_claim_that_would_fail_is_named_with_its_sentence_and_the_build_then_refuses(project: Path) -> None:
    before = contents(project)
    done = aimaq("set", "jobs", "2900", "--period", "2023-12-31", "--source", "https://example.org/r", project=project)
    assert done.returncode == 0 and "Recorded: jobs = 2900" in done.stdout
    assert "The build will stop" in done.stdout
    broken = {each["path"]: each for each in impact(project)["broken"]}[STORY]
    assert broken["line"] == 12
    assert [words(sentence)[:28] for sentence in broken["sentences"]] == ["Они дали 2 900 рабочих мест "]
    refused = aimaq("build", project=project)
    assert refused.returncode == 1 and broken["message"] in refused.stderr
    assert contents(project) == before


def test_a_pinned_figure_moves_only_with_the_past_and_is_named(project: Path) -> None:
    """A value or correction of today does not change it; one with an earlier date is reported with place and values."""
    edit(project, "Что зона намерена построить.", '"Сейчас {{ jobs @ published }}."', "content/news/plans.ru.md")
    options = ("--period", "2022-12-31", "--source", "https://example.org/r", "--dry-run")
    why = ("--correction", "--note-ru", "Н.", "--note-kk", "Н.", "--note-en", "N.")
    today = aimaq("set", "jobs", "3319", *options, *why, project=project)
    assert today.returncode == 0 and "jobs: 3320" in today.stdout and "Pinned" not in today.stdout
    edit(project, '"value": 3320,', '"value": 3318,')
    moved = {each["place"]: each for each in impact(project)["pinned"]}
    assert list(moved) == sorted(moved)
    assert moved["content/news/plans.ru.md:5:18"] == {
        "place": "content/news/plans.ru.md:5:18",
        "marker": "{{ jobs @ published }}",
        "before": "3\u00a0320\u00a0рабочих мест",
        "after": "3\u00a0318\u00a0рабочих мест",
    }
    assert f"Pinned figures that would change: {len(moved)}," in aimaq("impact", project=project).stdout


def test_a_dry_run_records_nothing(project: Path) -> None:
    ledger = project / LEDGER
    before = ledger.read_bytes()
    options = ("--period", "2023-12-31", "--source", "https://example.org/r", "--dry-run")
    done = aimaq("set", "jobs", "3400", *options, project=project)
    assert done.returncode == 0 and "Not recorded" in done.stdout
    assert "jobs: 3320 (2022-12-31) → 3400 (2023-12-31)" in done.stdout
    assert ledger.read_bytes() == before


def test_what_is_not_public_yet_is_named_and_changes_nothing_today(project: Path) -> None:
    options = ("--period", "2090", "--status", "plan", "--released", "2089-01-01", "--source", "https://example.org/r")
    done = aimaq("set", "jobs", "9000", *options, project=project)
    assert done.returncode == 0, done.stderr
    found = impact(project)
    assert found["later"] == ["jobs: 9000 (2090), on 2089-01-01"]
    assert not found["changes"]


def test_edited_texts_are_composed_without_being_published(project: Path) -> None:
    """A sentence that is not on the site yet is in the comparison; the site and its cache stay as they were."""
    before = contents(project)
    edit(project, "В зоне работает {{ enterprises @ 2022 }}. Они", "Всего {{ enterprises }}. Они", STORY)
    edit(project, *CHANGES["a new value"])
    new = [each["after"] for each in impact(project)["changes"] if "/news/growth/" in each["pages"]]
    assert any(words(sentence) == "Всего 31 предприятие." for sentence in new), new
    assert contents(project) == before
    assert aimaq("build", project=project).returncode == 0


def test_nothing_is_composed_where_only_figures_have_changed(project: Path) -> None:
    """Neither Pelican nor Markdown is imported."""
    edit(project, *CHANGES["a new value"])
    code = """
import sys, contextlib, io
from aimaq.cli import run
with contextlib.redirect_stdout(io.StringIO()) as printed:
    assert run(["impact"]) == 0
print("31" in printed.getvalue(), sorted(name for name in ("pelican", "markdown") if name in sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=project, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True []"


def pull_request_commands() -> Iterator[list[str]]:
    """What this repository's own workflows run on a pull request, after ``aimaq``; the revision is ``$BASE``."""
    for path in (".github/workflows/impact.yml", ".gitlab-ci.yml"):
        (line,) = re.findall(r"aimaq (impact --against .*) >+ ", (built.ROOT / path).read_text(encoding="utf-8"))
        yield re.sub(r'"\$\w+"', "$BASE", line).split()


def test_a_revision_and_a_file_can_be_compared_with(project: Path, tmp_path: Path) -> None:
    """As on a pull request; a name that Git would take for an option is only a name that it does not know."""

    def git(*arguments: str) -> None:
        identity = ["-c", "user.name=Editor", "-c", "user.email=editor@example.org"]
        subprocess.run(["git", *identity, *arguments], cwd=project, check=True, capture_output=True)

    old = shutil.copy(project / LEDGER, tmp_path / "old.json")
    git("init", "-q")
    git("add", "content")
    git("commit", "-qm", "before")
    try:
        edit(project, *CHANGES["a new value"])
        published, revision, file = (
            impact(project, *options) for options in ((), ("--against", "HEAD"), ("--against", str(old)))
        )
        assert published["changes"] == revision["changes"] == file["changes"] != []
        for asked in pull_request_commands():
            shown = aimaq(*(each.replace("$BASE", "HEAD") for each in asked), project=project)
            assert shown.returncode == 0 and "### Figures: " in shown.stdout and "```diff" in shown.stdout
        for name in ("HEAX", "--output=x", "HEAD:content"):
            refused = aimaq("impact", f"--against={name}", project=project)
            assert refused.returncode == 1 and "--against: " in refused.stderr, refused.stdout
        assert not (project / "x").exists()
    finally:
        shutil.rmtree(project / ".git")


def test_an_indicator_that_is_new_or_gone_is_named(project: Path) -> None:
    ledger = json.loads((project / LEDGER).read_text(encoding="utf-8"))
    unquoted = json.loads(json.dumps(ledger["indicators"]["enterprises"]))
    ledger["indicators"]["parks"] = unquoted
    (project / LEDGER).write_text(json.dumps(ledger, ensure_ascii=False), encoding="utf-8")
    assert {"key": "parks", "before": "", "after": "27 (2022-12-31)", "computed": False} in impact(project)["figures"]
    assert aimaq("build", project=project).returncode == 0
    del ledger["indicators"]["parks"]
    (project / LEDGER).write_text(json.dumps(ledger, ensure_ascii=False), encoding="utf-8")
    assert "parks: 27 (2022-12-31) → nothing" in aimaq("impact", project=project).stdout


def test_the_report_is_the_same_each_time_and_its_markdown_is_fenced(project: Path) -> None:
    edit(project, *CHANGES["a new value"])
    first, second = (aimaq("impact", "--markdown", "--files", project=project).stdout for _ in range(2))
    assert first == second
    assert first.startswith("## What the ledger changes")
    assert first.count("```diff") * 2 == len(re.findall(r"^```", first, re.MULTILINE)) > 0
    assert "api/indicators/enterprises.json" in first


def test_without_a_build_it_says_what_to_do(project: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh"
    shutil.copytree(project, fresh, ignore=shutil.ignore_patterns(".aimaq", "output", ".output.idle"))
    done = aimaq("impact", project=fresh)
    assert done.returncode == 1 and "nothing has been published from here yet" in done.stderr
    assert "aimaq build" in done.stderr
