"""Menu and footer: what there is, or what the settings say; a link to nowhere is named with its line."""

from pathlib import Path

import pytest
from institutions.conftest import Built
from institutions.sites import SITES

from tools import built

_SETTINGS = """
NAVIGATION = {
    "en": [
        "archive",
        {"label": "Tides", "address": "/tides"},
        {"label": "Port", "address": "port/"},
        {"label": "Feeds", "address": "/feeds/all.rss.xml#top"},
        {"label": "Own", "address": "https://news.harbour.org/nothing/"},
        {"label": "Script", "address": "javascript:alert(1)"},
        {"label": "Mail", "address": "mailto:port@harbour.org"},
    ],
    "eng": [],
}
"""


def links(site: built.Site, nav: str, address: str = "/") -> list[tuple[str, str]]:
    """Label and address of each link in an element of a page."""
    return [(each.text_content(), each.get("href")) for each in site.page(address).root.xpath(f"{nav}//a")]


def test_without_settings_menu_and_footer_lead_to_what_there_is(newsroom: Built) -> None:
    """Neither has a link twice, and the menu leads to the section and the archive of its edition."""
    for lang in newsroom.institution.languages:
        home = newsroom.institution.address(lang)
        menu = links(newsroom.site, '//nav[@class="sections"]', home)
        assert [address for _, address in menu if "indicators" not in address][:2] == [
            f"{home}news/",
            f"{home}archive/",
        ]
        footer = [address for _, address in links(newsroom.site, "//footer", home)]
        assert len(footer) == len(set(footer)) and f"{home}feeds/all.rss.xml" in footer


def test_a_page_puts_itself_into_the_menu_and_the_footer_is_that_of_the_settings(shared_newsroom: Built) -> None:
    """`menu: true`; and in FOOTER own links beside a part of the program's."""
    site = shared_newsroom.site
    assert links(site, '//nav[@class="sections"]')[2:] == [("Tides today", "/tides/")]
    expected = [("Tides", "/tides/"), ("Pilots", "https://pilots.org/"), ("RSS", "/feeds/all.rss.xml")]
    assert links(site, "//footer")[:3] == expected
    titles = [each.text_content() for each in site.page("/").root.xpath("//footer//h2")]
    assert titles == ["Ships", "Subscribe"]


@pytest.fixture
def shared_newsroom(shared_folder: Path, newsrooms: list[Built]) -> Built:
    """The site that has a footer of its own."""
    return next(each for each in newsrooms if each.institution is SITES["harbour"])


def test_a_link_to_nowhere_is_named_with_its_line(tmp_path: Path) -> None:
    """Every one, and an edition that does not exist; a fragment and another scheme are no faults."""
    project = SITES["harbour"].write(tmp_path / "project")
    conf = project / "pelicanconf.py"
    before = conf.read_text("utf-8")
    conf.write_text(before + _SETTINGS, "utf-8")
    first = before.count("\n") + 2  # the line of NAVIGATION
    done = built.aimaq("build", project=project)
    assert done.returncode == 1
    assert [line for line in done.stderr.split("\n") if not line.startswith(" ")][:-2] == [
        f'pelicanconf.py:{first + 3}: NAVIGATION: "Tides" leads to "/tides", where nothing is published',
        f'pelicanconf.py:{first + 4}: NAVIGATION: "Port" leads to "port/", which is no address',
        f'pelicanconf.py:{first + 6}: NAVIGATION: "Own" leads to "https://news.harbour.org/nothing/", '
        "where nothing is published",
        f'pelicanconf.py:{first + 7}: NAVIGATION: "Script" has an address that cannot be published: '
        'a link to "javascript:" is not published',
        f'pelicanconf.py:{first + 10}: NAVIGATION: there is no edition "eng"; did you mean "en"?',
    ]
    assert 'the address is "/tides/"' in done.stderr


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ('NAVIGATION = {"en": ["section"]}', 'NAVIGATION[...][0]: unknown name "section"'),
        ('NAVIGATION = ["archive"]', "NAVIGATION: expected fields, found a list"),
        ('FOOTER = {"en": [{"title": "T", "links": []}]}', "FOOTER[...][0].links: expected at least one, found none"),
        ('FOOTER = {"en": ["feeds"] * 6}', "FOOTER[...]: expected at most 5"),
        ('NAVIGATION = {"en": [{"label": "", "address": "/"}]}', "NAVIGATION[...][0].label: expected text, found an"),
    ],
)
def test_a_setting_of_the_wrong_form_is_refused(tmp_path: Path, setting: str, message: str) -> None:
    """With its line, as any other setting."""
    project = SITES["town"].write(tmp_path / "project")
    with (project / "pelicanconf.py").open("a", encoding="utf-8") as conf:
        conf.write(setting + "\n")
    done = built.aimaq("build", project=project)
    assert done.returncode == 1
    assert done.stderr.partition(": ")[2].startswith(message), done.stderr
