"""A Pelican site that quotes figures and has no newsroom, built with Pelican's command alone and incrementally."""

from __future__ import annotations

import json
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


STOCK = """
SITENAME, SITEURL, TIMEZONE, DEFAULT_LANG = "A site", "https://site.example", "UTC", "en"
PATH, THEME, PLUGINS, INDICATORS_PATH = "content", "{theme}", {plugins}, "indicators.json"
"""
STORY = """Title: {{ jobs | number }} jobs
Date: 2022-12-01
Slug: story
Summary: We have {{ jobs @ published }}.

There are {{ jobs | number }} of them.
"""


def in_english(value: dict[str, object]) -> dict[str, object]:
    return {name: each for name, each in value.items() if name not in ("ru", "kk")}


def stock_site(folder: Path, theme: str, plugins: list[str]) -> Path:
    """A site as `pelican-quickstart` makes it: one language, one of Pelican's own themes, texts in three formats."""
    (folder / "content").mkdir(parents=True)
    ledger = json.loads((HERE / "small.json").read_text("utf-8"), object_hook=in_english)
    (folder / "indicators.json").write_text(json.dumps(ledger), "utf-8")
    for name, text in (("plain.md", "Title: Plain\nDate: 2022-01-01\n\nA `{{ word }}`.\n"), ("other.html", HTML)):
        (folder / "content" / name).write_text(text, "utf-8")
    (folder / "content/rest.rst").write_text("Rest\n####\n\n:date: 2022-01-03\n\nA text.\n", "utf-8")
    (folder / "pelicanconf.py").write_text(STOCK.format(theme=theme, plugins=plugins), "utf-8")
    return folder


HTML = (
    '<html><head><title>Other</title><meta name="date" content="2022-01-02"></head><body>{{ no-figure }}</body></html>'
)


def pelican(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pelican", "-s", "pelicanconf.py", "-o", "output", "content"]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8")


def files_of(folder: Path) -> dict[str, bytes]:
    found = (path for path in (folder / "output").rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@pytest.mark.parametrize("theme", ["simple", "notmyidea"])
def test_a_stock_site_quotes_figures_with_pelicans_own_themes(tmp_path: Path, theme: str) -> None:
    """On pages and in feeds; where nothing is quoted, not a byte changes, and no marker is ever published."""
    sites = {
        "alone": stock_site(tmp_path / "alone", theme, []),
        "figures": stock_site(tmp_path / "figures", theme, ["aimaq.indicators"]),
        "both": stock_site(tmp_path / "both", theme, ["aimaq.indicators", "aimaq.incremental"]),
    }
    with (sites["both"] / "pelicanconf.py").open("a", encoding="utf-8") as conf:
        conf.write('INCREMENTAL_TRANSFORM = "aimaq.figures.fill.today:load"\n')
    made = {}
    for name, site in sites.items():
        done = pelican(site)
        assert done.returncode == 0, done.stdout + done.stderr
        made[name] = files_of(site)
    assert made["alone"] == made["figures"] == made["both"]
    for name in ("figures", "both"):
        (sites[name] / "content/story.md").write_text(STORY, "utf-8")
        assert pelican(sites[name]).returncode == 0
    published = files_of(sites["figures"])
    assert published == files_of(sites["both"])
    page, feed = published["output/story.html"].decode(), published["output/feeds/all.atom.xml"].decode()
    assert "<title>" in page and "2,522 jobs</title>" in page and "<title>2,522 jobs</title>" in feed
    assert (
        'There are <data class="indicator" value="2522" data-indicator="jobs" data-form="number">2,522</data>' in page
    )
    assert not [name for name, text in published.items() if b"{{ jobs" in text or "jobs/" in name]


def test_a_marker_outside_of_markdown_is_refused_by_name(tmp_path: Path) -> None:
    site = stock_site(tmp_path / "site", "simple", ["aimaq.indicators"])
    (site / "content/other.html").write_text(HTML.replace("no-figure", "jobs &#124; number"), "utf-8")
    (site / "content/rest.rst").write_text("Rest\n####\n\n:date: 2022-01-03\n\n{{ jobs }} are there.\n", "utf-8")
    done = pelican(site)
    said = " ".join((done.stdout + done.stderr).split())
    assert done.returncode == 1
    assert "content/other.html: markers are read in Markdown only" in said and "content/rest.rst: markers" in said
    assert not (site / "output/rest.html").exists()
