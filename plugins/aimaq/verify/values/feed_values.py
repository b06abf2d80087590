"""The values in feeds, RSS, Atom, JSON Feed and ninjs: releases of figures, and texts that their pages have too."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from aimaq.verify.comparisons import Comparison, agreeing, by_form, disagreeing
from aimaq.verify.log.logged_figures import Logged, LoggedRelease
from aimaq.verify.stories.figure_blocks import FigureBlock, check_blocks
from aimaq.verify.stories.story_files import StoryShown
from aimaq.verify.stories.story_page import numbers_in
from aimaq.verify.values.addresses import Addresses
from aimaq.verify.values.html_text import HtmlText, one_line, read_html
from aimaq.verify.values.open_data_files import parse_json
from aimaq.verify.values.printed_numbers import digits_in, is_printed_first, is_subsequence
from aimaq.verify.values.xml_text import read_xml

__all__ = ["FeedItem", "PageDigits", "check_item", "digits_of", "is_feed", "read_feed", "read_search_text"]

_KIND: Final = "values in feeds"
_SITEMAP: Final = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_NEWS: Final = "http://www.google.com/schemas/sitemap-news/0.9"
_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_CONTENT: Final = "{http://purl.org/rss/1.0/modules/content/}encoded"
#: How the id of a release ends: the key of its figure, its anchor and a language.
_RELEASE: Final = re.compile(r"tag:[^:]*:(?:[^:]*/)?([^:/]+)/r-(.+)-(\d{4}-\d\d-\d\d)(?:-\d+)?\.([^.]+)")

#: What of ninjs is compared as a feed's title, summary and content, and what people read of the rest.
_COMPARED: Final = ("headlines", "descriptions", "bodies", "renditions", "standard")
#: By whether an item stands in a list: what has the last part of its address, which need not stand on the page.
_SHORT: Final = {False: ("slugline",), True: ("name",)}
_PICTURE: Final = re.compile(r"picture \d+")
_DAYS: Final = ("startDate", "endDate", "expectedStartDate", "expectedEndDate")
_NAMED: Final = ("by", "located", "literal", "name", "title", "value")

#: How the id of an entry of the log ends: its index and a language.
_ENTRY: Final = re.compile(r"tag:[^:]*:(?:[^:]*/)?log/([0-9]{1,9})\.[^.]+")


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One item: its id and address, its texts without markup, and the addresses and the words of its pictures.

    ``figures`` and ``names`` are ninjs's own, each with its place: the story's figures as it lists them, None in a list
    of stories, and all other texts of people, pictures, sources and the like.
    """

    id: str
    address: str
    title: str
    summary: str
    content: str
    pictures: tuple[tuple[str, str], ...] = ()
    figures: tuple[tuple[str, str], ...] | None = None
    names: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PageDigits:
    """The runs of digits that a page shows, in its headline and in all of it, with spaces between them."""

    headline: str
    text: str


def digits_of(page: HtmlText) -> PageDigits:
    """Return what feeds are compared with."""
    described = f"{page.text} {dict(page.meta).get('description', '')}"
    return PageDigits(" ".join(digits_in(page.headline)), " ".join(digits_in(described)))


def is_feed(path: str, data: bytes) -> bool:
    """Return whether a file is a feed by its name and its beginning."""
    head = data[:400]
    if path.endswith(".xml"):
        return b"<rss" in head or b"<feed" in head or _NEWS.encode() in head
    return path.endswith(".json") and (b"jsonfeed.org/version" in head or b"iptc.org/std/ninjs/" in head)


def read_feed(data: bytes) -> list[FeedItem]:
    """Return the items of a feed; raise ValueError if it is none."""
    if data.lstrip()[:1] == b"{":
        document = parse_json(data)
        if isinstance(document, dict) and "standard" in document:
            listed = document.get("associations", ()) if document.get("representationType") == "partial" else [document]
            return [_of_ninjs(each) for each in listed if isinstance(each, dict)]
        items = document.get("items") if isinstance(document, dict) else None
        return [_of_json(each) for each in items or () if isinstance(each, dict)]
    try:
        root = read_xml(data)
    except ParseError as error:
        raise ValueError(f"it is no XML: {error}") from None
    news = [each for each in root.iter(f"{_SITEMAP}url") if each.find(f"{{{_NEWS}}}news") is not None]
    return [*map(_of_rss, root.iter("item")), *map(_of_atom, root.iter(f"{_ATOM}entry")), *map(_of_sitemap, news)]


