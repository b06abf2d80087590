"""The desk's server: the preview with its pages, and the desk below an address of its own.

Only pages of this server may send it forms: a browser names the origin of each, and no other site can change that.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from aimaq.base.addresses.site_folder import below
from aimaq.base.languages.messages import speaking, tr
from aimaq.desk.exchange import Request, Response
from aimaq.desk.rendering import LANGUAGES, MOUNT
from aimaq.pipeline.dev_server import PreviewHandler, Server

__all__ = ["DeskServer"]

#: The Content-Security-Policy of the desk's pages: nothing is loaded from elsewhere, nothing runs that is not a file.
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
#: A browser names the origin of a form only to those who may have its address.
_POLICIES: Final = {"Content-Security-Policy": POLICY, "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin"}
#: Bytes of a request: a picture from a camera has tens of megabytes.
MOST_BYTES: Final = 64_000_000
#: Holds the language of the desk's pages.
_COOKIE: Final = "aimaq_language"
_YEAR: Final = 365 * 24 * 60 * 60  # seconds


class DeskServer(Server):
    """Serves the preview, and what ``respond`` answers to requests below the desk's address."""

    #: Set before the server is started.
    respond: Callable[[Request], Response]

    def __init__(self, folder: Path, port: int) -> None:
        super().__init__(folder, port, _Handler)

    @property
    def url(self) -> str:
        """The address of the desk."""
        return f"http://127.0.0.1:{self.server_port}{MOUNT}/"

    @property
    def origins(self) -> frozenset[str]:
        """What browsers call the origin of this server's own pages (Fetch, the header Origin)."""
        return frozenset(f"http://{host}" for host in self.hosts)


class _Handler(PreviewHandler):
    server: DeskServer

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        if below(path, MOUNT):
            self._desk("GET", path, query, b"")
        elif path == "/" and not self.server.version:
            self._send(Response(b"", location=f"{MOUNT}/", status=302))  # there is no preview yet
        else:
            super().do_GET()

    def do_POST(self) -> None:
        """Answer a form of the desk's own pages; refuse what another site sends."""
        path, _, query = self.path.partition("?")
        length = self.headers.get("Content-Length", "")
        if self.headers.get("Origin", "") not in self.server.origins:
            self.refuse(HTTPStatus.FORBIDDEN, tr("Only pages of this server may send it anything.\n"))
        elif not length.isascii() or not length.isdigit() or len(length) > 12:
            self.refuse(HTTPStatus.LENGTH_REQUIRED, tr("This request is malformed.\n"))
        elif int(length) > MOST_BYTES:
            self.refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, tr("This request is too large.\n"))
        elif below(path, MOUNT):
            self._desk("POST", path, query, self.rfile.read(int(length)))
        else:
            self.refuse(HTTPStatus.METHOD_NOT_ALLOWED, tr("This request is malformed.\n"))

    def _desk(self, method: str, path: str, query: str, body: bytes) -> None:
        asked = dict(parse_qsl(query))
        if method == "GET" and asked.get("language") in LANGUAGES:
            self._choose(asked["language"], path)
            return
        with speaking(self._language()):
            self._send(self.server.respond(Request(method, unquote(below(path, MOUNT)), asked, body)))

    def _choose(self, lang: str, path: str) -> None:
        """Keep the language of the desk in a cookie, and show the page again that the choice was made on."""
        before = urlsplit(self.headers.get("Referer", ""))
        query = f"?{before.query}" if before.path == path and before.query else ""
        cookie = f"{_COOKIE}={lang}; Path={MOUNT}; Max-Age={_YEAR}; SameSite=Strict; HttpOnly"
        self._send(Response(b"", location=f"{path}{query}", status=303), cookie)

    def _language(self) -> str:
        """Return the language that was chosen, "" for that of the process."""
        found = re.search(rf"(?:^|; *){_COOKIE}=(\w+)", self.headers.get("Cookie", ""))
        return found[1] if found and found[1] in LANGUAGES else ""

    def _send(self, response: Response, cookie: str = "") -> None:
        self.policies = _POLICIES
        self.send_response(response.status)
        self.send_header("Content-Type", response.kind)
        if response.location:
            self.send_header("Location", response.location)
        if cookie:
            self.send_header("Set-Cookie", cookie)
        self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)
