"""A site that `aimaq new` has made builds and checks as it stands, and holds nothing of another institution."""

from __future__ import annotations

import json
import re
import unicodedata
import zipfile
from io import BytesIO
from pathlib import Path

import feedparser
import pytest
from institutions.sites import SIGN
from lxml import html
from PIL import Image
from pypdf import PdfReader
from starter.conftest import NAMES, made
from starter.test_site_files import ALMATY

from tools.built import ROOT, Site, aimaq
from tools.terminal import answer_in_terminal

PLAIN = {lang: " ".join(name.split()) for lang, name in NAMES.items()}
PREFIXES = {"ru": "", "kk": "kk/", "en": "en/"}


def text_of(path: Path, data: bytes) -> str:
    """Return what a file says, with the metadata of pictures and documents; "" for programs and fonts."""
    if path.suffix in {".png", ".jpg", ".webp", ".avif", ".ico"}:
        with Image.open(BytesIO(data)) as picture:
            picture.load()
            return repr(picture.info) + repr(dict(picture.getexif()))
    if path.suffix == ".pdf":
        document = PdfReader(BytesIO(data))
        metadata = document.xmp_metadata.rdf_root.toxml() if document.xmp_metadata else ""
        return "".join(page.extract_text() for page in document.pages) + repr(document.metadata) + metadata
    if path.suffix == ".zip":
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return "".join(name + text_of(Path(name), archive.read(name)) for name in archive.namelist())
    return data.decode("utf-8", "ignore")


@pytest.mark.parametrize("name", ["press", "three", "plain"])
def test_it_checks_and_asks_only_whom_readers_may_call(name: str, request: pytest.FixtureRequest) -> None:
    """These sites were made without --email."""
    done = aimaq("check", project=request.getfixturevalue(name))
    assert (done.returncode, done.stderr) == (0, "")
    contacts = r"Warning: content/pages/contacts\.\w+\.md: the page of contacts .*\n    .*\n"
    assert re.fullmatch(rf"({contacts})+No problems: \d+ pages would be published\.\n", done.stdout), done.stdout


def test_languages_in_which_typed_numbers_are_not_looked_for_are_named(other: Path) -> None:
    """Beside whom to call, that is all that there is to say of them."""
    done = aimaq("check", project=other)
    assert done.returncode == 0 and done.stderr == ""
    *contacts, warning, hint, last = done.stdout.splitlines()
    assert all("contacts." in each for each in contacts[::2])
    assert warning.startswith("Warning: aimaq check: numbers that are typed by hand were not looked for in Polski (pl)")
    assert last.startswith("No problems: ") and hint


@pytest.mark.parametrize("name", ["press", "three", "plain", "other"])
def test_no_file_of_the_output_names_another_institution(name: str, request: pytest.FixtureRequest) -> None:
    output = request.getfixturevalue(name) / "output"
    for path in output.rglob("*"):
        if path.is_file():
            found = ALMATY.search(text_of(path, path.read_bytes()))
            assert not found, f"{path.relative_to(output)}: {found}"


def test_nothing_that_journalists_take_names_another_institution(tmp_path: Path) -> None:
    """PDFs and media kits of a release, with their metadata."""
    site = made(tmp_path, "--name", "City Office", "--url", "https://press.example.org")
    text = (site / "content/news/first-story.en.md").read_text("utf-8").replace("kind: news", "kind: release")
    (site / "content/news/first-story.en.md").write_text(text, "utf-8")
    done = aimaq("pdf", project=site)
    assert done.returncode == 0, done.stderr
    pdfs = 0
    for path in (site / "output-pdf").rglob("*"):
        if path.is_file():
            said = text_of(path, path.read_bytes())
            assert not ALMATY.search(said), path
            pdfs += path.suffix == ".pdf" and "City Office" in said
    assert pdfs == 1


def test_a_name_survives_into_pages_feeds_and_data(three: Path) -> None:
    """By lxml, feedparser and Python's JSON."""
    output = three / "output"
    for lang, prefix in PREFIXES.items():
        page = html.fromstring((output / prefix / "index.html").read_text("utf-8"))
        assert page.xpath("string(head/title)").strip() == PLAIN[lang]
        assert PLAIN[lang] in [" ".join(each.text_content().split()) for each in page.xpath("//header//a")]
        assert PLAIN[lang] == page.xpath("string(//*[@class='footer-name'])").strip()
        for kind in ("rss.xml", "atom.xml"):
            feed = feedparser.parse((output / prefix / f"feeds/all.{kind}").read_bytes())
            assert not feed.bozo and feed.feed.title == PLAIN[lang]
        assert PLAIN[lang] in json.loads((output / prefix / "feeds/all.json").read_text("utf-8"))["title"]
    data = json.loads((output / "api/indicators.json").read_text("utf-8"))
    assert PLAIN["kk"] in json.dumps(data, ensure_ascii=False)


def test_the_figures_number_is_true(three: Path) -> None:
    for lang, prefix in PREFIXES.items():
        page = html.fromstring((three / "output" / prefix / "news/first-story/index.html").read_text("utf-8"))
        values = {each.get("value") for each in page.xpath("//article//data[@data-form='nominative']")}
        assert values == {str(len(PREFIXES))}, lang


