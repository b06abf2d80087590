"""An edit of what is printed of a text composes what shows it, with the bytes of a clean build, and asks nothing of the
rest."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import CodeType, FrameType

import pytest

from aimaq.base.problems import ProblemsFound
from aimaq.build.composition import Composition
from aimaq.newsroom.content.text_file import read_text
from aimaq.newsroom.model.stories import Views
from aimaq.pelican.reading.stored_contents import restore_content
from aimaq.pipeline.build import build
from aimaq.pipeline.report import Report
from tools.built import copy_project, small_project
from tools.versions import tree

STORY = "content/news/zone-growth-briefing.en.md"
PAGE = "content/pages/about.ru.md"
PERSON = "content/people/arslan-abdamit.ru.md"


def built(project: Path) -> Report:
    return build(project, output=project / "output", cache=project / ".aimaq")


def edit(project: Path, name: str, change: Callable[[str], str]) -> None:
    path = project / name
    before = path.read_text("utf-8")
    after = change(before)
    assert before != after
    path.write_text(after, "utf-8")


def more(words: str) -> Callable[[str], str]:
    return lambda text: f"{text}\n\n{words}\n"


def replaced(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, 1)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site itself, built; each test leaves it built, with the content that it has edited."""
    project = copy_project(tmp_path_factory.mktemp("words") / "project")
    built(project)
    return project


def was_whole(report: Report) -> bool:
    """Return whether a build has composed the whole site, as only such a build moves files that are copied."""
    return "fill" in report.stages


def is_clean(project: Path) -> bool:
    """Return whether the site has the bytes of a clean build."""
    clean, cache = project.with_name("clean"), project.with_name("cache")
    build(project, output=clean, cache=cache, fresh=True, shared_cache=project / ".aimaq/made")
    return tree(project / "output") == tree(clean)


WORDS = {
    "a paragraph": (STORY, more("One more paragraph.")),
    "a heading": (STORY, more("## One more heading\n\nOne more paragraph.")),
    "a page": (PAGE, more("Ещё один абзац.")),
    "a person": (PERSON, more("Ещё один абзац.")),
    "a summary": (STORY, replaced('summary: "', 'summary: "Edited. ')),
    "a source": (STORY, replaced("title: oqu.news", "title: Oqu.news")),
}


@pytest.mark.parametrize(("name", "change"), WORDS.values(), ids=WORDS)
def test_words_alone_are_composed_without_the_rest(site: Path, name: str, change: Callable[[str], str]) -> None:
    edit(site, name, change)
    report = built(site)
    assert not was_whole(report) and 0 < report.composed < 40
    assert is_clean(site)


MORE = {
    "a figure": (STORY, more("Today there are {{ enterprises-launching }}.")),
    "a link": (STORY, more("See [the portfolio]({filename}project-portfolio.en.md).")),
    "a title": (STORY, replaced('title: "', 'title: "Edited. ')),
    "the summary of a page": (PAGE, replaced('summary: "', 'summary: "Изменено. ')),
    "the closing words": ("content/parts/boilerplate.en.md", more("One more paragraph.")),
}


@pytest.mark.parametrize(("name", "change"), MORE.values(), ids=MORE)
def test_more_than_words_composes_the_site(site: Path, name: str, change: Callable[[str], str]) -> None:
    """What another page, a list or a check may show of a text is looked for everywhere."""
    edit(site, name, change)
    assert was_whole(built(site))
    assert is_clean(site)


def test_two_edits_at_once_and_one_taken_back(site: Path) -> None:
    before = (site / STORY).read_bytes()
    edit(site, STORY, more("First."))
    edit(site, PAGE, more("Второе."))
    assert not was_whole(built(site))
    (site / STORY).write_bytes(before)
    assert not was_whole(built(site))
    assert is_clean(site)


def test_a_mistake_is_reported_as_ever(site: Path) -> None:
    before, published = (site / STORY).read_bytes(), tree(site / "output")
    edit(site, STORY, more("There are {{ nothing-of-this-name }}."))
    with pytest.raises(ProblemsFound) as found:
        built(site)
    assert "nothing-of-this-name" in str(found.value)
    assert tree(site / "output") == published
    (site / STORY).write_bytes(before)
    assert not built(site).changes


def test_an_edit_beside_a_changed_template_composes_the_site(site: Path) -> None:
    """Only if nothing else is different is it enough to look at the words."""
    edit(site, STORY, more("Words beside a template."))
    edit(site, "theme/templates/partials/footer.html", lambda text: f"{text}\n<!-- edited -->\n")
    assert was_whole(built(site))
    assert is_clean(site)


