"""The difference between two sites: its files, the order in which to write them, and the limit on deletions."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound
from aimaq.build.site_trees import Changes
from aimaq.figures.log.check import PREFIX

__all__ = ["Difference", "UnfinishedPublication", "check_deletions", "compare_sites", "writing_steps"]


class UnfinishedPublication(ProblemsFound):
    """Readers see some files of a release and not others; the next publication continues from there."""


@dataclass(frozen=True, slots=True)
class Difference(Changes):
    """The changes from the published site to the new one, with their report."""

    def __str__(self) -> str:
        return tr(
            "%(added)s added, %(changed)s changed, %(removed)s removed",
            added=len(self.added),
            changed=len(self.changed),
            removed=len(self.removed),
        )

    def listing(self) -> str:
        """Return a line for each file, after + (added), ~ (changed) or − (removed)."""
        marks = (("+", self.added), ("~", self.changed), ("−", self.removed))
        return "\n".join(f"  {mark} {path}" for mark, paths in marks for path in paths)


def compare_sites(old: Mapping[str, object], new: Mapping[str, object]) -> Difference:
    """Return what differs between two sites, given a digest of each file by its path."""
    return Difference(
        added=tuple(sorted(path for path in new if path not in old)),
        changed=tuple(sorted(path for path in new if path in old and old[path] != new[path])),
        removed=tuple(sorted(path for path in old if path not in new)),
    )


def writing_steps(difference: Difference) -> list[list[str]]:
    """Return the files to write in steps, so that no page ever links to a file that is not there yet.

    New files come first, pages after what they load; then changed files, styles, data and feeds before pages. (A
    changed feed may name a new page, which is there by then.) The log's head comes after its entries and tiles.
    """
    steps = [
        [path for path in paths if _rank(path) == rank]
        for paths in (difference.added, difference.changed)
        for rank in range(3)
    ]
    return [step for step in steps if step]


def _rank(path: str) -> int:
    if path.startswith(f"{PREFIX}/checkpoint"):
        return 1
    return 2 if path.endswith((".html", ".htm")) else 0


def check_deletions(removed: Collection[str], published: int, limit: int | str, target: str) -> None:
    """Raise ``ProblemsFound`` if more than ``limit`` is removed: a number, or a percentage ("10%") of ``published``."""
    allowed = int(published * (float(limit.rstrip("%")) / 100)) if isinstance(limit, str) else limit
    if len(removed) <= allowed:
        return
    first = ", ".join(sorted(removed)[:3]) + (" …" if len(removed) > 3 else "")
    message = tr(
        "%(removed)s of %(published)s files would be deleted (%(first)s); max_deletions allows %(allowed)s",
        removed=len(removed),
        published=published,
        first=first,
        allowed=allowed,
    )
    hint = tr("if that is what you want: the same command with --allow-deletions")
    raise ProblemsFound([Problem(target, message, hint=hint)])
