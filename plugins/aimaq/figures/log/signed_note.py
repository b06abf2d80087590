"""Signed notes and checkpoints, by C2SP's signed-note, tlog-checkpoint and tlog-cosignature.

A note is a text, an empty line, and a line for each signature. A checkpoint is a note whose text names the log, the
number of its entries and the root of its tree.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode, b64encode
from dataclasses import dataclass, replace
from hashlib import sha256

from aimaq.figures.log.ed25519 import is_valid

__all__ = ["COSIGNATURE", "ED25519", "Checkpoint", "Note", "Signature", "VerifierKey", "key_id"]

#: Kinds of signatures: of a note's text, and a witness's with its moment.
ED25519, COSIGNATURE = 1, 4

_NAME = re.compile(r"[^\s+\u2014]+")
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True)
class Signature:
    """One line of a note: a key's name and id, four bytes, and what it has signed with it."""

    name: str
    key_id: bytes
    data: bytes

    def __str__(self) -> str:
        return f"\u2014 {self.name} {b64encode(self.key_id + self.data).decode()}\n"


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key with its name: what anybody needs to know to check a signature."""

    name: str
    kind: int
    public: bytes

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """Read "name+id+key"; raise ValueError that says what is wrong."""
        name, _, rest = text.partition("+")
        shown_id, _, encoded = rest.partition("+")
        data = _decoded(encoded)
        if not _NAME.fullmatch(name) or data is None or len(data) != 33 or data[0] not in (ED25519, COSIGNATURE):
            raise ValueError(f'"{text}" is no verifier key; expected name+id+key, as in example.org/log+1a2b3c4d+AY…')
        key = cls(name, data[0], data[1:])
        if shown_id != key.id.hex():
            raise ValueError(f'"{text}": the id of this key is {key.id.hex()}, not {shown_id}; copy the key again')
        return key

    @property
    def id(self) -> bytes:
        """The first four bytes of a digest of the name and the key."""
        return key_id(self.name, self.kind, self.public)

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{b64encode(bytes([self.kind]) + self.public).decode()}"

    def signed(self, note: Note) -> Signature | None:
        """Return this key's signature of the note, or None if there is none that is valid."""
        for each in note.signatures:
            if (each.name, each.key_id) == (self.name, self.id) and self._is_valid(note.text, each.data):
                return each
        return None

    def _is_valid(self, text: str, data: bytes) -> bool:
        if self.kind == ED25519:
            return is_valid(self.public, text.encode(), data)
        if len(data) != 72:
            return False
        seconds = int.from_bytes(data[:8], "big")
        return is_valid(self.public, f"cosignature/v1\ntime {seconds}\n{text}".encode(), data[8:])


def key_id(name: str, kind: int, public: bytes) -> bytes:
    """Return the four bytes by which a note names a key."""
    return sha256(f"{name}\n".encode() + bytes([kind]) + public).digest()[:4]


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends with a line break, and its signatures; there may be none."""

    text: str
    signatures: tuple[Signature, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Note:
        """Read a note; raise ValueError that says what is wrong."""
        body, gap, lines = text.rpartition("\n\n")
        if not gap:
            raise ValueError("there is no empty line before the signatures")
        if re.search(r"[\x00-\x09\x0b-\x1f\x7f]", text):
            raise ValueError("there is a control character")
        signatures = [_parse_signature(line) for line in lines.splitlines(keepends=True)]
        return cls(f"{body}\n", tuple(signatures))

    def __str__(self) -> str:
        return "\n".join((self.text, "".join(map(str, self.signatures))))

    def with_signature(self, signature: Signature) -> Note:
        """Return the note with one more signature, which replaces an older one of the same key."""
        others = (each for each in self.signatures if (each.name, each.key_id) != (signature.name, signature.key_id))
        return replace(self, signatures=(*others, signature))


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log: its name (``origin``), the number of its entries, and the root of its tree."""

    origin: str
    size: int
    root: bytes

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """Read a note's text; raise ValueError that says what is wrong. Further lines are extensions."""
        origin, size, root, *_ = (*text.split("\n"), "", "", "")
        decoded = _decoded(root)
        if not origin or not _SIZE.fullmatch(size) or decoded is None or len(decoded) != 32:
            raise ValueError("this is no checkpoint; expected the log's name, its size and its root, one a line")
        return cls(origin, int(size), decoded)

    def __str__(self) -> str:
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"


def _parse_signature(line: str) -> Signature:
    found = re.fullmatch(r"\u2014 (\S+) (\S+)\n", line)
    data = _decoded(found[2]) if found else None
    if found is None or data is None or len(data) < 5:
        raise ValueError(f'"{line.strip()}" is no line of a signature')
    return Signature(found[1], data[:4], data[4:])


def _decoded(text: str) -> bytes | None:
    try:
        return b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
