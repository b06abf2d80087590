"""A table that is wider than the screen scrolls in a box, by the keyboard too; the page does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from aimaq.newsroom.markdown.tables import with_boxes
from tools.browser import axe, visitor
from tools.built import Site, build, small_project


def table(columns: int) -> str:
    """Return a table of Markdown: months, and a number for each."""
    cells = [f"{month} 2023" for month in "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()[: columns - 1]]
    rows = (["Park", *cells], ["---"] * columns, ["Zone", *(["10,379"] * (columns - 1))])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("tables")
    project = small_project(folder / "site")
    head = 'title: "Months"\ndate: 2023-05-06\nkind: news\nsummary: "All months."'
    body = f"First.\n\n{table(13)}\n\nThen.\n\n{table(2)}"
    (project / "content/news/months.en.md").write_text(f"---\n{head}\n---\n\n{body}\n", "utf-8")
    build(project, folder / "output")
    return Site(folder / "output")


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_the_box_scrolls_by_keyboard_and_the_page_does_not(
    wide: Site, browser: Browser, node_tools: Path, width: int
) -> None:
    with visitor(browser, wide, viewport={"width": width, "height": 800}) as guest:
        tab = guest.go("/en/news/months/")
        assert tab.evaluate("document.scrollingElement.scrollWidth") <= width
        (box,) = tab.get_by_role("group", name="Table").all()
        assert box.evaluate("box => box.scrollWidth > box.clientWidth")
        box.focus()
        tab.keyboard.press("ArrowRight")
        expect(box).not_to_have_js_property("scrollLeft", 0)
        assert tab.locator(".prose table").count() == 2
        assert axe(tab, node_tools / "axe-core/axe.min.js") == []


def test_a_cell_over_several_columns_counts_as_many() -> None:
    cells = '<table><tr><td colspan="2">a</td><td>b</td></tr></table>'
    assert with_boxes(cells, str).startswith('<div class="table-box"')
    narrow = cells.replace("2", "1")
    assert with_boxes(narrow, str) == narrow
