"""A feed reader that people use, newsboat: after corrections and renames it shows nothing twice and loses nothing."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tools.built import aimaq, small_project
from tools.programs import require

pytestmark = pytest.mark.programs
FEEDS = ("feeds/all.rss.xml", "en/feeds/all.atom.xml", "feeds/indicators/enterprises.rss.xml")
Seen = dict[str, dict[str, str]]
"""By feed and by an item's id, its title."""


class Quiet(SimpleHTTPRequestHandler):
    """A server that prints nothing."""

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    project = small_project(tmp_path / "site")
    with (project / "pelicanconf.py").open("a", encoding="utf-8") as conf:
        conf.write("NEWSROOM_SEARCH = False\n")
    ran(project, "build")
    return project


@pytest.fixture
def read(project: Path, tmp_path: Path) -> Iterator[Callable[[], Seen]]:
    """Return what lets the reader ask for its feeds, and returns what its database has then."""
    newsboat = require("newsboat", "newsboat")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(project / "output")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    own = tmp_path / "reader"
    own.mkdir()
    address = f"http://127.0.0.1:{server.server_port}/"
    (own / "urls").write_text("".join(f"{address}{feed}\n" for feed in FEEDS))
    (own / "config").write_text("keep-articles-days 0\n")

    def reload() -> Seen:
        files = ("-u", own / "urls", "-c", own / "cache.db", "-C", own / "config")
        done = subprocess.run(
            [newsboat, *map(str, files), "-x", "reload"],
            env={"HOME": str(own), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        with sqlite3.connect(own / "cache.db") as database:
            rows = database.execute("SELECT feedurl, guid, title FROM rss_item WHERE deleted = 0").fetchall()
        assert max(Counter(guid for _, guid, _ in rows).values()) == 1
        return {feed: {guid: title for url, guid, title in rows if url == address + feed} for feed in FEEDS}

    yield reload
    server.shutdown()
    server.server_close()


def ran(project: Path, *arguments: str) -> None:
    done = aimaq(*arguments, project=project)
    assert done.returncode == 0, done.stdout + done.stderr


def test_nothing_is_shown_twice_and_nothing_is_lost(project: Path, read: Callable[[], Seen]) -> None:
    stories, english, figures = FEEDS
    first = read()
    assert [len(first[feed]) for feed in FEEDS] == [2, 1, 2]
    assert read() == first

    # The date was wrong, the address is to be another one, and the text has an update.
    lines = "date: 2023-04-02\nid: 2023-04-01:growth\nupdates:\n  - {date: 2023-04-05, text: A.}\n"
    for lang in ("ru", "kk", "en"):
        text = project / f"content/news/growth.{lang}.md"
        words = text.read_text("utf-8").replace("date: 2023-04-01\n", lines)
        words = words.replace("growth.en.md", "growth-of-the-zone.en.md")
        text.with_name(f"growth-of-the-zone.{lang}.md").write_text(words, "utf-8")
        text.unlink()
    ran(project, "build")
    second = read()
    assert [second[feed].keys() for feed in FEEDS] == [first[feed].keys() for feed in FEEDS]

    # A figure that the headline quotes was wrong: its own feed has a new item, and the story keeps its one.
    ran(project, "log", "begin")
    ran(project, "correct", "enterprises", "28", "--period", "2022-12-31", "--why", "One had been left out.")
    ran(project, "build")
    third = read()
    assert third[stories].keys() == first[stories].keys() and third[english].keys() == first[english].keys()
    assert first[figures].keys() < third[figures].keys() and len(third[figures]) == len(first[figures]) + 1
    listed = json.loads((project / "output/feeds/all.json").read_text("utf-8"))["items"]
    assert {each["id"]: " ".join(each["title"].split()) for each in listed} == {
        guid: " ".join(title.split()) for guid, title in third[stories].items()
    }
