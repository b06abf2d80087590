"""Finds how the value of each slot has to be escaped, once, when a page is composed.

This works on the composed text, like contextual autoescaping, so templates and feed writers need to know nothing about
slots. The place is written into the slot as a string of steps:

    first step, the form          then, the encodings, innermost first
    l  markup with a link         h  HTML text or attribute value
    n  the same, with its age
    m  markup without a link      j  the inside of a JSON string
    t  text with its note         s  JSON inside a script element (``<`` must not end it)
    p  plain text                 x  XML text or attribute value
                                  w  the value is the whole file: nothing is encoded
"""

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import PurePosixPath
from urllib.parse import quote
from xml.sax.saxutils import escape, unescape

from aimaq.base.slots import (
    CLOSE,
    COMMAND,
    JSON_COMMAND,
    OPEN,
    SLOT,
    Slot,
    decode,
    encode,
    has_slots,
    with_place,
)
from aimaq.figures.text.markers import Figure, MarkerError, parse_marker

__all__ = ["situate"]

#: Elements that may hold no link (HTML, 4.5.1 and 4.10: no interactive content), or should not.
_NO_LINK = frozenset({"a", "button", "label", "summary", "option"})
#: Elements that may hold only text.
_NO_MARKUP = frozenset({"svg", "option"})
_HEADING = frozenset(f"h{level}" for level in range(1, 7))
_RAW = "script|style|title|textarea"
_DECISIVE = "|".join(sorted(_NO_LINK | _NO_MARKUP | _HEADING))
_HTML = re.compile(
    # Most of a page in one match: texts and tags without slots that do not matter for the slots that follow. Nothing
    # here is possessive, because of a bug in Python before 3.11.5 (CPython issue 106052). No tag has a "<" outside of
    # its quotes, so that many unclosed tags do not take quadratic time.
    rf"(?:[^<{OPEN}]+|</?(?!(?:{_RAW}|{_DECISIVE})\b)[a-z][^\s/<>{OPEN}]*(?=[\s/>])"
    rf"(?:\"[^\"{OPEN}]*\"|'[^'{OPEN}]*'|[^'\"<>{OPEN}])*>)+"
    r"|(?P<comment><!--.*?-->)"
    rf"|(?P<raw><(?P<rawname>{_RAW})\b[^>]*>)(?P<inside>.*?)(?P<end></(?P=rawname)\s*>)"
    r"|(?P<tag><(?P<closing>/?)(?P<name>[a-z][^\s/<>]*)(?=[\s/>])(?:\"[^\"]*\"|'[^']*'|[^'\"<>])*>)"
    rf"|(?P<slot>{SLOT.pattern})",
    re.DOTALL | re.IGNORECASE,
)
#: Elements of RSS 2.0 and its content module whose text is HTML by definition.
_RSS_HTML = frozenset({"description", "content:encoded"})
_XML_TEXT = re.compile(r"<(?P<name>[\w:]+)(?P<attributes>[^<>]*)>(?P<text>[^<]*)</(?P=name)>")


#: A slot that replaces a whole JSON string, quotes included: its command writes JSON.
_JSON_VALUE = re.compile(f'"({OPEN}{quote(JSON_COMMAND, safe="")}[^{OPEN}{CLOSE}]*{CLOSE})"')


def situate(path: str, text: str) -> str:
    """Return a composed file's text with each slot's place written into it; the format follows from ``path``."""
    if not has_slots(text):
        return text
    if SLOT.fullmatch(text.strip()):
        return with_place(text, "pw")
    suffix = PurePosixPath(path).suffix.lower()
    if suffix in (".html", ".htm"):
        return _html(text, link="l", markup="m")
    if suffix in (".xml", ".rss", ".atom", ".svg"):
        return _xml(text)
    if suffix in (".json", ".png"):  # a picture is drawn from a JSON document
        return _json(text)
    # In a text file the note stands beside the value, as in a feed.
    return with_place(text, "tw" if suffix == ".txt" else "pw")


