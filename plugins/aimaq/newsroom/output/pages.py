"""Everything that the newsroom writes beside Pelican's own articles and pages, as values."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice

from markupsafe import Markup

from aimaq.base.files.cache import Cache, cache_key
from aimaq.base.withheld import PREVIEW
from aimaq.newsroom.content.kinds import KINDS
from aimaq.newsroom.corrections.texts import affected, correction_feeds
from aimaq.newsroom.media.library import CachedFile
from aimaq.newsroom.model.editions import Edition, Section, version_for
from aimaq.newsroom.model.events import calendar
from aimaq.newsroom.model.site import EditionLists, Site, page_paths
from aimaq.newsroom.model.stories import same_fields
from aimaq.newsroom.model.views import Listed, PageView, ReleaseView, StoryView
from aimaq.newsroom.output.json_ld import structured_home, structured_list
from aimaq.newsroom.output.manifest import MANIFEST, manifest
from aimaq.newsroom.output.ninjs import ninjs_list, ninjs_path, ninjs_story
from aimaq.newsroom.output.search import (
    Units,
    Volume,
    index_files,
    is_found,
    start_file,
    text_files,
    volume_of,
    volumes_of,
)
from aimaq.newsroom.output.share_text import share_documents
from aimaq.newsroom.output.sitemap import INDEX, NEWS, robots, sitemap_files
from aimaq.newsroom.output.story_feeds import feed_names, feeds, listed_in
from aimaq.newsroom.press.press_files import NINJS, PRESS_KIT, SOURCES, kit_of, kit_source
from aimaq.newsroom.settings import ARCHIVE, PEOPLE, SEARCH, TOPICS, Newsroom
from aimaq.settings.sign import sign_of

__all__ = [
    "CachedFile",
    "DeferredText",
    "ListPage",
    "RenderedPage",
    "TextFile",
    "WrittenFile",
    "addresses",
    "pages",
    "pages_of_stories",
    "press_pages",
    "search_files",
]

Trail = Sequence[tuple[str, str]]
"""Path and name of each page above one."""


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """A file that a template renders: ``context`` holds what the template reads beside what every page has."""

    path: str
    template: str
    context: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file whose text is finished, except for slots."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class DeferredText:
    """A file whose text ``create`` returns; ``key`` is a digest of everything that it depends on."""

    path: str
    key: str
    create: Callable[[], str]


WrittenFile = RenderedPage | TextFile | DeferredText | CachedFile


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a long list of stories; ``newer`` and ``older`` are the addresses of its neighbours, or ""."""

    stories: tuple[Listed, ...]
    number: int
    total: int
    newer: str
    older: str


def pages(
    site: Site, originals: Mapping[str, str], others: Iterable[Mapping[str, str]], cache: Cache, units: Units
) -> Iterator[WrittenFile]:
    """Yield everything that is written, edition by edition.

    ``originals`` maps the paths of published pictures below the content folder to those below the output folder.
    ``others`` are pages that something else writes, for the sitemap: their root-relative addresses by language.
    ``units`` are for the search.
    """
    for lists in site.editions.values():
        yield from _Writer(site, lists).pages(cache, units)
    yield from _press_files(site)
    for story in site.events:
        if story.event:
            yield TextFile(story.event.calendar[1:], calendar(story, story.event, site.newsroom))
    yield from site.parts.files.library.files(originals)
    for path, text in (*share_documents(site), *sitemap_files(site, others)):
        yield TextFile(path, text)
    if not site.newsroom.folder:  # programs read it at the root of a host only (RFC 9309, 2.3)
        yield TextFile("robots.txt", robots(site.newsroom))
    if key := site.newsroom.settings.indexnow_key:  # by which search engines know that a message is the site's own
        yield TextFile(f"{key}.txt", key)
    if sign := sign_of(site.newsroom.settings):
        for name, create in sign.files().items():
            yield CachedFile(name, cache_key("icon", name, sign.digest), create)
    if site.newsroom.settings.preview:
        yield TextFile(PREVIEW, "What is not public yet is shown here: this must not be published.\n")


def pages_of_stories(site: Site) -> Iterator[tuple[str, RenderedPage]]:
    """Yield the pages that list stories, each with the language of its edition."""
    for lang, lists in site.editions.items():
        yield from ((lang, page) for page in _Writer(site, lists).pages_of_stories())


