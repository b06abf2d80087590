"""Links to other sites: which are found, what answers mean, and how politely they are asked, by a proxy on loopback."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import pytest

from aimaq.newsroom.outside_links.asking import Verdict, ask
from aimaq.newsroom.outside_links.places import addresses_in_settings, addresses_in_text
from aimaq.newsroom.outside_links.rounds import ask_all
from tools.built import aimaq, small_project

#: What each address answers: a status, for a redirect its target; "GET" stands for 405 to HEAD, and 200 to GET.
ANSWERS: dict[str, tuple[int, str]] = {
    "http://good.kz/a": (200, ""),
    "http://good.kz/b": (405, "GET"),
    "http://gone.kz/a": (404, ""),
    "http://gone.kz/b": (410, ""),
    "http://moved.kz/old": (301, "/new"),
    "http://moved.kz/new": (200, ""),
    "http://moved.kz/for-now": (302, "http://good.kz/a"),
    "http://moved.kz/lost": (301, "http://gone.kz/a"),
    "http://moved.kz/circle": (302, "http://moved.kz/circle"),
    "http://refused.kz/a": (403, ""),
    "http://later.kz/a": (500, ""),
    "http://trap.kz/a": (302, "http://192.168.0.1/router"),
    "http://xn--80aafi6cg.kz/%D0%B0?q=%D1%8F": (200, ""),
}


#: What hosts say in robots.txt; those that have none answer 404. A number is a status without a text.
ROBOTS: dict[str, str | int] = {
    "http://closed.kz/robots.txt": "User-agent: *\nDisallow: /private/\n\nUser-agent: aimaq\nDisallow: /secret\n",
    "http://slow.kz/robots.txt": "User-agent: *\nDisallow: /private/\nCrawl-delay: 3\n",
    "http://broken.kz/robots.txt": 503,
    "http://trap.kz/robots.txt": 302,
}


class Elsewhere(ThreadingHTTPServer):
    """The web: a proxy that answers for every host. ``asked`` has each method and address with its moment."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[tuple[str, str, float]] = []

    @property
    def addresses(self) -> list[str]:
        return [address for _, address, _ in self.asked]


