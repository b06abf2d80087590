"""Endpoints that are no object storage, or repeat what was sent to them: said plainly, and no key is ever shown."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from tools.built import give_address, small_project
from tools.forked import run

KEY, SECRET, TOKEN = "AKIDEXAMPLEKEYOFOURS", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "FwoGZXIvYXdzEXAMPLE/TOKEN=="
LIST = (
    '<?xml version="1.0"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>b</Name>'
    "<KeyCount>0</KeyCount><IsTruncated>false</IsTruncated>{}</ListBucketResult>"
)
PAGE = "<!doctype html><html><head><title>It works<body><p>Hello & welcome, {}"
XHTML = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body><p>{}</p></body></html>'
NO_STORAGE = "this is no object storage: its answer is not one of the S3 interface"
HIDDEN = "the answer repeats a part of the keys or of the signature, and is not shown"
Answer = Callable[[str, str], tuple[int, str]]


@dataclass
class Endpoint:
    """A web server; ``answer`` gets the method and everything that was sent, and returns status and body."""

    port: int
    answer: Answer = lambda method, sent: (200, "")
    headers: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Endpoint]:
    class Handler(BaseHTTPRequestHandler):
        def reply(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status, body = found.answer(self.command, f"{self.requestline}\n{self.headers}")
            data = body.encode()
            self.send_response(status)
            for name, value in found.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = reply

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = Endpoint(server.server_port)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = give_address(small_project(tmp_path_factory.mktemp("storage") / "site"))
    (project / "finished").mkdir()
    for name in ("index.html", "a.css"):
        (project / "finished" / name).write_text("x")
    return project


def always(status: int, body: str) -> Answer:
    return lambda method, sent: (status, body.replace("{}", escape(sent)))


def listing(inside: str, status: int, body: str) -> Answer:
    """An endpoint that lists like a storage, and answers everything else otherwise."""
    return lambda method, sent: (
        (200, LIST.format(inside)) if "?list-type=" in sent.split()[1] else (status, body.replace("{}", escape(sent)))
    )


def error(code: str, message: str) -> str:
    return f"<Error><Code>{code}</Code><Message>{message}</Message><AWSAccessKeyId>{KEY}</AWSAccessKeyId></Error>"


ANSWERS: dict[str, tuple[Answer, str]] = {
    "a page": (always(200, PAGE), NO_STORAGE),
    "a page of well-formed XML": (always(200, XHTML), NO_STORAGE),
    "nothing": (always(200, ""), NO_STORAGE),
    "JSON": (always(200, '{"message": "hello", "sent": "{}"}'), NO_STORAGE),
    "binary data": (always(200, "\x00\x01\x02{}"), NO_STORAGE),
    "an echo": (always(200, "{}"), NO_STORAGE),
    "XML of something else": (always(200, "<rss><channel>{}</channel></rss>"), NO_STORAGE),
    "a page that is forbidden": (always(403, PAGE), f"{NO_STORAGE} (HTTP 403)"),
    "a page that is not there": (always(404, XHTML), NO_STORAGE),
    "an error that is a page's element": (always(400, "<html><Error>{}</Error></html>"), NO_STORAGE),
    "a list without keys": (always(200, LIST.format("<Contents><Size>1</Size></Contents>")), NO_STORAGE),
    "a list without ETags": (always(200, LIST.format("<Contents><Key>a</Key></Contents>")), NO_STORAGE),
    "a list, then pages": (listing("", 200, PAGE), NO_STORAGE),
    "a list, then nothing": (listing("", 200, ""), NO_STORAGE),
    "a list, then forbidden pages": (listing("", 405, PAGE), f"{NO_STORAGE} (HTTP 405)"),
    "an echo in an error": (always(403, error("SignatureDoesNotMatch", "You sent {}")), HIDDEN),
    "an echo in a code": (always(403, error("{}", "no")), NO_STORAGE),
    "the key in an error": (always(403, error("InvalidAccessKeyId", f"There is no {KEY}.")), HIDDEN),
    "the secret, encoded": (always(400, error("Odd", SECRET.replace("/", "%2F").replace("+", "%2B"))), HIDDEN),
    "the token, escaped": (always(400, error("Odd", TOKEN.replace("=", "&amp;#61;"))), HIDDEN),
    "an echo after a list": (listing("", 403, error("AccessDenied", "You sent {}")), HIDDEN),
    "a page where the storage is down": (always(503, PAGE), "the storage cannot answer now (HTTP 503)"),
}


@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.parametrize("command", ["publish", "releases"])
def test_it_is_said_plainly_and_no_key_is_shown(project: Path, endpoint: Endpoint, name: str, command: str) -> None:
    endpoint.answer, message = ANSWERS[name]
    with (project / "publishconf.py").open("a") as conf:
        target = {"to": "s3://b-b", "endpoint": f"http://127.0.0.1:{endpoint.port}", "region": "us-east-1"}
        conf.write(f"\nPUBLISH_TARGETS = {{'s': {target!r}}}\n")
    keys = {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_SESSION_TOKEN": TOKEN}
    options = ["--site", "finished"] if command == "publish" else ["--releases"]
    done = run(["publish", *options], project, {**keys, "AWS_MAX_ATTEMPTS": "1"})
    shown = done.stdout + done.stderr
    if (command == "releases" and "list, then" in name) or (command == "releases" and name == "an echo after a list"):
        assert done.stdout == "s (s3://b-b) has no release yet.\n"
    else:
        assert done.returncode == 1 and message in done.stderr, shown
    assert "unexpected" not in shown and "Traceback" not in shown
    files = [path.read_text("utf-8", "replace") for path in (project / ".aimaq").rglob("*") if path.is_file()]
    for text in (shown, *files):
        assert not [word for word in (KEY, SECRET, TOKEN, "Signature=", "AWS4-HMAC") if word in text], text


@pytest.mark.parametrize(
    ("target", "message"),
    [
        (
            {"to": "s3://b-b", "endpoint": f"https://{KEY}:{SECRET}@s3.example"},
            "endpoint: an address with a user or keys",
        ),
        ({"to": f"s3://{KEY}:{SECRET}@b-b"}, f'found "s3://{KEY}:…@b-b"'),
        ({"to": f"ssh://press:{SECRET.replace('/', '')}@host/srv"}, 'found "ssh://press:…@host/srv"'),
    ],
)
def test_keys_in_an_address_are_refused_and_not_repeated(project: Path, target: dict[str, str], message: str) -> None:
    with (project / "publishconf.py").open("a") as conf:
        conf.write(f"\nPUBLISH_TARGETS = {{'s': {target!r}}}\n")
    done = run(["publish", "--site", "finished"], project)
    assert done.returncode == 1 and message in done.stderr, done.stderr
    assert SECRET not in done.stderr and SECRET.replace("/", "") not in done.stderr


def test_what_is_unexpected_is_written_down_without_credentials(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from aimaq.cli.failures import explained

    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pelicanconf.py").touch()
    said = explained(RuntimeError(f"signed with {SECRET} \ud800"), "nothing has been changed")
    assert said.startswith("Something unexpected: signed with … ")
    assert SECRET not in (tmp_path / ".aimaq/error.txt").read_text("utf-8")
