"""The lists of the old site, such as sections, tags, authors and years, whose addresses and feeds people have kept."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from aimaq.importing.sources.language_versions import name_for
from aimaq.importing.sources.section_mapping import SectionMapping
from aimaq.importing.sources.source_text import SourceText, split_address
from aimaq.importing.sources.wordpress_xml import Export, ExportItem, Term

__all__ = ["OldList", "wordpress_lists"]

#: Stories on a page of a list, unless the old site's editors have changed it.
_PAGE_LENGTH: Final = 10
#: What WordPress calls the lists of a taxonomy in addresses, unless the old site's editors have changed it.
_BASES: Final = {"category": "category", "post_tag": "tag"}
#: The feeds that WordPress offers of a list, and which of ours takes their place.
_FEEDS_OF_LISTS: Final = {"": "rss.xml", "atom/": "atom.xml"}
_FEEDS: Final = {**_FEEDS_OF_LISTS, "rss/": "rss.xml", "rss2/": "rss.xml", "rdf/": "rss.xml"}


@dataclass(frozen=True, slots=True)
class OldList:
    """A list of stories at a ``path`` of the old site, such as ``/category/news/``, in one language.

    It shows the stories of a ``kind``, of a ``topic``, or of a time (``2019/03``); with none of them, all. ``pages``
    are the paths of its second page and those after it, ``feeds`` those of its feeds, each with the ending of ours.
    """

    path: str
    lang: str
    kind: str = ""
    topic: str = ""
    time: str = ""
    pages: tuple[str, ...] = ()
    feeds: Mapping[str, str] = field(default_factory=dict)


def wordpress_lists(
    export: Export, texts: Sequence[tuple[ExportItem, SourceText]], lang: str, mapping: SectionMapping
) -> Iterator[OldList]:
    """Yield the lists of a WordPress site that had stories; ``lang`` is that of its main language.

    Lists in another language stand below its code, as Polylang, WPML and qTranslate put them.
    """
    base = split_address(export.address).path.rstrip("/")
    parents = {(term.domain, term.slug): term.parent for term in export.terms}
    counts: dict[tuple[str, str, str], Counter[str]] = {}
    shown: dict[tuple[str, str, str, str], dict[str, str]] = {}
    for item, text in texts:
        if not text.kind or text.draft:
            continue
        counts.setdefault(("", "", ""), Counter())[text.lang] += 1
        for term in item.terms:
            if term.domain in _BASES:
                key = (_BASES[term.domain], term.slug, _path(term, parents))
                counts.setdefault(key, Counter())[text.lang] += 1
                shown[*key, text.lang] = mapping.shown_as(term.slug, name_for(term.name, text.lang))
        if item.author:
            login = re.sub(r"[^\w-]+", "-", item.author.lower()).strip("-")
            counts.setdefault(("author", login, login), Counter())[text.lang] += 1
        for time in _times(text.date):
            counts.setdefault(("", time, time), Counter())[text.lang] += 1
            shown["", time, time, text.lang] = {"time": time}
    for key, by_lang in counts.items():
        path = "/" + "".join(f"{part}/" for part in (key[0], key[2]) if part)
        plain = lang if lang in by_lang else next(iter(by_lang))
        for each, count in by_lang.items():
            for prefix in ([""] if each == plain else []) + ([f"/{each}"] if each != lang else []):
                yield _list(f"{base}{prefix}{path}", f"{base}{prefix}", each, count, **shown.get((*key, each), {}))


def _list(path: str, base: str, lang: str, count: int, **shown: str) -> OldList:
    forms = {} if "time" in shown else _FEEDS if path == f"{base}/" else _FEEDS_OF_LISTS
    feeds = {f"{path}feed/{name}": form for name, form in forms.items()}
    pages = tuple(f"{path}page/{number}/" for number in range(2, 1 - -count // _PAGE_LENGTH))
    return OldList(path, lang, pages=pages, feeds=feeds, **shown)


def _path(term: Term, parents: Mapping[tuple[str, str], str]) -> str:
    """Return a term's slug below those of the terms above it."""
    slugs = [term.slug]
    while (above := parents.get((term.domain, slugs[0]), "")) and above not in slugs:
        slugs.insert(0, above)
    return "/".join(slugs)


def _times(date: datetime | None) -> Iterable[str]:
    return (f"{date:%Y}", f"{date:%Y/%m}", f"{date:%Y/%m/%d}") if date else ()