def addresses(site: Site) -> Iterator[str]:
    """Yield the root-relative addresses of what is written here and a text may link to."""
    yield from (f"/{INDEX}", f"/{NEWS}", *(() if site.newsroom.folder else ("/robots.txt",)))
    for lists in site.editions.values():
        names = ("404.html", f"{PRESS_KIT}/{NINJS}", *feed_names(lists.feeds))
        yield from (lists.edition.address(path) for path in (*lists.paths, *names))
    for story in site.every_story:
        if story.event:
            yield story.event.calendar
        yield from story.press.all


def _press_files(site: Site) -> Iterator[RenderedPage | TextFile]:
    """Yield each story's plain text and, if they are going to be made, the sources of PDFs and media kits."""
    for versions in site.stories.values():
        for story in versions.values():
            yield from press_pages(story, site.newsroom)
        if kit := kit_of(versions):
            yield TextFile(f"{SOURCES}{kit}.json", kit_source(versions))


def press_pages(story: StoryView, newsroom: Newsroom) -> Iterator[RenderedPage | TextFile]:
    """Yield a story's plain text, its ninjs and, if it is going to be made, the source of its PDF."""
    context = {"story": story, "edition": newsroom.editions[story.lang]}
    yield RenderedPage(story.press.text[1:], "article.txt", context)
    if story.press.ninjs:
        yield TextFile(story.press.ninjs[1:], ninjs_story(story, newsroom))
    if story.press.pdf:
        yield RenderedPage(f"{SOURCES}{story.press.pdf}.html", "pdf.html", context)


