"""Sitemaps (sitemaps.org 0.9, with the alternates of xhtml:link): an index, the pages of each edition, and Google's of
news; and robots.txt (RFC 9309)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from aimaq.base.feed_formats import stamp
from aimaq.newsroom.content.kinds import KINDS
from aimaq.newsroom.settings import SITEMAPS, Newsroom

__all__ = ["INDEX", "NEWS", "Entry", "news_until", "recent", "robots", "sitemap_index", "sitemap_news", "sitemaps"]

INDEX: Final = "sitemap.xml"
NEWS: Final = f"{SITEMAPS}/news.xml"
_XML = '<?xml version="1.0" encoding="utf-8"?>\n'
_MAP = {"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"}
_XHTML = {"xmlns:xhtml": "http://www.w3.org/1999/xhtml"}
_GOOGLE = {"xmlns:news": "http://www.google.com/schemas/sitemap-news/0.9"}
#: The most that one file may hold: addresses and bytes, of which the protocol allows 52,428,800.
_MOST, _LARGEST = 50_000, 50_000_000
#: What Google takes for news, and how many addresses a file of it may have
#: (developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap).
_RECENT, _MOST_NEWS = timedelta(days=2), 1000


@dataclass(frozen=True, slots=True)
class Entry:
    """One page in its languages; ``modified`` (RFC 3339) only where it is known when the text last changed."""

    addresses: Mapping[str, str]
    modified: Mapping[str, str] = field(default_factory=dict)


def sitemaps(
    entries: Iterable[Entry], room: Newsroom, *, most: int = _MOST, largest: int = _LARGEST
) -> Iterator[tuple[str, str]]:
    """Yield path and text of the sitemaps of each edition, as many as it takes for ``most`` addresses and ``largest``
    bytes in each. Every version of a page names all of them, its own included, as Google asks."""
    entries = list(entries)
    for lang in room.editions:
        own = (_url(entry, lang, room) for entry in entries if lang in entry.addresses)
        for number, urls in enumerate(_divided(own, most, largest), 1):
            name = lang if number == 1 else f"{lang}-{number}"
            yield f"{SITEMAPS}/{name}.xml", _document("urlset", urls, _MAP | _XHTML)


def sitemap_index(paths: Iterable[str], room: Newsroom) -> str:
    """Return the index of the sitemaps at these paths."""
    listed = []
    for path in paths:
        each = Element("sitemap")
        SubElement(each, "loc").text = f"{room.site_url}/{path}"
        listed.append(_text(each))
    return _document("sitemapindex", listed, _MAP)


def recent(articles: Iterable[Any], room: Newsroom) -> list[Any]:
    """Return the articles of the last two days, newest first, as many as Google takes; of those whose day is not known
    exactly, none. A site of an earlier day, or a preview, has no news."""
    if room.as_of or room.preview:
        return []
    found = [each for each in articles if not each.date_approximate and KINDS[each.kind].is_article]
    found = [each for each in found if each.withdrawn is None and news_until(each) > room.now]
    return sorted(found, key=lambda each: (each.date, each.address), reverse=True)[:_MOST_NEWS]


def news_until(article: Any) -> datetime:
    """Return the moment from which an article is no news any more."""
    until: datetime = article.date + _RECENT
    return until


def sitemap_news(articles: Iterable[Any], room: Newsroom) -> str:
    """Return Google's sitemap of these articles, which are recent."""
    urls = []
    for article in articles:
        edition = room.editions[article.lang]
        url = Element("url")
        SubElement(url, "loc").text = room.site_url + article.address
        news = SubElement(url, "news:news")
        publication = SubElement(news, "news:publication")
        SubElement(publication, "news:name").text = edition.site_name
        SubElement(publication, "news:language").text = edition.lang
        SubElement(news, "news:publication_date").text = stamp(article.date).rfc3339
        SubElement(news, "news:title").text = article.title
        urls.append(_text(url))
    return _document("urlset", urls, _MAP | _GOOGLE)


def _url(entry: Entry, lang: str, room: Newsroom) -> str:
    versions = [room.editions[each].version(entry.addresses[each]) for each in room.editions if each in entry.addresses]
    # The default edition comes first; without it, the first that exists is for everybody else.
    alternates = [(version.hreflang, version.url) for version in versions]
    alternates.append(("x-default", versions[0].url))
    url = Element("url")
    SubElement(url, "loc").text = room.editions[lang].version(entry.addresses[lang]).url
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


def robots(room: Newsroom) -> str:
    """Return robots.txt: everything may be read, and of a preview nothing."""
    if room.preview:
        return "User-agent: *\nDisallow: /\n"
    return f"User-agent: *\nAllow: /\n\nSitemap: {room.site_url}/sitemap.xml\n"
