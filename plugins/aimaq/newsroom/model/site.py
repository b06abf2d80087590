"""The whole site as one frozen value: its stories and pages by edition, and what each edition lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from aimaq.base.languages.collation import sort_key
from aimaq.base.problems import Problem
from aimaq.newsroom.content.kinds import KINDS
from aimaq.newsroom.content.text import Text
from aimaq.newsroom.corrections.writer import CorrectionWriter
from aimaq.newsroom.editorial.embargo import held_whole
from aimaq.newsroom.media.library import Library
from aimaq.newsroom.model.archive import Month, Year, months_of, years_of
from aimaq.newsroom.model.editions import Edition, Section, Versions, by_slug, version_for
from aimaq.newsroom.model.feed_lists import FeedList, feed_lists, person_feeds
from aimaq.newsroom.model.navigation import Contents, footer_of, navigation_of
from aimaq.newsroom.model.parts import Parts, gather_parts, part_problems
from aimaq.newsroom.model.people import Person, person_slug, speeches
from aimaq.newsroom.model.related import related
from aimaq.newsroom.model.stories import Placed, Views, mention, same_fields
from aimaq.newsroom.model.topics import Topic, topic_problems, topics_of
from aimaq.newsroom.model.views import Listed, PageView, SignView, SiteView, StoryView
from aimaq.newsroom.press.press_files import PRESS_KIT
from aimaq.newsroom.settings import ARCHIVE, PEOPLE, SEARCH, TOPICS, Newsroom
from aimaq.settings.fonts import first_fonts
from aimaq.settings.sign import sign_of

__all__ = ["SHARE", "BuiltSite", "EditionLists", "Site", "build_site", "page_paths"]

#: The name of a picture for shared links; the setting INCREMENTAL_DRAWN says what draws the files of this name.
SHARE: Final = "share.png"
#: What Google takes for news, and how many addresses a file of it may have
#: (developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap).
_RECENT: Final = timedelta(days=2)
_MOST: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionLists:
    """What one edition lists. Stories are newest first."""

    edition: Edition
    stories: tuple[Listed, ...]  #: Every story; those without a version in the edition's language in another one.
    current: tuple[Listed, ...]  #: Those that have not been withdrawn.
    by_kind: Mapping[str, tuple[Listed, ...]]  #: The same by kind.
    own: tuple[StoryView, ...]  #: The stories in the edition's language, withdrawn ones too.
    years: tuple[Year, ...]  #: The years in which something was published, the latest first.
    months: tuple[tuple[Month, tuple[Listed, ...]], ...]  #: The months, the latest first, each with its stories.
    #: The topics, that with most stories first, each with its stories.
    topics: tuple[tuple[Topic, tuple[StoryView, ...]], ...]
    people: tuple[Person, ...]  #: The people, by their slugs.
    sections: tuple[Section, ...]  #: The sections that a menu offers: the first, and those that list something.
    feeds: tuple[FeedList, ...]  #: The lists of stories that have feeds.
    #: The pages beside its texts, as paths inside the edition; True for those that other editions have as well.
    paths: Mapping[str, bool]

    def in_section(self, section: Section) -> tuple[Listed, ...]:
        """Return the stories of a section; the first section lists all of them."""
        return self.current if section is self.edition.sections[0] else self.by_kind.get(section.kind, ())


@dataclass(frozen=True, slots=True)
class Site:
    """The newsroom's site: its texts, people, topics, lists and files, before they are rendered."""

    newsroom: Newsroom
    corrections: CorrectionWriter
    parts: Parts
    stories: Versions[StoryView]  #: Articles: slug → language → view.
    pages: Versions[PageView]  #: Pages, those of people too: slug → language → view.
    editions: Mapping[str, EditionLists]  #: Language → lists.
    news: tuple[StoryView, ...]  #: The stories of the last two days, newest first.
    view: SiteView  #: What every page may show of the site.

    @property
    def every_story(self) -> Iterator[StoryView]:
        """Every article in every language."""
        return (story for versions in self.stories.values() for story in versions.values())

    @property
    def events(self) -> Iterator[StoryView]:
        """The stories that announce events."""
        return (story for story in self.every_story if story.event)

    def with_text(self, text: Text) -> Site:
        """Return the site with the view of one text that was read again; lists and other pages stay as they are."""
        views = Views(self.newsroom, self.corrections, self.parts)
        if text.is_article:
            versions = self.stories[text.slug]
            story = views.story(text, Placed(**same_fields(Placed, versions[text.lang])))
            return replace(self, stories={**self.stories, text.slug: {**versions, text.lang: story}})
        pages = self.pages[text.slug]
        page = views.page(text, Placed(**same_fields(Placed, pages[text.lang])))
        return replace(self, pages={**self.pages, text.slug: {**pages, text.lang: page}})


