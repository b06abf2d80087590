"""Publishing to object storage: what has changed, in an order in which no link breaks, and what it replaces is kept.

Objects have no releases and no rename: each is replaced by itself. So the bucket keeps, below ``.aimaq/``, which no
reader should be allowed to see:

- ``owner``: says that the bucket, or the prefix, is ours;
- ``current``: the name of the release that readers see, written when it is complete;
- ``manifests/NAME``: all files of a release, see ``record``;
- ``replaced/…``: what an earlier release has and the current one has not, so that it can come back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field

from aimaq.base.problems import Problem, ProblemsFound
from aimaq.publishing.bucket import WORKERS, Bucket, Traffic
from aimaq.publishing.compare import Difference, Unfinished, check_deletions, in_order
from aimaq.publishing.headers import Headers
from aimaq.publishing.names import expired, next_name, previous
from aimaq.publishing.progress import Progress
from aimaq.publishing.record import Entry, entry, from_bytes, to_bytes
from aimaq.publishing.settings import BucketTarget
from aimaq.publishing.site import Site, is_immutable

__all__ = ["BucketState", "publish", "read_state", "roll_back"]

_STATE = ".aimaq/"
_OWNER, _CURRENT = f"{_STATE}owner", f"{_STATE}current"
_MANIFESTS, _REPLACED = f"{_STATE}manifests/", f"{_STATE}replaced/"
_PRIVATE = {"Content-Type": "application/octet-stream", "Cache-Control": "private, no-store"}
_OURS = b"This bucket is kept by Aimaq's aimaq publish. Do not serve what is below .aimaq/.\n"
#: After so many files that could not be written it is not the files.
_ENOUGH = 20


@dataclass(frozen=True, slots=True)
class BucketState:
    """What stands in the bucket: ``etags`` of all keys as listed, and ``manifests`` by release, but damaged ones."""

    etags: Mapping[str, str]
    current: str = ""
    releases: tuple[str, ...] = ()
    manifests: Mapping[str, Mapping[str, Entry]] = field(default_factory=dict)

    @property
    def paths(self) -> list[str]:
        """The files that readers can get."""
        return [key for key in self.etags if not key.startswith(_STATE)]

    @property
    def files(self) -> Mapping[str, Entry]:
        """What the current release consists of."""
        return self.manifests.get(self.current, {})

    def known(self, path: str) -> Entry | None:
        """Return what is known of a file, if it is still the object that was published."""
        found = self.files.get(path)
        return found if found and found.etag == self.etags.get(path) else None

    def lingering(self, path: str, drop: Collection[str]) -> bool:
        """Tell whether pages of a release that is not dropped, which somebody may still have open, need the file."""
        return is_immutable(path) and any(path in files for name, files in self.manifests.items() if name not in drop)


@dataclass(frozen=True, slots=True)
class _Release:
    """What is to be served: ``write`` puts a file into the bucket and returns its ETag."""

    name: str
    wanted: Mapping[str, Entry]
    expected: Callable[[str], str]
    write: Callable[[str], str]

    def difference(self, state: BucketState, drop: Collection[str] = ()) -> Difference:
        """Return what the bucket lacks and what it has too much, now that it is to ``drop`` some releases."""
        present = [path for path in self.wanted if path in state.etags]
        return Difference(
            added=tuple(sorted(path for path in self.wanted if path not in state.etags)),
            changed=tuple(sorted(path for path in present if not self._is_there(state, path))),
            removed=tuple(sorted(p for p in state.paths if p not in self.wanted and not state.lingering(p, drop))),
        )

    def is_current(self, state: BucketState) -> bool:
        """Tell whether the bucket's manifest says that just this is served."""
        same = (each.same_content(self.wanted[path]) for path, each in state.files.items() if path in self.wanted)
        return state.files.keys() == self.wanted.keys() and all(same)

    def _is_there(self, state: BucketState, path: str) -> bool:
        """By the manifest; for an object that it does not know (of an interrupted publication, say) by the ETag."""
        known = state.known(path)
        return known.same_content(self.wanted[path]) if known else state.etags[path] == self.expected(path)


def read_state(bucket: Bucket, where: str) -> BucketState:
    """Look at the bucket; raise ``ProblemsFound`` if it holds what nobody knows of."""
    etags = bucket.list()
    if etags and _OWNER not in etags:
        message = f"the bucket holds {len(etags)} objects, and none that aimaq publish has put there"
        hint = 'give it a bucket of its own, or a folder in it: "s3://bucket/folder"'
        raise ProblemsFound([Problem(where, message, hint=hint)])
    current = (bucket.get(_CURRENT) or b"").decode("ascii", "replace") if _CURRENT in etags else ""
    releases = sorted(key.removeprefix(_MANIFESTS) for key in etags if key.startswith(_MANIFESTS))
    with ThreadPoolExecutor(WORKERS) as workers:
        read = workers.map(lambda name: from_bytes(bucket.get(_MANIFESTS + name)), releases)
        manifests = {name: files for name, files in zip(releases, read, strict=True) if files is not None}
    return BucketState(etags, current, tuple(releases), manifests)


