"""Which pages can show which texts, as far as the variables of their templates lead."""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import fields, is_dataclass
from datetime import date
from itertools import chain
from types import FunctionType, ModuleType
from typing import Final

from aimaq.newsroom.content.text import Text
from aimaq.newsroom.model.related import Mention
from aimaq.newsroom.model.site import Site
from aimaq.newsroom.model.views import PageView, ReleaseView, StoryView
from aimaq.newsroom.settings import Newsroom

__all__ = ["TextsShown", "mentions_of", "name_of", "views_of"]

#: Values that lead to no text.
_PLAIN: Final = (str, bytes, int, float, date, type(None), type, FunctionType, ModuleType)
#: The attributes by which a template can print what a view shows of other texts.
_MENTIONS: Final = frozenset(("related", "said"))

_Reached = tuple[str, bool]
"""The path of a text's file, and whether a template has reached the whole text, not just its name."""


def name_of(text: Text | StoryView | PageView, newsroom: Newsroom) -> str:
    """Return the name of a text: the path of its file below the content folder."""
    return text.source_path.removeprefix(f"{newsroom.content}{os.sep}").replace(os.sep, "/")


def views_of(site: Site) -> Iterator[tuple[str, StoryView | PageView]]:
    """Yield the view of each text, by its name."""
    stories = (view for versions in site.stories.values() for view in versions.values())
    pages = (view for versions in site.pages.values() for view in versions.values())
    for view in chain[StoryView | PageView](stories, pages):
        yield name_of(view, site.newsroom), view


def mentions_of(view: object) -> Sequence[Mention]:
    """Return the other texts that a view names."""
    if isinstance(view, StoryView):
        return view.related
    return view.said if isinstance(view, PageView) else ()


class TextsShown:
    """Which pages can show which texts: those that a template can reach by its variables, from value to value.

    Each mapping has the paths of pages by the path of a text's file. Pages that can show its ``words`` can show all of
    it, the ``others`` everything else; some only give its ``names``, as lists of releases and of related stories do.
    """

    def __init__(self, site: Site) -> None:
        self.words: defaultdict[str, list[str]] = defaultdict(list)
        self.others: defaultdict[str, list[str]] = defaultdict(list)
        self.names: defaultdict[str, list[str]] = defaultdict(list)
        views = [view for _, view in views_of(site)]
        self._sources = {view.address: view.source_path for view in views}
        self._views = {view.source_path: view for view in views}
        self._known: dict[int, frozenset[_Reached]] = {}
        self._alive: list[object] = []  # what is known by its id must not be freed

    def add(self, path: str, attributes: Set[str], variables: Mapping[str, object], *, words: bool) -> None:
        """Note a page whose template names these attributes; ``words`` states that it can print the words of texts."""
        found = self._of(variables)
        if not _MENTIONS.isdisjoint(attributes):
            found |= {(self._sources[each.address], False) for source, _ in found for each in self._mentions(source)}
        whole = {source for source, is_whole in found if is_whole}
        for source in whole:
            (self.words if words else self.others)[source].append(path)
        for source in {source for source, _ in found} - whole:
            self.names[source].append(path)

    def _mentions(self, source: str) -> Sequence[Mention]:
        return mentions_of(self._views[source]) if source in self._views else ()

    def _of(self, value: object) -> frozenset[_Reached]:
        """Return the paths of the files of all texts that a value leads to; it goes through none of them."""
        if isinstance(value, _PLAIN):
            return frozenset()
        source = getattr(value, "source_path", None)
        if isinstance(source, str):
            return frozenset(((source, True),))
        if isinstance(value, Mention | ReleaseView):
            return frozenset(((self._sources[value.address], False),))
        if id(value) not in self._known:
            self._known[id(value)] = frozenset()  # a cycle leads to nothing new
            self._alive.append(value)
            self._known[id(value)] = frozenset().union(*map(self._of, _parts_of(value)))
        return self._known[id(value)]


def _parts_of(value: object) -> Iterable[object]:
    if isinstance(value, Mapping):
        return value.values()
    if isinstance(value, list | tuple | set | frozenset):
        return value
    if is_dataclass(value):
        return [getattr(value, each.name) for each in fields(value)]
    return getattr(value, "__dict__", {}).values()
