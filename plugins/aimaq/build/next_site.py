"""The next site: what differs from the site is written into the idle tree, and then published in one step."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from aimaq.base.files.replaced_folders import record_files, recorded_files
from aimaq.base.problems import Problem, ProblemsFound, raise_any
from aimaq.base.processes.parallel import MIN_ITEMS_PER_WORKER, in_background, parallel_map
from aimaq.build.encoder import Encoder
from aimaq.build.site_trees import Changes, SiteTrees
from aimaq.build.store import Store, unpack_text
from aimaq.build.transform import Transform

__all__ = ["FinishedFile", "NextSite"]

#: How many composed texts are held in memory at once.
_BATCH = 4000


@dataclass(frozen=True, slots=True)
class FinishedFile:
    """A file whose text has been finished: the digest of its bytes, and whether they are new; or its problems."""

    path: str
    digest: bytes = b""
    written: bool = False
    problems: tuple[Problem, ...] = ()


class NextSite:
    """What one build changes in the idle tree.

    The store records the files before any of them changes: if the build is killed or fails, the site is the old one,
    and the next build knows in which files the idle tree may differ from it.
    """

    def __init__(self, trees: SiteTrees, store: Store, known: Mapping[str, bytes], encoder: Encoder) -> None:
        """``known`` has the digest of every file of the site; it is empty where the site is not that of the store."""
        self.trees, self.store, self.known, self.encoder = trees, store, known, encoder
        self.stale = store.stale()

    def begin(self, paths: Iterable[str]) -> None:
        """Record which files this build may change, in which trees."""
        self.trees.touch()
        if self.known:
            self.store.put_last_build(replace(self.store.last_build(), trees=self.trees.identity()))
            self.store.add_stale(paths)
        else:
            self.store.put_last_build(None)
            self.store.commit()
            self.trees.make_idle()
            self.stale = set()

    def remove(self, paths: Iterable[str]) -> None:
        """Remove files that the next site does not have."""
        for path in paths:
            self.trees.remove(path)
            self.stale.discard(path)

    def write(self, path: str, data: bytes) -> tuple[bytes, bool]:
        """Write a file, unless the site has it with these bytes; return the digest and whether it was written."""
        digest, is_new = self._compare(path, data)
        if is_new:
            self.trees.write(path, data)
        return digest, is_new

    def write_files(self, files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes, bool]]:
        """Write files, and yield the path of each with what :meth:`write` returns."""
        for path, data in files.items():
            yield path, *self.write(path, data)

    def move(self, source: Path, path: str) -> tuple[bytes, bool]:
        """Move an existing file into the idle tree; otherwise the same as :meth:`write`."""
        digest, is_new = self._compare(path, source.read_bytes())
        if is_new:
            self.trees.move(source, path)
        return digest, is_new

    def finish(self, transform: Transform, paths: list[str]) -> list[FinishedFile]:
        """Finish files again from their composed texts, on all cores; raise ``ProblemsFound`` with all problems."""
        finished: list[FinishedFile] = []
        for start in range(0, len(paths), _BATCH):
            texts = self.store.texts(paths[start : start + _BATCH])
            finished.extend(parallel_map(partial(self._finish, transform), texts, FinishedFile))
        problems = [problem for each in finished for problem in each.problems]
        raise_any(problems)
        return finished

    def publish(self, changes: Changes) -> None:
        """Make the idle tree the site, if it differs."""
        if changes:
            self.update_idle_tree(changes.paths)
            # The list is that of the last build, if the site is: it has what is only written anew.
            ours = self._record(changes) if changes.added or changes.removed or not self.known else set()
            self.trees.exchange()
            self.store.put_stale(changes.paths)
            if changes.removed:
                with suppress(OSError):  # the longer list does for the next time
                    record_files(self.trees.site, ours.difference(changes.removed))

    @contextmanager
    def updating_idle_tree(self) -> Iterator[None]:
        """Do :meth:`update_idle_tree` in another process while the block runs, if there is much to do."""
        if not self.known or len(self.stale) < MIN_ITEMS_PER_WORKER:
            yield
            return
        with in_background(partial(self._update, sorted(self.stale), map)):
            yield
        self.stale = set()

    def update_idle_tree(self, written: Iterable[str] = ()) -> None:
        """Make the stale files of the idle tree the same as in the site, except those that this build has written."""
        self._update(sorted(self.stale.difference(written)), partial(parallel_map, result_type=type(None)))
        self.stale = set()

    def _update(self, paths: list[str], apply: Callable[..., Iterable[None]]) -> None:
        """Update files; ``apply`` calls a function for each item, as ``map`` does."""
        existing = list(filter(self.trees.has, paths))
        # Removed files come first: a file may have replaced a folder, or a folder a file.
        for path in set(paths).difference(existing):
            self.trees.update(path)
        for _ in apply(self.trees.update, existing):
            pass

    def _record(self, changes: Changes) -> set[str]:
        """List the files of the site and of the next one as ours, if the list lacks one; return them."""
        listed = recorded_files(self.trees.site)
        ours = (listed or self.trees.files()).union(changes.added)
        if ours != listed:
            record_files(self.trees.site, ours)
        return ours

    def _finish(self, transform: Transform, row: tuple[str, bytes]) -> FinishedFile:
        path, packed = row
        try:
            data = self.encoder.encode(path, transform.finish(unpack_text(packed)))
        except ProblemsFound as found:
            return FinishedFile(path, problems=found.problems)
        return FinishedFile(path, *self.write(path, data))

    def _compare(self, path: str, data: bytes) -> tuple[bytes, bool]:
        """Return the digest of the bytes, and whether the site's file has others."""
        digest = hashlib.sha256(data).digest()
        known = self.known.get(path)
        return digest, known != digest and (known is not None or not self._has(path, data))

    def _has(self, path: str, data: bytes) -> bool:
        """Return whether the site has the file with these bytes."""
        try:
            with open(f"{self.trees.site}/{path}", "rb", buffering=0) as stream:
                return stream.read() == data
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return False
