"""A story's page as its files repeat it: the lines of its text, the rows of its figures, its links and its moments.

The page itself is compared with the log elsewhere. Nothing here is shared with what writes the files.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

from aimaq.verify.stories.table_lines import CellText, TableLines
from aimaq.verify.values.html_text import one_line
from aimaq.verify.values.printed_numbers import digits_in

__all__ = ["FigureRow", "PageLine", "StoryPage", "is_story", "numbers_in", "read_story"]

Digits = tuple[str, ...]

_VOID: Final = frozenset("area base br col embed hr img input link meta source track wbr".split())
_INLINE: Final = frozenset(
    "a abbr b bdi bdo cite code data del dfn em i ins kbd mark q rp rt ruby s samp".split()
    + "small span strong sub sup time u var".split()
)
_UNSEEN: Final = frozenset("head script style svg template".split())
_CELLS: Final = frozenset(("td", "th"))
#: What begins a text's own words, and what stands among them and is none of them.
_OWN: Final = frozenset(("lead", "prose"))
_BESIDE: Final = frozenset(("dateline", "document-facts", "event", "recording"))
#: Links of a plain text, which only it has, and addresses, which state no figure.
_REFERENCE: Final = re.compile(r"(?:^| )\[\d+\](?!\w)")
_ADDRESS: Final = re.compile(r"\b(?:https?://|mailto:)\S+")
#: A plain text raises and lowers digits without markup: 10³ is not 103.
_SMALL: Final = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+|[₀₁₂₃₄₅₆₇₈₉]+")
_PLAIN: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "0123456789" * 2)
#: What ends a number beside it, though not the line.
_APART: Final = frozenset(("del", "q", "s", "sub", "sup"))
#: Lists whose items have letters, and from which number on they have none: a browser counts on in figures.
_LETTERS: Final = {"a": sys.maxsize, "A": sys.maxsize, "i": 4000, "I": 4000}
_SCRIPT: Final = re.compile(r"<script\b.*?</script>", re.DOTALL | re.IGNORECASE)
_LIST: Final = re.compile(r"<(/?)(ol|ul|li)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line that readers see; ``is_own`` says that it belongs to the story's headline, summary or body."""

    text: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure under "Figures in this story": its name, the period that is asked for, and what is shown of it.

    ``values`` has for each value the runs of digits that may stand for it and its period, ``statuses`` the word for its
    status, "" for an actual one; ``source`` has those of its source and day, ``text`` the row as it stands on the page.
    """

    label: str
    asked: frozenset[str]
    values: tuple[frozenset[Digits], ...]
    statuses: tuple[str, ...]
    source: Digits
    text: str


@dataclass(frozen=True, slots=True)
class StoryPage:
    """A page of a story; ``figures`` is the heading above its ``rows``, "" without any.

    ``links`` are the addresses that it links to, and ``moments`` when its event begins and ends, by ISO 8601.
    """

    lines: tuple[PageLine, ...]
    rows: tuple[FigureRow, ...]
    figures: str
    links: tuple[str, ...]
    moments: tuple[str, ...]

    @property
    def digits(self) -> str:
        """The runs of digits of all lines, and of the moments, with a space around each."""
        texts = (*(line.text for line in self.lines), *self.moments)
        return f" {' '.join(digit for text in texts for digit in numbers_in(text))} "


def is_story(html: str) -> bool:
    """Return whether a page is that of a story."""
    return "<article" in html


def numbers_in(text: str) -> Digits:
    """Return the runs of digits in a line, without those of addresses and of a plain text's references to them."""
    plain = _SMALL.sub(lambda found: f" {found[0].translate(_PLAIN)} ", text)
    return tuple(digits_in(_REFERENCE.sub("", _ADDRESS.sub("", plain))))


def read_story(html: str) -> StoryPage:
    """Return what a page of a story says."""
    reader = _Reader(_items(html))
    reader.feed(html)
    reader.close()
    return reader.result()


def _items(html: str) -> Iterator[int]:
    """Yield of each list, in the order in which they begin, how many items it has: a reversed one counts down."""
    counts: list[int] = []
    around: list[int] = []
    for end, name in _LIST.findall(_SCRIPT.sub("", html)):
        if name.lower() == "li":
            if not end and around:
                counts[around[-1]] += 1
        elif end:
            del around[-1:]
        else:
            around.append(len(counts))
            counts.append(0)
    yield from counts


