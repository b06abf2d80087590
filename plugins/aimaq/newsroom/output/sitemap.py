"""Sitemaps (sitemaps.org 0.9, with the alternates of xhtml:link): an index, the pages of each edition, and Google's of
news; and robots.txt (RFC 9309)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from aimaq.base.rss_atom_json_feeds import stamp
from aimaq.newsroom.model.site import Site
from aimaq.newsroom.model.views import StoryView
from aimaq.newsroom.settings import SEARCH, SITEMAPS, Newsroom

__all__ = ["INDEX", "NEWS", "Entry", "robots", "sitemap_files", "sitemap_index", "sitemap_news", "sitemaps"]

INDEX: Final = "sitemap.xml"
NEWS: Final = f"{SITEMAPS}/news.xml"
_XML = '<?xml version="1.0" encoding="utf-8"?>\n'
_MAP = {"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"}
_XHTML = {"xmlns:xhtml": "http://www.w3.org/1999/xhtml"}
_GOOGLE = {"xmlns:news": "http://www.google.com/schemas/sitemap-news/0.9"}
#: The most that one file may hold: addresses and bytes, of which the protocol allows 52,428,800.
_MOST, _LARGEST = 50_000, 50_000_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One page in its languages; ``modified`` (RFC 3339) only where it is known when the text last changed."""

    addresses: Mapping[str, str]
    modified: Mapping[str, str] = field(default_factory=dict)


def sitemap_files(site: Site, others: Iterable[Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield path and text of every sitemap, and of their index.

    ``others`` are pages that something else writes, each as its root-relative addresses by language.
    """
    maps = dict(sitemaps(_entries(site, others), site.newsroom))
    if site.news:
        maps[NEWS] = sitemap_news(site.news, site.newsroom)
    yield from maps.items()
    yield INDEX, sitemap_index(maps, site.newsroom)


def _entries(site: Site, others: Iterable[Mapping[str, str]]) -> Iterator[Entry]:
    """Yield every page of the site, in its languages; lists that are empty and the search are left out."""
    shared: dict[str, dict[str, str]] = {}
    alone: list[Entry] = []
    for lang, lists in site.editions.items():
        empty = {f"{section.slug}/" for section in lists.edition.sections if section not in lists.sections}
        for path, is_shared in lists.paths.items():
            if path in empty or path == f"{SEARCH}/":
                continue
            address = lists.edition.address(path)
            if is_shared:
                shared.setdefault(path, {})[lang] = address
            else:
                alone.append(Entry({lang: address}))
    yield from map(Entry, shared.values())
    yield from alone
    yield from map(Entry, others)
    for pages in site.pages.values():
        yield Entry({lang: page.address for lang, page in pages.items()})
    for stories in site.stories.values():
        if not any(story.withdrawn or story.hold for story in stories.values()):
            yield Entry(
                {lang: story.address for lang, story in stories.items()},
                {
                    lang: stamp(story.changed or story.date).rfc3339
                    for lang, story in stories.items()
                    if story.changed or not story.date_approximate
                },
            )


def sitemaps(
    entries: Iterable[Entry], newsroom: Newsroom, *, most: int = _MOST, largest: int = _LARGEST
) -> Iterator[tuple[str, str]]:
    """Yield path and text of the sitemaps of each edition, as many as it takes for ``most`` addresses and ``largest``
    bytes in each. Every version of a page names all of them, its own included, as Google asks."""
    entries = list(entries)
    for lang in newsroom.editions:
        own = (_url(entry, lang, newsroom) for entry in entries if lang in entry.addresses)
        for number, urls in enumerate(_divided(own, most, largest), 1):
            name = lang if number == 1 else f"{lang}-{number}"
            yield f"{SITEMAPS}/{name}.xml", _document("urlset", urls, _MAP | _XHTML)


def sitemap_index(paths: Iterable[str], newsroom: Newsroom) -> str:
    """Return the index of the sitemaps at these paths."""
    listed = []
    for path in paths:
        each = Element("sitemap")
        SubElement(each, "loc").text = f"{newsroom.site_url}/{path}"
        listed.append(_text(each))
    return _document("sitemapindex", listed, _MAP)


def sitemap_news(stories: Iterable[StoryView], newsroom: Newsroom) -> str:
    """Return Google's sitemap of recent stories."""
    urls = []
    for story in stories:
        edition = newsroom.editions[story.lang]
        url = Element("url")
        SubElement(url, "loc").text = newsroom.site_url + story.address
        news = SubElement(url, "news:news")
        publication = SubElement(news, "news:publication")
        SubElement(publication, "news:name").text = edition.site_name
        SubElement(publication, "news:language").text = edition.lang
        SubElement(news, "news:publication_date").text = stamp(story.date).rfc3339
        SubElement(news, "news:title").text = story.title
        urls.append(_text(url))
    return _document("urlset", urls, _MAP | _GOOGLE)


def _url(entry: Entry, lang: str, newsroom: Newsroom) -> str:
    versions = [
        newsroom.editions[each].version(entry.addresses[each]) for each in newsroom.editions if each in entry.addresses
    ]
    # The first edition that has the page is for everybody else; a site in one language has no other versions.
    alternates = [*((version.hreflang, version.url) for version in versions), ("x-default", versions[0].url)]
    if len(newsroom.editions) == 1:
        alternates = []
    url = Element("url")
    SubElement(url, "loc").text = newsroom.editions[lang].version(entry.addresses[lang]).url
    if lang in entry.modified:
        SubElement(url, "lastmod").text = entry.modified[lang]
    for hreflang, href in alternates:
        SubElement(url, "xhtml:link", {"rel": "alternate", "hreflang": hreflang, "href": href})
    return _text(url)


def _divided(urls: Iterable[str], most: int, largest: int) -> Iterator[list[str]]:
    """Yield the elements in groups that one file each may hold. A slot is longer than the moment that it prints."""
    group: list[str] = []
    size = 0
    for url in urls:
        length = len(url.encode())
        if group and (len(group) == most or size + length > largest):
            yield group
            group, size = [], 0
        group.append(url)
        size += length
    if group:
        yield group


def _text(element: Element) -> str:
    indent(element)
    return tostring(element, encoding="unicode")


def _document(name: str, elements: Iterable[str], namespaces: Mapping[str, str]) -> str:
    """Return the document; its elements are texts already, so that their lengths are known."""
    start = " ".join((f"<{name}", *(f'{prefix}="{uri}"' for prefix, uri in namespaces.items())))
    return f"{_XML}{start}>\n" + "\n".join(elements) + f"\n</{name}>\n"


def robots(newsroom: Newsroom) -> str:
    """Return robots.txt: everything may be read, and of a preview nothing."""
    if newsroom.settings.preview:
        return "User-agent: *\nDisallow: /\n"
    return f"User-agent: *\nAllow: /\n\nSitemap: {newsroom.site_url}/sitemap.xml\n"
