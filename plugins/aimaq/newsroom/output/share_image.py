"""Draws a share picture (Open Graph, 1200 × 630 pixels) from a filled document; imported only when one is drawn."""

import hashlib
import io
import itertools
import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final

from PIL import Image, ImageDraw, ImageFont, __version__, features

from aimaq.base.languages.messages import system_reason, tr
from aimaq.base.problems import Problem, ProblemsFound, raise_any
from aimaq.newsroom.content.characters import name_of, shortened
from aimaq.settings.colours import TOKENS, recolouring_of, theme_palette
from aimaq.settings.fonts import font_files
from aimaq.settings.schema import Settings
from aimaq.settings.sign import sign_of

__all__ = ["HEIGHT", "WIDTH", "SharePictures", "load"]

WIDTH: Final = 1200
HEIGHT: Final = 630
FONT: Final = "static/fonts/golos.woff2"
#: For letters that the font does not have, regular and bold; a theme may be without it.
SECOND_FONT: Final = ("static/fonts/dejavu-sans.woff2", "static/fonts/dejavu-sans-bold.woff2")

_MARGIN: Final = 64
_ROOM: Final = WIDTH - 2 * _MARGIN
#: The theme's horizon, three times as large: where a band begins, and how high it is.
_HORIZON: Final = ((0, 3), (15, 6), (33, 12), (57, 27))
#: The theme's sign beside the wordmark, as in theme/static/img/icon.svg without its ground: left, top, width, height.
_SIGN: Final = ((0, 0, 11, 4), (0, 9, 18, 5), (0, 19, 29, 6), (0, 31, 40, 7))
#: How high the institution's own sign is, and how wide it may be.
_SIGN_HEIGHT, _SIGN_WIDTH = 48, 160
_HEAD: Final = 124
_TITLE: Final = 222
_FOOT: Final = HEIGHT - 50
#: How many steps there are between paper and an ink: enough for smooth edges in a palette of few colours.
_SHADES: Final = 16
#: A width in shares of the size: no letter is narrower, so more of a text than this gives cannot fit.
_NARROWEST: Final = 0.1
_NEVER: Final = "\uffff"
#: A regular and a bold file.
Font = tuple[bytes, bytes]
_CODE: Final = Path(__file__).read_bytes()


@dataclass(frozen=True, slots=True)
class _Run:
    """Words on one line: ``x`` is the left edge, ``y`` the base line, in pixels."""

    text: str
    x: float
    y: float
    size: int
    ink: str
    bold: bool = False


