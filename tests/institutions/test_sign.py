"""SIGN: an institution's own sign stands wherever the theme's would, and one that cannot be used is refused."""

import io
import json
import re
from pathlib import Path

import pytest
from institutions.conftest import Built
from institutions.sites import SIGN, SITES
from PIL import Image, ImageFile

from aimaq.base.problems import ProblemsFound
from aimaq.newsroom.theme.assets import read_assets
from aimaq.newsroom.theme.identity import identity_of
from aimaq.settings.read import read_settings
from aimaq.settings.schema import Settings
from aimaq.settings.sign import sign_of
from tools import built
from tools.built import ROOT
from tools.headers_file import read_headers_file

#: The bars of the theme's sign, in the masthead, the icon, and pictures for other sites.
THEMES = ("M0 4h8v2H0z", "M5 6h6v2H5z")
BLUE = (11, 79, 138)


@pytest.fixture(scope="module")
def gallery(newsrooms: list[Built]) -> Built:
    return next(each for each in newsrooms if each.institution is SITES["gallery"])


def pixels(picture: Image.Image) -> set[bytes]:
    """The colours of a picture, three bytes each."""
    data = picture.convert("RGB").tobytes()
    return {data[place : place + 3] for place in range(0, len(data), 3)}


def test_the_sign_stands_on_every_page_and_the_themes_nowhere(gallery: Built) -> None:
    """In every file of the site; the page for the press says who may use it, in each edition."""
    found = [name for name, text in gallery.site.texts.items() if any(each in text for each in THEMES)]
    assert not found
    for page in gallery.site.pages:
        [image] = page.root.xpath("//a[@class='wordmark']/img")
        assert (image.get("src").split("/")[2], image.get("alt")) == ("img", "")
        assert int(image.get("width")) / int(image.get("height")) == 40 / 32
    for lang, terms in (("en", "Free to use"), ("kk", "еркін пайдаланылады")):
        assert terms in gallery.site.texts[f"{gallery.institution.address(lang, 'press-kit/')[1:]}index.html"]


def test_every_icon_that_a_page_or_a_manifest_names_has_the_size_that_it_says(gallery: Built) -> None:
    """In each edition, whose manifest is in its own language; each icon is square."""
    for lang, name in gallery.institution.names.items():
        page = gallery.site.page(gallery.institution.address(lang))
        [address] = page.root.xpath("//link[@rel='manifest']/@href")
        manifest = json.loads((gallery.site.output / address[1:]).read_text("utf-8"))
        assert (manifest["name"], manifest["lang"]) == (name, lang)
        assert manifest["start_url"] == manifest["scope"] == gallery.institution.address(lang)
        named = {each["src"]: each["sizes"] for each in manifest["icons"]}
        named |= {each.get("href"): each.get("sizes") for each in page.root.xpath("//link[@rel='icon'][@sizes]")}
        named["/apple-touch-icon.png"] = "180x180"
        assert page.root.xpath("//link[@rel='apple-touch-icon']/@href") == ["/apple-touch-icon.png"]
        for path, size in named.items():
            with Image.open(gallery.site.output / path[1:]) as icon:
                assert f"{icon.width}x{icon.height}" == size, path
                assert bytes(BLUE) in pixels(icon), path
    with Image.open(gallery.site.output / "favicon.ico") as icon:
        assert icon.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    with Image.open(gallery.site.output / "apple-touch-icon.png") as icon:
        assert icon.getchannel("A").getextrema() == (255, 255)


def test_feeds_linked_data_and_pictures_have_it(gallery: Built) -> None:
    """Feeds of texts and of figures; JSON-LD of pages and files; charts for other sites; shared links."""
    texts, icon = gallery.site.texts, "https://press.gallery.org/icon-512.png"
    feeds = [text for name, text in texts.items() if "feeds/" in name]
    assert len(feeds) >= 15 and all(icon in text for text in feeds)
    assert f'"logo": "{icon}"' in texts["index.html"] and f'"logo": "{icon}"' in texts["news/first/index.html"]
    assert f'"logo": "{icon}"' in texts["api/indicators/visitors.jsonld"]
    for name in ("visitors.en.svg", "visitors.kk.badge.svg"):
        assert 'href="data:image/png;base64,' in texts[f"api/indicators/{name}"]
    with Image.open(gallery.site.output / "share.png") as picture:
        assert bytes(BLUE) in pixels(picture.crop((64, 110, 130, 180)))


def test_hosts_let_it_be_shown(gallery: Built) -> None:
    """The policy allows the manifest, and the picture in a chart that is opened by itself."""
    described = read_headers_file(gallery.site.output / "_headers")
    assert "manifest-src 'self'" in described.netlify("/")["content-security-policy"]
    assert "img-src data:" in described.netlify("/api/indicators/visitors.en.svg")["content-security-policy"]


def test_below_a_folder_every_address_has_it(tmp_path: Path) -> None:
    """Those of icons on pages, and those in the manifests of both editions."""
    project = SITES["gallery"].write(tmp_path / "project")
    conf = project / "pelicanconf.py"
    text = conf.read_text("utf-8").replace("https://press.gallery.org'", "https://gallery.org/press'")
    conf.write_text(text, "utf-8")
    built.build(project, tmp_path / "site")
    site = built.Site(tmp_path / "site")
    for name, start in (("site.webmanifest", "/press/"), ("kk/site.webmanifest", "/press/kk/")):
        manifest = json.loads((site.output / name).read_text("utf-8"))
        assert manifest["start_url"] == manifest["scope"] == start
        assert {each["src"].rpartition("/")[0] for each in manifest["icons"]} == {"/press"}
    named = re.findall(r'rel="(?:icon|manifest|apple-touch-icon)"[^>]*href="([^"]+)"', site.texts["kk/index.html"])
    assert len(named) == 4 and all(address.startswith("/press/") for address in named), named
    assert '"logo": "https://gallery.org/press/icon-512.png"' in site.texts["index.html"]


