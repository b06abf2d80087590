"""Reads each content file once for its bytes, on all cores, and keeps the result in the store.

The store holds Pelican's content or, if a hook may do more with it, only the reader's result. A file that includes
others (reST's ``include``, a Markdown extension's snippets) is read in every build.
"""

from __future__ import annotations

import functools
import hashlib
import locale
import logging
import os
import sqlite3
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from pelican.contents import Content
from pelican.generators import Generator

from aimaq.base.problems import Problem
from aimaq.base.processes.parallel import parallel_map
from aimaq.build.store import Store, UnusableStore
from aimaq.pelican.reading.cached_readers import CachedReaders
from aimaq.pelican.reading.codec import Uncacheable, Wrappers, from_plain, to_plain, wrappers_of
from aimaq.pelican.reading.stored_contents import RESTORED, are_kept, pack_content, read_content, restore_content

__all__ = ["Reading"]


#: How many results are held in memory at once.
_BATCH = 500


class Reading:
    """The results of one build's readers, from the store where a file's bytes are the same."""

    def __init__(
        self, store: Store, base: str, digests: Mapping[str, bytes], root: Path, problems: list[Problem]
    ) -> None:
        """``base`` stands for settings, plugins and versions; ``digests`` are the content files' by absolute path.

        ``problems`` is the list to which hooks add while a file is read: a file with a problem is not kept.
        """
        self.problems = problems
        self.store, self.base, self.digests, self.root = store, base, digests, f"{root}{os.sep}"
        self.current: set[bytes] = set()
        self.included: set[str] = set()  # the files that others include, by absolute path
        self.failure: Exception | None = None  # of the store; Pelican would take it for that of a text
        self._wrappers: Wrappers | None = None  # one for all generators of the build
        self._restored: dict[int, list[Content]] = {}  # by the generator's id

    def prepare(self, generator: Any, kind: type[Content], names: Iterable[str]) -> None:
        """Read what is new of these files (paths below the content folder); give the generator cached readers."""
        whole = are_kept(kind, generator.settings)
        how = _how(kind) if whole else ""
        keys = {name: self._key(os.path.abspath(os.path.join(generator.path, name)), how) for name in names}
        self.current.update(keys.values())
        known = self.store.known_readings(list(keys.values()))
        missing = [name for name, key in keys.items() if key not in known]
        ready = {name: key for name, key in keys.items() if key in known}

        warnings = _Warnings()

        def read(number: int) -> tuple[int, bytes, list[str]]:
            path = os.path.abspath(os.path.join(generator.path, missing[number]))
            with warnings, _opened() as opened:
                data = _read(generator, kind if whole else None, missing[number], warnings, self.problems)
                included = [each for each in opened.below(self.root) if each != path]
            return number, b"" if included else data, included

        read_now: dict[bytes, bytes] = {}
        for number, data, included in parallel_map(read, range(len(missing)), tuple[int, bytes, list[str]]):
            self.included.update(included)
            if data:
                key = ready[missing[number]] = keys[missing[number]]
                read_now[key] = data
            if len(read_now) == _BATCH:
                self.store.put_readings(read_now)
                read_now.clear()
        self.store.put_readings(read_now)

        restored = self._restored[id(generator)] = []
        wrappers = self._wrappers = self._wrappers or wrappers_of(generator.settings)
        # Pelican asks in the order of the names, and workers have answered in another.
        found = _Readings(self.store, {name: ready[name] for name in keys if name in ready})

        def content(name: str) -> Content | None:
            restore = partial(restore_content, generator, kind, wrappers, name)
            content: Content | None = self._found(found, name, "content", restore)
            if content is not None:
                restored.append(content)
            return content

        def reading(path: str) -> tuple[str, dict[str, Any]] | None:
            name = os.path.relpath(path, os.path.abspath(generator.path))
            known: tuple[str, dict[str, Any]] | None = self._found(found, name, "reading", partial(_reading, wrappers))
            return known

        generator.readers = CachedReaders(generator.settings, content, reading)

    def restored(self, generator: Generator, kind: type[Content], name: str) -> Content | None:
        """Return the content of a file from the store alone; None if it has none."""
        if not are_kept(kind, generator.settings):
            return None
        key = self._key(os.path.abspath(os.path.join(generator.path, name)), _how(kind))
        self.current.add(key)
        wrappers = self._wrappers = self._wrappers or wrappers_of(generator.settings)
        restore = partial(restore_content, generator, kind, wrappers, name)
        found: Content | None = self._found(_Readings(self.store, {name: key}), name, "content", restore)
        return found

    def get_or_create(self, key: bytes, make: Callable[[], bytes]) -> bytes:
        """Return the result of ``make``, from an earlier build if possible.

        It is a pure function of settings, plugins, versions, and the data that ``key`` is the digest of.
        """
        key = hashlib.blake2b(f"{self.base}\0".encode() + key, digest_size=16).digest()
        self.current.add(key)
        data = self.store.readings([key]).get(key)
        if data is None:
            data = make()
            self.store.put_readings({key: data})
        return data

    def send_restored(self, generator: Any) -> None:
        """Send hooks the generator's contents that were taken from the store."""
        contents = self._restored.pop(id(generator), None)
        if contents:
            RESTORED.send(generator, contents=contents)

    def _found(self, found: _Readings, name: str, what: str, back: Callable[[Any], Any]) -> Any:
        """Return the stored result of a file, once: a caller that asks again has seen the file change."""
        try:
            data = found.of(name)
            if what not in data:
                return None
            result = back(data[what])
        except (ValueError, TypeError, LookupError):
            return None  # a damaged row: the file is read again
        except (sqlite3.Error, UnusableStore) as error:
            self.failure = error
            return None
        found.forget(name)
        return result

    def _key(self, path: str, how: str) -> bytes:
        digest = self.digests.get(path)
        if digest is None:
            digest = hashlib.blake2b(Path(path).read_bytes(), digest_size=16).digest()
        name = path.removeprefix(self.root)
        return hashlib.blake2b(f"{self.base}\0{how}\0{name}\0".encode() + digest, digest_size=16).digest()


