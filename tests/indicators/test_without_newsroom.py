"""A Pelican site that quotes figures and has no newsroom, built with Pelican's command alone and incrementally."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
THEME = HERE.parents[1] / "theme"
SETTINGS = """
SITENAME, SITEURL = "A site", "https://site.example"
PATH, THEME, TIMEZONE, DEFAULT_LANG, LOCALE = "content", "theme", "UTC", "en", "C"
PLUGINS = {plugins}
INCREMENTAL_TRANSFORM = "aimaq.figures.fill.today:load"
INDICATORS_PATH = "indicators.json"
INDICATORS_PREFIXES = {{"ru": "ru/", "kk": "kk/", "en": ""}}
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
"""


@pytest.mark.parametrize("plugins", [["aimaq.indicators"], ["aimaq.indicators", "aimaq.incremental"]], ids=str)
def test_a_site_without_a_newsroom_prints_figures(tmp_path: Path, plugins: list[str]) -> None:
    """The transform of figures alone has no command for corrections, and needs none."""
    for name in ("figures", "components"):
        shutil.copytree(THEME / "templates" / name, tmp_path / "theme/templates" / name)
    shutil.copytree(THEME / "translations", tmp_path / "theme/translations")
    for name in ("dashboard", "indicator", "api"):
        (tmp_path / f"theme/templates/{name}.html").write_text("{{ page_address }}", "utf-8")
    shutil.copy(HERE / "small.json", tmp_path / "indicators.json")
    (tmp_path / "content").mkdir()
    text = "title: A story\ndate: 2022-12-01\nslug: story\n\nThere are {{ jobs | number }} of them.\n"
    (tmp_path / "content/story.md").write_text(text, "utf-8")
    (tmp_path / "pelicanconf.py").write_text(SETTINGS.format(plugins=plugins), "utf-8")
    command = [sys.executable, "-m", "pelican", "-s", "pelicanconf.py", "-o", "output", "content"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    page = (tmp_path / "output/story.html").read_text("utf-8")
    assert '<data class="indicator" value="2522" data-indicator="jobs" data-form="number">2,522</data>' in page
    assert (tmp_path / "output/api/indicators/jobs.csv").read_text("utf-8").count("2522")
