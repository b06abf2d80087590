"""Incremental equals clean with sites that are not ours: the one of Pelican's own functional test, in its two themes.

The oracle is the plain ``pelican`` command without our plugin, in a process that has never loaded it. No file is
excepted: all of them are compared byte for byte, pages, feeds and static files.
"""

from __future__ import annotations

import json
import locale
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pelican
import pytest
from indicators.test_without_newsroom import in_english

from aimaq.pipeline.build import build
from aimaq.pipeline.report import Report
from tools import pelican_sources, programs
from tools.built import ROOT
from tools.versions import tree

THEMES = Path(pelican.__file__).parent / "themes"
GOLDEN = Path(pelican.__file__).parent / "tests/output/custom"
HTML = Path(pelican.__file__).parent / "tests/content/article_with_metadata.html"
#: A warning of Pelican's is a problem to our build; this site has one, and says so by Pelican's own setting.
SETTINGS = """
PATH = "content"
THEME = "theme"
PLUGIN_PATHS = ["plugins"]
PLUGINS = ["aimaq.incremental"]
LOG_FILTER = [(30, "Unable to find '%s', skipping url replacement.")]
"""
#: Pelican's defaults, but for what it warns of, with an archive for each month.
DEFAULTS = """
SITENAME = "A Pelican site"
SITEURL = "https://pelican.example"
TIMEZONE = "UTC"
LOCALE = "C"
IGNORE_FILES = ["jinja2_template.html"]
STATIC_PATHS = ["images", "pictures", "extra"]
DEFAULT_DATE = (2012, 3, 2)
DEFAULT_PAGINATION = 3
MONTH_ARCHIVE_SAVE_AS = "{date:%Y}/{date:%m}/index.html"
THEME_TEMPLATES_OVERRIDES = ["overrides"]
"""


class Plain:
    """The ``pelican`` command without our plugin: one process that has Pelican loaded, and a fork for each build."""

    _CODE = """
import os, sys
import docutils.core, markdown, pelican, pelican.readers
for line in sys.stdin:
    pid = os.fork()
    if not pid:
        os.chdir(line.rstrip("\\n"))
        os.close(1)
        os.open(os.devnull, os.O_WRONLY)
        own = ["-o", "plain", "-d", "-e", "PLUGINS=[]", "--fatal", "warnings"]
        pelican.main(["content", "-s", "pelicanconf.py", *own])
        os._exit(0)
    print(os.waitpid(pid, 0)[1], flush=True)
"""

    def __init__(self) -> None:
        command = [sys.executable, "-c", self._CODE]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")

    def start(self, project: Path) -> None:
        """Begin to build ``project`` anew."""
        assert self.process.stdin
        self.process.stdin.write(f"{project}\n")
        self.process.stdin.flush()

    def site(self, project: Path) -> dict[str, bytes]:
        """Return the site that was begun, when it is there."""
        assert self.process.stdout
        assert self.process.stdout.readline() == "0\n", "plain Pelican failed; what it said is above"
        return tree(project / "plain")


@pytest.fixture(scope="module")
def plain() -> Iterator[Plain]:
    """The oracle, one process for the module."""
    oracle = Plain()
    with oracle.process:
        yield oracle
        assert oracle.process.stdin
        oracle.process.stdin.close()


@pytest.fixture(scope="module")
def samples(shared_folder: Path) -> Path:
    """The functional test's folder, downloaded once."""
    programs.once(shared_folder, "pelican-sources", lambda folder: pelican_sources.samples())
    return pelican_sources.samples()


@pytest.fixture(autouse=True)
def same_locale() -> Iterator[None]:
    """Pelican sets the locale of the process that it runs in."""
    before = locale.setlocale(locale.LC_ALL)
    yield
    locale.setlocale(locale.LC_ALL, before)


