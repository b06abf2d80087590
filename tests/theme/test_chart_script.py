"""What the script adds to a chart: values by keyboard, touch and pointer, a part of its time, its picture as a PNG."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from aimaq.newsroom.theme.assets import read_script

from .drawn import ROOT, document, point

SCRIPT = ROOT / "theme/scripts/chart.js"
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="480" height="400"><rect width="480" height="400"/></svg>'
POINTS = [point(f"{year}", year - 2000) for year in range(2016, 2026)]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 800}, has_touch=True)
    tab = context.new_page()
    faults: list[str] = []
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.route("https://site.example/", lambda route: route.fulfill(body=document([POINTS]), content_type="text/html"))
    tab.route("**/*.svg", lambda route: route.fulfill(body=PICTURE, content_type="image/svg+xml"))
    tab.goto("https://site.example/")
    tab.add_script_tag(content=read_script(SCRIPT))
    yield tab
    context.close()
    assert not faults


def test_the_script_is_small() -> None:
    assert len(read_script(SCRIPT).encode()) <= 4096


def test_without_the_script_nothing_asks_for_it(browser: Browser) -> None:
    tab = browser.new_page()
    tab.set_content(document([POINTS]))
    expect(tab.locator(".chart-tools")).to_be_hidden()
    assert "2025: 25" in (tab.locator(".chart-drawing > desc").text_content() or "")
    tab.close()


def test_the_keyboard_goes_through_the_values(page: Page) -> None:
    slider = page.get_by_role("slider")
    expect(page.locator(".chart-told")).to_have_text("2025: 25")
    slider.focus()
    for key, told in (("ArrowLeft", "2024: 24"), ("Home", "2016: 16"), ("ArrowRight", "2017: 17"), ("End", "2025: 25")):
        page.keyboard.press(key)
        expect(page.locator(".chart-told")).to_have_text(told)
        expect(slider).to_have_attribute("aria-valuetext", told)


@pytest.mark.parametrize("by", ["pointer", "touch"])
def test_a_finger_or_a_pointer_finds_the_nearest_value(page: Page, by: str) -> None:
    box = page.locator(".chart-plot").bounding_box()
    assert box
    for year in (2016, 2020, 2025):
        x, y = box["x"] + box["width"] * (year - 2016 + 0.5) / 10, box["y"] + 90
        if by == "touch":
            page.touchscreen.tap(x, y)
        else:
            page.mouse.move(x, y)
        expect(page.locator(".chart-told")).to_have_text(f"{year}: {year - 2000}")
        assert page.locator(".chart-cursor").bounding_box()["x"] == pytest.approx(x, abs=2)  # type: ignore[index]


def test_a_part_of_the_time_fills_the_drawing(page: Page) -> None:
    first, last = page.locator("select").all()
    first.select_option("2020")
    last.select_option("2023")
    plot = page.locator(".chart-plot").bounding_box()
    assert plot
    bars = [mark.bounding_box() for mark in page.locator(".chart-drawing rect").all()]
    inside = [bar for bar in bars if bar and plot["x"] <= bar["x"] + bar["width"] / 2 <= plot["x"] + plot["width"]]
    assert len(inside) == 4 and all(bar["width"] > plot["width"] / 8 for bar in inside)
    page.get_by_role("slider").focus()
    page.keyboard.press("Home")
    expect(page.locator(".chart-told")).to_have_text("2020: 20")
    for text in page.locator(".chart-drawing text:visible").all():
        box = text.bounding_box()
        assert box and plot["x"] <= box["x"] and box["x"] + box["width"] <= plot["x"] + plot["width"]
    first.select_option("2016")
    last.select_option("2025")
    whole = page.locator(".chart-drawing").bounding_box()
    assert whole and whole["width"] == pytest.approx(plot["width"], abs=1)


def test_the_picture_is_saved_as_a_png(page: Page, tmp_path: Path) -> None:
    with page.expect_download() as download:
        page.get_by_role("button", name="PNG").click()
    assert re.fullmatch(r"k0\.ru\.png", download.value.suggested_filename)
    download.value.save_as(tmp_path / "chart.png")
    data = (tmp_path / "chart.png").read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(data[16:20]), int.from_bytes(data[20:24])) == (1440, 1200)
