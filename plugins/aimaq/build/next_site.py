"""The next site as it comes into being in the idle tree: only what differs from the site is written, then all is
published at once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from aimaq.base.parallel import MIN_ITEMS_PER_WORKER, in_background, parallel_map
from aimaq.base.problems import Problem, ProblemsFound
from aimaq.build.documents import Documents
from aimaq.build.store import Store
from aimaq.build.transform import Transform
from aimaq.build.twin_tree import Changes, Trees

__all__ = ["Draft", "Finished"]

#: How many composed texts are held in memory at once.
_BATCH = 4000


@dataclass(frozen=True, slots=True)
class Finished:
    """A file whose composed text has been finished: its bytes' digest, and whether they are new; or its problems."""

    path: str
    digest: bytes = b""
    written: bool = False
    problems: tuple[Problem, ...] = ()


class Draft:
    """What one build does to the idle tree.

    Whatever it touches is noted in the store first: if the build is killed or fails, the site is what it was, and the
    next build knows in which files the idle tree may differ from it.
    """

    def __init__(self, trees: Trees, store: Store, known: Mapping[str, bytes], documents: Documents) -> None:
        """``known`` has the digest of every file of the site; it is empty where the site is not that of the store."""
        self.trees, self.store, self.known, self.documents = trees, store, known, documents
        self.stale = store.stale()

    def begin(self, paths: Iterable[str]) -> None:
        """Announce which files this build may touch."""
        if self.known:
            self.store.expect(paths)
        else:
            self.store.forget()
            self.trees.make_idle()
            self.stale = set()

    def remove(self, paths: Iterable[str]) -> None:
        """Remove files that the next site does not have."""
        for path in paths:
            self.trees.drop(path)
            self.stale.discard(path)

    def write(self, path: str, data: bytes) -> tuple[bytes, bool]:
        """Write a file, unless the site has it with these bytes; return the digest and whether it was written."""
        digest = hashlib.sha256(data).digest()
        known = self.known.get(path)
        if known == digest or (known is None and self._has(path, data)):
            return digest, False
        self.trees.write(path, data)
        return digest, True

    def move(self, source: Path, path: str) -> tuple[bytes, bool]:
        """Move a file that is there already; return what :meth:`write` does."""
        data = source.read_bytes()
        digest = hashlib.sha256(data).digest()
        known = self.known.get(path)
        if known == digest or (known is None and self._has(path, data)):
            return digest, False
        self.trees.move(source, path)
        return digest, True

    def finish(self, transform: Transform, paths: list[str]) -> list[Finished]:
        """Finish files anew from their composed texts, on all cores; raise ``ProblemsFound`` with all problems."""
        finished: list[Finished] = []
        for start in range(0, len(paths), _BATCH):
            texts = self.store.texts(paths[start : start + _BATCH])
            finished.extend(parallel_map(partial(self._finish, transform), texts, Finished))
        problems = [problem for each in finished for problem in each.problems]
        if problems:
            raise ProblemsFound(problems)
        return finished

    def publish(self, changes: Changes) -> None:
        """Make the idle tree the site, if it differs."""
        if changes:
            self.catch_up(changes.paths)
            self.trees.exchange()
            self.store.keep_stale(changes.paths)

    @contextmanager
    def catching_up(self) -> Iterator[None]:
        """Do most of :meth:`catch_up` beside the block, if there is much to do."""
        if not self.known or len(self.stale) < MIN_ITEMS_PER_WORKER:
            yield
            return
        with in_background(partial(self._catch_up, sorted(self.stale), map)):
            yield
        self.stale = set()

    def catch_up(self, but: Iterable[str] = ()) -> None:
        """Bring the files in which earlier builds have left the idle tree behind to the state of the site."""
        self._catch_up(sorted(self.stale.difference(but)), partial(parallel_map, result_type=type(None)))
        self.stale = set()

    def _catch_up(self, paths: list[str], each: Callable[..., Iterable[None]]) -> None:
        """Do so; ``each`` is what calls the function for all of some files."""
        there = list(filter(self.trees.has, paths))
        # A file may have taken the place of a folder, or the other way round.
        for path in set(paths).difference(there):
            self.trees.catch_up(path)
        for _ in each(self.trees.catch_up, there):
            pass

    def _finish(self, transform: Transform, row: tuple[str, str]) -> Finished:
        path, text = row
        try:
            data = self.documents.encode(path, transform.finish(text))
        except ProblemsFound as found:
            return Finished(path, problems=found.problems)
        return Finished(path, *self.write(path, data))

    def _has(self, path: str, data: bytes) -> bool:
        """Tell whether the site has the file with these bytes."""
        try:
            with open(f"{self.trees.site}/{path}", "rb", buffering=0) as stream:
                return stream.read() == data
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return False