@pytest.fixture(params=["notmyidea", "simple"])
def site(request: pytest.FixtureRequest, samples: Path, tmp_path: Path) -> Path:
    """The content with a copy of a theme: in `notmyidea` with the functional test's settings, in `simple` with few."""
    project = tmp_path / "site"
    shutil.copytree(samples / "content", project / "content")
    shutil.copytree(THEMES / request.param, project / "theme")
    own = (samples / "pelican.conf.py").read_text("utf-8")
    if request.param == "simple":
        own = DEFAULTS
        article = HTML.read_text("utf-8").replace("This is a super article !", "Written in HTML")
        (project / "content/written-in-html.html").write_text(article, "utf-8")
        (project / "overrides").mkdir()
        shutil.copy(THEMES / "simple/templates/translations.html", project / "overrides")
    shutil.copytree(ROOT / "plugins/aimaq", project / "plugins/aimaq")
    (project / "pelicanconf.py").write_text(own + SETTINGS, "utf-8")
    return project


def built(project: Path) -> Report:
    return build(project, output=project / "output", cache=project / "cache")


def change(project: Path, path: str, pattern: str, text: str) -> None:
    """Replace what is found, which has to be there."""
    file = project / path
    changed, count = re.subn(pattern, lambda _: text, file.read_text("utf-8"), count=1, flags=re.MULTILINE)
    assert count, f"{path} has no {pattern}"
    file.write_text(changed, "utf-8")


def write(project: Path, path: str, text: str) -> None:
    file = project / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def append(project: Path, path: str, text: str) -> None:
    write(project, path, (project / path).read_text("utf-8") + text)


RST = """\
A new one
#########

:date: 2013-05-06
:tags: new, bar
:category: fresh

See `it <{filename}/article2.rst>`_.
"""
MARKDOWN = (
    "Title: In Markdown\nDate: 2013-05-07\nTags: new\nAuthor: Somebody Else\n\n![alt]({static}/pictures/Sushi.jpg)\n"
)
FRENCH = RST.replace("A new one", "Nouveau !").replace(":date:", ":slug: a-new-one\n:lang: fr\n:date:")
INCLUDING = "Quoting\n#######\n\n:date: 2013-05-08\n\n.. include:: parts/quoted.txt\n"

Edit = Callable[[Path], object]


def in_order(*edits: Edit) -> Edit:
    """Several edits as one."""

    def edit(site: Path) -> None:
        for each in edits:
            each(site)

    return edit


