"""A finished site with what only a published one has: a PDF of each release, and media kits.

A build that is going to be published so (``PRESS_SOURCES``) has linked to them already, and has written below
``_press/`` what each is made from: ``_press/news/x/x.ru.pdf.html`` is the document of ``news/x/x.ru.pdf``, and
``_press/press-kit/x.zip.json`` names the files of ``press-kit/x.zip``. These are files of the same build as the pages,
so a PDF cannot quote another figure than its page, and all of it appears in one step. An unchanged PDF is kept by all
that it was made from; an unchanged kit is taken over from the folder that was written before.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from aimaq.base.cache import Cache
from aimaq.base.problems import Problem, ProblemsFound
from aimaq.publishing.kits import write_kit
from aimaq.publishing.pdf import Printed, Printer, maker
from aimaq.publishing.progress import Progress
from aimaq.publishing.site import SOURCES

__all__ = ["Pressed", "with_press_files"]

_DOCUMENT, _LIST = ".html", ".json"
#: So few PDFs are made here: other processes would take longer to start.
_FEW = 4


@dataclass(frozen=True, slots=True)
class Pressed:
    """How many PDFs and media kits a site has, and how many of each were made just now."""

    pdfs: int
    new_pdfs: int
    kits: int
    new_kits: int

    def __str__(self) -> str:
        return f"{self.pdfs} PDFs ({self.new_pdfs} made now), {self.kits} media kits ({self.new_kits} made now)"


def with_press_files(site: Path, target: Path, made: Cache, site_url: str, progress: Progress) -> Pressed:
    """Write to ``target`` the site in ``site`` with its PDFs and media kits, and without what these are made from.

    The target is new, or one that this function has written; it is exchanged when all is done. ``made`` keeps PDFs.
    Raises ``ProblemsFound``, and then the target is as it was.
    """
    mark = target.with_name(f".{target.name}.press")
    if target.exists() and not mark.exists() and (not target.is_dir() or any(target.iterdir())):
        hint = "name a folder that does not exist yet, with --output"
        raise ProblemsFound([Problem(str(target), "this folder holds something else", hint=hint)])
    draft = target.with_name(f".{target.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    for path in _files(site):
        if not path.startswith(f"{SOURCES}/"):
            _place(site / path, draft / path)
    pdfs, new_pdfs = _add_pdfs(site, draft, made, site_url, progress)
    known = _known(mark)
    kits = _add_kits(site, draft, target, known, progress)
    mark.write_text(json.dumps(kits, indent=0), "utf-8")
    old = target.with_name(f".{target.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    draft.rename(target)
    shutil.rmtree(old, ignore_errors=True)
    return Pressed(pdfs, new_pdfs, len(kits), sum(known.get(path) != key for path, key in kits.items()))


def _add_pdfs(site: Path, draft: Path, made: Cache, site_url: str, progress: Progress) -> tuple[int, int]:
    """Put the PDFs into the draft; return how many there are, and how many were made."""
    folder, by = site / SOURCES, maker()
    keys = {
        path: hashlib.sha256(f"{by}\0".encode() + (folder / path).read_bytes()).hexdigest()
        for path in _files(folder)
        if path.endswith(f".pdf{_DOCUMENT}")
    }
    used, unknown = set(keys.values()), []
    for path, key in keys.items():
        taken_in = made.get(key)
        exact = _exact(key, json.loads(taken_in), site) if taken_in is not None else ""
        data = made.get(exact) if exact else None
        used.add(exact)
        if data is None:
            unknown.append(path)
        else:
            _write(draft / path.removesuffix(_DOCUMENT), data)
    if unknown:
        printer = Printer(site, site_url)
        for count, (path, printed) in enumerate(_printed(printer, folder, unknown), 1):
            progress.show("Making PDFs", count, len(unknown))
            exact = _exact(keys[path], list(printed.resources), site)
            used.add(exact)
            made.put(exact, printed.data)
            made.put(keys[path], json.dumps(list(printed.resources)).encode())
            _write(draft / path.removesuffix(_DOCUMENT), printed.data)
    made.sweep(filter(None, used))
    return len(keys), len(unknown)


def _exact(key: str, paths: Iterable[str], site: Path) -> str:
    """Return the key of a PDF with the files of the site that it takes in, "" if one of them is gone."""
    if not all((site / path).is_file() for path in paths):
        return ""
    return hashlib.sha256("\n".join((key, *(f"{path} {_digest(site / path)}" for path in paths))).encode()).hexdigest()


def _printed(printer: Printer, folder: Path, paths: list[str]) -> Iterator[tuple[str, Printed]]:
    """Yield the PDF of each document, on all cores if that is worth it; raise ``ProblemsFound`` with all problems."""
    problems: list[Problem] = []
    one = partial(_print_one, printer, folder)
    if len(paths) > _FEW and sys.platform == "linux":
        # The library has been loaded here, so a forked process need not load it.
        with ProcessPoolExecutor(len(os.sched_getaffinity(0)), get_context("fork")) as pool:
            yield from _without_problems(pool.map(one, paths), problems)
    else:
        yield from _without_problems(map(one, paths), problems)
    if problems:
        raise ProblemsFound(problems)


def _print_one(printer: Printer, folder: Path, path: str) -> tuple[str, Printed | list[Problem]]:
    try:
        return path, printer.print((folder / path).read_bytes(), path.removesuffix(_DOCUMENT))
    except ProblemsFound as found:
        return path, list(found.problems)


def _without_problems(
    results: Iterable[tuple[str, Printed | list[Problem]]], problems: list[Problem]
) -> Iterator[tuple[str, Printed]]:
    for path, result in results:
        if isinstance(result, Printed):
            yield path, result
        else:
            problems.extend(result)


def _add_kits(site: Path, draft: Path, before: Path, known: Mapping[str, str], progress: Progress) -> dict[str, str]:
    """Put the media kits into the draft, whose PDFs are there; return the key of each by its path.

    Those of the folder ``before`` have the keys ``known``.
    """
    folder, code = site / SOURCES, _digest(Path(sys.modules[write_kit.__module__].__file__ or ""))
    lists = [path for path in _files(folder) if path.endswith(f".zip{_LIST}")]
    keys: dict[str, str] = {}
    for count, path in enumerate(lists, 1):
        kit = path.removesuffix(_LIST)
        named: dict[str, str] = json.loads((folder / path).read_text("utf-8"))["files"]
        files = {name: draft / address.lstrip("/") for name, address in named.items()}
        parts = (f"{name} {_digest(file)}" for name, file in sorted(files.items()))
        keys[kit] = hashlib.sha256("\n".join((code, kit, *parts)).encode()).hexdigest()
        if known.get(kit) == keys[kit] and (before / kit).is_file():
            _place(before / kit, draft / kit)
        else:
            (draft / kit).parent.mkdir(parents=True, exist_ok=True)
            write_kit(draft / kit, Path(kit).stem, files)
        progress.show("Making media kits", count, len(lists))
    return keys


def _known(mark: Path) -> dict[str, str]:
    """Return the keys of the kits that were written before; none if that cannot be told."""
    try:
        known = json.loads(mark.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _place(source: Path, target: Path) -> None:
    """Let a file stand in a second place: as a hard link, or as a copy where there can be none."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.EMLINK, errno.EXDEV):
            raise
        shutil.copy2(source, target)