class SharePictures:
    """Draws in the theme's own letters and colours; see :class:`aimaq.build.encoder.Drawing`."""

    def __init__(self, fonts: Sequence[Font], colours: Mapping[str, str], sign: bytes | None = None) -> None:
        """``fonts`` are regular and bold files that FreeType reads, or one that varies in weight twice.

        A letter is taken from the first that has it. ``colours`` maps the theme's tokens to ``#rrggbb``. ``sign`` is
        the institution's own sign, a PNG; None for the theme's.
        """
        self._fonts, self._colours, self._sign = fonts, colours, sign
        self._at = lru_cache(maxsize=64)(self._sized)
        self._known: dict[str, int | None] = {}
        self._widths: dict[tuple[str, bool], float] = {}

    @cached_property
    def digest(self) -> str:
        """Code, letters, colours, and the versions of what draws and encodes."""
        versions = [__version__, *(str(features.version(name)) for name in ("freetype2", "raqm", "harfbuzz", "zlib"))]
        inputs = "\n".join((*versions, *map(" ".join, sorted(self._colours.items()))))
        return hashlib.blake2b(
            b"".join((inputs.encode(), *itertools.chain(*self._fonts), self._sign or b"", _CODE)), digest_size=16
        ).hexdigest()

    def draw(self, text: str) -> bytes:
        """Return a PNG; ``text`` is what :func:`aimaq.newsroom.output.share_text.share_document` writes, filled.

        Raises ``ProblemsFound`` for letters that no font has: they would be missing on the picture.
        """
        content = json.loads(text)
        figure = content["figure"] or {}
        raise_any(self._lacking("".join((*(content[name] for name in _TEXTS), *figure.values())), content["title"]))
        return self._painted([run for run in self._runs(content) if run.text])

    def _lacking(self, text: str, title: str) -> Iterator[Problem]:
        """Yield a problem for each letter or sign that no font has."""
        for each in sorted(set(text)):
            if each.isprintable() and not unicodedata.combining(each) and not self._has(each):
                message = tr(
                    'the picture for shared links of "%(title)s" needs %(character)s, "%(each)s"',
                    title=shortened(title),
                    character=name_of(each),
                    each=each,
                )
                hint = tr("no font of the site has it: write it in other letters, or set SHARE_PICTURES = 0")
                yield Problem(SECOND_FONT[0], message, hint=hint)

    def _runs(self, content: Mapping[str, Any]) -> Iterator[_Run]:
        figure = content["figure"] or None
        beside = (self._own_sign.width if self._own_sign else 40) + 16
        site = self._fitted(content["site"], 676 - beside, 32, bold=True)
        yield _Run(site, _MARGIN + beside, _HEAD + 30, 32, "ink", bold=True)
        line, small = self._facts(content["line"], _ROOM - beside - self._width(site, 32, bold=True) - 40)
        yield _Run(line, WIDTH - _MARGIN - self._width(line, small), _HEAD + 30, small, "ink-soft")
        room = (400 if figure else _FOOT) - _TITLE - (50 if content["below"] else 0)
        lines, size = self._wrapped(content["title"], room, 76 if figure else 92)
        step = round(size * 1.12)
        for number, words in enumerate(lines):
            yield _Run(words, _MARGIN, _TITLE + round(size * 0.74) + step * number, size, "ink", bold=True)
        below = _TITLE + step * len(lines) + 34
        yield _Run(self._fitted(content["below"], _ROOM, 36), _MARGIN, below, 36, "ink-soft")
        if figure:
            yield from self._figure(figure)

    def _facts(self, text: str, room: float) -> tuple[str, int]:
        """Return a story's kind and date, and their size: smaller if they are long, at worst the date alone."""
        text = self._clean(text)
        for size in (26, 24, 22):
            if self._width(text, size) <= room:
                return text, size
        return self._fitted(text.rpartition(" · ")[2], room, 26), 26

    def _figure(self, figure: Mapping[str, str]) -> Iterator[_Run]:
        number, size = self._clean(figure["number"]), 120
        while self._width(number, size, bold=True) > 640 and size > 48:
            size -= 4
        yield _Run(number, _MARGIN - size * 0.04, _FOOT, size, "accent", bold=True)
        left = _MARGIN + self._width(number, size, bold=True) + 32
        room = WIDTH - _MARGIN - left
        facts = " · ".join(filter(None, (figure["date"], figure["status"])))
        yield _Run(self._fitted(figure["unit"], room, 40, bold=True), left, _FOOT - 66, 40, "accent", bold=True)
        yield _Run(self._fitted(figure["label"], room, 30), left, _FOOT - 26, 30, "ink")
        yield _Run(self._fitted(facts, room, 26), left, _FOOT + 8, 26, "ink-soft")

    def _wrapped(self, title: str, room: int, largest: int) -> tuple[list[str], int]:
        """Return the lines of a title and their size: the largest in which it fits; at worst its end is cut off."""
        words = self._clean(title).split(" ")
        for size in range(largest, 39, -4):
            lines = self._lines(words, size)
            fits = all(self._width(line, size, bold=True) <= _ROOM for line in lines)
            if fits and size * 1.12 * len(lines) <= room:
                return lines, size
        lines = self._lines(words, 40)
        most = int(room // (40 * 1.12))
        kept = lines[:most]
        if len(lines) > most:
            kept[-1] = f"{kept[-1]} …"
        return [self._fitted(line, _ROOM, 40, bold=True) for line in kept], 40

    def _lines(self, words: Sequence[str], size: int) -> list[str]:
        lines: list[str] = []
        for word in words:
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self._width(longer, size, bold=True) <= _ROOM:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def _fitted(self, text: str, room: float, size: int, *, bold: bool = False) -> str:
        """Return a line that is not broader than the room: as many of its letters as fit, and an ellipsis."""
        text = self._clean(text)
        if self._width(text, size, bold=bold) <= room:
            return text
        text = text[: int(room / (size * _NARROWEST)) + 1]
        while text and self._width(f"{text}…", size, bold=bold) > room:
            text = text[:-1].rstrip(" ·,.:–—\u00a0")
        return f"{text}…" if text else ""

    def _clean(self, text: str) -> str:
        """Return a line without the characters that cannot be seen."""
        return "".join(each if self._has(each) else "" for each in " ".join(text.split(" ")))

    def _has(self, character: str) -> bool:
        return self._font_of(character) is not None

    def _font_of(self, character: str) -> int | None:
        """Return which font has a character, 0 for the first; None if none has it."""
        if character not in self._known:
            found = 0 if character in " \u00a0\u202f" else None
            if found is None and character.isprintable():  # a control character can make the shaping fail
                for number in range(len(self._fonts)):
                    own, never = (bytes(self._at(40, False, number).getmask(each)) for each in (character, _NEVER))
                    if own != never:
                        found = number
                        break
            self._known[character] = found
        return self._known[character]

    def _parts(self, text: str, size: int, bold: bool) -> Iterator[tuple[str, Any]]:
        """Yield the parts of a line, each with the font that has its letters; spaces go with what is before them."""
        begin, current = 0, None
        for place, each in enumerate(text):
            number = current if each in " \u00a0\u202f" or unicodedata.combining(each) else self._font_of(each)
            if current is not None and number is not None and number != current:
                yield text[begin:place], self._at(size, bold, current)
                begin = place
            current = current if number is None else number
        if text:
            yield text[begin:], self._at(size, bold, current or 0)

    def _width(self, text: str, size: int, *, bold: bool = False) -> float:
        """Return a line's width in pixels. Letters grow evenly with their size, so each line is measured once."""
        if (text, bold) not in self._widths:
            if len(self._widths) > 20_000:
                self._widths.clear()
            self._widths[text, bold] = sum(font.getlength(part) for part, font in self._parts(text, 100, bold)) / 100
        return self._widths[text, bold] * size

    def _sized(self, size: int, bold: bool, number: int = 0) -> Any:
        font = ImageFont.truetype(io.BytesIO(self._fonts[number][bold]), size)
        try:
            axes = font.get_variation_axes()
        except OSError:  # a font of one weight
            return font
        weights: list[float] = [
            min(max(700 if bold else 450, axis["minimum"] or 0), axis["maximum"] or 1000)
            if b"eight" in (axis["name"] or b"")
            else axis["default"] or 0
            for axis in axes
        ]
        font.set_variation_by_axes(weights)
        return font

    def _painted(self, runs: Sequence[_Run]) -> bytes:
        picture = Image.new("P", (WIDTH, HEIGHT), 0)
        picture.putpalette(self._palette)
        pen = ImageDraw.Draw(picture)
        for number, ink in enumerate(_INKS):
            full = number * _SHADES + _SHADES - 1
            if ink == "band":
                for top, height in _HORIZON:
                    pen.rectangle((0, top, WIDTH, top + height - 1), full)
                for left, top, width, height in () if self._own_sign else _SIGN:
                    place = (_MARGIN + left, _HEAD - 2 + top, _MARGIN + left + width - 1, _HEAD - 2 + top + height - 1)
                    pen.rectangle(place, full)
                continue
            for run in runs:
                if run.ink == ink:
                    self._write(picture, run, number)
        if self._own_sign:
            self._put_sign(picture, self._own_sign)
        stream = io.BytesIO()
        picture.save(stream, "PNG", compress_level=3)  # a higher one takes as long as all the rest, for a fifth less
        return stream.getvalue()

    def _write(self, picture: Any, run: _Run, number: int) -> None:
        """Put a run of letters into the picture, each shade of their edges as a colour of the palette.

        Its box takes the place of what is there: boxes do not overlap, and the first shade of every ink is paper.
        """
        parts: list[tuple[str, Any, float]] = []
        x = 0.0
        for part, font in self._parts(run.text, run.size, run.bold):
            parts.append((part, font, x))
            x += font.getlength(part)
        boxes = [(each, font.getbbox(part, anchor="ls")) for part, font, each in parts]
        left, top = round(min(each + box[0] for each, box in boxes)), round(min(box[1] for _, box in boxes))
        right, bottom = round(max(each + box[2] for each, box in boxes)), round(max(box[3] for _, box in boxes))
        mask = Image.new("L", (right - left + 2, bottom - top + 2), 0)
        for part, font, each in parts:
            ImageDraw.Draw(mask).text((1 - left + each, 1 - top), part, 255, font=font, anchor="ls")
        shades = mask.point([number * _SHADES + level * _SHADES // 256 for level in range(256)])
        # A letter that reaches to the left of its place, such as Ł, begins in the place all the same.
        picture.paste(shades, (round(run.x) + max(left, 0) - 1, round(run.y) + top - 1))

    @cached_property
    def _own_sign(self) -> Image.Image | None:
        """The institution's sign on paper, as a picture of so many colours as the palette has room for; or None."""
        if self._sign is None:
            return None
        drawn = Image.open(io.BytesIO(self._sign)).convert("RGBA")
        drawn.thumbnail((_SIGN_WIDTH, _SIGN_HEIGHT), Image.Resampling.LANCZOS)
        ground = Image.new("RGBA", drawn.size, self._colours["paper"])
        ground.alpha_composite(drawn)
        return ground.convert("RGB").quantize(256 - len(_INKS) * _SHADES)

    def _put_sign(self, picture: Image.Image, sign: Image.Image) -> None:
        """Put the sign beside the name, its colours behind those of the inks in the palette."""
        begin = len(_INKS) * _SHADES
        picture.putpalette([*self._palette, *(sign.getpalette() or ())])
        shifted = sign.point([begin + index if begin + index < 256 else 255 for index in range(256)])
        picture.paste(shifted, (_MARGIN, _HEAD + 18 - sign.height // 2))

    @cached_property
    def _palette(self) -> list[int]:
        paper = _rgb(self._colours["paper"])
        return [
            round(ground + (full - ground) * shade / (_SHADES - 1))
            for ink in _INKS
            for shade in range(_SHADES)
            for ground, full in zip(paper, _rgb(self._colours[ink]), strict=True)
        ]


_TEXTS: Final = ("site", "line", "title", "below")
_INKS: Final = ("ink", "ink-soft", "accent", "band")


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def load(settings: Settings) -> SharePictures:
    """Return what draws share pictures, for the setting ``INCREMENTAL_DRAWN``; raise ``ProblemsFound``."""
    theme = settings.project / settings.theme
    try:
        font, styles = (theme / FONT).read_bytes(), (theme / TOKENS).read_text("utf-8")
        ImageFont.truetype(io.BytesIO(font), 40).set_variation_by_axes([700])
        own = [(regular.read_bytes(), (bold or regular).read_bytes()) for regular, bold in font_files(settings)]
    except OSError as error:
        message = tr(
            "share pictures need %(font)s and %(tokens)s of the theme: %(reason)s",
            font=FONT,
            tokens=TOKENS,
            reason=system_reason(error) or error,
        )
        hint = tr("bring them back, or set SHARE_PICTURES = 0")
        raise ProblemsFound([Problem(settings.theme, message, hint=hint)]) from error
    found = theme_palette(recolouring_of(settings).apply(styles)).light
    if missing := [f"--{name}" for name in ("paper", *_INKS) if name not in found]:
        message = tr("share pictures need the colours %(list)s, written as #rrggbb", list=", ".join(missing))
        raise ProblemsFound(
            [Problem(f"{settings.theme}/{TOKENS}", message, hint=tr("add them, or set SHARE_PICTURES = 0"))]
        )
    second = [path.read_bytes() for name in SECOND_FONT if (path := theme / name).is_file()]
    sign = sign_of(settings)
    fonts = [*own, (font, font), *([(second[0], second[1])] if len(second) == len(SECOND_FONT) else [])]
    return SharePictures(fonts, {name: found[name] for name in ("paper", *_INKS)}, sign.raster if sign else None)
