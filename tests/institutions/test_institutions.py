"""Each small newsroom is whole: built and checked without a word, valid, every link alive, nothing of what it lacks."""

import json
import re
import shutil
from pathlib import Path

import feedparser
import pytest
from institutions.conftest import Built
from institutions.sites import SITES

from tools import built, validators

#: What no site of another institution may hold: names and addresses of the one that the program was made for.
ALMATY = re.compile(
    r"almaty|алмат|industrial zone|индустриальн|индустриялық|aimaq\.example|\bthe zone\b|зон[аеы]\b", re.I
)
#: The languages in which typed numbers are not looked for.
LESS = {"pl": "Polski", "tr": "Türkçe"}
FIGURES = re.compile(r"figures?\b|indicators?\b|цифр|показател|көрсеткіш|open data|/api/", re.I)


def test_check_finds_nothing(newsroom: Built) -> None:
    """`aimaq check` builds the site anew, and has no problems; it names languages in which it looks for less."""
    done = built.aimaq("check", project=newsroom.project)
    assert (done.returncode, done.stderr) == (0, "")
    less = [f"{name} ({lang})" for lang, name in LESS.items() if lang in newsroom.institution.languages]
    warning = f"Warning: aimaq check: numbers that are typed by hand were not looked for in {less[0]}\n" if less else ""
    assert done.stdout.startswith(warning)
    assert re.fullmatch(
        r"(    .*\n)?No problems: \d+ pages would be published\.\n", done.stdout.removeprefix(warning)
    ), done.stdout


def test_every_link_leads_somewhere(newsroom: Built) -> None:
    """Those of menu and footer too, on each page."""
    assert not validators.dead_links(newsroom.site)


def test_nothing_is_of_almaty(newsroom: Built) -> None:
    """No file holds a name, an address or a word of the institution that the program was made for."""
    found = [f"{name}: {match[0]}" for name, text in newsroom.site.texts.items() if (match := ALMATY.search(text))]
    assert not found


def test_every_feed_is_right(newsroom: Built) -> None:
    """feedparser reads each RSS and Atom feed without a complaint, and each JSON Feed names its own address."""
    feeds = [name for name in newsroom.site.texts if "feeds/" in name]
    assert len(feeds) >= 3 * len(newsroom.institution.languages)
    for name in feeds:
        text = newsroom.site.texts[name]
        if name.endswith(".json"):
            assert json.loads(text)["feed_url"] == f"{newsroom.institution.url}/{name}"
        else:
            assert not feedparser.parse(text)["bozo"], name


def test_what_there_is_not_is_not_spoken_of(newsroom: Built) -> None:
    """Without figures no page speaks of them, and no file is for them; in one language no page speaks of languages."""
    site, institution = newsroom.site, newsroom.institution
    if not institution.indicators:
        names = [path.relative_to(site.output).as_posix() for path in site.files]
        assert not [name for name in names if name.startswith("api/") or "indicators" in name]
        for page in site.pages:
            assert not FIGURES.findall(page.root.text_content()), page.address
            assert not page.root.xpath('//script[contains(@src, "live")]'), page.address
    if len(institution.languages) == 1:
        for page in site.pages:
            assert not page.root.xpath('//nav[@class="languages"] | //link[@hreflang]'), page.address
            assert "language" not in page.root.text_content(), page.address
        assert "hreflang" not in "".join(text for name, text in site.texts.items() if name.endswith(".xml"))


def test_all_pages_are_valid_html(tmp_path: Path, newsrooms: list[Built], node_tools: Path) -> None:
    """The Nu HTML checker has nothing to say about any page of any institution."""
    for number, each in enumerate(newsrooms):
        shutil.copytree(each.site.output, tmp_path / str(number))
    messages = validators.html_messages(built.Site(tmp_path), node_tools)
    assert not messages, "\n".join(messages[:20])


def test_what_a_site_overrides_stands_on_its_pages(newsrooms: list[Built]) -> None:
    """A block of every page, one of the home page, and a stylesheet behind the theme's; the rest is the theme's."""
    site = next(each.site for each in newsrooms if each.institution is SITES["conservatory"])
    for page in site.pages:
        assert len(page.root.xpath("//aside[@class='closed']")) == 1, page.address
        assert page.root.xpath("//footer"), page.address
    assert site.page("/").root.xpath("//p[@class='welcome']")
    [title] = site.page("/season/").root.xpath("//h1")
    assert (title.get("class"), title.text) == ("landing", "The season")
    [style] = [text for name, text in site.texts.items() if name.startswith("theme/css/site")]
    assert style.rindex(".welcome") > style.rindex(".headlines")


def test_a_template_that_there_is_not_is_named(tmp_path: Path) -> None:
    """With the one that was meant."""
    project = SITES["conservatory"].write(tmp_path / "project")
    page = project / "content/pages/season.en.md"
    page.write_text(page.read_text("utf-8").replace("landing", "landig"), "utf-8")
    done = built.aimaq("build", project=project)
    assert done.returncode == 1
    assert done.stderr.startswith(
        'content/pages/season.en.md:3:11: template: there is no "landig"; did you mean "landing"?'
    )


def test_each_edition_is_one_of_the_site(newsrooms: list[Built]) -> None:
    """Its pages name each other, the default one for readers of other languages; it has search, feeds and a sitemap."""
    for each in newsrooms:
        languages = each.institution.languages
        for lang in languages if len(languages) > 1 else ():
            root = each.site.page(each.institution.address(lang, "news/first/")).root
            named = {link.get("hreflang"): link.get("href") for link in root.xpath("//link[@hreflang]")}
            assert named.keys() == {*languages, "x-default"}
            assert named["x-default"] == named[languages[0]]
            assert root.get("lang") == lang
            prefix = each.institution.address(lang)[1:]
            assert f"{prefix}feeds/all.atom.xml" in each.site.texts and f"sitemaps/{lang}.xml" in each.site.texts
            assert f"{prefix}search/index.html" in each.site.texts


def test_a_missing_ledger_is_named_where_a_text_quotes_it(tmp_path: Path) -> None:
    """One problem, whatever number of texts and settings need it."""
    project = SITES["town"].write(tmp_path / "project")
    with (project / "pelicanconf.py").open("a", encoding="utf-8") as conf:
        conf.write('HEADLINE_INDICATORS = ("jobs",)\n')
    story = project / "content/news/first.en.md"
    story.write_text(story.read_text("utf-8") + "\nIt gave work to {{ jobs }} and {{ people }}.\n", "utf-8")
    done = built.aimaq("build", project=project)
    assert done.returncode == 1
    assert done.stderr.startswith("content/data/indicators.json: the file is missing\n")
    assert done.stderr.count("\n") == 3, done.stderr


@pytest.mark.parametrize("path", ["content/data/figures.json", "content/data/figure.json"])
def test_a_ledger_that_the_settings_name_has_to_be_there(tmp_path: Path, path: str) -> None:
    """Only the usual place may be empty: another one in the settings means a file."""
    project = SITES["town"].write(tmp_path / "project")
    with (project / "pelicanconf.py").open("a", encoding="utf-8") as conf:
        conf.write(f"INDICATORS_PATH = {path!r}\n")
    done = built.aimaq("build", project=project)
    assert (done.returncode, done.stderr.partition("\n")[0]) == (1, f"{path}: the file is missing")
