"""Verify Ed25519 signatures (RFC 8032, section 5.1.7) with the standard library alone, in about 5 ms.

Signing needs a library that hides how long it takes; verifying has no secret.
"""

from __future__ import annotations

from hashlib import sha512

__all__ = ["is_valid"]

_P = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_SQRT_OF_MINUS_1 = pow(2, (_P - 1) // 4, _P)

_Point = tuple[int, int, int, int]
"""Extended homogeneous coordinates X, Y, Z, T (section 5.1.4)."""

_NEUTRAL: _Point = (0, 1, 1, 0)


def is_valid(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Return whether the signature of 64 bytes is that of the key of 32 bytes on the message."""
    if len(public_key) != 32 or len(signature) != 64:
        return False
    key, commitment = _decode(public_key), _decode(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or scalar >= _L:
        return False
    digest = int.from_bytes(sha512(signature[:32] + public_key + message).digest(), "little") % _L
    return _equal(_times(scalar, _BASE), _add(commitment, _times(digest, key)))


def _add(first: _Point, second: _Point) -> _Point:
    a = (first[1] - first[0]) * (second[1] - second[0]) % _P
    b = (first[1] + first[0]) * (second[1] + second[0]) % _P
    c = 2 * first[3] * second[3] * _D % _P
    d = 2 * first[2] * second[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(scalar: int, point: _Point) -> _Point:
    found = _NEUTRAL
    while scalar:
        if scalar & 1:
            found = _add(found, point)
        point = _add(point, point)
        scalar >>= 1
    return found


def _equal(first: _Point, second: _Point) -> bool:
    same_x = (first[0] * second[2] - second[0] * first[2]) % _P == 0
    return same_x and (first[1] * second[2] - second[1] * first[2]) % _P == 0


def _decode(data: bytes) -> _Point | None:
    """Return the point that 32 bytes encode (section 5.1.3); None if they encode none."""
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & (1 << 255) - 1
    if y >= _P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _SQRT_OF_MINUS_1 % _P
    if (x * x - square) % _P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = _P - x
    return x, y, 1, x * y % _P


_base = _decode((4 * pow(5, -1, _P) % _P).to_bytes(32, "little"))
assert _base is not None, "the base point is on the curve"
_BASE: _Point = _base
