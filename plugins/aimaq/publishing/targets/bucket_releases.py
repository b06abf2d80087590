"""Publish to a bucket: write only what has changed, in an order that breaks no link, and keep what is replaced.

Objects cannot be renamed, so a release is not exchanged as a whole: each object is replaced by itself. For rollbacks
the bucket keeps, below ``.aimaq/``, which readers should not be able to see:

- ``owner``: marks the bucket, or the prefix, as ours;
- ``current``: the name of the current release, written when it is complete;
- ``manifests/NAME``: all files of a release, see ``bucket_manifest``;
- ``replaced/…``: files of earlier releases that the current one does not have.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field

import msgspec

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound
from aimaq.base.processes.progress import Progress
from aimaq.publishing.built_site import BuiltSite, is_immutable
from aimaq.publishing.difference import Difference, UnfinishedPublication, check_deletions, writing_steps
from aimaq.publishing.release_names import current_name, expired, is_name, next_name, rollback_name
from aimaq.publishing.targets.bucket_client import PARALLEL_REQUESTS, Bucket, Traffic
from aimaq.publishing.targets.bucket_manifest import ManifestEntry, ObjectHeaders, decode_manifest, encode_manifest
from aimaq.publishing.targets.target_settings import BucketTarget, PublishOptions

__all__ = ["BucketState", "publish", "read_state", "roll_back"]

_STATE = ".aimaq/"
_OWNER, _CURRENT = f"{_STATE}owner", f"{_STATE}current"
_MANIFESTS, _REPLACED = f"{_STATE}manifests/", f"{_STATE}replaced/"
_STATE_HEADERS = {"Content-Type": "application/octet-stream", "Cache-Control": "private, no-store"}
_OWNER_NOTE = b"This bucket is kept by Aimaq's aimaq publish. Do not serve what is below .aimaq/.\n"
#: After this number of failed files the cause is not in the files, and the rest is not tried.
_MAX_FAILURES = 20


@dataclass(frozen=True, slots=True)
class BucketState:
    """What the bucket holds: the ETags of all keys, and the manifests of releases, without damaged ones."""

    etags: Mapping[str, str]
    current: str = ""
    releases: tuple[str, ...] = ()
    manifests: Mapping[str, Mapping[str, ManifestEntry]] = field(default_factory=dict)

    @property
    def paths(self) -> list[str]:
        """The files that readers can get."""
        return [key for key in self.etags if not key.startswith(_STATE)]

    @property
    def files(self) -> Mapping[str, ManifestEntry]:
        """The manifest of the current release."""
        return self.manifests.get(self.current, {})

    def known(self, path: str) -> ManifestEntry | None:
        """Return the manifest's entry of a file, if its object is still the one that was published."""
        entry = self.files.get(path)
        return entry if entry and entry.etag == self.etags.get(path) else None

    def is_needed(self, path: str, drop: Collection[str]) -> bool:
        """Tell whether an open page of a release that is not in ``drop`` may still load this file."""
        return is_immutable(path) and any(path in files for name, files in self.manifests.items() if name not in drop)


@dataclass(frozen=True, slots=True)
class _Release:
    """A release to write: its files, the ETag to expect of a path, and ``write``, which returns the ETag it got."""

    name: str
    files: Mapping[str, ManifestEntry]
    expected_etag: Callable[[str], str]
    write: Callable[[str], str]

    def difference(self, state: BucketState, drop: Collection[str] = ()) -> Difference:
        """Return what to write and what to delete in the bucket, which will no longer keep the releases ``drop``."""
        present = [path for path in self.files if path in state.etags]
        return Difference(
            added=tuple(sorted(path for path in self.files if path not in state.etags)),
            changed=tuple(sorted(path for path in present if not self._is_there(state, path))),
            removed=tuple(sorted(p for p in state.paths if p not in self.files and not state.is_needed(p, drop))),
        )

    def is_current(self, state: BucketState) -> bool:
        """Tell whether the current release has exactly these files, by its manifest."""
        same = (entry.same_content(self.files[path]) for path, entry in state.files.items() if path in self.files)
        return state.files.keys() == self.files.keys() and all(same)

    def _is_there(self, state: BucketState, path: str) -> bool:
        """Compare by the manifest; by ETag an object that it does not know, as after an interrupted publication."""
        known = state.known(path)
        return known.same_content(self.files[path]) if known else state.etags[path] == self.expected_etag(path)


