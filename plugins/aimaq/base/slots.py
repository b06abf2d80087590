"""A slot stands for a figure from the moment an article is read until the finished file is written.

It is a short token between two private-use characters, which are legal in HTML, XML and JSON. Its payload is
made of ASCII letters, digits and ``-._~%;`` only, so escaping, Jinja, feed writers and JSON encoders pass it on
unchanged, and it holds all that the fill needs: no table of slots has to be kept beside the composed pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, unquote

__all__ = [
    "CLOSE",
    "COMMAND",
    "JSON_COMMAND",
    "OPEN",
    "SLOT",
    "Slot",
    "decode",
    "encode",
    "has_slots",
    "put_slots",
    "replace_slots",
    "slots_in",
]

OPEN = "\ue000"
CLOSE = "\ue001"
#: How the body of a slot begins that a template or a generator wrote, ``!command arguments``; no editor's marker can.
COMMAND = "!"
#: The commands whose names begin so write JSON, which takes the place of the string that the slot is, quotes included.
JSON_COMMAND = f"{COMMAND}json-"
SLOT = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}")


@dataclass(frozen=True, slots=True)
class Slot:
    """What to print, for whom, and where it stands.

    ``body`` is the marker's inside (``jobs @ 2022 | genitive``), ``lang`` a language code, ``date`` the ISO date of
    the article it stands in ("" on a page without a date), ``origin`` the ``path:line:column`` an error message names
    (for an assertion, a line break and the sentence beside it follow), and ``place`` the encoding steps that
    :mod:`aimaq.figures.text.escaping` found for it.
    """

    body: str
    lang: str = ""
    date: str = ""
    origin: str = ""
    place: str = ""


def encode(slot: Slot) -> str:
    """Return the slot as a token that any template, feed writer or JSON encoder passes on unchanged."""
    fields = (slot.body, slot.lang, slot.date, slot.origin, slot.place)
    return OPEN + ";".join(map(_quoted, fields)) + CLOSE


@lru_cache(maxsize=2048)
def _quoted(field: str) -> str:
    return quote(field, safe="")


@lru_cache(maxsize=2048)
def decode(token: str) -> Slot:
    """Return the slot in a token, with or without its two private-use characters."""
    return Slot(*map(_unquoted, token.strip(OPEN + CLOSE).split(";")))


@lru_cache(maxsize=2048)
def _unquoted(field: str) -> str:
    return unquote(field)


def has_slots(text: str) -> bool:
    """Tell whether a text quotes anything at all: the test that spares most files the fill."""
    return OPEN in text


def slots_in(text: str) -> Iterator[Slot]:
    """Yield each slot of a text in order."""
    for match in SLOT.finditer(text):
        yield decode(match[1])


def replace_slots(text: str, change: Callable[[Slot], str]) -> str:
    """Return the text with every slot replaced by what ``change`` returns for it."""
    return SLOT.sub(lambda match: change(decode(match[1])), text)


def put_slots(text: str, place: str) -> str:
    """Return the text with ``place``, which is plain letters, as the place of every slot."""
    return SLOT.sub(lambda match: f"{OPEN}{';'.join(f'{match[1]};;;'.split(';', 4)[:4])};{place}{CLOSE}", text)
