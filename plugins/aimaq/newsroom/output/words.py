"""What shows the words of a text: its pages, feeds and a part of the search index.

A whole build keeps what each text shows of the rest of the site, and which lists hold its words. So the words of one
text can be shown again with those of a few others, at any size of the site.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Final

from aimaq.base.files.cache import Cache
from aimaq.newsroom.content.text import Text
from aimaq.newsroom.corrections.writer import CorrectionWriter
from aimaq.newsroom.markdown.pictures import replace_images
from aimaq.newsroom.media.library import Library
from aimaq.newsroom.model.editions import by_slug
from aimaq.newsroom.model.feed_lists import FeedList
from aimaq.newsroom.model.parts import gather_parts
from aimaq.newsroom.model.site import Site
from aimaq.newsroom.model.stories import Placed, Views, same_fields
from aimaq.newsroom.model.views import PageView, SiteView, StoryView
from aimaq.newsroom.output.pages import DeferredText, WrittenFile, press_pages, search_files
from aimaq.newsroom.output.search import Units, is_found, volume_of, volumes_of
from aimaq.newsroom.output.story_feeds import feeds, listed_in
from aimaq.newsroom.settings import Newsroom

__all__ = [
    "WORDS",
    "Kept",
    "TextPlace",
    "TextsShown",
    "WordList",
    "differ_in_words",
    "few_texts",
    "kept_of",
    "name_of",
    "pages_of_words",
]

#: The attributes by which a template can print the words of a text.
WORDS: Final = frozenset(("content", "get_content", "get_summary", "_content"))
#: Values that lead to no text.
_PLAIN: Final = (str, bytes, int, float, date, type(None), type, FunctionType, ModuleType)
#: What a text's own words decide, and nothing that the rest of the site shows.
_WORDS: Final = frozenset(("body", "html", "source_lines", "says", "links", "anchors"))


@dataclass(frozen=True, slots=True)
class TextPlace:
    """What a text's view shows of other texts, and where its words stand.

    ``pages`` are the paths, below the output folder, of the pages that show them; ``lists`` are the names of the lists
    whose files hold them.
    """

    placed: Placed
    pages: tuple[str, ...]
    lists: tuple[str, ...]


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


Kept = TextPlace | WordList | SiteView
"""What a whole build keeps, by a name: the place of each text, each list, and what every page shows of the site."""


def name_of(text: Text | StoryView | PageView, newsroom: Newsroom) -> str:
    """Return the name of a text: the path of its file below the content folder."""
    return Path(text.source_path).relative_to(newsroom.content).as_posix()


def kept_of(site: Site, pages: Mapping[str, Collection[str]]) -> Iterator[tuple[str, Kept]]:
    """Yield what is to be kept of a whole site, by its names; ``pages`` show the words of the files at these paths."""
    yield "site", site.view
    lists_of: defaultdict[str, list[str]] = defaultdict(list)
    for each in _word_lists(site):
        name = f"list {each.lang} {each.path}"
        yield name, each
        for text in each.texts:
            lists_of[text].append(name)
    for name, view in _views_of(site):
        placed = Placed(**same_fields(Placed, view))
        yield f"text {name}", TextPlace(placed, tuple(pages.get(view.source_path, ())), tuple(lists_of[name]))


def _views_of(site: Site) -> Iterator[tuple[str, StoryView | PageView]]:
    """Yield the view of each text, by its name."""
    stories = (view for versions in site.stories.values() for view in versions.values())
    pages = (view for versions in site.pages.values() for view in versions.values())
    for view in chain[StoryView | PageView](stories, pages):
        yield name_of(view, site.newsroom), view


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


class TextsShown:
    """Which texts a template can reach by its variables, as it walks from value to value."""

    def __init__(self) -> None:
        self._known: dict[int, frozenset[str]] = {}
        self._alive: list[object] = []  # what is known by its id must not be freed

    def of(self, value: object) -> frozenset[str]:
        """Return the paths of the files of all texts that a value leads to; it goes through none of them."""
        if isinstance(value, _PLAIN):
            return frozenset()
        source = getattr(value, "source_path", None)
        if isinstance(source, str):
            return frozenset((source,))
        if id(value) not in self._known:
            self._known[id(value)] = frozenset()  # a cycle leads to nothing new
            self._alive.append(value)
            self._known[id(value)] = frozenset().union(*map(self.of, _parts_of(value)))
        return self._known[id(value)]


def _parts_of(value: object) -> Iterable[object]:
    if isinstance(value, Mapping):
        return value.values()
    if isinstance(value, list | tuple | set | frozenset):
        return value
    if is_dataclass(value):
        return [getattr(value, each.name) for each in fields(value)]
    return getattr(value, "__dict__", {}).values()


def differ_in_words(before: Text, now: Text) -> bool:
    """Return whether two versions of a text differ only in words, which only the text's own files show.

    It may link to less than before, and have more headings that links lead to. The closing words of other texts, and
    what is not published, are no text's own.
    """
    same = all(
        getattr(before, each.name) == getattr(now, each.name) for each in fields(Text) if each.name not in _WORDS
    )
    return (
        same
        and now.part is None
        and now.status == "published"
        and {link for link, _ in now.links} <= {link for link, _ in before.links}
        and set(before.anchors) <= set(now.anchors)
        and _pictures(before) == _pictures(now)
    )


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


def pages_of_words(
    site: Site, changed: Collection[str], lists: Iterable[WordList], cache: Cache, units: Units
) -> Iterator[WrittenFile]:
    """Yield what shows the words of the ``changed`` texts of a site of a few, except the pages that are their own.

    ``lists`` are those that hold them; the site has all texts of these.
    ``units`` are for the search.
    """
    newsroom = site.newsroom
    views = dict(_views_of(site))
    for name in changed:
        if isinstance(story := views[name], StoryView):
            yield from press_pages(story, newsroom)
    for each in lists:
        edition, texts = newsroom.editions[each.lang], [views[name] for name in each.texts]
        if each.title:
            stories = [view for view in texts if isinstance(view, StoryView)]
            feed = FeedList(each.path, each.title, each.address, stories)
            for path, key, create in feeds(edition, [feed], site.corrections, newsroom):
                yield DeferredText(path, key, create)
        else:
            yield from search_files([volume_of(each.path, texts, newsroom, units)], edition, cache)
