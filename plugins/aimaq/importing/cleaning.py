"""What of a page is not its article, taken out of it, with the reason for each block."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from bs4 import Tag
from bs4.element import Comment, Doctype, PreformattedString

from aimaq.importing.accounts import Outcome, shortened
from aimaq.importing.html import visible_text

__all__ = ["Dropped", "block_reason", "classes_of", "clean", "drop_block", "is_button"]

#: Tells of a dropped block: kind, name, outcome, reason.
Dropped = Callable[[str, str, Outcome, str], None]

#: Words of class names and ids, whole or as parts between hyphens, and what a block is that bears one.
_REASONS: Final = (
    ("comments", "comments comment commentlist respond disqus"),
    ("share", "share sharing sharedaddy addtoany addthis sharethis social socials ya-share2 likely a2a soc"),
    ("related", "related relatedposts yarpp recommended similar read-also more-news crp"),
    ("navigation", "nav navigation navbar menu breadcrumb breadcrumbs pagination pager back-to-top toc"),
    ("advertisement", "advert advertisement adsbygoogle ads adv banner"),
    ("widget", "sidebar widget"),
    ("subscription", "subscribe subscription newsletter"),
    (
        "byline",
        "byline entry-meta post-meta posted-on entry-date amp-wp-meta author-box cat-links tags-links post-views",
    ),
    ("button", "print-link printfriendly rating ratings post-ratings amp-wp-canonical-link"),
    ("cookies", "cookie cookies gdpr"),
)
_BY_WORD: Final = {word: kind for kind, words in _REASONS for word in words.split()}
_WHY: Final = {
    "comments": "comments and the form for them are no part of the article",
    "share": "buttons for sharing",
    "related": "a list of other stories: ours is made by the build",
    "navigation": "navigation of the old site",
    "advertisement": "an advertisement",
    "widget": "a column beside the article",
    "subscription": "a box to subscribe",
    "byline": "date, author and sections stand in fields",
    "button": "a button of the old site",
    "cookies": "a notice on cookies",
    "form": "a form, which needs the old site's server",
    "script": "nothing that runs is brought over",
    "hidden": "it was not shown",
}
_BY_TAG: Final = {"nav": "navigation", "form": "form", "menu": "navigation"}
_BY_ROLE: Final = {
    "navigation": "navigation",
    "search": "navigation",
    "complementary": "widget",
    "banner": "navigation",
}
_MOBILE = re.compile(
    r"exit mobile version|view (?:full|desktop|non-amp) (?:site|version)|back to top|print this page|"
    r"полная версия(?: сайта)?|версия для печати|наверх|сайттың толық нұсқасы",
    re.IGNORECASE,
)
_ALSO = re.compile(
    r"(?:читайте|смотрите|см\.) также|(?:похожие|другие) (?:новости|записи|материалы|статьи)|"
    r"материалы по теме|по теме|related (?:posts|stories|articles|news)|read (?:also|more)|see also|"
    r"(?:тағы )?оқи отырыңыз|тағы оқыңыз|ұқсас (?:жаңалықтар|материалдар)",
    re.IGNORECASE,
)
_EMBEDS: Final = frozenset(
    [
        "amp-iframe",
        "amp-youtube",
        "amp-facebook",
        "amp-instagram",
        "amp-twitter",
        "amp-video",
        "amp-audio",
        "amp-vimeo",
        "applet",
        "audio",
        "canvas",
        "embed",
        "frame",
        "iframe",
        "math",
        "object",
        "portal",
        "video",
    ]
)
_CONTROLS: Final = frozenset(
    ["button", "datalist", "input", "meter", "optgroup", "option", "output", "progress", "select", "textarea"]
)
#: Of the words of a text: a block with more is the article, whatever it is called.
_MOST = 0.4


def block_reason(tag: Tag) -> str:
    """Return what kind of block that is no part of an article an element is by its name, role and class; else ""."""
    role = str(tag.get("role") or "")
    if kind := _BY_TAG.get(tag.name) or _BY_ROLE.get(role.lower()):
        return kind
    names = " ".join([*classes_of(tag), str(tag.get("id") or "")])
    for name in names.lower().replace("_", "-").split():
        for word in (name, *name.split("-")):
            if kind := _BY_WORD.get(word):
                return kind
        if kind := next((kind for word, kind in _BY_WORD.items() if "-" in word and name.startswith(word)), ""):
            return kind
    return ""


def classes_of(tag: Tag) -> list[str]:
    """Return the names of an element's classes."""
    value = tag.get("class")
    return list(value) if isinstance(value, list) else str(value or "").split()


def clean(root: Tag, title: str, dropped: Dropped) -> None:
    """Take out of ``root`` whatever is not the text of the article called ``title``; ``dropped`` is told of each."""
    _unseen(root, dropped)
    _embeds(root, dropped)
    whole = len(visible_text(root)) or 1
    for tag in _elements(root):
        kind = block_reason(tag)
        if kind and len(visible_text(tag)) <= _MOST * whole:
            drop_block(tag, kind, dropped)
    _lists_of_others(root, dropped)
    for tag in _elements(root):
        if tag.name in ("a", "p", "div", "span") and is_button(tag):
            drop_block(tag, "button", dropped)
    for tag in _elements(root):
        if tag.name in ("h1", "h2") and title and _words(tag).casefold() == " ".join(title.split()).casefold():
            dropped("title", f"“{shortened(title)}”", Outcome.LEFT, "it stands in the field of this name")
            tag.decompose()
            break


