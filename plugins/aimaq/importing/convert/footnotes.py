"""Footnotes in HTML of any program: a call and a note are two places of a page that lead to each other.

Python-Markdown, CommonMark's processors, Word, Google Docs and WordPress name and nest them differently, but in all of
them a short link, such as “[1]”, leads to a note, and a link in the note leads back.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from bs4 import Tag
from bs4.element import NavigableString

from aimaq.importing.convert.html_tree import text_line

__all__ = ["CALL", "NOTE", "take_footnotes"]

#: Elements of our own: a call with “[^1]” as its text, and a note with its number in the attribute ``data-number``.
CALL: Final = "note-call"
NOTE: Final = "note-text"
_MARK = re.compile(r"[\[(]?(?:\d{1,4}|[*†‡§]{1,4}|[a-zA-Z]{1,4})[\])]?\.?")
_BRACKETS: Final = frozenset(["", "[", "]", "(", ")", ".", "[]", "()"])
_HOLDERS: Final = ["li", "aside", "dd", "td", "p", "div"]
#: How deep the named place of a call may be in its link, or its link in the place: ``<sup id=…><a href=…>``.
_NEAR: Final = 3


def take_footnotes(root: Tag) -> None:
    """Replace calls by elements ``CALL``, and put the notes, as elements ``NOTE``, at the end of ``root``."""
    calls = _calls(root)
    notes: dict[int, Tag] = {}
    for _, note in calls:
        notes.setdefault(id(note), note)
    numbers = {key: number for number, key in enumerate(notes, 1)}
    backs = [link for note in notes.values() for link in note.find_all("a", href=True) if _fragment(link)]
    backs = [link for link in backs if _MARK.fullmatch(text_line(link)) or not re.search(r"\w", link.get_text())]
    for link, note in calls:
        _replace_call(link, numbers[id(note)])
    for back in backs:
        back.decompose()
    for key, note in notes.items():
        around = note.parent
        root.append(_note(note, numbers[key]))
        while around is not None and around is not root and not text_line(around) and around.find("img") is None:
            empty, around = around, around.parent
            empty.decompose()
    for rule in list(root.find_all("hr")) if notes else ():
        following = rule.find_next_sibling()
        if following is None or following.name == NOTE:
            rule.decompose()


def _calls(root: Tag) -> list[tuple[Tag, Tag]]:
    """Return pairs of a link and the element that holds its note, in the order of the text."""
    places = {str(name): tag for tag in root.find_all(True) for name in (tag.get("id"), tag.get("name")) if name}
    found: list[tuple[Tag, Tag]] = []
    known: set[int] = set()
    for link in root.find_all("a", href=True):
        place = places.get(_fragment(link))
        if place is None or not _MARK.fullmatch(text_line(link)) or any(id(each) in known for each in link.parents):
            continue
        note = _holder(place, link, root)
        if note is not None and (id(note) in known or any(_is_at(link, back, places) for back in note.find_all("a"))):
            known.add(id(note))
            found.append((link, note))
    return found


def _holder(place: Tag, call: Tag, root: Tag) -> Tag | None:
    """Return the element that holds the note at a place, or None if the place is no note of its own."""
    note = place if place.name in _HOLDERS else place.find_parent(_HOLDERS)
    while note is not None and note.name in ("p", "div") and isinstance(parent := note.parent, Tag):
        # Word puts the paragraphs of a note into a <div>, and Google Docs too.
        whole = parent.name == "div" and text_line(parent).startswith(text_line(note))
        if (
            parent is root
            or not whole
            or parent.find("hr") is not None
            or len(list(_short_links(parent))) > len(list(_short_links(note)))
        ):
            break
        note = parent
    return None if note is None or note is root or note in call.parents or root in note.descendants else note


def _short_links(tag: Tag) -> Iterator[Tag]:
    return (link for link in tag.find_all("a", href=True) if _fragment(link) and _MARK.fullmatch(text_line(link)))


def _fragment(link: Tag) -> str:
    address = str(link.get("href") or "")
    return address[1:] if address.startswith("#") else ""


def _is_at(call: Tag, back: Tag, places: Mapping[str, Tag]) -> bool:
    """Return whether a link of a note leads to its call: to it, into it, or to what is closely around or before it."""
    place = places.get(_fragment(back))
    if place is None:
        return False
    near = [call, *list(call.parents)[:_NEAR]]
    beside = place.parent is call.parent and not text_line(place)
    return place in near[: 1 + _NEAR] or call in place.parents or beside


def _replace_call(link: Tag, number: int) -> None:
    outer = link
    while isinstance(parent := outer.parent, Tag) and parent.name in ("sup", "span") and _is_only(outer, parent):
        outer = parent
    call = Tag(name=CALL)
    call.append(NavigableString(f"[^{number}]"))
    outer.replace_with(call)


def _is_only(tag: Tag, parent: Tag) -> bool:
    return text_line(parent).strip("[]()") == text_line(tag).strip("[]()")


def _note(holder: Tag, number: int) -> Tag:
    """Return a note without its own number, taken out of the page."""
    for text in list(holder.find_all(string=True)):
        if text.strip() not in _BRACKETS:
            text.replace_with(NavigableString(text.lstrip()))
            break
        text.extract()
    note = Tag(name=NOTE, attrs={"data-number": str(number)})
    for child in list(holder.children):
        note.append(child.extract())
    holder.decompose()
    return note