#: What is done to the site, in this order, each step on top of those before.
EDITS: dict[str, Edit] = {
    "edit bodies": in_order(
        lambda site: append(site, "content/super_article.rst", "\nOne more paragraph.\n"),
        lambda site: append(site, "content/cat1/markdown-article.md", "\nMore **text**.\n"),
    ),
    "edit a title": lambda site: change(site, "content/article2.rst", "^Second article$", "Another titl "),
    "retag": lambda site: change(site, "content/article2.rst", "^:tags: .*$", ":tags: oh, baz, thoughts"),
    "re-date": lambda site: change(site, "content/article2.rst", "^:date: .*$", ":date: 2011-01-02"),
    "add": in_order(
        lambda site: write(site, "content/added.rst", RST),
        lambda site: write(site, "content/cat1/added.md", MARKDOWN),
    ),
    "include a file": in_order(
        lambda site: write(site, "content/parts/quoted.txt", "Some words.\n"),
        lambda site: write(site, "content/quoting.rst", INCLUDING),
    ),
    "edit the included file": lambda site: write(site, "content/parts/quoted.txt", "Other words.\n"),
    "move to another section": lambda site: (site / "content/cat1/article3.rst").rename(site / "content/article3.rst"),
    "change an address that others link to": lambda site: change(
        site, "content/unbelievable.rst", "^:date:", ":slug: hardly-believable\n:date:"
    ),
    "translate": lambda site: write(site, "content/added-fr.rst", FRENCH),
    "withdraw a translation": lambda site: (site / "content/article2-fr.rst").unlink(),
    "publish a draft, hide a page": in_order(
        lambda site: change(site, "content/draft_article.rst", "^:status: draft$", ":status: published"),
        lambda site: change(site, "content/pages/test_page.rst", "^:category:", ":status: hidden\n:category:"),
    ),
    "delete": lambda site: (site / "content/added.rst").unlink(),
    "add and replace static files": in_order(
        lambda site: write(site, "content/images/new.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"),
        lambda site: append(site, "content/extra/robots.txt", "Disallow: /drafts/\n"),
        lambda site: (site / "content/pictures/Sushi.jpg").write_bytes(b"another picture"),
    ),
    "delete a static file": lambda site: (site / "content/images/new.svg").unlink(),
    "change a template": lambda site: change(
        site, "theme/templates/article.html", "{% block content %}", "{% block content %}<!-- one -->"
    ),
    "change a base template": lambda site: change(site, "theme/templates/base.html", "</body>", "<!-- end --></body>"),
    "add a theme's file": lambda site: write(site, "theme/static/css/more.css", "body { color: black }\n"),
    "change a theme's file": lambda site: write(site, "theme/static/css/more.css", "body { color: navy }\n"),
    "delete a theme's file": lambda site: (site / "theme/static/css/more.css").unlink(),
    "rename the site": lambda site: append(site, "pelicanconf.py", 'SITENAME = "Another name"\n'),
    "shorten the lists": lambda site: append(site, "pelicanconf.py", "DEFAULT_PAGINATION = 2\n"),
    "move the articles, turn feeds off": lambda site: append(
        site, "pelicanconf.py", 'ARTICLE_SAVE_AS = ARTICLE_URL = "a/{slug}.html"\nCATEGORY_FEED_ATOM = None\n'
    ),
}


def test_a_cold_build_is_what_plain_pelican_makes(site: Path, plain: Plain) -> None:
    """Byte for byte, with `incremental` alone in PLUGINS: under our build, and under Pelican's own command."""
    plain.start(site)
    built(site)
    wanted = plain.site(site)
    assert tree(site / "output") == wanted
    command = [sys.executable, "-m", "pelican", "content", "-s", "pelicanconf.py", "-o", "own", "--fatal", "warnings"]
    done = subprocess.run(command, cwd=site, capture_output=True, encoding="utf-8", env=outside())
    assert done.returncode == 0, done.stdout + done.stderr
    assert tree(site / "own") == wanted


def test_with_figures_that_nobody_quotes_it_is_the_same(site: Path, plain: Plain) -> None:
    """`indicators` alone and together with `incremental`, beside a ledger with a figure."""
    plain.start(site)
    ledger = json.loads((ROOT / "tests/indicators/small.json").read_text("utf-8"), object_hook=in_english)
    write(site, "indicators.json", json.dumps(ledger))
    wanted, settings = plain.site(site), (site / "pelicanconf.py").read_text("utf-8")
    for name, plugins in (("figures", '["aimaq.indicators"]'), ("both", '["aimaq.indicators", "aimaq.incremental"]')):
        more = f'PLUGIN_PATHS = []\nPLUGINS = {plugins}\nINDICATORS_PATH = "indicators.json"\n'
        more += 'INCREMENTAL_TRANSFORM = "aimaq.figures.fill.today:load"\n'
        write(site, "pelicanconf.py", settings + more)
        command = ["-m", "pelican", "content", "-s", "pelicanconf.py", "-o", name, "--fatal", "warnings"]
        done = subprocess.run([sys.executable, *command], cwd=site, capture_output=True, encoding="utf-8")
        assert done.returncode == 0, done.stdout + done.stderr
        assert tree(site / name) == wanted, name


