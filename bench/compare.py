"""Do the generators write the same site, file for file?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Difference", "differences", "files", "kinds"]

#: What only Aimaq writes: each indicator's page and feeds in three languages, the open data, and when to build next.
_OWN = (
    *(prefix + path for prefix in ("", "kk/", "en/") for path in ("indicators/", "feeds/indicators/", "api/")),
    "next-change.json",
)
#: What a file of a site with editions is, by the first of these that its path in its edition matches.
_KINDS = {
    "figures and open data": r"(feeds/)?indicators/|api/|next-change\.json",
    "corrections": r"(feeds/)?corrections",
    "the log": r"log/",
    "pages of stories": r"news/[^/]+/index\.html",
    "plain texts of stories": r"news/[^/]+/[^/]+\.txt",
    "stories for news agencies": r"news/[^/]+/[^/]+\.ninjs\.json",
    "pictures for shared links": r"(.*/)?share\.png",
    "feeds of sections and topics": r"feeds/|(sections|topics)/.*feed\.",
    "lists of sections": r"(sections|news|briefings|releases|events|photos|documents)/",
    "topics": r"topics/",
    "archive": r"(archive|months)/",
    "search": r"(search|pagefind)/",
    "sitemaps": r"sitemap|robots\.txt",
    "page for the press": r"press-kit/",
    "styles, scripts, fonts": r"theme/",
    "other": "",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """What one generator writes and the first does not (``extra``), and the other way round (``missing``)."""

    name: str
    extra: tuple[str, ...]
    missing: tuple[str, ...]

    def __str__(self) -> str:
        parts = [
            f"{len(paths)} files {word} ({', '.join(paths[:3])}{'…' if len(paths) > 3 else ''})"
            for word, paths in (("more", self.extra), ("fewer", self.missing))
            if paths
        ]
        return f"{self.name}: {', '.join(parts)}"


def files(output: Path, *, own: bool = False) -> frozenset[str]:
    """Return the paths of a finished site; without those that only Aimaq writes, unless ``own``."""
    paths = (path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file())
    return frozenset(path for path in paths if own or not path.startswith(_OWN))


def differences(outputs: Mapping[str, Path]) -> list[Difference]:
    """Compare every site with the first one; nothing is returned for one that is the same."""
    sets = {name: files(output) for name, output in outputs.items()}
    first = next(iter(sets.values()))
    return [
        Difference(name, tuple(sorted(found - first)), tuple(sorted(first - found)))
        for name, found in sets.items()
        if found != first
    ]


def kinds(output: Path) -> dict[str, int]:
    """Return how many files of each kind a site has that is written in an edition for each language."""
    own = (re.sub(r"^(kk|en|ru)/", "", path) for path in files(output, own=True))
    found = Counter(next(kind for kind, pattern in _KINDS.items() if re.match(pattern, path)) for path in own)
    return {kind: found[kind] for kind in _KINDS}
