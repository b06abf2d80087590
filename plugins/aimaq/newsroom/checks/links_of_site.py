"""The links of finished files: which of them lead to no file of the site, and which name an element that is not there.

A page that has not changed links to what it linked to when it was read. So a store of digests, four bytes a link, says
which unchanged pages a removed file or a lost identifier concerns, and no other page is read again.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Set
from pathlib import PurePosixPath
from typing import Final
from zlib import crc32

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, did_you_mean, line_and_column
from aimaq.newsroom.checks.published_file import FileContents
from aimaq.newsroom.press.press_files import SOURCES

__all__ = ["dead_links", "id_digests", "link_digests", "link_problem", "printed_later", "unpacked_digests"]

_WITH_IDS: Final = (".html", ".htm", ".svg")


def link_digests(contents: FileContents) -> bytes:
    """Return a digest of each file that a file links to, and of each identifier in one."""
    names = {*contents.links, *(link.partition("#")[0] for link in contents.links)}
    return array("I", sorted(crc32(name.encode()) for name in names)).tobytes()


def id_digests(contents: FileContents) -> bytes:
    """Return a digest of each identifier that links to a file may name."""
    return array("I", sorted(crc32(f"{contents.path}#{name}".encode()) for name in contents.ids)).tobytes()


def unpacked_digests(data: bytes) -> set[int]:
    """Return the digests of such bytes."""
    return set(array("I", data))


def printed_later(files: Iterable[str]) -> set[str]:
    """Return the PDFs and media kits that are made from files of this site before it is published."""
    start = f"{SOURCES}/"
    return {path.removeprefix(start).rpartition(".")[0] for path in files if path.startswith(start)}


def dead_links(
    contents: Iterable[FileContents], files: Set[str], ids_of: Callable[[str], Set[int]]
) -> list[tuple[str, str]]:
    """Return path and link for each link to a file that is not in ``files``, or to an identifier that its file lacks.

    ``ids_of`` returns the digests of a file's identifiers.
    """
    found = []
    right: set[str] = set()  # most links stand on every page
    for each in contents:
        for link in each.links:
            if link in right:
                continue
            path, _, fragment = link.partition("#")
            if path in files and (not fragment or not path.endswith(_WITH_IDS) or crc32(link.encode()) in ids_of(path)):
                right.add(link)
            else:
                found.append((each.path, link))
    return found


def link_problem(path: str, link: str, text: str, files: Set[str], shown: str) -> Problem:
    """Return the problem of one dead link in the file ``path``, whose text is ``text``."""
    target, _, fragment = link.partition("#")
    address = _address(target)
    line, column = line_and_column(text, _offset(text, address, fragment))
    name = f"{shown}/{path}"
    if target in files:
        message = tr(
            'links to "%(address)s#%(fragment)s", and that page has no element with this id',
            address=address,
            fragment=fragment,
        )
        return Problem(name, message, line, column, hint=tr("correct the link, or give the element its id back"))
    if target.startswith("/"):
        message = tr('links to "%(target)s", which is outside of the folder in SITEURL', target=target)
        return Problem(name, message, line, column, hint=tr("begin it with that folder, or write the whole address"))
    message = tr('links to "%(address)s", where nothing is published', address=address)
    if f"{target}/index.html" in files:
        hint = tr('the address is "%(address)s/"', address=address)
    else:
        near = did_you_mean(address, map(_address, files)).removeprefix("; ")
        hint = near or tr("take the link out, or publish that page")
    return Problem(name, message, line, column, hint=hint)


def _address(path: str) -> str:
    pure = PurePosixPath(path)
    return f"/{pure.parent}/".replace("/./", "/") if pure.name == "index.html" else f"/{path}"


def _offset(text: str, address: str, fragment: str) -> int:
    """Return where a link stands in a text, as far as it is written as usual."""
    ways = [f"{address}#{fragment}", f"#{fragment}"] if fragment else []
    ways += [f'{address}"', address, PurePosixPath(address).name]
    places = (text.find(each) for each in ways if each)
    return next((place for place in places if place >= 0), 0)
