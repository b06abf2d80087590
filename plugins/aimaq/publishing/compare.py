"""What a publication changes: the difference of two sites, its order, and how much of it may be lost."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from aimaq.base.problems import Problem, ProblemsFound

__all__ = ["Difference", "Unfinished", "check_deletions", "compare", "in_order"]


class Unfinished(ProblemsFound):
    """Some of a release can be seen and some cannot; the next publication goes on from there."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Paths of files, in order."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)

    def __str__(self) -> str:
        return f"{len(self.added)} added, {len(self.changed)} changed, {len(self.removed)} removed"

    def listing(self) -> str:
        """Return a line for each file, with + (added), ~ (changed) or − (removed) before it."""
        marks = (("+", self.added), ("~", self.changed), ("−", self.removed))
        return "\n".join(f"  {mark} {path}" for mark, paths in marks for path in paths)


def compare(old: Mapping[str, object], new: Mapping[str, object]) -> Difference:
    """Return what differs between two sites, given a digest of each file."""
    return Difference(
        added=tuple(sorted(path for path in new if path not in old)),
        changed=tuple(sorted(path for path in new if path in old and old[path] != new[path])),
        removed=tuple(sorted(path for path in old if path not in new)),
    )


def in_order(difference: Difference) -> list[list[str]]:
    """Return what is to be written, in steps, so that at no moment a page leads to something that is not there yet.

    What is new comes first, pages after all that they show; then what has changed: styles, data and feeds before
    pages. (A feed that has changed may name a new page: that one is there by then.)
    """
    steps = [
        [path for path in paths if _is_page(path) is page]
        for paths in (difference.added, difference.changed)
        for page in (False, True)
    ]
    return [step for step in steps if step]


def check_deletions(removed: Collection[str], published: int, limit: int | str, where: str) -> None:
    """Raise ``ProblemsFound`` if more goes than ``limit`` allows: a number of files, or "10%" of the ``published``."""
    share = float(limit.rstrip("%")) / 100 if isinstance(limit, str) else None
    allowed = int(published * share) if share is not None else int(limit)
    if len(removed) <= allowed:
        return
    first = ", ".join(sorted(removed)[:3]) + (" …" if len(removed) > 3 else "")
    message = f"{len(removed)} of {published} files would be deleted ({first}); max_deletions allows {allowed}"
    hint = "if that is what you want: the same command with --allow-deletions"
    raise ProblemsFound([Problem(where, message, hint=hint)])


def _is_page(path: str) -> bool:
    return path.endswith((".html", ".htm"))