def publish(
    target: BucketTarget,
    site: Site,
    headers: Headers,
    progress: Progress,
    *,
    now: str,
    allow_deletions: bool = False,
    dry_run: bool = False,
) -> tuple[str, Difference, Traffic]:
    """Make the bucket serve the site; return the release's name, what has changed, and what went over the wire.

    The name is "" if nothing has changed or on a dry run. Raises ``Unfinished`` if something could not be written.
    """
    bucket = Bucket(target)
    state = read_state(bucket, str(target))
    release = _Release(
        name=next_name(now, state.releases),
        wanted={path: entry(digest, headers(path)) for path, digest in site.digests.items()},
        expected=lambda path: hashlib.md5(site.read(path), usedforsecurity=False).hexdigest(),
        write=lambda path: bucket.put(path, site.read(path), headers(path)),
    )
    drop = expired([*state.releases, release.name], target.keep, target.grace_time, state.current)
    difference = release.difference(state, drop)
    if not allow_deletions:
        check_deletions(difference.removed, len(state.paths), target.max_deletions, str(target))
    if dry_run or (not difference and release.is_current(state)):
        return "", difference, bucket.traffic
    if _OWNER not in state.etags:
        bucket.put(_OWNER, _OURS, _PRIVATE)
    if target.keep > 1:
        _set_aside(bucket, state, difference, progress)
    _bring_about(bucket, state, release, difference, progress, str(target))
    _forget(bucket, state, drop)
    return release.name, difference, bucket.traffic


def roll_back(
    target: BucketTarget, progress: Progress, to: str = "", *, allow_deletions: bool = False
) -> tuple[str, str]:
    """Serve an older release again: ``to``, or the one before the current; return the current and it.

    Only objects in the bucket are copied. Raises ``ProblemsFound`` if the release is not there, or not whole.
    """
    bucket = Bucket(target)
    state = read_state(bucket, str(target))
    chosen = to or previous(state.releases, state.current)
    if chosen not in state.manifests:
        message = f'there is no release "{to}"' if to else "there is no release before the current one"
        kept = ", ".join(f"{name} (current)" if name == state.current else name for name in state.releases)
        raise ProblemsFound([Problem(str(target), message, hint=f"there are: {kept or 'none'}")])
    wanted = state.manifests[chosen]
    sources = {key: etag for key, etag in state.etags.items() if key.startswith(_REPLACED)}

    def write(path: str) -> str:
        source = _replaced(wanted[path])
        return bucket.copy(source, path, sources[source])

    release = _Release(chosen, wanted, lambda path: wanted[path].etag, write)
    difference = release.difference(state)
    if not allow_deletions:
        check_deletions(difference.removed, len(state.paths), target.max_deletions, str(target))
    sources |= _set_aside(bucket, state, difference, progress)
    lost = [path for path in (*difference.added, *difference.changed) if _replaced(wanted[path]) not in sources]
    if lost:
        message = f"{len(lost)} files of the release {chosen} are no longer there ({', '.join(lost[:3])})"
        hint = "build the site as it was then from its Git revision, and publish that"
        raise ProblemsFound([Problem(str(target), message, hint=hint)])
    _bring_about(bucket, state, release, difference, progress, str(target))
    return state.current, chosen


def _set_aside(bucket: Bucket, state: BucketState, difference: Difference, progress: Progress) -> dict[str, str]:
    """Copy, within the storage, what is about to be replaced or deleted; return the copies' ETags by key."""
    wanted: dict[str, str] = {}
    for path in (*difference.changed, *difference.removed):
        known = state.known(path)
        if known and not is_immutable(path) and _replaced(known) not in state.etags:
            wanted[_replaced(known)] = path
    return _all(lambda key: bucket.copy(wanted[key], key, state.etags[wanted[key]]), wanted, "Keeping", progress)


def _bring_about(
    bucket: Bucket, state: BucketState, release: _Release, difference: Difference, progress: Progress, where: str
) -> None:
    """Write what differs, say that the release is complete, and only then delete what it has not."""
    etags = dict(state.etags)
    for step in in_order(difference):
        etags |= _all(release.write, step, "Uploading", progress)
    if (bucket.get(_CURRENT) or b"").decode("ascii", "replace") != state.current:
        hint = "publish again: whatever is mixed up now, that sets right"
        raise Unfinished([Problem(where, "something else was published here in the meantime", hint=hint)])
    files = {path: each.stored(etags[path]) for path, each in release.wanted.items()}
    bucket.put(_MANIFESTS + release.name, to_bytes(files), _PRIVATE)
    bucket.put(_CURRENT, release.name.encode(), _PRIVATE)
    if difference.removed:
        bucket.delete(difference.removed)


def _forget(bucket: Bucket, state: BucketState, drop: Iterable[str]) -> None:
    """Delete releases that nobody will roll back to, and what was set aside for them alone."""
    gone = set(drop) & state.manifests.keys()
    if not gone:
        return
    kept = {_replaced(each) for name, files in state.manifests.items() if name not in gone for each in files.values()}
    aside = {_replaced(each) for name in gone for each in state.manifests[name].values()}
    bucket.delete([*(_MANIFESTS + name for name in gone), *((aside - kept) & state.etags.keys())])


def _all(work: Callable[[str], str], paths: Iterable[str], what: str, progress: Progress) -> dict[str, str]:
    """Do the work for each path, many at once, and return the results; raise ``Unfinished`` with all that failed."""
    results: dict[str, str] = {}
    problems: list[Problem] = []
    with ThreadPoolExecutor(WORKERS) as workers:
        futures = {workers.submit(work, path): path for path in paths}
        try:
            for future in as_completed(futures):
                try:
                    results[futures[future]] = future.result()
                except ProblemsFound as found:
                    problems += found.problems
                    if len(problems) >= _ENOUGH:
                        break
                progress.show(what, len(results), len(futures))
        finally:
            workers.shutdown(wait=True, cancel_futures=True)
    if problems:
        raise Unfinished(problems)
    return results


def _replaced(each: Entry) -> str:
    return f"{_REPLACED}{each.sha256}.{each.headers}"