@dataclass(slots=True)
class _Open:
    """An element that has not ended."""

    tag: str = ""
    classes: frozenset[str] = frozenset()
    is_own: bool = False
    is_unseen: bool = False
    is_chart: bool = False
    lists_figures: bool = False


@dataclass(slots=True)
class _Cell:
    """A cell of a table."""

    tag: str
    classes: frozenset[str]
    columns: int = 1
    rows: int = 1
    words: list[str] = field(default_factory=list)
    link: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    at: list[str] = field(default_factory=list)
    status: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return one_line("".join(self.words))

    @property
    def behind(self) -> Digits:
        """The runs of digits behind those of its value: those of a period."""
        return numbers_in(self.text)[len(numbers_in("".join(self.data[:1]))) :]


@dataclass(slots=True)
class _Counter:
    """A list that has not ended, and the number of its next item."""

    is_counted: bool
    number: int
    step: int
    lettered: int

    def sign(self, value: str | None) -> str:
        """Return what stands before the next item, "" for a letter: it is no number."""
        number = _whole(value, self.number)
        self.number = number + self.step
        return "" if 0 < number < self.lettered else f"{number}. "


class _Reader(HTMLParser):
    def __init__(self, items: Iterator[int]) -> None:
        super().__init__(convert_charrefs=True)
        self._items = items
        self._open: list[_Open] = [_Open()]
        self._words: list[str] = []
        self._sign = ""
        self._counters: list[_Counter] = []
        self._table = TableLines()
        self._row: list[_Cell] | None = None
        self._label = ""
        self._heading: list[str] | None = None
        self._headlines = 0
        self._lines: list[PageLine] = []
        self._rows: list[FigureRow] = []
        self._figures = ""
        self._links: list[str] = []
        self._moments: list[str] = []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        around = self._open[-1]
        if tag in _VOID:
            self._void(tag, found, around)
            return
        if tag not in _INLINE:
            self._end_of_line()
        self._set_apart(tag)
        classes = frozenset(found.get("class", "").split())
        self._headlines += tag == "h1"
        begins = (tag == "h1" and self._headlines == 1) or bool(_OWN & classes)
        element = _Open(
            tag,
            classes,
            is_own=begins or (around.is_own and not _BESIDE & classes),
            is_unseen=around.is_unseen or tag in _UNSEEN or "hidden" in found or "footnote-backref" in classes,
            is_chart=around.is_chart or (tag == "figure" and "chart" in classes),
            lists_figures=around.lists_figures or (tag == "section" and "story-figures" in classes),
        )
        self._open.append(element)
        if tag == "a" and found.get("href"):
            self._links.append(found["href"])
        if tag == "time" and any("event-when" in each.classes for each in self._open):
            self._moments.append(found.get("datetime", ""))
        if tag == "h2" and element.lists_figures:
            self._heading = []
        self._begin(tag, found, element)

    def handle_endtag(self, tag: str) -> None:
        if not any(each.tag == tag for each in self._open[1:]):
            return
        while len(self._open) > 1:
            element = self._open[-1]
            if element.tag not in _INLINE:
                self._end_of_line()
            self._set_apart(element.tag)
            self._end(element)
            self._open.pop()
            if element.tag == tag:
                break

    def handle_startendtag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        element = self._open[-1]
        if element.is_unseen:
            return
        if self._heading is not None:
            self._heading.append(data)
        cell = self._row[-1] if self._row else None
        if cell is None:
            lines = data.split("\n") if any(each.tag == "pre" for each in self._open) else [data]
            for line in lines[:-1]:
                self._words.append(line)
                self._end_of_line()
            self._words.append(lines[-1])
            return
        cell.words.append(data)
        if any(each.tag == "a" for each in self._open[-3:]):
            cell.link.append(data)
        if "status" in element.classes:
            cell.status.append(data)
        if any(each.tag == "data" for each in self._open[-3:]):
            cell.data[-1:] = ["".join((*cell.data[-1:], data))]

    def result(self) -> StoryPage:
        """Return what the page says, when all of it has been read."""
        self._end_of_line()
        return StoryPage(tuple(self._lines), tuple(self._rows), self._figures, tuple(self._links), tuple(self._moments))

    def _begin(self, tag: str, found: dict[str, str], element: _Open) -> None:
        """Begin a list, a table, or a part of one."""
        if tag in ("ol", "ul"):
            items, step = next(self._items, 0), -1 if "reversed" in found else 1
            first = _whole(found.get("start"), items if step < 0 else 1)
            self._counters.append(_Counter(tag == "ol", first, step, _LETTERS.get(found.get("type", ""), 0)))
        elif tag == "li" and self._counters and self._counters[-1].is_counted and element.is_own:
            sign = self._counters[-1].sign(found.get("value"))
            if self._row:
                self._row[-1].words.append(sign)
            else:
                self._sign = sign
        elif tag == "table":
            self._table, self._row = TableLines(), None
        elif tag == "tr" and (element.is_own or element.lists_figures):
            self._row = []
        elif tag in _CELLS and self._row is not None:
            columns, rows = (_whole(found.get(name), 1) for name in ("colspan", "rowspan"))
            self._row.append(_Cell(tag, element.classes, columns, rows))
        elif tag == "data" and self._row:
            self._row[-1].data.append("")
            self._row[-1].at.append(found.get("data-at", ""))

    def _end(self, element: _Open) -> None:
        """End a list, a table's row, or the heading of the figures."""
        if element.tag in ("ol", "ul") and self._counters:
            self._counters.pop()
        elif element.tag == "tr" and self._row is not None:
            row, self._row = self._row, None
            if element.lists_figures:
                self._figure(row)
            elif element.is_chart:
                is_head = all(each.tag == "th" for each in row)
                self._lines += [] if is_head else [PageLine(" ".join(each.text for each in row), is_own=True)]
            else:
                cells = [CellText(each.text, each.tag == "th", each.columns, each.rows) for each in row]
                self._lines += (PageLine(text, is_own=True) for text in self._table.lines(cells))
        elif element.tag == "h2" and self._heading is not None:
            self._figures, self._heading = one_line("".join(self._heading)), None

    def _void(self, tag: str, found: dict[str, str], around: _Open) -> None:
        if tag in ("br", "hr"):
            self._end_of_line()
        elif tag == "img" and found.get("alt") and not around.is_unseen:
            self.handle_data(f"[{found['alt']}]")

    def _set_apart(self, tag: str) -> None:
        if tag in _APART:
            (self._row[-1].words if self._row else self._words).append(" ")

    def _end_of_line(self) -> None:
        if self._row:
            self._row[-1].words.append(" ")
            return
        if text := one_line("".join(self._words)):
            around = self._open[-1]
            self._lines.append(PageLine(f"{self._sign}{text}", around.is_own and not around.is_chart))
            self._sign = ""
        self._words.clear()

    def _figure(self, row: Sequence[_Cell]) -> None:
        """Add a row of the figures: what it was and is now, or its period and its value."""
        heads, cells = [each for each in row if each.tag == "th"], [each for each in row if each.tag == "td"]
        if not cells:
            return
        asked = ""
        if heads:
            self._label = one_line("".join(heads[0].link)) or heads[0].text
            asked = heads[0].text.removeprefix(self._label)
        first, second, source = [*cells, *[_Cell("td", frozenset())] * 2][:3]
        if "story-figures-period" in first.classes:
            period, shown = numbers_in(first.text), numbers_in(second.text)
            values, periods, cells = [frozenset({(*shown, *period)})], period, [second]
        else:
            # Of what was shown then, the period stands there only if it is another one.
            then, now = numbers_in(first.text), numbers_in(second.text)
            values = [frozenset({then, (*then, *second.behind) if then else ()}), frozenset({now})]
            periods, cells = (*first.behind, *second.behind), [first, second]
        at = (digit for text in (asked, *(at for each in cells for at in each.at)) for digit in digits_in(text))
        shown_as = [(each, one_line("".join(cell.status))) for each, cell in zip(values, cells, strict=True)]
        shown_as = [(each, status) for each, status in shown_as if each != {()}]
        self._rows.append(
            FigureRow(
                self._label,
                frozenset(digit.lstrip("0") for digit in (*at, *periods)),
                tuple(each for each, _ in shown_as),
                tuple(status for _, status in shown_as),
                numbers_in(source.text),
                one_line(" ".join((self._label, *(each.text for each in row if each.tag == "td")))),
            )
        )


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and len(text) < 9 and re.fullmatch(r"-?[0-9]+", text) else otherwise
