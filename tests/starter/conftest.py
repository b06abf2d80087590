"""Sites that `aimaq new` has made, built once a run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import programs
from tools.built import Site, aimaq, build

#: Quotation marks, signs of Markdown, HTML, YAML, Python, templates, marks of direction, an ideograph, a long name.
NAMES = {
    "en": 'City «Office» "№ 1" \\ <b>&amp; ’{% jobs %}’ *x* [a](b) ${HOME} %(name)s',
    "ru": "Управа\n  города\u200f \u0627\u0644\u0645\u062f\u064a\u0646\u0629 'Лодзь' #1: да",
    "kk": ("Қала әкімдігі " * 15).strip()[:200],
}


def made(folder: Path, *options: str) -> Path:
    """Make a site in a new folder, as its editors do."""
    done = aimaq("new", "press", *options, "--yes", project=folder)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return folder / "press"


def english(folder: Path) -> None:
    """A site in one language, built."""
    site = made(folder, "--name", "City Office", "--url", "https://press.example.org")
    build(site, site / "output")


def unreviewed(folder: Path) -> None:
    """A site in the languages that no native editor has reviewed, built."""
    options = ("--name", "Urząd Miasta Łodzi", "--url", "https://press.lodz.pl", "--zone", "Europe/Warsaw")
    site = made(folder, *options, "--languages", "pl,de,tr,uk,ky,uz", "--host", "none")
    build(site, site / "output")


def three_languages(folder: Path) -> None:
    """A site in all languages that there are, with names that are hard to write, built."""
    names = [word for lang, name in NAMES.items() for word in ("--name", f"{lang}={name}")]
    site = made(folder, *names, "--url", "https://press.example.org/", "--languages", "ru,kk, en", "--host", "gitlab")
    build(site, site / "output")


def without_figures(folder: Path) -> None:
    """A site in two languages without a figure, built."""
    names = ("--name", "ru=Управа", "--name", "en=Office")
    site = made(folder, *names, "--url", "https://press.example.org", "--languages", "ru,en", "--no-figures")
    build(site, site / "output")


@pytest.fixture(scope="session")
def press(shared_folder: Path) -> Path:
    """The folder of a new site in English. Read only."""
    return programs.once(shared_folder, "press", english) / "press"


@pytest.fixture(scope="session")
def press_site(press: Path) -> Site:
    return Site(press / "output")


@pytest.fixture(scope="session")
def three(shared_folder: Path) -> Path:
    """The folder of a new site in three languages. Read only."""
    return programs.once(shared_folder, "three", three_languages) / "press"


@pytest.fixture(scope="session")
def plain(shared_folder: Path) -> Path:
    """The folder of a new site without figures. Read only."""
    return programs.once(shared_folder, "plain", without_figures) / "press"


@pytest.fixture(scope="session")
def other(shared_folder: Path) -> Path:
    """The folder of a new site in other languages. Read only."""
    return programs.once(shared_folder, "other", unreviewed) / "press"