def read_state(bucket: Bucket, target: str) -> BucketState:
    """Return what the bucket holds; raise ``ProblemsFound`` if it is not ours."""
    etags = bucket.list()
    if etags and _OWNER not in etags:
        message = tr(
            "the bucket holds %(number)s objects, and none that aimaq publish has put there", number=len(etags)
        )
        hint = tr('give it a bucket of its own, or a folder in it: "s3://bucket/folder"')
        raise ProblemsFound([Problem(target, message, hint=hint)])
    current = _read_current(bucket) if _CURRENT in etags else ""
    names = (key.removeprefix(_MANIFESTS) for key in etags if key.startswith(_MANIFESTS))
    releases = sorted(filter(is_name, names))
    with ThreadPoolExecutor(PARALLEL_REQUESTS) as workers:
        decoded = workers.map(lambda name: decode_manifest(bucket.get(_MANIFESTS + name)), releases)
        manifests = {name: files for name, files in zip(releases, decoded, strict=True) if files is not None}
    return BucketState(etags, current, tuple(releases), manifests)


def publish(
    target: BucketTarget, site: BuiltSite, headers: ObjectHeaders, progress: Progress, options: PublishOptions
) -> tuple[str, Difference, Traffic]:
    """Make the bucket serve the site; return the release's name, what has changed, and the traffic.

    The name is "" on a dry run, and if nothing has changed. Raises ``UnfinishedPublication`` if some file could not be
    written.
    """
    bucket = Bucket(target)
    state = read_state(bucket, str(target))
    release = _Release(
        name=next_name(current_name(), state.releases),
        files={path: ManifestEntry.new(digest, headers(path)) for path, digest in site.digests.items()},
        expected_etag=lambda path: hashlib.md5(site.read(path), usedforsecurity=False).hexdigest(),
        write=lambda path: bucket.put(path, site.read(path), headers(path)),
    )
    drop = expired([*state.releases, release.name], target.keep, target.grace_time, state.current)
    difference = release.difference(state, drop)
    if not options.allow_deletions:
        check_deletions(difference.removed, len(state.paths), target.max_deletions, str(target))
    if options.dry_run or (not difference and release.is_current(state)):
        return "", difference, bucket.traffic
    if _OWNER not in state.etags:
        bucket.put(_OWNER, _OWNER_NOTE, _STATE_HEADERS)
    if target.keep > 1:
        _keep_replaced(bucket, state, difference, progress)
    _write_release(bucket, state, release, difference, progress, str(target))
    _delete_releases(bucket, state, drop)
    return release.name, difference, bucket.traffic


def roll_back(
    target: BucketTarget, progress: Progress, to: str = "", *, allow_deletions: bool = False
) -> tuple[str, str]:
    """Serve a release again, ``to`` or the one before, by copies within the bucket; return the current one and it."""
    bucket = Bucket(target)
    state = read_state(bucket, str(target))
    chosen = rollback_name(to, state.manifests, state.releases, state.current, str(target))
    files = state.manifests[chosen]
    sources = {key: etag for key, etag in state.etags.items() if key.startswith(_REPLACED)}

    def write(path: str) -> str:
        source = _replaced_key(files[path])
        return bucket.copy(source, path, sources[source])

    release = _Release(chosen, files, lambda path: files[path].etag, write)
    difference = release.difference(state)
    if not allow_deletions:
        check_deletions(difference.removed, len(state.paths), target.max_deletions, str(target))
    sources |= _keep_replaced(bucket, state, difference, progress)
    lost = [path for path in (*difference.added, *difference.changed) if _replaced_key(files[path]) not in sources]
    if lost:
        message = tr(
            "%(number)s files of the release %(chosen)s are no longer there (%(list)s)",
            number=len(lost),
            chosen=chosen,
            list=", ".join(lost[:3]),
        )
        hint = tr("build the site as it was then from its Git revision, and publish that")
        raise ProblemsFound([Problem(str(target), message, hint=hint)])
    _write_release(bucket, state, release, difference, progress, str(target))
    return state.current, chosen