@dataclass(frozen=True, slots=True)
class BuiltSite:
    """A site, what is wrong with it, and the moments at which it has to be built again, each with its reason."""

    site: Site
    problems: tuple[Problem, ...]
    moments: tuple[tuple[datetime, str], ...]


def build_site(
    texts: Iterable[Text],
    newsroom: Newsroom,
    corrections: CorrectionWriter,
    library: Library,
    *,
    shares: bool,
    has_figures: bool,
    has_log: bool,
) -> BuiltSite:
    """Build the site of all texts that were read; of those that are held, only problems are reported.

    ``shares``: pictures for shared links are drawn; ``has_figures``: the ledger has indicators;
    ``has_log``: what is published is logged.
    """
    texts = list(texts)
    published = [text for text in texts if text.status == "published"]
    articles = by_slug(text for text in published if text.is_article)
    page_texts = by_slug(text for text in published if not text.is_article)
    parts = gather_parts(page_texts, by_slug(text for text in texts if text.part), library, newsroom)
    views = Views(newsroom, corrections, parts)
    editions = newsroom.editions.values()
    shares = shares and newsroom.settings.share_pictures > 0
    share_of = {lang: edition.address(SHARE) for lang, edition in newsroom.editions.items() if shares}
    listed = {edition.lang: _newest_first(articles, edition, newsroom) for edition in editions}
    around = {
        (text.slug, text.lang): placed
        for edition in editions
        for text, placed in _places_of(edition, listed[edition.lang], share_of.get(edition.lang, ""), newsroom)
    }
    stories = {
        slug: {
            lang: views.story(text, _among(versions, around[slug, lang], newsroom)) for lang, text in versions.items()
        }
        for slug, versions in articles.items()
    }
    spoken = {edition.lang: _speeches(edition, listed[edition.lang], newsroom) for edition in editions}
    pages = {
        slug: {
            lang: views.page(text, _among(versions, spoken[lang].get(person_slug(slug), Placed()), newsroom))
            for lang, text in versions.items()
        }
        for slug, versions in page_texts.items()
    }
    every = [story for versions in stories.values() for story in versions.values()]
    lists = {edition.lang: _lists_of(edition, stories, parts, newsroom) for edition in editions}
    news = _news(every, newsroom)
    hidden = {text.address for text in texts if text.status != "published"} if newsroom.as_of else set()
    contents = {
        lang: Contents(
            own.edition,
            own.sections,
            {slug: versions[lang] for slug, versions in pages.items() if lang in versions},
            has_figures=has_figures,
            has_log=has_log,
            has_people=any(parts.people.values()),
            has_topics=bool(own.topics),
            hidden=hidden,
        )
        for lang, own in lists.items()
    }
    view = SiteView(
        as_of=newsroom.as_of,
        preview=newsroom.settings.preview,
        navigation={lang: navigation_of(each, newsroom) for lang, each in contents.items()},
        footer={lang: footer_of(each, newsroom) for lang, each in contents.items()},
        sections={lang: own.sections for lang, own in lists.items()},
        pages={lang: {slug: own[lang].address for slug, own in pages.items() if lang in own} for lang in lists},
        searchable=newsroom.searchable,
        has_figures=has_figures,
        is_live=has_figures or any(story.event for story in every),
        has_people=any(parts.people.values()),
        has_topics=frozenset(lang for lang, own in lists.items() if own.topics),
        shares=share_of,
        sign=_sign_of(newsroom),
        fonts=first_fonts(newsroom.settings),
    )
    site = Site(newsroom, corrections, parts, stories, pages, lists, news, view)
    held = [] if newsroom.settings.preview else held_whole(texts)
    checked = [text for text in (*published, *held) if text.is_article]
    others = [text for text in (*published, *held) if not text.is_article]
    problems = (*part_problems(checked, others, parts, newsroom), *topic_problems(checked, newsroom))
    # At each of these moments a story leaves the sitemap of news.
    return BuiltSite(site, problems, tuple((_news_until(story), "news-sitemap") for story in news))


def _sign_of(newsroom: Newsroom) -> SignView | None:
    sign, given = sign_of(newsroom.settings), newsroom.settings.sign
    if sign is None or given is None:
        return None
    return SignView(f"img/{sign.name}", sign.width, sign.height, sign.plated, given.terms)