def test_a_theme_that_prints_texts_in_lists_has_them_there(site: Path) -> None:
    """Where a list prints whole texts, the last build knows it."""
    edit(
        site,
        "theme/templates/section.html",
        replaced(
            "{% block main %}",
            "{% block main %}{% for each in list_page.stories %}{{ each.story.content }}{% endfor %}",
        ),
    )
    assert was_whole(built(site))
    edit(site, STORY, more("Words in the list."))
    report = built(site)
    assert not was_whole(report) and "en/briefings/index.html" in report.changes.changed
    assert is_clean(site)


#: What grows with the site wherever a build asks for all of it.
COUNTED: dict[CodeType, str] = {
    restore_content.__code__: "contents taken from the store",
    read_text.__code__: "files read",
    Views.story.__code__: "stories",
    Composition._key_of.__code__: "keys of pages",
}


@contextmanager
def counting() -> Iterator[Counter[str]]:
    """Count the calls of these functions, and of all, while the block runs."""
    found: Counter[str] = Counter()

    def count(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            found["calls"] += 1
            if name := COUNTED.get(frame.f_code):
                found[name] += 1

    sys.setprofile(count)
    try:
        yield found
    finally:
        sys.setprofile(None)


def newsroom(folder: Path, size: int) -> Path:
    """Lay out a newsroom with so many stories, more than its feeds list."""
    project = small_project(folder / f"with-{size}")
    with (project / "pelicanconf.py").open("a", encoding="utf-8") as conf:
        conf.write("FEED_MAX_ITEMS = 5\nNEWSROOM_SEARCH = False\n")
    days = {f"story-{number}": f"2022-{number % 12 + 1:02}-{number % 28 + 1:02}" for number in range(size - 1)}
    for slug, day in {**days, "newest": "2024-01-01"}.items():
        head = f"title: {slug}\ndate: {day}\nkind: news\ntopics: [works]\nsummary: In short.\n"
        (project / f"content/news/{slug}.en.md").write_text(f"---\n{head}---\n\nWords of {slug}.\n", "utf-8")
    return project


EDITS: dict[str, Callable[[int], Callable[[str], str]]] = {
    "words": lambda step: more(f"Edited {step}."),
    "a summary": lambda step: replaced("summary: ", f"summary: Edited {step}. "),
    "a title": lambda step: replaced("title: ", f"title: Edited {step}. "),
}


@pytest.mark.parametrize("change", EDITS.values(), ids=EDITS)
def test_what_is_loaded_and_asked_for_does_not_grow_with_the_site(
    tmp_path: Path, change: Callable[[int], Callable[[str], str]]
) -> None:
    """At 50 and at 200 stories an edit takes the same texts from the store and the keys of the same pages.

    All calls of Python may grow by a quarter: files are looked at and compared with what is known, one line each.
    """
    counted = []
    for size in (50, 200):
        project = newsroom(tmp_path, size)
        built(project)
        for step in range(2):  # the first one loads what a process loads once
            edit(project, "content/news/newest.en.md", change(step))
            with counting() as found:
                assert not was_whole(built(project))
        counted.append(found)
    small, large = counted
    for name in COUNTED.values():
        assert small[name] == large[name], name
        assert small[name], name
    assert large["calls"] <= 1.25 * small["calls"]


def test_another_title_is_on_every_page_that_names_the_story(tmp_path: Path) -> None:
    """Its own, lists, archive, feeds, and related stories; another edit afterwards finds the new title everywhere."""
    project = newsroom(tmp_path, 8)
    built(project)
    name = "content/news/story-3.en.md"
    edit(project, name, replaced("title: story-3", "title: Another title"))
    report = built(project)
    assert not was_whole(report)
    pages = [path for path in report.changes.changed if path.endswith(".html")]
    assert sum("Another title" in (project / "output" / path).read_text("utf-8") for path in pages) == len(pages)
    related = [path for path in pages if path.startswith("en/news/story-") and "story-3" not in path]
    assert related
    edit(project, f"content/news/{related[0].split('/')[2]}.en.md", replaced("title: ", "title: This too and "))
    assert not was_whole(built(project))
    assert is_clean(project)


def test_another_title_of_today_is_in_the_sitemap_of_news(tmp_path: Path) -> None:
    project = newsroom(tmp_path, 3)
    today = datetime.now(UTC).date()
    edit(project, "content/news/newest.en.md", replaced("2024-01-01", f"{today}"))
    built(project)
    edit(project, "content/news/newest.en.md", replaced("title: newest", "title: News of today"))
    assert not was_whole(built(project))
    assert "News of today" in (project / "output/sitemaps/news.xml").read_text("utf-8")
    assert is_clean(project)
