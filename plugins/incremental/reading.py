"""Each content file is read and converted once for its bytes, and what has to be read is read on all cores.

A file that takes in others (reST's ``include``, a Markdown extension's snippets) is read in every build.
"""

from __future__ import annotations

import functools
import hashlib
import logging
import os
import sqlite3
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from markdown import Markdown
from pelican.readers import MarkdownReader, Readers
from pelican.utils import pelican_open

from support.problems import Problem

from .codec import Uncacheable, pack, unpack
from .store import Store, Unusable
from .workers import fan_out

__all__ = ["Reading", "ReusingMarkdownReader"]


#: How many readings are held in memory at once.
_BATCH = 500


class ReusingMarkdownReader(MarkdownReader):  # type: ignore[misc] # Pelican ships no types
    """Pelican's reader with one Markdown instance for all files: making one costs more than many an article."""

    _reused: Markdown | None = None

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Return HTML and metadata, as Pelican's own reader does."""
        self._source_path = source_path
        if self._reused is None:
            self._reused = Markdown(**self.settings["MARKDOWN"])
            self._meta = self._reused.preprocessors["meta"]
        self._md = self._reused.reset()
        self._md.Meta = {}  # type: ignore[attr-defined] # the extension `meta` sets it only where there is some
        if "meta" not in self._md.preprocessors:  # Pelican takes it out to read the fields
            self._md.preprocessors.register(self._meta, "meta", 27)
        with pelican_open(source_path) as text:
            content = self._md.convert(text)
        return content, self._parse_metadata(self._md.Meta)  # type: ignore[attr-defined]


class Reading:
    """What this build's readers return, taken from the store where the bytes are the same."""

    def __init__(self, store: Store, base: str, digests: Mapping[str, bytes], root: Path) -> None:
        """``base`` stands for settings, plugins and versions; ``digests`` are the content files' by absolute path."""
        self.store, self.base, self.digests, self.root = store, base, digests, f"{root}{os.sep}"
        self.current: set[bytes] = set()
        self.included: set[str] = set()  # the files that others take in, by absolute path
        self.failure: Exception | None = None  # of the store; Pelican would take it for that of a text
        self._ready: dict[str, bytes] = {}
        self._settings: dict[str, Any] = {}

    def prepare(self, readers: Readers, paths: Iterable[str], settings: dict[str, Any]) -> None:
        """Have each of these files (absolute paths) read, and let ``readers`` find the results."""
        self._settings = settings
        keys = {path: self._key(path) for path in paths}
        self.current.update(keys.values())
        known = self.store.known_readings()
        missing = [path for path, key in keys.items() if key not in known]
        self._ready.update({path: key for path, key in keys.items() if key in known})

        warnings = _Warnings()

        def read(number: int) -> tuple[int, bytes, list[str]]:
            path = missing[number]
            with warnings, _opened() as opened:
                data = _read(readers, path, settings, warnings)
                included = [each for each in opened.below(self.root) if each != path]
            return number, b"" if included else data, included

        found: dict[bytes, bytes] = {}
        for number, data, included in fan_out(read, range(len(missing)), tuple[int, bytes, list[str]]):
            self.included.update(included)
            if data:
                key = self._ready[missing[number]] = keys[missing[number]]
                found[key] = data
            if len(found) == _BATCH:
                self.store.keep_readings(found)
                found.clear()
        self.store.keep_readings(found)
        readers.get_cached_data = self._found  # the place where Pelican looks for what it has read before

    def _found(self, path: str, default: Any = None) -> Any:
        key = self._ready.pop(path, None)
        if key is None:
            return default
        try:
            content, metadata = unpack(self.store.reading(key) or b"", self._settings)
        except (ValueError, TypeError, KeyError, LookupError):
            return default  # a damaged row: the file is read again
        except (sqlite3.Error, Unusable) as error:
            self.failure = error
            return default
        return content, metadata

    def _key(self, path: str) -> bytes:
        digest = self.digests.get(path)
        if digest is None:
            digest = hashlib.blake2b(Path(path).read_bytes(), digest_size=16).digest()
        name = path.removeprefix(self.root)
        return hashlib.blake2b(f"{self.base}\0{name}\0".encode() + digest, digest_size=16).digest()


class _Warnings(logging.Handler):
    """Counts what Pelican logs while a file is read."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += 1

    def __enter__(self) -> None:
        logging.getLogger("pelican").addHandler(self)

    def __exit__(self, *_: object) -> None:
        logging.getLogger("pelican").removeHandler(self)


class _Opened:
    """The files that this process opens while it is entered, Python's own left out."""

    def __init__(self) -> None:
        self._paths: set[str] | None = None
        sys.addaudithook(self._note)

    def _note(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and self._paths is not None and isinstance(arguments[0], str | os.PathLike):
            self._paths.add(os.path.abspath(arguments[0]))

    def below(self, root: str) -> list[str]:
        """Return the files below the folder ``root`` (with its separator), in order."""
        paths = sorted(path for path in self._paths or () if path.startswith(root))
        return [path for path in paths if not path.startswith(f"{sys.prefix}{os.sep}") and not path.endswith(_CODE)]

    def __enter__(self) -> _Opened:
        self._paths = set()
        return self

    def __exit__(self, *_: object) -> None:
        self._paths = None


_CODE = (".py", ".pyc", ".so")


@functools.cache
def _opened() -> _Opened:
    """Return the one that there is: Python keeps an audit hook until the process ends."""
    return _Opened()


def _read(readers: Readers, path: str, settings: dict[str, Any], warnings: _Warnings) -> bytes:
    """Return what the file's reader returns; nothing where it has to be read in the build itself.

    That is so for a file with a problem or a warning, which has to be told, and for values that the cache does not
    hold.
    """
    told = warnings.count
    problems: list[Problem] = settings.setdefault("PROBLEMS", [])
    before = len(problems)
    try:
        data = pack(readers.readers[Path(path).suffix[1:].lower()].read(path))
    except Uncacheable:
        data = b""
    except Exception:  # Pelican reads it again, and logs what is wrong with it
        data = b""
    if len(problems) > before or warnings.count > told:
        del problems[before:]
        data = b""
    return data
