"""What a page says to readers and to programs: its text, ``data`` elements, headline, descriptions and JSON-LD."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

from aimaq.verify.values.addresses import path_in

__all__ = ["LEFT_OUT", "ChartPart", "DataElement", "HtmlText", "one_line", "read_html"]

_VOID: Final = frozenset("area base br col embed hr img input link meta source track wbr".split())
_INLINE: Final = frozenset("a abbr b bdi cite code data em i mark q s small span strong sub sup time u wbr".split())
#: Elements whose words go on in those around them, in what feeds and the search are compared with; 10³ is not 103.
_RUNNING: Final = _INLINE.union("bdo dfn ins kbd rp rt ruby samp var".split()) - {"s", "sub", "sup"}
_UNSEEN: Final = frozenset("script style template title".split())
_FEEDS: Final = frozenset(("application/rss+xml", "application/atom+xml", "application/feed+json"))
#: Elements in the body of a text that hold none of its words.
_NO_WORDS: Final = frozenset(("figure", "pre"))
#: A marker that a text shows as code: the log has the digits beside it, and none of those in it.
_SHOWN_MARKER: Final = re.compile(r"\{\{[^{}]*+\}\}")
#: What stands in the body of a text and is none of its words: where and of which day it is, a document's facts.
_BESIDE: Final = frozenset(("dateline", "document-facts"))
_ROWS: Final = frozenset(("tr", "li"))
#: How the files for news agencies end, to which pages link.
_NINJS: Final = "ninjs.json"
_PUBLISHED: Final = re.compile(r'"datePublished":\s*"([0-9]{4}-[0-9]{2}-[0-9]{2})')
#: The attribute of a note behind a figure.
_THEN: Final = "data-then"
#: Stands in a page's typed text for a value that a ``data`` element has.
_VALUE: Final = "\ufffc"
LEFT_OUT: Final = "\ufffb"
"""Stands in a text's own words for what is none of them: a picture, a chart, a block of code."""


@dataclass(frozen=True, slots=True)
class DataElement:
    """A ``data`` element: its line, its value, its text, and what it is about.

    ``key``, ``form``, ``at`` and ``since`` are those of a figure in a text. ``row_id`` and ``row_path`` are the id of
    the row around it and the path of the first link in that row. ``in_prose`` says that it stands in a text's own
    headline, summary or body. The note behind a figure is one too: what the figure was on the day of its text.
    ``lang`` is the language in which it is written: a list of stories has those of other editions too.
    """

    line: int
    value: str
    text: str
    key: str = ""
    form: str = ""
    at: str = ""
    since: str = ""
    row_id: str = ""
    row_path: str = ""
    in_prose: bool = False
    lang: str = ""


