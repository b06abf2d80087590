"""What `aimaq serve` shows before a build has begun is what the build then publishes, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from aimaq.base.problems import ProblemsFound
from aimaq.pipeline.build import build
from aimaq.pipeline.report import Report
from aimaq.pipeline.session import Session
from tools import built

ARTICLE = "content/news/zone-growth-briefing.en.md"
PAGE = "content/pages/about.ru.md"
LEDGER = "content/data/indicators.json"


@dataclass
class Desk:
    """A project in one process that stays."""

    project: Path
    session: Session

    def build(self) -> Report:
        return build(self.project, output=self.project / "output", cache=self.project / ".aimaq", session=self.session)

    def save(self, name: str, text: str) -> dict[str, bytes]:
        """Save a file, and return what is shown of it at once."""
        path = self.project / name
        path.write_text(text, encoding="utf-8")
        return dict(self.session.preview([path]))

    def finished(self, shown: dict[str, bytes]) -> dict[str, bytes]:
        return {path: (self.project / "output" / path).read_bytes() for path in shown}


@pytest.fixture(scope="module")
def one_desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    project = built.copy_project(tmp_path_factory.mktemp("desk") / "project")
    desk = Desk(project, Session())
    desk.build()
    return desk


@pytest.fixture
def desk(one_desk: Desk) -> Iterator[Desk]:
    """A project that has been built, and is brought back to where it was."""
    before = {name: (one_desk.project / name).read_bytes() for name in (ARTICLE, PAGE, LEDGER)}
    yield one_desk
    for name, data in before.items():
        if (one_desk.project / name).read_bytes() != data:
            (one_desk.project / name).write_bytes(data)
    one_desk.build()


def replaced(old: str, new: str) -> Callable[[str], str]:
    def edit(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return edit


EDITS = {
    "a paragraph": lambda text: f"{text}\n\nOne more paragraph, with [a link]({{filename}}project-portfolio.en.md).\n",
    "a figure": lambda text: f"{text}\n\nToday there are {{{{ jobs }}}}.\n",
    "the title": replaced('title: "', 'title: "Edited. '),
    "a heading": lambda text: f"{text}\n\n## A new heading\n\nText.\n",
    "a correction": replaced("\ndate:", '\ncorrections: [{date: 2023-01-05, text: "A name was misspelt."}]\ndate:'),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_an_edit_is_shown_as_the_build_publishes_it(desk: Desk, edit: Callable[[str], str]) -> None:
    """The page that is shown at once has the very bytes that the next build writes."""
    before = (desk.project / ARTICLE).read_text(encoding="utf-8")
    shown = desk.save(ARTICLE, edit(before))
    assert list(shown) == ["en/news/zone-growth-briefing/index.html"]
    assert shown != desk.finished(shown), "the site itself waits for the build"
    changed = desk.build().changes.changed
    assert set(shown) <= set(changed)
    assert shown == desk.finished(shown)


def test_a_page_is_shown_as_well_and_so_is_one_edit_after_another(desk: Desk) -> None:
    """An editor may save again before the build has begun; the last text counts."""
    before = (desk.project / PAGE).read_text(encoding="utf-8")
    desk.save(PAGE, f"{before}\n\nПервый черновик.\n")
    shown = desk.save(PAGE, f"{before}\n\nПоследний абзац.\n")
    assert list(shown) == ["about/index.html"]
    desk.build()
    assert shown == desk.finished(shown)
    text = shown["about/index.html"].decode()
    assert "Последний абзац." in text and "Первый черновик." not in text


@pytest.mark.parametrize(
    "edit",
    [
        lambda text: f"{text}\n\n{{{{ jbos }}}}\n",
        replaced("title: ", "titel: "),
        replaced("\ndate:", "\nstatus: draft\ndate:"),
        lambda text: f"{text}\n\n[A link]({{filename}}nowhere.en.md)\n",
    ],
    ids=["an unknown figure", "an unknown field", "a draft", "a link that leads nowhere"],
)
def test_what_the_build_may_refuse_is_not_shown(desk: Desk, edit: Callable[[str], str]) -> None:
    """A mistake is for the build to explain; what it leaves behind in memory does not spoil the next edit."""
    before = (desk.project / ARTICLE).read_text(encoding="utf-8")
    assert desk.save(ARTICLE, edit(before)) == {}
    shown = desk.save(ARTICLE, f"{before}\n\nA last word.\n")
    assert b"A last word." in shown["en/news/zone-growth-briefing/index.html"]
    desk.build()
    assert shown == desk.finished(shown)


def test_after_any_other_change_the_build_comes_first(desk: Desk) -> None:
    """A page that is shown at once must not quote the ledger of yesterday, nor stand in a template of yesterday."""
    text = (desk.project / LEDGER).read_text(encoding="utf-8")
    article = (desk.project / ARTICLE).read_text(encoding="utf-8")
    assert desk.save(LEDGER, text + "\n") == {}
    assert desk.save(ARTICLE, f"{article}\n\nOne more.\n") == {}
    desk.build()
    assert desk.save(ARTICLE, f"{article}\n\nTwo more.\n") != {}


def test_a_failed_build_leaves_the_site_as_it_was(desk: Desk) -> None:
    """What is shown is never written into the site: only a build is."""
    good = (desk.project / ARTICLE).read_text(encoding="utf-8")
    page = desk.project / "output/en/news/zone-growth-briefing/index.html"
    before = page.read_bytes()
    assert desk.save(ARTICLE, f"{good}\n\nWith [a broken anchor](#nowhere).\n") != {}
    with pytest.raises(ProblemsFound):
        desk.build()
    assert page.read_bytes() == before
