"""An article's elements set so that Markdown can say the same: nesting that it has no signs for is taken apart."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

from aimaq.importing.cleaning import classes_of
from aimaq.importing.html import BLOCKS

__all__ = ["paragraphs", "structure"]

_EMPHASIS = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "cite": "em", "dfn": "em", "var": "em"}
_STRUCK = {"s", "strike"}
#: Their words stay.
_PLAIN = ("u", "font", "big", "small", "tt", "mark", "abbr", "acronym", "bdi", "bdo", "ins", "kbd", "samp", "time", "q")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")


def structure(root: Tag, soup: BeautifulSoup) -> None:
    """Set the tree right in place. No word is added, moved or lost, but for the marks of ``<q>``."""
    for tag in list(root.find_all(["q"])):
        tag.insert(0, NavigableString("“"))
        tag.append(NavigableString("”"))
    for tag in list(root.find_all(_PLAIN)):
        tag.unwrap()
    for tag in list(root.find_all(True)):
        if tag.name == "amp-img":
            tag.name = "img"
        if tag.name in _EMPHASIS:
            tag.name = _EMPHASIS[tag.name]
        elif tag.name in _STRUCK:
            tag.name = "del"
        elif tag.name == "pre" and "verse" in " ".join(classes_of(tag)):
            tag.name = "p"
            _break_lines(tag, soup)
    _headings(root)
    for tag in list(root.find_all(["strong", "em", "del", "sup", "sub", "a", "code", "span"])):
        if tag.name == "span" or _holds_block(tag) or not _has_content(tag):
            tag.unwrap()
    root.smooth()
    _mixed(root, soup)
    _emphasis(root)
    for cell in list(root.find_all(["dl", "details"])):
        _plain_definitions(cell)
    root.smooth()


def paragraphs(root: Tag, soup: BeautifulSoup) -> None:
    """Make paragraphs of bare lines, as WordPress does when it shows a text of its old editor (``wpautop``)."""
    for tag in list(root.find_all("p")):
        # libxml2 begins a paragraph where a text begins without one.
        if any(isinstance(each, NavigableString) and _PARAGRAPH.search(each) for each in tag.children):
            tag.insert_before(NavigableString("\n\n"))
            tag.insert_after(NavigableString("\n\n"))
            tag.unwrap()
    for holder in [root, *root.find_all(["blockquote", "div", "td", "li"])]:
        if not any(isinstance(each, NavigableString) and "\n" in each.strip() for each in holder.children) and (
            holder is not root
        ):
            continue
        run: list[object] = []
        for child in [*holder.children, None]:
            if (isinstance(child, Tag) and child.name in BLOCKS - {"br", "img"}) or child is None:
                if any(isinstance(each, Tag) or str(each).strip() for each in run):
                    _wrap(run, child, holder, soup)
                run = []
            else:
                run.append(child)


def _wrap(run: list[object], before: Tag | None, holder: Tag, soup: BeautifulSoup) -> None:
    """Put a run of inline nodes into paragraphs that are divided by blank lines."""
    made: list[Tag] = [soup.new_tag("p")]
    for node in run:
        if isinstance(node, NavigableString):
            node.extract()
            for number, text in enumerate(_PARAGRAPH.split(str(node))):
                if number:
                    made.append(soup.new_tag("p"))
                made[-1].append(NavigableString(text))
        elif isinstance(node, Tag):
            made[-1].append(node.extract())
    for paragraph in made:
        if not paragraph.get_text().strip() and paragraph.find(True) is None:
            continue
        _break_lines(paragraph, soup)
        if before is None:
            holder.append(paragraph)
        else:
            before.insert_before(paragraph)


def _break_lines(tag: Tag, soup: BeautifulSoup) -> None:
    """Turn the line ends inside a paragraph into breaks."""
    for text in list(tag.find_all(string=True)):
        lines = str(text).split("\n")
        if len(lines) == 1:
            continue
        first = text.previous_element is tag
        pieces: list[NavigableString | Tag] = []
        for number, line in enumerate(lines):
            if number and not (first and number == 1 and not lines[0].strip()):
                pieces.append(soup.new_tag("br"))
            pieces.append(NavigableString(line))
        text.replace_with(*pieces)
    for end in (list(tag.children)[:2], list(tag.children)[::-1][:2]):
        for node in end:
            if isinstance(node, Tag) and node.name == "br":
                node.decompose()
            elif not isinstance(node, NavigableString) or node.strip():
                break


def _headings(root: Tag) -> None:
    """Let the highest heading be of the second level: the first is the title's."""
    found = list(root.find_all(_HEADINGS))
    shift = 1 if any(tag.name == "h1" for tag in found) else 0
    for tag in found:
        tag.name = f"h{min(6, int(tag.name[1]) + shift)}"
        if tag.find_parent(["td", "th", "li", *_HEADINGS]) is not None:
            tag.name = "strong" if tag.find_parent(_HEADINGS) is None else "span"
        elif not tag.get_text().strip():
            tag.unwrap()


