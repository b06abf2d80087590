"""Simplifies the elements of an article to what Markdown can express; nesting that it has no syntax for is removed."""

import re

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

from aimaq.importing.convert.cleaning import classes_of
from aimaq.importing.convert.footnotes import take_footnotes
from aimaq.importing.convert.html_tree import BLOCKS
from aimaq.importing.convert.office import plain_from_office

__all__ = ["add_paragraphs", "normalise"]

_EMPHASIS = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "cite": "em", "dfn": "em", "var": "em"}
#: How a style sheet says what the attribute ``type`` of a numbered list says.
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:[^;]*?\b((?:lower|upper)-(?:alpha|latin|roman))\b")
_LIST_STYLES = {
    f"{size}-{name}": letter if size == "lower" else letter.upper()
    for size in ("lower", "upper")
    for name, letter in (("alpha", "a"), ("latin", "a"), ("roman", "i"))
}
_STRUCK = {"s", "strike"}
#: Elements that are replaced by their content.
_UNWRAPPED = "u font big small tt mark abbr acronym bdi bdo ins kbd samp time q".split()
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")


def normalise(root: Tag, soup: BeautifulSoup) -> None:
    """Simplify the tree in place; no word is added, moved or lost, but ``<q>`` gets its signs, and ``<rt>`` too."""
    take_footnotes(root)
    plain_from_office(root, soup)
    for tag in list(root.find_all("q")):
        tag.insert(0, NavigableString("“"))
        tag.append(NavigableString("”"))
    # Readers see it above the line: without signs, 20 with 21 above it would be 2021.
    for tag in () if root.find("rp") else list(root.find_all("rt")):
        tag.insert(0, NavigableString(" ("))
        tag.append(NavigableString(")"))
    for tag in list(root.find_all(_UNWRAPPED)):
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
    for tag in root.find_all("ol"):
        if kind := _LIST_STYLES.get("".join(_LIST_STYLE.findall(str(tag.get("style") or "").lower())[-1:])):
            tag["type"] = kind
    _lower_headings(root)
    for tag in list(root.find_all(["strong", "em", "del", "sup", "sub", "a", "code", "span"])):
        if tag.name == "span" or _holds_block(tag) or not _has_content(tag):
            tag.unwrap()
    root.smooth()
    _separate_inline_from_blocks(root, soup)
    _separate_emphasis(root)
    # Lists of definitions become paragraphs: the nesting of sources seldom fits Markdown's syntax for them.
    for tag in list(root.find_all(["dl", "details"])):
        for inner in tag.find_all(["dt", "summary", "dd"]):
            inner.name = "div" if inner.name == "dd" else "p"
        tag.name = "div"
    root.smooth()


def add_paragraphs(root: Tag, soup: BeautifulSoup) -> None:
    """Make paragraphs of lines outside elements, as WordPress' ``wpautop`` does for texts of its old editor."""
    for tag in list(root.find_all("p")):
        # libxml2 adds a paragraph where a text begins without one.
        if any(isinstance(node, NavigableString) and _BLANK_LINE.search(node) for node in tag.children):
            tag.insert_before(NavigableString("\n\n"))
            tag.insert_after(NavigableString("\n\n"))
            tag.unwrap()
    for holder in [root, *root.find_all(["blockquote", "div", "td", "li"])]:
        lines = any(isinstance(node, NavigableString) and "\n" in node.strip() for node in holder.children)
        if holder is not root and not lines:
            continue
        run: list[PageElement] = []
        for child in [*holder.children, None]:
            if child is None or (isinstance(child, Tag) and child.name in BLOCKS - {"br", "img"}):
                if _is_content(run):
                    _wrap_in_paragraphs(run, child, holder, soup)
                run = []
            else:
                run.append(child)


def _wrap_in_paragraphs(run: list[PageElement], before: Tag | None, holder: Tag, soup: BeautifulSoup) -> None:
    """Put inline nodes into paragraphs, one for each group of lines between blank lines."""
    paragraphs: list[Tag] = [soup.new_tag("p")]
    for node in run:
        if isinstance(node, NavigableString):
            node.extract()
            for number, text in enumerate(_BLANK_LINE.split(str(node))):
                if number:
                    paragraphs.append(soup.new_tag("p"))
                paragraphs[-1].append(NavigableString(text))
        elif isinstance(node, Tag):
            paragraphs[-1].append(node.extract())
    for paragraph in paragraphs:
        if not paragraph.get_text().strip() and paragraph.find(True) is None:
            continue
        _break_lines(paragraph, soup)
        if before is None:
            holder.append(paragraph)
        else:
            before.insert_before(paragraph)


