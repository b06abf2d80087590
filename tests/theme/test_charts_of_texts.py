"""Charts of texts in a browser: nothing touches, axe finds nothing, and single lines can be put away by keyboard."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tools.browser import axe

from .example_charts import EXAMPLES, Look, shown

_BOXES = """() => [...document.querySelectorAll('.chart-drawing')].map((drawing) =>
  [...drawing.querySelectorAll('text')].filter((text) => getComputedStyle(text).display !== 'none').map((text) => {
    const { left, right, top, bottom } = text.getBoundingClientRect();
    return [text.textContent, left, right, top, bottom];
  }))"""


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_text_touches_another_and_axe_finds_nothing(browser: Browser, node_tools: Path, name: str) -> None:
    looks: tuple[tuple[int, Look, str], ...] = ((360, "light", "kk"), (768, "dark", "ru"), (1280, "forced", "en"))
    for width, look, lang in looks:
        with shown(browser, name, width, look, lang) as tab:
            for drawing in tab.evaluate(_BOXES):
                for one, other in combinations(drawing, 2):
                    # A box of text has room above and below its letters.
                    across = min(one[2], other[2]) - max(one[1], other[1])
                    down = min(one[4], other[4]) - max(one[3], other[3])
                    assert across <= 0.5 or down <= 8, (width, one, other)
            assert tab.evaluate("document.documentElement.scrollWidth") <= width
            assert axe(tab, node_tools / "axe-core/axe.min.js") == []


def test_a_line_can_be_put_away_by_keyboard(browser: Browser) -> None:
    with shown(browser, "two-lines", lang="en") as tab:
        first, second = tab.get_by_role("checkbox").all()
        told = tab.locator(".chart-told")
        expect(told).to_contain_text("№ 2, 2025: 405")
        expect(told).to_contain_text("№ 3, 2025: 360")
        first.focus()
        tab.keyboard.press("Space")
        expect(first).not_to_be_checked()
        expect(second).to_be_checked()
        expect(told).not_to_contain_text("405")
        assert tab.locator('.chart-field [data-series="1"]:visible').count() == 0
        assert tab.locator('.chart-field [data-series="2"]:visible').count() > 0
        tab.keyboard.press("Space")
        expect(told).to_contain_text("405")


def test_one_slider_and_one_part_of_the_time_are_for_all_drawings(browser: Browser) -> None:
    with shown(browser, "two-units", lang="en") as tab:
        slider, told = tab.get_by_role("slider"), tab.locator(".chart-told")
        slider.focus()
        tab.keyboard.press("Home")
        expect(told).to_contain_text("2016: 126")
        expect(told).to_contain_text("2016: 4,000")
        beginning, end = tab.locator("select").all()
        beginning.select_option(label="2018")
        end.select_option(label="2020")
        assert tab.locator(".chart-plot[data-part]").count() == 2
        tab.keyboard.press("End")
        cursors = [cursor.get_attribute("x1") for cursor in tab.locator(".chart-cursor").all()]
        assert len(cursors) == 2 and len(set(cursors)) == 1


def test_without_a_script_all_is_there(browser: Browser) -> None:
    with shown(browser, "two-lines", 360, with_script=False) as tab:
        expect(tab.locator(".chart-tools")).to_be_hidden()
        expect(tab.get_by_role("checkbox")).to_have_count(0)
        tab.locator("summary").click()
        expect(tab.get_by_role("row")).to_have_count(11)
