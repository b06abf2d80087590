"""The files that a text attaches or links to: those of the site are those of which the log has digests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from aimaq.verify.comparisons import Comparison, agreeing, disagreeing
from aimaq.verify.log.logged_figures import LoggedText
from aimaq.verify.places import MAX_BYTES, FileTooLarge, Place
from aimaq.verify.values.addresses import Addresses
from aimaq.verify.values.html_text import HtmlText
from aimaq.verify.values.open_data_files import parse_json

__all__ = ["check_attached", "check_linked_documents"]

_KIND: Final = "attached files"
_LINKED: Final = "linked documents"


@dataclass(frozen=True, slots=True)
class _Attached:
    """A file as a page's JSON-LD states it: its address, its SHA-256, and its size, "1024 B"."""

    address: str
    sha256: str
    size: str

    @property
    def is_read(self) -> bool:
        """Whether it is small enough to be read."""
        number = self.size.partition(" ")[0]
        return not (number.isdecimal() and int(number) > MAX_BYTES)


def check_attached(
    path: str, page: HtmlText, text: LoggedText, place: Place, addresses: Addresses
) -> Iterator[Comparison]:
    """Yield what was compared of the files that a text attaches, if the log knows them."""
    if text.files is None:
        return
    attached = list(_attached(page))
    stated = [each.sha256[:16] for each in attached]
    wanted = f"entry {text.index} has {', '.join(text.files) or 'none'} of {text.name} ({text.lang})"
    if stated != list(text.files):
        yield disagreeing(_KIND, path, "JSON-LD", f"the files {', '.join(stated) or 'none'}", wanted)
    known = {addresses.path(each.address) for each in attached}
    for link in page.attached:
        if addresses.path(link) not in known:
            yield disagreeing(_KIND, path, link, "it is attached", wanted)
    for each in attached:
        file = addresses.path(each.address)
        data = place.read(file) if each.is_read else None
        if data is None and each.is_read:
            yield disagreeing(_KIND, file, "", "there is none", wanted)
        elif data is not None and sha256(data).hexdigest() != each.sha256:
            yield disagreeing(_KIND, file, "", f"its SHA-256 is {sha256(data).hexdigest()}", wanted)
        elif data is not None:
            yield agreeing(_KIND, file)


def check_linked_documents(
    path: str, page: HtmlText, text: LoggedText, place: Place, addresses: Addresses
) -> Iterator[Comparison]:
    """Yield what was compared of the documents to which the body of a text links, if the log knows some."""
    if not text.linked:
        return
    own = (each for each in page.linked if addresses.is_own(each))
    files = {file: _digest(file, place) for file in map(addresses.path, own) if _is_document(file)}
    if "too large" in files.values():
        return
    for wanted in text.linked:
        if wanted in files.values():
            yield agreeing(_LINKED, path)
            continue
        found = ", ".join(f"{file} ({digest})" for file, digest in files.items()) or "no document"
        logged = f"entry {text.index} has {wanted} of {text.name} ({text.lang})"
        yield disagreeing(_LINKED, path, "", f"it links to {found}", logged)


def _is_document(path: str) -> bool:
    return "." in path.rpartition("/")[2] and not path.endswith(".html")


def _digest(path: str, place: Place) -> str:
    """Return the first digits of a file's SHA-256, or why there are none."""
    try:
        data = place.read(path)
    except FileTooLarge:
        return "too large"
    return "not there" if data is None else sha256(data).hexdigest()[:16]


def _attached(page: HtmlText) -> Iterator[_Attached]:
    """Yield the files that the JSON-LD of a page names with their digests, in their order."""
    for _, block in page.json_ld:
        try:
            waiting: list[object] = [parse_json(block.encode())]
        except ValueError:
            continue  # that is said where its values are compared
        while waiting:
            each = waiting.pop()
            if isinstance(each, list | dict):
                waiting += reversed(each if isinstance(each, list) else list(each.values()))
            if isinstance(each, dict) and "sha256" in each:
                yield _Attached(*(str(each.get(name, "")) for name in ("contentUrl", "sha256", "contentSize")))
