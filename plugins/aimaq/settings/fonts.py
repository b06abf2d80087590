"""The institution's own fonts: files and a licence, checked for what browsers and the languages of the site need."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from babel import Locale

from aimaq.base.extras import require_extras
from aimaq.base.languages.known_languages import LANGUAGES, language_of, script_of
from aimaq.base.languages.messages import number, tr
from aimaq.base.overrides import IDENTITY
from aimaq.base.problems import Problem, ProblemsFound, raise_any
from aimaq.settings.locate import setting_place
from aimaq.settings.schema import FontFilesSetting, Settings
from aimaq.settings.sign import own_file

if TYPE_CHECKING:  # imported only where a font is read
    from fontTools.ttLib import TTFont

__all__ = ["FOLDER", "Family", "FontFile", "families_of", "first_fonts", "font_files", "font_name", "letters_of"]

#: Where fonts of the institution's own are published, below the theme's static folder.
FOLDER: Final = "fonts/own"
#: The theme's own font: in which the letters are that an institution's lacks.
_THEMES: Final = ("static/fonts/golos.woff2", "static/fonts/golos-more.woff2")
_ENDINGS: Final = (".woff2", ".ttf", ".otf")
_MOST_BYTES: Final = 500_000
#: Weights of text and of headings.
_TEXT, _BOLD = 400, 700
#: OS/2.fsType, bit 1: "must not be modified, embedded or exchanged" (OpenType 1.9.1).
_RESTRICTED: Final = 0x0002
#: What the theme prints in every language.
_SIGNS: Final = "0123456789.,:;!?()[]/%+-–—−×·…«»“”’'\"&@#"


@dataclass(frozen=True, slots=True)
class FontFile:
    """A file of a family. ``path`` is what was given; ``weights`` are the lightest and the heaviest that it has.

    ``ascent`` and ``descent`` are in shares of the size, ``letters`` the code points of its characters.
    """

    path: Path
    weights: tuple[int, int]
    ascent: float
    descent: float
    letters: frozenset[int] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Family:
    """A family of fonts that can be used; the first of ``files`` is the regular one."""

    name: str
    files: tuple[FontFile, ...]
    licence: Path

    @property
    def letters(self) -> frozenset[int]:
        """The characters that all its files have."""
        return frozenset.intersection(*(file.letters for file in self.files))


def letters_of(lang: str) -> frozenset[str]:
    """Return the letters that texts in a language are made of; of a language that is not known, those of CLDR's names.

    Capitals are among them.
    """
    small = language_of(lang).alphabet or _in_names(lang)
    dotted = "İ" if "ı" in small else ""
    return frozenset(small + small.upper().replace("SS", "") + dotted)


def _in_names(lang: str) -> str:
    """Return the letters that CLDR's names of languages, countries and months in a language have three times."""
    locale = Locale.parse(lang)
    names = [*locale.languages.values(), *locale.territories.values(), *locale.months["format"]["wide"].values()]
    text = " ".join(names).lower()
    return "".join(sorted(letter for letter in set(text) if letter.isalpha() and text.count(letter) >= 3))


def font_files(settings: Settings) -> list[tuple[Path, Path | None]]:
    """Return the regular and the bold file of each family in FONT, unchecked."""
    folder = settings.project / IDENTITY
    return [(folder / each.regular, folder / each.bold if each.bold else None) for each in _given(settings)]


def font_name(path: Path) -> str:
    """Return the name of a published font file below the theme's static folder."""
    return f"{FOLDER}/{path.stem}.woff2"


def first_fonts(settings: Settings) -> tuple[str, ...]:
    """Return the names of the font files that every page needs at once."""
    for regular, bold in font_files(settings)[:1]:
        return (font_name(regular), *([font_name(bold)] if bold else []))
    return (_THEMES[0].removeprefix("static/"),)


def _given(settings: Settings) -> list[FontFilesSetting]:
    if settings.font is None:
        return []
    second = settings.font.second
    return [settings.font, *([second] if isinstance(second, FontFilesSetting) else [])]


def families_of(settings: Settings) -> tuple[Family, ...]:
    """Return the site's own families, the first one first; raise ``ProblemsFound`` with what cannot be used."""
    given = _given(settings)
    if not given:
        return ()
    require_extras("FONT", "identity")
    problems: list[Problem] = []
    found = [family for each in given if (family := _family(each, settings, problems))]
    if len(found) == len(given):
        problems += _lacking(found, settings)
    raise_any(problems)
    return tuple(found)


