"""The shortcuts give what Pelican's own steps give."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pelican import generators, readers, utils
from pelican.contents import Article, Content
from pelican.settings import DEFAULT_CONFIG
from pelican.urlwrappers import Category
from pelican.utils import SafeDatetime

from aimaq.pelican.patches import get_date, listed, period_archives, process_translations, shorten_reading, strftime

SETTINGS = {
    **DEFAULT_CONFIG,
    "PATH": "/site/content",
    "PLUGINS": [],
    "DEFAULT_LANG": "ru",
    **{f"{period}_ARCHIVE_SAVE_AS": "{date:%Y/%m/%d}" + period for period in ("YEAR", "MONTH", "DAY")},
}
VERSIONS = st.lists(
    st.tuples(st.sampled_from("abcd"), st.sampled_from(["ru", "kk", "en"]), st.dates()), unique_by=lambda v: v[:2]
)


def articles(versions: list[Any]) -> list[Article]:
    return [
        Article(
            "text",
            {"title": slug, "slug": slug, "lang": lang, "date": SafeDatetime(max(day.year, 1), day.month, day.day)},
            settings=SETTINGS,
            source_path=f"/site/content/news/{slug}.{lang}.md",
        )
        for slug, lang, day in versions
    ]


@given(VERSIONS)
def test_originals_and_translations_are_pelicans(versions: list[Any]) -> None:
    """The same two lists in the same order, and the same translations of each article."""
    contents = articles(versions)
    own = process_translations(list(contents), "slug")
    mine = [each.translations for each in contents]
    assert own == utils.process_translations(list(contents), "slug")
    assert mine == [each.translations for each in contents]


@given(VERSIONS)
def test_archives_are_pelicans(versions: list[Any]) -> None:
    """The same periods with the same articles, in both orders."""
    contents = articles(versions)
    by_date = sorted(contents, key=lambda each: each.date)
    theirs = generators.ArticlesGenerator._build_period_archives(None, by_date, contents, SETTINGS)
    assert period_archives(by_date, contents, SETTINGS) == theirs


@given(VERSIONS)
def test_a_listed_object_is_found_as_in_any_list(versions: list[Any]) -> None:
    """Membership, length and order are those of the list."""
    contents = articles(versions)
    some = listed(contents[::2])
    assert some == contents[::2] and isinstance(some, list)
    assert [each in some for each in contents] == [each in contents[::2] for each in contents]


@given(
    st.from_regex(r"\d{4}[-/ ]\d\d[-/ ]\d\d([ T]\d\d:\d\d(:\d\d)?)?", fullmatch=True)
    | st.datetimes().map(str)
    | st.text()
)
@example("2016-02-30")
@example("2016-13-02")
@example("2016-01-01 24:00")
def test_dates_are_read_as_pelican_reads_them(text: str) -> None:
    """The same moment of the same type, or the same refusal."""

    def read(function: Any) -> Any:
        try:
            found = function(text)
        except (ValueError, OverflowError) as error:
            return type(error)
        return type(found), found

    assert read(get_date) == read(utils.get_date)


@given(st.datetimes(datetime(1000, 1, 1)), st.lists(st.sampled_from(["%Y", "%-d", "%B", "%m", "%%", "%q", "é", "-"])))
def test_dates_are_printed_as_pelican_prints_them(moment: datetime, parts: list[str]) -> None:
    """Whatever the format holds."""
    date = SafeDatetime(*moment.timetuple()[:6])
    assert strftime(date, "".join(parts)) == utils.strftime(date, "".join(parts))


@pytest.fixture
def shortened() -> Iterator[dict[str, Any]]:
    """Pelican with the shortcuts, then without; its own functions by their names."""
    theirs = {name: value for name, value in vars(Content).items() if not name.startswith("__")}
    dates = readers.get_date, SafeDatetime.strftime
    shorten_reading()
    yield theirs
    for name in ("get_relative_source_path", "get_static_links", "_update_content", "_expand_settings"):
        setattr(Content, name, theirs[name])
    readers.get_date, SafeDatetime.strftime = dates


@pytest.mark.parametrize("address", ["{slug}/", "{date:%Y/%b}/{lang}/{slug}.html", "{category}/{slug}", "{{x}}{slug}"])
def test_contents_find_what_pelicans_own_functions_find(shortened: dict[str, Any], address: str) -> None:
    """Addresses, links, and the paths of other files."""
    (content,) = articles([("a", "ru", datetime(2024, 1, 1))])
    content.settings = {**SETTINGS, "ARTICLE_URL": address}
    content.category = Category("x", content.settings)
    assert content.url == shortened["_expand_settings"](content, "URL", "ARTICLE")
    assert content.get_relative_source_path() == "news/a.ru.md"
    assert content.get_relative_source_path("/site/content/media/x.jpg") == "media/x.jpg"
    content._context = {"generated_content": {}, "static_content": {}}
    for text in ("text", '<a href="{static}/x.svg">', '<a href="|attach|x.svg">', "<p>static {{ x }}"):
        content._content = text
        assert content.get_static_links() == shortened["get_static_links"](content)
        assert content._update_content(text, "") == shortened["_update_content"](content, text, "")
