"""The pictures of the guides to the desk: ``python tests/desk/pictures.py`` writes ``docs/images/desk-*.png``.

They show this repository's site, in each language of the guides. Nothing is recorded or saved.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from desk.test_desk import desk

from tools.browser import launch
from tools.built import ROOT

FOLDER: Final = ROOT / "docs/images"
LANGUAGES: Final = ("en", "kk", "ru")
SIZE: Final = (1100, 760)
#: The site has no photos yet: pictures of these guides stand in the library instead.
SHOWN: Final = ("desk-texts-en.png", "desk-value-en.png")


def take(browser: Browser, port: int, lang: str) -> None:
    """Write the pictures of one language: texts, a value before it is recorded, a text's form, the library, a crop."""
    page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]})

    def keep(name: str) -> None:
        shown = Image.open(io.BytesIO(page.screenshot()))
        few = shown.convert("RGB").quantize(64)  # flat colours: a third of the bytes
        few.save(FOLDER / f"desk-{name}-{lang}.png", optimize=True)

    home = f"http://127.0.0.1:{port}/__desk/"
    page.goto(home)
    keep("texts")
    page.goto(f"{home}figures/enterprises/")
    page.locator("#value").fill("105")
    page.locator("#period").fill("2026-06-30")
    page.locator("#source").fill("https://example.org/report")
    page.locator("form:has(#value) button").click()
    page.locator("#proposed").scroll_into_view_if_needed()
    page.locator("#proposed").evaluate("each => each.scrollIntoView()")
    keep("value")
    page.goto(f"{home}write/news/zone-growth-briefing.{lang}.md")
    page.locator("textarea").first.wait_for()
    keep("text")
    page.goto(f"{home}library/")
    page.wait_for_load_state("networkidle")
    keep("library")
    page.goto(f"{home}library/media/{SHOWN[0]}")
    page.locator("#editor button").click()
    page.locator("dialog select").select_option("3 : 2")
    page.locator("dialog .stage").press("Shift+ArrowLeft")
    keep("crop")
    page.close()


def main() -> None:
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        raise SystemExit("No Chromium on PATH: install it (Debian: apt-get install chromium)")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder, "site")
        site.mkdir()
        shutil.copytree(ROOT / "content", site / "content")
        for name in SHOWN:
            shutil.copy2(FOLDER / name, site / "content/media")
        for name in ("pelicanconf.py", "publishconf.py"):
            shutil.copy2(ROOT / name, site)
        browser = launch(playwright, chromium)
        for lang in LANGUAGES:
            with desk(site, lang) as port:
                take(browser, port, lang)
        browser.close()
    print(f"{5 * len(LANGUAGES)} pictures in {FOLDER.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
