"""The HTTP server of the commands that serve something on this machine: for its own user, and for nobody else.

A preview shows what is under embargo. Any web page that the user has open can send requests to this machine, also under
a host name that its owner points here (DNS rebinding). So the server answers only to loopback names with its own port,
and forbids other sites to embed or frame what it sends.
"""

import sys
from collections.abc import Mapping
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

from aimaq.base.languages.messages import Message, tr

__all__ = ["LoopbackHandler", "LoopbackServer"]

_NAMES: Final = ("127.0.0.1", "localhost", "[::1]")
_REFUSAL: Final = Message("This server answers only to addresses of this machine.\n")


class LoopbackServer(ThreadingHTTPServer):
    """Serves a folder on the loopback interface."""

    def __init__(self, folder: Path, port: int, handler: "type[LoopbackHandler]") -> None:
        super().__init__(("127.0.0.1", port), partial(handler, directory=str(folder)))
        self.folder = folder

    @property
    def hosts(self) -> frozenset[str]:
        """What a request may have in its field Host; a port of 80 is left out by browsers."""
        hosts = {f"{name}:{self.server_port}" for name in _NAMES}
        return frozenset(hosts | set(_NAMES) if self.server_port == 80 else hosts)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say in one line what went wrong; that a client goes away is nothing to speak of."""
        error = sys.exc_info()[1]
        if not isinstance(error, ConnectionError | TimeoutError):
            print(
                tr("A request could not be answered: %(name)s: %(error)s", name=type(error).__name__, error=error),
                file=sys.stderr,
                flush=True,
            )


class LoopbackHandler(SimpleHTTPRequestHandler):
    """Refuses requests to other hosts and malformed ones; sends ``policies`` with every answer."""

    server: LoopbackServer
    #: The headers of every answer.
    policies: Mapping[str, str] = {}  # nobody writes to it
    timeout = 60  # seconds: a client that sends nothing holds a thread

    def parse_request(self) -> bool:
        """Read the request's head; answer, and return False, if it is not for this server."""
        if not super().parse_request():
            return False
        hosts = self.headers.get_all("Host", [])
        if len(hosts) > 1 or not self.path.startswith("/"):
            self.refuse(HTTPStatus.BAD_REQUEST, tr("This request is malformed.\n"))
        elif not hosts or hosts[0].strip().lower() not in self.server.hosts:
            self.refuse(HTTPStatus.MISDIRECTED_REQUEST, str(_REFUSAL))
        else:
            return True
        return False

    def translate_path(self, path: str) -> str:
        """Return the file of an address; one that no file can have leads to nothing."""
        translated = super().translate_path(path)
        try:
            return translated if "\0" not in translated and translated.encode() else self._nothing
        except UnicodeEncodeError:
            return self._nothing

    def end_headers(self) -> None:
        """Add the policies: nobody else may embed, frame or sniff the answer, and no browser may keep it."""
        headers = {
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
            **self.policies,
        }
        for name, value in headers.items():
            self.send_header(name, value)
        super().end_headers()

    def list_directory(self, path: object) -> None:
        """Send 404 instead of a list of files."""
        self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing: the terminal is for what the command says."""

    def send_text(self, body: bytes, kind: str, status: int = 200) -> None:
        """Answer with a body of the media type ``kind``."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    @property
    def _nothing(self) -> str:
        return f"{self.directory}/\N{NO ENTRY SIGN}"

    def refuse(self, status: HTTPStatus, message: str) -> None:
        """Answer with a message, and read nothing more from this client."""
        self.close_connection = True
        self.send_text(message.encode(), "text/plain; charset=utf-8", status)
