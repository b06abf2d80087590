"""Addresses below a folder: in markup as another parser finds them, in scripts, in texts, and in what is refused."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from aimaq.base.addresses.site_folder import below, folder_of, is_folder, markup_in_folder, on_site, script_in_folder
from aimaq.base.problems import ProblemsFound
from aimaq.base.rss_atom_json_feeds import tag_uri
from aimaq.hosting.describe import read_hosting
from aimaq.newsroom.checks.published_file import SiteAddress
from aimaq.newsroom.settings import read_newsroom
from aimaq.settings.load import plain_settings
from aimaq.settings.read import read_settings
from tools.built import ROOT, Json, aimaq

FOLDER = "/press"
URL = f"https://user.github.io{FOLDER}"
ADDRESSES = ("href", "src", "srcset", "imagesrcset", "poster", "cite", "action", "formaction", "data", "data-check")
_VALUES = st.one_of(
    st.sampled_from(
        ["/", "/a/", "//b.kz/", "/a.png 1x, /b.png 2x", "a/", "#x", "https://b.kz/", "/a?b=/c", "", "/press/"]
    ),
    st.text(alphabet="/a, <>='&#;", max_size=12),
)
_ATTRIBUTE = st.tuples(st.sampled_from([*ADDRESSES, "title", "alt", "value"]), _VALUES, st.sampled_from("\"'"))
_TEXT = st.text(alphabet="ab /=\"'&", max_size=12).map(lambda text: text.replace("&", "&amp;"))


@st.composite
def _markup(draw: st.DrawFn) -> str:
    """Paragraphs with attributes of all kinds, and texts, comments and scripts that look like attributes."""
    parts = ["<div>"]
    for _ in range(draw(st.integers(0, 4))):
        attributes = {name: (value, mark) for name, value, mark in draw(st.lists(_ATTRIBUTE, max_size=4))}
        written = "".join(
            f" {name}={mark}{value.replace('&', '&amp;').replace(mark, '&#34;' if mark == chr(34) else '&#39;')}{mark}"
            for name, (value, mark) in attributes.items()
        )
        parts.append(f"<p{written}>{draw(_TEXT)}</p>")
        parts.append(draw(st.sampled_from(["", "<!-- <a href='/a/'> -->", "<script>'<a href=\"/a/\">'</script>"])))
    return "".join((*parts, "</div>"))


@given(_markup())
def test_every_address_in_markup_has_the_folder_and_nothing_else_is_touched(markup: str) -> None:
    before, after = html.fragment_fromstring(markup), html.fragment_fromstring(markup_in_folder(markup, FOLDER))
    for was, now in zip(before.iter(), after.iter(), strict=True):
        assert (was.tag, was.text, was.tail) == (now.tag, now.text, now.tail)
        expected = {}
        for name, value in was.attrib.items():
            if "srcset" in name:
                value = ", ".join(_expected(each) for each in value.split(", "))
            elif name in ADDRESSES:
                value = _expected(value)
            expected[name] = value
        assert dict(now.attrib) == expected
    assert markup_in_folder(markup, "") == markup


def _expected(address: str) -> str:
    return f"{FOLDER}{address}" if address.startswith("/") and not address.startswith("//") else address


def test_what_an_override_may_write() -> None:
    """Without quotation marks, in capitals, over several lines, in SVG."""
    assert markup_in_folder("<a href=/a/>", FOLDER) == "<a href=/press/a/>"
    assert markup_in_folder('<A class="x"\n HREF = "/a/">', FOLDER) == '<A class="x"\n HREF = "/press/a/">'
    assert markup_in_folder("<use xlink:href='/a.svg#b'/>", FOLDER) == "<use xlink:href='/press/a.svg#b'/>"
    assert markup_in_folder('<script src="/a.js">"/b"</script>', FOLDER) == '<script src="/press/a.js">"/b"</script>'
    assert script_in_folder('fetch("/api/a"); "/other"; x/api/2', FOLDER) == 'fetch("/press/api/a"); "/other"; x/api/2'


def test_addresses_are_those_of_the_site_or_not() -> None:
    assert folder_of(URL) == folder_of(f"{URL}/") == FOLDER and folder_of("https://a.kz") == ""
    assert [below(each, FOLDER) for each in ("/press", "/press/a/", "/press-kit/", "/a/")] == ["/", "/a/", "", ""]
    assert on_site(f"{URL}/a/#b", URL) == "/a/#b" and on_site(URL, URL) == "/" and on_site(f"{URL}#b", URL) == "/#b"
    assert on_site(f"{URL}-archive/", URL) == f"{URL}-archive/" and on_site("/a/", URL) == "/a/"
    assert all(map(is_folder, ("", "/a", "/a/b.c", "/~user")))
    assert not any(map(is_folder, ("/", "/a/", "/a//b", "/..", "/a/../b", "/a b", '/a"', "/ä", "a", "/a;b", "/$a")))


def test_an_identifier_names_the_folder_since_the_host_has_other_sites() -> None:
    assert tag_uri("https://a.kz", "2026-01-01", "x.en") == "tag:a.kz,2026-01-01:x.en"
    assert tag_uri(URL, "2026-01-01", "x.en") == "tag:user.github.io,2026-01-01:press/x.en"


@pytest.mark.parametrize(
    ("link", "folder", "file"),
    [
        ("/press/a/", "", "a/index.html"),
        ("/press", "", "index.html"),
        (f"{URL}/a/#b", "", "a/index.html#b"),
        ("../b/", "a", "b/index.html"),
        ("../../b/", "a", "/b"),
        ("../../press/b/", "a", "/press/b"),
        ("/a/", "", "/a/"),
        ("/press-kit/", "", "/press-kit/"),
        ("https://user.github.io/a/", "", ""),
        (f"{URL}-archive/", "", ""),
    ],
)
def test_a_link_out_of_the_folder_leads_to_no_file_of_the_site(link: str, folder: str, file: str) -> None:
    """Such a "file" begins with a slash, and every link to it is a problem; whole addresses of other sites are none."""
    assert SiteAddress(URL).target(link, folder) == file


def _settings(**own: object) -> Json:
    return {**plain_settings(ROOT, "pelicanconf.py"), "HOSTING_SECURITY": None, **own}


@pytest.mark.parametrize(
    "url",
    ["https://a.kz/", f"{URL}/", "https://a.kz/a b", "https://a.kz/a?b", "https://a.kz#a", "ftp://a.kz", "/press"],
)
def test_what_is_no_address_of_a_site_is_refused(url: str) -> None:
    with pytest.raises(ProblemsFound, match="SITEURL"):
        read_newsroom(read_settings(_settings(SITEURL=url), ROOT), datetime.now(UTC))


def test_relative_links_are_refused_and_security_txt_too_where_nobody_would_read_it() -> None:
    """What does nothing is not accepted silently."""
    with pytest.raises(ProblemsFound, match="RELATIVE_URLS"):
        read_newsroom(read_settings(_settings(SITEURL=URL, RELATIVE_URLS=True), ROOT), datetime.now(UTC))
    security = {"contact": ["mailto:a@a.kz"], "expires": "2027-01-01"}
    settings = _settings(SITEURL=URL, HOSTING_SECURITY=security)
    with pytest.raises(ProblemsFound, match=r"security\.txt stands at the root of a host \(RFC 9116, 3\).*in /press/"):
        read_hosting(read_settings(settings, ROOT), [])
    read_hosting(read_settings({**settings, "SITEURL": "https://a.kz"}, ROOT), [])


def test_a_text_names_addresses_without_the_folder(project: Path) -> None:
    """With it they are reported, and the message says how to write them."""
    conf = project / "pelicanconf.py"
    text = conf.read_text("utf-8").replace("https://press.aimaq.example", URL).partition("HOSTING_SECURITY")[0]
    conf.write_text(text + 'THEME = "theme"\n', "utf-8")
    story = project / "content/news/plans-2025.en.md"
    story.write_text(story.read_text("utf-8") + "\n[About](/press/en/about/)\n", "utf-8")
    done = aimaq("build", project=project)
    assert done.returncode == 1 and 'nothing is published at "/press/en/about/"' in done.stderr
    assert 'write "/en/about/": the site puts its folder in front of every address by itself' in done.stderr
