"""Removes from a page what does not belong to its article, and reports each block with the reason."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from bs4 import Tag

from aimaq.base.languages.messages import Message, tr, tr_number
from aimaq.importing.convert.counters import drop_counters
from aimaq.importing.convert.field_words import field_line
from aimaq.importing.convert.html_tree import drop_comments, text_line, visible_text
from aimaq.importing.report import SourceReport, shortened

__all__ = ["block_kind", "classes_of", "clean", "drop_block", "is_button", "is_discussion"]

#: Kinds of blocks that are not part of an article, and why they are left out.
_REASONS: Final[Mapping[str, str]] = {
    "comments": Message("comments are not part of the article"),
    "share": Message("buttons for sharing"),
    "related": Message("a list of other stories: the build makes its own"),
    "navigation": Message("navigation of the old site"),
    "advertisement": Message("an advertisement"),
    "widget": Message("a column beside the article"),
    "subscription": Message("a box to subscribe"),
    "byline": Message("date, author and sections stand in fields"),
    "button": Message("a button"),
    "cookies": Message("a notice about cookies"),
    "form": Message("a form, which needs the old site's server"),
    "hidden": Message("it was not shown"),
}
#: The words by which they are recognised in class names and ids, whole or between hyphens.
_WORDS: Final[Mapping[str, str]] = {
    "comments": "comments comment commentlist respond disqus discuss discussion discussions hypercomments cackle "
    "replies feedback guestbook kommentarii kommentarij kommentariy komment kommenty obsuzhdenie otzyv otzyvy "
    "pikir pikirler",
    "share": "share sharing sharedaddy addtoany addthis sharethis social socials ya-share2 likely a2a soc",
    "related": "related relatedposts yarpp recommended similar read-also more-news crp",
    "navigation": "nav navigation navbar menu breadcrumb breadcrumbs pagination pager back-to-top toc",
    "advertisement": "advert advertisement adsbygoogle ads adv banner",
    "widget": "sidebar widget",
    "subscription": "subscribe subscription newsletter",
    "byline": "byline entry-meta post-meta posted-on entry-date amp-wp-meta author-box cat-links tags-links post-views",
    "button": "print-link printfriendly rating ratings post-ratings amp-wp-canonical-link",
    "cookies": "cookie cookies gdpr",
}
_KIND_BY_WORD: Final = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_KIND_BY_TAG: Final = {"nav": "navigation", "form": "form", "menu": "navigation"}
_KIND_BY_ROLE: Final = {**dict.fromkeys(("navigation", "search", "banner"), "navigation"), "complementary": "widget"}
_BUTTON = re.compile(
    r"exit mobile version|view (?:full|desktop|non-amp) (?:site|version)|back to top|print this page|"
    r"полная версия(?: сайта)?|версия для печати|наверх|сайттың толық нұсқасы",
    re.IGNORECASE,
)
_READ_ALSO = re.compile(
    r"(?:читайте|смотрите|см\.) также|(?:похожие|другие) (?:новости|записи|материалы|статьи)|"
    r"материалы по теме|по теме|related (?:posts|stories|articles|news)|read (?:also|more)|see also|"
    r"(?:тағы )?оқи отырыңыз|тағы оқыңыз|ұқсас (?:жаңалықтар|материалдар)",
    re.IGNORECASE,
)
#: The heading of comments, or the link to write one; a number may stand beside it.
_DISCUSSION = re.compile(
    r"[\d\s()]*(?:комментари(?:и|я|ев)(?: читателей)?|отзывы(?: читателей)?|обсуждение|мнения читателей|пікірлер|"
    r"comments|discussion|responses|leave a (?:reply|comment)|(?:добавить|оставить|написать) (?:комментарий|отзыв)|"
    r"пікір (?:қалдыру|жазу)|ответить|reply|жауап беру)[\d\s()]*:?",
    re.IGNORECASE,
)
#: What a theme says about its layout: a page that "has-sidebar" is none.
_LAYOUT: Final = frozenset("has with no without is".split())
_EMBEDS: Final = frozenset(
    "amp-audio amp-facebook amp-iframe amp-instagram amp-twitter amp-video amp-vimeo amp-youtube applet audio canvas "
    "embed frame iframe math object portal svg video".split()
)
_CONTROLS: Final = frozenset("button datalist input meter optgroup option output progress select textarea".split())
_HEADINGS: Final = frozenset("h2 h3 h4 h5 h6 p div span strong b a button summary legend".split())
_HEADING_TAGS: Final = ["h2", "h3", "h4", "h5", "h6"]
_DIVISIONS: Final = frozenset("div section aside article ul ol".split())
#: A block with more than this share of a text is the article, even if its class says otherwise.
_MAX_SHARE = 0.4


def block_kind(tag: Tag) -> str:
    """Return the kind of a block that is not part of an article, by its tag, role and classes; "" for all others."""
    if kind := _KIND_BY_TAG.get(tag.name) or _KIND_BY_ROLE.get(str(tag.get("role") or "").lower()):
        return kind
    names = " ".join([*classes_of(tag), str(tag.get("id") or "")])
    for name in names.lower().replace("_", "-").split():
        if name.partition("-")[0] in _LAYOUT:
            continue
        for word in (name, *name.split("-")):
            if kind := _KIND_BY_WORD.get(word):
                return kind
        if kind := next((kind for word, kind in _KIND_BY_WORD.items() if "-" in word and name.startswith(word)), ""):
            return kind
    return ""


def classes_of(tag: Tag) -> list[str]:
    """Return the names of an element's classes."""
    value = tag.get("class")
    return list(value) if isinstance(value, list) else str(value or "").split()


