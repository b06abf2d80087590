"""A saved web page: where its article is, and what it says of itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import unquote, urljoin, urlsplit
from zoneinfo import ZoneInfo

from bs4 import BeautifulSoup, Tag

from aimaq.base.slugs import slugify
from aimaq.importing.accounts import Outcome, shortened
from aimaq.importing.cleaning import Dropped, block_reason, drop_block, is_button
from aimaq.importing.html import visible_text
from aimaq.importing.languages import FEWEST, language_by_letters, stated_language
from aimaq.importing.moments import read_moment

__all__ = ["Page", "read_page", "slug_of"]

#: Where templates of press sites, of WordPress and of its AMP plugin put a text, the surest first.
_ARTICLES: Final = (
    '[itemprop="articleBody"]',
    ".amp-wp-article-content",
    ".amp-post-content",
    ".entry-content",
    ".post-content",
    ".wp-block-post-content",
    ".article-content",
    ".article-body",
    ".article__text",
    ".news-detail",
    "article",
    "main",
    '[role="main"]',
)
#: Letters that a text needs to contradict what its page says of its language.
_ENOUGH: Final = 200
#: A slug's length in characters: an address is read by people.
_LONGEST: Final = 80
_GENERIC: Final = frozenset(
    {"", "amp", "index", "index.html", "index.htm", "index.php", "default.aspx", "ru", "kk", "kz", "en"}
)
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)")
#: What an element of a page may hold that has a reason of its own to be left out.
_HOLDING: Final = ["nav", "header", "footer", "aside", "form", "div", "section", "ul", "h1"]
#: A page has its own title in the window's, before or after the site's.
_DIVIDER = re.compile(r"\s+[|–—»«·•-]\s+")


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says. ``body`` is its article, with what else stands in it; all fields but that may be empty.

    ``base`` is the page's own address on its old site. ``sections`` and ``tags`` are the names under which it stood
    there, ``alternates`` the addresses of its translations, itself included.
    """

    body: Tag
    title: str
    lang: str
    date: datetime | None
    modified: datetime | None
    summary: str
    sections: tuple[str, ...]
    tags: tuple[str, ...]
    author: str
    base: str
    addresses: tuple[str, ...]
    alternates: tuple[str, ...]


def read_page(soup: BeautifulSoup, languages: Sequence[str], zone: ZoneInfo, dropped: Dropped) -> Page | None:
    """Find the article, take it out of the page, and account for what is left; None if the page has no text."""
    linked = _linked(soup)
    base = _address(soup, linked)
    title, window = _title(soup, linked), " ".join((soup.title.get_text() if soup.title else "").split())
    date, modified = _dates(soup, linked, zone)
    sections, tags = _names(soup, linked)
    author = _person(linked.get("author")) or _meta(soup, "author")
    summary = _meta(soup, "description", "og:description")
    lang_said = str((soup.html or Tag(name="html")).get("lang") or "")
    alternates = [str(link["href"]) for link in soup.find_all("link", rel="alternate", hreflang=True, href=True)]
    amp = [str(link["href"]) for link in soup.find_all("link", rel="amphtml", href=True)]
    own = _saved_from(soup)
    found = _article(soup)
    if found is None or not visible_text(found).strip():
        return None
    body, sure = found, found.name == "article" or found in soup.select(", ".join(_ARTICLES))
    body.extract()
    _outside(soup, title or window, sure, dropped)
    lang = stated_language(lang_said, languages)
    letters = language_by_letters(f"{title} {visible_text(body)}", languages, _ENOUGH if lang else FEWEST)
    if lang and letters and lang != letters:
        dropped(
            "language",
            f'"{lang_said}"',
            Outcome.CHANGED,
            f"the page says it, its letters are those of {letters}: taken",
        )
    return Page(
        body=body,
        title=title,
        lang=letters if lang and letters and lang != letters else lang or letters,
        date=date,
        modified=modified,
        summary="" if re.search(r"(?:…|\.\.\.|\[…\])\s*$", summary) else summary,
        sections=sections,
        tags=tags,
        author=author,
        base=base,
        addresses=tuple(dict.fromkeys(address for address in (base, own, *amp) if address)),
        alternates=tuple(sorted({urljoin(base, each) for each in alternates})),
    )


def slug_of(address: str, fallback: str) -> str:
    """Return a slug after the last word of an address, or after a title if the address has none."""
    parts = [unquote(part) for part in urlsplit(address).path.split("/")]
    words = [re.sub(r"\.(?:html?|php|aspx?)$", "", part) for part in parts if part.lower() not in _GENERIC]
    slug = slugify(words[-1]) if words else ""
    slug = slug if slug and not slug.isdigit() else slugify(fallback)
    return slug[:_LONGEST].rpartition("-")[0] or slug[:_LONGEST] if len(slug) > _LONGEST else slug


def _linked(soup: BeautifulSoup) -> dict[str, Any]:
    """Return the JSON-LD of the page's article, or {}."""
    for script in soup.find_all("script", type="application/ld+json"):
        try:
            data = json.loads(script.string or "")
        except (ValueError, RecursionError):
            continue
        for each in _objects(data):
            kinds = each.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(kind, str) and (kind.endswith("Article") or kind == "BlogPosting") for kind in kinds):
                return each
    return {}


def _objects(data: Any) -> Iterator[dict[str, Any]]:
    for each in data if isinstance(data, list) else [data]:
        if isinstance(each, dict):
            yield each
            graph = each.get("@graph")
            yield from (inner for inner in (graph if isinstance(graph, list) else ()) if isinstance(inner, dict))


