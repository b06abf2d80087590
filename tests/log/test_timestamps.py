"""An authority's timestamp of the head, by RFC 3161: OpenSSL is the authority, and OpenSSL verifies."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from aimaq.base.problems import ProblemsFound
from aimaq.figures.log import log_file
from aimaq.figures.log.check import SiteFiles
from aimaq.figures.log.entries import Begin, Figure
from aimaq.figures.log.log_file import Log, LogFiles
from aimaq.publishing.log.sealing import Sealing
from aimaq.settings.read import read_settings
from tools import loopback, programs

NAME, NOW = "example.org/log", "2026-11-28T07:00:00Z"
_CONFIG = """
[tsa]
default_tsa = own
[own]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
certs = {folder}/ca.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
[req]
distinguished_name = name
[name]
[ca]
basicConstraints = critical,CA:TRUE
[stamping]
basicConstraints = CA:FALSE
extendedKeyUsage = critical,timeStamping
"""


class Authority:
    """An authority with a root of its own; ``answer`` may replace what it sends."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.address = folder, ""
        self.answer: Any = None
        (folder / "openssl.cnf").write_text(_CONFIG.format(folder=folder))
        (folder / "serial").write_text("01\n")
        for name in ("ca", "tsa"):
            self.ran("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", f"{name}.key")
        common = ("-config", "openssl.cnf", "-days", "30")
        self.ran(
            "req", "-x509", "-new", "-key", "ca.key", "-subj", "/CN=CA", "-extensions", "ca", "-out", "ca.pem", *common
        )
        self.ran("req", "-new", "-key", "tsa.key", "-subj", "/CN=TSA", "-out", "tsa.csr", "-config", "openssl.cnf")
        signed = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", "openssl.cnf", "-days", "30")
        self.ran("x509", "-req", "-in", "tsa.csr", "-extensions", "stamping", "-out", "tsa.pem", *signed)

    def ran(self, *arguments: str) -> str:
        done = subprocess.run(["openssl", *arguments], cwd=self.folder, capture_output=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        return done.stdout

    def reply(self, query: bytes) -> bytes:
        (self.folder / "query.tsq").write_bytes(query)
        self.ran(
            "ts", "-reply", "-config", "openssl.cnf", "-section", "own", "-queryfile", "query.tsq", "-out", "reply.tsr"
        )
        return (self.folder / "reply.tsr").read_bytes()

    def verified(self, data: bytes, token: bytes) -> bool:
        """Whether OpenSSL verifies the token as one of these bytes."""
        (self.folder / "data").write_bytes(data)
        (self.folder / "token.tsr").write_bytes(token)
        command = ["openssl", "ts", "-verify", "-data", "data", "-in", "token.tsr", "-CAfile", "ca.pem"]
        return subprocess.run(command, cwd=self.folder, capture_output=True).returncode == 0


@pytest.fixture
def authority(tmp_path: Path) -> Iterator[Authority]:
    programs.require("OpenSSL", "openssl")
    (tmp_path / "authority").mkdir()
    own = Authority(tmp_path / "authority")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.headers["Content-Type"] == "application/timestamp-query"
            query = self.rfile.read(int(self.headers["Content-Length"]))
            status, body = own.answer(query) if own.answer else (200, own.reply(query))
            self.send_response(status)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    own.address = f"http://127.0.0.1:{server.server_port}/"
    yield own
    server.shutdown()
    server.server_close()


@pytest.fixture
def files(tmp_path: Path) -> LogFiles:
    (tmp_path / "project").mkdir()
    return LogFiles.beside(tmp_path / "project/indicators.json", tmp_path / "project")


def sealed(files: LogFiles, log: Log, address: str, said: list[str]) -> Log:
    """The log as it is read after its head was sealed and written."""
    sealing = Sealing.of(read_settings({"LOG_TIMESTAMPS": address}, files.entries.parent), {})
    found = sealing.seal(log, said.append)
    assert found.head
    log_file.write_head(files, found.head, found.timestamp)
    read = log_file.read_log(files)
    assert read
    return read


def test_openssl_verifies_the_token_of_the_published_head(files: LogFiles, authority: Authority) -> None:
    said: list[str] = []
    log = sealed(files, log_file.begin(files, [Begin(logged=NOW, origin=NAME)]), authority.address, said)
    published = SiteFiles(log)
    head, token = published["api/log/checkpoint"], published["api/log/checkpoint.tsr"]
    assert head == files.head.read_bytes() and token == files.timestamp.read_bytes()
    assert authority.verified(head, token)
    assert not authority.verified(head.replace(b"\n1\n", b"\n2\n"), token)
    assert not [each for each in said if "timestamp" in each]
    assert sealed(files, log, authority.address, said).timestamp == token, "the same head keeps its timestamp"
    grown = sealed(
        files, log_file.append(files, log, [Figure(logged=NOW, key="jobs", label="")]), authority.address, said
    )
    assert grown.timestamp != token and authority.verified(files.head.read_bytes(), grown.timestamp)


def test_without_an_answer_there_is_no_token_of_an_older_head(files: LogFiles, authority: Authority) -> None:
    said: list[str] = []
    log = sealed(files, log_file.begin(files, [Begin(logged=NOW, origin=NAME)]), authority.address, said)
    assert log.timestamp
    gone = f"http://127.0.0.1:{loopback.free_port()}/"
    log = sealed(files, log_file.append(files, log, [Figure(logged=NOW, key="jobs", label="")]), gone, said)
    assert said[-1] == f"The log's head has no timestamp: {gone}: Connection refused."
    assert not log.timestamp and not files.timestamp.exists() and "api/log/checkpoint.tsr" not in SiteFiles(log)


def test_an_answer_that_is_not_a_timestamp_of_this_head_is_not_kept(files: LogFiles, authority: Authority) -> None:
    log = log_file.begin(files, [Begin(logged=NOW, origin=NAME)])
    (authority.folder / "other").write_text("something else")
    authority.ran("ts", "-query", "-data", "other", "-sha256", "-cert", "-out", "other.tsq")
    other = authority.reply((authority.folder / "other.tsq").read_bytes())
    (authority.folder / "bad.tsq").write_bytes(b"no query")
    refusal = bytes.fromhex("30053003020102")  # PKIStatusInfo with the status 2, rejection
    for answer, message in (
        ((200, other), "its answer is about something else"),
        ((200, b"<html>"), "its answer is no timestamp"),
        ((200, b""), "its answer is no timestamp"),
        ((200, refusal), "it refuses (status 2)"),
        ((503, b""), "it answers with status 503"),
    ):
        authority.answer = lambda _, answer=answer: answer
        said: list[str] = []
        assert sealed(files, log, authority.address, said).timestamp == b""
        assert message in said[-1], said


def test_a_wrong_address_is_said(files: LogFiles) -> None:
    with pytest.raises(ProblemsFound, match="LOG_TIMESTAMPS: expected a web address"):
        Sealing.of(read_settings({"LOG_TIMESTAMPS": "authority"}, files.entries.parent), {})
