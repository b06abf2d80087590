"""Which parts of Pelican's own values a template can read; the keys of pages cover them."""

from collections.abc import Iterable
from typing import Any

from pelican.contents import Content
from pelican.contents import Page as PageContent
from pelican.paginator import Page, Paginator
from pelican.urlwrappers import Author, Category, Tag, URLWrapper

from aimaq.build.fingerprints import Fingerprints, Kinds

__all__ = ["CONTENT_VARIABLES", "KINDS", "is_page", "names_of"]

#: The variables by which Pelican offers contents, whose summaries may be made of their words.
CONTENT_VARIABLES = frozenset(
    (
        *("article", "articles", "hidden_articles", "drafts", "dates", "period_archives", "related_posts"),
        *("page", "pages", "hidden_pages", "draft_pages", "generated_content", "static_content"),
        *("tag", "tags", "category", "categories", "author", "authors"),
        *("articles_page", "articles_paginator", "articles_previous_page", "articles_next_page"),
    )
)
_PARTS_OF_PAGE = ("object_list", "number", "url", "save_as", "paginator")
_PARTS_OF_PAGINATOR = ("name", "url", "per_page", "orphans", "count", "num_pages")
#: Methods by which a template may print a text without naming `content`.
_PRINTING = frozenset({"get_content", "get_summary", "_content"})


def _content(fingerprints: Fingerprints, value: Any) -> Iterable[Any]:
    shown = fingerprints.named_attributes(value)
    return shown if fingerprints.attributes.isdisjoint(_PRINTING) else [*shown, value.content]


KINDS: Kinds = (
    (Content, _content),
    (URLWrapper, Fingerprints.named_attributes),
    (Page, lambda _, value: [getattr(value, name) for name in _PARTS_OF_PAGE]),
    (Paginator, lambda _, value: [getattr(value, name) for name in _PARTS_OF_PAGINATOR]),
)
"""For each of Pelican's types: which of its values a template can read."""


def is_page(content: Content | None) -> bool:
    """Return whether a content is a page of Pelican's, and no article."""
    return isinstance(content, PageContent)


def names_of(contents: Iterable[Content | None]) -> frozenset[str]:
    """Return the names of all attributes of the contents, and of their tags, categories and authors.

    Names that no content has are left out, so templates that differ only in such names read the same values.
    """
    kinds: set[type] = {Content, URLWrapper, Author, Category, Tag}
    names: set[str] = set()
    wrappers: dict[int, URLWrapper] = {}
    for content in contents:
        if content is not None:
            own = content.__dict__
            kinds.add(type(content))
            names.update(own)
            found = (own.get("category"), own.get("author"), *(own.get("tags") or ()), *(own.get("authors") or ()))
            wrappers.update((id(each), each) for each in found)
    for wrapper in wrappers.values():
        if isinstance(wrapper, URLWrapper):
            names.update(wrapper.__dict__)
    return frozenset(names).union(*map(dir, kinds))
