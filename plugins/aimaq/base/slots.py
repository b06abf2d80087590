"""Slots: tokens that stand for figures from reading an article until the finished file is written.

A slot stands between two private-use characters, which are legal in HTML, XML and JSON. Between them are only ASCII
letters, digits and ``-._~%;``, so escaping, Jinja, feed writers and JSON encoders leave it unchanged. It holds
everything that the fill needs, so no table of slots has to be kept with the composed pages.
"""

import base64
import json
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any
from urllib.parse import quote, unquote

__all__ = [
    "CLOSE",
    "COMMAND",
    "JSON_COMMAND",
    "OPEN",
    "PLACE_MARK",
    "PRIVATE_DIGITS",
    "PRIVATE_USE",
    "SLOT",
    "TOKEN_CLOSE",
    "TOKEN_OPEN",
    "Slot",
    "decode",
    "encode",
    "has_slots",
    "pack",
    "replace_slots",
    "slots_in",
    "unpack",
    "with_place",
]

#: A range of characters for regular expressions: Unicode's private use area. No text of an editor may hold any of them.
PRIVATE_USE = "\ue000-\uf8ff"
#: Around a slot.
OPEN, CLOSE = "\ue000", "\ue001"
#: Around the number of a marker while Markdown is converted, and that number's digits.
TOKEN_OPEN, TOKEN_CLOSE = "\ue002", "\ue003"
PRIVATE_DIGITS = "".join(chr(0xE010 + digit) for digit in range(10))
#: Marks a place in a text that is being changed.
PLACE_MARK = "\ue004"
#: Begins the body of a slot that a template or a generator wrote, ``!command arguments``; no editor's marker can.
COMMAND = "!"
#: Commands with this prefix write JSON, which replaces the whole string that the slot is, quotes included.
JSON_COMMAND = f"{COMMAND}json-"
SLOT = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}")


@dataclass(frozen=True, slots=True)
class Slot:
    """What to print, in which language, and where it stands.

    ``body`` is the marker's inside (``jobs @ 2022 | genitive``), ``lang`` a language code, and ``date`` the ISO date of
    its article ("" on a page without a date). ``origin`` is the ``path:line:column`` for messages; for an assertion,
    the sentence beside it follows on a second line. ``place`` holds the encoding steps that
    :mod:`aimaq.figures.text.escaping` has found.
    """

    body: str
    lang: str = ""
    date: str = ""
    origin: str = ""
    place: str = ""


def encode(slot: Slot) -> str:
    """Return the slot as a token that templates, feed writers and JSON encoders leave unchanged."""
    fields = (slot.body, slot.lang, slot.date, slot.origin, slot.place)
    return OPEN + ";".join(map(_quoted, fields)) + CLOSE


@lru_cache(maxsize=2048)
def decode(token: str) -> Slot:
    """Return the slot in a token, with or without its two private-use characters."""
    return Slot(*map(_unquoted, token.strip(OPEN + CLOSE).split(";")))


#: The same few fields stand in many slots.
_quoted, _unquoted = (lru_cache(maxsize=2048)(each) for each in (partial(quote, safe=""), unquote))


def has_slots(text: str) -> bool:
    """Tell whether a text holds slots; most files do not and need no fill."""
    return OPEN in text


def slots_in(text: str) -> Iterator[Slot]:
    """Yield each slot of a text in order."""
    for match in SLOT.finditer(text):
        yield decode(match[1])


def replace_slots(text: str, change: Callable[[Slot], str]) -> str:
    """Return the text with every slot replaced by what ``change`` returns for it."""
    return SLOT.sub(lambda match: change(decode(match[1])), text)


def with_place(text: str, place: str) -> str:
    """Return the text with ``place``, which is plain letters, as the place of every slot."""
    return SLOT.sub(lambda match: f"{OPEN}{';'.join(f'{match[1]};;;'.split(';', 4)[:4])};{place}{CLOSE}", text)


def pack(values: object, default: Callable[[object], object] | None = None) -> str:
    """Return what JSON can hold as a short text of letters, digits, "-" and "_", for the arguments of a slot.

    ``default`` returns other objects as JSON.
    """
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"), default=default)
    return base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode("ascii").rstrip("=")


def unpack(text: str) -> list[Any]:  # what JSON can hold
    """Return a packed list; tuples come back as lists."""
    values: list[Any] = json.loads(zlib.decompress(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))))
    return values
