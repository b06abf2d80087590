"""The command `aimaq` in a process of its own that has everything loaded: a run costs what the command does.

A run is a fork of a helper, which has imported Pelican and the program once; each run of ``python -m aimaq`` would
import them again, which takes longer than most commands. There is a helper for each language of messages, which is that
of a process. The tests' own process is not what is forked: it keeps parsed sites, and to copy the page tables of two
gigabytes takes longer than most commands, too. A helper also has the templates that an earlier run compiled.
Beside other workers of pytest a run keeps to this worker's cores: what a build forks to use theirs, they lack.
"""

from __future__ import annotations

import functools
import gc
import importlib
import os
import pickle
import pkgutil
import selectors
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, NamedTuple, NoReturn

import aimaq
from aimaq.base.languages.translations import read_catalogs
from aimaq.cli import run as run_command
from aimaq.figures.grammar.plural_forms import needed_categories
from aimaq.figures.grammar.russian_nouns import paradigm
from tools import remembered_templates

__all__ = ["load_everything", "own_cores", "run", "serve"]

ROOT = Path(__file__).resolve().parents[2]
#: What commands load on their way, each for what only some of them need.
_OTHERS = """
    babel.messages.checkers bs4 encodings.ascii encodings.unicode_escape encodings.utf_8_sig fractions jinja2.nodes
    markdown.extensions.abbr markdown.extensions.def_list markdown.extensions.footnotes markdown.extensions.tables
    markdown.extensions.toc pelican.plugins.neighbors pelican.plugins.render_math PIL.ImageDraw PIL.ImageFont
    PIL.JpegImagePlugin PIL.PngImagePlugin rich._emoji_codes tzdata.zoneinfo.Asia
"""


#: To know the umask is to set it, and back.
_ASKED_FOR_THE_UMASK = threading.Lock()
#: An exit status on its way.
_STATUS = struct.Struct("i")


class _Request(NamedTuple):
    """What to run, and what of this process it would have inherited."""

    arguments: tuple[str, ...]
    folder: Path
    environment: dict[str, str]
    cores: tuple[int, ...]
    umask: int


def run(
    arguments: Sequence[str],
    folder: Path,
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run ``aimaq …`` in a folder, with ``environment`` added."""
    exported = {**os.environ, **(environment or {})}
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        mine, theirs = socket.socketpair()
        with theirs:
            helper = _helper(exported["AIMAQ_LANGUAGE"])
            socket.send_fds(helper, [b"."], [theirs.fileno(), out.fileno(), err.fileno()])
        with mine, mine.makefile("wb") as request, mine.makefile("rb") as answer:
            cores = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else ()
            pickle.dump(
                _Request(tuple(arguments), folder.absolute(), exported, tuple(sorted(cores)), _umask()), request
            )
            request.flush()
            (status,) = _STATUS.unpack(answer.read(_STATUS.size))
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().decode())
    return subprocess.CompletedProcess(["aimaq", *arguments], status, *texts)


def _cores() -> tuple[int, ...]:
    return tuple(sorted(os.sched_getaffinity(0))) if hasattr(os, "sched_getaffinity") else ()


def _umask() -> int:
    with _ASKED_FOR_THE_UMASK:
        os.umask(umask := os.umask(0))
    return umask


def serve(control: socket.socket) -> None:
    """Be the helper: fork a process for each request, until the tests end.

    What comes on ``control`` is a byte and three descriptors: a socket on which the fork reads its request and this
    process answers with the exit status, and the files for what the command prints.
    """
    load_everything()
    remembered_templates.remember()
    ended, ending = os.pipe()
    os.set_blocking(ending, False)
    signal.set_wakeup_fd(ending)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    runs: dict[int, tuple[socket.socket, IO[bytes]]] = {}
    selector = selectors.DefaultSelector()
    selector.register(control, selectors.EVENT_READ)
    selector.register(ended, selectors.EVENT_READ)
    while True:
        ready = {key.fd for key, _ in selector.select()}
        if ended in ready:
            os.read(ended, 1000)
            _answer(runs)
        if control.fileno() in ready:
            message, descriptors, _, _ = socket.recv_fds(control, 1, 3)
            if not message:
                return
            asked, out, err = descriptors
            request = socket.socket(fileno=asked)
            learned = tempfile.TemporaryFile()  # noqa: SIM115  open until the run has ended
            if pid := os.fork():
                runs[pid] = request, learned
                os.close(out)
                os.close(err)
            else:
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                for other in (control, *(each for each, _ in runs.values())):
                    other.close()
                _run_and_exit(request, out, err, learned.fileno())


def _answer(runs: dict[int, tuple[socket.socket, IO[bytes]]]) -> None:
    """Send the exit statuses of the runs that have ended, and take them out of ``runs``."""
    while runs:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if not pid:
            return
        answer, learned = runs.pop(pid)
        with answer, learned:
            learned.seek(0)
            remembered_templates.know(learned.read())
            answer.sendall(_STATUS.pack(os.waitstatus_to_exitcode(status)))


@functools.cache
def load_everything() -> None:
    """Import and compute what any command may need, so that its fork need not; the collector leaves it alone."""
    modules = (each.name for each in pkgutil.walk_packages(aimaq.__path__, "aimaq."))
    for name in (*_OTHERS.split(), *(each for each in modules if not each.endswith("__main__"))):
        importlib.import_module(name)
    for lang in ("ru", "kk", "en"):
        for decimals in range(3):
            needed_categories(lang, decimals)
    paradigm("новый завод")  # reads the dictionary
    for root in (ROOT, ROOT / "tests"):  # of the project and outside, as messages name them
        read_catalogs(ROOT / "theme/translations", ("ru", "kk", "en"), root=root)
    gc.collect()
    gc.freeze()


def own_cores(cores: Sequence[int], environment: Mapping[str, str]) -> set[int]:
    """Return the share of the cores that is this worker's, by the number that pytest-xdist gives it; all without it."""
    worker = int(environment.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    workers = int(environment.get("PYTEST_XDIST_WORKER_COUNT", 1))
    return {cores[worker % len(cores)], *cores[worker::workers]}


@functools.cache
def _helper(lang: str) -> socket.socket:
    """Start the helper whose messages are in a language; return the socket on which it takes requests."""
    mine, theirs = socket.socketpair()
    code = """
import os, socket, sys
import tools
os.environ["AIMAQ_LANGUAGE"] = sys.argv[1]
from tools import forked
forked.serve(socket.socket(fileno=int(sys.argv[2])))
"""
    with theirs:
        subprocess.Popen(
            [sys.executable, "-c", code, lang, str(theirs.fileno())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(ROOT / "tests")},
            pass_fds=[theirs.fileno()],
        )
    return mine


def _run_and_exit(request: socket.socket, out: int, err: int, learned: int) -> NoReturn:
    status = 70  # EX_SOFTWARE: something that the command itself does not report
    try:
        with request, request.makefile("rb") as sent:
            what: _Request = pickle.load(sent)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out, 1)
        os.dup2(err, 2)
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115  open until the process ends
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        os.environ.clear()
        os.environ.update(what.environment)
        time.tzset()
        tempfile.tempdir = None  # what TMPDIR says now
        os.umask(what.umask)
        os.chdir(what.folder)
        if what.cores:
            os.sched_setaffinity(0, own_cores(what.cores, what.environment))
        status = run_command(what.arguments)
        os.write(learned, remembered_templates.learned())
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