def outside() -> dict[str, str]:
    """Return an environment in which nothing tells Python where our plugins are."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


def _bare(data: bytes) -> bytes:
    return b"".join(data.split())


@pytest.mark.parametrize("site", ["notmyidea"], indirect=True)
def test_the_functional_test_of_pelican_passes(site: Path) -> None:
    """Pelican ships what its maintainers expect of this site; they compare words, not white space, and so does this."""
    built(site)
    ours, golden = tree(site / "output"), tree(GOLDEN)
    assert ours.keys() == golden.keys()
    assert all(_bare(data) == _bare(golden[path]) for path, data in ours.items())


def test_after_each_edit_the_site_is_what_plain_pelican_makes(site: Path, plain: Plain) -> None:
    """A sequence of edits of every kind; after each, the incremental build and a clean one agree in every byte."""
    built(site)
    everything = len(tree(site / "output"))
    idle = []
    for name, edit in EDITS.items():
        edit(site)
        plain.start(site)
        report = built(site)
        assert tree(site / "output") == plain.site(site), name
        if not report.changes:
            idle.append(name)
        again = built(site)
        assert again.refilled and not again.changes, name
    assert everything > 50 and not idle


def test_a_template_outside_of_the_theme_counts(site: Path, plain: Plain) -> None:
    """THEME_TEMPLATES_OVERRIDES and THEME_STATIC_PATHS name folders that may stand anywhere."""
    append(
        site, "pelicanconf.py", 'THEME_TEMPLATES_OVERRIDES = ["mine"]\nTHEME_STATIC_PATHS = ["static", "../assets"]\n'
    )
    write(site, "mine/archives.html", "{{ SITENAME }}")
    write(site, "assets/one.txt", "1")
    steps: tuple[Callable[[], object], ...] = (
        lambda: None,
        lambda: write(site, "mine/archives.html", "{{ SITENAME }}!"),
        lambda: write(site, "mine/tags.html", "{{ tags|length }}"),
        lambda: write(site, "assets/one.txt", "2"),
        lambda: (site / "mine/tags.html").unlink(),
    )
    for step in steps:
        step()
        plain.start(site)
        built(site)
        assert tree(site / "output") == plain.site(site)


def test_a_date_from_the_file_system_counts(site: Path, plain: Plain) -> None:
    """With DEFAULT_DATE = "fs" the time of a file is its date, the one case in which a time says anything."""
    append(site, "pelicanconf.py", 'DEFAULT_DATE = "fs"\n')
    write(site, "content/undated.md", "Title: Undated\n\nText.\n")
    for when in (1_500_000_000, 1_600_000_000):
        os.utime(site / "content/undated.md", (when, when))
        plain.start(site)
        built(site)
        assert tree(site / "output") == plain.site(site)


def test_a_date_with_an_offset_stays_as_it_is_written(site: Path, plain: Plain) -> None:
    """The offset, and the name of the zone, are printed by templates and feeds; in the second build from the store."""
    write(
        site, "content/west.md", "Title: West\nDate: 2015-01-01T10:00:00-03:00\nModified: 2015-01-02T10:00Z\n\nText.\n"
    )
    append(site, "pelicanconf.py", 'TIMEZONE = "Europe/Paris"\nDEFAULT_DATE_FORMAT = "%Y-%m-%d %H:%M %Z %z"\n')
    shown = "{{ article.date.strftime('%Z %z') }} {{ article.date.tzname() }} {{ article.date.tzinfo }}"
    base = "theme/templates/article.html"
    for text in (shown, f"{shown}!"):
        change(site, base, "{% block content %}.*$", "{% block content %}" + text)
        plain.start(site)
        built(site)
        assert tree(site / "output") == plain.site(site)


def test_a_warning_is_told_in_every_build(site: Path) -> None:
    """Pelican tells a warning once a process; a second build must not publish what stopped the first."""
    from aimaq.base.problems import ProblemsFound

    built(site)
    before = tree(site / "output")
    append(site, "content/cat1/markdown-article.md", "\n[nowhere]({filename}/nowhere.md)\n")
    append(site, "pelicanconf.py", "LOG_FILTER = []\n")
    for _ in range(2):
        with pytest.raises(ProblemsFound, match=r"nowhere\.md"):
            built(site)
    assert tree(site / "output") == before
