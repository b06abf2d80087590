"""Remove the metadata that a camera or a program has written into a picture, without changing a pixel.

EXIF (place, time, serial numbers, a thumbnail), XMP, IPTC, comments, and bytes after the end. The colour profile stays,
and so does the orientation, in an EXIF of one field.
"""

import struct
from collections.abc import Iterator
from typing import Final

from aimaq.base.languages.messages import tr

__all__ = ["stripped"]

#: EXIF 2.32, 4.6.5.1: the side of the picture that the first row is. A big-endian TIFF with this one field.
_ORIENTATION: Final = struct.Struct(">2sHIHHHIHHI")
_PNG: Final = b"\x89PNG\r\n\x1a\n"
#: Chunks that the look of a PNG depends on (W3C, Portable Network Graphics, third edition, 5.6), and its density.
_PNG_KEPT: Final = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD pHYs".split()
)  # fmt: skip
#: The same of a WebP without animation (RFC 9649, 2.7).
_WEBP_KEPT: Final = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP"))
_WEBP_EXIF, _WEBP_XMP = 0x08, 0x04


def stripped(data: bytes, kind: str, orientation: int) -> bytes:
    """Return the file's bytes without metadata; ``kind`` is JPEG, PNG or WEBP, as Pillow names them.

    ``orientation`` is EXIF's, 1 to 8. Raises ValueError for a file that does not follow its format.
    """
    exif = _ORIENTATION.pack(b"MM", 42, 8, 1, 0x0112, 3, 1, orientation, 0, 0) if orientation != 1 else b""
    try:
        return b"".join({"JPEG": _jpeg, "PNG": _png, "WEBP": _webp}[kind](data, exif))
    except (struct.error, IndexError) as error:
        raise ValueError(tr("it is cut off")) from error


def _jpeg(data: bytes, exif: bytes) -> Iterator[bytes]:
    """Yield the segments that decoding needs (ITU T.81, B.1): tables, frame, scans; JFIF, profile, Adobe's colours."""
    yield data[:2]
    if exif:
        yield b"\xff\xe1" + struct.pack(">H", len(exif) + 8) + b"Exif\0\0" + exif
    position = 2
    while True:
        if data[position] != 0xFF:
            raise ValueError(tr("it is damaged"))
        marker = data[position + 1]
        if marker == 0xFF:  # any number of fill bytes may stand before a marker
            position += 1
            continue
        if marker == 0xD9:
            yield b"\xff\xd9"
            return
        (length,) = struct.unpack_from(">H", data, position + 2)
        end = position + 2 + length
        segment = data[position:end]
        if marker == 0xDA:
            end = _end_of_scan(data, end)
            yield data[position:end]
        elif not (0xE0 <= marker <= 0xEF or marker == 0xFE) or segment[4:].startswith((b"ICC_PROFILE\0", b"Adobe")):
            yield segment
        elif segment[4:].startswith(b"JFIF\0"):  # without its thumbnail
            yield segment[:2] + struct.pack(">H", 16) + segment[4:16] + b"\0\0"
        position = end


def _end_of_scan(data: bytes, start: int) -> int:
    """Return the place of the next marker that is neither a stuffed byte nor a restart."""
    position = start
    while True:
        position = data.find(b"\xff", position)
        if position < 0:
            raise ValueError(tr("it is cut off"))
        if data[position + 1] != 0 and not 0xD0 <= data[position + 1] <= 0xD7:
            return position
        position += 2


def _png(data: bytes, exif: bytes) -> Iterator[bytes]:
    from zlib import crc32

    yield _PNG
    position = len(_PNG)
    while True:
        length, name = struct.unpack_from(">I4s", data, position)
        end = position + 12 + length
        if end > len(data):
            raise ValueError(tr("it is cut off"))
        if name in _PNG_KEPT:
            yield data[position:end]
        if name == b"IHDR" and exif:
            chunk = b"eXIf" + exif
            yield struct.pack(">I", len(exif)) + chunk + struct.pack(">I", crc32(chunk))
        if name == b"IEND":
            return
        position = end


def _webp(data: bytes, exif: bytes) -> Iterator[bytes]:
    chunks = list(_webp_chunks(data))
    body = b"".join(chunk for name, chunk in chunks if name in _WEBP_KEPT)
    if body.startswith(b"VP8X"):
        flags = body[8] & ~(_WEBP_EXIF | _WEBP_XMP) | (_WEBP_EXIF if exif else 0)
        body = body[:8] + bytes((flags,)) + body[9:]
        if exif:
            body += b"EXIF" + struct.pack("<I", len(exif)) + exif
    yield b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def _webp_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    (size,) = struct.unpack_from("<I", data, 4)
    end_of_file = size + 8
    if end_of_file > len(data):
        raise ValueError(tr("it is cut off"))
    position = 12
    while position + 8 <= end_of_file:
        name, length = struct.unpack_from("<4sI", data, position)
        end = position + 8 + length + length % 2
        yield name, data[position:end]
        position = end