class _Handler(BaseHTTPRequestHandler):
    server: Elsewhere

    def do_HEAD(self) -> None:
        self.server.asked.append((self.command, self.path, time.monotonic()))
        status, target = ANSWERS.get(self.path, (404, ""))
        if "busy.kz" in self.path:
            first = self.server.addresses.count(self.path) == 1
            status, target = (429, "1" if "soon" in self.path else "3600") if first else (200, "")
        if target == "GET" and self.command == "GET":
            status = 200
        robots = ROBOTS.get(self.path, "")
        if self.path.endswith("/robots.txt"):
            status = robots if isinstance(robots, int) else 200 if robots else 404
            target = "http://192.168.0.1/"
        body = robots.encode() if isinstance(robots, str) else b""
        self.send_response(status)
        if status in (301, 302):
            self.send_header("Location", target)
        if status == 429:
            self.send_header("Retry-After", target)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    do_GET = do_HEAD

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Elsewhere]:
    web = Elsewhere()
    threading.Thread(target=web.serve_forever, daemon=True).start()
    for name in ("no_proxy", "NO_PROXY", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{web.server_port}")
    yield web
    web.shutdown()
    web.server_close()


@pytest.mark.parametrize(
    ("address", "verdict", "words"),
    [
        ("http://good.kz/a#part", Verdict.GOOD, ""),
        ("http://good.kz/b", Verdict.GOOD, ""),
        ("http://правда.kz/а?q=я", Verdict.GOOD, ""),
        ("http://gone.kz/a", Verdict.GONE, "404"),
        ("http://gone.kz/b", Verdict.GONE, "410"),
        ("http://moved.kz/old", Verdict.MOVED, "for good"),
        ("http://moved.kz/for-now", Verdict.GOOD, ""),
        ("http://moved.kz/lost", Verdict.GONE, "404"),
        ("http://moved.kz/circle", Verdict.LATER, "in a circle"),
        ("http://refused.kz/a", Verdict.REFUSED, "403"),
        ("http://later.kz/a", Verdict.LATER, "500"),
        ("http://busy.kz/soon", Verdict.REFUSED, "429"),
        ("http://trap.kz/a", Verdict.PRIVATE, "private network"),
        ("http://10.0.0.1/a", Verdict.PRIVATE, "private network"),
        ("http://[::1]/a", Verdict.PRIVATE, "private network"),
        ("http://intranet/a", Verdict.PRIVATE, "private network"),
    ],
)
def test_each_answer_has_a_meaning(web: Elsewhere, address: str, verdict: Verdict, words: str) -> None:
    answer = ask(address)
    assert answer.verdict is verdict and words in answer.why
    assert answer.new == ("http://moved.kz/new" if verdict is Verdict.MOVED else "")
    assert not any("192.168" in each or "10.0" in each for each in web.addresses)


def test_a_name_that_nobody_has_is_gone_and_one_of_a_private_network_is_not_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As resolvers answer, where there is no proxy."""
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)

    def resolved(host: str, *_: object, **__: object) -> list[tuple[object, ...]]:
        if host == "nobody.kz":
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.1.2.3", 0))]

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    assert ask("https://nobody.kz/a").verdict is Verdict.GONE
    assert ask("https://inside.kz/a").verdict is Verdict.PRIVATE


def test_a_host_is_asked_one_thing_at_a_time_and_waited_for(web: Elsewhere) -> None:
    """Among hosts nothing waits; one that asks for an hour is left alone, and nothing is called broken."""
    busy = ["http://very-busy.kz/a", "http://very-busy.kz/b"]
    answers = ask_all([*ANSWERS, "http://busy.kz/soon", *busy], seconds=60)
    assert answers["http://busy.kz/soon"].verdict is Verdict.GOOD
    assert [answers[each].verdict for each in busy] == [Verdict.REFUSED, Verdict.LATER]
    assert web.addresses.count(busy[0]) == 1 and busy[1] not in web.addresses
    moments: dict[str, list[float]] = defaultdict(list)
    own = [each for each in ANSWERS if each.startswith("http://moved.kz/")]
    for method, address, moment in web.asked:
        if address in own and method == "HEAD" and address != "http://moved.kz/new":
            moments[address].append(moment)
    first = sorted(times[0] for times in moments.values())
    assert all(after - before >= 0.9 for before, after in pairwise(first)), first
    assert len(ask_all(own, seconds=0)) == 0, "without time nothing is asked"


def test_what_robots_txt_asks_for_is_kept(web: Elsewhere) -> None:
    """Rules for us alone hold in place of those for all; a host whose file cannot be read now is left alone."""
    for host in ("closed", "slow", "broken"):
        for path in ("a", "private/a", "secret"):
            ANSWERS[f"http://{host}.kz/{path}"] = (200, "")
    answers = ask_all([each for each in ANSWERS if re.search(r"closed|slow|broken|trap", each)], seconds=60)
    skipped = {url.removeprefix("http://") for url, answer in answers.items() if answer.verdict is Verdict.SKIPPED}
    broken = {f"broken.kz/{path}" for path in ("a", "private/a", "secret")}
    assert skipped == {"closed.kz/secret", "slow.kz/private/a", *broken}
    assert not any(f"http://{each}" in web.addresses for each in skipped)
    assert "robots.txt" in answers["http://closed.kz/secret"].why and "503" in answers["http://broken.kz/a"].why
    slow = [moment for _, address, moment in web.asked if address.startswith("http://slow.kz/")]
    assert all(after - before >= 2.9 for before, after in pairwise(slow)) and len(slow) == 3
    assert not any("192.168" in each for each in web.addresses)
    asked = len(web.asked)
    assert ask_all(["http://slow.kz/a", "http://slow.kz/secret"], seconds=2) == {}, "there is no time to wait for it"
    assert [address for _, address, _ in web.asked[asked:]] == ["http://slow.kz/robots.txt"]


def test_addresses_are_found_where_they_stand() -> None:
    text = (
        '---\ndate: 2024-05-06\nsources:\n  - {title: A, url: "https://a.kz/x?y=1"}\n---\n'
        "See [b](https://b.kz/w_(z)), <https://c.kz/a>, https://d.kz/q. And **https://e.kz/**;\n"
        '<a href="https://f.kz/?a=1&amp;b=2">f</a> [g]: https://g.kz/ «https://h.kz/»\n'
    )
    found = {address: (place.line, place.day) for address, place in addresses_in_text(text, "a.en.md")}
    second = ("https://b.kz/w_(z)", "https://c.kz/a", "https://d.kz/q", "https://e.kz/")
    third = ("https://f.kz/?a=1&b=2", "https://g.kz/", "https://h.kz/")
    assert found == {
        "https://a.kz/x?y=1": (4, "2024-05-06"),
        **dict.fromkeys(second, (6, "2024-05-06")),
        **dict.fromkeys(third, (7, "2024-05-06")),
    }
    settings = '# https://no.kz/\nSITEURL = "https://own.kz"\nLINKS = [\n    ("a", "https://a.kz/"),\n]\n'
    assert [(url, place.line) for url, place in addresses_in_settings(settings, "x.py")] == [("https://a.kz/", 4)]


def test_the_command_says_what_to_do_and_asks_what_was_good_only_once(web: Elsewhere, tmp_path: Path) -> None:
    project = small_project(tmp_path / "site")
    article = project / "content/news/links.en.md"
    front = "---\ntitle: Links\nkind: news\ndate: 2024-05-06\nsummary: Of others.\n---\n\n"
    article.write_text(front + "[good](http://good.kz/a) and [old](http://moved.kz/old)\n\n[x](http://gone.kz/a)\n")
    for path in project.rglob("*"):  # nothing else is to be asked
        if path.suffix in (".json", ".md", ".txt", ".py") and path != article:
            path.write_text(path.read_text("utf-8").replace("https://", "https://none.example/"), "utf-8")
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    done = aimaq("links", project=project)
    assert done.returncode == 1
    assert "Warning: content/news/links.en.md:8: http://moved.kz/old: it has moved for good\n" in done.stdout
    assert "    write the new address: http://moved.kz/new\n" in done.stdout
    problem = r"^content/news/links\.en\.md:10: http://gone\.kz/a: the server answers 404 Not Found\n"
    assert re.search(problem, done.stderr, re.M)
    assert "https://web.archive.org/web/20240506/http://gone.kz/a" in done.stderr
    asked = web.addresses.count("http://good.kz/a")
    article.write_text(front + "[good](http://good.kz/a)\n")
    done = aimaq("links", project=project)
    assert (done.returncode, done.stdout) == (0, "No dead links: 1 address of other sites.\n"), done.stderr
    assert web.addresses.count("http://good.kz/a") == asked
    assert aimaq("links", "--again", project=project).returncode == 0
    assert web.addresses.count("http://good.kz/a") == asked + 1
    assert {path: path.read_bytes() for path in before if path != article} == {
        path: data for path, data in before.items() if path != article
    }
