"""The command `aimaq` in a process of its own that has everything loaded: a run costs what the command does.

A run is a fork of the tests' process, which has imported Pelican and the program once; each run of ``python -m aimaq``
would import them again, which takes longer than most commands. It also has the templates that an earlier run compiled.
Beside other workers of pytest it keeps to this worker's cores: what a build forks to use theirs, they lack.
"""

from __future__ import annotations

import functools
import gc
import importlib
import os
import pkgutil
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path

import aimaq
from aimaq.base.languages.translations import read_catalogs
from aimaq.cli import run as run_command
from aimaq.figures.grammar.plural_forms import needed_categories
from aimaq.figures.grammar.russian_nouns import paradigm
from tools import remembered_templates

__all__ = ["load_everything", "run"]

ROOT = Path(__file__).resolve().parents[2]
#: What commands load on their way, each for what only some of them need.
_OTHERS = """
    babel.messages.checkers bs4 encodings.ascii encodings.unicode_escape encodings.utf_8_sig fractions jinja2.nodes
    markdown.extensions.abbr markdown.extensions.def_list markdown.extensions.footnotes markdown.extensions.tables
    markdown.extensions.toc pelican.plugins.neighbors pelican.plugins.render_math PIL.ImageDraw PIL.ImageFont
    PIL.JpegImagePlugin PIL.PngImagePlugin rich._emoji_codes tzdata.zoneinfo.Asia
"""


def run(
    arguments: Sequence[str],
    folder: Path,
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run ``aimaq …`` in a folder, with ``environment`` added."""
    load_everything()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, tempfile.TemporaryFile() as learned:
        pid = os.fork()
        if not pid:
            _run_and_exit(arguments, folder, environment or {}, out.fileno(), err.fileno(), learned.fileno())
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        contents = []
        for file in (out, err, learned):
            file.seek(0)
            contents.append(file.read())
    remembered_templates.know(contents.pop())
    texts = (each.decode() for each in contents)
    return subprocess.CompletedProcess(["aimaq", *arguments], status, *texts)


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


def _run_and_exit(
    arguments: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    out: int,
    err: int,
    learned: int,
) -> None:
    status = 70  # EX_SOFTWARE: something that the command itself does not report
    try:
        os.chdir(folder)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out, 1)
        os.dup2(err, 2)
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115  open until the process ends
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        os.environ.update(environment)
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, own_cores(sorted(os.sched_getaffinity(0)), os.environ))
        remembered_templates.remember()
        status = run_command(arguments)
        os.write(learned, remembered_templates.learned())
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
