"""One finished file, read back as a reader's program reads it: what is wrong with it, and what it links to.

XML, JSON and calendars are read by parsers; HTML by :mod:`aimaq.newsroom.checks.html_markup`. No text holds control
characters, slots that were not filled, or a marker that was published as it was typed.
"""

from __future__ import annotations

import csv
import io
import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import Final
from urllib.parse import unquote
from xml.parsers import expat

import msgspec

from aimaq.base.addresses.site_folder import below, folder_of
from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, line_and_column, not_utf8
from aimaq.newsroom.checks.html_markup import MARKER, Fault, raw_marker, read_markup
from aimaq.newsroom.content.characters import name_of

__all__ = ["FileContents", "SiteAddress", "is_read", "read_file"]

_XML: Final = frozenset((".xml", ".svg", ".rss", ".atom", ".xsl", ".opml"))
_JSON: Final = frozenset((".json", ".jsonld", ".webmanifest", ".geojson"))
_HTML: Final = frozenset((".html", ".htm"))
_TEXT: Final = frozenset((".txt", ".csv", ".ics", ".vtt", ".md"))
_READ: Final = _XML | _JSON | _HTML | _TEXT

#: In UTF-8 one byte each; U+0080 to U+009F and the private use area are looked for as text, if these bytes are there.
_CONTROLS: Final = bytes({*range(0x20), 0x7F} - {0x09, 0x0A, 0x0D})
_UNFIT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffe\uffff]")
_C1_BYTES: Final = re.compile(rb"\xc2[\x80-\x9f]")
#: A slot that JSON or an address has written with its own escapes.
_ESCAPED_SLOT: Final = re.compile(r"\\u[eE]00[01]|%EE%80%8[01]")
#: One of these is in a text that the expression finds something in; to search for them is much faster.
_ESCAPED_STARTS: Final = (r"\ue00", r"\uE00", "%EE%80%8")
_CODE: Final = re.compile(r"<(code|pre|kbd|samp)\b.*?</\1>", re.DOTALL)
_SCHEME: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")


@dataclass(frozen=True, slots=True)
class FileContents:
    """What one file holds: its problems, what it links to on this site, and the identifiers that links may name.

    A link is the path of a file below the output folder, with ``#`` and the identifier where it names one. ``markers``
    are those that stand outside of code, each with its problem: none, if a text has meant it.
    """

    path: str
    problems: tuple[Problem, ...] = ()
    markers: tuple[tuple[str, Problem], ...] = ()
    links: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()


class SiteAddress:
    """Finds out which file of the site an address leads to."""

    def __init__(self, url: str) -> None:
        """``url`` is the setting ``SITEURL``; it may have a folder."""
        self.url = url.rstrip("/")
        self.folder = folder_of(self.url)
        # An absolute address in feeds and data, where nothing else stands between two delimiters. The literal part
        # comes first, because it is found fast.
        own = re.escape(self.url)
        whole = rf"""{own}(?<=["'>;]{own})[/?#][^\s"'<>&\\{{}}]*+(?=["'<&\\])"""
        self._absolute = re.compile(whole) if self.url else None
        self.target = lru_cache(maxsize=100_000)(self._target)

    def absolute(self, text: str) -> Iterator[str]:
        """Yield the path of each file whose whole address the text holds; what stands after ``#`` is left out."""
        if self._absolute and self.url in text:
            for link in set(self._absolute.findall(text)):
                yield self.target(link, "").partition("#")[0]

    def _target(self, link: str, folder: str) -> str:
        """Return the file that a link leads to from a page in ``folder``, and its fragment; "" for another site's.

        A file that cannot be one of this site begins with ``/``.
        """
        if self.url and link.startswith(self.url) and link[len(self.url) :][:1] in ("", "/", "?", "#"):
            link, folder = link[len(self.url) :] or "/", ""
        elif _SCHEME.match(link) or link.startswith("//"):
            return ""
        elif link.startswith("/"):
            if not (inside := below(link, self.folder)):
                return link  # it leads out of the site's folder
            link, folder = inside, ""
        path, _, fragment = link.partition("#")
        path = unquote(path.partition("?")[0])
        fragment = unquote(fragment).partition(":~:")[0]
        whole = posixpath.normpath(posixpath.join("/", folder, path.lstrip("/") if not folder else path))[1:]
        if folder and self.folder and _levels_above(posixpath.join(folder, path)):
            return posixpath.normpath(posixpath.join(self.folder, folder, path))
        if path.endswith(("/", "/.", "/..")) or path in ("", ".", "..") or not whole:
            whole = f"{whole}/index.html" if whole else "index.html"
        return f"{whole}#{fragment}" if fragment not in ("", "top") else whole


def _levels_above(path: str) -> int:
    """Return how many folders a relative path climbs above the one that it begins in."""
    return posixpath.normpath(path).split("/").count("..")


def is_read(path: str) -> bool:
    """Return whether a file of this name is read at all."""
    return posixpath.splitext(path)[1].lower() in _READ


