"""What shows a text: its words on its pages, in feeds and in a part of the search index; its title in lists as well.

A whole build keeps what each text shows of the rest of the site, and which lists hold it. So one text can be shown
again with a few others, at any size of the site.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import IntEnum
from typing import Final

from aimaq.base.files.cache import Cache
from aimaq.newsroom.content.text import Text
from aimaq.newsroom.corrections.texts import affected
from aimaq.newsroom.corrections.writer import CorrectionWriter
from aimaq.newsroom.markdown.pictures import replace_images
from aimaq.newsroom.media.library import Library
from aimaq.newsroom.model.editions import by_slug
from aimaq.newsroom.model.feed_lists import ALL, FeedList
from aimaq.newsroom.model.parts import gather_parts
from aimaq.newsroom.model.related import Mention
from aimaq.newsroom.model.site import Site
from aimaq.newsroom.model.stories import Placed, Views, mention, same_fields
from aimaq.newsroom.model.views import PageView, SiteView, StoryView
from aimaq.newsroom.output.kept_pages import KeptPage, kept_page, page_again
from aimaq.newsroom.output.ninjs import ninjs_list, ninjs_path
from aimaq.newsroom.output.pages import (
    DeferredText,
    TextFile,
    WrittenFile,
    pages_of_stories,
    press_pages,
    search_files,
)
from aimaq.newsroom.output.search import Found, Units, Volume, found_text, is_found, volumes_of
from aimaq.newsroom.output.share_text import share_document
from aimaq.newsroom.output.sitemap import NEWS, sitemap_news
from aimaq.newsroom.output.story_feeds import feeds, listed_in
from aimaq.newsroom.output.texts_shown import TextsShown, mentions_of, name_of, views_of
from aimaq.newsroom.settings import Newsroom

__all__ = [
    "WORDS",
    "Extent",
    "Kept",
    "KeptSite",
    "Searched",
    "TextPlace",
    "WordList",
    "are_corrected_alike",
    "extent_of",
    "few_texts",
    "kept_of",
    "pages_of_few",
    "places_now",
    "title_key",
    "titles_of",
    "with_other_titles",
]

#: The attributes by which a template can print the words of a text.
WORDS: Final = frozenset(("content", "get_content", "get_summary", "_content"))
#: What a text's own words decide, and nothing that the rest of the site shows.
_WORDS: Final = frozenset(("body", "html", "source_lines", "says", "links", "anchors"))
#: What else is only printed, wherever a story is shown: no list has another order for it, no check looks at two texts.
_PRINTED: Final = frozenset(("title", "summary", "sources", "dateline", "recording", "number", "issued", "issuer"))


class Extent(IntEnum):
    """How far a changed text is shown; each goes further than the one before."""

    WORDS = 1  #: Its words alone are different, which only its own files show.
    PRINT = 2  #: So is what is printed of it in lists, such as its summary.
    TITLE = 3  #: So is its title, by which others name it.


@dataclass(frozen=True, slots=True)
class TextPlace:
    """What a text's view shows of other texts, and where the text stands.

    ``pages`` are the paths, below the output folder, of the pages that can show its words; ``others`` are those that
    can show anything else of it, ``names`` those that only name it. ``lists`` are the names of the lists whose files
    hold it, ``mentioned_by`` those of the texts whose views name it.
    """

    placed: Placed
    pages: tuple[str, ...]
    others: tuple[str, ...]
    names: tuple[str, ...]
    lists: tuple[str, ...]
    mentioned_by: tuple[str, ...]

    def shown(self, extent: Extent) -> tuple[str, ...]:
        """Return the paths of the pages that can show a change of this extent."""
        further = (*(self.others if extent >= Extent.PRINT else ()), *(self.names if extent >= Extent.TITLE else ()))
        return (*self.pages, *further)


@dataclass(frozen=True, slots=True)
class WordList:
    """Texts whose words stand in one file: a feed of an edition or, without a title, a volume of its search index.

    ``path`` and ``address`` are those of :class:`FeedList` or the path of :class:`Volume`; ``texts`` are named by the
    paths of their files below the content folder.
    """

    lang: str
    path: str
    texts: tuple[str, ...]
    title: str = ""
    address: str = ""


Kept = TextPlace | WordList | KeptPage | SiteView | tuple[str, ...] | str
"""What a whole build keeps, by a name: the place of each text and its title, each list and page of stories, the names
of the stories that are news, and what every page shows of the site."""


@dataclass(frozen=True, slots=True)
class KeptSite:
    """What the last whole build has kept of the site, as far as some changed texts need it.

    ``places`` are those of the changed texts and of all others that are named here, by their names; ``page_texts`` are
    the names of all texts that are no articles. The ``pages`` list the changed texts, those in ``mentioning`` name
    them, and ``news`` are the stories of the sitemap of news that has one of them, as far as that matters.
    """

    view: SiteView
    places: Mapping[str, TextPlace]
    lists: Collection[WordList]
    page_texts: Collection[str]
    pages: Collection[KeptPage] = ()
    mentioning: Collection[str] = ()
    news: Sequence[str] = ()

    def shown(self, names: Iterable[str], extent: Extent) -> set[str]:
        """Return the paths of the pages that can show what has changed of these texts."""
        return {path for name in names for path in self.places[name].shown(extent)}


def titles_of(site: Site) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield the title of each text that is public, by its name in the log and its language."""
    yield from (((f"article/{each.slug}", each.lang), each.title) for each in site.every_story)
    pages = (each for versions in site.pages.values() for each in versions.values())
    yield from (((f"page/{each.slug}", each.lang), each.title) for each in pages)


