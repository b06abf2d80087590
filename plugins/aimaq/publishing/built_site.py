"""A finished site before its publication: its files, each with the digest of its bytes."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound, raise_any
from aimaq.base.withheld import PREVIEW
from aimaq.newsroom.press.press_files import SOURCES

__all__ = ["IMMUTABLE", "BuiltSite", "is_immutable", "manifest_text", "parse_manifest", "read_site"]

#: A file of the theme, or a picture in the size of a page, whose name holds a digest: its bytes never change.
#: For Python and for POSIX ``grep -E``.
IMMUTABLE = r"^(theme|pictures)/.+\.[0-9a-f]{10}\.[0-9a-z]+$"


@dataclass(frozen=True, slots=True)
class BuiltSite:
    """A folder, and the SHA-256 (hexadecimal) of each of its files by its path below the folder."""

    folder: Path
    digests: Mapping[str, str]

    @property
    def digest(self) -> str:
        """The digest of all paths and files: 16 hexadecimal digits."""
        return hashlib.sha256(manifest_text(self.digests).encode()).hexdigest()[:16]

    def read(self, path: str) -> bytes:
        """Return a file's bytes; raise ``ProblemsFound`` if they no longer have their digest."""
        data = (self.folder / path).read_bytes()
        if hashlib.sha256(data).hexdigest() != self.digests[path]:
            hint = tr("build and publish again, and let nothing else write into the folder meanwhile")
            raise ProblemsFound([Problem(str(self.folder / path), tr("has changed while it was published"), hint=hint)])
        return data


def read_site(folder: Path) -> BuiltSite:
    """Return the site in ``folder``; raise ``ProblemsFound`` if it must not be published."""
    if not (folder / "index.html").is_file():
        hint = tr("name the folder of a finished site")
        raise ProblemsFound([Problem(str(folder), tr("there is no site here: index.html is missing"), hint=hint)])
    if (folder / PREVIEW).exists():
        message = tr("this is a preview, with drafts and what is not public yet (%(preview)s says so)", preview=PREVIEW)
        raise ProblemsFound([Problem(str(folder), message, hint=tr("publish a site that `aimaq build` wrote"))])
    if (folder / SOURCES).exists():
        message = tr(
            "this site lacks the PDFs that its pages link to: they are made from the folder %(sources)s",
            sources=SOURCES,
        )
        raise ProblemsFound([Problem(str(folder), message, hint=tr("publish the folder that `aimaq pdf` writes"))])
    return BuiltSite(folder, _digest_files(folder))


def is_immutable(path: str) -> bool:
    """Tell whether a file's name changes with its content."""
    return re.search(IMMUTABLE, path) is not None


def manifest_text(digests: Mapping[str, str]) -> str:
    """Return what ``sha256sum`` prints for the files, ordered by path."""
    return "".join(f"{digests[path]}  {path}\n" for path in sorted(digests))


def parse_manifest(text: str) -> dict[str, str]:
    """Return the digests in a text of ``manifest_text``; other lines are skipped."""
    rows = (line.partition("  ") for line in text.split("\n"))
    return {path: digest for digest, gap, path in rows if gap and len(digest) == 64}


def _digest_files(folder: Path) -> dict[str, str]:
    """Return the digest of each file; raise ``ProblemsFound`` for links, devices and unprintable names."""
    digests, problems = {}, []
    for path in folder.rglob("*"):
        shown = path.relative_to(folder).as_posix()
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            hint = tr("a site is made of files; a link may lead out")
            problems.append(Problem(str(path), tr("is not a regular file"), hint=hint))
        elif any(unicodedata.category(character) in ("Cc", "Cs") for character in shown):
            problems.append(Problem(repr(str(path)), tr("the name has characters that no address can hold")))
        elif path.is_file():
            with path.open("rb") as file:
                digests[shown] = hashlib.file_digest(file, "sha256").hexdigest()
    raise_any(problems)
    return dict(sorted(digests.items()))
