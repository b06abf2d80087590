"""Badges and charts: self-contained SVG whose texts fit in any font that the reader has."""

import re
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html
from playwright.sync_api import Browser

from aimaq.base.slots import Slot
from aimaq.figures.grammar.numbers import format_number
from aimaq.figures.ledger import Ledger, Observation, Period, Status
from aimaq.figures.views.text_width import fitted, measure, wrapped
from tools import programs

from .conftest import ROOT, Written

SVG = "{http://www.w3.org/2000/svg}"
ALLOWED = {"svg", "title", "desc", "style", "rect", "path", "text", "line", "circle", "g"}
WORDS = st.text(st.sampled_from("ағқңұүһәөіщжМШЖӘQWilt1 ,.-–"), max_size=80)


def pictures(written: Written) -> dict[str, str]:
    return {address: text for address, text in written.files.items() if address.endswith(".svg")}


def test_a_picture_is_whole_and_needs_nothing(written: Written) -> None:
    """Well-formed, no script, no reference to anything outside, named and described for those who cannot see it."""
    assert len(pictures(written)) == len(written.ledger.indicators) * 6
    for address, text in pictures(written).items():
        root = etree.fromstring(text.encode())
        elements = list(root.iter(etree.Element))
        assert {str(element.tag).removeprefix(SVG) for element in elements} <= ALLOWED, address
        for element in elements:
            for name, value in element.attrib.items():
                assert not name.startswith("on") and "href" not in name and "url(" not in value, f"{address}: {name}"
        assert "url(" not in text and "@import" not in text
        key, lang = re.findall(r"/([a-z-]+)\.(\w\w)\.", address)[0]
        ids = {element.get("id") for element in elements} - {None}
        assert set((root.get("aria-labelledby") or "").split()) == ids
        assert root.get("role") == "img" and root.get("lang") == lang
        assert written.ledger.indicators[key].label[lang] in (root.findtext(f"{SVG}title") or "")


def test_a_chart_says_in_words_all_that_it_shows(written: Written) -> None:
    root = etree.fromstring(written.files["/api/indicators/jobs.en.svg"].encode())
    assert root.findtext(f"{SVG}desc") == (
        "2020: 2,210\u00a0jobs; 2021: 2,522\u00a0jobs; Q4 2022: 2,600\u00a0jobs (provisional); "
        "2025: 6,000\u00a0jobs (plan)"
    )
    bars = [each for each in root.findall(f".//{SVG}rect") if "mark" in (each.get("class") or "").split()]
    assert len(bars) == 4 + 3  # and those of the key


@pytest.mark.parametrize(
    ("plan", "share"),
    [(2522, "100"), (2523, "99.96"), (2530, "99.7"), (2866, "88"), (5044, "50"), (1261, "200"), (0, ""), (-5, "")],
)
def test_a_plan_stands_beside_the_value_that_has_come(ledger: Ledger, plan: int, share: str) -> None:
    """With its share, which is not "100%" unless the plan was met exactly, and says nothing of a plan of nothing."""
    jobs = ledger.indicators["jobs"]
    period = Period.parse("2021")
    planned = Observation(period=period, value=Decimal(plan), status=Status.PLAN, released=period.first)
    later = Ledger([replace(jobs, observations=(planned, *jobs.observations))])
    root = etree.fromstring(Written(later).files["/api/indicators/jobs.en.svg"].encode())
    said = [each for each in (root.findtext(f"{SVG}desc") or "").split("; ") if each.startswith("plan: ")]
    printed = format_number(Decimal(plan), "en", 0)
    assert said == [f"plan: {printed}\u00a0jobs" + (f", {share}% of the plan" if share else "")]
    outlines = [each for each in root.iter(f"{SVG}rect") if each.get("class") == "line"]
    assert len(outlines) == 1


def test_a_badge_has_its_value_and_its_date(written: Written) -> None:
    root = etree.fromstring(written.files["/api/indicators/jobs.ru.badge.svg"].encode())
    shown = [element.text for element in root.iter(f"{SVG}text")]
    assert shown[1:] == ["2\u00a0600", "рабочих мест", "IV квартал 2022 года · предварительно"]


@pytest.mark.parametrize("face", ["Liberation Sans", "DejaVu Sans", "monospace"])
def test_every_word_stays_inside_and_off_the_others(written: Written, browser: Browser, face: str) -> None:
    """In narrow and wide fonts, no text leaves the picture or overlaps another one."""
    page = browser.new_page()
    for address, text in pictures(written).items():
        page.set_content("<body>" + re.sub(r'font-family="[^"]*"', f'font-family="{face}"', text))
        width, height, boxes = page.evaluate(
            """() => {
                const whole = document.querySelector("svg").getBoundingClientRect();
                const boxes = [...document.querySelectorAll("text")].map(text => {
                    const box = text.getBoundingClientRect();
                    return [text.textContent, box.left - whole.left, box.right - whole.left,
                            box.top - whole.top, box.bottom - whole.top];
                });
                return [whole.width, whole.height, boxes];
            }"""
        )
        for words, left, right, top, bottom in boxes:
            assert 0 <= left <= right <= width and 0 <= top <= bottom <= height, f"{address}: {words}"
        lines = [box for box in boxes if not re.fullmatch(r"[\d\s,.\u2212]+", box[0])]
        for one, other in combinations(lines, 2):
            apart = one[2] <= other[1] or other[2] <= one[1] or one[4] - 4 <= other[3] or other[4] - 4 <= one[3]
            assert apart, f"{address}: {one} and {other}"
    page.close()


