"""Encode a picture in one size and one format: a pure function of the file's bytes."""

from __future__ import annotations

import hashlib
import io
import warnings
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache, lru_cache
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Final

from aimaq.newsroom.media.framings import WHOLE, Framing

if TYPE_CHECKING:  # Pillow takes its time to be imported
    from PIL.Image import Image as Picture
    from PIL.ImageFile import ImageFile

__all__ = ["FORMATS", "PictureSize", "encode", "encoder_digest", "open_picture", "orientation_of", "turned"]
__all__ += ["turned_orientation"]

#: In the order in which a browser is offered them: the smallest first, last the one that every program can show.
FORMATS: Final = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
#: To raise whenever this room reads or encodes pictures in another way: it is in the addresses of all of them, and in
#: the keys under which their facts are cached.
_VERSION: Final = 1
#: No picture is encoded wider than this, in pixels, so no more of a JPEG has to be decoded.
_MAX_WIDTH: Final = 2304
#: EXIF's orientations (EXIF 2.32, 4.6.5.1), each turned clockwise by 90 degrees from the one before it.
_TURNS: Final = (1, 6, 3, 8)
_MIRRORED_TURNS: Final = (2, 7, 4, 5)
# With these, the compression of a photograph is invisible at arm's length. One thread each: with more, libaom's bytes
# may differ from run to run, and every core encodes a picture of its own anyway.
_OPTIONS: Final[dict[str, tuple[str, dict[str, int | bool | str]]]] = {
    "avif": ("AVIF", {"quality": 60, "speed": 8, "max_threads": 1}),
    "webp": ("WEBP", {"quality": 80, "method": 4}),
    "jpg": ("JPEG", {"quality": 82, "progressive": True, "optimize": True}),
}


@dataclass(frozen=True, slots=True)
class PictureSize:
    """The size of an encoded picture in pixels; if ``cropped``, it loses its margins where its proportions differ."""

    width: int
    height: int
    cropped: bool = False


@cache
def encoder_digest() -> str:
    """Return the digest of what the bytes depend on besides the file: the versions of the libraries and of our code."""
    from PIL import __version__, features

    versions = [f"{name} {features.version(name)}" for name in ("avif", "webp", "jpg", "littlecms2")]
    return hashlib.blake2b("\n".join((str(_VERSION), __version__, *versions)).encode(), digest_size=16).hexdigest()


def encode(path: Path, size: PictureSize, ending: str, framing: Framing = WHOLE) -> bytes:
    """Return the picture at ``path`` in a size and in the format of the ending ``avif``, ``webp`` or ``jpg``.

    It is framed, upright, in sRGB, and has no metadata. Raises OSError, SyntaxError or ValueError where the file
    cannot be decoded.
    """
    from PIL import Image, ImageOps

    state = path.stat()
    whole, is_drawing = _shown(path, framing, state.st_size, state.st_mtime_ns)
    pixels = (size.width, size.height)
    if size.cropped:
        picture = ImageOps.fit(whole, pixels, Image.Resampling.LANCZOS, centering=framing.middle)
    else:
        picture = whole.resize(pixels, Image.Resampling.LANCZOS, reducing_gap=3.0)
    if ending == "jpg" and picture.mode == "RGBA":
        background = Image.new("RGB", picture.size, "white")
        background.paste(picture, mask=picture.getchannel("A"))
        picture = background
    kind, options = _OPTIONS[ending]
    if is_drawing and ending != "webp":
        options = {**options, "subsampling": "4:4:4"}  # a drawing's thin coloured lines would bleed
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


@lru_cache(maxsize=1)  # the sizes and formats of one picture are encoded one after another
def _shown(path: Path, framing: Framing, size: int, time: int) -> tuple[Picture, bool]:
    """Return what is shown of a picture, decoded, upright, in sRGB, and whether it is a drawing, not a photograph."""
    with open_picture(path) as picture:
        is_drawing = picture.format == "PNG"
        lies_on_its_side = turned_orientation(orientation_of(picture), framing.turn) > 4
        width = ceil(_MAX_WIDTH * 100 / framing.crop.width) if framing.crop else _MAX_WIDTH
        picture.draft(None, (1, width) if lies_on_its_side else (width, 1))
        upright = turned(_upright(picture), framing.turn)
    return (upright.crop(framing.box(*upright.size)) if framing.crop else upright), is_drawing


def turned(picture: Picture, turn: int) -> Picture:
    """Return a picture turned clockwise by 0, 90, 180 or 270 degrees."""
    from PIL.Image import Transpose

    turns = {90: Transpose.ROTATE_270, 180: Transpose.ROTATE_180, 270: Transpose.ROTATE_90}
    return picture.transpose(turns[turn]) if turn else picture


def turned_orientation(orientation: int, turn: int) -> int:
    """Return EXIF's orientation of a picture that had another one and is turned clockwise."""
    cycle = _TURNS if orientation in _TURNS else _MIRRORED_TURNS
    return cycle[(cycle.index(orientation) + turn // 90) % 4]


def orientation_of(picture: Picture) -> int:
    """Return EXIF's orientation of an opened picture, 1 without one; above 4 the picture lies on its side."""
    orientation: int = picture.getexif().get(0x0112, 1)
    return orientation if orientation in range(1, 9) else 1


def _upright(picture: Picture) -> Picture:
    """Return an opened picture decoded, turned as EXIF says, in RGB or RGBA and sRGB (IEC 61966-2-1)."""
    from PIL import Image, ImageCms, ImageOps

    picture = ImageOps.exif_transpose(picture)
    profile = picture.info.get("icc_profile")
    alpha = picture.mode in ("LA", "PA", "RGBA", "La", "RGBa") or "transparency" in picture.info
    if picture.mode.startswith("I"):  # 16 bits a pixel
        picture = picture.point(lambda value: value / 256).convert("L")
    if picture.mode not in ("L", "RGB", "RGBA", "CMYK"):
        picture = picture.convert("RGBA" if alpha else "RGB")
    mode = "RGBA" if alpha else "RGB"
    if profile:
        try:
            source, target = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
            channel = picture.getchannel("A") if picture.mode == "RGBA" else None
            plain = picture.convert("RGB") if channel else picture
            converted = ImageCms.profileToProfile(plain, source, target, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a broken profile, or one for other channels, is ignored
        else:
            picture = converted or plain
            if channel:
                picture.putalpha(channel)
    if picture.mode != mode:
        picture = picture.convert(mode)
    plain_picture = Image.new(mode, picture.size)  # without the metadata of the file
    plain_picture.paste(picture)
    return plain_picture


def open_picture(path: Path) -> AbstractContextManager[ImageFile]:
    """Open a picture without decoding it; raise what Pillow raises, such as ``DecompressionBombError``."""
    from PIL import Image

    # Pillow warns at half of the pixels that it refuses; our callers count them.
    warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)
    return Image.open(path)
