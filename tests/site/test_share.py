"""Share pictures: what stands on them is what the page says, it fits, and it is the theme's own."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from aimaq.base.problems import ProblemsFound
from aimaq.newsroom.output.share_image import HEIGHT, WIDTH, SharePictures, load
from aimaq.settings.read import read_settings
from tools.built import PREFIXES, ROOT, Page, Site, words

DRAWING = load(read_settings({"THEME": str(ROOT / "theme")}, ROOT))
TOKENS = ("paper", "ink", "ink-soft", "accent", "band")
FIGURE = {
    "number": "2\u00a0522",
    "unit": "рабочих места",
    "label": "Рабочие места",
    "date": "2025 год",
    "status": "план",
}
TOLD = {"site": "Индустриальная зона – Алматы", "line": "Брифинг · июль 2021 г.", "title": "Планы", "below": ""}
#: Of one sentence in each language, and of a word that no line can hold.
LONG = (
    "До конца года в индустриальной зоне города запустят девять предприятий, которые выпускают оборудование",
    "Кәсіпорындарымыздағылардың қанағаттандырылмағандықтарыңыздан туындаған мәселелерді шешу кеңесі өтті",
    "The city’s industrial zone will launch nine enterprises by the end of the year, and twenty-eight more by 2025",
    "Ж" * 200,
    "ab " * 300,
)


def drawn(**told: Any) -> Image.Image:
    data = DRAWING.draw(json.dumps({**TOLD, "figure": FIGURE, **told}))
    assert len(data) <= 60_000
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def meta(page: Page, name: str) -> list[str]:
    return [str(each) for each in page.root.xpath(f'head/meta[@property="{name}" or @name="{name}"]/@content')]


def test_every_page_has_its_picture(site: Site) -> None:
    """An article its own, every other page that of its edition; real files, as large as the page says, and light."""
    own = set()
    for page in site.pages:
        (address,) = meta(page, "og:image")
        file = site.file(address.removeprefix(site.url))
        with Image.open(file) as picture:
            assert picture.format == "PNG" and picture.size == (WIDTH, HEIGHT)
            assert meta(page, "og:image:type") == ["image/png"]
            assert [meta(page, "og:image:width"), meta(page, "og:image:height")] == [[str(WIDTH)], [str(HEIGHT)]]
        assert file.stat().st_size <= 60_000
        assert meta(page, "twitter:card") == ["summary_large_image"]
        (alternative,) = meta(page, "og:image:alt")
        if re.fullmatch(r"(?:/kk|/en)?/news/[a-z0-9-]+/", page.address) and "page" not in page.address:
            own.add(address)
            assert address == f"{site.url}{page.address}share.png"
            assert words(page.root.xpath("string(//h1)")) in words(alternative)
        else:
            assert address == f"{site.url}/{PREFIXES[page.lang]}share.png"
    assert len(own) == len({path for path in site.output.rglob("share.png")}) - 3


def test_the_picture_is_in_the_themes_colours() -> None:
    """Paper and inks are tokens of the light page; all other colours lie between them, at the edges of letters."""
    tokens = (ROOT / "theme/styles/tokens.css").read_text("utf-8")
    wanted = {name: re.search(rf"--{name}: (#\w+);", tokens)[1] for name in TOKENS}  # type: ignore[index]
    pixels = drawn().convert("RGB").tobytes()
    assert len(set(zip(*[iter(pixels)] * 3, strict=True))) <= 9999
    colours = {f"#{bytes(pixel).hex()}" for pixel in zip(*[iter(pixels)] * 3, strict=True)}
    assert set(wanted.values()) <= colours
    assert drawn().convert("RGB").getpixel((WIDTH - 1, 70)) == tuple(bytes.fromhex(wanted["band"][1:]))


def inside(picture: Image.Image) -> bool:
    """Tell whether nothing but paper is in the margins, below the horizon."""
    paper = picture.convert("RGB").getpixel((5, 300))
    plain = Image.new("RGB", picture.size, paper)
    margins = [(0, 90, 56, HEIGHT), (WIDTH - 56, 90, WIDTH, HEIGHT), (0, HEIGHT - 20, WIDTH, HEIGHT)]
    return all(picture.convert("RGB").crop(box).tobytes() == plain.crop(box).tobytes() for box in margins)


@pytest.mark.parametrize("title", LONG)
@pytest.mark.parametrize("figure", [FIGURE, ""], ids=["figure", "none"])
def test_long_titles_fit(title: str, figure: object) -> None:
    """Smaller letters first; at last an ellipsis. The figure keeps its place, and nothing touches it."""
    picture = drawn(title=title, figure=figure)
    assert inside(picture)
    if figure:
        paper = picture.convert("RGB").getpixel((5, 300))
        gap = picture.convert("RGB").crop((0, 412, WIDTH, 440))
        assert gap.getcolors() == [(gap.width * gap.height, paper)]


@settings(max_examples=15, deadline=None)
@given(st.fixed_dictionaries({name: st.text(max_size=120) for name in TOLD}), st.text(max_size=40))
def test_whatever_is_written_fits_or_is_refused(told: dict[str, str], text: str) -> None:
    lacks = any(each.isprintable() and not DRAWING._has(each) for each in "".join((*told.values(), text)))
    try:
        assert inside(drawn(**told, figure=dict.fromkeys(FIGURE, text)))
    except ProblemsFound:
        assert lacks


@settings(max_examples=25, deadline=None)
@given(st.text(st.sampled_from("ÜüğışŁódź ≈≤→ Ελλάδα ЖәЂ abc, 1  "), max_size=80))
def test_letters_of_two_fonts_fit(text: str) -> None:
    assert inside(drawn(title=text, figure=dict.fromkeys(FIGURE, text)))


def test_letters_that_no_font_has_are_named() -> None:
    """Neither is an empty box published, nor a name with a gap."""
    with pytest.raises(ProblemsFound) as found:
        drawn(title="Зона 😀漢 города")
    first, second = found.value.problems
    assert 'the picture for shared links of "Зона 😀漢 города" needs U+1F600 (GRINNING FACE), "😀"' in map(
        str, (first.message, second.message)
    )
    assert "write it in other letters" in first.hint


@pytest.mark.parametrize(
    ("site", "line", "end"),
    [
        ("Алматы индустриялық аймағы", "Баспасөз хабарламасы · 2025 ж. 30 наурыз", "наурыз"),
        ("Индустриальная зона – Алматы", "Пресс-релиз · 30 сентября 2025 г.", "2025 г."),
        ("Алматы қаласы әкімдігінің баспасөз қызметі", "Баспасөз хабарламасы · 2025 ж. 30 желтоқсан", "желтоқсан"),
        ("Almaty’s industrial zone", "Press release · 30 September 2025", "2025"),
    ],
)
def test_the_date_is_whole(site: str, line: str, end: str) -> None:
    """Another end of the date is another picture: no ellipsis stands in its place."""
    assert drawn(site=site, line=line).tobytes() != drawn(site=site, line=line.removesuffix(end)).tobytes()
    other = f"{line.removesuffix(end)}{end[:-1]}9"
    assert drawn(site=site, line=line).tobytes() != drawn(site=site, line=other).tobytes()


def test_letters_that_only_the_second_font_has_are_drawn() -> None:
    """Names in other languages, and signs: nothing is left out, and what both fonts have is drawn in the first."""
    for title, without in (
        ("Türkiye’s trade minister Ömer Bolat visits", "Trkiye’s trade minister mer Bolat visits"),
        ("Рост ≈ 5 %", "Рост  5 %"),
        ("Łódź, Ελλάδα, Երևան", "d, , "),
    ):
        assert drawn(title=title).tobytes() != drawn(title=without).tobytes()
        assert DRAWING._width(title, 100, bold=True) > DRAWING._width(without, 100, bold=True)
    first = SharePictures(DRAWING._fonts[:1], DRAWING._colours)
    told = json.dumps({**TOLD, "figure": FIGURE})
    assert first.draw(told) == DRAWING.draw(told)
    with pytest.raises(ProblemsFound, match="LATIN SMALL LETTER U WITH DIAERESIS"):
        first.draw(json.dumps({**TOLD, "title": "Türkiye", "figure": ""}))


def test_letters_of_the_site_have_the_first_font() -> None:
    for letters in ("ӘәҒғҚқҢңӨөҰұҮүІіҺһ", "₸№«»–…", "Ёёйщъ", "Don’t “quote”"):
        assert drawn(title=letters).tobytes() != drawn(title="").tobytes()
        for letter in letters:
            assert DRAWING._has(letter), letter


def test_the_same_text_gives_the_same_bytes() -> None:
    one, other = (load(read_settings({"THEME": str(ROOT / "theme")}, ROOT)) for _ in range(2))
    told = json.dumps({**TOLD, "figure": FIGURE})
    assert one.draw(told) == other.draw(told) and one.digest == other.digest
    assert one.draw(told) != one.draw(told.replace("522", "523"))


def test_another_colour_or_font_is_another_drawing() -> None:
    """So what is kept of the old ones is not taken for the new."""
    colours = dict(DRAWING._colours)
    assert SharePictures(DRAWING._fonts, {**colours, "ink": "#000000"}).digest != DRAWING.digest
    assert SharePictures(DRAWING._fonts[::-1], colours).digest != DRAWING.digest


@pytest.mark.parametrize("missing", ["static/fonts/golos.woff2", "styles/tokens.css"])
def test_a_theme_without_its_parts_is_a_problem(tmp_path: Path, missing: str) -> None:
    """Named, with what to do; so is a colour that is not there."""
    for name in ("static/fonts/golos.woff2", "styles/tokens.css"):
        (tmp_path / "theme" / name).parent.mkdir(parents=True)
        (tmp_path / "theme" / name).write_bytes((ROOT / "theme" / name).read_bytes())
    (tmp_path / "theme" / missing).write_bytes(b":root {}")
    with pytest.raises(ProblemsFound, match="share pictures need"):
        load(read_settings({"THEME": "theme"}, tmp_path))
    (tmp_path / "theme" / missing).unlink()
    with pytest.raises(ProblemsFound, match="SHARE_PICTURES = 0"):
        load(read_settings({"THEME": "theme"}, tmp_path))
