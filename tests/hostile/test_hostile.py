"""Every input of cases.yaml is refused by name, or published and can do nothing."""

from __future__ import annotations

import html
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import cast

import pytest
from hostile.conftest import Built, build
from hostile.pages import prose, site_skeletons, skeleton, visible
from hostile.places import HERE, Case, cases, put_entries, small_project

from aimaq.base.web_addresses import LINK_SCHEMES
from aimaq.newsroom.markdown.sanitising import ATTRIBUTES, ELEMENTS

CASES = cases()
HARMLESS = [case for case in CASES if not case.told]
REFUSED = [case for case in CASES if case.told]

#: What the program puts a table of three columns or more into.
BOX = ("div", ("aria-label", "class", "role", "tabindex"))


def test_the_table_is_long_enough() -> None:
    """At least 150 inputs, each named once."""
    assert len({str(case) for case in CASES}) == len(CASES) >= 150


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_it_is_refused_by_name(case: Case, refused: Built) -> None:
    """The message names the file; what is wrong is said in words; no terminal obeys what is quoted."""
    shown = "".join(f"\\u{ord(c):04x}" if unicodedata.category(c) in ("Cc", "Cf") else c for c in case.path)
    name = shown.rpartition("/")[2]
    # Of two files that clash, one is named in the words about the other; a folder is named by itself.
    starts = (f"{shown}:", f"{shown.rpartition('/')[0]}:")
    own = [told for told in refused.problems if told.startswith(starts) or f'"{name}"' in told]
    assert any(case.told in told for told in own), own or refused.said[:2000]


def test_all_are_refused_in_one_run(refused: Built) -> None:
    """Nothing is published, nothing is told as a surprise, and control characters do not reach the terminal."""
    assert refused.returncode == 1
    assert not refused.output.exists()
    assert "Traceback" not in refused.said and "Something unexpected" not in refused.said
    assert not [c for c in refused.said if unicodedata.category(c) in ("Cc", "Cs") and c != "\n"]


def test_the_harmless_ones_are_published(harmless: Built) -> None:
    """None is dropped."""
    assert harmless.returncode == 0, harmless.said
    for case in HARMLESS:
        if case.path.startswith("content/news"):
            assert (harmless.output / f"news/{case.slug}/index.html").is_file(), case
        elif case.place == "name":
            assert (harmless.output / case.text).is_file()


def test_no_page_has_an_element_attribute_or_scheme_that_plain_words_have_not(harmless: Built, plain: Built) -> None:
    """Pages, feeds, pictures, data files: only an article's own text differs, which the next test looks at."""
    assert plain.returncode == 0, plain.said
    found, expected = site_skeletons(harmless.output), site_skeletons(plain.output)
    assert found.keys() == expected.keys()
    body = {f"news/{case.slug}/index.html" for case in HARMLESS if case.place in ("body", "file")}
    for name in found.keys() - body:
        assert found[name] == expected[name], name


@pytest.mark.parametrize("case", [case for case in HARMLESS if case.place == "body"], ids=str)
def test_a_text_consists_of_what_a_text_may_have(case: Case, harmless: Built) -> None:
    """Its elements, attributes and schemes are those of the list; what stands around it is the template's."""
    page = (harmless.output / f"news/{case.slug}/index.html").read_bytes()
    for tag, attributes, schemes in skeleton(prose(page))[1:]:
        if tag != "-text":
            assert tag in ELEMENTS, tag
            allowed = ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set()) | {"value", "data-indicator"}
            assert set(attributes) <= allowed or (tag, attributes) == BOX, tag
            assert set(schemes) <= {"", *LINK_SCHEMES}


@pytest.mark.parametrize("case", [case for case in HARMLESS if case.place == "title"], ids=str)
def test_a_title_is_read_as_it_was_written(case: Case, harmless: Built) -> None:
    """Nothing is taken away to make it harmless."""
    page = (harmless.output / f"news/{case.slug}/index.html").read_bytes()
    assert visible(page, "h1") == " ".join(unicodedata.normalize("NFC", case.text).split())


def test_links_and_pipes_are_refused_before_they_are_touched(tmp_path: Path) -> None:
    """All at once; what they lead to is not published."""
    project = small_project(tmp_path / "project")
    told = put_entries(project)
    done = build(project)
    assert done.returncode == 1
    for path, message in told.items():
        assert any(each.startswith(f"{path}: ") and message in each for each in done.problems), (path, done.said)
    assert "Something unexpected" not in done.said