def _read_current(bucket: Bucket) -> str:
    name = (bucket.get(_CURRENT) or b"").decode("ascii", "replace")
    return name if is_name(name) else ""


def _keep_replaced(bucket: Bucket, state: BucketState, difference: Difference, progress: Progress) -> dict[str, str]:
    """Copy, within the bucket, what is about to be replaced or deleted; return the ETag of each copy by its key."""
    originals: dict[str, str] = {}
    for path in (*difference.changed, *difference.removed):
        known = state.known(path)
        if known and not is_immutable(path) and _replaced_key(known) not in state.etags:
            originals[_replaced_key(known)] = path
    return _in_parallel(
        lambda key: bucket.copy(originals[key], key, state.etags[originals[key]]), originals, "Keeping", progress
    )


def _write_release(
    bucket: Bucket, state: BucketState, release: _Release, difference: Difference, progress: Progress, target: str
) -> None:
    """Write what differs, then manifest and name of the release, and only then delete what it does not have."""
    etags = dict(state.etags)
    for step in writing_steps(difference):
        etags |= _in_parallel(release.write, step, "Uploading", progress)
    if _read_current(bucket) != state.current:
        hint = tr("publish again: that corrects files of the two that are mixed now")
        raise UnfinishedPublication(
            [Problem(target, tr("something else was published here in the meantime"), hint=hint)]
        )
    files = {path: msgspec.structs.replace(entry, etag=etags[path]) for path, entry in release.files.items()}
    bucket.put(_MANIFESTS + release.name, encode_manifest(files), _STATE_HEADERS)
    bucket.put(_CURRENT, release.name.encode(), _STATE_HEADERS)
    if difference.removed:
        bucket.delete(difference.removed)


def _delete_releases(bucket: Bucket, state: BucketState, names: Iterable[str]) -> None:
    """Delete the manifests of these releases, and the replaced files that no other release has."""
    gone = set(names) & state.manifests.keys()
    if not gone:
        return
    kept = {_replaced_key(e) for name, files in state.manifests.items() if name not in gone for e in files.values()}
    replaced = {_replaced_key(entry) for name in gone for entry in state.manifests[name].values()}
    bucket.delete([*(_MANIFESTS + name for name in gone), *((replaced - kept) & state.etags.keys())])


def _in_parallel(work: Callable[[str], str], paths: Iterable[str], what: str, progress: Progress) -> dict[str, str]:
    """Do the work for many paths at once; return the results, or raise ``UnfinishedPublication`` with all failures."""
    results: dict[str, str] = {}
    problems: list[Problem] = []
    with ThreadPoolExecutor(PARALLEL_REQUESTS) as workers:
        futures = {workers.submit(work, path): path for path in paths}
        try:
            for future in as_completed(futures):
                try:
                    results[futures[future]] = future.result()
                except ProblemsFound as found:
                    problems += found.problems
                    if len(problems) >= _MAX_FAILURES:
                        break
                progress.show(what, len(results), len(futures))
        finally:
            workers.shutdown(wait=True, cancel_futures=True)
    if problems:
        raise UnfinishedPublication(problems)
    return results


def _replaced_key(entry: ManifestEntry) -> str:
    return f"{_REPLACED}{entry.sha256}.{entry.headers}"
