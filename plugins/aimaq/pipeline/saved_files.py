"""What is saved below the folders of a site, also when another file or folder stands in its place since.

The operating system watches what a path was when the watching began. A program that saves a file by renaming another
one, a folder that is made later, and one that Git takes away and puts back would not be seen any more.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from watchfiles import watch

__all__ = ["saved_files"]

#: Milliseconds after which nothing has been saved.
_POLL: Final = 100


def saved_files(paths: Sequence[Path], stop: threading.Event | None = None) -> Iterator[set[Path]]:
    """Yield the files that were saved at or below the paths, and each tenth of a second without any an empty set.

    A path need not exist yet. The watching begins with the first ``next``. Ends when ``stop`` is set.
    """
    saved: set[Path] = set()
    roots = _roots(paths)
    while True:
        for changes in watch(*roots, stop_event=stop, debounce=200, step=20, rust_timeout=_POLL, yield_on_timeout=True):
            saved |= {Path(path) for _, path in changes}
            before, roots = roots, _roots(paths)
            if roots != before:
                saved |= {path for path in paths if roots.get(path) != before.get(path)}
                break  # and tell it when the new ones are watched: what is saved until then is built with it
            yield saved
            saved = set()
        else:
            return


def _roots(paths: Sequence[Path]) -> dict[Path, tuple[int, int]]:
    """Return the paths that exist, with what tells a file or a folder from another one at its place."""
    found = {}
    for path in paths:
        try:
            status = path.stat()
        except FileNotFoundError:
            continue
        found[path] = status.st_dev, status.st_ino
    return found
