"""Run commands on the machine of a folder target, this one or a server over SSH, and copy files to it with rsync."""

import re
import shlex
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound
from aimaq.publishing.targets.target_settings import FolderTarget

__all__ = ["TargetHost"]

#: host.sh's exit status when another publication has finished in the meantime (EX_TEMPFAIL of sysexits.h).
_OVERTAKEN = 75
#: The most files that one command reads: a command line has a limit.
_MOST_PATHS = 1000
_HINTS = (
    (r"Could not resolve hostname", tr("the server's name is not known: look at its spelling and at the network")),
    (
        r"Connection refused|timed out|No route to host|Network is unreachable",
        tr("the server does not answer: is it up?"),
    ),
    (
        r"Host key verification failed",
        tr("connect once by hand, and compare the server's key with what its owner says"),
    ),
    (r"Permission denied \(", tr("the server accepts none of your keys: its ~/.ssh/authorized_keys has to list one")),
    (
        r"No space left on device|Disk quota exceeded",
        tr("the target's disk is full: make room, or keep fewer releases"),
    ),
    (r"Permission denied|Read-only file system", tr("the user who publishes must be able to write there")),
    (r"rsync: (command )?not found|rsync: No such file", tr("install rsync on the server")),
)


@dataclass(frozen=True, slots=True)
class TargetHost:
    """The machine that holds the target's folder. Every failure raises ``ProblemsFound``."""

    target: FolderTarget

    def run(self, command: str, *arguments: str, data: str = "") -> str:
        """Run a command of host.sh for the target's folder, with ``data`` as its input, and return its output."""
        return self._run(command, *arguments, data=data.encode("utf-8", "replace")).decode("utf-8", "replace")

    def read(self, name: str, paths: Sequence[str]) -> list[bytes | None]:
        """Return the bytes of each of some files of a release, None where there is none."""
        found: list[bytes | None] = []
        for begin in range(0, len(paths), _MOST_PATHS):
            some = paths[begin : begin + _MOST_PATHS]
            rest = self._run("read", name, *some)
            for _ in some:
                first, _, rest = rest.partition(b"\n")
                size = None if first == b"missing" else int(first)
                found.append(None if size is None else rest[:size])
                rest = rest[size or 0 :]
        return found

    def _run(self, command: str, *arguments: str, data: bytes = b"") -> bytes:
        script = (Path(__file__).parent / "host.sh").read_text("utf-8")
        call = ["sh", "-c", script, "host", command, self._path, *arguments]
        if self.target.remote:
            call = [*self._ssh, self._host, shlex.join(call)]
        try:
            done = subprocess.run(call, input=data, capture_output=True)
        except FileNotFoundError:
            raise self._problem(
                tr("there is no %(program)s on this machine", program=call[0]),
                tr("install %(program)s", program=call[0]),
            ) from None
        if done.returncode == _OVERTAKEN:
            raise self._problem(tr("something else was published here in the meantime"), tr("publish again"))
        if done.returncode:
            raise self._failure(done.stderr.decode("utf-8", "replace"), done.returncode)
        return done.stdout

    def copy(self, source: Path, folder: str, links: Sequence[str], on_sent: Callable[[str], None]) -> None:
        """Make ``folder`` of the target equal to ``source``.

        A file that stands with the same bytes in one of ``links``, folders of the target, becomes a hard link to it.
        Bytes are compared, not times. ``on_sent`` is called with the path of each file that is sent.
        """
        call = ["rsync", "--recursive", "--checksum", "--delete", "--perms", "--chmod=D755,F644", "--partial"]
        call += ["--out-format=%n", "--timeout=120", *(f"--link-dest={self._path}/{link}" for link in links)]
        if self.target.remote:
            call += ["--compress", f"--rsh={shlex.join(self._ssh)}"]
        call += [f"{source}/", f"{f'{self._host}:' if self.target.remote else ''}{self._path}/{folder}/"]
        # Errors go to a file: reading two pipes in turn could deadlock.
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as errors:
            try:
                process = subprocess.Popen(
                    call, stdout=subprocess.PIPE, stderr=errors, encoding="utf-8", errors="replace"
                )
            except FileNotFoundError:
                raise self._problem(tr("there is no rsync on this machine"), tr("install rsync")) from None
            with process:
                assert process.stdout is not None
                for line in process.stdout:
                    if not line.endswith("/\n"):
                        on_sent(line.rstrip("\n"))
            if process.returncode:
                errors.seek(0)
                raise self._failure(errors.read(), process.returncode)

    def missing_rsync(self) -> ProblemsFound:
        """Return the problem that the machine has no rsync."""
        if self.target.remote:
            return self._problem(tr("there is no rsync on the server"), tr("install rsync on the server"))
        return self._problem(tr("there is no rsync on this machine"), tr("install rsync on this machine"))

    @property
    def _path(self) -> str:
        path = self.target.path.rstrip("/")
        return path if self.target.remote else str(Path(path).expanduser().resolve())

    @property
    def _host(self) -> str:
        name = self.target.url.hostname or ""
        return f"{self.target.url.username}@{name}" if self.target.url.username else name

    @property
    def _ssh(self) -> list[str]:
        """The command for SSH without questions: nobody would answer them."""
        options = ["-o", "BatchMode=yes", "-o", "ConnectTimeout=15", "-o", "ServerAliveInterval=15"]
        options += ["-p", str(self.target.url.port)] if self.target.url.port else []
        options += ["-F", self.target.ssh_config] if self.target.ssh_config else []
        return ["ssh", *options]

    def _problem(self, message: str, hint: str) -> ProblemsFound:
        return ProblemsFound([Problem(str(self.target), message, hint=hint)])

    def _failure(self, errors: str, status: int) -> ProblemsFound:
        """Return a problem with the line of ``errors`` that has known advice, else with the first line."""
        lines = [line.strip() for line in errors.split("\n") if line.strip()]
        for pattern, hint in _HINTS:
            if matches := [line for line in lines if re.search(pattern, line)]:
                return self._problem(_without_program(matches[0]), hint)
        message = (
            _without_program(lines[0])
            if lines
            else tr("a command ended with status %(status)s without a message", status=status)
        )
        return self._problem(message, tr("this is the message of ssh, rsync or the server's shell"))


def _without_program(line: str) -> str:
    """Return an error without the name of the program and its parts in brackets before it."""
    return re.sub(r"^(rsync(: |:))?(\[\w+(=[\d.]+)?\] )?(sh: \d+: |mkdir: )?", "", line)
