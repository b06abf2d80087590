"""The facts of one picture file: format, size, orientation, digests; or what is wrong with it."""

import hashlib
import io
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from aimaq.base.languages.messages import Message, number, tr
from aimaq.newsroom.media.picture_encoding import (
    encoder_digest,
    open_picture,
    orientation_of,
    turned,
    turned_orientation,
)
from aimaq.newsroom.media.picture_metadata import stripped

__all__ = ["KINDS", "PictureFacts", "PictureFault", "examine", "examined", "original", "picture_key"]

#: Pillow's name of the format, by a file's ending.
KINDS: Final = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP", ".avif": "AVIF"}
#: What a camera of 100 megapixels writes at most. More is a mistake or an attack: a few bytes can expand to it.
_MAX_PIXELS: Final = 120_000_000
_MOST: Final = Message("120 million")
_MAX_BYTES: Final = 60_000_000
_SMALLER: Final = Message("save it smaller: pages show it at most 2304 pixels wide")


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """A picture as it is published: ``width`` and ``height`` are those of the whole upright picture, in pixels.

    ``kind`` is the format as Pillow names it. ``size`` (in bytes) and ``sha256`` are those of the original that readers
    can download, ``orientation`` is EXIF's of it, ``digest`` is that of the file in the content folder.
    """

    kind: str
    width: int
    height: int
    orientation: int
    size: int
    sha256: str
    digest: str


def picture_key(digest: str, what: str) -> str:
    """Return the digest of what an output of a picture depends on: its file's ``digest``, and ``what`` it is."""
    return hashlib.blake2b(f"{digest} {encoder_digest()} {what}".encode(), digest_size=20).hexdigest()


def original(path: Path, kind: str, orientation: int, turn: int) -> bytes:
    """Return the bytes that readers can download: the picture without metadata.

    ``orientation`` is how it is shown when editors have turned it by ``turn`` degrees. In an AVIF metadata cannot
    be cut out, so one that has some, or is turned, is encoded again.
    """
    if kind != "AVIF":
        return stripped(path.read_bytes(), kind, orientation)
    from PIL import ImageOps

    with open_picture(path) as picture:
        if not turn and not {"exif", "xmp"} & picture.info.keys():
            return path.read_bytes()
        profile = picture.info.get("icc_profile", b"")
        clean, stream = turned(ImageOps.exif_transpose(picture), turn), io.BytesIO()
    clean.info.clear()
    clean.save(stream, "AVIF", quality=90, subsampling="4:4:4", speed=6, max_threads=1, icc_profile=profile)
    return stream.getvalue()


class PictureFault(Exception):
    """What is wrong with a file, and what to do."""


def examine(path: Path, digest: str, turn: int = 0) -> bytes:
    """Return JSON for :func:`examined` of a picture that is turned; raise :class:`PictureFault`.

    That is in the language of who runs this.
    """
    return json.dumps(asdict(_facts(path, digest, turn))).encode()


def examined(data: bytes) -> PictureFacts:
    """Return what :func:`examine` found."""
    return PictureFacts(**json.loads(data))


def _facts(path: Path, digest: str, turn: int) -> PictureFacts:
    from PIL import Image, UnidentifiedImageError

    size = path.stat().st_size
    if not size:
        raise PictureFault(tr("the file is empty"), tr("save it again"))
    if size > _MAX_BYTES:
        raise PictureFault(
            tr("%(size)s MB, more than %(most)s MB", size=number(size / 10**6), most=_MAX_BYTES // 10**6),
            _SMALLER,
        )
    expected = KINDS[path.suffix.lower()]
    try:
        with open_picture(path) as picture:
            kind = "JPEG" if picture.format == "MPO" else str(picture.format)
            if kind != expected:
                ending = next((ending for ending, each in KINDS.items() if each == kind), "")
                hint = tr('its name should end in "%(ending)s"', ending=ending) if ending else _endings()
                raise PictureFault(
                    tr("it is %(kind)s, and its name says %(expected)s", kind=kind, expected=expected), hint
                )
            if picture.width * picture.height > _MAX_PIXELS:
                raise PictureFault(
                    tr(
                        "%(width)s × %(height)s pixels, more than %(most)s",
                        width=picture.width,
                        height=picture.height,
                        most=_MOST,
                    ),
                    _SMALLER,
                )
            frames = getattr(picture, "n_frames", 1)
            if picture.format != "MPO" and frames > 1:
                raise PictureFault(
                    tr("it moves: %(frames)s pictures in one file", frames=frames),
                    tr("save the one that is to be shown"),
                )
            orientation = turned_orientation(orientation_of(picture), turn)
            width, height = picture.size
            picture.draft(None, (1, 1))
            picture.load()  # to the last byte
        published = original(path, kind, orientation, turn)
    except Image.DecompressionBombError:
        raise PictureFault(tr("it has more than %(most)s pixels", most=_MOST), _SMALLER) from None
    except UnidentifiedImageError:
        raise PictureFault(tr("it is not a picture, whatever its name says"), _endings()) from None
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        # Pillow's message without the path, which differs from machine to machine.
        reason = re.sub(r"['(].*", "", str(error)).strip(" :") or type(error).__name__
        raise PictureFault(
            tr("it cannot be decoded: %(reason)s", reason=reason), tr("save it again, or copy it from the camera again")
        ) from None
    if orientation > 4:
        width, height = height, width
    sha256 = hashlib.sha256(published).hexdigest()
    return PictureFacts(kind, width, height, orientation, len(published), sha256, digest)


def _endings() -> str:
    return tr("a photo is %(endings)s; save it as one of them", endings=", ".join(ending[1:] for ending in KINDS))
