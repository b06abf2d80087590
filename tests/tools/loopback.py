"""Real servers on loopback, for as long as the tests run: sshd, nginx, SeaweedFS, and a proxy that counts."""

from __future__ import annotations

import getpass
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tools import programs

KEYS = {"AWS_ACCESS_KEY_ID": "publisher", "AWS_SECRET_ACCESS_KEY": "a secret of the tests"}


def free_port() -> int:
    """A port that nobody listens on, and whose neighbour 10,000 higher is free too: SeaweedFS takes both."""
    while True:
        with socket.socket() as one, socket.socket() as other:
            one.bind(("127.0.0.1", 0))
            port = int(one.getsockname()[1])
            try:
                other.bind(("127.0.0.1", port + 10_000))
            except (OSError, OverflowError):
                continue
            return port


@contextmanager
def running(command: list[str], ports: list[int], log: Path, *, end: int = signal.SIGTERM) -> Iterator[None]:
    """A server, from when it listens until the block ends, which it is told by the signal ``end``."""
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, stdin=subprocess.DEVNULL)
        try:
            deadline = time.monotonic() + 60
            for port in ports:
                while not _listens(port):
                    if process.poll() is not None or time.monotonic() > deadline:
                        pytest.fail(f"{command[0]} does not listen:\n{log.read_text(errors='replace')[-2000:]}")
                    time.sleep(0.05)
            yield
        finally:
            process.send_signal(end)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _listens(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


@dataclass(frozen=True)
class Sshd:
    """An SSH server of one's own, and configurations for ssh: with the right key, and with one it does not know."""

    port: int
    config: Path
    stranger: Path

    def address(self, folder: Path) -> str:
        return f"ssh://{getpass.getuser()}@127.0.0.1:{self.port}{folder}"


@contextmanager
def sshd(folder: Path) -> Iterator[Sshd]:
    """OpenSSH's server with its own keys."""
    server = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
    if server is None:
        programs.missing("sshd")
        raise AssertionError("unreachable")
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # what root's sshd changes its root to
    for name in ("host", "client", "stranger"):
        make = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
        subprocess.run(make, check=True, capture_output=True)
    port = free_port()
    settings = {
        "Port": port,
        "ListenAddress": "127.0.0.1",
        "HostKey": folder / "host",
        "AuthorizedKeysFile": folder / "client.pub",
        "PidFile": folder / "pid",
        "StrictModes": "no",
        "UsePAM": "no",
        "PasswordAuthentication": "no",
        "KbdInteractiveAuthentication": "no",
        "PermitRootLogin": "prohibit-password",
        "MaxStartups": 100,
    }
    (folder / "sshd_config").write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
    kind, key, *_ = (folder / "host.pub").read_text().split()
    (folder / "known_hosts").write_text(f"[127.0.0.1]:{port} {kind} {key}\n")
    for name in ("client", "stranger"):
        lines = f"UserKnownHostsFile {folder}/known_hosts\nIdentitiesOnly yes\nIdentityFile {folder}/{name}\n"
        (folder / f"{name}_config").write_text(lines)
    with running([server, "-D", "-e", "-f", str(folder / "sshd_config")], [port], folder / "sshd.log"):
        yield Sshd(port, folder / "client_config", folder / "stranger_config")


@contextmanager
def nginx(folder: Path, root: Path) -> Iterator[int]:
    """nginx that serves ``root``, which may be a link; yields its port."""
    server = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if server is None:
        programs.missing("nginx")
        raise AssertionError("unreachable")
    port = free_port()
    user = "user root;" if os.getuid() == 0 else ""
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    config = folder / "nginx.conf"
    config.write_text(
        f"{user} daemon off; worker_processes 2; pid {folder}/nginx.pid; error_log {folder}/error.log;\n"
        "events { worker_connections 256; }\n"
        f"http {{ access_log off; {temporary} types {{ text/html html; text/css css; }} gzip_static on;\n"
        f"server {{ listen 127.0.0.1:{port}; root {root}; index index.html; }} }}\n"
    )
    with running([server, "-c", str(config), "-e", str(folder / "start.log")], [port], folder / "nginx.log"):
        yield port


@contextmanager
def seaweedfs(folder: Path) -> Iterator[int]:
    """SeaweedFS: master, volume, filer and S3 gateway; yields the gateway's port."""
    identities = [
        {
            "name": "publisher",
            "credentials": [{"accessKey": KEYS["AWS_ACCESS_KEY_ID"], "secretKey": KEYS["AWS_SECRET_ACCESS_KEY"]}],
            "actions": ["Admin", "Read", "Write", "List"],
        },
        {"name": "anonymous", "actions": ["Read"]},
    ]
    (folder / "s3.json").write_text(json.dumps({"identities": identities}))
    (folder / "data").mkdir()
    master, volume, filer, s3 = (free_port() for _ in range(4))
    command = [str(programs.environment_tool("weed")), "server", f"-dir={folder}/data", "-ip=127.0.0.1"]
    command += [f"-master.port={master}", f"-volume.port={volume}", "-filer", f"-filer.port={filer}", "-s3"]
    command += [f"-s3.port={s3}", f"-s3.config={folder}/s3.json", "-ip.bind=127.0.0.1", "-master.telemetry=false"]
    command += ["-s3.port.iceberg=0", "-s3.port.lance=0"]  # off: each would take a port that is the same in each run
    command += ["-master.volumeSizeLimitMB=16", "-volume.max=400", "-volume.preStopSeconds=0"]
    with running(command, [s3], folder / "weed.log", end=signal.SIGKILL):  # its farewell takes ten seconds
        yield s3


Fault = Callable[[str, str], int]


@dataclass
class Counting:
    """A proxy in front of an S3 gateway: ``requests`` has method, path and size of each body.

    ``fault`` may answer in its place: it gets method and path and returns a status, or 0 for none.
    """

    port: int
    requests: list[tuple[str, str, int]] = field(default_factory=list)
    fault: Fault = lambda method, path: 0

    def count(self, method: str) -> int:
        return sum(each == method for each, _, _ in self.requests)

    def paths(self, method: str) -> list[str]:
        """The keys below the bucket, in the order of the requests."""
        return [path.split("?")[0].split("/", 2)[2] for each, path, _ in self.requests if each == method]


@contextmanager
def counting(upstream: int) -> Iterator[Counting]:
    """Such a proxy."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def handle_one_request(self) -> None:
            try:
                super().handle_one_request()
            except ConnectionError:  # the client was killed
                self.close_connection = True

        def forward(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            proxy.requests.append((self.command, self.path, len(body)))
            if status := proxy.fault(self.command, self.path):
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            connection = http.client.HTTPConnection("127.0.0.1", upstream)
            connection.request(self.command, self.path, body, dict(self.headers.items()))
            answer = connection.getresponse()
            data = answer.read()
            self.send_response_only(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)
            connection.close()

        do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = forward

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    proxy = Counting(server.server_port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield proxy
    finally:
        server.shutdown()
        server.server_close()
