"""Photographs: nothing of the camera leaves, every browser gets the size that it shows, and nothing is made twice."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
from pathlib import Path

import pytest
from kinds.conftest import SECRETS
from PIL import Image, ImageChops, ImageCms, ImageOps
from playwright.sync_api import Browser, Page

from aimaq.newsroom.media.picture_encoding import FORMATS, PictureSize, encode
from aimaq.newsroom.media.picture_metadata import stripped
from aimaq.newsroom.media.places import PLACES, sizes_in
from tools.browser import FAR, axe, far_moved, visitor, watch_moves
from tools.built import LANGUAGES, PREFIXES, Site, aimaq, words

ENDINGS = (".jpg", ".png", ".webp", ".avif")
STORIES = ("/en/news/tour/", "/en/news/full-release/", "/en/people/engineer/", "/en/people/", "/en/", "/en/news/")


def pictures(site: Site) -> list[Path]:
    return [path for path in site.files if path.suffix in ENDINGS]


def test_nothing_of_the_camera_is_published(kinds: Site, kinds_project: Path) -> None:
    """Neither the place nor the owner, in no file of the site, whether a text names it or not; all sources do."""
    media = kinds_project / "content/media"
    for path in media.iterdir():
        if path.suffix in ENDINGS:
            assert SECRETS[0] in path.read_bytes() and SECRETS[1] in path.read_bytes()
            with Image.open(path) as picture:
                assert picture.getexif().get_ifd(0x8825)
    assert kinds.file("/media/unnamed.avif").is_file()
    assert len(pictures(kinds)) > 50
    for path in pictures(kinds):
        data = path.read_bytes()
        assert not any(secret in data for secret in SECRETS), path
        with Image.open(path) as picture:
            exif = picture.getexif()
            assert not exif.get_ifd(0x8825) and set(exif) <= {0x0112}, path
            assert "xmp" not in picture.info and "comment" not in picture.info, path


def test_an_original_has_the_very_pixels_of_the_file(kinds: Site, kinds_project: Path) -> None:
    """What could be cut out without decoding was; so what readers take away is as good as what the camera made."""
    for name in ("shop.jpg", "tall.jpg", "line.png", "portrait.jpg", "hall.webp"):
        with (
            Image.open(kinds_project / "content/media" / name) as source,
            Image.open(kinds.file(f"/media/{name}")) as own,
        ):
            one, other = ImageOps.exif_transpose(source), ImageOps.exif_transpose(own)
            assert one.size == other.size
            assert ImageChops.difference(one.convert("RGB"), other.convert("RGB")).getbbox() is None, name


def candidates(srcset: str) -> list[tuple[str, int]]:
    pairs = [each.rsplit(" ", 1) for each in srcset.split(", ")]
    return [(address, int(width.removesuffix("w"))) for address, width in pairs]


def test_every_size_is_what_it_says(kinds: Site) -> None:
    """Format, width and shape of every file that a page offers; and every file is offered by some page."""
    offered: set[str] = set()
    for page in kinds.pages:
        for picture in page.root.iter("picture"):
            [image] = picture.iter("img")
            shape = int(image.get("width", "")) / int(image.get("height", ""))
            assert image.get("src") in [address for address, _ in candidates(image.get("srcset", ""))]
            # libxml2 does not know that a source has no end, so the img stands in the last one.
            kinds_of = [*((each.get("type"), each) for each in picture.iter("source")), ("image/jpeg", image)]
            assert [each for each, _ in kinds_of] == list(FORMATS.values())
            for media_type, each in kinds_of:
                assert each.get("sizes") == image.get("sizes")
                listed = candidates(each.get("srcset", ""))
                assert [width for _, width in listed] == sorted({width for _, width in listed})
                assert listed[-1][1] == int(image.get("width", ""))
                for address, width in listed:
                    offered.add(address)
                    with Image.open(kinds.file(address)) as made:
                        assert Image.MIME[made.format or ""] == media_type
                        assert made.width == width
                        assert made.width / made.height == pytest.approx(shape, rel=0.02)
    written = {f"/{path.relative_to(kinds.output).as_posix()}" for path in kinds.output.glob("pictures/*")}
    assert offered == written


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_photo_has_its_words_its_maker_and_its_original(kinds: Site, lang: str) -> None:
    """In the gallery, above the text and in it; the original has the size that the page says."""
    credit = {"ru": "Фото: А. Фотограф", "kk": "Фото: А. Фотограф", "en": "Photo: A. Photographer"}[lang]
    for slug, count in (("tour", 3), ("full-release", 2)):
        page = kinds.by_address[f"/{PREFIXES[lang]}news/{slug}/"]
        figures = [each for each in page.root.iter("figure") if each.find(".//picture") is not None]
        assert len(figures) == count
        for figure in figures:
            assert next(figure.iter("img")).get("alt")
            (named,) = figure.find_class("photo-credit")
            assert words(named.text_content()) == credit
            # A caption ends with one full stop before the credit.
            caption = words(figure.xpath("string(figcaption)")).partition(credit)[0].strip()
            assert not caption or (caption.endswith(".") and not caption.endswith(".."))
        for link in page.root.find_class("photo-original"):
            file = kinds.file(link.get("href", ""))
            told = re.sub(r"\D", "", words(link.text_content()).rpartition(",")[2])
            assert int(told) == max(1, round(file.stat().st_size / 1000))
    (image,) = kinds.by_address[f"/{PREFIXES[lang]}news/full-release/"].root.xpath('//*[@class="prose"]//img')
    (caption,) = image.xpath("ancestor::figure/figcaption")
    assert words(caption.text_content()).endswith(f". {credit}")
    graph = json.loads(kinds.by_address[f"/{PREFIXES[lang]}news/full-release/"].structured[0])["@graph"][0]
    assert graph["image"]["contentUrl"] == f"{kinds.url}/media/hall.webp"
    (item,) = json.loads(kinds.texts[f"{PREFIXES[lang]}feeds/releases.json"])["items"]
    assert item["content_html"].count("<img ") == 2
    assert not re.search(r'(?:src|srcset|href)="/|, /', item["content_html"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_lists_show_a_picture_of_each_story_that_has_one(kinds: Site, lang: str) -> None:
    """It says nothing that the title does not, and is no file of its own; a shared photo report shows its photo."""
    for place in ("", "news/", "photos/"):
        page = kinds.by_address[f"/{PREFIXES[lang]}{place}"]
        stories = {
            story.xpath(".//h2/a/@href|.//h3/a/@href")[0].rstrip("/").rpartition("/")[2]: story.xpath(".//img")
            for story in page.root.find_class("story")
        }
        shown = {slug for slug, images in stories.items() if images}
        assert shown == {"tour", "full-release"} & stories.keys() and "tour" in shown
        assert {image.get("alt") for images in stories.values() for image in images} == {""}
        for images in stories.values():
            for image in images:
                assert kinds.serves(image.get("src", ""))
    tour = kinds.by_address[f"/{PREFIXES[lang]}news/tour/"]
    shared = tour.one('head/meta[@property="og:image"]/@content')
    assert shared.endswith(".jpg") and kinds.serves(shared)


# A length of HTML's `sizes`, as the browser itself takes it.
SIZES = """image => {
    const parts = image.sizes.split(", ").map(part => part.match(/^(?:(\\(.*?\\)) )?(.*)$/));
    const probe = document.body.appendChild(document.createElement("div"));
    probe.style.inlineSize = parts.find(part => !part[1] || matchMedia(part[1]).matches)[2];
    const asked = probe.getBoundingClientRect().width;
    probe.remove();
    return [asked, image.getBoundingClientRect().width, image.currentSrc, image.srcset, image.alt];
}"""


def look(tab: Page) -> list[tuple[float, float, str, str, str]]:
    """Bring every picture into view, wait until it is there; return what it asked for, its breadth, what it took."""
    images = tab.locator("main picture img").all()
    for image in images:
        image.scroll_into_view_if_needed()
        image.evaluate("image => image.decode()")
    return [tuple(image.evaluate(SIZES)) for image in images]


@pytest.mark.parametrize("width", [360, 1280])
def test_a_browser_takes_the_size_that_it_shows(kinds: Site, browser: Browser, width: int) -> None:
    """The smallest AVIF that is not smaller than the picture's place; and ``sizes`` says how broad that is."""
    for address in STORIES:
        with visitor(browser, kinds, viewport={"width": width, "height": 800}, bypass_csp=True) as guest:
            for asked, shown, taken, srcset, alt in look(guest.go(address)):
                assert asked == pytest.approx(shown, abs=1.5), (address, alt)
                widths = [each for _, each in candidates(srcset)]
                best = next((each for each in widths if each >= shown - 1), widths[-1])
                assert re.search(rf"\.{best}\.[0-9a-f]{{10}}\.avif$", taken), (address, alt, shown, taken)
            fetched = [url for url in guest.requests if "/pictures/" in url]
            assert len(fetched) == len(set(fetched)) and all(url.endswith(".avif") for url in fetched)


