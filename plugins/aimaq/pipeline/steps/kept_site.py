"""What a build that composes keeps of the site, so that the next one can compose a few texts without the rest."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import TypeVar

import msgspec

from aimaq.build.composition import Composition
from aimaq.build.store import Store
from aimaq.newsroom.model.site import Site
from aimaq.newsroom.model.views import SiteView
from aimaq.newsroom.output.few_texts import WORDS, Extent, KeptSite, TextPlace, WordList, kept_of, title_key
from aimaq.newsroom.output.kept_pages import KeptPage
from aimaq.newsroom.output.texts_shown import TextsShown
from aimaq.pelican.reading.codec import Uncacheable, from_plain, to_plain
from aimaq.pelican.template_visible import CONTENT_VARIABLES

__all__ = ["content_digests", "kept_site", "kept_titles", "packed_digests", "packed_places", "packed_site"]

_DIGESTS = "content"
Value = TypeVar("Value")


def packed_site(
    site: Site, composition: Composition, page_texts: Iterable[str], plugins: Iterable[str]
) -> Mapping[str, bytes]:
    """Return what is to be kept of a whole site, by its names.

    ``page_texts`` are the names of all texts that are no articles. Nothing is kept where a plugin that is not ours
    takes part: it may show anything of a text anywhere.
    """
    if not all(name == "aimaq" or name.startswith("aimaq.") for name in plugins):
        return {}
    shown = TextsShown(site)
    for path, attributes, variables in composition.pages():
        words = not (WORDS.isdisjoint(attributes) and CONTENT_VARIABLES.isdisjoint(variables))
        shown.add(path, attributes, variables, words=words)
    try:
        kept = (("page texts", tuple(page_texts)), *kept_of(site, shown))
        return {name: msgspec.msgpack.encode(to_plain(value)) for name, value in kept}
    except Uncacheable:
        return {}


def _values(store: Store, names: Iterable[str], kind: type[Value]) -> dict[str, Value]:
    """Return what the last build has kept under these names, all of one kind; raise ``LookupError`` if it has not."""
    names = list(names)
    found = {name: from_plain(msgspec.msgpack.decode(data), _no_wrapper) for name, data in store.kept(names).items()}
    return {name: found[name] for name in names if isinstance(found[name], kind)}


def kept_site(store: Store, names: Collection[str], extent: Extent) -> KeptSite | None:
    """Return what the last build has kept for a change of some texts; None if it lacks any of it."""
    try:
        places = _values(store, _texts(names), TextPlace)
        lists = _values(store, {name for place in places.values() for name in place.lists}, WordList).values()
        paths = {f"page {path}" for place in places.values() for path in place.shown(extent)}
        pages = _values(store, store.kept(paths), KeptPage).values()
        mentioning, news = set[str](), ()
        if extent is Extent.TITLE:
            mentioning = {name for place in places.values() for name in place.mentioned_by}
            news = _values(store, ["news"], tuple)["news"]
            news = () if set(news).isdisjoint(names) else news
        beside = {name for each in chain[WordList | KeptPage](lists, pages) for name in each.texts}
        places |= _values(store, _texts(beside.union(mentioning, news)), TextPlace)
        view = _values(store, ["site"], SiteView)["site"]
        page_texts = _values(store, ["page texts"], tuple)["page texts"]
    except LookupError:
        return None
    own = {name.removeprefix("text "): place for name, place in places.items()}
    return KeptSite(view, own, lists, page_texts, pages, mentioning, news)


def kept_titles(store: Store, names: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return the titles of texts by their names in the log and their languages, of those that were public."""
    keys = {title_key(*name): name for name in names}
    return {keys[key]: title for key, title in _values(store, store.kept(keys), str).items()}


def packed_places(places: Mapping[str, TextPlace]) -> Mapping[str, bytes]:
    """Return, to be kept, the places of texts by their names."""
    return {f"text {name}": msgspec.msgpack.encode(to_plain(place)) for name, place in places.items()}


def _texts(names: Iterable[str]) -> Iterator[str]:
    return (f"text {name}" for name in names)


def packed_digests(project: Path, content: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Return, to be kept, the digests of all content files by their absolute paths."""
    relative = {path.removeprefix(f"{project}/"): digest for path, digest in content.items()}
    return {_DIGESTS: msgspec.msgpack.encode(relative)}


def content_digests(project: Path, store: Store) -> Mapping[str, bytes]:
    """Return the digest of each content file that the last build has composed the site from, by its absolute path."""
    data = store.kept([_DIGESTS]).get(_DIGESTS)
    known = msgspec.msgpack.decode(data, type=dict[str, bytes]) if data else {}
    return {f"{project}/{path}" if not path.startswith("/") else path: digest for path, digest in known.items()}


def _no_wrapper(kind: str, name: str) -> None:
    raise ValueError(f"nothing that is kept has a {kind}")