def _how(kind: type[Content]) -> str:
    """Return what a stored content depends on besides its file: it has its date as the process's language prints it."""
    return f"{kind.__name__} {locale.setlocale(locale.LC_ALL)}"


class _Readings:
    """The stored results of some files, fetched for many at once in the order in which Pelican asks for them."""

    def __init__(self, store: Store, keys: dict[str, bytes]) -> None:
        self.store, self.keys = store, keys
        self._places = {name: place for place, name in enumerate(keys)}
        self._names = list(keys)
        self._fetched: dict[bytes, bytes] = {}

    def of(self, name: str) -> Mapping[str, Any]:
        """Return the result of a file; nothing if it is not stored or has been forgotten."""
        key = self.keys.get(name)
        if key is None:
            return {}
        if key not in self._fetched:
            place = self._places[name]
            following = [self.keys[each] for each in self._names[place : place + _BATCH] if each in self.keys]
            self._fetched = self.store.readings(following)
        data: Mapping[str, Any] = msgspec.msgpack.decode(self._fetched[key])
        return data

    def forget(self, name: str) -> None:
        """Forget the result of a file."""
        self._fetched.pop(self.keys.pop(name), None)


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
    """Records the files that this process opens while it is entered, except Python's own."""

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
    """Return the only one: Python keeps an audit hook until the process ends."""
    return _Opened()


def _read(generator: Any, kind: type[Content] | None, name: str, warnings: _Warnings, problems: list[Problem]) -> bytes:
    """Return the content of a file or, without a ``kind``, its reader's result, as bytes.

    Empty if Pelican has to read the file itself: one with a problem or a warning, which has to be reported, or with
    values that cannot be stored.
    """
    warned = warnings.count
    before = len(problems)
    data: dict[str, Any] = {}
    try:
        content = read_content(generator, kind, name) if kind else None
        if content is not None and content.is_valid():
            with suppress(Uncacheable):
                data = {"content": pack_content(content)}
        if not data:
            reader = generator.readers.readers[Path(name).suffix[1:].lower()]
            text, metadata = reader.read(os.path.abspath(os.path.join(generator.path, name)))
            data = {"reading": [text, to_plain(metadata)]}
    except Uncacheable:
        pass
    except Exception:  # Pelican reads it again, and logs the error
        data = {}
    if len(problems) > before or warnings.count > warned:
        del problems[before:]
        data = {}
    return msgspec.msgpack.encode(data) if data else b""


def _reading(wrappers: Wrappers, data: list[Any]) -> tuple[str, dict[str, Any]]:
    text, metadata = data
    return text, from_plain(metadata, wrappers)
