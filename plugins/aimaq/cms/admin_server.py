"""A server on the loopback interface for the folder of the CMS, with its policy."""

from __future__ import annotations

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from aimaq.cms.admin_folder import POLICY

__all__ = ["AdminServer"]


class AdminServer(ThreadingHTTPServer):
    """Serves a folder that holds ``admin``; the site is not in it."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, folder: Path, port: int) -> None:
        super().__init__(("127.0.0.1", port), partial(_Handler, directory=str(folder)))

    @property
    def url(self) -> str:
        """The address to open."""
        return f"http://localhost:{self.server_port}/admin/"


class _Handler(SimpleHTTPRequestHandler):
    extensions_map = {  # noqa: RUF012  # as the class above has it
        **SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".wasm": "application/wasm",
        ".woff2": "font/woff2",
    }

    def end_headers(self) -> None:
        """Add the policy, and let nothing be kept: the forms change with the schemas."""
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def list_directory(self, path: object) -> None:
        """Show no lists of files."""
        self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing in the terminal."""
