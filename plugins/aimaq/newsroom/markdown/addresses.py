"""Addresses in the HTML of a text that no browser reads as they are written."""

import re
import unicodedata
from collections.abc import Iterator
from html import unescape
from typing import Final

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem
from aimaq.newsroom.content.characters import name_of, shortened
from aimaq.newsroom.links.in_texts import lines_of

__all__ = ["address_problems", "encoded"]

_ATTRIBUTE: Final = r'(?P<name>\s(?:href|src|cite)=")(?P<address>[^"]*)(?=")'
_TAG: Final = re.compile(r"<[a-zA-Z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_ADDRESS: Final = re.compile(_ATTRIBUTE)
#: What no address may hold (WHATWG URL, 1.3), as far as it is printed; a backslash is read as a stroke.
_UNSAFE: Final = re.compile(r"[ ^`]")
_IN_TEXTS: Final = re.compile(rf"{_ATTRIBUTE[:-5]}[^\"]*[ ^`]")


def encoded(html: str) -> str:
    """Return HTML with the spaces, carets and back-ticks in its addresses as ``%20``, ``%5E``, ``%60``."""

    def address(match: re.Match[str]) -> str:
        encoded = _UNSAFE.sub(lambda found: f"%{ord(found[0]):02X}", match["address"].strip(" "))
        return match["name"] + encoded

    return _TAG.sub(lambda tag: _ADDRESS.sub(address, tag[0]), html)


def address_problems(html: str, body: str, path: str, first_line: int) -> Iterator[Problem]:
    """Yield a problem for each address with a space that is none of the keyboard's, at its line of the Markdown."""
    for tag in _TAG.findall(html):
        for match in _ADDRESS.finditer(tag):
            address = unescape(match["address"])
            space = next((each for each in address if each != " " and unicodedata.category(each) in ("Zs", "Cf")), "")
            if space:
                message = tr(
                    'the address "%(address)s" holds %(character)s',
                    address=shortened(address),
                    character=name_of(space),
                )
                line = next(iter(lines_of(address, body, first_line)), first_line)
                yield Problem(path, message, line, hint=tr("copy the address again, from the browser's address bar"))