def title_key(name: str, lang: str) -> str:
    """Return by what the title of a text is kept: by its name in the log and its language."""
    return f"title {name} {lang}"


def kept_of(site: Site, shown: TextsShown) -> Iterator[tuple[str, Kept]]:
    """Yield what is to be kept of a whole site, by its names; ``shown`` knows the pages that show its texts."""
    yield "site", site.view
    yield from ((title_key(*name), title) for name, title in titles_of(site))
    yield "news", tuple(name_of(story, site.newsroom) for story in site.news)
    lists_of: defaultdict[str, list[str]] = defaultdict(list)
    for each in _word_lists(site):
        name = f"list {each.lang} {each.path}"
        yield name, each
        for text in each.texts:
            lists_of[text].append(name)
    names = {view.address: name for name, view in views_of(site)}
    for lang, page in pages_of_stories(site):
        if (kept := kept_page(page, lang, names)).texts:
            yield f"page {page.path}", kept
    mentioned_by: defaultdict[str, list[str]] = defaultdict(list)
    for name, view in views_of(site):
        for address in dict.fromkeys(each.address for each in mentions_of(view)):
            mentioned_by[address].append(name)
    for name, view in views_of(site):
        places = (tuple(paths.get(view.source_path, ())) for paths in (shown.words, shown.others, shown.names))
        pages, others, naming = places
        placed, own, by = Placed(**same_fields(Placed, view)), tuple(lists_of[name]), tuple(mentioned_by[view.address])
        yield f"text {name}", TextPlace(placed, pages, others, naming, own, by)


def _word_lists(site: Site) -> Iterator[WordList]:
    newsroom = site.newsroom
    for lang, lists in site.editions.items():
        for each in lists.feeds:
            names = tuple(name_of(story, newsroom) for story in listed_in(each, newsroom))
            yield WordList(lang, each.path, names, each.title, each.address)
        if newsroom.searchable:
            own = (versions[lang] for versions in site.pages.values() if lang in versions)
            found: list[StoryView | PageView] = [*lists.own, *own]
            for path, views in volumes_of(filter(is_found, found), lists.edition):
                yield WordList(lang, path, tuple(name_of(each, newsroom) for each in views))


def extent_of(before: Text, now: Text) -> Extent | None:
    """Return how far two versions of a text differ; None if more may be different than what is printed of it.

    It may link to less than before, and have more headings that links lead to. The closing words of other texts, and
    what is not published, are no text's own; an event has a file for calendars.
    """
    differing = {each.name for each in fields(Text) if getattr(before, each.name) != getattr(now, each.name)}
    if (
        now.part is not None
        or now.status != "published"
        or not {link for link, _ in now.links} <= {link for link, _ in before.links}
        or not set(before.anchors) <= set(now.anchors)
        or _pictures(before) != _pictures(now)
    ):
        return None
    if differing <= _WORDS:
        return Extent.WORDS
    if not now.is_article or now.kind == "event" or not differing <= _WORDS | _PRINTED:
        return None
    return Extent.TITLE if "title" in differing else Extent.PRINT


def _pictures(text: Text) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    replace_images(text.body, lambda *picture: found.append(picture))
    return found


