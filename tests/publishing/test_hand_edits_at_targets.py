"""What was published and edited by hand is refused at each kind of target; each way out leads to a site that tells.

All problems are told at once, so several edits are judged in one publication. The clone that a publication for the
first kind of target is made from has no cache.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from log.conftest import STORY, write_story
from log.test_hand_edits import EDITS, LANGUAGES, STORY_EDITS, tell_readers

from tools import logged_site as sites
from tools.logged_site import Place

#: Edits of the ledger that do not hide one another.
LEDGERS = (
    ("order", "unit", "label", "definition", "formula", "note", "kind"),
    ("value", "source"),
    ("date", "status"),
    ("deletion",),
    ("a release dated back",),
)
PAGES = ("news/park", "news/growth", "indicators/jobs")
STORIES = (
    ("a number", "a quotation", "the headline"),
    ("a date", "an attached file", "the title of an attached file"),
    ("a figure", "its day", "no attached file"),
)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a story in three languages, whose log has just been begun."""
    project = tmp_path_factory.mktemp("begun") / "site"
    return sites.begin_with_caches(project, lambda folder: [write_story(folder, lang) for lang in STORY])


def test_every_edit_is_among_them() -> None:
    assert {each for edits in LEDGERS for each in edits} == EDITS.keys()
    assert {each for edits in STORIES for each in edits} == STORY_EDITS.keys()


@pytest.mark.parametrize("edits", LEDGERS, ids="+".join)
def test_a_ledger_edited_by_hand_is_not_published(
    published: tuple[Path, Place], clone: Path, edits: tuple[str, ...]
) -> None:
    _, place = published
    head = place.head
    for edit in edits:
        EDITS[edit][0](clone)
    said = sites.refused(clone, "publish")
    for edit in edits:
        assert EDITS[edit][2] in said
    assert place.head == head


@pytest.mark.parametrize("edits", STORIES, ids="+".join)
def test_stories_edited_by_hand_are_not_published(
    published: tuple[Path, Place], clone: Path, edits: tuple[str, ...]
) -> None:
    """In three languages."""
    _, place = published
    head = place.head
    for edit in edits:
        for lang in LANGUAGES if edit != "its day" else ["ru"]:  # which edits all three
            STORY_EDITS[edit][0](clone, lang)
    said = sites.refused(clone, "publish")
    for edit in edits:
        for lang in LANGUAGES:
            message = re.escape(STORY_EDITS[edit][1])
            assert re.search(rf"^content/news/park\.{lang}\.md:\d+: .*{message}", said, re.MULTILINE), said
    assert place.head == head


def test_each_way_out_leads_to_a_site_that_tells(published: tuple[Path, Place], clone: Path) -> None:
    """A correction, an amendment, notices in three languages, a withdrawal, a redirect, in one publication."""
    _, place = published
    size = place.size
    reasons = [f"--why={lang}=Zona {lang}." for lang in LANGUAGES]
    sites.ran(clone, "correct", "jobs", "3333", "--period", "2022-12-31", *reasons)
    EDITS["source"][0](clone)
    sites.ran(clone, "amend", "enterprises", "--why", "The address moved")
    for lang in LANGUAGES:
        STORY_EDITS["a number"][0](clone, lang)
        tell_readers(clone, lang)
        growth = clone / f"content/news/growth.{lang}.md"
        withdrawn = 'withdrawn: {date: 2024-06-02, reason: "Zona is gone."}\n'
        growth.write_text(growth.read_text("utf-8").replace("---\n", f"---\n{withdrawn}", 1), "utf-8")
    (clone / "content/news/plans.ru.md").unlink()
    (clone / "content/data/redirects.txt").write_text("/news/plans/ /news/\n", "utf-8")
    said = sites.ran(clone, "publish", "--allow-deletions")
    assert "Appended to the log" in said

    entries = [json.loads(line) for line in sites.lines_of(clone)]
    assert place.size == len(entries)
    new = entries[size:]
    assert [each["value"] for each in new if each.get("kind") == "correction"] == ["3333"]
    assert [each["why"] for each in new if "amends" in each] == ["The address moved"]
    changes = sorted((each["text"], each["lang"], each["change"]) for each in new if each["type"] == "text")
    assert changes == [
        ("article/growth", "en", "withdrawn"),
        ("article/growth", "kk", "withdrawn"),
        ("article/growth", "ru", "withdrawn"),
        ("article/park", "en", "corrected"),
        ("article/park", "kk", "corrected"),
        ("article/park", "ru", "corrected"),
        ("article/plans", "ru", "removed"),
    ]
    for each, prefix in LANGUAGES.items():
        pages = [(place.read(f"{prefix}{path}/index.html") or b"").decode() for path in PAGES]
        assert "Zona." in pages[0] and f"Zona {each}." in pages[0]
        assert "Zona is gone." in pages[1] and f"Zona {each}." in pages[2]
    rules = (place.read("_redirects") or b"").decode().splitlines()
    assert [*map(str.split, rules)].count(["/news/plans/", "/news/", "301"]) == 1