def test_sizes_are_true_to_the_styles_at_every_width(kinds: Site, browser: Browser) -> None:
    """From the narrowest window to the broadest, at every step of the layout and right beside it."""
    steps = [320, 639, 640, 691, 863, 864, 964, 1199, 1230, 1600]
    for address in STORIES[:2]:
        with visitor(browser, kinds, bypass_csp=True) as guest:
            tab = guest.go(address)
            for width in steps:
                tab.set_viewport_size({"width": width, "height": 900})
                for image in tab.locator("main picture img").all():
                    asked, shown, _, _, alt = image.evaluate(SIZES)
                    assert asked == pytest.approx(shown, rel=0.03), (address, alt, width)


def test_no_picture_moves_the_page(kinds: Site, browser: Browser) -> None:
    """Every caption stands where it stood before any picture had come; the browser has seen nothing move far."""
    for address in STORIES[:2]:
        for width, height in ((360, 800), (1280, 900)):
            places = []
            for blocked in (True, False):
                with visitor(browser, kinds, viewport={"width": width, "height": height}) as guest:
                    watch_moves(guest.tab)
                    if blocked:
                        guest.tab.route("**/pictures/*", lambda route: route.abort())
                    tab = guest.go(address)
                    if not blocked:
                        look(tab)
                        tab.evaluate("scrollTo(0, 0)")
                    boxes = "all => all.map(one => one.getBoundingClientRect().top + scrollY)"
                    places.append(tab.locator("figcaption, .person-name, .footer").evaluate_all(boxes))
                    assert far_moved(tab) <= FAR, address
            # A picture's own shape differs from that of the largest by a part of a pixel.
            assert places[0] == pytest.approx(places[1], abs=1), address


