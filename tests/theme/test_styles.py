"""What holds for the style sheet and the font: rules of the house, and room in the first view."""

import gzip
import re
from pathlib import Path
from unicodedata import normalize

import pytest
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

from tools.built import LANGUAGES

ROOT = Path(__file__).resolve().parents[2]
STYLES = ROOT / "theme/styles"
FONT = ROOT / "theme/static/fonts/golos.woff2"
PARTS = (STYLES / "order.txt").read_text("utf-8").split()
TOKEN = re.compile(r"(?<![\w-])--[a-z0-9-]+")


def part(name: str) -> str:
    return re.sub(r"/\*.*?\*/", "", (STYLES / name).read_text("utf-8"), flags=re.DOTALL)


def test_every_part_is_in_the_order_once() -> None:
    found = {path.relative_to(STYLES).as_posix() for path in STYLES.rglob("*.css")}
    assert len(PARTS) == len(set(PARTS))
    assert set(PARTS) == found


def test_every_part_stays_in_its_layer() -> None:
    [layers] = re.findall(r"@layer ([^;]+);", part("layers.css"))
    for name in set(PARTS) - {"layers.css", "fonts.css"}:
        expected = "components" if name.startswith("components/") else Path(name).stem
        assert expected in layers.split(", ")
        text = part(name).strip()
        assert text.startswith(f"@layer {expected} {{") and text.endswith("}"), name


def test_nothing_is_important_and_no_side_is_physical() -> None:
    for name in PARTS:
        text = part(name)
        assert "!important" not in text, name
        physical = re.findall(
            r"[;{]\s*((?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom)\s*:", text
        )
        assert not physical, f"{name}: {physical}"
        assert "url(" not in text or name == "fonts.css", name


def test_every_token_that_is_used_is_defined_and_every_defined_one_is_used() -> None:
    whole = "".join(part(name) for name in PARTS)
    defined = set(re.findall(r"[{;]\s*(--[a-z0-9-]+)\s*:", whole))
    used = set(re.findall(r"var\((--[a-z0-9-]+)", whole))
    assert used == defined


def test_every_class_of_the_style_sheet_is_somewhere_in_the_site() -> None:
    markup = "".join(path.read_text("utf-8") for path in (ROOT / "theme/templates").rglob("*.html"))
    code = "".join(path.read_text("utf-8") for path in (ROOT / "plugins").rglob("*.py"))
    classes = {name for each in PARTS for name in re.findall(r"\.([a-z][a-z0-9-]*)(?=[\s.:,>{\[])", part(each))}
    # Made of a status's name, by a template; by Markdown's own table, footnote and abbreviation extensions.
    made = {f"{kind}-{status}" for kind in ("is", "status") for status in ("actual", "provisional", "estimate", "plan")}
    made |= {"align-right", "align-center", "footnote"}
    unknown = {name for name in classes - made if name not in markup and name not in code}
    assert not unknown


def test_the_font_has_every_letter_that_the_site_prints() -> None:
    sources = [*(ROOT / "content").rglob("*.md"), *(ROOT / f"theme/translations/{lang}.po" for lang in LANGUAGES)]
    sources.append(ROOT / "content/data/indicators.json")
    letters = set("".join(path.read_text("utf-8") for path in sources)) | set(
        "ӘәҒғҚқҢңӨөҰұҮүҺһІіЁё№₸−\u00a0«»0123456789"
    )
    missing = {letter for letter in letters - {"\n", "\t"} if ord(letter) not in TTFont(FONT).getBestCmap()}
    assert not missing


def test_the_second_file_has_the_letters_of_other_languages() -> None:
    """A browser takes a letter from the last file whose range has it: that file must have the letter."""
    [ranges] = re.findall(r"unicode-range: ([^;]+);", part("fonts.css").split("golos-more")[1].split("}")[0])
    first, more = (TTFont(FONT.with_name(name)).getBestCmap() for name in ("golos.woff2", "golos-more.woff2"))
    bounds = [[int(end, 16) for end in each.removeprefix("U+").split("-")] for each in ranges.split(", ")]
    asked = {code for start, end in bounds for code in range(start, end + 1)}
    assert not asked & first.keys()
    texts = [path.read_text("utf-8") for path in (ROOT / "theme/translations").glob("*.po")]
    letters = {ord(letter) for text in texts for letter in text} - {ord("\n")}
    assert len(texts) > len(LANGUAGES)
    assert not {chr(code) for code in letters if code not in (more if code in asked else first)}


@pytest.mark.parametrize("weight", [400, 700])
def test_no_letter_has_lost_its_mark(weight: int) -> None:
    """What Unicode has as a letter with marks is drawn of more outlines than the letter."""
    outlines: dict[str, int] = {}
    for name in ("golos.woff2", "golos-more.woff2"):
        font = TTFont(FONT.with_name(name))
        glyphs = font.getGlyphSet(location={"wght": weight})
        for code, glyph in font.getBestCmap().items():
            pen = DecomposingRecordingPen(glyphs)
            glyphs[glyph].draw(pen)
            outlines[chr(code)] = sum(verb == "closePath" for verb, _ in pen.value)
    marked = {each: normalize("NFD", each)[0] for each in outlines if len(normalize("NFD", each)) > 1}
    assert len(marked) > 100
    assert not [each for each, base in marked.items() if outlines[each] <= outlines[base] and base not in "iі"]


def test_the_font_keeps_its_weights_its_kerning_and_its_tabular_figures() -> None:
    font = TTFont(FONT)
    [axis] = font["fvar"].axes
    assert (axis.axisTag, axis.minValue, axis.maxValue) == ("wght", 400, 700)
    features = {record.FeatureTag for tag in ("GSUB", "GPOS") for record in font[tag].table.FeatureList.FeatureRecord}
    assert {"kern", "tnum"} <= features


def test_a_list_with_letters_keeps_them() -> None:
    """A browser puts the attribute ``type`` behind every rule of a style sheet."""
    sheet = "".join(part(name) for name in PARTS)
    lists = [rule[1] for rule in re.finditer(r"([^{}]+)\{[^{}]*list-style(?:-type)?: *(?!none)[^{}]*\}", sheet)]
    selectors = [each.strip() for selectors in lists for each in selectors.split(",")]
    assert ".prose ol:not([type])" in selectors
    assert not [each for each in selectors if re.search(r"\bol$", each)]


def test_font_and_style_sheet_leave_room_for_the_page_in_fifty_kilobytes() -> None:
    sheet = gzip.compress("".join(part(name) for name in PARTS).encode(), 9)
    assert FONT.stat().st_size <= 21_000
    assert len(sheet) <= 10_000
