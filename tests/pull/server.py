"""A real HTTP server on this machine that answers well and badly."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

__all__ = ["Server", "serving"]


class Server(ThreadingHTTPServer):
    """``bodies`` are what it sends, by path; ``asked`` are the requests' headers, in order."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.bodies: dict[str, bytes] = {}
        self.asked: list[dict[str, str]] = []
        self.fault = ""
        self.posted: object = None

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Let a client go that has had enough."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        server = self.server
        server.asked.append(dict(self.headers))
        fault = server.fault
        body = server.bodies.get(self.path, b"")
        kind = "application/json" if self.path.endswith(".json") else "text/csv; charset=utf-8"
        etag = f'"{hash(body):x}"'
        if fault.isdigit():
            self.send_error(int(fault))
        elif fault == "a circle" or (fault == "elsewhere" and self.path != "/moved.csv"):
            self._head(302, 0, Location="/moved.csv" if fault == "elsewhere" else self.path)
        elif fault.startswith("to "):
            self._head(302, 0, Location=fault.removeprefix("to "))
        elif fault == "a page":
            self._send(b"<!doctype html><title>Sign in</title>", "text/html")
        elif fault == "compressed":
            self._send(body, kind, **{"Content-Encoding": "gzip"})
        elif fault == "endless":
            self._head(200, 10**12, **{"Content-Type": kind})
            for _ in range(80):
                self.wfile.write(b"x" * 65536)
        elif fault == "cut":
            self._head(200, len(body), **{"Content-Type": kind})
            self.wfile.write(body[: len(body) // 2])
            self.close_connection = True
        elif fault == "slow":
            self._head(200, len(body), **{"Content-Type": kind})
            for byte in body:
                self.wfile.write(bytes([byte]))
                time.sleep(0.2)
        elif self.headers.get("If-None-Match") == etag:
            self._head(304, None, ETag=etag)
        else:
            self._send(body, kind, ETag=etag, **{"Last-Modified": "Mon, 02 Jan 2023 03:04:05 GMT"})

    def do_POST(self) -> None:
        """Answer with the body of the path, if what is asked is the one ``posted``."""
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if asked == self.server.posted:
            self._send(self.server.bodies[self.path], "application/json")
        else:
            self.send_error(400)

    def _send(self, body: bytes, kind: str, **headers: str) -> None:
        self._head(200, len(body), **{"Content-Type": kind}, **headers)
        self.wfile.write(body)

    def _head(self, status: int, length: int | None, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def serving() -> Iterator[Server]:
    """Serve while the block runs."""
    server = Server()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
