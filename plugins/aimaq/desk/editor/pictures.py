"""Pictures at the desk: small ones for its pages, and how editors turn and crop them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

import msgspec

from aimaq.base.files.atomic_files import write_atomically
from aimaq.base.problems import raise_any
from aimaq.newsroom.media.framings import (
    FRAMINGS,
    WHOLE,
    Framing,
    Part,
    Point,
    framings_in,
    framings_text,
    read_framings,
)
from aimaq.newsroom.media.picture_encoding import PictureSize, encode
from aimaq.settings.schema import Settings

__all__ = ["Framed", "framings_of", "keep_framing", "small_picture"]

#: The pixels of a small picture, for screens with two to a CSS pixel; lists show pictures in this shape.
_SMALL: Final = PictureSize(360, 240, cropped=True)


class Framed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a picture is turned and cropped, and the point that matters most; ``file`` is below the content folder."""

    file: str
    turn: int = 0
    crop: Part | None = None
    focus: Point | None = None


def framings_of(settings: Settings) -> Mapping[str, Framing]:
    """Return how the site's pictures are shown; raise ``ProblemsFound`` if that cannot be read."""
    framings, problems = read_framings(settings.project / settings.path, settings.path)
    raise_any(problems)
    return framings


def keep_framing(framed: Framed, settings: Settings) -> None:
    """Write how a picture is shown; raise ``ProblemsFound``, and write nothing, if no build would take it."""
    content = settings.project / settings.path
    framings = {**framings_of(settings), framed.file: Framing(framed.turn, framed.crop, framed.focus)}
    text, path = framings_text(framings, content), content / FRAMINGS
    _, problems = framings_in(text, f"{settings.path}/{FRAMINGS}", content)
    raise_any(problems)
    if text != framings_text({}, content) or path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, text.encode(), durable=path.exists())


def small_picture(file: Path, framing: Framing = WHOLE) -> bytes:
    """Return a JPEG of a picture as lists show it; raise OSError, SyntaxError or ValueError for one that is none."""
    from PIL import Image

    state = file.stat()
    try:
        return _small(file, framing, state.st_size, state.st_mtime_ns)
    except Image.DecompressionBombError as error:
        raise ValueError(str(error)) from error


@lru_cache(maxsize=512)  # a page of the library shows some hundred, of about 10 KB each
def _small(file: Path, framing: Framing, size: int, time: int) -> bytes:
    return encode(file, _SMALL, "jpg", framing)