SETTINGS = {
    "SITEURL = 5": "SITEURL: expected text, found a whole number (5)",
    "SITENAME = ['a']": "SITENAME: expected text, found a list",
    "DEFAULT_LANG = None": "DEFAULT_LANG: expected text, found nothing",
    "TIMEZONE = 5": "TIMEZONE: expected text, found a whole number (5)",
    "THEME_STATIC_DIR = '../theme'": 'THEME_STATIC_DIR: "../theme" leads out of the output folder',
    "ARTICLE_PATHS = 'news'": 'ARTICLE_PATHS: expected a list, found text ("news")',
    "STATIC_PATHS = ['media', '../../etc']": 'STATIC_PATHS: "../../etc" leads out of the content folder',
    "PAGE_PATHS = ['/etc']": 'PAGE_PATHS: "/etc" leads out of the content folder',
    "IGNORE_FILES = '.*'": 'IGNORE_FILES: expected a list, found text (".*")',
    "MARKDOWN = ['toc']": "MARKDOWN: expected fields, found a list",
    "MARKDOWN = {'extensions': 'toc'}": 'MARKDOWN.extensions: expected a list, found text ("toc")',
    "JINJA_ENVIRONMENT = {'autoescape': False}": "JINJA_ENVIRONMENT: autoescape has to be True",
    "INDICATORS_PATH = 1": "INDICATORS_PATH: expected text, found a whole number (1)",
    "INDICATORS_PREFIXES = {'ru': '', 'kk': '../kk/', 'en': 'en/'}": 'found "../kk/"',
    "INDICATORS_PUBLISHER = 'a'": 'INDICATORS_PUBLISHER: expected fields, found text ("a")',
    "EXTRA_PATH_METADATA = {'media/a': {'path': '../../x'}}": '"media/a" would be published at "../../x"',
    "PAGINATION_PATTERNS = [(1, '../{url}', '../{save_as}')]": "leads out of the output folder",
    "ARTICLE_URL = '../{slug}/'": 'ARTICLE_URL: "../{slug}/" leads out of the output folder',
    "PAGE_SAVE_AS = '/etc/{slug}'": 'PAGE_SAVE_AS: "/etc/{slug}" leads out of the output folder',
    "PLUGINS = 'aimaq'": 'PLUGINS: expected a list, found text ("aimaq")',
    "NEWSROOM_TRUSTS_HTML = 'no'": 'NEWSROOM_TRUSTS_HTML: expected true or false, found text ("no")',
    "THEME_STATIC_PATHS = ['../../..']": 'THEME_STATIC_PATHS: "../../.." leads out of the project',
}


def test_wrong_settings_are_told_at_once(tmp_path: Path) -> None:
    """With the line of each; two files, since a setting has one value."""
    project = small_project(tmp_path / "project")
    conf = project / "pelicanconf.py"
    right = conf.read_text("utf-8")
    again = {line: told for line, told in SETTINGS.items() if line.startswith("MARKDOWN = {")}
    for chosen in (SETTINGS.keys() - again.keys(), again.keys()):
        conf.write_text("\n".join([right, *chosen, ""]), encoding="utf-8")
        done = build(project)
        assert done.returncode == 1
        for line in chosen:
            number = conf.read_text("utf-8").split("\n").index(line) + 1
            own = [each for each in done.problems if each.startswith(f"pelicanconf.py:{number}: ")]
            assert any(SETTINGS[line] in each for each in own), (line, done.said)
        assert "Something unexpected" not in done.said


def test_html_is_published_as_it_is_where_a_setting_trusts_it(tmp_path: Path) -> None:
    """But no link to a script, and no file from outside, by whatever attribute Pelican takes it for a link."""
    project = small_project(tmp_path / "project")
    conf = project / "pelicanconf.py"
    conf.write_text(conf.read_text("utf-8") + "\nNEWSROOM_TRUSTS_HTML = True\n", encoding="utf-8")
    story = project / "content/news/plans.ru.md"
    head = story.read_text("utf-8")
    story.write_text(head + '\n<video controls data-x="1"></video>\n', encoding="utf-8")
    assert build(project).returncode == 0
    page = (project / "output/news/plans/index.html").read_text("utf-8")
    assert '<video controls data-x="1"></video>' in page
    story.write_text(head + '\n<a href="javascript:alert(1)">x</a>\n', encoding="utf-8")
    assert 'a link to "javascript:" is not published' in build(project).said
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    story.write_text(head + '\n<object data="{static}/../../secret.txt"></object>\n', encoding="utf-8")
    assert 'a text links to the file "../../secret.txt"' in build(project).said
    assert not [path for path in (project / "output").rglob("*") if path.is_file() and b"secret" in path.read_bytes()]


def test_a_file_that_may_not_be_read_stops_the_build(tmp_path: Path) -> None:
    """Not even root's rights help: the command runs without them."""
    project = small_project(tmp_path / "project")
    (project / "content/news/plans.ru.md").chmod(0)
    code = "import ctypes, os; ctypes.CDLL(None).prctl(24, 1); ctypes.CDLL(None).prctl(24, 2); "
    code += f"os.execv({sys.executable!r}, [{sys.executable!r}, '-m', 'aimaq', 'build'])"
    done = subprocess.run([sys.executable, "-c", code], cwd=project, capture_output=True, encoding="utf-8")
    assert done.returncode == 1
    assert "content/news/plans.ru.md: Permission denied" in done.stderr
    shutil.rmtree(project)


def test_the_sanitiser_changes_nothing_that_markdown_writes(harmless: Built) -> None:
    """What ships is what the converter wrote: the real content passes through byte for byte."""
    from markdown import Markdown

    from aimaq import defaults
    from aimaq.figures.text.markdown_extension import MarkerExtension
    from aimaq.newsroom.markdown.markup import with_newsroom_markup
    from aimaq.newsroom.markdown.sanitising import sanitise
    from aimaq.settings.schema import MarkdownSetting
    from tools.built import ROOT

    settings = cast("MarkdownSetting", dict(defaults.MARKDOWN))
    settings["extensions"] = (*settings["extensions"], MarkerExtension())
    md = Markdown(**with_newsroom_markup(settings))
    texts = [*ROOT.glob("content/*/*.md")]
    assert texts
    for path in texts:
        body = path.read_text("utf-8").split("\n---\n", 1)[1]
        written = md.reset().convert(body)
        assert sanitise(written) == (written, ()), path
    sample = (HERE / "markdown.md").read_text("utf-8")
    written = md.reset().convert(sample)
    clean, losses = sanitise(written)
    assert not losses
    assert html.unescape(clean) == html.unescape(written).replace("<details open>", '<details open="">')