def few_texts(
    texts: Iterable[Text],
    places: Mapping[str, TextPlace],
    view: SiteView,
    newsroom: Newsroom,
    corrections: CorrectionWriter,
    library: Library,
) -> Site:
    """Return a site of the texts that have ``places``, without lists, with the views that they have in the whole site.

    ``texts`` are these, and also those that are no articles.
    """
    texts = list(texts)
    page_texts = by_slug(text for text in texts if not text.is_article and text.status == "published")
    parts = gather_parts(page_texts, by_slug(text for text in texts if text.part), library, newsroom)
    views = Views(newsroom, corrections, parts)
    placed = [(text, places[name].placed) for text in texts if (name := name_of(text, newsroom)) in places]
    stories: defaultdict[str, dict[str, StoryView]] = defaultdict(dict)
    pages: defaultdict[str, dict[str, PageView]] = defaultdict(dict)
    for text, place in placed:
        if text.is_article:
            stories[text.slug][text.lang] = views.story(text, place)
        else:
            pages[text.slug][text.lang] = views.page(text, place)
    return Site(newsroom, corrections, parts, dict(stories), dict(pages), {}, (), view)


class Searched:
    """The volumes of the search that have been made for a site of a few texts; a text that stays is read once."""

    def __init__(self, newsroom: Newsroom, units: Units) -> None:
        self._newsroom, self._units = newsroom, units
        self.volumes: dict[str, Volume] = {}
        self._found: dict[int, tuple[StoryView | PageView, Found]] = {}  # the view is kept, so no other gets its id

    def volume(self, path: str, views: Iterable[StoryView | PageView]) -> Volume:
        """Return the volume of these texts as it is now."""
        self.volumes[path] = Volume(path, tuple(map(self._text, views)))
        return self.volumes[path]

    def _text(self, view: StoryView | PageView) -> Found:
        if id(view) not in self._found:
            self._found[id(view)] = view, found_text(view, self._newsroom, self._units)
        return self._found[id(view)][1]


def pages_of_few(
    site: Site, changed: Collection[str], kept: KeptSite, cache: Cache, searched: Searched
) -> Iterator[WrittenFile]:
    """Yield what shows the ``changed`` texts of a site of a few, except the pages that are their own.

    The site has all texts of the lists and pages of ``kept``. ``searched`` has the volumes of the search as they were.
    """
    newsroom = site.newsroom
    views = dict(views_of(site))
    stories = {name: view for name, view in views.items() if isinstance(view, StoryView)}
    for name in {*changed, *kept.mentioning} & stories.keys():
        yield from press_pages(stories[name], newsroom)
        yield from (TextFile(path, text) for path, text in share_document(stories[name], newsroom))
    for each in kept.lists:
        edition, texts = newsroom.editions[each.lang], [views[name] for name in each.texts]
        if each.title:
            listed = [stories[name] for name in each.texts]
            feed = FeedList(each.path, each.title, each.address, listed)
            for path, key, create in feeds(edition, [feed], site.corrections, newsroom):
                yield DeferredText(path, key, create)
            if each.path == ALL:
                yield TextFile(ninjs_path(edition), ninjs_list(edition, listed_in(feed, newsroom), newsroom))
        else:
            before = searched.volumes.get(each.path)
            yield from search_files(searched.volume(each.path, texts), edition, cache, before)
    for page in kept.pages:
        yield page_again(page, site, stories)
    if kept.news:
        yield TextFile(NEWS, sitemap_news([stories[name] for name in kept.news], newsroom))


def with_other_titles(site: Site, mentioning: Collection[str], texts: Collection[Text]) -> Site:
    """Return a site in which the texts ``mentioning`` others name these ``texts`` as they are now."""
    now = {text.address: mention(text, site.newsroom.editions[text.lang]) for text in texts if text.is_article}

    def again(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
        return tuple(now.get(each.address, each) for each in mentions)

    stories = {slug: dict(versions) for slug, versions in site.stories.items()}
    pages = {slug: dict(versions) for slug, versions in site.pages.items()}
    for name, view in views_of(site):
        if name not in mentioning:
            continue
        if isinstance(view, StoryView):
            stories[view.slug][view.lang] = replace(view, related=again(view.related))
        else:
            pages[view.slug][view.lang] = replace(view, said=again(view.said))
    return replace(site, stories=stories, pages=pages)


def places_now(site: Site, names: Collection[str], places: Mapping[str, TextPlace]) -> dict[str, TextPlace]:
    """Return the places of these texts as the site shows them now."""
    views = ((name, view) for name, view in views_of(site) if name in names)
    return {name: replace(places[name], placed=Placed(**same_fields(Placed, view))) for name, view in views}


def are_corrected_alike(before: Site, now: Site) -> bool:
    """Return whether corrections, and the dates of changes, know the texts of both sites alike."""
    views = dict(views_of(now))
    return all(
        (view.subject == views[name].subject or not affected((view.subject, views[name].subject)))
        and getattr(view, "changed", None) == getattr(views[name], "changed", None)
        for name, view in views_of(before)
    )