def _meta(soup: BeautifulSoup, *names: str) -> str:
    for name in names:
        for attribute in ("property", "name", "itemprop"):
            tag = soup.find("meta", attrs={attribute: name})
            if tag is not None and (content := " ".join(str(tag.get("content") or "").split())):
                return content
    return ""


def _address(soup: BeautifulSoup, linked: dict[str, Any]) -> str:
    link = soup.find("link", rel="canonical", href=True)
    candidates = [str(link["href"]) if link else "", _meta(soup, "og:url"), _text(linked.get("url")), _saved_from(soup)]
    return next((each for each in candidates if each.startswith(("http://", "https://"))), "")


def _saved_from(soup: BeautifulSoup) -> str:
    """Return the address that a browser notes in a page that it saves."""
    comment = soup.find(string=_SAVED_FROM)
    match = _SAVED_FROM.search(str(comment)) if comment else None
    return match[1] if match else ""


def _title(soup: BeautifulSoup, linked: dict[str, Any]) -> str:
    heading = next((tag for tag in soup.find_all("h1") if tag.get_text().strip() and not block_reason(tag)), None)
    if heading is not None and len(soup.find_all("h1")) == 1:
        return " ".join(visible_text(heading).split())
    stated = _meta(soup, "og:title") or _text(linked.get("headline"))
    if stated or heading is not None:
        return stated or " ".join(visible_text(heading).split()) if heading is not None else stated
    window = " ".join((soup.title.get_text() if soup.title else "").split())
    return max(_DIVIDER.split(window), key=len)


def _dates(soup: BeautifulSoup, linked: dict[str, Any], zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
    date = read_moment(_meta(soup, "article:published_time", "datePublished"), zone)
    date = date or read_moment(_text(linked.get("datePublished")), zone)
    if date is None:
        for tag in soup.find_all("time"):
            if date := read_moment(str(tag.get("datetime") or tag.get_text()), zone):
                break
    if date is None:
        for tag in soup.select('[itemprop="datePublished"], [class*="date"], [class*="posted"], [class*="meta"]'):
            text = str(tag.get("content") or visible_text(tag))
            if len(text) < 200 and (date := read_moment(text, zone)):
                break
    changed = _meta(soup, "article:modified_time", "dateModified") or _text(linked.get("dateModified"))
    return date, read_moment(changed, zone)


def _names(soup: BeautifulSoup, linked: dict[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    sections = [link.get_text() for link in soup.select('a[rel~="category"], .cat-links a, .amp-wp-tax-category a')]
    sections = sections or [_meta(soup, "article:section") or _text(linked.get("articleSection"))]
    tags = [link.get_text() for link in soup.select('a[rel="tag"], .tags-links a, .amp-wp-tax-tag a')]
    tags = tags or [str(tag.get("content") or "") for tag in soup.find_all("meta", property="article:tag")]
    return _unique(sections), _unique(tag for tag in tags if tag not in sections)


def _unique(names: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (" ".join(str(name).split()) for name in names))))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _person(value: Any) -> str:
    each = value[0] if isinstance(value, list) and value else value
    return _text(each.get("name")) if isinstance(each, dict) else _text(each)


def _article(soup: BeautifulSoup) -> Tag | None:
    """Return the element that holds the article: by what templates call it, or where most paragraphs stand."""
    for selector in _ARTICLES:
        found = [tag for tag in soup.select(selector) if visible_text(tag).strip()]
        if not found:
            continue
        best = max(found, key=lambda tag: len(visible_text(tag)))
        # The article's own head, with its picture and its lead, stands beside its text.
        whole = best.find_parent("article")
        return whole if whole is not None and len(whole.select(selector)) == 1 else best
    body = soup.body
    if body is None:
        return None
    scores: dict[int, tuple[int, Tag]] = {}
    for paragraph in body.find_all("p"):
        holder = paragraph.parent
        if holder is not None and not any(block_reason(each) for each in (holder, *holder.parents)):
            length, _ = scores.get(id(holder), (0, holder))
            links = sum(len(link.get_text()) for link in paragraph.find_all("a"))
            scores[id(holder)] = (length + len(paragraph.get_text()) - links, holder)
    return max(scores.values(), key=lambda score: score[0])[1] if scores else body


def _outside(soup: BeautifulSoup, title: str, sure: bool, dropped: Dropped) -> None:
    """Account for what stands around the article. Where the article had to be guessed, unknown blocks are losses."""
    body = soup.body
    waiting = list(reversed([child for child in body.children])) if body else []
    while waiting:
        node = waiting.pop()
        if not isinstance(node, Tag):
            if text := shortened(str(node)) if type(node).__name__ == "NavigableString" else "":
                dropped("text", f"“{text}”", Outcome.LEFT if sure else Outcome.LOST, "it stands outside of the article")
        elif node.name in ("script", "style", "template", "link", "meta", "noscript", "svg"):
            continue
        elif kind := block_reason(node) or {"header": "navigation", "footer": "navigation", "aside": "widget"}.get(
            node.name, ""
        ):
            drop_block(node, kind, dropped)
        elif not is_button(node) and node.find(_HOLDING) is not None:
            waiting += reversed(list(node.children))
        elif text := shortened(visible_text(node)):
            if " ".join(visible_text(node).split()) == title:
                dropped("title", f"“{text}”", Outcome.LEFT, "it stands in the field of this name")
            elif is_button(node):
                drop_block(node, "button", dropped)
            else:
                outcome = Outcome.LEFT if sure else Outcome.LOST
                dropped("text", f"<{node.name}> “{text}”", outcome, "it stands outside of the article")
