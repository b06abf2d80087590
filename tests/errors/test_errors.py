"""Every mistake of the table: the command fails, says exactly what the table says, and leaves the site alone."""

from __future__ import annotations

import ctypes
import hashlib
import os
import re
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from errors.table import DOCUMENT, Case, Group, document, groups, made

from tools import built, forked

CASES = {str(case): case for group in groups() for case in group.cases}
FOOTER = re.compile(r"\n\d+ problems?; [^\n]+$")

AT_ONCE = (
    "The ledger: an unknown status",
    "The front matter and the text: an unknown kind",
    "The front matter and the text: a topic twice",
    "The front matter and the text: a page with a field of the wrong type",
    "The front matter and the text: a file name with an unknown language",
    "The front matter and the text: a file name in Cyrillic",
    "The front matter and the text: a file of another kind among the news",
    "The front matter and the text: a page in the place of a section",
    "The front matter and the text: a file name without a language",
    "Templates and theme: an unknown filter",
)
"""Ten mistakes in ten files."""


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of five texts and three indicators, built; whatever a test changes in it, it puts back."""
    project = built.small_project(tmp_path_factory.mktemp("errors") / "project", own_theme=True)
    done = run(project, "build")
    assert done.returncode == 0, done.stdout + done.stderr
    return project


@pytest.fixture
def project(good: Path) -> Iterator[Path]:
    """The same, as it is right after a good build."""
    cache = good / ".aimaq"
    before = {path: path.read_bytes() for path in cache.iterdir() if path.is_file()}
    yield good
    for path, content in before.items():
        path.write_bytes(content)


def run(project: Path, command: str, before: Callable[[], None] | None = None) -> subprocess.CompletedProcess[str]:
    """Run ``aimaq …`` as an editor does; ``before`` takes effect when a program is started."""
    environment = {"PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "1000"}
    if before is None:
        return forked.run(command.split(), project, environment)
    return subprocess.run(
        [*built.AIMAQ, *command.split()],
        cwd=project,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **environment},
        preexec_fn=before,
    )


def published(project: Path) -> dict[str, tuple[str, int, int]]:
    """Each file of the site: its content's digest, its time and its inode."""
    output = project / "output"
    return {
        path.relative_to(output).as_posix(): (
            hashlib.sha256(path.read_bytes()).hexdigest(),
            path.stat().st_mtime_ns,
            path.stat().st_ino,
        )
        for path in output.rglob("*")
        if path.is_file()
    }


def beside(project: Path) -> set[str]:
    """All that stands in the project's folder, in the cache and in the content.

    But for locks, the idle twin, and what is made from pictures, which holds whatever becomes of the site.
    """
    folders = (project, project / ".aimaq", project / "content", *(project / "content").iterdir())
    found = {entry.as_posix() for folder in folders if folder.is_dir() for entry in folder.iterdir()}
    return {name for name in found if not name.endswith((".lock", "/.output.idle", "/.aimaq/made"))}


@contextmanager
def machine(case: Case, project: Path) -> Iterator[tuple[str, Callable[[], None] | None]]:
    """Bring the computer into the case's state; yield the command and what it is run with."""
    match case.machine:
        case "":
            yield case.command, None
        case "a port that is taken":
            with socket.create_server(("127.0.0.1", 0)) as server:
                yield case.command.replace("8000", str(server.getsockname()[1])), None
        case "a folder that may not be written to":
            closed = project / "closed"
            closed.mkdir()
            closed.chmod(0o555)
            try:
                yield case.command, _bow_to_permissions
            finally:
                closed.rmdir()
        case name:
            raise ValueError(f"unknown state of the machine: {name}")


def _bow_to_permissions() -> None:
    """Give up root's right to write everywhere (Linux: the capability CAP_DAC_OVERRIDE, number 1)."""
    if os.geteuid() == 0:
        ctypes.CDLL(None).prctl(24, 1)  # PR_CAPBSET_DROP, which the command inherits


def said(done: subprocess.CompletedProcess[str], project: Path) -> str:
    """Return all that the command printed, but for its last line, which counts the problems."""
    return FOOTER.sub("", (done.stdout + done.stderr).strip()).replace(f"{project}/", "")


@pytest.mark.parametrize("case", CASES.values(), ids=str)
def test_a_mistake_is_told_and_changes_nothing(case: Case, project: Path) -> None:
    """The message is the table's, to the letter; the site's files keep their bytes, times and inodes."""
    site = published(project)
    with machine(case, project) as (command, before), made(case, project):
        entries = beside(project)
        done = run(project, command, before)
        assert beside(project) == entries, "something was left behind"
    assert "Traceback" not in done.stdout + done.stderr, done.stderr
    port = re.search(r"--port (\d+)", command)
    assert said(done, project).replace(port[1] if port else "8000", "8000") == case.told
    assert done.returncode == case.status
    assert published(project) == site


def test_ten_mistakes_in_ten_files_are_told_in_one_run(project: Path) -> None:
    """Nobody has to build ten times."""
    cases = [CASES[name] for name in AT_ONCE]
    assert len({edit["in"] for case in cases for edit in case.edits}) == len(cases) == 10
    site = published(project)
    with ExitStack() as stack:
        for case in cases:
            stack.enter_context(made(case, project))
        done = run(project, "build")
    problems = {problem for case in cases for problem in case.problems}
    for problem in problems:
        assert problem in done.stderr
    assert len(said(done, project).replace("\n    ", " ").split("\n")) == len(problems)
    assert done.returncode == 1
    assert published(project) == site


@pytest.mark.parametrize("group", groups(), ids=lambda group: group.title)
def test_a_mended_mistake_is_forgotten(group: Group, good: Path) -> None:
    """The next build after it, with nothing in the cache, gives the site that was there."""
    case = next(case for case in CASES.values() if case.group == group.title and case.edits)
    site = published(good)
    with made(case, good):
        assert run(good, case.command).returncode == 1
    done = run(good, "build")
    assert done.returncode == 0, done.stderr
    assert "nothing has changed" in done.stdout
    assert published(good) == site


def test_what_a_failed_build_composed_is_never_published(good: Path) -> None:
    """A sentence that was taken back after a build that failed does not come with the next one."""
    page, template = good / "content/pages/about.ru.md", good / "theme/templates/section.html"
    story = good / "content/news/plans.ru.md"
    before = {path: path.read_bytes() for path in (page, template, story)}
    page.write_bytes(before[page] + "\nТак не говорят.\n".encode())
    template.write_text("{{ adress }}", encoding="utf-8")
    assert run(good, "build").returncode == 1
    page.write_bytes(before[page])
    template.write_bytes(before[template])
    story.write_bytes(before[story] + "\nА так говорят.\n".encode())
    assert run(good, "build").returncode == 0
    printed = {name: (good / f"output/{name}/index.html").read_text("utf-8") for name in ("news/plans", "about")}
    assert "А так говорят" in printed["news/plans"].replace("\u00a0", " ")
    assert "Так не говорят" not in printed["about"].replace("\u00a0", " ")
    story.write_bytes(before[story])
    done = run(good, "build")
    assert done.returncode == 0, done.stderr


def test_the_table_is_long_enough() -> None:
    """At least fifty mistakes, of six kinds, each named once."""
    assert len(groups()) == 7
    assert len(CASES) == sum(len(group.cases) for group in groups()) >= 50


def test_the_document_is_up_to_date() -> None:
    """``python tests/errors/table.py`` writes it."""
    assert DOCUMENT.read_text("utf-8") == document()
