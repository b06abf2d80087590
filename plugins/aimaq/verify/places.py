"""Where a site is read: a folder with a copy of it, or its address on the web."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

__all__ = ["COPIES", "MAX_BYTES", "FileTooLarge", "Folder", "Place", "PlaceError", "SavedHead", "Website", "place_of"]

#: The largest file that is read, and the most requests and bytes that one check asks of a server.
MAX_BYTES: Final = 64 * 2**20
MAX_REQUESTS: Final = 200_000
MAX_TOTAL: Final = 8 * 2**30
#: How compressed copies of files end, which stand beside them where a publication has made some.
COPIES: Final = (".gz", ".br", ".zst")
_SECONDS: Final = 30
_REDIRECTS: Final = 5
_WAITS: Final = 5
_LONGEST_WAIT: Final = 60
_GONE: Final = (404, 410)
_BUSY: Final = (429, 503)


class PlaceError(Exception):
    """A place, or a file of it, cannot be read; the message is for the user."""


class FileTooLarge(PlaceError):
    """A file is larger than what is read."""


class Place(Protocol):
    """A site to check; paths are below its home page, without a slash in front."""

    @property
    def name(self) -> str:
        """What the user calls it."""

    def read(self, path: str) -> bytes | None:
        """Return a file's content, None if there is none; raise ``PlaceError``."""

    def listed(self) -> Iterable[str] | None:
        """Return the path of every file, None where nobody can list them."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder with a copy of a site, as it was built or as a program has mirrored it."""

    name: str

    def read(self, path: str) -> bytes | None:
        """Return a file's content, None if there is none; an address that ends in a slash is that of its index."""
        return _bytes_of(
            Path(self.name, path, "index.html") if path.endswith("/") or not path else Path(self.name, path)
        )

    def listed(self) -> Iterable[str] | None:
        """Return the path of every file, sorted."""
        root = Path(self.name)
        return sorted(
            Path(folder, name).relative_to(root).as_posix() for folder, _, names in os.walk(root) for name in names
        )


@dataclass(frozen=True, slots=True)
class SavedHead:
    """The head of a log, as somebody has saved it on an earlier day: a site without anything else."""

    name: str

    def read(self, path: str) -> bytes | None:
        """Return the head; nothing else is there but a timestamp beside it."""
        file = Path(f"{self.name}.tsr" if path.endswith(".tsr") else self.name)
        return _bytes_of(file) if path.startswith("api/log/checkpoint") else None

    def listed(self) -> Iterable[str] | None:
        """Return no files."""
        return ()


def _bytes_of(file: Path) -> bytes | None:
    """Return the content of a file, None if there is none; raise ``PlaceError``."""
    try:
        if file.stat().st_size > MAX_BYTES:
            raise FileTooLarge(f"{file}: the file is larger than {MAX_BYTES:,} bytes")
        return file.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise PlaceError(f"{file}: {getattr(error, 'strerror', None) or error}") from None


class _OneHost(HTTPRedirectHandler):
    """Follows few redirects, and none to another host."""

    max_redirections = _REDIRECTS

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]  # as it is declared there
        """Return the request that follows a redirect; raise ``PlaceError`` where it leads away."""
        old, new = urlsplit(req.full_url), urlsplit(newurl)
        if (
            old.hostname != new.hostname
            or new.scheme not in ("http", "https")
            or (old.scheme, new.scheme) == ("https", "http")
        ):
            raise PlaceError(f"{req.full_url} leads to another site, {newurl}; check that one, if it is meant")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


@dataclass(slots=True)
class Website:
    """A site on the web; requests come one after another, with a pause before each."""

    name: str
    pause: float = 0.05
    _opener: OpenerDirector = field(default_factory=lambda: build_opener(_OneHost()))
    _requests: int = 0
    _bytes: int = 0

    def read(self, path: str) -> bytes | None:
        """Return what the address of a path answers, None if there is nothing; raise ``PlaceError``."""
        address = self.name + quote(path, safe="/%:@!$&'()*+,;=~-._")  # not joined: a path may look like an address
        for _ in range(_WAITS):
            answer = self._ask(address)
            if not isinstance(answer, float):
                return answer
            time.sleep(answer)
        raise PlaceError(f"{address}: the server is too busy; try again later")

    def listed(self) -> Iterable[str] | None:
        """Return None: a site says what it has in its sitemaps and its files."""
        return None

    def _ask(self, address: str) -> bytes | float | None:
        """Return the answer, or how many seconds to wait before the next attempt."""
        self._requests += 1
        if self._requests > MAX_REQUESTS or self._bytes > MAX_TOTAL:
            limit = f"{MAX_REQUESTS:,} files or {MAX_TOTAL // 2**30} GiB"
            raise PlaceError(f"{self.name} has more than {limit}; check a copy of it in a folder")
        time.sleep(self.pause)
        request = Request(address, headers={"User-Agent": "aimaq-verify", "Accept-Encoding": "identity"})
        try:
            with self._opener.open(request, timeout=_SECONDS) as answer:
                data: bytes = answer.read(MAX_BYTES + 1)
        except HTTPError as error:
            error.close()
            if error.code in _GONE:
                return None
            if error.code in _BUSY:
                asked = error.headers.get("Retry-After", "")
                return min(float(asked) if asked.isdecimal() else 2.0, _LONGEST_WAIT)
            raise PlaceError(f"{address}: the server answers {error.code} {error.reason}") from None
        except (URLError, OSError, ValueError) as error:
            raise PlaceError(f"{address}: {getattr(error, 'reason', None) or error}") from None
        if len(data) > MAX_BYTES:
            raise FileTooLarge(f"{address}: the file is larger than {MAX_BYTES:,} bytes")
        self._bytes += len(data)
        return data


def place_of(text: str, pause: float = 0.05) -> Place:
    """Return the place that a user has named; raise ``PlaceError`` if there is none."""
    if text.startswith(("https://", "http://")):
        if not urlsplit(text).hostname:
            raise PlaceError(f"{text}: an address has a host, as in https://press.example.kz")
        return Website(text.rstrip("/") + "/", pause)
    if Path(text).is_dir():
        return Folder(text)
    if Path(text).is_file():
        return SavedHead(text)
    raise PlaceError(f"{text}: there is no such folder; expected a folder, or an address that begins with https://")
