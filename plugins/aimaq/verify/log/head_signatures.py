"""Who vouches for a head: the log's own keys, witnesses, and a timestamp authority."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from aimaq.figures.log.signed_note import COSIGNATURE, ED25519, Note, Signature, VerifierKey
from aimaq.verify.comparisons import Comparison, agreeing, disagreeing
from aimaq.verify.log.entry_forms import Entry
from aimaq.verify.log.log_of_site import HEAD

__all__ = ["TIMESTAMP", "Vouched", "announced_keys", "check_signatures", "check_timestamp"]

TIMESTAMP: Final = f"{HEAD}.tsr"
_KIND: Final = "signatures of the head"
_OID_OF_TOKEN: Final = bytes.fromhex("2a864886f70d0109100104")
_OID_OF_SHA256: Final = bytes.fromhex("608648016503040201")
_SEQUENCE, _OCTETS, _OID, _TIME = 0x30, 0x04, 0x06, 0x18


@dataclass(frozen=True, slots=True)
class Vouched:
    """What was compared, a sentence for each who vouches, and the keys of the log that have signed."""

    compared: tuple[Comparison, ...]
    sentences: tuple[str, ...]
    signed: frozenset[VerifierKey] = frozenset()


def announced_keys(entries: Iterable[Entry | None]) -> dict[VerifierKey, int]:
    """Return the keys that a log names as its own, with the index of the last entry of each, in their order."""
    found: dict[VerifierKey, int] = {}
    for index, entry in enumerate(entries):
        if entry is not None and entry["type"] == "key":
            key = VerifierKey.parse(entry["verifier"])
            found.pop(key, None)
            found[key] = index
    return found


def check_signatures(head: Note, announced: dict[VerifierKey, int], trusted: Sequence[VerifierKey]) -> Vouched:
    """Check the signatures of a head: ``announced`` are the keys that its log names, ``trusted`` those of the user.

    One of the user's keys of the log has to have signed, one of those that the log names, and each of the user's
    witnesses.
    """
    known = dict.fromkeys((*trusted, *announced))
    compared: list[Comparison] = []
    sentences: list[str] = []
    signed: set[VerifierKey] = set()
    for signature in head.signatures:
        named = f"{signature.name}+{signature.key_id.hex()}"
        keys = [key for key in known if (key.name, key.id) == (signature.name, signature.key_id)]
        valid = next((key for key in keys if key.signed(Note(head.text, (signature,)))), None)
        if not keys:
            sentences.append(f"{named}: its key is not known here, so this signature was not checked")
        elif valid is None:
            compared.append(disagreeing(_KIND, HEAD, named, "its signature is not valid", "it is not of this head"))
        else:
            compared.append(agreeing(_KIND, HEAD))
            signed.add(valid)
            origin = "a key that you gave" if valid in trusted else f"the key in entry {announced[valid]} of the log"
            sentences.append(f"{named}: {origin}{_moment(valid, signature)}")
    compared += _lacking(signed, announced, trusted)
    if not head.signatures:
        sentences.append("nobody: the head is unsigned, so nothing shows who made it")
    return Vouched(tuple(compared), tuple(sentences), frozenset(signed))


def _lacking(
    signed: set[VerifierKey], announced: dict[VerifierKey, int], trusted: Sequence[VerifierKey]
) -> Iterator[Comparison]:
    own = [key for key in trusted if key.kind == ED25519]
    if own and not signed & set(own):
        names = ", ".join(f"{key.name}+{key.id.hex()}" for key in own)
        others = ", ".join(f"{key.name}+{key.id.hex()}" for key in signed if key.kind == ED25519)
        wanted = (
            f"it is signed with {others}, which the log names itself" if others else "it has no valid signature of one"
        )
        yield disagreeing(_KIND, HEAD, "", f"no key that you gave has signed it ({names})", wanted)
    for key in trusted:
        if key.kind == COSIGNATURE and key not in signed:
            name = f"{key.name}+{key.id.hex()}"
            yield disagreeing(_KIND, HEAD, name, "this witness has not cosigned it", "you named it as a witness")
    if announced and not signed & announced.keys():
        last = list(announced)[-1]
        name = f"{last.name}+{last.id.hex()}"
        wanted = f"entry {announced[last]} of the log says that heads are signed with it"
        yield disagreeing(_KIND, HEAD, name, "this key has not signed it", wanted)


def _moment(key: VerifierKey, signature: Signature) -> str:
    if key.kind != COSIGNATURE:
        return ""
    seconds = int.from_bytes(signature.data[:8], "big")
    try:
        return f", cosigned {datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%SZ}"
    except (ValueError, OverflowError, OSError):
        return f", cosigned at the second {seconds}"


def check_timestamp(data: bytes, head: Note) -> Vouched:
    """Check that an authority's response (RFC 3161) is on this head with its signatures; its own is for OpenSSL."""
    try:
        imprint, moment = _read_token(data)
    except (ValueError, IndexError):
        wrong = disagreeing(_KIND, TIMESTAMP, "", "it is no timestamp", "expected a response by RFC 3161 with SHA-256")
        return Vouched((wrong,), ())
    if imprint != sha256(str(head).encode()).digest():
        wrong = disagreeing(_KIND, TIMESTAMP, "", "it is the timestamp of something else", "it belongs to this head")
        return Vouched((wrong,), ())
    sentence = f"a timestamp of {moment}, whose signature `openssl ts -verify` checks with the authority's certificate"
    return Vouched((agreeing(_KIND, TIMESTAMP),), (sentence,))


def _read_token(data: bytes) -> tuple[bytes, str]:
    """Return the digest and the moment of a response; raise ValueError or IndexError if it is none.

    A response is a status and a signed message whose content is the information; section 2.4.2 of RFC 3161.
    """
    response = _parts(_one(data, _SEQUENCE))
    signed = _parts(_parts(_parts(response[1][1])[1][1])[0][1])
    content = _parts(signed[2][1])
    if content[0] != (_OID, _OID_OF_TOKEN):
        raise ValueError("another content")
    info = _parts(_one(_parts(content[1][1])[0][1], _SEQUENCE))
    algorithm, digest = _parts(info[2][1])
    if _parts(algorithm[1])[0] != (_OID, _OID_OF_SHA256) or digest[0] != _OCTETS or info[4][0] != _TIME:
        raise ValueError("another form")
    moment = info[4][1].decode("ascii")
    if not moment[:14].isdecimal() or moment[-1] != "Z":
        raise ValueError("another form of time")
    day, hour = f"{moment[:4]}-{moment[4:6]}-{moment[6:8]}", f"{moment[8:10]}:{moment[10:12]}:{moment[12:14]}"
    return digest[1], f"{day}T{hour}Z"


def _one(data: bytes, tag: int) -> bytes:
    """Return the content of the only element in some DER."""
    [(found, content)] = _parts(data)
    if found != tag:
        raise ValueError("another tag")
    return content


def _parts(data: bytes) -> list[tuple[int, bytes]]:
    """Return tag and content of each element in some DER (X.690)."""
    found: list[tuple[int, bytes]] = []
    at = 0
    while at < len(data):
        tag, length = data[at], data[at + 1]
        at += 2
        if length & 0x80:
            count = length & 0x7F
            length, at = int.from_bytes(data[at : at + count], "big"), at + count
        if at + length > len(data):
            raise ValueError("it is cut")
        found.append((tag, data[at : at + length]))
        at += length
    return found
