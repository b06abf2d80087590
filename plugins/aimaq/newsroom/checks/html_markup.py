"""A finished HTML page, tag by tag: what a browser would mend, move or leave out, and what the page links to.

A browser never refuses HTML: it closes what is open, and moves what stands in the wrong place. So a mistake in a
template shows on some page, some day. The rules are those of the HTML standard that change what readers get: tags that
belong together (13.1.2.4, "optional tags", included), elements in places where they may not stand, identifiers, links
within links, pictures without a text. The tags are found by one regular expression, and each tag is looked at once in
a process: a site repeats most of them on all pages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import islice
from typing import Final

from aimaq.base.languages.messages import tr
from aimaq.newsroom.checks.html_nesting import MAY_STAY_OPEN, VOID, close_element, open_element

__all__ = ["MARKER", "Fault", "Markup", "raw_marker", "read_markup"]

_RAW: Final = ("script", "style", "textarea", "title")
#: Comments, elements whose text is no markup, tags; and what begins like one of them and does not end.
_TOKEN: Final = re.compile(
    "|".join(
        (
            r"<!--.*?-->",
            *(rf"<{name}\b[^>]*+>.*?</{name}\s*+>" for name in _RAW),
            r"""</?[a-zA-Z](?:[^>"']++|"[^"]*+"|'[^']*+')*+>""",
            r"<![a-zA-Z][^>]*+>",
            r"<[a-zA-Z/!?]",
        )
    ),
    re.DOTALL | re.IGNORECASE,
)
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_ATTRIBUTES: Final = re.compile(r"""(?:\s++[^\s"'<>/=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'=<>`]++))?+)*+\s*+/?+""")
_ATTRIBUTE: Final = re.compile(r"""([^\s"'<>/=]++)(?:\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s"'=<>`]++))?+""")
_CODE: Final = frozenset("code pre kbd samp".split())
_LINKS: Final = frozenset("href src poster data action formaction cite xlink:href".split())
_IDREFS: Final = frozenset("for list aria-labelledby aria-describedby aria-controls aria-owns headers".split())
MARKER: Final = re.compile(r"\{\{[^{}\n]*+\}\}")
#: So many different tags are kept; a site has a few thousand.
_MOST_TAGS: Final = 50_000


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at an offset of a text, and what to do; ``marker`` is the one that was published as typed."""

    offset: int
    message: str
    hint: str = ""
    marker: str = ""


def raw_marker(offset: int, marker: str) -> Fault:
    """Return the fault of a marker that stands outside of code; a text may have meant it, by a backslash before it."""
    hint = tr("to show a marker, write it as code, or \\%(marker)s", marker=marker)
    return Fault(
        offset, tr("the marker %(marker)s is published as it was typed", marker=marker), hint, " ".join(marker.split())
    )


@dataclass(frozen=True, slots=True)
class Markup:
    """What one page holds: its faults, the addresses that it links to, its identifiers, the data in its scripts.

    ``data`` has the text of each script that is JSON, by its offset.
    """

    faults: tuple[Fault, ...]
    links: frozenset[str]
    ids: frozenset[str]
    data: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class _Tag:
    """One tag, as it is written everywhere on the site.

    ``move`` is what it does to the open elements, "" for what is no tag; ``says`` is False if there is nothing to note.
    """

    name: str
    move: str = ""
    is_end: bool = False
    is_empty: bool = False
    ends_itself: bool = False
    ids: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    refers_to: tuple[str, ...] = ()
    fault: str = ""
    is_json: bool = False
    says: bool = True


_KNOWN: dict[str, _Tag] = {}


class _Place:
    """A place in a page: the elements that are open there. Pages have few different ones, so each is looked at once."""

    __slots__ = ("after", "open")

    def __init__(self, names: tuple[str, ...]) -> None:
        self.open = names
        #: By the move of a tag: the place behind it, or what is wrong with it there and what to do.
        self.after: dict[str, _Place | tuple[str, str]] = {}

    def behind(self, tag: _Tag) -> _Place | tuple[str, str]:
        """Return the place behind a tag, or what is wrong with it here and what to do."""
        stack = list(self.open)
        fault = (
            close_element(stack, tag.name)
            if tag.is_end
            else open_element(stack, tag.name, is_empty=tag.is_empty, ends_itself=tag.ends_itself)
        )
        names = tuple(stack)
        found = fault or (self if names == self.open else _PLACES.setdefault(names, _Place(names)))
        self.after[tag.move] = found
        return found


_PLACES: dict[tuple[str, ...], _Place] = {}


def read_markup(text: str) -> Markup:
    """Return what a page holds."""
    if len(_KNOWN) > _MOST_TAGS or len(_PLACES) > _MOST_TAGS:
        _KNOWN.clear()
        _PLACES.clear()
    return _Page(text).read()


class _Page:
    """The state of reading one page."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[str] = _TOKEN.findall(text)
        self.ids: Counter[str] = Counter()
        self.links: set[str] = set()
        self.refers_to: set[str] = set()
        self.data: list[str] = []
        self.faults: list[tuple[int, str, str]] = []  # by the number of the token

    def read(self) -> Markup:
        place = _PLACES.setdefault((), _Place(()))
        number = 0
        for number, token in enumerate(self.tokens):
            tag = _KNOWN.get(token)
            if tag is None:
                tag = _KNOWN[token] = _read_tag(token)
            if tag.says:
                self._note(number, token, tag)
            if tag.move:
                behind = place.after.get(tag.move) or place.behind(tag)
                if type(behind) is tuple:
                    # What follows from it would only hide it.
                    self.faults.append((number, *behind))
                    break
                assert isinstance(behind, _Place)
                place = behind
        else:
            left = [name for name in place.open if name not in MAY_STAY_OPEN]
            if left:
                self.faults.append(
                    (
                        number,
                        tr("<%(left)s> is not closed", left=left[-1]),
                        tr("write </%(left)s> where it ends", left=left[-1]),
                    )
                )
            else:
                self._compare_ids(number)
        markers = list(self._raw_markers()) if "{{" in self.text else []
        faults = [Fault(self._offset(number), message, hint) for number, message, hint in self.faults]
        scripts = tuple((self.text.index(token) + token.index(">") + 1, _inside(token)) for token in self.data)
        return Markup((*faults, *markers), frozenset(self.links), frozenset(self.ids), scripts)

    def _note(self, number: int, token: str, tag: _Tag) -> None:
        self.links.update(tag.links)
        if tag.ids:
            self.ids.update(tag.ids)
        if tag.refers_to:
            self.refers_to.update(tag.refers_to)
        if tag.fault:
            self.faults.append((number, tag.fault, ""))
        if tag.is_json:
            self.data.append(token)

    def _compare_ids(self, number: int) -> None:
        for name, count in self.ids.items():
            if count > 1:
                hint = tr("an identifier is that of one element: a link to it finds only the first")
                self.faults.append(
                    (self._last_with(name), tr('id="%(name)s" stands %(count)s times', name=name, count=count), hint)
                )
        for name in sorted(self.refers_to - self.ids.keys()):
            place = next((at for at, token in enumerate(self.tokens) if name in _KNOWN[token].refers_to), number)
            message = tr('names the element "%(name)s", which the page does not have', name=name)
            self.faults.append((place, message, tr("correct the name, or give that element this id")))

    def _last_with(self, name: str) -> int:
        return max(number for number, token in enumerate(self.tokens) if name in _KNOWN[token].ids)

    def _offset(self, number: int) -> int:
        return next((match.start() for match in islice(_TOKEN.finditer(self.text), number, None)), 0)

    def _raw_markers(self) -> Iterator[Fault]:
        """Yield a fault for each marker outside of code, unless the page shows the same one as code."""
        shown: set[str] = set()
        found: list[tuple[int, str]] = []
        code = end = 0
        for match in (*_TOKEN.finditer(self.text), None):
            start = match.start() if match else len(self.text)
            words = [(each.start(), each[0]) for each in MARKER.finditer(self.text, end, start)]
            if code:
                shown.update(each for _, each in words)
            else:
                found += words
            if match is None:
                break
            token, end = match[0], match.end()
            tag = _KNOWN.get(token) or _read_tag(token)
            if tag.name in _CODE:
                code += -1 if tag.is_end else 1
            elif tag.name not in ("script", "style", "textarea") and "{{" in token and not token.startswith("<!--"):
                found += [(start + each.start(), each[0]) for each in MARKER.finditer(token)]
        code_markers = set(map(unescape, shown))
        for offset, marker in found:
            if unescape(marker) not in code_markers:
                yield raw_marker(offset, unescape(marker))


