"""Every mistake of the table: the command fails, says exactly what the table says, and leaves the site alone."""

from __future__ import annotations

import functools
import hashlib
import json
import os
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from errors.running import good_project, run, said, told_by, told_in
from errors.table import Case, Group, documents, groups, made, words, words_to_translate

from tools.programs import once

CASES = {str(case): case for group in groups() for case in group.cases}

OTHERS = ("ru", "kk")
QUOTED = re.compile(r"--[a-z-]+|`[^`]*`|«[^»]*»|\"[^\"]*\"|\{\{.*?\}\}|<[^>]*>|aimaq [a-z]+ ?[a-z]*|\S*[/.:_=@]\S*")
ENGLISH_WORDS = re.compile(r"[A-Za-z]{2,} [a-z]{2,}")
#: What Python, Jinja, Pillow, Babel and Pelican say of a mistake comes through in their words.
OF_OTHERS = re.compile(
    r"cannot be decoded|Encountered|Unexpected end|is undefined|No filter|positional|Expected an expression"
    r"|missing msgstr|named placeholder|plural form|not valid Python|read this line|import plugin|has no attribute"
    r"|No module|unsupported operand|division by zero"
    r"|There are \{\{"  # a sentence of a text, without quotation marks
)

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
    return good_project(tmp_path_factory.mktemp("errors") / "project")


@pytest.fixture
def project(good: Path) -> Iterator[Path]:
    """The same, as it is right after a good build."""
    cache = good / ".aimaq"
    before = {path: path.read_bytes() for path in cache.iterdir() if path.is_file()}
    yield good
    for path, content in before.items():
        if not path.is_file() or path.read_bytes() != content:
            path.write_bytes(content)


def published(project: Path) -> dict[str, tuple[str, int, int]]:
    """Each file of the site: its content's digest, its time and its inode."""
    found = {}
    for folder, _, names in os.walk(project / "output"):
        for name in names:
            path = os.path.join(folder, name)
            stat = os.stat(path)
            found[path] = _digest(path, stat.st_ino, stat.st_ctime_ns), stat.st_mtime_ns, stat.st_ino
    return found


@functools.cache
def _digest(path: str, inode: int, changed: int) -> str:
    """Return the digest of a file's content. Whatever writes to a file changes its ctime, which nobody can set back."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def beside(project: Path) -> set[str]:
    """All that stands in the project's folder, in the cache and in the content.

    But for locks, the idle twin, and what is made from pictures, which holds whatever becomes of the site.
    """
    folders = (project, project / ".aimaq", project / "content", *(project / "content").iterdir())
    found = {entry.as_posix() for folder in folders if folder.is_dir() for entry in folder.iterdir()}
    return {name for name in found if not name.endswith((".lock", "/.output.idle", "/.aimaq/made"))}


@pytest.mark.parametrize("case", CASES.values(), ids=str)
def test_a_mistake_is_told_and_changes_nothing(case: Case, project: Path) -> None:
    """The message is the table's, to the letter; the site's files keep their bytes, times and inodes."""
    site, entries = published(project), beside(project)
    assert told_by(case, project) == (case.told, case.status)
    assert beside(project) == entries, "something was left behind"
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


@pytest.fixture(scope="session")
def told(shared_folder: Path) -> dict[str, dict[str, str]]:
    """By language and case, what the commands say: each mistake is made again in each of the languages, once a run."""

    def tell(folder: Path) -> None:
        (folder / "told.json").write_text(json.dumps({lang: told_in(lang) for lang in OTHERS}), encoding="utf-8")

    found: dict[str, dict[str, str]] = json.loads(
        once(shared_folder, "errors", tell).joinpath("told.json").read_text("utf-8")
    )
    return found


def test_the_documents_are_up_to_date(told: dict[str, dict[str, str]]) -> None:
    """``python tests/errors/table.py`` writes them."""
    for path, text in documents(told).items():
        assert path.read_text("utf-8") == text


@pytest.mark.parametrize("lang", OTHERS)
def test_the_words_around_the_messages_are_translated(lang: str) -> None:
    translated = words(lang)
    assert set(translated) == words_to_translate()
    assert all(translated.values())


@pytest.mark.parametrize("lang", OTHERS)
def test_no_english_sentence_remains(lang: str, told: dict[str, dict[str, str]]) -> None:
    """What is told in another language has no two words in a row of the English message.

    But for what the editor has typed, what other programs say, and commands.
    """
    found = [
        f"{case}: {run}"
        for case in CASES.values()
        for run in ENGLISH_WORDS.findall(QUOTED.sub("", told[lang][str(case)]))
        if run in QUOTED.sub("", case.told) and not OF_OTHERS.search(case.told)
    ]
    assert found == []
