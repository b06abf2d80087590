"""`aimaq serve` and `aimaq desk` answer this machine's own user alone, and bear bad requests."""

from __future__ import annotations

import http.client
import socket
import struct
import threading
from collections.abc import Iterator

import pytest

from aimaq.base.servers.loopback_server import LoopbackServer
from aimaq.pipeline.dev_server import Server

SECRET = "Before the embargo nobody may know."


@pytest.fixture(scope="module", params=[Server])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LoopbackServer]:
    tmp_path = tmp_path_factory.mktemp("served")
    for name in ("", "kk/"):
        (tmp_path / name).mkdir(exist_ok=True)
        (tmp_path / name / "index.html").write_text(f"<head></head><p>{SECRET}", "utf-8")
    (tmp_path / "media").mkdir()
    (tmp_path / "media/a.txt").write_text(SECRET)
    server: LoopbackServer = request.param(tmp_path, 0)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def ask(
    server: LoopbackServer, host: str | None, path: str = "/", method: str = "GET"
) -> tuple[int, str, dict[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.putrequest(method, path, skip_host=True)
    if host is not None:
        connection.putheader("Host", host)
    connection.endheaders()
    answer = connection.getresponse()
    return answer.status, answer.read().decode(), dict(answer.getheaders())


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "localhost:{port}", "LOCALHOST:{port}", "[::1]:{port}"])
@pytest.mark.parametrize("path", ["/", "/media/a.txt"])
def test_loopback_names_are_answered_and_nobody_else_may_show_the_answer(
    server: LoopbackServer, host: str, path: str
) -> None:
    status, text, headers = ask(server, host.format(port=server.server_port), path)
    assert status == 200 and SECRET in text
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] in ("DENY", "SAMEORIGIN")
    assert "frame-ancestors '" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"


HOSTS = [
    "evil.example",
    "evil.example:{port}",
    "localhost.evil.example:{port}",
    "127.0.0.1.evil.example:{port}",
    "evil.example@127.0.0.1:{port}",
    "127.0.0.1:1",
    "127.0.0.1",
    "localhost",
    "0.0.0.0:{port}",
    "127.1:{port}",
    "192.168.1.2:{port}",
    "localhost.:{port}",
    "",
    None,
]


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("path", ["/", "/media/a.txt", "/missing", "/__serve/events", "/__serve/reload.js"])
def test_other_hosts_are_misdirected(server: LoopbackServer, host: str | None, path: str) -> None:
    for method in ("GET", "HEAD"):
        status, text, headers = ask(server, host and host.format(port=server.server_port), path, method)
        assert status == 421 and SECRET not in text
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


#: Requests as bytes, PORT being the server's, and the status of the answer; None: any, or none.
RAW: dict[bytes, int | None] = {
    b"GET /%00 HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n": 404,
    b"GET /a%00.html HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n": 404,
    b"HEAD /%00 HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n": 404,
    b"GET /%00/ HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n": 404,
    b"GET /%ed%a0%80 HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n": 404,
    b"GET /%ff%fe HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n": 404,
    b"GET /\xd0\xb0\xff HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n": 404,
    b"GET /" + b"a" * 5000 + b" HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n": 404,
    b"GET /" + b"a/" * 5000 + b" HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n": 404,
    b"GET /" + b"a" * 70000 + b" HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n": 414,
    b"GET /../../../../etc/passwd HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n": 404,
    b"GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n": 404,
    b"GET //evil.example/.. HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n": None,
    b"GET /%5b HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n": 404,
    b"GET http://evil.example/ HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n": 400,
    b"GET index.html HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n": 400,
    b"GET / HTTP/1.1\r\nHost: localhost:PORT\r\nHost: evil.example\r\n\r\n": 400,
    b"GET / HTTP/1.1\r\nHost: localhost:PORT\r\n" + b"X: y\r\n" * 200 + b"\r\n": 431,
    b"GET / HTTP/1.1\r\nHost: localhost:PORT\r\nIf-Modified-Since: x\r\n\r\n": 200,
    b"GET / HTTP/9.9\r\nHost: localhost:PORT\r\n\r\n": None,
    b"GET / HTTP/\xb2.1\r\n\r\n": None,
    b"BREW /pot HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n": 501,
    b"POST / HTTP/1.1\r\nHost: localhost:PORT\r\nContent-Length: 5\r\n\r\nhello": 501,
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 300 + b"\r\n": None,
    b"\r\n": None,
    b"GET /\r\n\r\n": None,
    b"": None,
    b"GET / HTTP/1.1\r\nHost": None,
}


@pytest.mark.parametrize("request_", RAW, ids=range(len(RAW)))
def test_a_malformed_request_is_answered_without_a_word(
    server: LoopbackServer, request_: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=10) as client:
        client.sendall(request_.replace(b"PORT", str(server.server_port).encode()))
        client.shutdown(socket.SHUT_WR)
        answer = b""
        try:
            while part := client.recv(65536):
                answer += part
        except ConnectionError:  # what had not been read is thrown away with the connection
            assert RAW[request_] in (None, 414, 431, 501)
    if (expected := RAW[request_]) and answer:
        assert int(answer.split()[1]) == expected
    assert b"root:" not in answer
    assert ask(server, f"localhost:{server.server_port}")[0] == 200
    assert capfd.readouterr() == ("", "")


def test_clients_that_go_away_are_not_spoken_of(server: LoopbackServer, capfd: pytest.CaptureFixture[str]) -> None:
    (server.folder / "large.html").write_bytes(b"<head></head>" + b"x" * 5_000_000)
    (server.folder / "large.txt").write_bytes(b"x" * 5_000_000)
    for path in ("/large.html", "/large.txt", "/__serve/events", "/"):
        for sent in ("GET {} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", "GET {} HTTP/1.1\r\nHo"):
            for _ in range(5):
                client = socket.create_connection(("127.0.0.1", server.server_port), timeout=10)
                # Closed at once, and by a reset.
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                client.sendall(sent.format(path, server.server_port).encode())
                client.close()
    for _ in range(20):
        assert ask(server, f"localhost:{server.server_port}")[0] == 200
    assert capfd.readouterr() == ("", "")