def _html(text: str, *, link: str, markup: str) -> str:
    """Situate the slots of HTML; ``link`` and ``markup`` are the forms for flow text outside and inside a link."""
    opened: Counter[str] = Counter()
    dated: set[str] = set()

    def within(elements: Iterable[str]) -> int:
        return sum(opened[name] for name in elements)

    def placed(match: re.Match[str]) -> str:
        """Return what matched with the places of its slots, and note which element begins or ends there."""
        found: str = match[0]
        if match["tag"]:
            opened[match["name"].lower()] += -1 if match["closing"] else 0 if found.endswith("/>") else 1
        elif match["slot"]:
            form = "p" if within(_NO_MARKUP) else markup if within(_NO_LINK) else link
            if form == "l" and not within(_HEADING) and (key := _key_with_age(decode(found))) and key not in dated:
                # A page shows the age of a figure once, where its text first quotes it.
                dated.add(key)
                form = "n"
            return with_place(found, form + "h")
        elif match["raw"]:
            script = match["rawname"].lower() == "script"
            inside = _JSON_VALUE.sub(r"\1", match["inside"]) if script else match["inside"]
            return with_place(match["raw"], "ph") + with_place(inside, "pjs" if script else "ph") + match["end"]
        return with_place(found, "ph") if has_slots(found) else found

    parts: list[str] = []
    end, last = 0, text.rfind(OPEN)
    for match in _HTML.finditer(text):
        if match.start() > last:  # much of a page, such as its footer, stands behind the last slot
            break
        parts += text[end : match.start()], placed(match)
        end = match.end()
    return "".join((*parts, text[end:]))


def _key_with_age(slot: Slot) -> str:
    """Return the key of an indicator whose current value the slot prints, else ""."""
    if slot.body.startswith(COMMAND):
        return ""
    try:
        marker = parse_marker(slot.body)
    except MarkerError:
        return ""  # the fill reports it
    if not isinstance(marker, Figure) or marker.pinned or marker.at or marker.plan:
        return ""
    return marker.key if marker.show in ("", "number") else ""


@lru_cache(maxsize=512)  # a story stands in several feeds, in three formats
def _fragment(html: str) -> str:
    """Situate HTML that is shown without our stylesheet, such as a feed's content: text without our markup."""
    return _html(html, link="t", markup="p")


def _append(text: str, step: str) -> str:
    return SLOT.sub(lambda match: _with_step(match[1], step), text)


@lru_cache(maxsize=2048)
def _with_step(token: str, step: str) -> str:
    slot = decode(token)
    return encode(replace(slot, place=(slot.place or "p") + step))


def _xml(text: str) -> str:
    """Situate a feed: HTML where RSS 2.0 or an Atom ``type="html"`` (RFC 4287, 3.1) says so, else plain text."""

    def element(match: re.Match[str]) -> str:
        inside = match["text"]
        if has_slots(inside) and (match["name"] in _RSS_HTML or 'type="html"' in match["attributes"]):
            inside = escape(_fragment(unescape(inside)))
        return f"<{match['name']}{match['attributes']}>{inside}</{match['name']}>"

    return _append(_XML_TEXT.sub(element, text), "x")


def _json(text: str) -> str:
    """Situate a JSON document: plain text, except ``content_html`` (JSON Feed 1.1) and what ninjs says is HTML."""

    def walk(value: object, key: str = "") -> object:
        if isinstance(value, dict):
            names = {"value": "content_html"} if value.get("contentType") == "text/html" else {}
            return {name: walk(item, names.get(name) or name) for name, item in value.items()}
        if isinstance(value, list):
            return [walk(item, key) for item in value]
        if isinstance(value, str) and has_slots(value):
            return _append(_fragment(value) if key == "content_html" else value, "j")
        return value

    indent = 2 if "\n" in text.strip() else None
    document = json.dumps(walk(json.loads(text)), ensure_ascii=False, indent=indent)
    return _JSON_VALUE.sub(r"\1", document) + text[len(text.rstrip()) :]
