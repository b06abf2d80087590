"""The versions of a text, one a language, and which of them an edition shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from aimaq.newsroom.content.text import Text

__all__ = ["Versions", "by_slug", "version_for"]


T = TypeVar("T")
#: Slug → language → version.
Versions = Mapping[str, Mapping[str, T]]


def by_slug(texts: Iterable[Text]) -> dict[str, dict[str, Text]]:
    """Group texts: slug → language → version, sorted by slug."""
    groups: defaultdict[str, dict[str, Text]] = defaultdict(dict)
    for text in sorted(texts, key=lambda text: (text.slug, text.lang)):
        groups[text.slug][text.lang] = text
    return dict(groups)


def version_for(versions: Mapping[str, T], lang: str, fallback: Sequence[str]) -> T:
    """Return the version that the edition of a language shows: its own, or the first of ``fallback`` that exists."""
    return next(versions[each] for each in (lang, *fallback) if each in versions)
