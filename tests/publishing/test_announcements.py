"""After a publication a hub and search engines are told what changed: real servers on loopback get the requests."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

from aimaq.publishing.announcements import announce
from aimaq.publishing.difference import compare_sites
from aimaq.settings.read import read_settings
from aimaq.settings.schema import Settings
from tools.built import ROOT

SITE, KEY = "https://press.example/zone", "0123456789abcdef"


@contextmanager
def service(status: int = 202) -> Iterator[tuple[str, list[tuple[str, bytes]]]]:
    """A server that answers each POST with a status, and keeps its media type and its body."""
    got: list[tuple[str, bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.append((self.headers["Content-Type"], body))
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", got
    finally:
        server.shutdown()
        server.server_close()


def settings(**given: str) -> Settings:
    return read_settings({"SITEURL": SITE, **given}, ROOT)


def site(folder: Path, hub: str, feeds: int = 1) -> tuple[Path, dict[str, object]]:
    """A site before and after: a page that changed, one that is new, and feeds; one of them names no hub."""
    files = {f"feeds/{number}.atom.xml": f'<feed><link rel="hub" href="{hub}"/></feed>' for number in range(feeds)}
    files |= {"feeds/log.rss.xml": "<rss/>", "index.html": "", "news/a b/index.html": "", "404.html": ""}
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder, dict.fromkeys(files, "new")


def told(given: Settings, folder: Path, new: dict[str, object]) -> list[str]:
    old = {"index.html": "old", "gone/index.html": "old"}
    return list(announce(given, folder, compare_sites(old, new)))


def test_nobody_is_told_without_a_setting(tmp_path: Path) -> None:
    assert told(settings(), *site(tmp_path, "http://127.0.0.1:9/")) == []


def test_a_hub_is_told_of_the_feeds_that_name_it(tmp_path: Path) -> None:
    with service() as (hub, got):
        assert told(settings(WEBSUB_HUB=hub), *site(tmp_path, hub, feeds=150)) == [
            f"The hub {hub} was told of changed feeds: 150."
        ]
    assert {kind for kind, _ in got} == {"application/x-www-form-urlencoded"}
    asked = [parse_qs(body.decode()) for _, body in got]
    assert [each["hub.mode"] for each in asked] == [["publish"]] * 2
    feeds = [feed for each in asked for feed in each["hub.url"]]
    assert sorted(feeds) == sorted(f"{SITE}/feeds/{number}.atom.xml" for number in range(150))


def test_search_engines_are_told_of_pages_with_the_sites_key(tmp_path: Path) -> None:
    with service(200) as (address, got):
        [sentence] = told(settings(INDEXNOW_KEY=KEY, INDEXNOW_SERVICE=address), *site(tmp_path, ""))
    assert sentence == f"{address} was told of changed pages: 3."
    [(kind, body)] = got
    assert kind == "application/json; charset=utf-8"
    assert json.loads(body) == {
        "host": "press.example",
        "key": KEY,
        "keyLocation": f"{SITE}/{KEY}.txt",
        "urlList": [f"{SITE}/news/a%20b/", f"{SITE}/", f"{SITE}/gone/"],
    }


def test_what_goes_wrong_is_said_and_stops_nothing(tmp_path: Path) -> None:
    with service(503) as (hub, got):
        given = settings(WEBSUB_HUB=hub, INDEXNOW_KEY=KEY, INDEXNOW_SERVICE="http://127.0.0.1:9/")
        hub_said, engines_said = told(given, *site(tmp_path, hub, feeds=150))
    assert hub_said.startswith(f"{hub} was not told what changed: the server answers 503.")
    assert len(got) == 1  # it is not asked again at once
    assert engines_said.startswith("http://127.0.0.1:9/ was not told what changed: ")
    assert engines_said.endswith("The site is published all the same.")
