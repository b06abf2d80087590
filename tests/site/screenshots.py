"""Pictures of the site, to be looked at by people: home, article, dashboard, indicator and open data.

``python tests/site/screenshots.py [OUTPUT [SCREENSHOTS]]`` reads the built site in OUTPUT (``output``) and writes
``<template>-<language>-<width>-<scheme>.png`` into SCREENSHOTS (``screenshots``): three editions, phone and
desktop, light and dark.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import ViewportSize, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from tools.browser import launch, visitor
from tools.built import LANGUAGES, Site
from tools.templates import example

TEMPLATES = ("home", "article", "dashboard", "indicator", "api")
SIZES: tuple[ViewportSize, ...] = ({"width": 360, "height": 780}, {"width": 1280, "height": 900})


def take(site: Site, folder: Path) -> int:
    """Write the pictures; return their number."""
    folder.mkdir(parents=True, exist_ok=True)
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        raise SystemExit("No Chromium on PATH: install it (Debian: apt-get install chromium)")
    count = 0
    with sync_playwright() as playwright:
        browser = launch(playwright, chromium)
        for scheme in ("light", "dark"):
            for size in SIZES:
                with visitor(browser, site, viewport=size, color_scheme=scheme) as guest:
                    for template in TEMPLATES:
                        for lang in LANGUAGES:
                            tab = guest.go(example(site, template, lang).address)
                            name = f"{template}-{lang}-{size['width']}-{scheme}.png"
                            tab.screenshot(path=folder / name, full_page=True)
                            count += 1
        browser.close()
    return count


if __name__ == "__main__":
    output, screenshots = (*sys.argv[1:], *("output", "screenshots")[len(sys.argv) - 1 :])
    if not Path(output, "index.html").exists():
        raise SystemExit(f"{output} holds no site: run aimaq build first")
    print(f"{take(Site(Path(output).resolve()), Path(screenshots))} pictures in {screenshots}")
