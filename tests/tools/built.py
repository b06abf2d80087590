"""The built site as the tests see it: files and parsed pages, read without any of our own code."""

import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html

from tools import forked

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("ru", "kk", "en")
PREFIXES = {"ru": "", "kk": "kk/", "en": "en/"}
SITEMAPS = tuple(f"sitemaps/{lang}.xml" for lang in PREFIXES)
TEXT_FILES = frozenset(
    {".html", ".xml", ".json", ".jsonld", ".csv", ".txt", ".css", ".js", ".svg", ".webmanifest", ".xsl"}
)


#: The command `aimaq`, by the Python of the tests.
AIMAQ = (sys.executable, "-m", "aimaq")


def aimaq(*arguments: str, project: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run ``aimaq …`` in ``project``, as an editor does."""
    return forked.run(arguments, project)


def build(project: Path, output: Path) -> None:
    """``aimaq build`` of ``project`` into ``output``; the test fails with what it printed if it fails."""
    done = aimaq("build", "--output", str(output), project=project)
    if done.returncode:
        pytest.fail(f"aimaq build failed in {project}:\n{done.stdout}\n{done.stderr}", pytrace=False)


def copy_project(target: Path) -> Path:
    """Copy the site, without the program but with a theme of its own to edit, into ``target``, a new folder.

    It has no log: tests change what was published. Those of the log are in tests/log.
    """
    target.mkdir()
    for name in ("content", "theme"):
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("figures.log.*"))
    for name in ("pelicanconf.py", "publishconf.py"):
        shutil.copy2(ROOT / name, target)
    with (target / "pelicanconf.py").open("a", encoding="utf-8") as conf:
        conf.write('THEME = "theme"\n')
    return target


def leave_out_newer(project: Path, day: str) -> None:
    """Take out of a project the texts that quote what became public after ``day``; links to them become plain words.

    A build with an earlier day as today does not know those figures, and would stop.
    """
    ledger: Json = json.loads((project / "content/data/indicators.json").read_text("utf-8"))["indicators"]
    released: dict[tuple[str, str], str] = {}
    for key, indicator in ledger.items():
        for seen in indicator.get("observations", ()):
            place = key, seen["period"]
            released[place] = min(seen["released"], released.get(place, seen["released"]))
    texts = {path: path.read_text("utf-8") for path in (project / "content").rglob("*.md")}
    quoted = re.compile(r"\{\{ (?:assert )?([a-z0-9-]+) @ ([0-9-]+)")
    left_out = {
        path.name.split(".")[0]
        for path, text in texts.items()
        if any(released.get(place, "") > day for place in quoted.findall(text))
    }
    for path, text in texts.items():
        if path.name.split(".")[0] in left_out:
            path.unlink()
        else:
            slugs = "|".join(map(re.escape, left_out))
            path.write_text(re.sub(rf"\[([^\]]*)\]\((?:/[a-z-]+)*/(?:{slugs})/\)", r"\1", text), "utf-8")


def small_project(target: Path, *, own_theme: bool = False) -> Path:
    """Lay out the tests' own small newsroom in ``target``, a new folder: five texts, three indicators, its settings.

    It has the package's theme, as sites have, or a copy as its ``own_theme``, which a test may edit.
    """
    target.mkdir(parents=True)
    shutil.copytree(ROOT / "tests/errors/content", target / "content")
    settings = (ROOT / "tests/errors/pelicanconf.py").read_text("utf-8")
    if own_theme:
        shutil.copytree(ROOT / "theme", target / "theme")
    else:
        settings = settings.replace('\nTHEME = "theme"\n', f'\nTHEME = "{(ROOT / "theme").as_posix()}"\n')
    (target / "pelicanconf.py").write_text(settings, "utf-8")
    shutil.copy2(ROOT / "publishconf.py", target)
    return target


def give_address(project: Path) -> Path:
    """Give a project an address that can be published, in place of the one for examples."""
    conf = project / "pelicanconf.py"
    conf.write_text(conf.read_text("utf-8").replace("press.aimaq.example", "press.aimaq.kz"), "utf-8")
    return project


#: An object of JSON as Python reads it: what a test expects of its parts is in its assertions.
Json = dict[str, Any]


@dataclass(frozen=True)
class Page:
    """One HTML page: ``address`` is root-relative ("/kk/news/x/"), ``root`` the parsed <html> element."""

    file: Path
    address: str
    root: html.HtmlElement

    @property
    def lang(self) -> str:
        """The edition that the address belongs to."""
        first = self.address.split("/")[1]
        return first if first in LANGUAGES else "ru"

    @property
    def is_error_page(self) -> bool:
        return self.address.endswith("/404.html")

    def one(self, xpath: str) -> str:
        """The only string that ``xpath`` selects."""
        found = self.root.xpath(xpath)
        assert len(found) == 1, f"{self.address}: {xpath} selects {len(found)} values, expected 1: {found[:5]}"
        return str(found[0])

    @property
    def main(self) -> html.HtmlElement:
        """The element that holds the page's own content."""
        [main] = self.root.iter("main")
        return main

    @property
    def headline(self) -> str:
        """The text of the first heading of the first level."""
        return next(self.root.iter("h1")).text_content()

    @property
    def canonical(self) -> str:
        """The page's own absolute address; an error page has none."""
        return self.one('head/link[@rel="canonical"]/@href')

    @property
    def alternates(self) -> dict[str, str]:
        """hreflang → absolute address."""
        links = self.root.xpath('head/link[@rel="alternate"][@hreflang]')
        return {link.get("hreflang"): link.get("href") for link in links}

    @property
    def structured(self) -> list[str]:
        """The text of each JSON-LD block."""
        return [block.text or "" for block in self.root.xpath('//script[@type="application/ld+json"]')]


@dataclass(frozen=True)
class Site:
    """A finished output tree."""

    output: Path

    @cached_property
    def url(self) -> str:
        """The site's own address, scheme and host, without a trailing slash."""
        return self.page("/").canonical.rstrip("/")

    @cached_property
    def files(self) -> tuple[Path, ...]:
        return tuple(sorted(path for path in self.output.rglob("*") if path.is_file()))

    @cached_property
    def texts(self) -> dict[str, str]:
        """Every text file, by its path relative to the output."""
        return {
            path.relative_to(self.output).as_posix(): path.read_text(encoding="utf-8")
            for path in self.files
            if path.suffix in TEXT_FILES
        }

    @cached_property
    def sitemaps(self) -> str:
        """The sitemaps of all editions, one after another."""
        return "".join(text for name, text in self.texts.items() if name in SITEMAPS)

    @cached_property
    def mapped(self) -> dict[str, etree._Element]:
        """What the sitemaps say of each page, by its absolute address."""
        space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
        roots = [etree.fromstring(self.texts[name].encode()) for name in SITEMAPS if name in self.texts]
        return {entry.findtext(f"{space}loc", ""): entry for root in roots for entry in root}

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        return tuple(self._read(path) for path in self.files if path.suffix == ".html")

    @cached_property
    def by_address(self) -> dict[str, Page]:
        return {page.address: page for page in self.pages}

    def page(self, address: str) -> Page:
        return self._read(self.file(address)) if "pages" not in self.__dict__ else self.by_address[address]

    def file(self, address: str) -> Path:
        """The file that a static host sends for a root-relative address (it may not exist)."""
        place = address.partition("#")[0].partition("?")[0]
        path = self.output / place.lstrip("/")
        return path / "index.html" if place.endswith("/") else path

    def serves(self, url: str) -> bool:
        """True if an absolute address on this site, or a root-relative one, has a file."""
        return self.file(url.removeprefix(self.url) or "/").is_file()

    def _read(self, path: Path) -> Page:
        root = html.document_fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
        address = "/" + path.relative_to(self.output).as_posix().removesuffix("index.html")
        return Page(path, address, root)


_SPACES = re.compile(r"\s+")


def words(text: str) -> str:
    """``text`` with every run of white space, no-break included, as one space."""
    return _SPACES.sub(" ", text).strip()
