"""FONT: an institution's own font is everywhere that the theme's is, and one that cannot be used is refused."""

import io
import re
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from babel import Locale
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from institutions.conftest import Built
from institutions.sites import DEJAVU, FONTS, SITES
from playwright.sync_api import Browser, Route
from pypdf import PdfReader

from aimaq.base.files.cache import Cache
from aimaq.base.languages.known_languages import LANGUAGES
from aimaq.base.problems import ProblemsFound
from aimaq.newsroom.output.share_image import load
from aimaq.newsroom.theme.font_styles import published_files, stand_ins, with_families
from aimaq.settings.fonts import families_of, letters_of
from aimaq.settings.read import read_settings
from aimaq.settings.schema import Settings
from tools import built
from tools.browser import DESKTOP, FAR, PHONE, far_moved, visitor, watch_moves
from tools.built import ROOT

_SLOW = 0.4  # seconds that a font is late


@pytest.fixture(scope="module")
def gallery(newsrooms: list[Built]) -> Built:
    return next(each for each in newsrooms if each.institution is SITES["gallery"])


def test_every_page_loads_the_own_font_and_no_other(gallery: Built, browser: Browser) -> None:
    """In each edition; every text on it is drawn in that font."""
    with visitor(browser, gallery.site) as guest:
        for lang in gallery.institution.languages:
            for path in ("", "news/first/", "press-kit/"):
                tab = guest.arrive().go(gallery.institution.address(lang, path))
                fonts = {
                    address.rpartition("/")[2].partition(".")[0] for address in guest.requests if "/fonts/" in address
                }
                assert fonts == {"dejavu-sans", "dejavu-sans-bold"}, path
                [*families] = tab.evaluate("[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)")
                assert {family.strip('"') for family in families} - {"DejaVu Sans stand-in"} == {"DejaVu Sans"}
        assert not guest.complaints and not guest.absent


#: The width and height of a page's text on one line in some family.
_MEASURE = """async ([text, family, weight]) => {
    await document.fonts.load(`${weight} 20px ${family}`, text);
    const span = document.createElement("span");
    span.style = `position: absolute; white-space: nowrap; font: ${weight} 20px/normal ${family}`;
    span.textContent = text;
    document.body.append(span);
    const {width, height} = span.getBoundingClientRect();
    span.remove();
    return [width, height];
}"""


def test_the_stand_in_takes_the_room_of_the_font(gallery: Built, browser: Browser) -> None:
    """As a browser measures Latin and Cyrillic texts, regular and bold; plain Arial is far from it."""
    # Liberation Sans, which stands for Arial here, has no Kazakh letters.
    texts = {"en": "Every value, every plan and every correction of a figure", "ru": "История всех показателей"}
    with visitor(browser, gallery.site) as guest:
        tab = guest.go(gallery.institution.address("en"))
        for lang, text in texts.items():
            for weight in (400, 700):
                own, stand_in, arial = (
                    tab.evaluate(_MEASURE, [text, family, weight])
                    for family in ('"DejaVu Sans"', '"DejaVu Sans stand-in"', '"Liberation Sans"')
                )
                assert stand_in[0] == pytest.approx(own[0], rel=0.05), (lang, weight)
                assert stand_in[1] == pytest.approx(own[1], abs=1), (lang, weight)
                assert arial[0] != pytest.approx(own[0], rel=0.08), (lang, weight)


def test_nothing_moves_when_the_font_arrives(gallery: Built, browser: Browser) -> None:
    """The font comes after the page has been drawn."""

    def late(route: Route) -> None:
        time.sleep(_SLOW)
        route.fallback()

    with visitor(browser, gallery.site) as guest:
        watch_moves(guest.tab)
        guest.tab.route("**/*.woff2", late)
        for size in (PHONE, DESKTOP):
            guest.tab.set_viewport_size(size)
            for lang in gallery.institution.languages:
                tab = guest.go(gallery.institution.address(lang))
                assert far_moved(tab) <= FAR, (size, lang)


