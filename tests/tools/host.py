"""A static host on loopback, for tests of what happens between a page that is open and a site that moves on."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self, Unpack

from playwright.sync_api import Browser, Page

from tools.browser import TabOptions, collect_complaints, new_context
from tools.headers_file import read_headers_file

#: Where the data for open pages are, one file for each language.
DATA = "/api/live/"


class _Handler(SimpleHTTPRequestHandler):
    """It dates its answers and answers 304, and sends the policy that the site's own ``_headers`` asks hosts for."""

    def __init__(self, *arguments: Any, host: "Host", **options: Any) -> None:
        self.host = host
        super().__init__(*arguments, directory=str(host.folder), **options)

    def end_headers(self) -> None:
        headers = read_headers_file(self.host.folder / "_headers").netlify(self.path.partition("?")[0])
        self.send_header("Content-Security-Policy", headers["content-security-policy"])
        super().end_headers()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        self.host.answers.append((self.path, int(code)))

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@dataclass
class Host:
    """Serves ``folder``, which may be replaced while it is served; ``answers`` has path and status of each answer."""

    folder: Path
    url: str = ""
    answers: list[tuple[str, int]] = field(default_factory=list)

    @property
    def asked(self) -> int:
        """How often the data have been asked for."""
        return sum(path.startswith(DATA) for path, _ in self.answers)

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, host=self))
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


@dataclass
class Reader:
    """A tab with a clock that the test moves, and what its scripts complained of."""

    tab: Page
    host: Host
    errors: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)

    def open(self, address: str, *, answered: bool = True) -> Page:
        """Open a page, and wait until it has got the data that it asks for, or failed to."""
        with self._data(answered=answered):
            self.tab.goto(self.host.url + address, wait_until="load")
        return self.tab

    def minute(self, *, answered: bool = True) -> None:
        """Let a minute pass, and what it sets off come to its end."""
        with self._data(answered=answered):
            self.tab.clock.run_for("01:01")

    def pause(self) -> None:
        """Wait for the scripts that nothing outside the page tells the end of."""
        self.tab.wait_for_timeout(100)

    @contextmanager
    def _data(self, *, answered: bool) -> Iterator[None]:
        event: Any = "requestfinished" if answered else "requestfailed"
        with self.tab.expect_event(event, lambda request: DATA in request.url):
            yield
        self.pause()


@contextmanager
def reading(browser: Browser, host: Host, *, at: str | None = None, **options: Unpack[TabOptions]) -> Iterator[Reader]:
    """A tab of its own, at the moment ``at`` (ISO 8601, else now)."""
    context = new_context(browser, options)
    reader = Reader(context.new_page(), host)
    reader.tab.clock.install(time=at)
    collect_complaints(reader.tab, reader.errors, reader.console)
    try:
        yield reader
    finally:
        context.close()