def _read_tag(token: str) -> _Tag:
    """Return what one token is."""
    if token.startswith("<!"):
        fault = "" if token.endswith(">") else tr("a comment that does not end")
        return _Tag("", fault=fault, says=bool(fault))
    match = _TAG.match(token)
    if match is None or not token.endswith(">"):
        return _Tag("", fault=tr("a tag that does not end, or a < that has to be written &lt;"))
    name = match[2].lower()
    if match[1]:
        if name in VOID:
            return _Tag(name, fault=tr("</%(name)s> of an element that has no end tag", name=name))
        return _Tag(name, f"/{name}", is_end=True, says=False)
    end = token.index(">", match.end()) if name in _RAW else len(token) - 1
    written = token[match.end() : end]
    if not _ATTRIBUTES.fullmatch(written):
        return _Tag(
            name,
            name,
            is_empty=name in VOID or name in _RAW,
            fault=tr("the attributes of <%(name)s> cannot be read", name=name),
        )
    pairs = [
        (key.lower(), unescape(value[1:-1] if value[:1] in ("'", '"') else value))
        for key, value in _ATTRIBUTE.findall(written)
    ]
    attributes = dict(reversed(pairs))
    ids = tuple(value for key, value in pairs if key == "id" or (key == "name" and name == "a"))
    links = tuple(_links(name, attributes))
    refers_to = tuple(part for key, value in pairs if key in _IDREFS for part in value.split())
    fault = _fault(name, pairs, attributes)
    is_json = name == "script" and attributes.get("type", "").endswith(("json", "importmap", "speculationrules"))
    return _Tag(
        name,
        f"{name}/" if written.endswith("/") else name,
        is_empty=name in VOID or name in _RAW,
        ends_itself=written.endswith("/"),
        ids=ids,
        links=links,
        refers_to=refers_to,
        fault=fault,
        is_json=is_json,
        says=bool(ids or links or refers_to or fault or is_json),
    )


