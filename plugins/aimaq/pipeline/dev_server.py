"""A local server for editors: it rebuilds on save, reloads open pages and shows problems on them.

The script that reloads a page is added to the response; no built file holds it.
"""

from __future__ import annotations

import gc
import json
import os
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from html import escape
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from aimaq.base.addresses.site_folder import below
from aimaq.base.languages.messages import spoken, tr
from aimaq.base.servers.loopback_server import LoopbackHandler, LoopbackServer
from aimaq.pipeline.saved_files import saved_files
from aimaq.pipeline.session import Session

__all__ = ["PreviewHandler", "Server", "rebuild_on_change"]

_SCRIPT_ADDRESS = "/__serve/reload.js"
_EVENTS_ADDRESS = "/__serve/events"
_SCRIPT = """
const events = new EventSource(`/__serve/events${new URL(document.currentScript.src).search}&${location.pathname}`);
events.addEventListener("reload", () => location.reload());
events.addEventListener("problems", (event) => {
  document.querySelector("#serve-problems")?.remove();
  const box = document.createElement("pre");
  box.id = "serve-problems";
  box.setAttribute("role", "alert");
  box.textContent = JSON.parse(event.data);
  Object.assign(box.style, {
    position: "fixed", inset: "auto 0 0 0", margin: 0, padding: "1rem", maxHeight: "60vh", overflow: "auto",
    whiteSpace: "pre-wrap", font: "15px/1.5 monospace", background: "#5c0a0a", color: "#fff", zIndex: 9999,
  });
  document.body.append(box);
});
"""

#: Before the first build that succeeds there is no page of the site, not even that of missing addresses.
_NO_PAGE = """<!DOCTYPE html>
<meta charset="utf-8"><title>aimaq serve</title><script src="{script}" defer></script>
<p>{text}</p>
"""


#: How long a page waits for problems to be said in its language.
_MOST_SECONDS: Final = 60


class Server(LoopbackServer):
    """Serves a folder on the loopback interface, and sends open pages events about the builds."""

    def __init__(self, folder: Path, port: int, handler: type[PreviewHandler] | None = None) -> None:
        super().__init__(folder, port, handler or PreviewHandler)
        #: The folder in the site's address, "/press", below which its files are served.
        self.site_folder = ""
        self.problems = ""
        #: The language in which they are said, and the one that was asked for last.
        self.said = self.language = spoken()
        self.version = 0
        #: Pages that replace the folder's files until the next build, by their paths below it.
        self.previews: Mapping[str, bytes] = {}
        #: The problems of drafts that have no page yet, by the addresses that they are going to have.
        self.drafts: Mapping[str, Sequence[str]] = {}
        self.changed = threading.Condition()

    @property
    def url(self) -> str:
        """The address to open in a browser."""
        return f"http://127.0.0.1:{self.server_address[1]}{self.site_folder}/"

    def start(self) -> None:
        """Serve in the background until the process ends or :meth:`shutdown` is called."""
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def problems_in(self, lang: str) -> str:
        """Return the problems of the last build in a language: if they are in another one, it is repeated first."""
        with self.changed:
            self.language = lang
            self.changed.wait_for(lambda: not self.is_misunderstood, timeout=_MOST_SECONDS)
            return self.problems

    @property
    def is_misunderstood(self) -> bool:
        """Whether there are problems in another language than the one that was asked for last."""
        return bool(self.problems) and self.said != self.language

    def announce(self, problems: str = "") -> None:
        """Reload every open page, or, after a build that failed, show the problems on it."""
        with self.changed:
            self.version += 1
            self.problems = problems
            self.changed.notify_all()