def test_the_licence_is_published_with_the_font(gallery: Built) -> None:
    own = gallery.site.output / "theme/fonts/own"
    published = {re.sub(r"\.[0-9a-f]{10}\.", ".", path.name): path.read_bytes() for path in own.iterdir()}
    assert published == {name: (FONTS / name).read_bytes() for name in DEJAVU}


def test_pdfs_are_set_in_it(gallery: Built, tmp_path: Path) -> None:
    """With the sign; a letter that the font lacks is taken from the theme's."""
    project = SITES["gallery"].write(tmp_path / "project")
    for story in (project / "content/news").iterdir():
        story.write_text(story.read_text("utf-8").replace("kind: news", "kind: release"), "utf-8")
    done = built.aimaq("pdf", "-o", str(tmp_path / "site"), project=project)
    assert done.returncode == 0, done.stderr
    [page] = PdfReader(tmp_path / "site/news/first/first.en.pdf").pages
    used: set[str] = set()
    page.extract_text(visitor_text=lambda text, cm, tm, font, size: used.add(str((font or {}).get("/BaseFont", ""))))
    assert used - {""} and all("DejaVu-Sans" in name for name in used - {""}), used


def test_shared_pictures_are_drawn_in_it(tmp_path: Path) -> None:
    """Words have the width that the font's own tables give them; letters that it lacks are drawn all the same."""
    drawing = load(named(tmp_path, regular="latin.ttf", bold="bold.ttf", second="theme"))
    for name, bold in (("dejavu-sans.woff2", False), ("dejavu-sans-bold.woff2", True)):
        font = TTFont(FONTS / name)
        names, widths = font.getBestCmap(), font["hmtx"].metrics
        wide = sum(widths[names[ord(letter)]][0] for letter in "mnop") / font["head"].unitsPerEm
        assert drawing._width("mnop", 100, bold=bold) == pytest.approx(100 * wide, rel=0.01)
    assert drawing._has("ә") and drawing._has("≈") and drawing._has("Ω")


@cache
def only_latin(name: str) -> bytes:
    """The free font with the letters of English alone, uncompressed."""
    font = TTFont(FONTS / name, recalcTimestamp=False)
    options = Options(layout_features=[], notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[*range(0x20, 0x7F), *range(0xA0, 0x100), *range(0x2010, 0x2040), 0x2212])
    subsetter.subset(font)
    font.flavor = None
    return saved(font)


def saved(font: TTFont) -> bytes:
    stream = io.BytesIO()
    font.save(stream)
    return stream.getvalue()


def restricted() -> bytes:
    font = TTFont(io.BytesIO(only_latin(DEJAVU[0])))
    font["OS/2"].fsType = 2
    return saved(font)


def named(folder: Path, languages: tuple[str, ...] = ("en",), **font: object) -> Settings:
    """The settings of a project in ``folder`` with this font; its files stand there under many names."""
    own = folder / "overrides/identity"
    own.mkdir(parents=True, exist_ok=True)
    for name in (*DEJAVU, "../static/fonts/golos.woff2"):
        (own / Path(name).name).write_bytes((FONTS / Path(name).name).read_bytes())
    latin, bold = only_latin(DEJAVU[0]), only_latin(DEJAVU[1])
    files = {
        "latin.ttf": latin,
        "bold.ttf": bold,
        "broken.woff2": latin[:900],
        "restricted.ttf": restricted(),
        "large.ttf": latin + b"0" * 500_000,
        "empty.txt": b"\n",
    }
    for name, data in files.items():
        (own / name).write_bytes(data)
    given = {"family": "House", "licence": "DejaVu-LICENSE.txt", **font}
    (folder / "pelicanconf.py").write_text(f"\nFONT = {given!r}\n", "utf-8")
    editions = [{"lang": lang, "locale": lang, "name": lang, "site_name": lang, "tagline": lang} for lang in languages]
    return read_settings({"THEME": str(ROOT / "theme"), "EDITIONS": editions, "FONT": given}, folder)


