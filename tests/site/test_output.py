"""What is published: nothing raw, nothing dropped, and pages that say who they are."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import etree, html

from tools.built import LANGUAGES, PREFIXES, ROOT, Page, Site, words

PRIVATE = re.compile("[\ue000-\uf8ff]")
PRIVATE_IN_JSON = re.compile(r"\\u(e[0-9a-f]|f[0-8])[0-9a-f]{2}", re.IGNORECASE)


def test_no_private_use_character_is_published(site: Site) -> None:
    """No slot is left in any text file, neither as itself nor as an escape."""
    left = [
        f"{name}: …{text[max(0, match.start() - 60) : match.end() + 60]!r}"
        for name, text in site.texts.items()
        for match in (PRIVATE.search(unquote(unescape(text))) or PRIVATE_IN_JSON.search(text),)
        if match
    ]
    assert not left, "\n".join(left[:20])


def test_no_marker_is_published(site: Site) -> None:
    """No ``{{`` or ``{%``, but in the code samples of a page that explains markers."""
    left: list[str] = []
    for name, text in site.texts.items():
        if name.endswith(".html"):
            root = html.document_fromstring(text)
            for sample in root.xpath("//code | //pre"):
                sample.clear()
            text = html.tostring(root, encoding="unicode")
        elif not name.endswith((".xml", ".json", ".csv", ".txt", ".webmanifest")):
            continue
        left += [f"{name}: {text[m.start() : m.start() + 80]!r}" for m in re.finditer(r"\{\{|\{%", text)]
    assert not left, "\n".join(left[:20])


def test_no_template_or_python_value_is_published(site: Site) -> None:
    """No ``None``, ``Undefined``, ``<… object at 0x…>`` or unfilled ``%(name)s``."""
    raw = re.compile(r"\bNone\b|\bUndefined\b|object at 0x|%\(\w+\)[sd]|\bDecimal\(")
    kinds = (".html", ".xml", ".json")
    left = [f"{n}: {m[0]}" for n, text in site.texts.items() if n.endswith(kinds) for m in raw.finditer(text)]
    assert not left, "\n".join(left[:20])


def test_every_page_introduces_itself(site: Site) -> None:
    """Language, title, description, canonical address, also for Open Graph; no title twice in an edition."""
    problems: list[str] = []
    titles: dict[tuple[str, str], str] = {}
    for page in site.pages:

        def text(xpath: str, page: Page = page) -> str:
            return words(" | ".join(map(str, page.root.xpath(xpath))))

        title = text("head/title/text()")
        twin = titles.setdefault((page.lang, title), page.address)
        claims = {
            "lang is the edition's": page.root.get("lang") == page.lang,
            "one h1": len(page.root.xpath("//h1")) == 1,
            "a title": len(title) >= 4,
            f"a title that {twin} has not": twin == page.address,
            "og:title": len(text('head/meta[@property="og:title"]/@content')) >= 4,
        }
        if page.is_error_page:
            claims["robots: noindex"] = text('head/meta[@name="robots"]/@content') == "noindex"
            claims["no canonical address"] = not text('head/link[@rel="canonical"]/@href')
        else:
            address = site.url + page.address
            claims["canonical address"] = text('head/link[@rel="canonical"]/@href') == address
            claims["og:url"] = text('head/meta[@property="og:url"]/@content') == address
            claims["description"] = len(text('head/meta[@name="description"]/@content')) >= 20
            claims["og:description"] = len(text('head/meta[@property="og:description"]/@content')) >= 20
        problems += [f"{page.address}: expected {claim}" for claim, holds in claims.items() if not holds]
    assert not problems, f"{len(problems)} problems:\n" + "\n".join(problems[:60])


def test_translations_name_each_other(site: Site) -> None:
    """hreflang: each page names itself and its translations, every named page exists and names it back."""
    languages = set(LANGUAGES) | {"x-default"}
    for page in site.pages:
        alternates = page.alternates
        if page.is_error_page or not alternates:
            assert page.is_error_page or "/page/" in page.address or single(page), f"{page.address}: no hreflang"
            continue
        assert set(alternates) <= languages, page.address
        assert alternates.get(page.lang) == page.canonical, page.address
        for lang, href in alternates.items():
            address = href.removeprefix(site.url)
            assert address in site.by_address, f"{page.address}: {href} does not exist"
            other = site.by_address[address]
            assert lang in (other.lang, "x-default"), f"{page.address}: {href} is not in {lang}"
            assert other.alternates == alternates, f"{page.address} and {address} do not agree on their translations"


def single(page: Page) -> bool:
    """True for an article or page that is written in one language only."""
    slug = page.address.rstrip("/").rpartition("/")[2]
    return len(list((ROOT / "content").glob(f"*/{slug}.*.md"))) == 1


def test_nothing_is_inline(site: Site) -> None:
    """No inline style, script or event handler: the content security policy forbids them."""
    for page in site.pages:
        for element in page.root.iter(etree.Element):
            where = f"{page.address}:{element.sourceline}: <{element.tag!s}"
            assert element.tag != "style", where
            if element.tag == "script":
                assert element.get("src") or element.get("type") in (
                    "application/ld+json",
                    "application/json",
                ), where
            for name, value in element.attrib.items():
                assert name != "style" and not name.startswith("on"), f"{where} {name}={value}"
                assert not value.strip().lower().startswith("javascript:"), f"{where} {name}={value}"


def test_nothing_is_loaded_from_elsewhere(site: Site) -> None:
    """Every style sheet, script, image, font and frame is our own file, and exists."""
    loads = ('//link[not(@rel="alternate" or @rel="canonical" or @rel="license" or @rel="me")]/@href',
             "//script/@src", "//img/@src", "//source/@src", "//iframe/@src", "//video/@src", "//audio/@src",
             "//use/@href", "//image/@href", "//form/@action")  # fmt: skip
    for page in site.pages:
        addresses = [str(value) for path in loads for value in page.root.xpath(path)]
        addresses += [part.split()[0] for srcset in page.root.xpath("//@srcset") for part in srcset.split(",")]
        for address in addresses:
            assert address.startswith(("/", site.url + "/", "#")), f"{page.address}: {address}"
            assert not address.startswith("//"), f"{page.address}: {address}"
            assert address.startswith("#") or site.serves(address), f"{page.address}: no file for {address}"
    for name, text in site.texts.items():
        if name.endswith(".css"):
            assert "@import" not in text, name
            for target in re.findall(r"url\(\s*[\"']?([^)\"']+)", text):
                assert not re.match(r"(\w+:)?//", target), f"{name}: {target}"
                if not target.startswith(("data:", "#")):
                    file = site.file(target) if target.startswith("/") else (site.output / name).parent / target
                    assert file.is_file(), f"{name}: no file for {target}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_article_and_no_page_is_dropped(site: Site, lang: str) -> None:
    """Each Markdown file has its page, and each article's page has its kind of list to be found in."""
    for folder, place in (("news", "news/"), ("pages", "")):
        for source in sorted((ROOT / "content" / folder).glob(f"*.{lang}.md")):
            address = f"/{PREFIXES[lang]}{place}{source.name.split('.')[0]}/"
            assert address in site.by_address, f"{source.relative_to(ROOT)} has no page at {address}"
            text = words(site.by_address[address].main.text_content())
            assert len(text) > 100, address


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_archive_lists_every_story(site: Site, lang: str) -> None:
    """Every slug of content/news is in the months and in the years of each edition's archive, in whatever language."""
    slugs = {path.name.split(".")[0] for path in (ROOT / "content/news").glob("*.md")}
    for depth in (1, 2):
        pattern = re.compile(rf"/{PREFIXES[lang]}archive" + depth * r"/\d+" + "/")
        pages = [page for page in site.pages if pattern.fullmatch(page.address)]
        links = [link for page in pages for link in page.root.xpath("//main//a/@href")]
        listed = {link.removeprefix(site.url).rstrip("/").rpartition("/")[2] for link in links}
        assert slugs <= listed, f"not in the archive: {sorted(slugs - listed)}"


def test_every_edition_has_the_addresses_of_the_contract(site: Site) -> None:
    """The design's table of addresses."""
    pages = [
        "",
        "news/",
        "briefings/",
        "releases/",
        "archive/",
        "about/",
        "contacts/",
        "figures/",
        "indicators/",
    ]
    other = ["404.html", "feeds/all.rss.xml", "feeds/all.atom.xml", "feeds/all.json"]
    addresses = [f"/{prefix}{path}" for prefix in PREFIXES.values() for path in (*pages, *other)]
    absent = [address for address in addresses if not site.serves(address)]
    absent += [path for path in ("/sitemap.xml", "/robots.txt", "/api/indicators.json") if not site.serves(path)]
    assert not absent


def test_markup_in_a_title_is_text(site: Site) -> None:
    """No element inside a title, a heading or a summary that the content's Markdown did not ask for."""
    for page in site.pages:
        assert not page.root.xpath("head/title/*")
        assert not page.root.xpath("//h1//script | //h1//img")


def test_pages_hold_no_control_or_replacement_character(site: Site) -> None:
    """No U+FFFD, no U+FEFF, no C0 or C1 control but tab and line feed; line ends are LF."""
    bad = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffd\ufeff]")
    left = [f"{name}: {match[0]!r}" for name, text in site.texts.items() if not name.endswith((".css", ".js"))
            for match in (bad.search(text),) if match]  # fmt: skip
    assert not left, "\n".join(left[:20])


def test_output_holds_only_files_that_a_host_should_send(site: Site) -> None:
    """No draft, cache, source or hidden file; every name is plain ASCII."""
    for path in site.files:
        name = path.relative_to(site.output).as_posix()
        assert re.fullmatch(r"[A-Za-z0-9._/-]+", name), name
        assert not any(part.startswith(".") for part in Path(name).parts if part != ".well-known"), name
        assert path.suffix not in {".py", ".po", ".mo", ".md", ".tmp", ".pyc", ".part"}, name
        assert path.stat().st_size > 0, f"{name} is empty"