def read_search_text(data: bytes) -> FeedItem:
    """Return what the search shows of a text; raise ValueError if it is none."""
    found = parse_json(data)
    if not isinstance(found, dict):
        raise ValueError("it is no object")
    address, title, summary, text = (str(found.get(name) or "") for name in ("address", "title", "summary", "text"))
    return FeedItem("", address, one_line(title), one_line(summary), text)


def check_item(
    file: str,
    item: FeedItem,
    pages: Mapping[str, PageDigits],
    logged: Logged,
    addresses: Addresses,
    stories: Mapping[str, StoryShown] = MappingProxyType({}),
) -> Iterator[Comparison]:
    """Yield what was compared in an item: with the log, or with the page that it announces."""
    if match := _RELEASE.fullmatch(item.id):
        yield from _release_compared(file, item, match, logged)
        return
    entry = _ENTRY.fullmatch(item.id)
    if entry and (release := logged.at_index.get(int(entry[1]))):
        is_right = is_printed_first(release.value, item.title.rpartition(": ")[2], logged.decimals(release.key))
        wrong = disagreeing(_KIND, file, f"title of {item.id}", f'"{item.title}"', f"the log has {release}")
        yield agreeing(_KIND, file) if is_right else wrong
    page = pages.get(addresses.path(item.address))
    for name, text in (("title", item.title), ("summary", item.summary), ("content", item.content)):
        digits = digits_in(text)
        if not digits or page is None:
            continue
        # With a fragment, the address is that of a part of the page, which has a headline of its own.
        is_headline = name == "title" and "#" not in item.address
        seen = (page.headline if is_headline else page.text).split()
        # A page of the log has the name of a text before what is said of it, its feed behind that.
        if is_subsequence(digits, seen) or (entry and not Counter(digits) - Counter(seen)):
            yield agreeing(_KIND, file)
        else:
            shown = f'"{_excerpt(text, seen)}"'
            place = f"{name} of {item.address}"
            yield by_form(disagreeing(_KIND, file, place, shown, "the page itself says otherwise"))
    if (item.names or item.figures is not None) and (story := stories.get(addresses.path(item.address))):
        yield from map(by_form, _ninjs_compared(file, item, story))


def _ninjs_compared(file: str, item: FeedItem, story: StoryShown) -> Iterator[Comparison]:
    """Yield the comparison of what ninjs has beside a feed's texts with the page of the story."""
    if item.figures is not None:
        blocks = [FigureBlock(place, tuple(text.split("\n"))) for place, text in item.figures]
        yield from check_blocks(_KIND, file, blocks, story.rows)
    for place, text in item.names:
        if digits := numbers_in(text):
            is_there = f" {' '.join(digits)} " in story.digits
            wrong = disagreeing(_KIND, file, place, f'"{one_line(text)}"', "the page itself says otherwise")
            yield agreeing(_KIND, file) if is_there else wrong


def _release_compared(file: str, item: FeedItem, match: re.Match[str], logged: Logged) -> Iterator[Comparison]:
    """Yield the comparison of an item that announces a release."""
    key, period, released, lang = match.groups()
    found = [each for each in logged.known(key) if (each.period, each.released) == (period, released)]
    place = f"{item.id}"
    if not found:
        yield disagreeing(
            _KIND, file, place, f'"{item.title}"', f'the log has no release of "{key}" for {period} on {released}'
        )
        return
    decimals = logged.decimals(key)
    texts = (("title", item.title.rpartition(": ")[2]), ("summary", item.summary), ("content", item.content))
    for name, text in texts:
        if any(is_printed_first(each.value, text, decimals, lang) for each in found):
            yield agreeing(_KIND, file)
        else:
            yield disagreeing(
                _KIND, file, f"{name} of {place}", f'"{text[:120]}"', f'the log has of "{key}" {found[-1]}'
            )
    if found[-1].kind == "correction":
        yield _before_compared(file, item, found[-1], logged)


