"""Ask an ssh-agent for its Ed25519 keys, and to sign with one (the SSH agent protocol of the IETF's draft)."""

from __future__ import annotations

import socket
from collections.abc import Iterator

from aimaq.base.languages.messages import system_reason, tr
from aimaq.base.problems import Problem, ProblemsFound

__all__ = ["public_keys", "sign"]

_REQUEST_IDENTITIES, _IDENTITIES, _SIGN_REQUEST, _SIGN_RESPONSE = 11, 12, 13, 14
_KIND = b"ssh-ed25519"
_SECONDS = 60
"""An agent may ask its owner before it signs."""


def public_keys(address: str) -> list[bytes]:
    """Return the Ed25519 keys that the agent at a socket holds, 32 bytes each; raise ``ProblemsFound``."""
    kind, answer = _asked(address, bytes([_REQUEST_IDENTITIES]))
    if kind != _IDENTITIES:
        raise _problem(tr("it does not list its keys"))
    fields = _fields(answer[4:])
    found = []
    for blob, _comment in zip(fields, fields, strict=False):
        name, *rest = _fields(blob)
        if name == _KIND:
            found.append(rest[0])
    return found


def sign(address: str, public: bytes, data: bytes) -> bytes:
    """Return the agent's signature of 64 bytes; raise ``ProblemsFound`` if it does not sign."""
    request = bytes([_SIGN_REQUEST]) + _string(_string(_KIND) + _string(public)) + _string(data) + bytes(4)
    kind, answer = _asked(address, request)
    if kind != _SIGN_RESPONSE:
        raise _problem(tr("it does not sign with this key: is the agent locked, or was it not allowed to?"))
    [blob] = _fields(answer)
    _, signature = _fields(blob)
    return signature


def _asked(address: str, request: bytes) -> tuple[int, bytes]:
    """Return the kind of the agent's answer, and the rest of it."""
    try:
        with socket.socket(socket.AF_UNIX) as agent:
            agent.settimeout(_SECONDS)
            agent.connect(address)
            agent.sendall(_string(request))
            with agent.makefile("rb") as file:
                answer = file.read(int.from_bytes(file.read(4), "big"))
    except OSError as error:
        raise _problem(tr("it does not answer: %(reason)s", reason=system_reason(error) or error)) from None
    if not answer:
        raise _problem(tr("it does not answer"))
    return answer[0], answer[1:]


def _string(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


def _fields(data: bytes) -> Iterator[bytes]:
    """Yield the strings that stand one after another."""
    while data:
        size = int.from_bytes(data[:4], "big")
        yield data[4 : 4 + size]
        data = data[4 + size :]


def _problem(message: str) -> ProblemsFound:
    hint = tr("`ssh-add -l` lists the keys of the agent that SSH_AUTH_SOCK names.")
    return ProblemsFound([Problem("ssh-agent", message, hint=hint)])
