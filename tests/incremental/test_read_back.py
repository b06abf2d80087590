"""What is wrong with a finished file stops the build, with the file, its template and its text; the site stays."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest

from aimaq.base.problems import ProblemsFound
from tools.scenarios import Files, Newsroom

OVERRIDE = "overrides/not-found.html"
#: What a template of the overrides folder writes, and what is said of it.
FAULTS = {
    "an open element": ("<div><p>x</p>", "<div> is not closed before </main>"),
    "an id twice": ('<p id="x">a</p><p id="x">b</p>', 'id="x" stands 2 times'),
    "a link in a link": ('<a href="/">a <a href="/">b</a></a>', "<a> stands in <a>, which is one thing to press"),
    "a picture without a text": ('<img src="/share.png">', "<img> has no alt: write what the picture shows"),
    "a list in a paragraph": ("<p><ul><li>a</li></ul></p>", "</p> ends no paragraph"),
    "a dead link": ('<a href="/nowhere/">a</a>', 'links to "/nowhere/", where nothing is published'),
    "a whole address": ('<a href="{{ SITEURL }}/nowhere/">a</a>', 'links to "/nowhere/", where nothing is published'),
    "a picture that is not there": ('<img src="/no.png" alt="">', 'links to "/no.png", where nothing is published'),
    "a relative address": ('<a href="nowhere/">a</a>', 'links to "/nowhere/", where nothing is published'),
    "a dead fragment": (
        '<a href="/news/growth/#no">a</a>',
        'links to "/news/growth/#no", and that page has no element',
    ),
    "a dead fragment of its own": ('<a href="#no">a</a>', 'links to "/404.html#no", and that page has no element'),
    "a control character": ("<p>a{{ '\\x02' }}b</p>", "holds U+0002 (control character): it cannot be seen"),
    "a slot": ("<p>a{{ '\\ue005' }}b</p>", "holds U+E005 (private-use character): a figure was not filled in here"),
    "a raw marker": ("<p>{% raw %}{{ jobs }}{% endraw %}</p>", "the marker {{ jobs }} is published as it was typed"),
    "data that are no JSON": ('<script type="application/ld+json">{"a": }</script>', "is not JSON:"),
}


@pytest.fixture(scope="module")
def overridden(room: Newsroom) -> Newsroom:
    """The newsroom with a folder of overrides."""
    with (room.project / "pelicanconf.py").open("a", encoding="utf-8") as conf:
        conf.write('THEME_TEMPLATES_OVERRIDES = ["overrides"]\n')
    (room.project / "overrides").mkdir()
    (room.project / "content/media/feed.xml").write_text("<a>b</a>")
    return room


@pytest.fixture
def site(overridden: Newsroom) -> Iterator[Files]:
    """The site without overrides."""
    overridden.restore()
    overridden.build()
    yield overridden.site()
    (overridden.project / OVERRIDE).unlink(missing_ok=True)


def refused(room: Newsroom) -> str:
    """Build, which has to fail; return what was said."""
    with pytest.raises(ProblemsFound) as found:
        room.build()
    return str(found.value)


@pytest.mark.parametrize("name", FAULTS)
def test_a_template_of_the_overrides_is_found_out(overridden: Newsroom, site: Files, name: str) -> None:
    """In an incremental build, with the file, the line, and the template that has written it."""
    markup, message = FAULTS[name]
    template = overridden.project / OVERRIDE
    whole = (overridden.project / "theme/templates/not-found.html").read_text("utf-8")
    template.write_text(whole.replace("{% block main %}", "{% block main %}\n" + markup), "utf-8")
    said = refused(overridden)
    assert "output/404.html:" in said
    assert message in said
    assert "the file is made from overrides/not-found.html" in said
    assert overridden.site() == site
    template.unlink()
    overridden.build()
    assert overridden.site() == site


def test_a_page_that_goes_takes_the_links_of_templates_with_it(overridden: Newsroom, site: Files) -> None:
    """A template links to a text and to one of its headings: the edit of the text that breaks this is refused.

    The page with the link is not composed again, and its neighbours are not read: the store knows who links there.
    """
    project = overridden.project
    whole = (project / "theme/templates/not-found.html").read_text("utf-8")
    link = '<a href="/news/plans/">a</a> <a href="/news/growth/#why">b</a>'
    (project / OVERRIDE).write_text(whole.replace("{% block main %}", "{% block main %}\n" + link), "utf-8")
    growth = project / "content/news/growth.ru.md"
    growth.write_text(growth.read_text("utf-8") + "\n## Why {#why}\n\nТак.\n", "utf-8")
    if "attr_list" not in (project / "pelicanconf.py").read_text("utf-8"):
        growth.write_text(growth.read_text("utf-8").replace("## Why {#why}", "## Why"), "utf-8")
    overridden.build()
    before = overridden.site()
    growth.write_text(growth.read_text("utf-8").replace("## Why", "## Because"), "utf-8")
    said = refused(overridden)
    assert (
        "output/404.html:" in said and 'links to "/news/growth/#why", and that page has no element with this id' in said
    )
    assert "the file is made from overrides/not-found.html" in said, "the store knows it"
    growth.write_text(growth.read_text("utf-8").replace("## Because", "## Why"), "utf-8")
    (project / "content/news/plans.ru.md").unlink()
    assert 'links to "/news/plans/", where nothing is published' in refused(overridden)
    with sqlite3.connect(overridden.store) as database:
        database.execute("DELETE FROM contents WHERE path = '404.html'")
    assert 'links to "/news/plans/", where nothing is published' in refused(overridden), "a lost row is read again"
    assert overridden.site() == before


def test_a_marker_that_a_text_shows_is_no_mistake(overridden: Newsroom, site: Files) -> None:
    """By a backslash in the text or the title, on the article's page, in lists, feeds and data; or as code."""
    growth = overridden.project / "content/news/growth.ru.md"
    text = growth.read_text("utf-8").replace('title: "В', 'title: "О пометке \\\\{{ jobs }}: в', 1)
    growth.write_text(
        f"{text}\nПишите \\{{{{ jobs | number }}}} или `{{{{ jobs | label }}}}`, \\{{\\{{ jobs-2 \\| year \\}}\\}}.\n",
        "utf-8",
    )
    overridden.build()
    page = overridden.site()["news/growth/index.html"].decode().replace("\u00a0", " ")
    assert "О пометке {{ jobs }}" in page and "Пишите {{ jobs | number }} или" in page
    assert "{{ jobs-2 | year }}." in page, "a backslash before each sign, as an import writes it"


def test_files_of_editors_that_programs_parse_are_read(overridden: Newsroom, site: Files) -> None:
    """An SVG file that is not well-formed is refused; what is only handed on is not judged."""
    media = overridden.project / "content/media"
    (media / "old.csv").write_bytes("Завод;1\nЛиния;2;3\n".encode("cp1251"))
    (media / "added.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><title>a</svg>")
    said = refused(overridden)
    assert "content/media/added.svg:1:" in said and "this is not an SVG drawing: mismatched tag" in said
    assert "old.csv" not in said
    assert overridden.site() == site


def test_a_cache_that_is_lost_leaves_nothing_unread(overridden: Newsroom, site: Files) -> None:
    """With a site of the same bytes and no store, every file is read, though none is written."""
    project = overridden.project
    whole = (project / "theme/templates/not-found.html").read_text("utf-8")
    (project / OVERRIDE).write_text(
        whole.replace("{% block main %}", '{% block main %}\n<a href="/news/plans/">a</a>'), "utf-8"
    )
    overridden.build()
    (overridden.store).unlink()
    overridden.build()
    (project / "content/news/plans.ru.md").unlink()
    assert 'links to "/news/plans/", where nothing is published' in refused(overridden)
