"""One picture in one size and one format: a pure function of the file's bytes."""

from __future__ import annotations

import hashlib
import io
import warnings
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

__all__ = ["FORMATS", "Shape", "decoder", "encode", "encoders", "orientation_of"]

#: In the order in which a browser is offered them: the smallest first, and at the end what every program can show.
FORMATS: Final = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
#: No picture is made broader than this, in pixels, so no more of a JPEG need be decoded.
_BROADEST: Final = 2304
# At these a photograph shows no trace of them at arm's length. One thread each: with more, libaom's bytes may differ
# from run to run, and every core has a picture of its own anyway.
_OPTIONS: Final[dict[str, dict[str, Any]]] = {
    "avif": {"format": "AVIF", "quality": 60, "speed": 8, "max_threads": 1},
    "webp": {"format": "WEBP", "quality": 80, "method": 4},
    "jpg": {"format": "JPEG", "quality": 82, "progressive": True, "optimize": True},
}


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a picture is made, in pixels; one that is ``cut`` loses its margins where it is of another shape."""

    width: int
    height: int
    cut: bool = False


@cache
def encoders() -> str:
    """Return what the bytes depend on besides the file: the versions of the libraries, and this package's own code."""
    from PIL import __version__, features

    versions = [f"{name} {features.version(name)}" for name in ("avif", "webp", "jpg", "littlecms2")]
    digest = hashlib.blake2b("\n".join((__version__, *versions)).encode(), digest_size=16)
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def encode(path: Path, shape: Shape, ending: str) -> bytes:
    """Return the picture at ``path`` in a shape and in the format of the ending ``avif``, ``webp`` or ``jpg``.

    It is upright, in sRGB, and holds nothing but itself. Raises OSError, SyntaxError or ValueError where the file
    cannot be decoded.
    """
    from PIL import Image, ImageOps

    state = path.stat()
    whole, is_drawing = _whole(path, state.st_size, state.st_mtime_ns)
    size = (shape.width, shape.height)
    if shape.cut:
        made = ImageOps.fit(whole, size, Image.Resampling.LANCZOS)
    else:
        made = whole.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    if ending == "jpg" and made.mode == "RGBA":
        paper = Image.new("RGB", made.size, "white")
        paper.paste(made, mask=made.getchannel("A"))
        made = paper
    options = dict(_OPTIONS[ending])
    if is_drawing and ending != "webp":
        options["subsampling"] = "4:4:4"  # a drawing's thin coloured lines would bleed
    stream = io.BytesIO()
    made.save(stream, **options)
    return stream.getvalue()


@lru_cache(maxsize=1)  # the sizes and formats of one picture are made one after another
def _whole(path: Path, size: int, time: int) -> tuple[Any, bool]:
    """Return the decoded picture, upright and in sRGB, and whether it is a drawing rather than a photograph."""
    with decoder(path) as picture:
        is_drawing = picture.format == "PNG"
        lies = orientation_of(picture) > 4
        picture.draft(None, (1, _BROADEST) if lies else (_BROADEST, 1))
        return _upright(picture), is_drawing


def orientation_of(picture: Any) -> int:
    """Return EXIF's orientation of an opened picture, 1 where it tells none; above 4 the picture lies on its side."""
    told = picture.getexif().get(0x0112, 1)
    return told if told in range(1, 9) else 1


def _upright(picture: Any) -> Any:
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
            pass  # a profile that is broken, or of other channels than the picture has, says nothing
        else:
            picture = converted or plain
            if channel:
                picture.putalpha(channel)
    if picture.mode != mode:
        picture = picture.convert(mode)
    plain_picture = Image.new(mode, picture.size)  # nothing of what the file said besides
    plain_picture.paste(picture)
    return plain_picture


def decoder(path: Path) -> AbstractContextManager[Any]:
    """Open a picture without decoding it; raise what Pillow raises, ``DecompressionBombError`` among it."""
    from PIL import Image

    # It warns at half of what it refuses; whoever opens a picture here counts its pixels.
    warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)
    return Image.open(path)