def _links(name: str, attributes: dict[str, str]) -> Iterator[str]:
    if name in ("base", "link") and attributes.get("rel") in ("preconnect", "dns-prefetch"):
        return
    for key, value in attributes.items():
        if key in _LINKS or (name == "use" and key == "href"):
            yield value.strip()
        elif key in ("srcset", "imagesrcset"):
            yield from (part.split()[0] for part in value.split(",") if part.split())


def _fault(name: str, pairs: list[tuple[str, str]], attributes: dict[str, str]) -> str:
    """Return what is wrong with a start tag by itself."""
    if len(attributes) < len(pairs):
        twice = next(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
        return tr("<%(name)s> has the attribute %(twice)s twice", name=name, twice=twice)
    if "id" in attributes and not re.fullmatch(r"\S+", attributes["id"]):
        return tr("<%(name)s> has an id that is empty or holds a space", name=name)
    if name == "img" and "alt" not in attributes:
        return tr('<img> has no alt: write what the picture shows, or alt="" for an ornament')
    if name == "img" and not attributes.get("src"):
        return tr("<img> has no src")
    if name == "a" and attributes.get("href", "#").strip() == "":
        return tr("<a> has an empty href")
    if name == "iframe" and not attributes.get("title"):
        return tr("<iframe> has no title")
    if name == "html" and not attributes.get("lang"):
        return tr("<html> has no lang")
    return ""


def _inside(token: str) -> str:
    """Return the text of a script's element."""
    return token[token.index(">") + 1 : token.rindex("</")]
