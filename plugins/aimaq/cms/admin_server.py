"""Serve the folder of the CMS on this machine alone, with its Content-Security-Policy."""

from __future__ import annotations

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from aimaq.cms.admin_folder import POLICY

__all__ = ["AdminServer"]


class AdminServer(ThreadingHTTPServer):
    """Serves a folder that holds ``admin``, and not the site, on the loopback interface."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, folder: Path, port: int) -> None:
        super().__init__(("127.0.0.1", port), partial(_Handler, directory=str(folder)))

    @property
    def url(self) -> str:
        """The address to open."""
        return f"http://localhost:{self.server_port}/admin/"


class _Handler(SimpleHTTPRequestHandler):
    extensions_map = {  # noqa: RUF012  # the base class declares it as an instance's attribute
        **SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".wasm": "application/wasm",
        ".woff2": "font/woff2",
    }

    def end_headers(self) -> None:
        """Add the policy, and forbid caching: the forms change with the schemas."""
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def list_directory(self, path: object) -> None:
        """Send 404 instead of a list of files."""
        self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""