def test_a_site_without_figures_does_not_speak_of_them(plain: Path) -> None:
    """No page, no link and no file of figures; its README and its pages say nothing of them either."""
    output = plain / "output"
    assert not [path for name in ("api/indicators*", "indicators", "en/indicators") for path in output.glob(name)]
    for path in output.rglob("*.html"):
        text = path.read_text("utf-8")
        assert not re.search(r'href="/(en/)?(indicators|api|figures)/', text), path
    assert "indicators" not in (plain / "README.md").read_text("utf-8")


def test_every_page_stands_in_each_language(three: Path) -> None:
    site = Site(three / "output")
    for prefix in PREFIXES.values():
        for page in ("about", "contacts", "accessibility", "figures"):
            assert site.page(f"/{prefix}{page}/").headline


def test_commands_work_below_the_sites_folder(tmp_path: Path) -> None:
    site = made(tmp_path, "--name", "City Office", "--url", "https://press.example.org")
    below = site / "content/news"
    assert aimaq("build", project=below).returncode == 0
    assert (site / "output/index.html").is_file() and (site / ".aimaq").is_dir()
    done = aimaq("write", "news", "Library", project=below)
    assert done.stdout == "Made content/news/library.en.md\n"
    (below / "library.en.md").unlink()
    done = aimaq("hosting", project=below)
    assert done.stdout.startswith("Wrote ../../hosting/") and (site / "hosting/Caddyfile").is_file()
    (below / "values.csv").write_text("period,value\n", "utf-8")
    done = aimaq("pull", "--key", "languages", "--from", "values.csv", project=below)
    assert "values.csv" in done.stdout + done.stderr and "cannot be read" not in done.stderr
    (below / "values.csv").unlink()
    assert aimaq("impact", project=below).returncode == 0
    assert sorted(path.name for path in below.iterdir()) == ["first-story.en.md"]
    assert sorted(path.name for path in (site / "content").iterdir()) == [
        "data",
        "media",
        "news",
        "pages",
        "parts",
        "people",
    ]


def test_a_folder_with_files_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "press").mkdir()
    (tmp_path / "press/index.html").write_text("hers")
    done = aimaq("new", "press", "--name", "X", "--url", "https://x.example.org", "--yes", project=tmp_path)
    assert done.returncode == 1 and done.stderr.startswith("press: this folder is not empty: index.html\n")
    assert [path.name for path in (tmp_path / "press").iterdir()] == ["index.html"]


def test_in_a_terminal_it_asks(tmp_path: Path) -> None:
    """A wrong answer is named, and all questions come again with the answers that were given."""
    (tmp_path / "ours.svg").write_text(SIGN, "utf-8")
    first = ["ru,en", "Управа", "Office", "press.example.org", "Asia/Tashkent", "#1d4ed8", "ours.svg", "a@b.kz", "y"]
    again = ["", "", "", "https://press.example.org", "", "", "", "", "", ""]
    said = answer_in_terminal(tmp_path, "new", "press", answers=[*first, "none", *again])
    assert "--url: expected scheme and host" in said
    conf = (tmp_path / "press/pelicanconf.py").read_text("utf-8")
    assert 'COLOURS = {"brand": "#1d4ed8"}' in conf
    assert '"ru": {"email": "a@b.kz"}' in conf and '"en": {"email": "a@b.kz"}' in conf
    assert 'SIGN = {"file": "sign.svg"}' in conf
    assert (tmp_path / "press/overrides/identity/sign.svg").read_text("utf-8") == SIGN
    assert '"aimaq[identity]==' in (tmp_path / "press/pyproject.toml").read_text("utf-8"), "what renders it"
    assert 'TIMEZONE = "Asia/Tashkent"' in conf and 'DEFAULT_LANG = "ru"' in conf and '"site_name": "Office"' in conf
    assert not (tmp_path / "press/.github").exists()


def test_the_sign_stands_on_the_pages_of_the_first_build(tmp_path: Path) -> None:
    (tmp_path / "ours.svg").write_text(SIGN, "utf-8")
    named = ("--name", "Office", "--url", "https://press.example.org", "--sign", "ours.svg", "--no-figures", "--yes")
    assert aimaq("new", "press", *named, project=tmp_path).returncode == 0
    done = aimaq("build", project=tmp_path / "press")
    assert done.returncode == 0, done.stderr
    output = tmp_path / "press/output"
    assert (output / "icon-512.png").is_file() and "sign." in (output / "index.html").read_text("utf-8")


def test_the_starter_speaks_of_its_own_files(press: Path) -> None:
    """Each file and folder that a site's README names is there."""
    text = (press / "README.md").read_text("utf-8")
    named = re.findall(r"`([\w./-]+(?:/|\.\w+))`", text)
    assert len(named) > 5
    for name in named:
        if name not in {"uv.lock", "check.yml", ".uv/bin/uv", "wheels/"}:  # a wheel comes with a program from one
            assert (press / name).exists() or list(press.rglob(Path(name).name)), name


def test_the_repositorys_own_site_has_settings_like_any_other(press: Path) -> None:
    """No module of a site's folder is imported, and its settings begin as those of a new one."""
    for folder in (ROOT, press):
        lines = (folder / "pelicanconf.py").read_text("utf-8").split("\n")
        assert [line for line in lines if re.match(r"\s*(from|import) ", line)] == [
            "from aimaq.defaults import *  # noqa: F403  Pelican's way to inherit settings"
        ]


def test_names_have_hard_letters() -> None:
    """Else the tests of names would test little."""
    assert {unicodedata.bidirectional(each) for each in "".join(NAMES.values())} >= {"R", "AL", "L"}
