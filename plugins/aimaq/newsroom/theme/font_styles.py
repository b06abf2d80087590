"""The stylesheet of an institution's own fonts, and their files as browsers load them.

Files are published as they are: many licences forbid a changed font. Only what is not WOFF2 yet is packed as such,
which changes no letter (W3C, WOFF File Format 2.0).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from aimaq.base.files.cache import Cache, cache_key
from aimaq.figures.views.text_width import measure
from aimaq.settings.fonts import FOLDER, Family, FontFile, font_name

__all__ = ["faces", "published_files", "stand_ins", "with_families"]

#: The first article of the Universal Declaration of Human Rights in English and Russian: letters as often as in texts.
_LATIN: Final = (
    "All human beings are born free and equal in dignity and rights. They are endowed with reason and conscience and "
    "should act towards one another in a spirit of brotherhood."
)
_CYRILLIC: Final = (
    "Все люди рождаются свободными и равными в своем достоинстве и правах. Они наделены разумом и совестью и должны "
    "поступать в отношении друг друга в духе братства."
)
#: Which letters are measured by the one text, and which by the other.
_CYRILLIC_BLOCK: Final = (range(0x400, 0x530),)
_OTHERS: Final = (range(0x20, 0x400), range(0x1E00, 0x2300))
#: How a reader's own Arial is called, regular and bold.
_ARIAL: Final = (
    'local("Arial"), local("ArialMT"), local("Liberation Sans")',
    'local("Arial Bold"), local("Arial-BoldMT"), local("Liberation Sans Bold")',
)
#: Where the theme names its own family, in a token of its styles and in lists of families.
_TOKEN: Final = re.compile(r"--face:\s*\"([^\"]+)\"")


def published_files(families: Sequence[Family], cache: Cache) -> dict[str, bytes]:
    """Return the files of fonts, as WOFF2, and their licences, by their names below the theme's static folder."""
    found = {}
    for family in families:
        for file in family.files:
            data = file.path.read_bytes()
            found[font_name(file.path)] = data if file.path.suffix == ".woff2" else _packed(data, cache)
        found[f"{FOLDER}/{family.licence.name}"] = family.licence.read_bytes()
    return found


def _packed(data: bytes, cache: Cache) -> bytes:
    from fontTools import version
    from fontTools.ttLib import TTFont

    def create() -> bytes:
        font, stream = TTFont(io.BytesIO(data), recalcTimestamp=False), io.BytesIO()
        font.flavor = "woff2"
        font.save(stream)
        return stream.getvalue()

    return cache.get_or_create(cache_key("woff2", version, data.hex()), create)


def faces(families: Sequence[Family]) -> str:
    """Return the rules for the files of fonts, for a stylesheet in a folder beside that of the fonts."""
    return "".join(
        f'@font-face {{ font-family: "{family.name}"; src: url("../{font_name(file.path)}") format("woff2"); '
        f"font-weight: {weight}; font-display: swap; }}\n"
        for family in families
        for file, weight in zip(family.files, _weights(family), strict=True)
    )


def _weights(family: Family) -> list[str]:
    """Return which weights each file of a family is for: 400 and 700, or, of a single file, every one that it has."""
    first = family.files[0].weights
    return ["400", "700"] if len(family.files) == 2 else [f"{max(1, first[0])} {first[1]}"]


def stand_ins(family: Family) -> str:
    """Return the rules by which a reader's Arial takes as much room as a family, until that is there.

    So nothing moves when the font arrives. They are for the letters that the family has: another one has the rest.
    """
    rules = []
    for bold, (local, weights) in enumerate(zip(_ARIAL, ("400 550", "551 700"), strict=True)):
        file = family.files[bold if len(family.files) == 2 else 0]
        widths = _widths(file, (_LATIN, _CYRILLIC), 700 if bold else 400)
        for text, width, blocks in zip((_LATIN, _CYRILLIC), widths, (_OTHERS, _CYRILLIC_BLOCK), strict=True):
            if width:
                scale = width / measure(text, 1, bold=bool(bold))
                rules.append(
                    f'@font-face {{ font-family: "{family.name} stand-in"; src: {local}; font-weight: {weights}; '
                    f"size-adjust: {scale:.1%}; ascent-override: {file.ascent / scale:.1%}; "
                    f"descent-override: {file.descent / scale:.1%}; line-gap-override: 0%; "
                    f"unicode-range: {_ranges(family.letters, blocks)}; }}\n"
                )
    return "".join(rules)


def _ranges(letters: frozenset[int], blocks: Iterable[range]) -> str:
    """Return those of the letters that are in some blocks as CSS's ``unicode-range`` (CSS Fonts 4, 4.5)."""
    found: list[list[int]] = []
    for code in sorted(code for block in blocks for code in letters.intersection(block)):
        if found and code == found[-1][1] + 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return ", ".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in found)


def _widths(file: FontFile, texts: Iterable[str], weight: int) -> list[float]:
    """Return the width of each text in a font, in shares of the size; 0 where the font has not all of its letters."""
    from fontTools.ttLib import TTFont

    font = TTFont(file.path)
    glyphs = font.getGlyphSet(location={"wght": weight} if file.weights[0] < file.weights[1] else None)
    names, size = font.getBestCmap(), float(font["head"].unitsPerEm)
    return [
        sum(float(glyphs[names[ord(letter)]].width) for letter in text) / size
        if {ord(letter) for letter in text} <= file.letters
        else 0.0
        for text in texts
    ]


def with_families(sheets: Mapping[str, bytes], families: Sequence[Family]) -> dict[str, bytes]:
    """Return the theme's stylesheets with own families before its own one in each list of families.

    The theme's family is the first in its token ``--face``; what it names its stand-in is the theme's too.
    """
    texts = {name: data.decode("utf-8", "surrogateescape") for name, data in sheets.items()}
    declared = next((match[1] for text in texts.values() if (match := _TOKEN.search(text))), None)
    if declared is None or not families:
        return dict(sheets)
    lists = re.compile(rf'"?\b{re.escape(declared)}\b"?,\s*(?:"{re.escape(declared)} stand-in",\s*)?')
    for name, text in texts.items():
        named, added = [family.name for family in families], faces(families) if "@font-face" in text else ""
        if f"{declared} stand-in" in text:
            named.insert(1, f"{families[0].name} stand-in")
            added += stand_ins(families[0])
        own = ", ".join(f'"{each}"' for each in (*named, declared))
        texts[name] = lists.sub(f"{own}, ", text) + added
    return {name: text.encode("utf-8", "surrogateescape") for name, text in texts.items()}