def clean(root: Tag, title: str, report: SourceReport) -> None:
    """Remove everything from ``root`` that does not belong to the article with this title, and report it."""
    _drop_invisible(root, report)
    _drop_embeds(root, report)
    drop_counters(root, report)
    whole = len(visible_text(root)) or 1
    said = sum(len(visible_text(tag)) for tag in _outermost_discussions(root))
    mostly = max(1, whole - said) * _MAX_SHARE
    for tag in _elements(root):
        kind = block_kind(tag)
        if kind and (is_discussion(tag) or len(visible_text(tag)) <= mostly):
            drop_block(tag, kind, report)
        elif kind:
            why = tr(
                "it holds most of the text and is kept, although its name is that of something else: %(what)s",
                what=_REASONS[kind],
            )
            report.lost("article", f"{_selector(tag)} “{shortened(visible_text(tag))}”", why)
    _drop_discussions(root, report)
    _drop_related(root, report)
    left = len(visible_text(root))
    if left < _MAX_SHARE * whole:
        why = tr(
            "only %(share)s%% of the text that stood in it is left: read what has been left out",
            share=100 * left // whole,
        )
        report.lost("article", f"“{shortened(title)}”", why)
    for tag in _elements(root):
        if tag.name in ("a", "p", "div", "span") and is_button(tag):
            drop_block(tag, "button", report)
    for tag in _elements(root):
        if tag.name in ("h1", "h2") and title and field_line(tag).casefold() == " ".join(title.split()).casefold():
            report.left("title", f"“{shortened(title)}”", tr("it stands in the field of this name"))
            tag.decompose()
            break


def _outermost_discussions(root: Tag) -> list[Tag]:
    found = [tag for tag in root.find_all(True) if is_discussion(tag)]
    known = {id(tag) for tag in found}
    return [tag for tag in found if not any(id(parent) in known for parent in tag.parents)]


def is_discussion(tag: Tag) -> bool:
    """Return whether a block's whole name or its heading says that it holds comments, however long they are."""
    names = (*classes_of(tag), str(tag.get("id") or ""))
    return any(_KIND_BY_WORD.get(name.lower().replace("_", "-")) == "comments" for name in names) or (
        tag.name in _DIVISIONS and begins_discussion(tag)
    )


def begins_discussion(tag: Tag) -> bool:
    """Return whether the first words of a block are a heading of comments."""
    first = next((text for text in tag.find_all(string=True) if text.strip()), None)
    heading = first.find_parent(_HEADING_TAGS) if first is not None else None
    return heading is not None and heading is not tag and tag in heading.parents and is_heading_of_discussion(heading)


def is_heading_of_discussion(tag: Tag) -> bool:
    return _DISCUSSION.fullmatch(text_line(tag)) is not None


def is_button(tag: Tag) -> bool:
    """Return whether an element is a link or button of the old site: “Exit mobile version”."""
    return _BUTTON.fullmatch(text_line(tag)) is not None


def drop_block(tag: Tag, kind: str, report: SourceReport) -> None:
    """Remove a block, and report it unless it is empty."""
    text = shortened(visible_text(tag))
    pictures = len(tag.find_all(["img", "amp-img"]))
    if text or pictures:
        content = f"“{text}”" if text else tr_number("with %(number)s picture", "with %(number)s pictures", pictures)
        report.left(kind, f"{_selector(tag)} {content}", str(_REASONS[kind]))
    tag.decompose()


