"""Real database servers of Debian, for one run of the tests: unprivileged, in a folder of their own, on a free port."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tools.programs import missing, require

__all__ = ["PASSWORD", "DatabaseServer", "mariadb", "postgresql"]

#: Of the user "reader", who may read one table. No message may repeat it.
PASSWORD = "s3cret-Кілт"
_ADMIN = "admin-7d1f"


@dataclass(frozen=True)
class DatabaseServer:
    """A running server: the address of its database "register" for the reader, and a way to change that database."""

    port: int
    folder: Path
    scheme: str
    run: Callable[[str], None]

    def address(self, user: str = "reader", password: str = PASSWORD, database: str = "register") -> str:
        return f"{self.scheme}://{user}:{quote(password)}@127.0.0.1:{self.port}/{database}"


@contextmanager
def postgresql() -> Iterator[DatabaseServer]:
    """Run PostgreSQL while the block does."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: int(each.parent.name))
    if not folders:
        missing("PostgreSQL")
    programs = folders[-1]
    psql = require("PostgreSQL", "psql")
    with _folder() as folder:
        (folder / "password").write_text(_ADMIN, encoding="utf-8")
        _own(folder)
        data = folder / "data"
        initdb: list[str | Path] = [programs / "initdb", "-D", data, "-U", "admin", "--no-sync", "-A", "scram-sha-256"]
        _done([*initdb, "--encoding=UTF8", "--locale=C.UTF-8", f"--pwfile={folder / 'password'}"])
        port = _free_port()
        options = ["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", f"unix_socket_directories={folder}"]

        def run(sql: str) -> None:
            command = [psql, "-qX", "-v", "ON_ERROR_STOP=1", "-h", str(folder), "-p", str(port), "-U", "admin"]
            subprocess.run(
                [*command, "-d", "postgres" if sql.startswith("create database") else "register"],
                input=sql,
                encoding="utf-8",
                check=True,
                stdout=subprocess.DEVNULL,
                env={**os.environ, "PGPASSWORD": _ADMIN},
            )

        with _running([programs / "postgres", "-D", data, "-p", str(port), *options], port, folder):
            _patiently(lambda: run("create database register"))
            run(f"create user reader password '{PASSWORD}'")
            yield DatabaseServer(port, folder, "postgresql", run)


@contextmanager
def mariadb() -> Iterator[DatabaseServer]:
    """Run MariaDB while the block does."""
    client = require("MariaDB", "mariadb")
    server = shutil.which("mariadbd", path=f"{os.environ.get('PATH', '')}:/usr/sbin") or require("MariaDB", "mariadbd")
    with _folder() as folder:
        _own(folder)
        data = folder / "data"
        install = [require("MariaDB", "mariadb-install-db"), "--no-defaults", f"--datadir={data}", "--skip-test-db"]
        _done([*install, "--auth-root-authentication-method=normal"])
        port = _free_port()
        place = [f"--datadir={data}", f"--socket={folder}/s", f"--port={port}", f"--pid-file={folder}/pid"]

        def run(sql: str) -> None:
            command = [client, "--no-defaults", f"--socket={folder}/s", "-uroot", "--default-character-set=utf8mb4"]
            subprocess.run(command, input=sql, encoding="utf-8", check=True, stderr=subprocess.DEVNULL)

        with _running([server, "--no-defaults", *place, "--bind-address=127.0.0.1"], port, folder):
            _patiently(lambda: run("create database register"))
            run(f"create user reader@'%' identified by '{PASSWORD}'; grant select on register.* to reader@'%'")
            yield DatabaseServer(port, folder, "mysql", run)


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder with a short name, since that of a socket has 107 characters at most."""
    folder = Path(tempfile.mkdtemp(prefix="aimaq-db-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _nobody() -> int | None:
    """The user as whom servers run: none of them runs as root."""
    return 65534 if os.getuid() == 0 else None


def _own(folder: Path) -> None:
    if (user := _nobody()) is not None:
        for path in (folder, *folder.iterdir()):
            os.chown(path, user, user)


def _done(command: Sequence[str | Path]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, user=_nobody())


@contextmanager
def _running(command: Sequence[str | Path], port: int, folder: Path) -> Iterator[None]:
    log = (folder / "log").open("wb")
    process = subprocess.Popen(command, stdout=log, stderr=log, user=_nobody(), cwd=folder)
    try:
        yield
    finally:
        process.terminate()
        process.wait(60)
        log.close()


def _patiently(work: Callable[[], None]) -> None:
    """Try until it works, for a minute: a server answers some time after it has begun."""
    deadline = time.monotonic() + 60
    while True:
        try:
            return work()
        except subprocess.CalledProcessError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.3)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
