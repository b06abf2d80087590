"""The institution's sign: one checked file, and the pictures of it that browsers, feeds and other sites ask for."""

from __future__ import annotations

import hashlib
import io
import re
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree

from aimaq.base.extras import require_extras
from aimaq.base.languages.messages import number, tr
from aimaq.base.overrides import IDENTITY
from aimaq.base.problems import Problem, ProblemsFound, raise_any, suggest
from aimaq.base.svg_drawings import svg_problem
from aimaq.settings.colours import TOKENS, recolouring_of, theme_palette
from aimaq.settings.locate import setting_place
from aimaq.settings.oklch import contrast
from aimaq.settings.schema import Settings

if TYPE_CHECKING:  # Pillow is imported only where a picture is made
    from PIL.Image import Image

__all__ = ["ENDINGS", "ICON", "Sign", "check_sign", "icon_address", "own_file", "sign_of"]

#: The square picture of the sign that feeds, JSON-LD and the manifest name.
ICON: Final = "icon-512.png"
#: What a sign's file ends in.
ENDINGS: Final = (".svg", ".png")
_MOST_BYTES: Final = 200_000
#: A PNG has to be enough for the largest icon; a drawing is rendered that high.
_HEIGHT: Final = 512
_LARGEST: Final = 4096
#: Width by height: a masthead on a phone has no room for more, and a square icon would show a line.
_RATIOS: Final = (0.5, 5.0)
#: What can be seen at all on a page; and what is clear (WCAG 2.2, 1.4.11).
_SEEN, _CLEAR = 1.5, 3.0
#: How much of a sign has to be seen on light pages, and how much on dark ones for it to need no ground of its own.
_LEAST_SEEN, _MOSTLY = 0.5, 0.9
#: A picture that covers so much of its frame is a ground of its own, whose corners may be round.
_WHOLE: Final = 0.9
#: What Android may cut off at the edges of an icon (w3.org/TR/appmanifest, maskable: a circle of 80 %).
_SAFE: Final = 0.56


