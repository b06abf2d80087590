"""The real nginx and the real Caddy on loopback, under the configurations that `aimaq hosting` writes."""

import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path

from tools.programs import require

HOST = "localhost"


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Server:
    """A running server; ``https`` and ``http`` are its ports."""

    name: str
    http: int
    https: int
    certificate: Path
    _open: HTTPSConnection | None = field(default=None, init=False)

    @property
    def url(self) -> str:
        return f"https://{HOST}:{self.https}"

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask for a path, over a connection that stays open; header names in small letters, none may come twice."""
        if self._open is None:
            context = ssl.create_default_context(cafile=self.certificate)
            self._open = HTTPSConnection(HOST, self.https, context=context, timeout=20)
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        self._open.request(method, path, headers=names)
        answer = self._open.getresponse()
        found: dict[str, str] = {}
        for name, value in answer.getheaders():
            assert name.lower() not in found, f"{self.name} sends {name} twice for {path}"
            found[name.lower()] = value
        return Answer(answer.status, found, answer.read())

    def plain(self, path: str) -> Answer:
        """Ask for a path by HTTP, without the S."""
        connection = HTTPConnection(HOST, self.http, timeout=20)
        connection.request("GET", path)
        answer = connection.getresponse()
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for localhost that signs itself, and its key."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    name = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
    command = [require("OpenSSL", "openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += ["-nodes", "-days", "30", "-keyout", str(key), "-out", str(certificate), *name]
    subprocess.run(command, check=True, capture_output=True)
    return certificate, key


def nginx_command(folder: Path, configuration: str, *, http: int = 80, https: int = 443) -> list[str]:
    """Write the configuration, and one that includes it as Debian's does, into ``folder``; the command that runs it.

    Only the ports are others, and there is no IPv6: not every machine has it.
    """
    configuration = re.sub(r"^ *listen \[::\].*\n", "", configuration, flags=re.MULTILINE)
    configuration = configuration.replace("listen 80;", f"listen 127.0.0.1:{http};")
    configuration = configuration.replace("listen 443 ", f"listen 127.0.0.1:{https} ")
    (folder / "site.conf").write_text(configuration, encoding="utf-8")
    spools = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    user = "user root;\n" if os.geteuid() == 0 else ""  # else its workers could not read pytest's folders
    (folder / "nginx.conf").write_text(
        f"{user}worker_processes 1;\ndaemon off;\npid {folder}/nginx.pid;\nerror_log {folder}/error.log;\n"
        "events { worker_connections 512; }\nhttp {\naccess_log off;\n"
        + "".join(f"{name}_temp_path {folder}/{name};\n" for name in spools)
        + f"include {folder}/site.conf;\n}}\n",
        encoding="utf-8",
    )
    path = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin"))  # a user's PATH has no sbin on Debian
    nginx = shutil.which("nginx", path=path) or require("nginx", "nginx")
    return [nginx, "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]


def caddy_command(folder: Path, configuration: str, *, http: int = 80, https: int = 443) -> list[str]:
    """Write the configuration into ``folder``, below options for a test; the command that runs it."""
    options = f"{{\n\tadmin off\n\thttp_port {http}\n\thttps_port {https}\n\tdefault_bind 127.0.0.1\n}}\n"
    (folder / "Caddyfile").write_text(options + configuration, encoding="utf-8")
    return [require("Caddy", "caddy"), "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


Command = Callable[..., list[str]]
COMMANDS: Mapping[str, Command] = {"nginx": nginx_command, "caddy": caddy_command}


@contextmanager
def running(name: str, folder: Path, write: Callable[[int], str], certificate: Path) -> Iterator[Server]:
    """Run a server on free ports until the block ends; ``write`` makes its configuration for the HTTPS port."""
    folder.mkdir(parents=True)
    server = Server(name, free_port(), free_port(), certificate)
    command = COMMANDS[name](folder, write(server.https), http=server.http, https=server.https)
    environment = {**os.environ, "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "HOME": str(folder)}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
        try:
            _await(process, server, folder)
            yield server
        finally:
            process.terminate()
            process.wait(20)


def _await(process: "subprocess.Popen[bytes]", server: Server, folder: Path) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            socket.create_connection(("127.0.0.1", server.https), timeout=1).close()
            return
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                logs = (path for path in (folder / "log", folder / "error.log") if path.exists())
                output = "".join(path.read_text("utf-8") for path in logs)
                raise AssertionError(f"{server.name} did not start:\n{output}") from None
            time.sleep(0.05)