def _break_lines(tag: Tag, soup: BeautifulSoup) -> None:
    """Turn line ends inside a paragraph into ``<br>``."""
    for text in list(tag.find_all(string=True)):
        lines = str(text).split("\n")
        if len(lines) == 1:
            continue
        first = text.previous_element is tag
        nodes: list[NavigableString | Tag] = []
        for number, line in enumerate(lines):
            if number and not (first and number == 1 and not lines[0].strip()):
                nodes.append(soup.new_tag("br"))
            nodes.append(NavigableString(line))
        text.replace_with(*nodes)
    for end in (list(tag.children)[:2], list(tag.children)[::-1][:2]):
        for node in end:
            if isinstance(node, Tag) and node.name == "br":
                node.decompose()
            elif not isinstance(node, NavigableString) or node.strip():
                break


def _lower_headings(root: Tag) -> None:
    """Lower all headings by one level if any is of the first, which is the title's."""
    found = list(root.find_all(_HEADINGS))
    shift = 1 if any(tag.name == "h1" for tag in found) else 0
    for tag in found:
        tag.name = f"h{min(6, int(tag.name[1]) + shift)}"
        if tag.find_parent(["td", "th", "li", *_HEADINGS]) is not None:
            tag.name = "strong" if tag.find_parent(_HEADINGS) is None else "span"
        elif not tag.get_text().strip():
            tag.unwrap()


def _separate_inline_from_blocks(root: Tag, soup: BeautifulSoup) -> None:
    """Put words that stand beside blocks into paragraphs, and a picture beside its caption into one of its own."""
    for tag in list(root.find_all(["p", "center", "figure", "figcaption", "address"])):
        if tag.name != "p" or _holds_block(tag):
            tag.name = "figure" if tag.name == "figure" else "div"
    for holder in [root, *root.find_all(["div", "section", "article", "figure", "header", "footer", "blockquote"])]:
        figure = holder.name == "figure"
        if holder is not root and not figure and not any(_ends_run(child, figure) for child in holder.children):
            continue
        run: list[PageElement] = []
        for child in [*holder.children, None]:
            if child is not None and not _ends_run(child, figure):
                run.append(child)
                continue
            _wrap_in_paragraph(run, soup)
            if isinstance(child, Tag) and child.name in ("img", "a"):
                _wrap_in_paragraph([child], soup)
            run = []


def _ends_run(node: PageElement, figure: bool) -> bool:
    """Return whether a node ends a run of inline nodes: a block does, and in a figure a picture, linked or not."""
    if not isinstance(node, Tag):
        return False
    picture = node.name == "img" or (node.name == "a" and node.find("img") is not None and not node.get_text().strip())
    return figure if picture else node.name in BLOCKS - {"br"}


def _wrap_in_paragraph(run: list[PageElement], soup: BeautifulSoup) -> None:
    """Put inline nodes into one paragraph, unless they are empty."""
    if _is_content(run):
        paragraph = soup.new_tag("p")
        run[0].insert_before(paragraph)
        for node in run:
            paragraph.append(node.extract())


def _is_content(run: list[PageElement]) -> bool:
    return any(isinstance(node, Tag) or str(node).strip() for node in run)


def _holds_block(tag: Tag) -> bool:
    return tag.find(list(BLOCKS - {"br", "img"})) is not None


def _has_content(tag: Tag) -> bool:
    return bool(tag.get_text().strip()) or tag.find(["img", "br"]) is not None


def _separate_emphasis(root: Tag) -> None:
    """Merge or remove emphasis whose asterisks would touch: inside its own kind, or without a space beside another."""
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
        before = tag.previous_sibling
        if tag.parent is not None and isinstance(before, Tag) and before.name in ("strong", "em"):
            tag.unwrap()
    # “***a** b*” is ambiguous.
    for tag in list(root.find_all(["strong", "em"])):
        if tag.parent is not None and tag.parent.name in ("strong", "em"):
            tag.unwrap()
