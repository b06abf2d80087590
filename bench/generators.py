"""How each generator's project is laid out, edited and built."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from . import programs
from .corpus import Corpus
from .figures import MAIN, Figures, option
from .forms import FORMS, KINDS, Form
from .words import SECTIONS, TAGS

__all__ = ["GENERATORS", "LABELS", "Edit", "Generator", "Project"]

BENCH = Path(__file__).parent
ROOT = BENCH.parent
THEMES = BENCH / "themes"
_SKIPPED = shutil.ignore_patterns("__pycache__", "node_modules", ".*")


@dataclass(frozen=True, slots=True)
class Generator:
    """One generator with its bare theme; ``newsroom`` is the product itself.

    ``editions`` says that it writes the product's kinds of files, an edition for each language. ``copied`` are files
    and folders with their places in the project, ``settings`` the texts that make up its pelicanconf.py, ``cold`` and
    ``warm`` the commands of a first build and of any other.
    """

    name: str
    copied: tuple[tuple[Path, str], ...]
    content: str
    data: str
    template: str
    cold: Callable[[], list[str]]
    warm: Callable[[], list[str]]
    caches: tuple[str, ...] = ()
    settings: tuple[Path, ...] = ()
    editions: bool = False

    @property
    def form(self) -> Form:
        return FORMS[self.name]


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit has been built once its finished page holds the text."""

    page: Path
    text: str

    def shown(self) -> bool:
        """Tell whether it has, whatever spaces a theme sets between its words."""
        return self.page.is_file() and _spaced(self.text) in _spaced(self.page.read_text("utf-8"))


@dataclass
class Project:
    """One generator's copy of the corpus in a folder of its own, and the edits that it has seen."""

    generator: Generator
    corpus: Corpus
    folder: Path
    figures: Figures = field(default_factory=Figures)
    steps: int = 0

    @property
    def output(self) -> Path:
        """Where the finished site is."""
        return self.folder / "output"

    def make(self) -> None:
        """Write the project anew."""
        shutil.rmtree(self.folder, ignore_errors=True)
        for source, place in self.generator.copied:
            target = self.folder / place
            if source.is_dir():
                shutil.copytree(source, target, ignore=_SKIPPED, dirs_exist_ok=True)
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(source, target)
        if self.generator.settings:
            text = "".join(path.read_text("utf-8") for path in self.generator.settings)
            (self.folder / "pelicanconf.py").write_text(text, "utf-8")
        self._write_data()
        for article in self.corpus:
            self._write(*self.generator.form.article(article, self.figures))
        if self.generator.name == "hugo":
            for section in SECTIONS:
                self._write(f"sections/{section}/_index.md", f'---\ntitle: {section}\noutputs: ["html", "feed"]\n---\n')
        if self.generator.name == "hugo-newsroom":
            self._write_lists()
        if self.generator.editions:
            self._write_pages()

    def page(self, number: int) -> Path:
        """Return the finished page of an article."""
        article = self.corpus.article(number)
        prefix = "" if not self.generator.editions or article.lang == "ru" else f"{article.lang}/"
        return self.output / f"{prefix}news/{article.slug}/index.html"

    def clear(self) -> None:
        """Remove the finished site and whatever earlier builds have kept."""
        for name in ("output", *self.generator.caches):
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def edit_article(self) -> Edit:
        """Change the text of the newest article, which the feed of all articles shows too."""
        self.steps += 1
        number = self.corpus.newest()
        article = self.corpus.article(number).edited(self.steps)
        self._write(*self.generator.form.article(article, self.figures))
        return Edit(self.page(number), f"№ {self.steps}.")

    def edit_figure(self) -> Edit:
        """Change the figure that every third article quotes; where there is no data file, in each of them."""
        self.steps += 1
        before, self.figures = self.figures, Figures(self.steps)
        self._write_data()
        for article in () if self.generator.data else self.corpus:
            path, old = self.generator.form.article(article, before)
            _, new = self.generator.form.article(article, self.figures)
            if old != new:
                self._write(path, new)
        # The first article is in Russian and quotes the number.
        return Edit(self.page(0), self.figures.plain(option(MAIN, "number"), "ru"))

    def edit_template(self) -> Edit:
        """Change the template of an article."""
        self.steps += 1
        path = self.folder / self.generator.template
        marked = f'<article data-step="{self.steps}"'
        text, count = re.subn(r'<article(?: data-step="\d+")?', marked, path.read_text("utf-8"), count=1)
        assert count == 1, f"{self.generator.template} has no <article>"
        path.write_text(text, "utf-8")
        return Edit(self.page(0), marked)

    def _write_data(self) -> None:
        if self.generator.data:
            path = self.folder / self.generator.data
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.generator.form.data(self.figures), "utf-8")

    def _write(self, name: str, text: str) -> None:
        path = self.folder / self.generator.content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def _write_lists(self) -> None:
        """Write what gives Hugo all lists in each edition, and sections and topics feeds in three formats."""
        feeds = json.dumps(["html", "feedrss", "feedatom", "feedjson"])
        moments = [self.corpus.moment(number) for number in range(self.corpus.size)]
        lists = dict.fromkeys((*(f"topics/{tag}" for tag in TAGS), *(f"sections/{kind}" for kind in KINDS)), feeds)
        dates = (*(f"archive/{each:%Y}" for each in moments), *(f"months/{each:%Y-%m}" for each in moments))
        lists |= dict.fromkeys(dates, '["html"]')
        for lang in ("ru", "kk", "en"):
            for path, outputs in lists.items():
                head = f'title: "{path.partition("/")[2]}"\noutputs: {outputs}\n'
                self._write(f"{path}/_index.{lang}.md", f"---\n{head}---\n")
            self._write(f"pages/search.{lang}.md", "---\ntitle: search\nurl: search/\n---\n")

    def _write_pages(self) -> None:
        for order, slug in enumerate(("about", "contacts", "figures"), 1):
            for lang in ("ru", "kk", "en"):
                head = f'title: "{slug} ({lang})"\nsummary: "{slug}"\n'
                head += f"menu: true\norder: {order}\n" if self.generator.name == "newsroom" else f"url: {slug}/\n"
                self._write(f"pages/{slug}.{lang}.md", f"---\n{head}---\n\n{slug} ({lang}).\n")