def _before_compared(file: str, item: FeedItem, release: LoggedRelease, logged: Logged) -> Comparison:
    """Return the comparison of the value that a correction has replaced."""
    before = [
        each for each in logged.known(release.key) if each.period == release.period and each.index < release.index
    ]
    numbers = [text.strip() for text in re.split(r"[^\d\s.,'’+\u2212-]+", item.summary)]
    decimals = logged.decimals(release.key)
    if not before or any(is_printed_first(each.value, text, decimals) for each in before for text in numbers):
        return agreeing(_KIND, file)
    shown = f'"{item.summary}"'
    return disagreeing(_KIND, file, f"summary of {item.id}", shown, f"before it, the log has {before[-1]}")


def _excerpt(text: str, seen: Iterable[str]) -> str:
    """Return the part of a text around the first number that the page does not have at that place."""
    rest = iter(seen)
    for match in re.finditer(r"\d+", text):
        if match[0] not in rest:
            return text[max(0, match.start() - 60) : match.end() + 40]
    return text[:100]


def _of_json(item: Mapping[str, object]) -> FeedItem:
    def text(name: str) -> str:
        return str(item.get(name) or "")

    html = read_html(text("content_html"))
    title, summary = one_line(text("title")), one_line(text("summary"))
    return FeedItem(text("id"), text("url"), title, summary, text("content_text") or html.text, html.pictures)


def _of_ninjs(item: Mapping[str, object]) -> FeedItem:
    def parts(name: str) -> list[Mapping[str, object]]:
        found = item.get(name)
        return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []

    def text(name: str, role: str) -> str:
        return " ".join(str(each.get("value", "")) for each in parts(name) if each.get("role") == role)

    pages = [str(each.get("href", "")) for each in parts("renditions") if each.get("name") == "web"]
    headline, summary = one_line(text("headlines", "main")), one_line(text("descriptions", "summary"))
    body = read_html(f"{text('bodies', 'main')} {text('bodies', 'boilerplate')}")
    figures = [
        (f"descriptions[{number}]", str(each.get("value", "")))
        for number, each in enumerate(parts("descriptions"))
        if each.get("role") == "figure"
    ]
    is_listed = item.get("representationType") == "partial"
    return FeedItem(
        str(item.get("uri", "")),
        "".join(pages[:1]),
        headline,
        summary,
        body.text,
        body.pictures,
        None if is_listed else tuple(figures),
        tuple(_names_in({name: each for name, each in item.items() if name not in (*_COMPARED, *_SHORT[is_listed])})),
    )


def _names_in(item: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield the place of each text of ninjs that people read, and the text."""
    waiting: list[tuple[str, object]] = [(name, each) for name, each in item.items()]
    while waiting:
        where, each = waiting.pop()
        if isinstance(each, list):
            waiting += ((f"{where}[{number}]", part) for number, part in enumerate(each))
        elif isinstance(each, dict):
            waiting += ((f"{where}.{name}", part) for name, part in each.items() if name != "slugline")
        elif isinstance(each, str) and where.rpartition(".")[2] in _NAMED and not _PICTURE.fullmatch(each):
            yield where, each
        elif isinstance(each, str) and where.rpartition(".")[2] in _DAYS:
            yield where, each[: len("2031-06-10T11:00")]


def _of_rss(item: Element) -> FeedItem:
    def text(name: str) -> str:
        return item.findtext(name) or ""

    content = read_html(text(_CONTENT))
    summary = _visible(text("description"))
    return FeedItem(text("guid"), text("link"), one_line(text("title")), summary, content.text, content.pictures)


def _of_atom(entry: Element) -> FeedItem:
    def text(name: str) -> str:
        found = entry.find(f"{_ATOM}{name}")
        written = "" if found is None else "".join(found.itertext())
        return _visible(written) if found is not None and found.get("type") == "html" else one_line(written)

    links = [
        each.get("href", "") for each in entry.findall(f"{_ATOM}link") if each.get("rel", "alternate") == "alternate"
    ]
    pictures = read_html(entry.findtext(f"{_ATOM}content") or "").pictures
    return FeedItem(text("id"), "".join(links[:1]), text("title"), text("summary"), text("content"), pictures)


def _of_sitemap(url: Element) -> FeedItem:
    address = (url.findtext(f"{_SITEMAP}loc") or "").strip()
    return FeedItem(address, address, one_line(url.findtext(f"{{{_NEWS}}}news/{{{_NEWS}}}title") or ""), "", "")


def _visible(html: str) -> str:
    return read_html(html).text
