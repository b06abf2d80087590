"""HTML that Word, Excel and Google Docs write: lists that are paragraphs, emphasis that is a style."""

import re
from typing import Final

from bs4 import BeautifulSoup, Tag

from aimaq.importing.convert.html_tree import text_line

__all__ = ["plain_from_office"]

_LIST = re.compile(r"mso-list:\s*l\d+\s+level(\d+)", re.IGNORECASE)
_IGNORED = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
_BULLETS: Final = frozenset("·•o§-–—▪◦*ü")
_NUMBER = re.compile(r"(\d{1,9}|[a-zA-Z])[.)]")
#: What a style sheet says of emphasis, and the element that says the same.
_STYLES: Final = (
    (re.compile(r"(?<![\w-])font-weight:\s*(?:bold|[6-9]00)"), "strong"),
    (re.compile(r"(?<![\w-])font-style:\s*italic"), "em"),
    (re.compile(r"text-decoration:[^;]*line-through"), "del"),
    (re.compile(r"(?<![\w-])vertical-align:\s*super"), "sup"),
    (re.compile(r"(?<![\w-])vertical-align:\s*sub"), "sub"),
)
_PLAIN = re.compile(r"(?<![\w-])font-weight:\s*(?:normal|400)")


def plain_from_office(root: Tag, soup: BeautifulSoup) -> None:
    """Make elements of what office programs say by styles; no word is lost but the marks of lists."""
    for tag in list(root.find_all(["b", "strong", "span"], style=True)):
        style = str(tag["style"]).lower()
        if tag.name != "span" and _PLAIN.search(style):  # Google Docs puts everything that is copied into it
            tag.unwrap()
        elif tag.name == "span" and tag.find_parent(["h1", "h2", "h3", "h4", "h5", "h6"]) is None:
            for pattern, name in _STYLES:
                if pattern.search(style) and text_line(tag):
                    tag.wrap(soup.new_tag(name))
    lists: list[tuple[int, Tag]] = []
    after: Tag | None = None
    for paragraph in list(root.find_all(["p", "h1", "h2", "h3", "h4", "h5", "h6"])):
        match = _LIST.search(str(paragraph.get("style") or ""))
        if match is None or paragraph.name != "p":
            continue
        if after is None or after.find_next_sibling() is not paragraph:
            lists = []
        after = _listed(paragraph, int(match[1]), lists, soup)
    for inner in list(root.find_all(["ul", "ol"])):
        # Browsers show a list within a list, beside its items, as one of the item above it.
        if isinstance(parent := inner.parent, Tag) and parent.name in ("ul", "ol"):
            above = inner.find_previous_sibling("li")
            if above is None:
                inner.wrap(soup.new_tag("li"))
            else:
                above.append(inner.extract())


def _listed(paragraph: Tag, depth: int, lists: list[tuple[int, Tag]], soup: BeautifulSoup) -> Tag | None:
    """Make an item of a paragraph; return the list that stands in its place, None if its mark has to stay a word."""
    sign = paragraph.find(style=_IGNORED)
    mark = text_line(sign) if sign is not None else ""
    number = _NUMBER.fullmatch(mark)
    if mark and not number and mark not in _BULLETS:
        lists.clear()
        return None
    if sign is not None:
        sign.decompose()
    kind = "" if number is None else "1" if number[1].isdigit() else "a" if number[1].islower() else "A"
    while lists and (lists[-1][0] > depth or (lists[-1][0] == depth and _type(lists[-1][1]) != kind)):
        lists.pop()
    if not lists or lists[-1][0] < depth:
        new = soup.new_tag("ol" if kind else "ul")
        if kind not in ("", "1"):
            new["type"] = kind
        outer = lists[-1][1].find_all("li", recursive=False)[-1] if lists else None
        if outer is not None:
            outer.append(new)
        else:
            paragraph.insert_before(new)
        lists.append((depth, new))
    item = soup.new_tag("li")
    if number is not None:
        item["value"] = number[1] if kind == "1" else str(ord(number[1].lower()) - ord("a") + 1)
    for child in list(paragraph.children):
        item.append(child.extract())
    lists[-1][1].append(item)
    paragraph.decompose()
    return lists[0][1]


def _type(tag: Tag) -> str:
    return "" if tag.name == "ul" else str(tag.get("type") or "1")