def page_paths(path: str, count: int, per_page: int) -> list[str]:
    """Return the paths of the pages of a list of so many stories: "news/", "news/page/2/", …"""
    pages = max(1, -(-count // per_page))
    return [path, *(f"{path}page/{number}/" for number in range(2, pages + 1))]


def _newest_first(articles: Versions[Text], edition: Edition, newsroom: Newsroom) -> list[Text]:
    """Return every article as an edition lists it."""
    # Articles of one moment stay in the order of their slugs, not in that of the file system.
    shown = [version_for(versions, edition.lang, newsroom.fallback) for versions in articles.values()]
    return sorted(shown, key=lambda text: text.published, reverse=True)


def _places_of(
    edition: Edition, listed: Iterable[Text], share: str, newsroom: Newsroom
) -> Iterator[tuple[Text, Placed]]:
    """Yield each article of an edition with what it shows of its neighbours; ``listed`` are newest first.

    The newest articles have a share picture of their own, all others that of the edition.
    """
    own = [text for text in listed if text.lang == edition.lang]
    near = {
        text.slug: tuple(mention(other, edition) for other in others)
        for text, others in related(text for text in own if text.withdrawn is None)
    }
    for number, text in enumerate(own):
        picture = f"{text.address}{SHARE}" if number < newsroom.settings.share_pictures else share
        yield text, Placed(related=near.get(text.slug, ()), share=picture if share else "")


def _speeches(edition: Edition, listed: Collection[Text], newsroom: Newsroom) -> dict[str, Placed]:
    """Return, by slug, what each person said in the stories of an edition, and the path of that person's feeds."""
    with_feeds = speeches(text for text in listed if text.lang == edition.lang).keys()
    return {
        slug: Placed(
            said=tuple(mention(text, newsroom.editions[text.lang]) for text in said),
            feeds=person_feeds(slug) if slug in with_feeds else "",
        )
        for slug, said in speeches(listed).items()
    }


def _among(versions: Mapping[str, Text], placed: Placed, newsroom: Newsroom) -> Placed:
    """Return ``placed`` with the languages in which the text exists."""
    found = [edition.version(versions[lang].address) for lang, edition in newsroom.editions.items() if lang in versions]
    missing = tuple(lang for lang in newsroom.editions if lang not in versions)
    return replace(placed, versions=tuple(found), missing_languages=missing)


def _lists_of(edition: Edition, stories: Versions[StoryView], parts: Parts, newsroom: Newsroom) -> EditionLists:
    shown = [version_for(versions, edition.lang, newsroom.fallback) for versions in stories.values()]
    newest = sorted(shown, key=lambda story: story.date, reverse=True)
    listed = tuple(Listed(story, foreign=story.lang != edition.lang) for story in newest)
    current = tuple(each for each in listed if each.story.withdrawn is None)
    own = tuple(each.story for each in listed if not each.foreign)
    by_kind: defaultdict[str, list[Listed]] = defaultdict(list)
    for each in current:
        by_kind[each.story.kind].append(each)
    months = tuple((month, tuple(of_month)) for month, of_month in months_of(listed, edition))
    topics = tuple(
        (topic, tuple(of_topic))
        for topic, of_topic in topics_of((story for story in own if story.withdrawn is None), edition)
    )
    first, *others = edition.sections
    people = parts.people[edition.lang]
    lists = EditionLists(
        edition=edition,
        stories=listed,
        current=current,
        by_kind={kind: tuple(of_kind) for kind, of_kind in by_kind.items()},
        own=own,
        years=tuple(years_of([month for month, _ in months], edition)),
        months=months,
        topics=topics,
        people=tuple(sorted(people.values(), key=lambda person: (sort_key(person.name, edition.lang), person.slug))),
        sections=(first, *(section for section in others if section.kind in by_kind)),
        feeds=tuple(feed_lists(edition, own, topics, people, newsroom)),
        paths={},
    )
    return replace(lists, paths=_paths_of(lists, newsroom))


def _paths_of(lists: EditionLists, newsroom: Newsroom) -> dict[str, bool]:
    paths = ["", f"{ARCHIVE}/", "corrections/", f"{PRESS_KIT}/"]
    paths += [year.path for year in lists.years]
    paths += [month.path for month, _ in lists.months]
    paths += [f"{PEOPLE}/"] if lists.people else []
    paths += [f"{TOPICS}/"] if lists.topics else []
    paths += [f"{SEARCH}/"] if newsroom.searchable else []
    per_page = newsroom.settings.stories_per_page
    for section in lists.edition.sections:
        paths += page_paths(f"{section.slug}/", len(lists.in_section(section)), per_page)
    of_topics = [path for topic, _ in lists.topics for path in page_paths(topic.path, topic.count, per_page)]
    return {**dict.fromkeys(paths, True), **dict.fromkeys(of_topics, False)}


def _news(stories: Iterable[StoryView], newsroom: Newsroom) -> tuple[StoryView, ...]:
    """Return the stories of the last two days, newest first, as many as Google takes.

    Those whose day is not known exactly are left out. A site of an earlier day, or a preview, has no news.
    """
    if newsroom.as_of or newsroom.settings.preview:
        return ()
    found = [each for each in stories if not each.date_approximate and KINDS[each.kind].is_article]
    found = [each for each in found if each.withdrawn is None and _news_until(each) > newsroom.now]
    return tuple(sorted(found, key=lambda each: (each.date, each.address), reverse=True)[:_MOST])


def _news_until(story: StoryView) -> datetime:
    """Return the moment from which a story is no news any more."""
    return story.date + _RECENT
