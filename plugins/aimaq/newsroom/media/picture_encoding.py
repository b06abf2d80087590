"""Encode a picture in one size and one format: a pure function of the file's bytes."""

from __future__ import annotations

import hashlib
import io
import warnings
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:  # Pillow takes its time to be imported
    from PIL.Image import Image as Picture
    from PIL.ImageFile import ImageFile

__all__ = ["FORMATS", "PictureSize", "encode", "encoder_digest", "open_picture", "orientation_of"]

#: In the order in which a browser is offered them: the smallest first, last the one that every program can show.
FORMATS: Final = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
#: To raise whenever this room reads or encodes pictures in another way: it is in the addresses of all of them, and in
#: the keys under which their facts are cached.
_VERSION: Final = 1
#: No picture is encoded wider than this, in pixels, so no more of a JPEG has to be decoded.
_MAX_WIDTH: Final = 2304
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


def encode(path: Path, size: PictureSize, ending: str) -> bytes:
    """Return the picture at ``path`` in a size and in the format of the ending ``avif``, ``webp`` or ``jpg``.

    It is upright, in sRGB, and has no metadata. Raises OSError, SyntaxError or ValueError where the file
    cannot be decoded.
    """
    from PIL import Image, ImageOps

    state = path.stat()
    whole, is_drawing = _whole(path, state.st_size, state.st_mtime_ns)
    pixels = (size.width, size.height)
    if size.cropped:
        picture = ImageOps.fit(whole, pixels, Image.Resampling.LANCZOS)
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
def _whole(path: Path, size: int, time: int) -> tuple[Picture, bool]:
    """Return the decoded picture, upright and in sRGB, and whether it is a drawing rather than a photograph."""
    with open_picture(path) as picture:
        is_drawing = picture.format == "PNG"
        lies_on_its_side = orientation_of(picture) > 4
        picture.draft(None, (1, _MAX_WIDTH) if lies_on_its_side else (_MAX_WIDTH, 1))
        return _upright(picture), is_drawing


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
