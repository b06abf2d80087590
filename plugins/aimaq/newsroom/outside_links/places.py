"""Where the files of a site name addresses of other sites."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Final

from aimaq.base.web_addresses import host_of, is_web_address

__all__ = ["Place", "addresses_in_settings", "addresses_in_text", "is_elsewhere"]

_ADDRESS: Final = re.compile(r"""https?://[^\s<>"'`|\\^{}\[\]«»“”]+""", re.IGNORECASE)
#: Of a sentence, not of the address that stands before it.
_AFTER: Final = ".,;:!?*_…"
_DATE: Final = re.compile(r"^date:\s*[\"']?(\d{4}-\d{2}-\d{2})", re.MULTILINE)
#: Settings whose addresses are asked by programs, and followed by no reader.
_NOT_FOLLOWED: Final = re.compile(r"SITEURL|PUBLISH_|LOG_|CMS_|HOSTING_(?:CSP|OPEN|TYPES)|INDICATORS_")
#: Names that nobody can have (RFC 2606, RFC 6761): examples.
_RESERVED: Final = re.compile(r"(?:^|\.)(?:example(?:\.(?:com|net|org))?|test|invalid)$")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address stands: a file below the project, a line, and the day of what names it, or ""."""

    path: str
    line: int
    day: str = ""


def addresses_in_text(text: str, path: str) -> Iterator[tuple[str, Place]]:
    """Yield each web address in a text with its place; the day is that of an article's front matter."""
    stated = _DATE.search(text.partition("\n---")[0]) if text.startswith("---") else None
    day = stated[1] if stated else ""
    for number, line in enumerate(text.split("\n"), 1):
        for match in _ADDRESS.finditer(line):
            address = _without_end(match[0])
            yield unescape(address) if path.endswith(".md") else address, Place(path, number, day)


def _without_end(address: str) -> str:
    """Return an address without what follows it in Markdown or in a sentence; brackets in it come in pairs."""
    while address and (address[-1] in _AFTER or (address[-1] == ")" and address.count("(") < address.count(")"))):
        address = address[:-1]
    return address


def addresses_in_settings(source: str, path: str) -> Iterator[tuple[str, Place]]:
    """Yield each web address in the settings of a Python file that readers may follow; comments are not settings."""
    for statement in ast.parse(source).body:
        names = statement.targets if isinstance(statement, ast.Assign) else ()
        if any(isinstance(name, ast.Name) and _NOT_FOLLOWED.match(name.id) for name in names):
            continue
        for node in ast.walk(statement):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and is_web_address(node.value):
                yield node.value, Place(path, node.lineno)


def is_elsewhere(address: str, own: frozenset[str]) -> bool:
    """Tell whether an address is a right one of another site; ``own`` are the hosts of this one."""
    if not is_web_address(address):  # its form is what a build checks
        return False
    host = host_of(address).lower()
    return host not in own and not _RESERVED.search(host)
