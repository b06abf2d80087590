"""The numbers of a list's items, where no browser counts them: in plain text and in PDFs.

A list that begins with 2016, counts down or has letters is published so (HTML, 4.4.5 and 4.4.8). The printer of PDFs
numbers every list from 1, so its items get their numbers as styles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

__all__ = ["first_number", "item_sign", "signs_of_lists", "step_of", "styled_lists", "whole"]

#: What the attribute ``type`` of a list means in a style sheet.
_STYLES: Final = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_ROMAN: Final = {1000: "m", 900: "cm", 500: "d", 400: "cd", 100: "c", 90: "xc", 50: "l", 40: "xl"} | {
    10: "x", 9: "ix", 5: "v", 4: "iv", 1: "i",
}  # fmt: skip
_TAG: Final = re.compile(r"""<(/?)(ol|ul|li)\b((?:[^<>"']|"[^"]*"|'[^']*')*+)>""")
_ATTRIBUTE: Final = re.compile(r"""([a-z-]+)(?:="([^"]*)")?""")


def whole(text: str | None, otherwise: int) -> int:
    """Return the whole number that an attribute has, or another one."""
    return int(text) if text and text.removeprefix("-").isdecimal() else otherwise


def step_of(attributes: Mapping[str, str]) -> int:
    """Return by how much the numbers of a list go on: down, if it is reversed."""
    return -1 if "reversed" in attributes else 1


def first_number(attributes: Mapping[str, str], items: int) -> int:
    """Return the number of a list's first item; a reversed list of so many items ends with 1."""
    return whole(attributes.get("start"), items if "reversed" in attributes else 1)


def item_sign(number: int, kind: str) -> str:
    """Return a number as a list of this ``type`` shows it: "b" for 2 in a list with letters."""
    sign = ""
    if kind in ("a", "A"):
        rest = number
        while rest > 0:
            rest, letter = divmod(rest - 1, 26)
            sign = chr(ord("a") + letter) + sign
    elif kind in ("i", "I") and 0 < number < 4000:
        rest = number
        for value, letters in _ROMAN.items():
            sign, rest = sign + letters * (rest // value), rest % value
    return (sign.upper() if kind.isupper() else sign) or str(number)


def signs_of_lists(html: str) -> tuple[str, ...]:
    """Return of each list that is not numbered 1, 2, 3 which of all numbered lists it is, and how it is numbered.

    The number of the list is a part of it, since two lists with the same words may change the way of their numbers.
    """
    signs: list[list[str]] = []
    around: list[int] = []
    items: list[int] = []
    for end, name, rest in (tag.groups() for tag in _TAG.finditer(html)):
        if name == "li":
            if end or not around:
                continue
            items[-1] += 1
            if around[-1] >= 0 and (value := _attributes(rest).get("value")):
                signs[around[-1]].append(f"{items[-1]}={value}")
        elif end:
            del around[-1:], items[-1:]
        else:
            around.append(len(signs) if name == "ol" else -1)
            items.append(0)
            if name == "ol":
                signs.append(list(_sign_of(_attributes(rest))))
    return tuple(" ".join((str(number), *sign)) for number, sign in enumerate(signs, 1) if sign)


def _sign_of(attributes: Mapping[str, str]) -> Iterator[str]:
    """Yield in which ways a list is not numbered 1, 2, 3."""
    if style := _STYLES.get(attributes.get("type", "")):
        yield style
    if step_of(attributes) < 0:
        yield "reversed"
        yield attributes.get("start", "")
    elif (first := first_number(attributes, 0)) != 1:
        yield str(first)


def styled_lists(html: str) -> str:
    """Return a document in which styles say what the attributes of its lists do, for a printer that reads no others."""
    tags = [*_TAG.finditer(html)]
    counts = dict(_lengths(tags))
    parts: list[str] = []
    around: list[_List] = []
    last = 0
    for place, tag in enumerate(tags):
        if style := _style(tag, counts.get(place, 0), around):
            parts += [html[last : tag.end() - 1], f' style="{style}"']
            last = tag.end() - 1
    return "".join([*parts, html[last:]])


@dataclass(slots=True)
class _List:
    """A list that has not ended: the number of its next item, and what the printer would count on from."""

    number: int
    step: int
    shown: int = 0


def _style(tag: re.Match[str], items: int, around: list[_List]) -> str:
    """Return the style that a tag needs, "" if none; ``around`` are the lists that are open."""
    end, name, rest = tag.groups()
    if name == "li":
        if end or not around:
            return ""
        of = around[-1]
        of.number = whole(_attributes(rest).get("value"), of.number)
        is_counted = of.number == of.shown + 1
        of.shown, of.number = of.number, of.number + of.step
        return "" if is_counted else f"counter-increment: none; counter-set: list-item {of.shown}"
    if end:
        del around[-1:]
        return ""
    attributes = _attributes(rest) if name == "ol" else {}
    around.append(_List(first_number(attributes, items), step_of(attributes)))
    style = _STYLES.get(attributes.get("type", ""))
    return f"list-style-type: {style}" if style else ""


def _attributes(rest: str) -> Mapping[str, str]:
    return dict(_ATTRIBUTE.findall(rest))


def _lengths(tags: Sequence[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """Yield the place of each list's tag, and how many items it has."""
    around: list[list[int]] = []
    for place, tag in enumerate(tags):
        end, name, _ = tag.groups()
        if name != "li" and not end:
            around.append([place, 0])
        elif around and name == "li" and not end:
            around[-1][1] += 1
        elif around and name != "li":
            opened, items = around.pop()
            yield opened, items