def test_only_what_is_seen_first_is_loaded_at_once(kinds: Site) -> None:
    """One picture a page at the most; all others wait until they come near."""
    for page in kinds.pages:
        images = page.root.xpath("//picture//img")
        waiting = [image.get("loading") == "lazy" for image in images]
        assert waiting.count(False) <= 1 and False not in waiting[1:], page.address
        assert [image.get("fetchpriority") == "high" for image in images] == [not each for each in waiting]
    tour = kinds.by_address["/en/news/tour/"].root.xpath("//picture//img/@loading")
    assert len(tour) == 2


def test_a_report_is_for_everybody(kinds: Site, browser: Browser, node_tools: Path) -> None:
    """axe finds nothing; without scripts the pictures are there; the originals can be reached by the keyboard."""
    with visitor(browser, kinds) as guest:
        tab = guest.go("/en/news/tour/")
        assert axe(tab, node_tools / "axe-core/axe.min.js") == []
        tab.locator(".photo-original").first.focus()
        assert tab.evaluate("document.activeElement.className") == "photo-original"
    with visitor(browser, kinds, java_script_enabled=False) as guest:
        tab = guest.go("/en/news/tour/")
        look(tab)
        assert len([url for url in guest.requests if "/pictures/" in url]) == 3


def test_nothing_is_made_twice(kinds: Site, kinds_project: Path, tmp_path: Path) -> None:
    """Not for an edited text, nor for an empty folder, nor without the store; and the bytes are the same."""
    project = tmp_path / "project"
    shutil.copytree(kinds_project, project)
    kept = state(project / ".aimaq/made")
    assert sum(is_picture(project / ".aimaq/made" / name[:2] / name[2:]) for name in kept) > 50
    text = project / "content/news/tour.en.md"
    text.write_text(text.read_text("utf-8").replace("Taken in May.", "Taken in June."), "utf-8")
    assert aimaq("build", project=project).returncode == 0
    assert tree(project / "output") == tree(kinds.output)
    after = state(project / ".aimaq/made")
    assert kept.items() <= after.items()
    # What is new is the search's, which has read the edited text.
    assert not [
        name for name in after.keys() - kept.keys() if is_picture(project / ".aimaq/made" / name[:2] / name[2:])
    ]