@pytest.mark.parametrize(
    ("font", "place", "message"),
    [
        ({"regular": "none.woff2"}, "pelicanconf.py:2", 'FONT: there is no file "overrides/identity/none.woff2"'),
        ({"regular": "/etc/font.ttf"}, "pelicanconf.py:2", "leads out of"),
        ({"regular": "empty.txt"}, "pelicanconf.py:2", "expected a file that ends in .woff2 or .ttf or .otf"),
        ({"regular": "broken.woff2", "bold": "bold.ttf"}, "overrides/identity/broken.woff2", "not a font, or it is"),
        ({"regular": "restricted.ttf", "bold": "bold.ttf"}, "overrides/identity/restricted.ttf", "does not allow it"),
        ({"regular": "large.ttf", "bold": "bold.ttf"}, "overrides/identity/large.ttf", "more than 500,000"),
        ({"regular": "latin.ttf"}, "pelicanconf.py:2", 'FONT: "latin.ttf" has no bold letters'),
        (
            {"regular": "latin.ttf", "bold": "bold.ttf", "licence": "empty.txt"},
            "overrides/identity/empty.txt",
            "the licence of the font has no text",
        ),
    ],
)
def test_a_font_that_cannot_be_used_is_refused(
    tmp_path: Path, font: dict[str, object], place: str, message: str
) -> None:
    """With file, what was found, what was expected and what to do."""
    with pytest.raises(ProblemsFound) as raised:
        families_of(named(tmp_path, ("en",), **font))
    [problem] = raised.value.problems
    assert str(problem).startswith(f"{place}:") and message in problem.message and problem.hint, problem


def test_everything_that_is_wrong_is_named_at_once(tmp_path: Path) -> None:
    """Of the first font and of the second one."""
    second = {"family": "Other", "regular": "broken.woff2", "licence": "empty.txt"}
    with pytest.raises(ProblemsFound) as raised:
        families_of(named(tmp_path, regular="none.woff2", bold="restricted.ttf", second=second))
    assert len(raised.value.problems) == 4


def test_letters_that_the_languages_need_are_named(tmp_path: Path) -> None:
    """Each language with its letters; the theme's font or another one may have them."""
    font = {"regular": "latin.ttf", "bold": "bold.ttf"}
    families_of(named(tmp_path, ("en", "de"), **font))
    with pytest.raises(ProblemsFound) as raised:
        families_of(named(tmp_path, ("en", "pl", "kk"), **font))
    [polish] = [problem for problem in raised.value.problems if "(pl)" in problem.message]
    [kazakh] = [problem for problem in raised.value.problems if "(kk)" in problem.message]
    assert polish.message == 'FONT: "House" lacks letters of Polski (pl): Ą ą Ć ć Ę ę Ł ł Ń ń Ś ś Ź ź Ż ż'
    assert kazakh.message.startswith('FONT: "House" lacks letters of Қазақша (kk): А а Б б В в')
    assert 'write "second": "theme"' in polish.hint
    for second in ("theme", {"family": "Other", "regular": DEJAVU[0], "bold": DEJAVU[1], "licence": DEJAVU[2]}):
        families = families_of(named(tmp_path, ("en", "pl", "kk"), **font, second=second))
        assert [family.name for family in families] == ["House"] + ["Other"] * (second != "theme")


def test_alphabets_have_the_letters_of_cldrs_names() -> None:
    """Every letter of a language's script that stands in ten of its names of languages and countries."""
    for lang, language in LANGUAGES.items():
        locale = Locale.parse(lang)
        names = [*locale.languages.values(), *locale.territories.values()]
        found = {letter for name in names for letter in name.lower() if letter.isalpha()}
        often = {letter for letter in found if sum(letter in name.lower() for name in names) >= 10}
        foreign = {"tr": set("qwx"), "uz": set("cw"), "uk": {"\u02bc"}}.get(lang, set())
        assert often - foreign <= letters_of(lang), lang
        assert {letter.upper() for letter in language.alphabet if len(letter.upper()) == 1} <= letters_of(lang)
    assert {"İ", "ı"} <= letters_of("tr") and "ß" in letters_of("de")
    assert set("αβγδε") <= letters_of("el")