def _family(given: FontFilesSetting, settings: Settings, problems: list[Problem]) -> Family | None:
    """Return a family, or None where its files have ``problems``."""
    before = len(problems)
    named = [(given.regular, _ENDINGS), *([(given.bold, _ENDINGS)] if given.bold else []), (given.licence, (".txt",))]
    paths = [own_file(settings, "FONT", name, endings) for name, endings in named]
    problems += [path for path in paths if isinstance(path, Problem)]
    files: list[FontFile] = []
    for path, (name, _) in zip(paths[:-1], named, strict=False):
        try:
            if isinstance(path, Path):
                files.append(_read(path, f"{IDENTITY}/{name}", path.stat().st_mtime_ns))
        except ProblemsFound as found:
            problems.extend(found.problems)
    licence = paths[-1]
    if isinstance(licence, Path) and len(licence.read_text("utf-8", errors="replace").strip()) < 40:
        message, hint = (
            tr("the licence of the font has no text"),
            tr("copy the licence into it: it is published with the font"),
        )
        problems.append(Problem(f"{IDENTITY}/{given.licence}", message, hint=hint))
    if len(problems) > before or isinstance(licence, Problem):
        return None
    if max(file.weights[1] for file in files) < _BOLD - 100:
        file, line = setting_place(settings.project, "FONT", settings.given.get("FONT"), given.regular)
        message = tr('FONT: "%(regular)s" has no bold letters', regular=given.regular)
        hint = tr('name the file that has them as "bold", or take a font that varies in weight')
        problems.append(Problem(file, message, line, hint=hint))
        return None
    return Family(given.family, tuple(files), licence)


@lru_cache(maxsize=8)
def _read(path: Path, shown: str, changed: int) -> FontFile:
    """Return what a font file of this time of change holds; raise ``ProblemsFound``."""
    from fontTools.ttLib import TTFont, TTLibError

    data = path.read_bytes()
    try:
        font = TTFont(io.BytesIO(data))
        cmap, os2, hhea, size = font.getBestCmap() or {}, font["OS/2"], font["hhea"], font["head"].unitsPerEm
        weights = _weights(font)
    except (TTLibError, KeyError, AssertionError, OSError, ValueError, EOFError, ImportError) as error:
        message = tr("this is not a font, or it is damaged: %(error)s", error=error)
        raise ProblemsFound([Problem(shown, message, hint=tr("take the file from its maker again"))]) from error
    problems = []
    if len(data) > _MOST_BYTES:
        message = tr(
            "the font has %(number)s bytes, more than %(most)s: each reader fetches it",
            number=number(len(data)),
            most=number(_MOST_BYTES),
        )
        hint = tr("take a file for the web, or, if the licence allows it, leave letters out with fontTools' pyftsubset")
        problems.append(Problem(shown, message, hint=hint))
    if os2.fsType & 0x000F == _RESTRICTED:
        message = tr("the font's maker does not allow it to be embedded (OS/2.fsType is 2)")
        problems.append(Problem(shown, message, hint=tr("ask for a file with a licence for the web")))
    raise_any(problems)
    # What browsers take: OpenType 1.9.1, OS/2, fsSelection, bit 7.
    typographic = os2.fsSelection & 1 << 7 or not hhea.ascent
    ascent, descent = (os2.sTypoAscender, os2.sTypoDescender) if typographic else (hhea.ascent, hhea.descent)
    return FontFile(path, weights, ascent / size, -descent / size, frozenset(cmap))


def _weights(font: TTFont) -> tuple[int, int]:
    axes = {axis.axisTag: axis for axis in font["fvar"].axes} if "fvar" in font else {}
    if "wght" in axes:
        return round(axes["wght"].minValue), round(axes["wght"].maxValue)
    weight = font["OS/2"].usWeightClass
    return weight, weight


def _lacking(families: Sequence[Family], settings: Settings) -> Iterator[Problem]:
    """Yield a problem for each language whose letters none of the families has."""
    themes = _theme_letters(settings)
    have = frozenset[int]().union(*(family.letters for family in families))
    accepted = settings.font is not None and settings.font.second == "theme"
    file, line = setting_place(settings.project, "FONT", settings.given.get("FONT"))
    for edition in settings.editions or ():
        needed = sorted({*letters_of(edition.lang), *_SIGNS}, key=lambda each: (each.lower(), each))
        missing = [each for each in needed if ord(each) not in (have | themes if accepted else have)]
        if missing:
            names = " and ".join(f'"{family.name}"' for family in families)
            message = tr(
                "FONT: %(names)s lacks letters of %(name)s (%(lang)s): %(list)s",
                names=names,
                name=_name(edition.lang),
                lang=edition.lang,
                list=" ".join(missing),
            )
            hint = tr('name another family that has them as "second"')
            if all(ord(each) in themes for each in missing):
                hint += tr(', or write "second": "theme", whose font has them')
            yield Problem(file, message, line, hint=hint)


def _name(lang: str) -> str:
    return LANGUAGES[lang].name if lang in LANGUAGES else script_of(lang) or lang


def _theme_letters(settings: Settings) -> frozenset[int]:
    paths: Iterable[Path] = (settings.project / settings.theme / name for name in _THEMES)
    found = [_read(path, path.name, path.stat().st_mtime_ns).letters for path in paths if path.is_file()]
    return frozenset[int]().union(*found)