def is_button(tag: Tag) -> bool:
    """Tell whether an element only says where to go from here: “Exit mobile version”."""
    return _MOBILE.fullmatch(_words(tag)) is not None


def drop_block(tag: Tag, kind: str, dropped: Dropped) -> None:
    """Take a block out, and tell of it if there is anything in it."""
    text = shortened(visible_text(tag))
    pictures = len(tag.find_all(["img", "amp-img"]))
    if text or pictures:
        held = f"“{text}”" if text else f"with {pictures} picture{'s' * (pictures > 1)}"
        dropped(kind, f"{_selector(tag)} {held}", Outcome.LEFT, _WHY.get(kind, kind))
    tag.decompose()


def _unseen(root: Tag, dropped: Dropped) -> None:
    """Take out what runs, what is not shown, and what is shown only where scripts do not run."""
    for text in list(root.find_all(string=lambda text: isinstance(text, Comment | Doctype | PreformattedString))):
        text.extract()
    scripts = [tag for tag in root.find_all(["script", "style", "template", "link", "meta"])]
    if scripts:
        told = "1 element" if len(scripts) == 1 else f"{len(scripts)} elements"
        dropped("script", f"script, style and the like, {told}", Outcome.LEFT, _WHY["script"])
    for tag in scripts:
        tag.decompose()
    for tag in _elements(root):
        if tag.name == "noscript":
            # The picture for browsers without scripts, beside one that a script would load.
            before = tag.find_previous_sibling()
            if tag.find("img") and before is not None and before.name in ("img", "amp-img"):
                tag.decompose()
            else:
                tag.unwrap()
        elif _is_hidden(tag):
            drop_block(tag, "hidden", dropped)


def _is_hidden(tag: Tag) -> bool:
    style = re.sub(r"\s", "", str(tag.get("style") or "")).lower()
    return (
        tag.has_attr("hidden")
        or "display:none" in style
        or "visibility:hidden" in style
        or any(name in ("screen-reader-text", "sr-only", "visually-hidden") for name in classes_of(tag))
    )


def _embeds(root: Tag, dropped: Dropped) -> None:
    for tag in _elements(root):
        if tag.name == "svg":
            tag.decompose()  # an icon; what it says is never text of the article
        elif tag.name in _EMBEDS:
            inner = tag.find(src=True)
            address = tag.get("src") or tag.get("data-src") or tag.get("data") or (inner.get("src") if inner else "")
            name = (
                f"<{tag.name}> {shortened(str(address or tag.get('data-videoid') or visible_text(tag)), 120)}".rstrip()
            )
            dropped("embed", name, Outcome.LOST, "what runs or is shown from elsewhere is not brought over")
            tag.decompose()
        elif tag.name in _CONTROLS and not tag.find_parent("form"):
            if text := shortened(visible_text(tag)):
                dropped("form", f"<{tag.name}> “{text}”", Outcome.LEFT, _WHY["form"])
            tag.decompose()


def _lists_of_others(root: Tag, dropped: Dropped) -> None:
    """Take out a heading such as “Read also” with the links below it, or a paragraph that is both."""
    for tag in _elements(root):
        words = _words(tag)
        if tag.name not in ("h2", "h3", "h4", "h5", "h6", "p", "div", "strong", "b") or not _ALSO.match(words):
            continue
        following = tag.find_next_sibling()
        if _ALSO.fullmatch(words.rstrip(" :.…")):
            if following is not None and _is_links(following):
                drop_block(following, "related", dropped)
                drop_block(tag, "related", dropped)
        elif tag.name in ("p", "div") and tag.find("a") and _is_links(tag, len(_ALSO.match(words)[0]) + 2):  # type: ignore[index]  # it matched above
            drop_block(tag, "related", dropped)


def _is_links(tag: Tag, besides: int = 0) -> bool:
    """Tell whether an element holds links and hardly any text but theirs; ``besides`` so many characters are."""
    linked = sum(len(_words(link)) for link in tag.find_all("a"))
    return linked > 0 and linked + besides >= 0.7 * len(_words(tag))


def _elements(root: Tag) -> Iterator[Tag]:
    """Yield the elements below ``root`` that have not been taken out meanwhile."""
    for tag in root.find_all(True):
        if not tag.decomposed and tag.parent is not None:
            yield tag


def _words(tag: Tag) -> str:
    return " ".join(visible_text(tag).split())


def _selector(tag: Tag) -> str:
    named = "".join(f".{name}" for name in classes_of(tag)[:2])
    identifier = f"#{tag.get('id')}" if tag.get("id") else ""
    return f"<{tag.name}{named or identifier}>"
