"""The versions of a text, one a language, and which of them an edition shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

__all__ = ["Versioned", "Versions", "by_slug", "version_for"]


class Versioned(Protocol):
    """One version: those of one text share the slug."""

    @property
    def slug(self) -> str: ...
    @property
    def lang(self) -> str: ...


T = TypeVar("T")
V = TypeVar("V", bound=Versioned)
#: Slug → language → version.
Versions = Mapping[str, Mapping[str, T]]


def by_slug(contents: Iterable[V]) -> dict[str, dict[str, V]]:
    """Group versions: slug → language → version, sorted by slug."""
    groups: defaultdict[str, dict[str, V]] = defaultdict(dict)
    for content in sorted(contents, key=lambda content: (content.slug, content.lang)):
        groups[content.slug][content.lang] = content
    return dict(groups)


def version_for(versions: Mapping[str, T], lang: str, fallback: Sequence[str]) -> T:
    """Return the version that the edition of a language shows: its own, or the first of ``fallback`` that exists."""
    return next(versions[each] for each in (lang, *fallback) if each in versions)