def _spaced(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def _aimaq() -> list[str]:
    # The whole command, as an editor gives it.
    return [sys.executable, "-m", "aimaq", "build"]


def _pelican() -> list[str]:
    return [sys.executable, "-m", "pelican", "--quiet"]


def _pelican_with_cache() -> list[str]:
    return [*_pelican(), "--extra-settings", "CACHE_CONTENT=true", "LOAD_CONTENT_CACHE=true"]


def _hugo() -> list[str]:
    return [programs.hugo(), "build", "--destination", "output", "--quiet"]


def _hugo_with_search() -> list[str]:
    # Hugo has no search index of its own: Pagefind makes one of the finished pages.
    build, index = ([str(each) for each in command] for command in (_hugo(), programs.pagefind()))
    return ["sh", "-c", f"{shlex.join(build)} && {shlex.join([*index, '--site', 'output', '--quiet'])}"]


GENERATORS = {
    each.name: each
    for each in (
        Generator(
            "aimaq",
            ((THEMES / "pelican/theme", "theme"),),
            content="content",
            data="content/data/indicators.json",
            template="theme/templates/article.html",
            cold=_aimaq,
            warm=_aimaq,
            caches=(".aimaq", ".output.idle"),
            settings=(THEMES / "pelican/pelicanconf.py", THEMES / "aimaq/settings.py"),
        ),
        Generator(
            "pelican",
            ((THEMES / "pelican/theme", "theme"),),
            content="content",
            data="",
            template="theme/templates/article.html",
            cold=_pelican,
            warm=_pelican_with_cache,
            settings=(THEMES / "pelican/pelicanconf.py",),
        ),
        Generator(
            "hugo",
            ((THEMES / "hugo", "."),),
            content="content",
            data="data/indicators.json",
            template="layouts/page.html",
            cold=_hugo,
            warm=_hugo,
            caches=("resources",),
        ),
        Generator(
            "hugo-newsroom",
            ((THEMES / "hugo-newsroom", "."),),
            content="content",
            data="data/indicators.json",
            template="layouts/page.html",
            cold=_hugo_with_search,
            warm=_hugo_with_search,
            caches=("resources",),
            editions=True,
        ),
        Generator(
            "eleventy",
            ((THEMES / "eleventy", "."),),
            content="src",
            data="src/_data/indicators.json",
            template="src/_includes/article.njk",
            cold=programs.eleventy,
            warm=programs.eleventy,
            caches=(".cache",),
        ),
        Generator(
            "newsroom",
            ((ROOT / "theme", "theme"), (ROOT / "tests/errors/pelicanconf.py", "pelicanconf.py")),
            content="content",
            data="content/data/indicators.json",
            template="theme/templates/article.html",
            cold=_aimaq,
            warm=_aimaq,
            caches=(".aimaq", ".output.idle"),
            editions=True,
        ),
    )
}
LABELS = {
    "aimaq": "Aimaq",
    "pelican": "stock Pelican",
    "hugo": "Hugo",
    "hugo-newsroom": "Hugo, the same kinds of files",
    "eleventy": "Eleventy",
    "newsroom": "Aimaq, our own theme",
}
