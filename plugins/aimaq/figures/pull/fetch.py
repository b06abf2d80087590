"""Fetch an address within limits: of time, size, redirects and content types."""

import http.client
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Final, TypeVar
from urllib.parse import urljoin, urlsplit

from aimaq.base.languages.messages import tr
from aimaq.base.problems import shortened
from aimaq.figures.pull.sources import is_allowed

__all__ = [
    "MOST_BYTES",
    "MOST_LARGE_BYTES",
    "MOST_REDIRECTS",
    "MOST_SECONDS",
    "Answer",
    "EveryStatus",
    "FetchError",
    "check_type",
    "fetch",
    "in_time",
]

MOST_BYTES: Final = 2_000_000
#: Of a file that another process reads.
MOST_LARGE_BYTES: Final = 100_000_000
MOST_SECONDS: Final = 20.0
MOST_REDIRECTS: Final = 5
_REDIRECTS: Final = frozenset((301, 302, 303, 307, 308))
#: What servers and storages call files that they know nothing of.
_BYTES: Final = ("application/octet-stream", "binary/octet-stream")
#: Content types that servers use for such files; some servers only say "text" or "bytes".
_TYPES: Final[Mapping[str, tuple[str, ...]]] = {
    "csv": ("text/csv", "application/csv", "application/vnd.ms-excel", "text/plain", *_BYTES),
    "json": ("application/json", "text/json", "text/plain", *_BYTES),
    "sdmx-json": ("application/json", "text/json", "text/plain", *_BYTES),
    "json-stat": ("application/json", "text/json", "text/plain", *_BYTES),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.ms-excel.sheet.macroenabled.12",
        *_BYTES,
    ),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", *_BYTES),
    "parquet": ("application/vnd.apache.parquet", *_BYTES),
    "sqlite": ("application/vnd.sqlite3", "application/x-sqlite3", *_BYTES),
}

_Found = TypeVar("_Found")


class FetchError(Exception):
    """Raised where there is no answer; the message is for an editor."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent. ``body`` is None if nothing has changed since our copy (HTTP 304)."""

    body: bytes | None
    etag: str = ""
    modified: str = ""


def fetch(
    url: str,
    format: str,
    *,
    etag: str = "",
    modified: str = "",
    large: bool = False,
    post: bytes = b"",
    seconds: float = MOST_SECONDS,
) -> Answer:
    """Fetch ``url``; ``etag`` and ``modified`` are those of our copy, for a conditional request (RFC 9110, 13.1).

    ``post`` is JSON that is sent. A ``large`` file may have ``MOST_LARGE_BYTES``. Raises :class:`FetchError`. The whole
    fetch takes at most ``seconds``, even if the server sends slowly.
    """
    known = {"Content-Type": "application/json"} if post else {"If-None-Match": etag, "If-Modified-Since": modified}
    headers = {"Accept-Encoding": "identity", "User-Agent": "Aimaq", **{k: v for k, v in known.items() if v}}
    asked = _Asked(headers, format, MOST_LARGE_BYTES if large else MOST_BYTES, seconds, post or None)
    return in_time(seconds, lambda: _follow(url, asked))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What every request of a fetch has: what is sent, which answer is expected, and its limits."""

    headers: dict[str, str]
    format: str
    most: int
    seconds: float
    post: bytes | None


def _follow(url: str, asked: _Asked) -> Answer:
    """Return the answer at ``url``, or at the address to which a few redirects lead."""
    seen = {url}
    while len(seen) <= MOST_REDIRECTS + 1:
        found = _request(url, asked)
        if isinstance(found, Answer):
            return found
        try:
            target = urljoin(url, found)
        except ValueError:
            target = ""
        if not is_allowed(target) or (url.startswith("https:") and not target.startswith("https:")):
            raise FetchError(tr('it redirects to "%(found)s", which is not a safe address', found=shortened(found)))
        url = target
        if url in seen:
            break
        seen.add(url)
    raise FetchError(tr("it redirects more than %(most)s times, or in a circle", most=MOST_REDIRECTS))


def _request(url: str, asked: _Asked) -> Answer | str:
    """Return the answer at ``url``, or the address to which it redirects."""
    # An address by http is on this machine, which is asked without the proxy of the environment.
    direct = [urllib.request.ProxyHandler({})] if urlsplit(url).scheme == "http" else []
    opener = urllib.request.build_opener(EveryStatus(), *direct)
    try:
        request = urllib.request.Request(url, asked.post, asked.headers)
        with opener.open(request, timeout=asked.seconds) as response:
            if response.status in _REDIRECTS and (target := response.headers.get("Location")):
                return str(target)
            return _answer(response, asked.format, asked.most)
    except urllib.error.URLError as error:
        detail = getattr(error.reason, "strerror", None) or error.reason
        raise FetchError(tr("it cannot be reached: %(detail)s", detail=shortened(str(detail)))) from None
    except TimeoutError:
        raise FetchError(_too_slow(asked.seconds)) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise FetchError(
            tr("the answer broke off: %(error)s", error=shortened(str(error)) or type(error).__name__)
        ) from None


def _answer(response: http.client.HTTPResponse, format: str, most: int) -> Answer:
    headers, status = response.headers, response.status
    if status == http.client.NOT_MODIFIED:
        return Answer(None)
    if status != http.client.OK:  # a part of a file (206) would take the place of the whole one
        raise FetchError(
            tr(
                "the server answers %(status)s %(words)s", status=status, words=http.client.responses.get(status, "")
            ).strip()
        )
    check_type(headers.get_content_type() if headers.get("Content-Type") else "", format)
    if (encoding := headers.get("Content-Encoding", "identity")) != "identity":
        raise FetchError(
            tr('the server sends it compressed ("%(encoding)s"), which was not asked for', encoding=shortened(encoding))
        )
    body = response.read(most + 1)
    if len(body) > most:
        raise FetchError(tr("it is larger than %(most)s MB", most=most // 1000000))
    length = headers.get("Content-Length", "")
    if length.isdigit() and len(body) < int(length):
        raise FetchError(
            tr("the answer broke off after %(number)s of %(length)s bytes", number=len(body), length=length)
        )
    return Answer(body, headers.get("ETag", ""), headers.get("Last-Modified", ""))


def check_type(kind: str, format: str) -> None:
    """Raise :class:`FetchError` if an answer's content type, where it has one, is not of the format."""
    if kind and kind not in _TYPES[format] and not ("json" in format and kind.endswith("+json")):
        raise FetchError(tr("the server sends %(kind)s, not %(format)s", kind=shortened(kind), format=format.upper()))


class EveryStatus(urllib.request.HTTPErrorProcessor):
    """Hands on every answer as it is: urllib reads the text of a redirect without a limit before it follows it."""

    def http_response(
        self, request: urllib.request.Request, response: http.client.HTTPResponse
    ) -> http.client.HTTPResponse:
        return response

    https_response = http_response


def in_time(seconds: float, work: Callable[[], _Found]) -> _Found:
    """Run ``work`` in a thread for at most ``seconds``: a socket's own timeout starts again with every byte."""
    done: Future[_Found] = Future()

    def run() -> None:
        try:
            done.set_result(work())
        except BaseException as error:
            done.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        return done.result(timeout=seconds)
    except TimeoutError:
        raise FetchError(_too_slow(seconds)) from None


def _too_slow(seconds: float) -> str:
    return tr("no whole answer came within %(seconds)s seconds", seconds=f"{seconds:g}")