def search_files(
    volume: Volume, edition: Edition, cache: Cache, before: Volume | None = None
) -> Iterator[TextFile | CachedFile]:
    """Yield the index of a volume of an edition, which may have been another one ``before``, and its texts' cards."""
    for path, key, data in index_files(volume, edition.lang, cache, before):
        yield CachedFile(path, key, partial(bytes, data))
    for path, text in text_files(volume, edition):
        yield TextFile(path, text)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Yields the pages of one edition."""

    site: Site
    lists: EditionLists

    @property
    def edition(self) -> Edition:
        return self.lists.edition

    def pages(self, cache: Cache, units: Units) -> Iterator[WrittenFile]:
        site, lists, newsroom = self.site, self.lists, self.site.newsroom
        yield from self.pages_of_stories()
        if lists.people:
            yield self._list("people.html", f"{PEOPLE}/", "People", people=lists.people)
        if lists.topics:
            topics = tuple(topic for topic, _ in lists.topics)
            yield self._list("topics.html", f"{TOPICS}/", "Topics", topics=topics)
        yield self._list("archive.html", f"{ARCHIVE}/", "Archive", years=lists.years)
        # It answers for every address that does not exist, so it has none of its own.
        yield self._page("not-found.html", "404.html", page_address="", alternates=())
        yield from self._corrections()
        if newsroom.searchable:
            yield from self._search(cache, units)
        if sign := sign_of(newsroom.settings):
            yield TextFile(f"{self.edition.prefix}{MANIFEST}", manifest(self.edition, sign.paper))
        for path, key, create in feeds(self.edition, lists.feeds, site.corrections, newsroom):
            yield DeferredText(path, key, create)
        newest = listed_in(lists.feeds[0], newsroom)
        yield TextFile(ninjs_path(self.edition), ninjs_list(self.edition, newest, newsroom))

    def pages_of_stories(self) -> Iterator[RenderedPage]:
        """Yield the pages that list stories, which show of each more than its address."""
        yield self._page(
            "home.html",
            "",
            structured=structured_home(self.edition),
            stories=self.lists.current[: self.site.newsroom.settings.home_stories],
            headline=self.site.newsroom.settings.headline_indicators,
        )
        for section in self.edition.sections:
            yield from self._section(section)
        yield from self._topics()
        yield from self._archive()
        yield self._press_kit()

    def _section(self, section: Section) -> Iterator[RenderedPage]:
        own = None if section is self.edition.sections[0] else section
        listed = self.lists.in_section(section)
        yield from self._list_pages("section.html", f"{section.slug}/", section.label, listed, section=own)

    def _topics(self) -> Iterator[RenderedPage]:
        """Yield each topic's stories; a topic is a word of its language."""
        trail = [(f"{TOPICS}/", "Topics")]
        for topic, stories in self.lists.topics:
            listed = tuple(Listed(story, foreign=False) for story in stories)
            yield from self._list_pages("topic.html", topic.path, topic.name, listed, trail=trail, topic=topic)

    def _archive(self) -> Iterator[RenderedPage]:
        """Yield each year and each month of the archive with its stories."""
        stories = {month.path: listed for month, listed in self.lists.months}
        trail = [(f"{ARCHIVE}/", "Archive")]
        for year in self.lists.years:
            own, name = [(month, stories[month.path]) for month in year.months], str(year.number)
            yield self._list("archive-year.html", year.path, name, trail=trail, year=year, months=own)
            above = [*trail, (year.path, name)]
            for month, listed in own:
                yield self._list(
                    "archive-month.html", month.path, month.title, trail=above, month=month, stories=listed
                )

    def _corrections(self) -> Iterator[RenderedPage | TextFile]:
        """Yield the page of corrections and its feeds; a text is named in whichever language it has."""
        site, lang = self.site, self.edition.lang
        shown = [version_for(versions, lang, site.newsroom.fallback) for versions in site.pages.values()]
        named = (*(each.story.subject for each in self.lists.stories), *(page.subject for page in shown))
        subjects = affected(named)
        listing = Markup(site.corrections.listing(subjects, lang))
        yield self._page("corrections.html", "corrections/", corrections=listing)
        for path, text in correction_feeds(self.edition, subjects, site.corrections, site.newsroom):
            yield TextFile(path, text)

    def _search(self, cache: Cache, units: Units) -> Iterator[RenderedPage | TextFile | CachedFile]:
        """Yield the search page and what it searches: the edition's own texts that are public and not withdrawn."""
        lang, newsroom = self.edition.lang, self.site.newsroom
        own = (versions[lang] for versions in self.site.pages.values() if lang in versions)
        found: list[StoryView | PageView] = [*self.lists.own, *own]
        volumes = [
            volume_of(path, views, newsroom, units) for path, views in volumes_of(filter(is_found, found), self.edition)
        ]
        for volume in volumes:
            yield from search_files(volume, self.edition, cache)
        yield TextFile(*start_file(len(volumes), self.edition))
        yield self._list("search.html", f"{SEARCH}/", "Search")

    def _press_kit(self) -> RenderedPage:
        """Return the page for the press: who we are, whom to ask, figures to quote, and what to download."""
        newsroom, parts, lang = self.site.newsroom, self.site.parts, self.edition.lang
        closing = parts.closing.get(lang)
        packed = (each.story for each in self.lists.current if KINDS[each.story.kind].packed)
        releases = islice(packed, newsroom.settings.stories_per_page)
        return self._page(
            "press-kit.html",
            f"{PRESS_KIT}/",
            headline=newsroom.settings.headline_indicators,
            boilerplate=closing.view if closing else None,
            press_contact=parts.people[lang].get(newsroom.settings.press_contact),
            releases=[ReleaseView(**same_fields(ReleaseView, story)) for story in releases],
        )

    def _list_pages(
        self,
        template: str,
        path: str,
        name: str,
        listed: Sequence[Listed],
        trail: Trail = (),
        **context: object,
    ) -> Iterator[RenderedPage]:
        """Yield a list of stories, divided into pages; those after the first are "<path>page/2/", "<path>page/3/"."""
        per_page = self.site.newsroom.settings.stories_per_page
        paths = page_paths(path, len(listed), per_page)
        places = ["", *map(self.edition.address, paths), ""]
        for index, own in enumerate(paths):
            stories = tuple(listed[index * per_page : (index + 1) * per_page])
            page = ListPage(stories, index + 1, len(paths), places[index], places[index + 2])
            yield self._list(template, own, name, trail, list_page=page, **context)

    def _list(self, template: str, path: str, name: str, trail: Trail = (), **context: object) -> RenderedPage:
        """Return a page that lists others. Its ``name`` and those of the pages above it, whose paths are in ``trail``,
        are messages to translate, or words that no catalogue has."""
        edition = self.edition
        gettext = self.site.newsroom.catalogs[edition.lang].gettext
        above = [(edition.address(place), gettext(label)) for place, label in trail]
        structured = structured_list(edition, gettext(name), edition.address(path), above)
        return self._page(template, path, trail=above, structured=structured, **context)

    def _page(self, template: str, path: str, **context: object) -> RenderedPage:
        """Return a page. The same pages of the other editions, where there are any, are its alternates."""
        edition, lists = self.edition, self.site.editions.values()
        others = [each.edition for each in lists if each.paths.get(path)]
        return RenderedPage(
            f"{edition.prefix}{path}" + ("index.html" if not path or path.endswith("/") else ""),
            template,
            {
                "edition": edition,
                "alternates": [each.version(each.address(path)) for each in others or [edition]],
                "page_address": edition.address(path),
                "structured": "",
                **context,
            },
        )