@pytest.mark.parametrize("kind", ["svg", "badge.svg"])
def test_an_embedded_picture_follows_the_readers_scheme(written: Written, browser: Browser, kind: str) -> None:
    """As an image on another site it is light by day and dark by night."""
    shades = {}
    for scheme in ("light", "dark"):
        page = browser.new_page(color_scheme=scheme)
        shades[scheme] = page.evaluate(
            """async source => {
                const image = new Image();
                image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(source);
                await image.decode();
                const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
                canvas.drawImage(image, 0, 0);
                return canvas.getImageData(4, 4, 1, 1).data[0];
            }""",
            written.files[f"/api/indicators/jobs.kk.{kind}"],
        )
        page.close()
    assert shades["light"] > 200
    assert shades["dark"] < 80


def test_colours_are_those_of_the_site(written: Written) -> None:
    """Each colour of a picture is one of the style sheets, of the scheme that it is for."""
    sheets = [(ROOT / "theme" / name).read_text("utf-8") for name in ("styles/tokens.css", "static/css/chart.css")]
    light, dark = map("".join, zip(*(sheet.split("prefers-color-scheme: dark") for sheet in sheets), strict=True))
    for text in pictures(written).values():
        style = "".join(re.findall(r"<style>.*</style>", text, re.DOTALL))
        used = set(re.findall(r"#[0-9a-f]{6}", text.replace(style, ""))), set(re.findall(r"#[0-9a-f]{6}", style))
        assert used[0] and used[0] <= set(re.findall(r"#[0-9a-f]{6}", light))
        assert used[1] and used[1] <= set(re.findall(r"#[0-9a-f]{6}", dark))


def test_the_code_to_embed_holds_no_value_and_never_changes(written: Written) -> None:
    """It shows the picture at its size, named, with a link to the page; only the picture has figures."""
    for key, indicator in written.ledger.indicators.items():
        for lang in ("ru", "kk", "en"):
            for kind, ending in (("chart", "svg"), ("badge", "badge.svg")):
                code = written.commands["embed"].write(Slot("", lang), f"{key} {kind}", str)
                [link] = html.fragments_fromstring(code)
                assert isinstance(link, html.HtmlElement)
                [image] = link
                root = etree.fromstring(written.files[f"/api/indicators/{key}.{lang}.{ending}"].encode())
                assert link.get("href", "").endswith(f"/indicators/{key}/")
                assert image.get("src", "").endswith(f"/api/indicators/{key}.{lang}.{ending}")
                assert indicator.label[lang] in image.get("alt", "")
                assert image.get("height") == root.get("height")
                assert image.get("width") in (None, root.get("width"))
                assert not re.search(r"\d", image.get("alt", ""))


@given(WORDS, st.floats(20, 500), st.booleans())
def test_a_text_is_cut_to_its_room(text: str, room: float, bold: bool) -> None:
    cut = fitted(text, room, 13, bold=bold)
    assert measure(cut, 13, bold=bold) <= room
    assert cut == text or (cut.endswith("…") and text.startswith(cut[:-1].rstrip()))


@given(WORDS, st.floats(20, 500), st.integers(1, 3))
def test_a_title_takes_no_more_lines_than_it_may(text: str, room: float, lines: int) -> None:
    broken = wrapped(text, room, 17, lines, bold=True)
    assert 1 <= len(broken) <= lines
    assert all(measure(line, 17, bold=True) <= room for line in broken)
    if not any(line.endswith("…") for line in broken):
        assert " ".join(broken).split() == text.split()


def test_letters_are_as_wide_as_the_browser_has_them(browser: Browser) -> None:
    """The widths are those of Arial; its stand-in on Linux, Liberation Sans, has the same ones."""
    page = browser.new_page()
    # A browser without the font would measure another one in its place.
    probe = """new FontFace("probe", 'local("Liberation Sans")').load().then(() => true, () => false)"""
    if not page.evaluate(probe):
        programs.missing("the font Liberation Sans")
    letters = (
        "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюяABCDEFGHIJKLMNOPQRSTUVWXYZabcxyz0123456789%–«»"
    )
    for bold in (False, True):
        found = page.evaluate(
            """([letters, weight]) => {
                const pen = new OffscreenCanvas(1, 1).getContext("2d");
                pen.font = `${weight} 100px "Liberation Sans"`;
                return [...letters].map(letter => pen.measureText(letter).width);
            }""",
            [letters, 700 if bold else 400],
        )
        for letter, width in zip(letters, found, strict=True):
            assert measure(letter, 100, bold=bold) == pytest.approx(width, abs=0.2), letter
    page.close()
