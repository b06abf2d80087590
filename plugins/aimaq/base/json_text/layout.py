"""Append an item to a list in JSON text, laid out as its neighbours are, and leave every other byte as it is."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from aimaq.base.json_text.document import Document, parent_of, pointer_step, value_at

__all__ = ["Item", "append_items"]

Item: TypeAlias = "Mapping[str, str | Decimal | Sequence[Decimal] | Item]"


def append_items(document: Document, new: Mapping[str, Sequence[Item]], lists: Sequence[str]) -> str:
    """Return the document's text with the ``new`` items, one at least each, appended to lists, given by pointers.

    ``lists`` are pointers to lists of such items, those of ``new`` among them: where a list is empty, the nearest one
    that has items shows how they are laid out.
    """
    edits = sorted((_appended(document, pointer, items, lists) for pointer, items in new.items()), reverse=True)
    parts, end = [], len(document.text)
    for start, stop, text in edits:
        parts += [document.text[stop:end], text]
        end = start
    return "".join(reversed([*parts, document.text[:end]]))


def _appended(document: Document, pointer: str, items: Sequence[Item], lists: Sequence[str]) -> tuple[int, int, str]:
    """Return what to replace in the text so that ``items`` follow those of a list: beginning, end, and new text."""
    text, span = document.text, document.spans[pointer]
    here = lists.index(pointer)
    nearest = sorted(lists, key=lambda each: (abs(lists.index(each) - here), lists.index(each)))
    model = next((each for each in nearest if _items(document, each)), None)
    layout = _learned(document, model) if model is not None else _default(document, pointer)
    ascii_only = text.isascii() and "\\u" in text
    new = [layout.write(item, ascii_only=ascii_only) for item in items]
    last = f"{pointer}/{len(_items(document, pointer)) - 1}"
    if last in document.spans:
        end = document.spans[last].end
        return end, end, layout.between + layout.between.join(new)
    # After a single item, the next begins as it does; in a list on one line, after a space.
    between = "," + (layout.opening or " ")
    return span.start, span.end, "[" + layout.opening + between.join(new) + layout.closing + "]"


@dataclass(frozen=True, slots=True)
class _Layout:
    """The white space and commas around the items of a list, and around the members of each object in them.

    ``before`` maps a member's pointer inside the item ("/source/url") to what stands between it and the member before
    it; ``default`` is for members that are not in it. ``ends`` maps an object's pointer ("", "/source") to the white
    space inside its brackets.
    """

    opening: str
    between: str
    closing: str
    colon: str = ": "
    default: str = ", "
    before: Mapping[str, str] = field(default_factory=dict)
    ends: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def write(self, value: str | Decimal | Sequence[Decimal] | Item, pointer: str = "", *, ascii_only: bool) -> str:
        """Return the JSON text of an item, or of the value at ``pointer`` in it."""
        if isinstance(value, Decimal):
            return format(value, "f")
        if isinstance(value, str):
            return json.dumps(value, ensure_ascii=ascii_only)
        if not isinstance(value, Mapping):
            return "[" + ", ".join(format(each, "f") for each in value) + "]"
        opening, closing = self.ends.get(pointer, ("", ""))
        inline = ", " if "\n" in self.default else self.default
        parts: list[str] = []
        for name, member in value.items():
            place = pointer + pointer_step(name)
            separator = self.before.get(place, inline if pointer else self.default)
            text = self.write(member, place, ascii_only=ascii_only)
            parts += [separator if parts else opening, json.dumps(name), self.colon, text]
        return "{" + "".join(parts) + closing + "}"


def _items(document: Document, pointer: str) -> list[object]:
    found = value_at(document.value, pointer)
    assert isinstance(found, list), "the caller passes pointers to lists"
    return list(found)


def _learned(document: Document, pointer: str) -> _Layout:
    """Return the layout of a list that has items."""
    text, spans, count = document.text, document.spans, len(_items(document, pointer))
    whole, first, last = spans[pointer], spans[f"{pointer}/0"], f"{pointer}/{count - 1}"
    opening = text[whole.start + 1 : first.start]
    closing = text[spans[last].end : whole.end - 1]
    # After a single item, the next begins as it does; in a list on one line, after a space.
    between = "," + (opening or " ")
    if count > 1:
        between = text[spans[f"{pointer}/{count - 2}"].end : spans[last].start]
    before: dict[str, str] = {}
    ends: dict[str, tuple[str, str]] = {}
    colons: Counter[str] = Counter()
    decoder = json.JSONDecoder()
    # The last item is the model; earlier ones are, for members that it does not have.
    for item, parent, members in reversed(_objects(document, pointer)):
        places = [spans[member] for member in members]
        inside = (text[spans[parent].start + 1 : places[0].key], text[places[-1].end : spans[parent].end - 1])
        ends.setdefault(parent.removeprefix(item), inside)
        for place, left, right in zip(members[1:], places, places[1:], strict=False):
            before.setdefault(place.removeprefix(item), text[left.end : right.key])
        # A key's text ends where the decoder stops.
        colons.update(text[decoder.raw_decode(text, place.key or 0)[1] : place.start] for place in places)
    own = Counter(separator for place, separator in before.items() if parent_of(place) == "")
    default = own.most_common(1)[0][0] if own else ", "
    colon = colons.most_common(1)[0][0] if colons else ": "
    return _Layout(opening, between, closing, colon, default, before, ends)


def _objects(document: Document, pointer: str) -> list[tuple[str, str, list[str]]]:
    """Return each object in the list, in order: pointers to the item that holds it, to itself and to its members."""
    children: dict[str, list[str]] = {}
    below = pointer + "/"
    inside = ((span.start, place) for place, span in document.spans.items() if span.key is not None)
    for _, place in sorted(each for each in inside if each[1].startswith(below)):
        children.setdefault(parent_of(place), []).append(place)
    step = len(pointer) + 1
    return [(f"{pointer}/{parent[step:].partition('/')[0]}", parent, members) for parent, members in children.items()]


def _default(document: Document, pointer: str) -> _Layout:
    """Return the layout for the very first item: one line, indented one step further than its list."""
    text, spans = document.text, document.spans

    def indent(place: str) -> str | None:
        key = spans[place].key or 0
        start = text.rfind("\n", 0, key) + 1
        return text[start:key] if start and not text[start:key].strip(" \t") else None

    own, outer = indent(pointer), indent(parent_of(pointer))
    if own is None:
        return _Layout("", ", ", "")
    step = own.removeprefix(outer) if outer is not None else ""
    line = "\r\n" if "\r\n" in text else "\n"
    return _Layout(line + own + (step or "  "), "", line + own)
