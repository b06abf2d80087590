"""An answer is taken within limits, and everything else has a reason that an editor understands."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from pull.server import Server, serving

from aimaq.figures.pull.fetch import MOST_BYTES, FetchError, fetch
from aimaq.figures.pull.sources import is_allowed


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        server.bodies["/a.csv"] = server.bodies["/moved.csv"] = b"period,value\n2022,5\n"
        yield server


def test_a_sound_answer_comes_with_what_to_ask_by_next_time(server: Server) -> None:
    first = fetch(f"{server.url}/a.csv", "csv")
    assert first.body == b"period,value\n2022,5\n" and first.etag and first.modified
    again = fetch(f"{server.url}/a.csv", "csv", etag=first.etag, modified=first.modified)
    assert again.body is None
    assert server.asked[-1]["If-None-Match"] == first.etag
    assert server.asked[-1]["If-Modified-Since"] == first.modified


def test_a_redirect_is_followed(server: Server) -> None:
    server.fault = "elsewhere"
    assert fetch(f"{server.url}/a.csv", "csv").body == server.bodies["/moved.csv"]


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("404", "the server answers 404 Not Found"),
        ("500", "the server answers 500 Internal Server Error"),
        ("a circle", "in a circle"),
        ("to http://example.org/a.csv", '"http://example.org/a.csv", which is not a safe address'),
        ("to file:///etc/passwd", '"file:///etc/passwd", which is not a safe address'),
        ("to ftp://127.0.0.1/a", "not a safe address"),
        ("a page", "the server sends text/html, not CSV"),
        ("compressed", 'compressed ("gzip")'),
        ("endless", "it is larger than 2 MB"),
        ("cut", "the answer broke off"),
    ],
)
def test_a_bad_answer_has_a_reason(server: Server, fault: str, reason: str) -> None:
    server.fault = fault
    with pytest.raises(FetchError, match=r".") as raised:
        fetch(f"{server.url}/a.csv", "csv")
    assert reason in str(raised.value)


def test_exactly_the_limit_is_taken(server: Server) -> None:
    server.bodies["/a.csv"] = b"x" * MOST_BYTES
    assert len(fetch(f"{server.url}/a.csv", "csv").body or b"") == MOST_BYTES
    server.bodies["/a.csv"] += b"x"
    with pytest.raises(FetchError, match="larger"):
        fetch(f"{server.url}/a.csv", "csv")


def test_a_server_that_sends_a_byte_at_a_time_is_given_up_in_time(server: Server) -> None:
    """Each byte starts a socket's own limit anew; the limit here is that of the whole answer."""
    server.fault = "slow"
    server.bodies["/a.csv"] = b"x" * 300  # in a minute
    started = time.monotonic()
    with pytest.raises(FetchError, match="within 1 seconds"):
        fetch(f"{server.url}/a.csv", "csv", seconds=1)
    assert time.monotonic() - started < 30, "a busy machine takes longer than a second, but not half of them"


def test_a_server_that_is_down_is_told(server: Server) -> None:
    with serving() as other:
        url = other.url
    with pytest.raises(FetchError, match="it cannot be reached: Connection refused"):
        fetch(f"{url}/a.csv", "csv")


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://stat.gov.kz/a.csv", True),
        ("http://127.0.0.1:8000/a.csv", True),
        ("http://localhost/a", True),
        ("http://[::1]/a", True),
        ("http://stat.gov.kz/a.csv", False),
        ("http://127.0.0.1.example.org/a", False),
        ("http://localhost.example.org/a", False),
        ("file:///etc/passwd", False),
        ("ftp://example.org/a", False),
        ("https://name:secret@example.org/a", False),
        ("https://", False),
        ("https://example.org:port/", False),
    ],
)
def test_only_https_and_this_machine_are_asked(url: str, allowed: bool) -> None:
    assert is_allowed(url) == allowed