def _mixed(root: Tag, soup: BeautifulSoup) -> None:
    """Put bare words that stand beside blocks into paragraphs, and a picture beside its caption into one of its own."""
    for tag in list(root.find_all(["p", "center", "figure", "figcaption", "address"])):
        if tag.name != "p" or _holds_block(tag):
            tag.name = "figure" if tag.name == "figure" else "div"
    for holder in [root, *root.find_all(["div", "section", "article", "figure", "header", "footer", "blockquote"])]:
        figure = holder.name == "figure"
        if holder is not root and not figure and not any(_is_apart(each, figure) for each in holder.children):
            continue
        run: list[PageElement] = []
        for child in [*holder.children, None]:
            if child is not None and not _is_apart(child, figure):
                run.append(child)
                continue
            _paragraph(run, soup)
            if isinstance(child, Tag) and child.name in ("img", "a"):
                _paragraph([child], soup)
            run = []


def _is_apart(node: PageElement, figure: bool) -> bool:
    """Tell whether a node ends a run of words: a block, and in a figure a picture, linked or not."""
    if not isinstance(node, Tag):
        return False
    picture = node.name == "img" or (node.name == "a" and node.find("img") is not None and not node.get_text().strip())
    return figure if picture else node.name in BLOCKS - {"br"}


def _paragraph(run: list[PageElement], soup: BeautifulSoup) -> None:
    """Put a run of inline nodes into a paragraph, unless there is nothing in it."""
    if any(isinstance(each, Tag) or str(each).strip() for each in run):
        paragraph = soup.new_tag("p")
        run[0].insert_before(paragraph)
        for node in run:
            paragraph.append(node.extract())


def _holds_block(tag: Tag) -> bool:
    return tag.find(list(BLOCKS - {"br", "img"})) is not None


def _has_content(tag: Tag) -> bool:
    return bool(tag.get_text().strip()) or tag.find(["img", "br"]) is not None


def _emphasis(root: Tag) -> None:
    """Take emphasis apart where asterisks would meet: within its own kind, or without a space beside another."""
    for tag in list(root.find_all(["strong", "em", "del"])):
        if tag.parent is None:
            continue
        if not tag.get_text().strip() or tag.find_parent(tag.name) is not None or tag.find_parent("code") is not None:
            tag.unwrap()
            continue
        following = tag.next_sibling
        while isinstance(following, Tag) and following.name == tag.name:
            for child in list(following.children):
                tag.append(child.extract())
            following.decompose()
            following = tag.next_sibling
    for tag in list(root.find_all(["strong", "em"])):
        if tag.parent is not None and _meets(tag.previous_sibling):
            tag.unwrap()
    # “***a** b*” is read in more than one way.
    for tag in list(root.find_all(["strong", "em"])):
        if tag.parent is not None and tag.parent.name in ("strong", "em"):
            tag.unwrap()


def _meets(side: object) -> bool:
    return isinstance(side, Tag) and side.name in ("strong", "em")


def _plain_definitions(tag: Tag) -> None:
    """Say a list of definitions by paragraphs: a source's nesting is seldom what Markdown has."""
    for term in tag.find_all(["dt", "summary"]):
        term.name = "p"
    for definition in tag.find_all("dd"):
        definition.name = "div"
    tag.name = "div"