def _drop_invisible(root: Tag, report: SourceReport) -> None:
    """Remove scripts, hidden elements, and copies of pictures for browsers without scripts."""
    drop_comments(root)
    scripts = list(root.find_all(["script", "style", "template", "link", "meta"]))
    if scripts:
        shown = tr_number(
            "script, style and the like, %(number)s element",
            "script, style and the like, %(number)s elements",
            len(scripts),
        )
        report.left("script", shown, tr("nothing that runs is brought over"))
    for tag in scripts:
        tag.decompose()
    for tag in _elements(root):
        if tag.name == "noscript":
            # It holds the same picture as the element before it, which a script would load.
            before = tag.find_previous_sibling()
            if tag.find("img") and before is not None and before.name in ("img", "amp-img"):
                tag.decompose()
            elif tag.find("img") is None and (words := shortened(tag.get_text())):
                report.left("hidden", f"<noscript> “{words}”", str(_REASONS["hidden"]))
                tag.decompose()
            else:
                tag.unwrap()
        elif _is_hidden(tag):
            drop_block(tag, "hidden", report)


def _is_hidden(tag: Tag) -> bool:
    style = re.sub(r"\s", "", str(tag.get("style") or "")).lower()
    return (
        tag.has_attr("hidden")
        or "display:none" in style
        or "visibility:hidden" in style
        or any(name in ("screen-reader-text", "sr-only", "visually-hidden") for name in classes_of(tag))
    )


def _drop_embeds(root: Tag, report: SourceReport) -> None:
    """Remove what needs a player, a frame or the server of the old site."""
    for tag in _elements(root):
        if tag.name == "svg" and not text_line(tag):
            tag.decompose()  # an icon
        elif tag.name in _EMBEDS:
            inner = tag.find(src=True)
            address = tag.get("src") or tag.get("data-src") or tag.get("data") or (inner.get("src") if inner else "")
            shown = shortened(str(address or tag.get("data-videoid") or visible_text(tag)), 120)
            why = tr("what runs or is shown from elsewhere is not brought over")
            report.lost("embed", f"<{tag.name}> {shown}".rstrip(), why)
            tag.decompose()
        elif tag.name in _CONTROLS and not tag.find_parent("form"):
            if text := shortened(visible_text(tag)):
                report.left("form", f"<{tag.name}> “{text}”", str(_REASONS["form"]))
            tag.decompose()


def _drop_discussions(root: Tag, report: SourceReport) -> None:
    """Remove comments that only their heading shows; what they are is a guess, so each is a loss."""
    whole = len(visible_text(root)) or 1
    for tag in _elements(root):
        if tag.name not in _HEADINGS or not is_heading_of_discussion(tag):
            continue
        block = tag
        while (
            isinstance(parent := block.parent, Tag)
            and parent is not root
            and (len(visible_text(parent)) <= _MAX_SHARE * whole or begins_discussion(parent))
        ):
            block = parent
        name, why = f"{_selector(block)} “{shortened(visible_text(block))}”", tr("its heading is that of comments")
        if text_line(block) == text_line(tag):
            report.lost(
                "comments", name, tr("%(why)s, but nothing divides them from the text: read what follows", why=why)
            )
        else:
            report.lost("comments", name, why)
            block.decompose()


def _drop_related(root: Tag, report: SourceReport) -> None:
    """Remove a heading such as “Read also” with the links below it, or a paragraph that is both."""
    for tag in _elements(root):
        words = text_line(tag)
        match = _READ_ALSO.match(words)
        if match is None or tag.name not in ("h2", "h3", "h4", "h5", "h6", "p", "div", "strong", "b"):
            continue
        following = tag.find_next_sibling()
        if _READ_ALSO.fullmatch(words.rstrip(" :.…")):
            if following is not None and _is_links(following):
                drop_block(following, "related", report)
                drop_block(tag, "related", report)
        elif tag.name in ("p", "div") and tag.find("a") and _is_links(tag, len(match[0]) + 2):
            drop_block(tag, "related", report)


def _is_links(tag: Tag, heading: int = 0) -> bool:
    """Return whether an element holds little besides links; ``heading`` characters are its heading."""
    linked = sum(len(text_line(link)) for link in tag.find_all("a"))
    return linked > 0 and linked + heading >= 0.7 * len(text_line(tag))


def _elements(root: Tag) -> Iterator[Tag]:
    """Yield the elements below ``root``, except those that have been removed meanwhile."""
    for tag in root.find_all(True):
        if not tag.decomposed and tag.parent is not None:
            yield tag


def _selector(tag: Tag) -> str:
    named = "".join(f".{name}" for name in classes_of(tag)[:2])
    identifier = f"#{tag.get('id')}" if tag.get("id") else ""
    return f"<{tag.name}{named or identifier}>"
