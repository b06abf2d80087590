"""Releases in a folder, on this machine or a server: each one whole, the current one behind a link, old ones kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from aimaq.base.problems import Problem, ProblemsFound
from aimaq.publishing.compare import Difference, check_deletions, compare
from aimaq.publishing.machine import Machine
from aimaq.publishing.names import expired, next_name, previous
from aimaq.publishing.progress import Progress
from aimaq.publishing.settings import FolderTarget
from aimaq.publishing.siblings import Siblings
from aimaq.publishing.site import IMMUTABLE, Site, manifest_text, parse_manifest

__all__ = ["FolderState", "publish", "read_state", "roll_back"]

#: rsync takes so many folders to link to.
_LINKS = 20


@dataclass(frozen=True, slots=True)
class FolderState:
    """What stands at the target: ``folder`` is "ours", "new" or "foreign", ``current`` a release or ""."""

    folder: str
    clock: str
    current: str = ""
    releases: tuple[str, ...] = ()
    incoming: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)


def read_state(target: FolderTarget, *, lay_out: bool = False) -> FolderState:
    """Ask the target, and lay its folder out if there is none.

    Raises ``ProblemsFound`` if it cannot be reached, lacks rsync, or holds something else.
    """
    machine = Machine(target)
    told = machine.run("state", *(["new"] if lay_out else []))
    words: dict[str, list[str]] = {}
    for line in told.split("\n"):
        word, _, value = line.partition(" ")
        words.setdefault(word, []).append(value)
    if "rsync" in words:
        raise machine.missing_rsync()
    if words["folder"] == ["foreign"]:
        message = "the folder holds files, and none that aimaq publish has put there"
        hint = "give it a folder of its own, which need not exist yet"
        raise ProblemsFound([Problem(str(target), message, hint=hint)])
    return FolderState(
        folder=words["folder"][0],
        clock=words["clock"][0],
        current=words.get("current", [""])[0],
        releases=tuple(sorted(words.get("release", []))),
        incoming=tuple(words.get("incoming", [])),
        files=parse_manifest(told),
    )


def publish(
    target: FolderTarget,
    site: Site,
    cache: Path,
    progress: Progress,
    *,
    allow_deletions: bool = False,
    dry_run: bool = False,
    again: bool = False,
) -> tuple[str, Difference, int]:
    """Make the site a release and let readers see it; return its name, what has changed, and how many files were sent.

    Nothing that readers see changes before the last step, which is one rename. What was sent before an interruption
    stays at the target and is not sent again. The name is "" on a dry run, and if nothing has changed; ``again`` makes
    a release all the same, in which rsync compares every file with the target's.
    """
    state = read_state(target, lay_out=not dry_run)
    difference = compare(state.files, site.digests)
    if not allow_deletions:
        check_deletions(difference.removed, len(state.files), target.max_deletions, str(target))
    machine = Machine(target)
    if dry_run or (state.current and not difference and not again):
        return "", difference, 0
    tree = cache / "tree"
    siblings = Siblings(cache / "compressed")
    siblings.lay_out(site, tree, target.compress, lambda done, total: progress.show("Compressing", done, total))
    links = [f"releases/{name}" for name in dict.fromkeys((state.current, *state.releases[-1:])) if name]
    links += [f"incoming/{name}" for name in state.incoming if name != site.digest]
    sent: list[str] = []

    def hear(path: str) -> None:
        sent.append(path)
        progress.show("Sending", len(sent), None)

    machine.copy(tree, f"incoming/{site.digest}", links[:_LINKS], hear)
    name = next_name(state.clock, state.releases)
    drop = expired([*state.releases, name], target.keep, target.grace_time, state.current)
    machine.run("switch", site.digest, name, state.current, IMMUTABLE, *drop, data=manifest_text(site.digests))
    siblings.forget(site.digests)
    return name, difference, len(sent)


def roll_back(target: FolderTarget, to: str = "") -> tuple[str, str]:
    """Let readers see an older release again: ``to``, or the one before the current; return the current and it."""
    state = read_state(target)
    chosen = to or previous(state.releases, state.current)
    if not chosen or chosen not in state.releases:
        message = f'there is no release "{to}"' if to else "there is no release before the current one"
        kept = ", ".join(f"{name} (current)" if name == state.current else name for name in state.releases)
        raise ProblemsFound([Problem(str(target), message, hint=f"there are: {kept or 'none'}")])
    if chosen != state.current:
        Machine(target).run("rollback", chosen, state.current, IMMUTABLE)
    return state.current, chosen
