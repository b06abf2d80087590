"""What a saved page states about its article: title, dates, sections, author, addresses."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from bs4 import BeautifulSoup

from aimaq.importing.convert.cleaning import block_kind
from aimaq.importing.convert.field_words import field_line
from aimaq.importing.convert.html_tree import visible_text
from aimaq.importing.sources.dates import find_date

__all__ = ["PageMetadata", "read_metadata"]

_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)")
#: Stands between the page's own title and the site's name in ``<title>``.
_TITLE_DIVIDER = re.compile(r"\s+[|–—»«·•-]\s+")
_DATE_PLACES: Final = '[itemprop="datePublished"], [class*="date"], [class*="posted"], [class*="meta"]'


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """Any field may be empty.

    ``window_title`` is the text of ``<title>``, ``lang`` a language tag as the page has it. ``url`` is the page's own
    address on its old site, ``urls`` are all its addresses, ``alternates`` those of its translations and its own.
    """

    title: str
    window_title: str
    lang: str
    date: datetime | None
    modified: datetime | None
    summary: str
    sections: tuple[str, ...]
    tags: tuple[str, ...]
    author: str
    url: str
    urls: tuple[str, ...]
    alternates: tuple[str, ...]


def read_metadata(soup: BeautifulSoup, zone: ZoneInfo) -> PageMetadata:
    """Read what a page states; times without a zone are in ``zone``."""
    json_ld = _json_ld(soup)
    saved_from = _saved_from(soup)
    url = _url(soup, json_ld, saved_from)
    window_title = " ".join((soup.title.get_text() if soup.title else "").split())
    date, modified = _dates(soup, json_ld, zone)
    sections, tags = _terms(soup, json_ld)
    summary = _meta(soup, "description", "og:description")
    lang = str(soup.html.get("lang") or "") if soup.html else ""
    # A summary that a plugin cut off in the middle is none.
    summary = "" if re.search(r"(?:…|\.\.\.|\[…\])\s*$", summary) else summary
    author = _name(json_ld.get("author")) or _meta(soup, "author")
    amp = [str(link["href"]) for link in soup.find_all("link", rel="amphtml", href=True)]
    alternates = [str(link["href"]) for link in soup.find_all("link", rel="alternate", hreflang=True, href=True)]
    addresses = tuple(dict.fromkeys(filter(None, (url, saved_from, *amp))))
    translations = tuple(sorted({urljoin(url, address) for address in alternates}))
    title = _title(soup, json_ld, window_title)
    return PageMetadata(
        title, window_title, lang, date, modified, summary, sections, tags, author, url, addresses, translations
    )


def _json_ld(soup: BeautifulSoup) -> Mapping[str, object]:
    """Return the page's article in JSON-LD (schema.org), or {}."""
    for script in soup.find_all("script", type="application/ld+json"):
        try:
            data: object = json.loads(script.string or "")
        except (ValueError, RecursionError):
            continue
        for node in _nodes(data):
            types = node.get("@type")
            for name in types if isinstance(types, list) else [types]:
                if isinstance(name, str) and (name.endswith("Article") or name == "BlogPosting"):
                    return node
    return {}


def _nodes(data: object) -> Iterator[Mapping[str, object]]:
    for node in data if isinstance(data, list) else [data]:
        if isinstance(node, dict):
            yield node
            graph = node.get("@graph")
            yield from (inner for inner in (graph if isinstance(graph, list) else ()) if isinstance(inner, dict))


def _meta(soup: BeautifulSoup, *names: str) -> str:
    for name in names:
        for attribute in ("property", "name", "itemprop"):
            tag = soup.find("meta", attrs={attribute: name})
            if tag is not None and (content := " ".join(str(tag.get("content") or "").split())):
                return content
    return ""


def _url(soup: BeautifulSoup, json_ld: Mapping[str, object], saved_from: str) -> str:
    link = soup.find("link", rel="canonical", href=True)
    stated = (str(link["href"]) if link else "", _meta(soup, "og:url"), _text(json_ld.get("url")), saved_from)
    return next((address for address in stated if address.startswith(("http://", "https://"))), "")


def _saved_from(soup: BeautifulSoup) -> str:
    """Return the address that a browser notes in a page that it saves."""
    comment = soup.find(string=_SAVED_FROM)
    match = _SAVED_FROM.search(str(comment)) if comment else None
    return match[1] if match else ""


def _title(soup: BeautifulSoup, json_ld: Mapping[str, object], window_title: str) -> str:
    headings = soup.find_all("h1")
    heading = next((tag for tag in headings if tag.get_text().strip() and not block_kind(tag)), None)
    if heading is not None and len(headings) == 1:
        return field_line(heading)
    stated = _meta(soup, "og:title") or _text(json_ld.get("headline"))
    if stated or heading is None:
        return stated or max(_TITLE_DIVIDER.split(window_title), key=len)
    return field_line(heading)


def _dates(
    soup: BeautifulSoup, json_ld: Mapping[str, object], zone: ZoneInfo
) -> tuple[datetime | None, datetime | None]:
    """Return when the article was published and last changed; the surest statement counts."""
    changed = _meta(soup, "article:modified_time", "dateModified") or _text(json_ld.get("dateModified"))
    modified = find_date(changed, zone)
    for stated in (_meta(soup, "article:published_time", "datePublished"), _text(json_ld.get("datePublished"))):
        if date := find_date(stated, zone):
            return date, modified
    for tag in soup.find_all("time"):
        if date := find_date(str(tag.get("datetime") or tag.get_text()), zone):
            return date, modified
    for tag in soup.select(_DATE_PLACES):
        text = str(tag.get("content") or visible_text(tag))
        if len(text) < 200 and (date := find_date(text, zone)):
            return date, modified
    return None, modified


def _terms(soup: BeautifulSoup, json_ld: Mapping[str, object]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of the article's sections, and of its tags."""
    sections = [link.get_text() for link in soup.select('a[rel~="category"], .cat-links a, .amp-wp-tax-category a')]
    sections = sections or [_meta(soup, "article:section") or _text(json_ld.get("articleSection"))]
    tags = [link.get_text() for link in soup.select('a[rel="tag"], .tags-links a, .amp-wp-tax-tag a')]
    tags = tags or [str(tag.get("content") or "") for tag in soup.find_all("meta", property="article:tag")]
    return _unique(sections), _unique(tag for tag in tags if tag not in sections)


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (" ".join(name.split()) for name in names))))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _name(value: object) -> str:
    """Return the name of a person in JSON-LD, of the first one in a list."""
    person = value[0] if isinstance(value, list) and value else value
    return _text(person.get("name")) if isinstance(person, dict) else _text(person)
