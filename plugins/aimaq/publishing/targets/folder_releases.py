"""Releases in a folder of this machine or a server: each a whole site, one of them current by a symbolic link."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound
from aimaq.base.processes.progress import Progress
from aimaq.publishing.built_site import IMMUTABLE, BuiltSite, manifest_text, parse_manifest
from aimaq.publishing.difference import Difference, check_deletions, compare_sites
from aimaq.publishing.release_names import expired, next_name, rollback_name
from aimaq.publishing.targets.compressed_copies import CompressedCopies
from aimaq.publishing.targets.target_host import TargetHost
from aimaq.publishing.targets.target_settings import FolderTarget, PublishOptions

__all__ = ["FolderState", "publish", "read_current", "read_state", "roll_back"]

#: The most folders that rsync takes to link to.
_MAX_LINKS = 20


@dataclass(frozen=True, slots=True)
class FolderState:
    """What the target holds; ``current`` is a release or "", ``files`` are its digests by path.

    ``clock`` is the name of a release of the target's current second, ``incoming`` are interrupted publications.
    """

    clock: str
    current: str = ""
    releases: tuple[str, ...] = ()
    incoming: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)


def read_state(target: FolderTarget, *, lay_out: bool = False) -> FolderState:
    """Return what the target holds, made if missing with ``lay_out``; raise ``ProblemsFound`` if it is not usable."""
    host = TargetHost(target)
    output = host.run("state", *(["new"] if lay_out else []))
    values: dict[str, list[str]] = {}
    for line in output.split("\n"):
        word, _, value = line.partition(" ")
        values.setdefault(word, []).append(value)
    if "rsync" in values:
        raise host.missing_rsync()
    if values["folder"] == ["foreign"]:
        message = tr("the folder holds files, and none that aimaq publish has put there")
        hint = tr("give it a folder of its own, which need not exist yet")
        raise ProblemsFound([Problem(str(target), message, hint=hint)])
    return FolderState(
        clock=values["clock"][0],
        current=values.get("current", [""])[0],
        releases=tuple(sorted(values.get("release", []))),
        incoming=tuple(values.get("incoming", [])),
        files=parse_manifest(output),
    )


def read_current(target: FolderTarget, state: FolderState, paths: Sequence[str]) -> list[bytes | None]:
    """Return the bytes of each of some files of the current release, None where there is none."""
    return TargetHost(target).read(state.current, paths) if state.current else [None for _ in paths]


def publish(
    target: FolderTarget, site: BuiltSite, cache: Path, progress: Progress, options: PublishOptions
) -> tuple[str, Difference, int]:
    """Make the site the current release; return its name, what has changed, and how many files were sent.

    Readers see nothing new before the last step, which is one rename. What was sent before an interruption stays at
    the target and is not sent again. The name is "" on a dry run, and if nothing has changed; with ``options.again``
    there is a release all the same, and rsync compares every file with the target's.
    """
    state = read_state(target, lay_out=not options.dry_run)
    difference = compare_sites(state.files, site.digests)
    if not options.allow_deletions:
        check_deletions(difference.removed, len(state.files), target.max_deletions, str(target))
    host = TargetHost(target)
    if options.dry_run or (state.current and not difference and not options.again):
        return "", difference, 0
    tree = cache / "tree"
    copies = CompressedCopies(cache / "compressed")
    copies.lay_out(site, tree, target.compress, lambda done, total: progress.show("Compressing", done, total))
    links = [f"releases/{name}" for name in dict.fromkeys((state.current, *state.releases[-1:])) if name]
    digest = site.digest
    links += [f"incoming/{name}" for name in state.incoming if name != digest]
    sent: list[str] = []

    def on_sent(path: str) -> None:
        sent.append(path)
        progress.show("Sending", len(sent), None)

    host.copy(tree, f"incoming/{digest}", links[:_MAX_LINKS], on_sent)
    name = next_name(state.clock, state.releases)
    drop = expired([*state.releases, name], target.keep, target.grace_time, state.current)
    host.run("switch", digest, name, state.current, IMMUTABLE, *drop, data=manifest_text(site.digests))
    copies.forget_others(site.digests)
    return name, difference, len(sent)


def roll_back(target: FolderTarget, to: str = "") -> tuple[str, str]:
    """Make an older release current, ``to`` or the one before the current; return the current and the older one."""
    state = read_state(target)
    chosen = rollback_name(to, state.releases, state.releases, state.current, str(target))
    if chosen != state.current:
        TargetHost(target).run("rollback", chosen, state.current, IMMUTABLE)
    return state.current, chosen