@dataclass(frozen=True, slots=False)
class Sign:
    """A sign that can be used; ``raster`` is a PNG of it, ``width`` and ``height`` are the raster's, in pixels.

    ``ground`` is the colour that stands behind it in icons: that of its own corner, if it is opaque.
    ``paper`` is the colour of light pages; ``plated`` says that the sign needs such a ground on dark ones.
    """

    name: str
    data: bytes
    raster: bytes = field(repr=False)
    width: int
    height: int
    ground: str
    paper: str
    opaque: bool
    plated: bool

    @cached_property
    def digest(self) -> str:
        """A digest of what pictures of the sign depend on."""
        return hashlib.blake2b(self.raster + f"{self.ground}{self.plated}".encode(), digest_size=16).hexdigest()

    def icon(self, size: int, share: float = 1.0, *, ground: bool = False) -> bytes:
        """Return a square PNG, of which the sign takes this share; with a ``ground`` nothing of it is transparent."""
        return _png(self._square(size, share, ground=ground))

    def files(self) -> dict[str, Callable[[], bytes]]:
        """Return what creates each file that programs look for at the site's root, by its name."""
        return {
            "favicon.ico": self._favicon,
            "apple-touch-icon.png": lambda: self.icon(180, 1.0 if self.opaque else 0.8, ground=True),
            "icon-192.png": lambda: self.icon(192),
            ICON: lambda: self.icon(512),
            "icon-maskable-512.png": lambda: self.icon(512, _SAFE, ground=True),
        }

    @cached_property
    def data_address(self) -> str:
        """A small icon as a ``data:`` address, for pictures that other sites load alone."""
        return f"data:image/png;base64,{b64encode(self.icon(64)).decode()}"

    def _favicon(self) -> bytes:
        stream = io.BytesIO()
        self._square(48, 1.0, ground=False).save(stream, "ICO", sizes=[(16, 16), (32, 32), (48, 48)])
        return stream.getvalue()

    def _square(self, size: int, share: float, *, ground: bool) -> Image:
        from PIL import Image

        canvas = Image.new("RGBA", (size, size), self.ground if ground or self.plated else (0, 0, 0, 0))
        if self.plated and not ground:
            share *= 0.9
        picture = Image.open(io.BytesIO(self.raster)).convert("RGBA")
        factor = size * share / max(picture.size)
        picture = picture.resize([max(1, round(side * factor)) for side in picture.size], Image.Resampling.LANCZOS)
        canvas.alpha_composite(picture, ((size - picture.width) // 2, (size - picture.height) // 2))
        return canvas


def icon_address(settings: Settings) -> str:
    """Return the absolute address of the sign as a square picture; "" for a site without one of its own."""
    return f"{settings.siteurl}/{ICON}" if settings.sign else ""


def sign_of(settings: Settings) -> Sign | None:
    """Return the site's own sign, None if it has none; raise ``ProblemsFound`` for one that cannot be used."""
    if settings.sign is None:
        return None
    place = setting_place(settings.project, "SIGN", settings.given.get("SIGN"))
    problems = [
        Problem(
            place[0],
            tr('SIGN: there is no edition "%(lang)s"', lang=lang) + suggest(lang, settings.languages),
            place[1],
        )
        for lang in settings.sign.terms
        if lang not in settings.languages
    ]
    file = own_file(settings, "SIGN", settings.sign.file, ENDINGS)
    if isinstance(file, Problem):
        raise ProblemsFound([*problems, file])
    try:
        sign = _read(file, f"{IDENTITY}/{settings.sign.file}", file.stat().st_mtime_ns, *_papers(settings))
    except ProblemsFound as found:
        raise ProblemsFound([*problems, *found.problems]) from found
    raise_any(problems)
    return sign


def check_sign(path: Path, shown: str, settings: Settings) -> None:
    """Raise ``ProblemsFound`` for a file that cannot be the sign of a site with these settings' colours."""
    _read(path, shown, path.stat().st_mtime_ns, *_papers(settings))


def own_file(settings: Settings, name: str, given: str, endings: tuple[str, ...]) -> Path | Problem:
    """Return a file of ``overrides/identity`` that the setting ``name`` names, or what is wrong with it."""
    file, line = setting_place(settings.project, name, settings.given.get(name), given)
    folder, hint = settings.project / IDENTITY, tr("a file in %(identity)s/, by its name there", identity=IDENTITY)
    if PurePosixPath(given).is_absolute() or ".." in given.replace("\\", "/").split("/"):
        return Problem(
            file,
            tr('%(name)s: "%(given)s" leads out of %(identity)s', name=name, given=given, identity=IDENTITY),
            line,
            hint=hint,
        )
    path = folder / given
    if not path.is_file():
        others = [each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file()]
        return Problem(
            file,
            tr('%(name)s: there is no file "%(identity)s/%(given)s"', name=name, identity=IDENTITY, given=given)
            + suggest(given, others),
            line,
            hint=hint,
        )
    if not given.endswith(endings):
        message = tr(
            '%(name)s: expected a file that ends in %(endings)s, found "%(given)s"',
            name=name,
            endings=tr(" or ").join(endings),
            given=given,
        )
        return Problem(file, message, line, hint=tr("convert it, or ask for it, in this form"))
    return path


def _papers(settings: Settings) -> tuple[str, str]:
    """Return the colours of light and of dark pages."""
    try:
        tokens = (settings.project / settings.theme / TOKENS).read_text("utf-8")
        palette = theme_palette(recolouring_of(settings).apply(tokens))
    except (OSError, UnicodeDecodeError, ProblemsFound):  # which the check of the colours reports
        return "#ffffff", "#000000"
    return palette.light.get("paper", "#ffffff"), palette.dark.get("paper", "#000000")


@lru_cache(maxsize=4)
def _read(path: Path, shown: str, changed: int, light: str, dark: str) -> Sign:
    """Return the sign in a file of this time of change, for papers of these colours; raise ``ProblemsFound``."""
    data = path.read_bytes()
    drawn = path.suffix == ".svg"
    raise_any([*_too_much(data, shown), *(_drawing_problems(path, data, shown) if drawn else ())])
    raster = _rendered(data, shown) if drawn else data
    picture = _opened(raster, shown, drawn=drawn)
    raise_any(_size_problems(picture, shown, drawn=drawn))
    picture = picture.convert("RGBA")
    covered = sum(picture.getchannel("A").histogram()[200:]) / (picture.width * picture.height)
    opaque = covered > _WHOLE
    seen = 1.0 if opaque else _share(picture, light, _SEEN)
    if seen < _LEAST_SEEN:
        message = tr("%(value)s of the sign cannot be seen on a light page", value=f"{1 - seen:.0%}")
        raise ProblemsFound([Problem(shown, message, hint=tr("give it a ground of its own, or take a darker version"))])
    ground = f"#{picture.convert('RGB').crop((1, 1, 2, 2)).tobytes().hex()}" if opaque else light
    plated = not opaque and _share(picture, dark, _CLEAR) < _MOSTLY
    return Sign(f"sign{path.suffix}", data, _png(picture), picture.width, picture.height, ground, light, opaque, plated)


def _too_much(data: bytes, shown: str) -> Iterator[Problem]:
    if len(data) > _MOST_BYTES:
        message = tr(
            "the sign has %(number)s bytes, more than %(most)s: each page shows it",
            number=number(len(data)),
            most=number(_MOST_BYTES),
        )
        yield Problem(shown, message, hint=tr("simplify the drawing, or make a PNG of 512 pixels in height"))


def _drawing_problems(path: Path, data: bytes, shown: str) -> Iterator[Problem]:
    """Yield what is wrong with a drawing: what does more than draw; letters; no size."""
    found = list(svg_problem(path, shown))
    yield from found
    if found:
        return
    root = ElementTree.fromstring(data)  # without a document type, as has just been seen
    space = re.match(r"\{[^}]*\}", root.tag)
    if any(each.tag == f"{space[0] if space else ''}text" for each in root.iter()):
        message = tr("the sign has letters as text, which each reader would see in another font")
        yield Problem(shown, message, hint=tr('convert them to paths ("Object to Path" in Inkscape)'))
    if not root.get("viewBox"):
        message = tr("the drawing has no viewBox, so it cannot be shown in another size")
        yield Problem(shown, message, hint=tr('add viewBox="0 0 WIDTH HEIGHT" to <svg>, in the units of the drawing'))


def _rendered(data: bytes, shown: str) -> bytes:
    """Return a drawing as a PNG."""
    require_extras("SIGN", "identity")
    import resvg_py

    try:
        return bytes(resvg_py.svg_to_bytes(svg_string=data.decode(), height=_HEIGHT, skip_system_fonts=True))
    except (ValueError, UnicodeDecodeError) as error:
        raise ProblemsFound([Problem(shown, tr("the drawing cannot be rendered: %(error)s", error=error))]) from error


def _opened(data: bytes, shown: str, *, drawn: bool) -> Image:
    from PIL import Image, UnidentifiedImageError

    try:
        picture = Image.open(io.BytesIO(data), formats=["PNG"])
        too_large = max(picture.size) > _LARGEST
        if not too_large:
            picture.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise ProblemsFound(
            [Problem(shown, tr("this is not a PNG, or it is damaged"), hint=tr("save it as one"))]
        ) from error
    if too_large and not drawn:
        message = tr(
            "the sign has %(width)s × %(height)s pixels, more than %(most)s",
            width=picture.width,
            height=picture.height,
            most=_LARGEST,
        )
        raise ProblemsFound([Problem(shown, message, hint=tr("512 pixels in height are enough"))])
    return picture


def _size_problems(picture: Image, shown: str, *, drawn: bool) -> Iterator[Problem]:
    size = f"{picture.width} × {picture.height}"
    least, most = _RATIOS
    if not least <= picture.width / picture.height <= most:
        message = tr(
            "the sign measures %(size)s: expected a width of %(least)s to %(most)s times the height",
            size=size,
            least=f"{least:g}",
            most=f"{most:g}",
        )
        yield Problem(shown, message, hint=tr("take the institution's mark without its name, which stands beside it"))
    if not drawn and picture.height < _HEIGHT:
        message = tr("the sign has %(size)s pixels: expected at least %(height)s in height", size=size, height=_HEIGHT)
        yield Problem(shown, message, hint=tr("icons are that large; an SVG has every size"))
    if not sum(picture.convert("RGBA").getchannel("A").histogram()[128:]):
        yield Problem(
            shown, tr("nothing can be seen of the sign: all of it is transparent"), hint=tr("look at the file")
        )


def _share(picture: Image, ground: str, least: float) -> float:
    """Return which share of what is drawn has this contrast to a ground."""
    small = picture.copy()
    small.thumbnail((160, 160))
    data, counts = small.tobytes(), Counter[str]()
    for place in range(0, len(data), 4):
        red, green, blue, alpha = data[place : place + 4]
        if alpha >= 128:
            counts[f"#{red & 0xF8:02x}{green & 0xF8:02x}{blue & 0xF8:02x}"] += 1
    seen = sum(count for colour, count in counts.items() if contrast(colour, ground) >= least)
    return seen / max(1, counts.total())


def _png(picture: Image) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "PNG", optimize=True)
    return stream.getvalue()
