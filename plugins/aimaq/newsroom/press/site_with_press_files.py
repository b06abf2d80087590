"""Add to a finished site what only a published one has: PDFs and media kits.

A build with ``PRESS_SOURCES`` has linked to these files and written below ``_press/`` what each is made from:
``_press/news/x/x.ru.pdf.html`` is the document of ``news/x/x.ru.pdf``, and ``_press/press-kit/x.zip.json`` lists the
files of ``press-kit/x.zip``. They belong to the same build as the pages, so a PDF cannot quote another figure than its
page, and everything becomes visible in one step.

PDFs are cached by the digest of what they are made from; an unchanged kit is taken from the folder written before.
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from aimaq.base.files.cache import Cache
from aimaq.base.files.hard_links import link_or_copy
from aimaq.base.files.replaced_folders import replaced_folder
from aimaq.base.languages.messages import tr, tr_number
from aimaq.base.problems import Problem, ProblemsFound, raise_any
from aimaq.base.processes.parallel import parallel_map
from aimaq.base.processes.progress import Progress
from aimaq.newsroom.press.kit_archive import write_kit
from aimaq.newsroom.press.pdf import Pdf, PdfPrinter, printer_version
from aimaq.newsroom.press.press_files import SOURCES

__all__ = ["PressReport", "write_site_with_press_files"]

_DOCUMENT, _LIST = ".html", ".json"
#: With fewer PDFs for each process a fork would take longer than it saves.
_FEW = 3


@dataclass(frozen=True, slots=True)
class PressReport:
    """How many PDFs and media kits a site has, and how many of each were not in the cache."""

    pdfs: int
    new_pdfs: int
    kits: int
    new_kits: int

    def __str__(self) -> str:
        pdfs = tr_number(
            "%(number)s PDF (%(new)s made now)", "%(number)s PDFs (%(new)s made now)", self.pdfs, new=self.new_pdfs
        )
        kits = tr_number(
            "%(number)s media kit (%(new)s made now)",
            "%(number)s media kits (%(new)s made now)",
            self.kits,
            new=self.new_kits,
        )
        return f"{pdfs}, {kits}"


def write_site_with_press_files(
    site: Path, target: Path, cache: Cache, site_url: str, progress: Progress
) -> PressReport:
    """Write the site in ``site`` with its PDFs and media kits, and without their sources, to ``target``.

    The target is new, or written by this function; it is replaced when everything is complete. Raises
    ``ProblemsFound``, and then the target is unchanged.
    """
    mark = target.with_name(f".{target.name}.press")
    with replaced_folder(target, str(target)) as draft:
        for path in _files(site):
            if not path.startswith(f"{SOURCES}/"):
                link_or_copy(site / path, draft / path)
        pdfs, new_pdfs = _add_pdfs(site, draft, cache, site_url, progress)
        old_keys = _read_kit_keys(mark)
        kit_keys = _add_kits(site, draft, target, old_keys, progress)
    mark.write_text(json.dumps(kit_keys, indent=0), "utf-8")
    new_kits = sum(old_keys.get(path) != key for path, key in kit_keys.items())
    return PressReport(pdfs, new_pdfs, len(kit_keys), new_kits)


def _add_pdfs(site: Path, draft: Path, cache: Cache, site_url: str, progress: Progress) -> tuple[int, int]:
    """Write the PDFs into the draft; return how many there are, and how many were not in the cache.

    The cache has two entries for a PDF: under the digest of its document the paths of the resources that it loads,
    and under the digest of the document with these resources the PDF itself.
    """
    sources = site / SOURCES
    documents = [path for path in _files(sources) if path.endswith(f".pdf{_DOCUMENT}")]
    if not documents:
        return 0, 0
    version = f"{printer_version()}\0".encode()
    keys = {path: hashlib.sha256(version + (sources / path).read_bytes()).hexdigest() for path in documents}
    used, missing = set(keys.values()), []
    for path, key in keys.items():
        resources = cache.get(key)
        pdf_key = _pdf_key(key, json.loads(resources), site) if resources is not None else ""
        pdf = cache.get(pdf_key) if pdf_key else None
        if pdf is None:
            missing.append(path)
        else:
            used.add(pdf_key)
            _write(draft / path.removesuffix(_DOCUMENT), pdf)
    if missing:
        printer = PdfPrinter(site, site_url)
        for count, (path, printed) in enumerate(_print_all(printer, sources, missing), 1):
            progress.show(tr("Making PDFs"), count, len(missing))
            pdf_key = _pdf_key(keys[path], printed.resources, site)
            used.add(pdf_key)
            cache.put(pdf_key, printed.data)
            cache.put(keys[path], json.dumps(printed.resources).encode())
            _write(draft / path.removesuffix(_DOCUMENT), printed.data)
    cache.sweep(used)
    return len(keys), len(missing)


def _pdf_key(document_key: str, resources: Iterable[str], site: Path) -> str:
    """Return the digest of a document with its resources, "" if the site lacks one of them."""
    if not all((site / path).is_file() for path in resources):
        return ""
    lines = (document_key, *(f"{path} {_digest(site / path)}" for path in resources))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _print_all(printer: PdfPrinter, sources: Path, paths: list[str]) -> Iterator[tuple[str, Pdf]]:
    """Yield the PDF of each document, made on all cores if there are many; raise all problems at the end."""

    def print_one(path: str) -> tuple[str, Pdf | None, tuple[Problem, ...]]:
        try:
            return path, printer.print((sources / path).read_bytes(), path.removesuffix(_DOCUMENT)), ()
        except ProblemsFound as found:
            return path, None, found.problems

    problems: list[Problem] = []
    for path, pdf, found in parallel_map(print_one, paths, tuple[str, Pdf | None, tuple[Problem, ...]], _FEW):
        problems += found
        if pdf is not None:
            yield path, pdf
    raise_any(problems)


def _add_kits(site: Path, draft: Path, before: Path, old_keys: Mapping[str, str], progress: Progress) -> dict[str, str]:
    """Write the kits into the draft, which has its PDFs; return their keys. ``before`` has the kits of ``old_keys``."""
    sources, code = site / SOURCES, _digest(Path(sys.modules[write_kit.__module__].__file__ or ""))
    lists = [path for path in _files(sources) if path.endswith(f".zip{_LIST}")]
    keys: dict[str, str] = {}
    for count, path in enumerate(lists, 1):
        kit = path.removesuffix(_LIST)
        addresses: dict[str, str] = json.loads((sources / path).read_text("utf-8"))["files"]
        files = {name: draft / address.lstrip("/") for name, address in addresses.items()}
        digests = (f"{name} {_digest(file)}" for name, file in sorted(files.items()))
        keys[kit] = hashlib.sha256("\n".join((code, kit, *digests)).encode()).hexdigest()
        if old_keys.get(kit) == keys[kit] and (before / kit).is_file():
            link_or_copy(before / kit, draft / kit)
        else:
            (draft / kit).parent.mkdir(parents=True, exist_ok=True)
            write_kit(draft / kit, Path(kit).stem, files)
        progress.show(tr("Making media kits"), count, len(lists))
    return keys


def _read_kit_keys(mark: Path) -> dict[str, str]:
    """Return the keys of the kits that were written before; none if the file is missing or damaged."""
    try:
        keys = json.loads(mark.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return keys if isinstance(keys, dict) else {}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