def test_without_a_sign_the_themes_own_has_the_institutions_colour() -> None:
    settings = read_settings({"THEME": str(ROOT / "theme"), "COLOURS": {"brand": "#4a0e2c"}}, ROOT)
    icon = read_assets(str(ROOT / "theme"), identity=identity_of(settings))["img/icon.svg"].content
    assert b"#4a0e2c" in icon and b"#245c3b" not in icon


def png(width: int, height: int, colour: str | tuple[int, ...] = "navy") -> bytes:
    stream = io.BytesIO()
    Image.new("RGBA", (width, height), colour).save(stream, "PNG")
    return stream.getvalue()


def svg(inside: str, attributes: str = 'viewBox="0 0 32 32"') -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inside}</svg>'.encode()


def named(folder: Path, name: str, data: bytes | None = None) -> Settings:
    """The settings of a project in ``folder`` whose sign is this file."""
    (folder / "overrides/identity").mkdir(parents=True, exist_ok=True)
    (folder / "pelicanconf.py").write_text(f"\n\nSIGN = {{'file': {name!r}}}\n", "utf-8")
    if data is not None:
        (folder / "overrides/identity" / name).write_bytes(data)
    return read_settings({"THEME": str(ROOT / "theme"), "SIGN": {"file": name}}, folder)


@pytest.mark.parametrize(
    ("name", "data", "place", "messages"),
    [
        ("sign.svg", None, "pelicanconf.py:3", ["there is no file"]),
        ("../sign.svg", None, "pelicanconf.py:3", ["leads out of"]),
        ("sign.gif", b"GIF89a", "pelicanconf.py:3", ["ends in .svg or .png"]),
        ("sign.png", b"no picture", "overrides/identity/sign.png", ["not a PNG, or it is damaged"]),
        ("sign.png", png(600, 600)[:-300], "overrides/identity/sign.png", ["not a PNG, or it is damaged"]),
        ("sign.png", png(100, 100), "overrides/identity/sign.png", ["expected at least 512 in height"]),
        ("sign.png", png(40, 300), "overrides/identity/sign.png", ["0.5 to 5 times", "at least 512"]),
        ("sign.png", png(5000, 5000), "overrides/identity/sign.png", ["more than 4096"]),
        ("sign.png", png(512, 512, (0, 0, 0, 0)), "overrides/identity/sign.png", ["all of it is transparent"]),
        (
            "sign.svg",
            svg('<circle r="9" fill="#ffe"/>'),
            "overrides/identity/sign.svg",
            ["cannot be seen"],
        ),
        ("sign.svg", svg("<script>alert(1)</script>"), "overrides/identity/sign.svg:1", ["does more than draw"]),
        ("sign.svg", svg('<image href="https://a.org/b.png"/>'), "overrides/identity/sign.svg:1", ["something else"]),
        ("sign.svg", svg("<text>Aa</text>", ""), "overrides/identity/sign.svg", ["letters as text", "no viewBox"]),
        ("sign.svg", b"<svg", "overrides/identity/sign.svg:1", ["not an SVG drawing"]),
        ("sign.svg", svg("<!--" + "a" * 200_000 + "-->"), "overrides/identity/sign.svg", ["more than 200,000"]),
    ],
)
def test_a_sign_that_cannot_be_used_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, data: bytes | None, place: str, messages: list[str]
) -> None:
    """With file, what was found, what was expected and what to do; everything that is wrong at once."""
    # A test that makes PDFs in this process has had half a picture taken for a whole one; commands make them last.
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", False)
    with pytest.raises(ProblemsFound) as raised:
        sign_of(named(tmp_path, name, data))
    assert len(raised.value.problems) == len(messages)
    for message in messages:
        [problem] = [each for each in raised.value.problems if message in each.message]
        assert str(problem).startswith(f"{place}:") and problem.hint, problem


def test_colour_and_sign_are_refused_together(tmp_path: Path) -> None:
    settings = named(tmp_path, "sign.png", png(100, 100))
    values = {"THEME": str(ROOT / "theme"), "COLOURS": {"brand": "#ffd400"}, "SIGN": {"file": "sign.png"}}
    with pytest.raises(ProblemsFound) as raised:
        identity_of(read_settings(values, settings.project))
    assert len(raised.value.problems) == 2


@pytest.mark.parametrize(
    ("data", "opaque", "plated"),
    [
        (png(512, 512), True, False),
        (SIGN.encode(), False, True),
        (svg('<circle r="16" cx="16" cy="16" fill="#7f7f7f"/>'), False, False),  # seen on white and on black
        (svg('<path fill="#000" d="M0 0h9v32H0z"/><path fill="#7f7f7f" d="M9 0h9v32H9z"/>'), False, True),
    ],
)
def test_only_a_sign_that_would_not_be_seen_on_a_dark_page_gets_a_ground(
    tmp_path: Path, data: bytes, opaque: bool, plated: bool
) -> None:
    name = "sign.svg" if data.startswith(b"<") else "sign.png"
    sign = sign_of(named(tmp_path, name, data))
    assert sign is not None and (sign.opaque, sign.plated) == (opaque, plated)
    alpha = Image.open(io.BytesIO(sign.icon(64))).getchannel("A").getextrema()[0]
    assert (alpha == 255) == (opaque or plated)