def is_picture(kept: Path) -> bool:
    """By the first bytes of a PNG, JPEG, WebP or AVIF, behind the checksum."""
    return (
        re.match(rb".{16}(\x89PNG|\xff\xd8\xff|RIFF....WEBP|....ftypavif)", kept.read_bytes()[:32], re.DOTALL)
        is not None
    )


def state(folder: Path) -> dict[str, tuple[int, int]]:
    return {path.parent.name + path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in folder.glob("??/*")}


def tree(folder: Path) -> dict[str, str]:
    found = (path for path in folder.rglob("*") if path.suffix in ENDINGS and path.name != "share.png")
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def test_the_same_file_gives_the_same_bytes(kinds: Site, kinds_project: Path) -> None:
    """On one machine, with these versions: in another process, too."""
    source = kinds_project / "content/media/shop.jpg"
    for ending in FORMATS:
        (path,) = kinds.output.glob(f"pictures/shop.360.*.{ending}")
        assert encode(source, PictureSize(360, 240), ending) == path.read_bytes()


def test_a_place_never_asks_for_more_than_there_is() -> None:
    for place in PLACES.values():
        for width, height in ((3000, 2000), (500, 900), (1, 1), (40, 4000)):
            made = sizes_in(place, width, height)
            assert all(each.width <= width and each.height <= height for each in made) and made
            assert made[-1].width == min(max(place.widths), width)


@pytest.mark.parametrize(
    "options", [{"progressive": True}, {"restart_marker_rows": 1}, {"quality": 100, "subsampling": 0}]
)
def test_scans_of_every_kind_survive(options: dict[str, int]) -> None:
    image = Image.effect_noise((90, 70), 90).convert("RGB")
    stream = io.BytesIO()
    image.save(
        stream, "JPEG", icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), **options
    )
    data = stream.getvalue()
    assert stripped(data + b"\0thumbnail", "JPEG", 1) == data
    for end in range(0, len(data) - 1, 97):
        with pytest.raises(ValueError, match="it is"):
            stripped(data[:end], "JPEG", 1)


def test_colours_become_those_of_the_web(tmp_path: Path) -> None:
    """A profile that calls red what others call blue; once the numbers are sRGB's, nothing has to be said of them."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = profile.replace(b"rXYZ", b"tmp1", 1).replace(b"bXYZ", b"rXYZ", 1).replace(b"tmp1", b"bXYZ", 1)
    for mode, ending in (("RGB", "jpg"), ("RGBA", "png"), ("RGB", "webp")):
        path = tmp_path / f"red.{ending}"
        Image.new(mode, (80, 60), (250, 0, 0)).save(path, icc_profile=swapped)
        for made in FORMATS:
            with Image.open(io.BytesIO(encode(path, PictureSize(40, 30), made))) as picture:
                red, _, blue = picture.convert("RGB").getpixel((20, 15))  # type: ignore[misc]
                assert blue > 200 and red < 60, (ending, made)
                assert "icc_profile" not in picture.info
    grey = tmp_path / "grey.png"
    Image.new("I;16", (80, 60), 0x8000).save(grey)
    with Image.open(io.BytesIO(encode(grey, PictureSize(40, 30), "jpg"))) as picture:
        assert picture.convert("L").getpixel((20, 15)) == pytest.approx(128, abs=2)
