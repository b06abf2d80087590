"""The shortcuts give what Pelican's own steps give."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pelican import generators, utils
from pelican.contents import Article
from pelican.settings import DEFAULT_CONFIG
from pelican.utils import SafeDatetime

from incremental.shortcuts import Listed, period_archives, process_translations, shorten_content

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
    listed = Listed(contents[::2])
    assert listed == contents[::2]
    assert [each in listed for each in contents] == [each in contents[::2] for each in contents]


def test_a_content_still_knows_other_files_paths() -> None:
    """Pelican asks for the paths of linked files as well as for the content's own."""
    (content,) = articles([("a", "ru", SafeDatetime(2024, 1, 1))])
    shorten_content(content)
    assert content.get_relative_source_path() == "news/a.ru.md"
    assert content.get_relative_source_path("/site/content/media/x.jpg") == "media/x.jpg"
