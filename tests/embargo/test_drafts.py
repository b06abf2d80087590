"""A draft never stops a build, whatever is wrong with it: its problems are listed, and the site is that without it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from embargo.conftest import PREVIEW, story, tree
from errors.table import groups, made

from aimaq.base.problems import ProblemsFound
from aimaq.newsroom.content.frontmatter import states_draft
from aimaq.pipeline.build import build
from aimaq.pipeline.dev_server import Server
from aimaq.pipeline.report import Report
from tools import built

PLANS = "content/news/plans.ru.md"
#: The mistakes of the table that are in one article and nowhere else.
MISTAKES = [
    case
    for group in groups()
    for case in group.cases
    if case.edits and {edit["in"] for edit in case.edits} == {PLANS} and case.command == "build"
]
#: More faults of a draft: the whole file, and a part of what is printed.
FAULTS = {
    "text-none": (story("Набросок", "", status="draft"), "there is no text below the front matter"),
    "state-only": ("---\nstatus: draft\n---\n", 'the field "title" is missing'),
    "not-closed": ("---\nstatus: draft\ntitle: Набросок\n", "the front matter is not closed"),
    "not-opened": ("title: Набросок\nstatus: 'draft'  # not yet\n---\n\nТекст.\n", "expected front matter"),
    "no-yaml": ("---\ntitle: [a\nstatus: draft\n---\n\nТекст.\n", "is not closed"),
    "no-person": (story("Набросок", "Текст.", status="draft", speakers="[no-one]"), 'there is no person "no-one"'),
    "no-picture": (
        story("Набросок", "Текст.", status="draft", photo='{file: media/no.png, alt: "А", credit: "Б"}'),
        'the file "media/no.png" does not exist',
    ),
    "growth": (story("Набросок", "Текст.", status="draft"), "has the same slug and language as"),
    "to-faulty": (story("Набросок", "[Она]({filename}no-person.ru.md).", status="draft"), ""),
}


@dataclass(frozen=True)
class Drafts:
    """A project with faulty drafts, the site that it had without them, and what the build with them reported."""

    project: Path
    before: dict[str, bytes]
    report: Report
    expected: list[str]

    @property
    def listed(self) -> str:
        return "\n".join(problem for each in self.report.drafts.values() for problem in each)


def _build(project: Path, name: str = "output", **overrides: object) -> Report:
    return build(project, output=project / name, cache=project / f".{name}", overrides=overrides)


def _unplaced(told: str) -> str:
    """Return messages without line and column: a draft has one line more."""
    return re.sub(r"(?<=\.md)(:\d+)+", "", told)


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> Drafts:
    """Each mistake of the table in a draft of its own, and each fault."""
    project = built.small_project(tmp_path_factory.mktemp("drafts") / "project")
    _build(project)
    before, expected = tree(project / "output"), []
    plans = project / PLANS
    for number, case in enumerate(MISTAKES):
        name = PLANS.replace("plans", f"wrong-{number}")
        with made(case, project):
            text = re.sub(rb"(?m)^summary: .*", rb"\g<0>\nstatus: draft", plans.read_bytes()) if plans.exists() else b""
        if states_draft(text):
            (project / name).write_bytes(text)
            # What is not published yet may be of any day.
            problems = [each for each in case.problems if "lies in the future" not in each]
            expected += [_unplaced(each.replace(PLANS, name)) for each in problems]
    for name, (written, told) in FAULTS.items():
        # A name that is taken in another folder: the draft has the problem, though it is the first.
        path = project / f"content/{'news/a' if name == 'growth' else 'news'}/{name}.ru.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(written, "utf-8")
        expected += [told] if told else []
    return Drafts(project, before, _build(project), expected)


def test_the_site_is_that_without_them(drafts: Drafts) -> None:
    """Every mistake of the table that an article can have by itself, and more: no file of the site is another one."""
    assert len(drafts.expected) > 60
    assert tree(drafts.project / "output") == drafts.before


@pytest.mark.parametrize("public", ["ru", "kk", "en", "kk en", "ru kk"])
def test_a_text_is_published_in_the_languages_that_are_ready(tmp_path: Path, public: str) -> None:
    """Whichever they are: neither the first language nor the drafts of the others have to be there."""
    project = built.small_project(tmp_path / "project")
    for lang in built.LANGUAGES:
        status = "published" if lang in public.split() else "draft"
        (project / f"content/news/some.{lang}.md").write_text(story("S", "Text.", status=status), "utf-8")
    _build(project)
    pages = {lang: project / f"output/{built.PREFIXES[lang]}news/some/index.html" for lang in built.LANGUAGES}
    assert [lang for lang, page in pages.items() if page.exists()] == [lang for lang in pages if lang in public.split()]


def test_each_problem_is_listed_with_its_file_and_line(drafts: Drafts) -> None:
    """In the words of the table; again by a build that has nothing to do."""
    listed = _unplaced(drafts.listed)
    missing = [told for told in drafts.expected if told not in listed]
    assert not missing, listed
    assert "content/news/text-none.ru.md:8: there is no text below the front matter\n    write it" in drafts.listed
    again = _build(drafts.project)
    assert again.refilled and not again.changes and again.drafts == drafts.report.drafts


def test_the_commands_list_them_and_succeed(drafts: Drafts) -> None:
    """`aimaq check` finds no problems beside those."""
    done = built.aimaq("check", project=drafts.project)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Draft: content/news/text-none.ru.md:8: there is no text below the front matter\n" in done.stdout
    assert "\nNo problems: " in done.stdout


def test_a_preview_shows_the_others(drafts: Drafts) -> None:
    """A draft without a fault has its page, a faulty one has its problems at its address, and stops nobody."""
    good = drafts.project / "content/news/good-notes.ru.md"
    good.write_text(story("Заметки", "Текст.", status="draft"), "utf-8")
    report = _build(drafts.project, "preview", **PREVIEW)
    good.unlink()
    pages = tree(drafts.project / "preview")
    assert "news/good-notes/index.html" in pages
    assert "news/text-none/index.html" not in pages and "news/no-person/index.html" not in pages
    assert report.drafts["/news/text-none/"] == drafts.report.drafts["/news/text-none/"]
    # To a reader of the preview the link would be dead.
    assert "news/to-faulty/index.html" not in pages and report.drafts["/news/to-faulty/"]


def test_the_preview_says_what_is_wrong_at_the_address_of_a_draft(tmp_path: Path) -> None:
    """To the page of that address only; after a build that failed every page says why it did."""
    server = Server(tmp_path, 0)
    server.start()
    server.drafts = {"/news/бюджет/": ["content/news/бюджет.ru.md:8: there is no text"]}

    def told(page: str) -> str:
        with urlopen(f"{server.url}__serve/events?{server.version}&{quote(page)}") as events:
            events.readline()  # the name of the event
            return str(json.loads(events.readline().partition(b"data: ")[2]))

    assert "there is no text" in told("/news/бюджет/")
    server.problems = "content/news/x.ru.md: wrong"
    assert "x.ru.md: wrong" in told("/news/other/")
    server.shutdown()
    server.server_close()


@pytest.fixture
def one(drafts: Drafts) -> Iterator[Path]:
    """A text of the drafts' project that a test writes, taken away at the end."""
    path = drafts.project / "content/news/one.ru.md"
    yield path
    path.unlink()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (story("Будет", "", embargo="2099-01-01"), "there is no text below the front matter"),
        (story("Было", "[Она]({filename}no-person.ru.md)."), 'the text "no-person.ru.md" is a draft'),
        (story("Было", "Текст.", status="Draft"), "status"),
    ],
)
def test_what_is_public_or_will_be_stops_the_site(drafts: Drafts, one: Path, text: str, told: str) -> None:
    """A text under embargo too: nobody looks at it in the minute of its publication. Only its own problems are told."""
    one.write_text(text, "utf-8")
    with pytest.raises(ProblemsFound) as found:
        _build(drafts.project)
    assert [problem.path for problem in found.value.problems] == ["content/news/one.ru.md"]
    assert told in str(found.value)