@dataclass(frozen=True, slots=True)
class ChartPart:
    """An element of a chart: its name, its attributes, the element around it, and the text in it."""

    name: str
    attributes: Mapping[str, str]
    around: ChartPart | None
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its text, in one line."""
        return one_line("".join(self.words))

    @property
    def classes(self) -> list[str]:
        """The names of its classes."""
        return self.attributes.get("class", "").split()


@dataclass(frozen=True, slots=True)
class HtmlText:
    """What a page says; ``typed`` is its text without values, ``text`` with them, both in one line.

    ``own`` is what was typed of the text itself: headline, summary and body without values, pictures and charts.
    ``charts`` has the elements of each chart, in their order, ``pictures`` the address of each picture and its words,
    ``attached`` the addresses of the files under "Attachments", ``linked`` those of links in the text itself.
    """

    lang: str
    headline: str
    text: str
    typed: str
    own: str
    title: str
    meta: tuple[tuple[str, str], ...]
    data: tuple[DataElement, ...]
    json_ld: tuple[tuple[int, str], ...]
    feeds: tuple[str, ...]
    charts: tuple[tuple[ChartPart, ...], ...]
    pictures: tuple[tuple[str, str], ...]
    attached: tuple[str, ...]
    linked: tuple[str, ...]

    @property
    def day(self) -> str:
        """The ISO date on which it was published, "" if it does not say one."""
        found = next(filter(None, (_PUBLISHED.search(block) for _, block in self.json_ld)), None)
        return found[1] if found else ""


def one_line(text: str) -> str:
    """Return a text with single spaces, also in the place of those that do not break."""
    return " ".join(text.split())


def read_html(text: str) -> HtmlText:
    """Return what a page, or a part of one, says."""
    parser = _Parser()
    parser.feed(text)
    parser.close()
    return parser.result()


@dataclass(slots=True)
class _Open:
    """An element that has not ended."""

    name: str
    is_prose: bool
    id: str = ""
    path: str = ""
    part: ChartPart | None = None
    is_own: bool = False
    lists_files: bool = False
    lang: str = ""


@dataclass(slots=True)
class _Collected:
    """What has been read so far."""

    lang: str = ""
    title: list[str] = field(default_factory=list)
    headline: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    own: list[str] = field(default_factory=list)
    meta: list[tuple[str, str]] = field(default_factory=list)
    data: list[DataElement] = field(default_factory=list)
    json_ld: list[tuple[int, str]] = field(default_factory=list)
    feeds: list[str] = field(default_factory=list)
    charts: list[list[ChartPart]] = field(default_factory=list)
    pictures: list[tuple[str, str]] = field(default_factory=list)
    attached: list[str] = field(default_factory=list)
    linked: list[str] = field(default_factory=list)


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._seen = _Collected()
        self._open: list[_Open] = []
        self._data: tuple[int, dict[str, str], list[str]] | None = None
        self._block: tuple[int, list[str]] | None = None
        self._headlines = 0

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self._space(tag)
        part = self._chart_part(tag, found)
        if tag in _VOID:
            self._void(tag, found)
            return
        if tag == "html":
            self._seen.lang = found.get("lang", "")
        if tag == "h1":
            self._headlines += 1
        classes = found.get("class", "").split()
        around = self._open[-1] if self._open else _Open("", is_prose=False)
        begins = tag == "h1" or "lead" in classes or "prose" in classes
        in_prose = begins or around.is_prose
        is_own = begins or (around.is_own and tag not in _NO_WORDS and not _BESIDE.intersection(classes))
        if around.is_own and not is_own:
            self._seen.own.append(LEFT_OUT)
        lists_files = "attachments" in classes or around.lists_files
        lang = found.get("lang") or around.lang
        self._open.append(_Open(tag, in_prose, found.get("id", ""), "", part, is_own, lists_files, lang))
        if tag == "a":
            self._link(path_in(found.get("href", "")))
            self._seen.attached += [found.get("href", "")] if lists_files else []
            self._seen.linked += [found.get("href", "")] if in_prose else []
        if tag == "data":
            self._end_of_data()
            self._data = self.getpos()[0], found, []
        if _THEN in found and self._seen.data:
            self._data = self.getpos()[0], self._note(found[_THEN], self._seen.data[-1]), []
        if tag == "script" and found.get("type") == "application/ld+json":
            self._block = self.getpos()[0], []

    def handle_endtag(self, tag: str) -> None:
        if not any(each.name == tag for each in self._open):
            return
        while self._open:
            name = self._open[-1].name
            if name == "data" or (name == "small" and self._data and _THEN in self._data[1]):
                self._end_of_data()
            self._open.pop()
            if name == tag:
                break
        if tag == "script" and self._block:
            self._seen.json_ld.append((self._block[0], "".join(self._block[1])))
            self._block = None
        self._space(tag)

    def handle_startendtag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        names = [each.name for each in self._open]
        if self._open and self._open[-1].part:
            self._open[-1].part.words.append(data)
        if self._block:
            self._block[1].append(data)
        if "title" in names and "svg" not in names:
            self._seen.title.append(data)
        if _UNSEEN.intersection(names[-1:]):
            return
        if "h1" in names and self._headlines == 1:
            self._seen.headline.append(data)
        self._seen.text.append(data)
        if self._data:
            self._data[2].append(data)
            return
        self._seen.typed.append(data)
        if self._open and self._open[-1].is_own:
            self._seen.own.append(data)

    def result(self) -> HtmlText:
        """Return what the page says, when all of it has been read."""
        self._end_of_data()
        seen = self._seen
        text, typed, own = (one_line("".join(each)) for each in (seen.text, seen.typed, seen.own))
        own = _SHOWN_MARKER.sub(_VALUE, own)
        headline, title = one_line("".join(seen.headline)), one_line("".join(seen.title))
        return HtmlText(
            lang=seen.lang,
            headline=headline,
            text=text,
            typed=typed,
            own=own,
            title=title,
            meta=tuple(seen.meta),
            data=tuple(seen.data),
            json_ld=tuple(seen.json_ld),
            feeds=tuple(seen.feeds),
            charts=tuple(map(tuple, seen.charts)),
            pictures=tuple(seen.pictures),
            attached=tuple(seen.attached),
            linked=tuple(seen.linked),
        )

    @property
    def _in_prose(self) -> bool:
        return bool(self._open) and self._open[-1].is_prose

    def _link(self, path: str) -> None:
        if (row := self._row()) and not row.path:
            row.path = path
        if path.endswith(_NINJS):
            self._seen.feeds.append(path)

    def _chart_part(self, name: str, attributes: Mapping[str, str]) -> ChartPart | None:
        around = self._open[-1].part if self._open else None
        is_chart = name == "figure" and "chart" in attributes.get("class", "").split()
        if not is_chart and around is None:
            return None
        part = ChartPart(name, attributes, around)
        if is_chart:
            self._seen.charts.append([])
        self._seen.charts[-1].append(part)
        return part

    def _note(self, then: str, figure: DataElement) -> dict[str, str]:
        """Return the attributes of a note behind a figure, as a figure that was pinned to its day would have them."""
        return {
            _THEN: then,
            "value": then,
            "data-indicator": figure.key,
            "data-form": re.sub(r"^(?:up|down)-(?:direction-)?|^direction-", "", figure.form),
            "data-at": f"{figure.at} published".strip(),
            "data-since": figure.since,
        }

    def _row(self) -> _Open | None:
        return next((each for each in reversed(self._open) if each.name in _ROWS), None)

    def _space(self, tag: str) -> None:
        if tag not in _RUNNING:
            self._seen.text.append(" ")
        if tag not in _INLINE:
            for each in (self._seen.typed, self._seen.own, self._seen.headline):
                each.append(" ")

    def _void(self, tag: str, found: dict[str, str]) -> None:
        if tag == "meta" and (name := found.get("name") or found.get("property")):
            self._seen.meta.append((name, found.get("content", "")))
        if tag == "img":
            self._seen.pictures.append((found.get("src", ""), one_line(found.get("alt", ""))))
        if tag == "link" and "alternate" in found.get("rel", "").split() and found.get("type", "") in _FEEDS:
            self._seen.feeds.append(found.get("href", ""))

    def _end_of_data(self) -> None:
        if self._data is None:
            return
        line, found, words = self._data
        row = self._row()
        self._seen.data.append(
            DataElement(
                line=line,
                value=found.get("value", ""),
                text=one_line("".join(words)),
                key=found.get("data-indicator", ""),
                form=found.get("data-form", ""),
                at=found.get("data-at", ""),
                since=found.get("data-since", ""),
                row_id=row.id if row else "",
                row_path=row.path if row else "",
                in_prose=self._in_prose or _THEN in found,
                lang=self._open[-1].lang if self._open else "",
            )
        )
        self._seen.typed.append(_VALUE)
        self._seen.own.append(_VALUE)
        self._data = None