def test_the_stand_in_is_as_wide_as_the_font(tmp_path: Path) -> None:
    """Of the theme's own font, the numbers that were measured in browsers by hand: theme/styles/fonts.css."""
    [family] = families_of(named(tmp_path, ("ru",), regular="golos.woff2"))
    number = re.compile(r"(size-adjust|ascent-override|descent-override): ([\d.]+)%")
    by_hand = number.findall((ROOT / "theme/styles/fonts.css").read_text("utf-8"))
    computed = number.findall(stand_ins(family))
    assert len(computed) == len(by_hand) == 12
    for (name, value), (same, expected) in zip(computed, by_hand, strict=True):
        assert name == same and float(value) == pytest.approx(float(expected), rel=0.015)
    [ranges, *_] = re.findall(r"unicode-range: ([^;]+);", stand_ins(family))
    assert "U+20-7E" in ranges and "U+4" not in ranges


def test_a_font_for_desks_is_packed_for_the_web_once(tmp_path: Path) -> None:
    """With the same letters and outlines; a second build takes what the first has packed."""
    families = families_of(named(tmp_path, regular="latin.ttf", bold="bold.ttf"))
    cache = Cache(tmp_path / "cache")
    first = published_files(families, cache)
    latin = only_latin(DEJAVU[0])
    packed, given = TTFont(io.BytesIO(first["fonts/own/latin.woff2"])), TTFont(io.BytesIO(latin))
    assert packed.flavor == "woff2" and packed.getBestCmap() == given.getBestCmap()
    assert all(packed["glyf"][name] == given["glyf"][name] for name in given.getGlyphOrder())
    assert len(first["fonts/own/latin.woff2"]) < len(latin)
    tries: list[float] = []
    for _ in range(3):  # other work on the machine costs time, too
        begun = time.process_time()
        assert published_files(families, cache) == first
        tries.append(time.process_time() - begun)
    assert min(tries) < 0.2


def test_only_lists_of_families_change(tmp_path: Path) -> None:
    """A theme's own family goes behind; rules that define it, and another of a longer name, stay."""
    sheets = {
        "site": b':root { --face: "Golos", "Golos stand-in", serif; } @font-face { font-family: "Golos"; }',
        "pdf": b"@font-face { font-family: Golos; } p { font: 1em Golos, serif; } q { font: 1em Golosina, serif }",
        "none": b"p { font-family: Golos, serif }",
    }
    families = families_of(named(tmp_path, regular="latin.ttf", bold="bold.ttf"))
    changed = {name: data.decode() for name, data in with_families(sheets, families).items()}
    assert (
        '--face: "House", "House stand-in", "Golos", serif; } @font-face { font-family: "Golos"; }' in changed["site"]
    )
    assert (
        '{ font-family: Golos; } p { font: 1em "House", "Golos", serif; } q { font: 1em Golosina, serif'
        in changed["pdf"]
    )
    assert changed["none"] == 'p { font-family: "House", "Golos", serif }'
    assert [changed[name].count("fonts/own/") for name in sheets] == [2, 2, 0]
    assert with_families(sheets, ()) == sheets


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda font: font | {"family": 'A"; }'}, "FONT.family"),
        (lambda font: font | {"second": "golos"}, "FONT.second"),
        (lambda font: {name: value for name, value in font.items() if name != "licence"}, "licence"),
    ],
)
def test_a_setting_of_the_wrong_form_is_refused(
    change: Callable[[dict[str, str]], dict[str, str]], message: str
) -> None:
    font = change({"family": "House", "regular": "a.woff2", "licence": "a.txt"})
    with pytest.raises(ProblemsFound, match=message):
        read_settings({"FONT": font}, ROOT)