class PreviewHandler(LoopbackHandler):
    """Answers with a file, its preview, the 404 page, or events."""

    server: Server
    #: A page of the site may show another one of it in a frame, as it may in public.
    policies = {"Content-Security-Policy": "frame-ancestors 'self'", "X-Frame-Options": "SAMEORIGIN"}  # noqa: RUF012

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        if path == _SCRIPT_ADDRESS:
            self.send_text(_SCRIPT.encode(), "text/javascript; charset=utf-8")
        elif path == _EVENTS_ADDRESS:
            self._events(query)
        elif path in ("/", self.server.site_folder) and self.server.site_folder:
            self.send_response(302)
            self.send_header("Location", f"{self.server.site_folder}/")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self._page(path)

    def translate_path(self, path: str) -> str:
        """Return the file of an address; outside of the site's folder there is none."""
        inside = below(path, self.server.site_folder)
        return super().translate_path(inside) if inside else self._nothing

    def _page(self, path: str) -> None:
        # The version is taken before the file is read: the page is told of all later ones.
        address = f"{_SCRIPT_ADDRESS}?{self.server.version}"
        file = self.translate_path(path)
        if os.path.isdir(file) and path.endswith("/"):
            file = os.path.join(file, "index.html")
        page = self.server.previews.get(os.path.relpath(file, self.server.folder).replace(os.sep, "/"))
        status = 200
        if not os.path.exists(file):
            file, page, status = self._not_found(path), None, 404
        if page is None and file.endswith(".html"):
            with suppress(OSError):  # a build has replaced it in this moment, or there is no 404 page
                page = Path(file).read_bytes()
        if page is not None:
            script = f'<script src="{address}" defer></script></head>'.encode()
            self.send_text(page.replace(b"</head>", script, 1), "text/html; charset=utf-8", status)
        elif status == 404:
            text = escape(tr('nothing is published at "%(link)s"', link=path))
            html = _NO_PAGE.format(text=text, script=address)
            self.send_text(html.encode(), "text/html; charset=utf-8", status)
        else:
            super().do_GET()

    def _not_found(self, path: str) -> str:
        """Return the 404 page of the edition that the address belongs to."""
        first = below(path, self.server.site_folder).lstrip("/").partition("/")[0]
        own = os.path.join(self.server.folder, first, "404.html")
        return own if os.path.isfile(own) else os.path.join(self.server.folder, "404.html")

    def _events(self, query: str) -> None:
        """Tell a page of each version after its own: one may have come while the page was on its way."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        server = self.server
        own, _, page = query.partition("&")
        seen = own or str(server.version)
        problems = server.problems or "\n".join(server.drafts.get(below(unquote(page), server.site_folder), ()))
        try:
            while True:
                if problems:
                    self.wfile.write(f"event: problems\ndata: {json.dumps(problems)}\n\n".encode())
                with server.changed:
                    if str(server.version) == seen:
                        server.changed.wait(15)
                    version, problems = str(server.version), server.problems
                news, seen = version != seen, version
                message = "event: reload\ndata: 1\n\n" if news and not problems else ": still here\n\n"
                self.wfile.write(message.encode())
                self.wfile.flush()
        except (BrokenPipeError, ConnectionResetError):
            pass  # the page was closed


def rebuild_on_change(
    paths: Iterable[Path],
    rebuild: Callable[[], tuple[str, Iterable[str]]],
    server: Server,
    session: Session,
    *,
    ready: Callable[[], None],
    stop: threading.Event | None = None,
) -> None:
    """Build, and whenever a file below the paths changes, show the previews of the ``session``, and then ``rebuild``.

    So it does when the problems are asked for in another language. ``ready`` is called after the first build.
    ``rebuild`` returns the problems ("": none) and the files that it has changed. Open pages are reloaded for the
    previews, and again only if the build has changed other pages too, or has found problems.
    """
    saved = saved_files(tuple(paths), stop)
    next(saved, None)  # the watching begins: what is saved while the first build runs is built after it
    server.announce(rebuild()[0])
    ready()
    for files in saved:
        if not files and not server.is_misunderstood:
            continue
        server.previews = previews = session.preview(files)
        if previews:
            server.announce()
        problems, changed = rebuild()
        server.previews = {}
        pages = {path for path in changed if path.endswith(".html")}
        if problems or not previews or not pages <= previews.keys():
            server.announce(problems)
        # Builds disable garbage collection, so what the last one has left in memory is freed here.
        gc.collect()
