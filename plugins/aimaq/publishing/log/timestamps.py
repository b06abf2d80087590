"""A timestamp of the log's head from an authority, by RFC 3161.

The request is 69 bytes of DER, and of the answer only its status is read. The libraries for that refuse answers of
OpenSSL's that OpenSSL accepts.
"""

from __future__ import annotations

import secrets
from hashlib import sha256
from typing import Final

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound
from aimaq.base.web_addresses import is_web_address
from aimaq.publishing.log.post import NoAnswer, post
from aimaq.settings.locate import setting_place
from aimaq.settings.schema import Settings

__all__ = ["NoTimestamp", "read_authority", "timestamp"]


_SEQUENCE: Final = 0x30
_INTEGER: Final = 0x02
#: The parts of a request (RFC 3161, section 2.4.1) in DER: its version, SHA-256 and the length of a digest, the
#: beginning of a number of eight bytes, and that the answer shall have the authority's certificate.
_VERSION_1: Final = bytes.fromhex("020101")
_IMPRINT: Final = bytes.fromhex("3031300d060960864801650304020105000420")
_NONCE: Final = bytes.fromhex("0208")
_CERTIFICATES: Final = bytes.fromhex("0101ff")
_GRANTED_WITH_CHANGES: Final = 1


class NoTimestamp(Exception):
    """Raised where the authority gives no timestamp; the message says why."""


def read_authority(settings: Settings) -> str:
    """Return the address of LOG_TIMESTAMPS, "" for none; raise ``ProblemsFound``."""
    address = settings.log_timestamps
    if address and not is_web_address(address):
        file, line = setting_place(settings.project, "LOG_TIMESTAMPS", address)
        raise ProblemsFound(
            [Problem(file, tr('LOG_TIMESTAMPS: expected a web address, found "%(address)s"', address=address), line)]
        )
    return address


def timestamp(address: str, data: bytes) -> bytes:
    """Return the authority's response on these bytes, as ``openssl ts -verify`` reads it; raise ``NoTimestamp``.

    It is checked to be about these bytes and this request; whether its signature is valid is for those who know the
    authority's certificate.
    """
    imprint = _IMPRINT + sha256(data).digest()
    nonce = _NONCE + bytes([secrets.randbelow(127) + 1]) + secrets.token_bytes(7)
    body = _VERSION_1 + imprint + nonce + _CERTIFICATES
    try:
        answer = post(address, bytes([_SEQUENCE, len(body)]) + body, "application/timestamp-query")
    except NoAnswer as error:
        raise NoTimestamp(str(error)) from None
    if answer.status != 200:
        raise NoTimestamp(tr("it answers with status %(status)s", status=answer.status))
    status = _status(answer.body)
    if status is None:
        raise NoTimestamp(tr("its answer is no timestamp"))
    if status > _GRANTED_WITH_CHANGES:
        raise NoTimestamp(tr("it refuses (status %(status)s)", status=status))
    if imprint not in answer.body or nonce not in answer.body:
        raise NoTimestamp(tr("its answer is about something else"))
    return answer.body


def _status(response: bytes) -> int | None:
    """Return the status in a response of RFC 3161, section 2.4.2; None if this is none."""
    outer = _contents(response, _SEQUENCE)
    info = _contents(outer, _SEQUENCE) if outer is not None else None
    status = _contents(info, _INTEGER) if info is not None else None
    return int.from_bytes(status, "big", signed=True) if status else None


def _contents(data: bytes, tag: int) -> bytes | None:
    """Return the contents of the first element of DER, if it has this tag and is whole."""
    if len(data) < 2 or data[0] != tag:
        return None
    more = data[1] & 0x7F if data[1] & 0x80 else 0
    size = int.from_bytes(data[2 : 2 + more], "big") if more else data[1]
    contents = data[2 + more : 2 + more + size]
    return contents if len(contents) == size else None
