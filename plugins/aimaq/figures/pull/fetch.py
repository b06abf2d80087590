"""Fetch an address within limits: of time, size, redirects and content types."""

import http.client
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import IO, Final
from urllib.parse import urlsplit

from aimaq.figures.pull.sources import is_allowed

__all__ = ["MOST_BYTES", "MOST_REDIRECTS", "MOST_SECONDS", "Answer", "FetchError", "fetch"]

MOST_BYTES: Final = 2_000_000
MOST_SECONDS: Final = 20.0
MOST_REDIRECTS: Final = 5
#: Content types that servers use for such files; some servers only say "text" or "bytes".
_TYPES: Final[Mapping[str, tuple[str, ...]]] = {
    "csv": ("text/csv", "application/csv", "application/vnd.ms-excel", "text/plain", "application/octet-stream"),
    "json": ("application/json", "text/json", "text/plain", "application/octet-stream"),
}


class FetchError(Exception):
    """Raised where there is no answer; the message is for an editor."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent. ``body`` is None if nothing has changed since our copy (HTTP 304)."""

    body: bytes | None
    etag: str = ""
    modified: str = ""


def fetch(url: str, format: str, *, etag: str = "", modified: str = "", seconds: float = MOST_SECONDS) -> Answer:
    """Fetch ``url``; ``etag`` and ``modified`` are those of our copy, for a conditional request (RFC 9110, 13.1).

    Raises :class:`FetchError`. The whole fetch takes at most ``seconds``, even if the server sends slowly.
    """
    request = urllib.request.Request(url, headers={"Accept-Encoding": "identity", "User-Agent": "Aimaq"})
    if etag:
        request.add_header("If-None-Match", etag)
    if modified:
        request.add_header("If-Modified-Since", modified)
    return _in_time(seconds, lambda: _request(request, format, seconds))


def _request(request: urllib.request.Request, format: str, seconds: float) -> Answer:
    # An address by http is on this machine, which is asked without the proxy of the environment.
    direct = [urllib.request.ProxyHandler({})] if urlsplit(request.full_url).scheme == "http" else []
    opener = urllib.request.build_opener(_Redirects(), *direct)
    try:
        with opener.open(request, timeout=seconds) as response:
            return _answer(response, format)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == http.client.NOT_MODIFIED:
            return Answer(None)
        if "Location" in error.headers:  # to a scheme that urllib does not follow
            raise FetchError(_unsafe(error.headers["Location"])) from None
        reason = http.client.responses.get(error.code, "")
        raise FetchError(f"the server answers {error.code} {reason}".strip()) from None
    except urllib.error.URLError as error:
        detail = getattr(error.reason, "strerror", None) or error.reason
        raise FetchError(f"it cannot be reached: {detail}") from None
    except TimeoutError:
        raise FetchError(_too_slow(seconds)) from None
    except (OSError, http.client.HTTPException) as error:
        raise FetchError(f"the answer broke off: {error or type(error).__name__}") from None


def _answer(response: http.client.HTTPResponse, format: str) -> Answer:
    headers = response.headers
    kind = headers.get_content_type() if headers.get("Content-Type") else ""
    if kind and kind not in _TYPES[format] and not (format == "json" and kind.endswith("+json")):
        raise FetchError(f"the server sends {kind}, not {format.upper()}")
    if (encoding := headers.get("Content-Encoding", "identity")) != "identity":
        raise FetchError(f'the server sends it compressed ("{encoding}"), which was not asked for')
    body = response.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise FetchError(f"it is larger than {MOST_BYTES // 1_000_000} MB")
    length = headers.get("Content-Length", "")
    if length.isdigit() and len(body) < int(length):
        raise FetchError(f"the answer broke off after {len(body)} of {length} bytes")
    return Answer(body, headers.get("ETag", ""), headers.get("Last-Modified", ""))


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a few redirects, and none to an address that is not safe."""

    max_redirections = MOST_REDIRECTS
    max_repeats = 1

    def redirect_request(
        self,
        request: urllib.request.Request,
        stream: IO[bytes],
        code: int,
        message: str,
        headers: http.client.HTTPMessage,
        url: str,
    ) -> urllib.request.Request | None:
        if not is_allowed(url) or (request.full_url.startswith("https:") and not url.startswith("https:")):
            raise FetchError(_unsafe(url))
        seen = getattr(request, "redirect_dict", {})
        if len(seen) >= self.max_redirections or seen.get(url, 0) >= self.max_repeats:
            raise FetchError(f"it redirects more than {MOST_REDIRECTS} times, or in a circle")
        return super().redirect_request(request, stream, code, message, headers, url)


def _in_time(seconds: float, work: Callable[[], Answer]) -> Answer:
    """Run ``work`` in a thread for at most ``seconds``: a socket's own timeout starts again with every byte."""
    done: Future[Answer] = Future()

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


def _unsafe(url: str) -> str:
    return f'it redirects to "{url}", which is not a safe address'


def _too_slow(seconds: float) -> str:
    return f"no whole answer came within {seconds:g} seconds"