def read_file(root: str, shown: str, site: SiteAddress, copied: frozenset[str], path: str) -> FileContents:
    """Read the file at ``path`` below the folder ``root``; messages name it below ``shown``.

    Of the files ``copied``, which Pelican copies as they are, only those that programs parse are read.
    """
    ending = posixpath.splitext(path)[1].lower()
    is_copied = path in copied
    if ending not in _READ or (is_copied and ending not in _XML | _JSON):
        return FileContents(path)
    with open(f"{root}/{path}", "rb", buffering=0) as stream:
        data = stream.read()
    name = f"{shown}/{path}"
    if is_copied and ending in _XML:
        return FileContents(path, tuple(_xml_problems(data, name)))
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return FileContents(path, (not_utf8(error, name),))
    faults = [] if is_copied else list(_unfit(text, data))
    if ending in _HTML:
        return _page(path, name, text, site, faults)
    problems: list[Problem] = []
    links: set[str] = set()
    if ending in _XML:
        problems.extend(_xml_problems(data, name))
    elif ending in _JSON:
        problems.extend(_json_problems(text, name))
    elif ending == ".ics":
        problems.extend(_calendar_problems(data, name))
    elif ending == ".csv":
        faults.extend(_uneven_rows(text))
    if not is_copied and ending in _XML | _JSON:
        links.update(site.absolute(text))
        faults.extend(_raw_markers(text))
    problems.extend(_problem(fault, text, name) for fault in faults if not fault.marker)
    ids = tuple(re.findall(r'\sid="([^"]*)"', text)) if ending == ".svg" else ()
    return FileContents(path, tuple(problems), _markers(faults, text, name), tuple(sorted(links - {""})), ids)


def _page(path: str, name: str, text: str, site: SiteAddress, faults: list[Fault]) -> FileContents:
    markup = read_markup(text)
    folder = posixpath.dirname(path)
    problems = [_problem(fault, text, name) for fault in (*faults, *markup.faults) if not fault.marker]
    for offset, data in markup.data:
        line, column = line_and_column(text, offset)
        problems.extend(_json_problems(data, name, line - 1, column - 1))
    # Most links begin with a slash: they lead to one place from all folders, and are looked at once.
    links = {
        _own(link, path) if link[:1] == "#" else site.target(link, "" if link[:1] == "/" else folder)
        for link in markup.links
    }
    links.update(site.absolute(text))
    markers = _markers(markup.faults, text, name)
    return FileContents(path, tuple(problems), markers, tuple(sorted(links - {""})), tuple(sorted(markup.ids)))


def _own(link: str, path: str) -> str:
    fragment = unquote(link[1:]).partition(":~:")[0]
    return f"{path}#{fragment}" if fragment not in ("", "top") else path


def _markers(faults: Iterable[Fault], text: str, name: str) -> tuple[tuple[str, Problem], ...]:
    return tuple((fault.marker, _problem(fault, text, name)) for fault in faults if fault.marker)


def _problem(fault: Fault, text: str, name: str) -> Problem:
    return Problem(name, fault.message, *line_and_column(text, fault.offset), hint=fault.hint)


def _unfit(text: str, data: bytes) -> Iterator[Fault]:
    """Yield a fault for the first character that no text may hold, and for the first slot that is written escaped."""
    has_some = (
        b"\xee" in data or b"\xef" in data or len(data.translate(None, _CONTROLS)) < len(data) or _C1_BYTES.search(data)
    )
    if has_some and (match := _UNFIT.search(text)):
        kind = tr("a figure was not filled in here") if "\ue000" <= match[0] <= "\uf8ff" else tr("it cannot be seen")
        yield Fault(
            match.start(),
            tr("holds %(character)s: %(kind)s", character=name_of(match[0]), kind=kind),
            tr("please report what wrote it"),
        )
    if any(start in text for start in _ESCAPED_STARTS) and (match := _ESCAPED_SLOT.search(text)):
        yield Fault(
            match.start(),
            tr("holds %(found)s: a figure was not filled in here", found=match[0]),
            tr("please report what wrote it"),
        )


def _raw_markers(text: str) -> Iterator[Fault]:
    """Yield a fault for each marker in a feed or in data, unless the file shows the same one as code."""
    if "{{" not in text:
        return
    plain = unescape(unescape(text))
    shown = {marker for code in _CODE.finditer(plain) for marker in MARKER.findall(code[0])}
    for match in MARKER.finditer(_CODE.sub("", plain)):
        if match[0] not in shown:
            offset = max(text.find(match[0]), 0)
            yield raw_marker(offset, match[0])


def _uneven_rows(text: str) -> Iterator[Fault]:
    rows = [len(row) for row in csv.reader(io.StringIO(text)) if row]
    if len(set(rows)) > 1:
        yield Fault(
            0,
            tr("has rows of %(least)s and of %(most)s values", least=min(rows), most=max(rows)),
            tr("please report what wrote it"),
        )


def _xml_problems(data: bytes, name: str) -> Iterator[Problem]:
    try:
        expat.ParserCreate(namespace_separator=" ").Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        line, column = getattr(error, "lineno", 1), getattr(error, "offset", 0) + 1
        reason = expat.ErrorString(error.code) if isinstance(error, expat.ExpatError) else str(error)
        yield Problem(
            name,
            tr("is not well-formed XML: %(reason)s", reason=reason),
            line,
            column,
            hint=tr("no feed reader takes it"),
        )


def _json_problems(text: str, name: str, line: int = 0, column: int = 0) -> Iterator[Problem]:
    """Yield what is wrong with JSON that begins after ``line`` lines and ``column`` characters of the file."""
    try:
        msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        reason, _, at = str(error).partition(" (byte ")
        place = at.rstrip(")")
        before = text.encode()[: int(place)].decode(errors="replace") if place.isdecimal() else ""
        own_line, own_column = line_and_column(before, len(before))
        where = line + own_line, own_column + (column if own_line == 1 else 0)
        yield Problem(name, tr("is not JSON: %(reason)s", reason=reason), *where, hint=tr("no program can read it"))


def _calendar_problems(data: bytes, name: str) -> Iterator[Problem]:
    from icalendar import Calendar  # slow to import, and few builds write a calendar

    try:
        calendar = Calendar.from_ical(data.decode())
        errors = [f"{key}: {error}" for part in calendar.walk() for key, error in part.errors]
    except ValueError as error:
        errors = [str(error)]
    yield from (
        Problem(name, tr("is not a calendar: %(each)s", each=each), hint=tr("no program can import it"))
        for each in errors
    )
