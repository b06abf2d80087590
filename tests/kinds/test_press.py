"""What journalists take away: plain text, PDFs, media kits; and the page where all of it is."""

import hashlib
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from aimaq.newsroom.press.pdf import PdfPrinter
from tools.browser import visitor
from tools.built import LANGUAGES, PREFIXES, Page, Site, aimaq, words

PRINTED = ("full-release", "briefing", "open-day", "forum", "briefing-cancelled")


def story(site: Site, slug: str, lang: str) -> Page:
    return site.by_address[f"/{PREFIXES[lang]}news/{slug}/"]


def articles(site: Site) -> list[Page]:
    return [page for page in site.pages if page.root.xpath('head/link[@type="text/plain"]')]


def text_of(site: Site, page: Page) -> str:
    return site.file(page.one('head/link[@type="text/plain"]/@href')).read_text("utf-8")


@pytest.fixture(params=["the site", "every kind"])
def both(request: pytest.FixtureRequest) -> Site:
    """The site's own content, and stories of every kind with every part."""
    found: Site = request.getfixturevalue("site" if request.param == "the site" else "kinds")
    return found


def test_every_word_of_a_story_is_in_its_plain_text(both: Site) -> None:
    """Block by block, in order; only the numbers of links are added.

    Notes on a figure's age are left out, and of a chart what only a drawing needs: the legend, and the links to its
    files.
    """
    left_out = ".//*[@hidden and not(ancestor::*[@hidden])] | .//small[@data-stale-from]"
    left_out += ' | .//*[@class="chart-key"]/ul | .//*[@class="chart-files"]'
    for page in articles(both):
        text = words(re.sub(r" \[\d+\]", "", text_of(both, page)))
        (article,) = html.fromstring(html.tostring(page.root, encoding="unicode")).find_class("article")
        for note in article.xpath(left_out):
            if note.getparent() is not None:
                note.drop_tree()
        flow = article.xpath('.//h1 | .//p[@class="lead"] | .//*[@class="prose"]//*[self::p or self::h2 or self::li]')
        beside = './/p[@class="person-name"] | .//*[@id="boilerplate"] | .//*[@class="contact-ways"]//a'
        beside += ' | .//*[@class="withdrawal"]/p | .//*[@class="event-facts"]//dt'
        position = 0
        for each in (*flow, *article.xpath(beside)):
            wanted = re.sub(r" (?=[.,;:)])", "", words(each.text_content()))  # a note had stood there
            found = text.find(wanted, position if each in flow else 0)
            assert found >= 0, f"{page.address}: {wanted!r} is not where it should be in\n{text}"
            position = found


def test_a_plain_text_is_plain_and_says_where_it_is_from(both: Site) -> None:
    for page in articles(both):
        text = text_of(both, page)
        assert text.endswith(f"\n{page.canonical}\n")
        assert not re.search(r"\n\n\n|[ \t]\n|<[a-z/]|&[a-z#]|[\ue000-\uf8ff]", text), page.address
        numbers = sorted({int(number) for number in re.findall(r"\[(\d+)\]", text)})
        assert numbers == list(range(1, len(numbers) + 1))
        for number in numbers:
            assert re.search(rf"^\[{number}\] (https?://|mailto:)\S+$", text, re.MULTILINE)


def test_the_figures_of_a_text_have_their_dates_and_sources(site: Site) -> None:
    expected = {"ru": "на 31 июля 2023", "kk": "2023 жылғы 31 шілде", "en": "31 July 2023"}
    values = {"ru": "10 379 рабочих мест", "kk": "10 379 жұмыс орны", "en": "10,379 jobs"}
    for lang in LANGUAGES:
        text = words(text_of(site, story(site, "project-portfolio", lang)))
        assert f"{values[lang]} ({expected[lang].removeprefix('на ')}" in text
        assert "The Astana Times" in text and "https://astanatimes.com/2023/08/" in text


def test_a_built_site_links_to_no_pdf_and_no_kit(site: Site) -> None:
    """They are made when the site is published: in a plain build there is nothing that could grow old."""
    assert not [path for path in site.files if path.suffix in (".pdf", ".zip")]
    assert not (site.output / "_press").exists()
    for page in site.pages:
        assert not page.root.xpath('//*[contains(@href, ".pdf") or contains(@href, ".zip")]'), page.address


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_lead_to_the_files(kinds: Site, lang: str) -> None:
    page = story(kinds, "full-release", lang)
    folder = f"/{PREFIXES[lang]}news/full-release/full-release.{lang}"
    links = page.root.xpath('//*[@class="press-files"]//a/@href')
    assert links == [f"{folder}.txt", f"{folder}.ninjs.json", f"{folder}.pdf", "/press-kit/full-release.zip"]
    assert page.one('head/link[@type="application/pdf"]/@href') == f"{folder}.pdf"
    assert all(kinds.serves(link) for link in links)


def test_only_what_others_are_to_print_has_a_pdf(kinds: Site) -> None:
    """And nothing that is not published: each file has its page."""
    found = {path.relative_to(kinds.output).as_posix() for path in kinds.output.rglob("*.pdf")} - {"media/report.pdf"}
    expected = {f"{PREFIXES[lang]}news/{slug}/{slug}.{lang}.pdf" for slug in PRINTED for lang in LANGUAGES}
    assert found == expected | {"news/only-russian/only-russian.ru.pdf"}
    assert not (kinds.output / "_press").exists()


def reader(site: Site, slug: str, lang: str) -> PdfReader:
    return PdfReader(site.file(f"/{PREFIXES[lang]}news/{slug}/{slug}.{lang}.pdf"))


def structure(element: Any) -> Iterator[Any]:
    """Every element of a PDF's structure tree."""
    element = element.get_object()
    if isinstance(element, dict):
        if "/S" in element:
            yield element
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            if not isinstance(kid, int):
                yield from structure(kid)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_pdf_is_tagged_named_and_in_its_language(kinds: Site, lang: str) -> None:
    """What PDF/UA-1 (ISO 14289-1) asks for and a program can see: 7.1, 7.2, 7.5, 7.18, and its claim to be one."""
    pdf = reader(kinds, "full-release", lang)
    root: Any = pdf.trailer["/Root"]  # a tree of dictionaries by the PDF's own names
    assert pdf.metadata
    page = story(kinds, "full-release", lang)
    assert root["/Lang"] == lang and root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert words(pdf.metadata.title or "") == words(page.one("//h1/text()"))
    assert b"pdfuaid:part" in root["/Metadata"].get_data() or b"pdfua" in root["/Metadata"].get_data()
    elements = list(structure(root["/StructTreeRoot"]))
    names = [element["/S"] for element in elements]
    assert names.count("/H1") == 1 and {"/H2", "/P", "/L", "/LI", "/Link", "/Table", "/TR", "/TH", "/TD"} <= set(names)
    headers = {element["/ID"] for element in elements if element["/S"] == "/TH"}
    for cell in (element for element in elements if element["/S"] == "/TD"):
        assert cell["/A"]["/Headers"] and set(cell["/A"]["/Headers"]) <= headers
    assert next(entry.title for entry in pdf.outline if not isinstance(entry, list)) == pdf.metadata.title
    for sheet in pdf.pages:
        for annotation in sheet.get("/Annots", []):
            assert annotation.get_object()["/Contents"], "a link says where it leads"
        assert str(sheet["/Tabs"]) == "/S"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_letter_of_a_pdf_is_in_it_and_can_be_read_back(kinds: Site, lang: str) -> None:
    """One family, cut to the letters that are used: nothing depends on what is installed where it is read."""
    pdf = reader(kinds, "full-release", lang)
    sheets: list[Any] = list(pdf.pages)
    fonts = {
        font.get_object()["/BaseFont"]: font.get_object()
        for sheet in sheets
        for font in sheet["/Resources"]["/Font"].values()
    }
    for name, font in fonts.items():
        assert re.fullmatch(r"/[A-Z]{6}\+Golos(-Bold)?", name)
        assert font["/DescendantFonts"][0]["/FontDescriptor"]["/FontFile2"] and font["/ToUnicode"]
    text = words(" ".join(sheet.extract_text() for sheet in pdf.pages))
    page = story(kinds, "full-release", lang)
    for each in page.root.xpath('//h1 | //p[@class="lead"] | //*[@class="prose"]//p | //*[@id="boilerplate"]'):
        note = [note.drop_tree() for note in each.xpath(".//*[@hidden]")]
        assert words(each.text_content()) in text, note
    figure = {"ru": "88 предприятий", "kk": "88 кәсіпорын", "en": "88 enterprises"}[lang]
    assert figure in text
    assert kinds.url + page.address in text


def test_a_text_says_what_a_page_says_of_withdrawal(kinds: Site) -> None:
    text = text_of(kinds, story(kinds, "old-rules", "en"))
    assert "\n\nWithdrawn 1 February 2024\n\nThe new rules take their place.\n\n" in text


def test_a_pdf_that_is_made_again_is_the_same(kinds_project: Path, kinds: Site) -> None:
    name = "kk/news/full-release/full-release.kk.pdf"
    site = kinds_project / ".aimaq/publish/site"
    printed = PdfPrinter(site, kinds.url).print((site / f"_press/{name}.html").read_bytes(), name)
    assert printed.data == (kinds.output / name).read_bytes()


def test_a_kit_holds_texts_pdfs_pictures_and_attachments(kinds: Site) -> None:
    """Each file as it is published, with its checksum; the pictures in their full size."""
    with zipfile.ZipFile(kinds.file("/press-kit/full-release.zip")) as kit:
        names = kit.namelist()
        expected = [f"full-release.{lang}.{ending}" for lang in ("en", "kk", "ru") for ending in ("pdf", "txt")]
        expected = [
            "attachments/report.pdf",
            "attachments/table.csv",
            *expected,
            "photos/hall.webp",
            "photos/shop.jpg",
            "SHA256SUMS",
        ]
        assert names == [f"full-release/{name}" for name in expected]
        sums = dict(line.split("  ")[::-1] for line in kit.read("full-release/SHA256SUMS").decode().splitlines())
        assert list(sums) == expected[:-1]
        for name, digest in sums.items():
            assert hashlib.sha256(kit.read(f"full-release/{name}")).hexdigest() == digest
        assert (
            kit.read("full-release/full-release.kk.pdf")
            == kinds.file("/kk/news/full-release/full-release.kk.pdf").read_bytes()
        )
    with zipfile.ZipFile(kinds.file("/press-kit/tour.zip")) as kit:
        photos = [name for name in kit.namelist() if "/photos/" in name]
        assert len(photos) == 3
        assert "A. Photographer" in kit.read("tour/tour.en.txt").decode()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_press_kit_page_has_all_of_it(kinds: Site, lang: str) -> None:
    page = kinds.by_address[f"/{PREFIXES[lang]}press-kit/"]
    links = page.root.xpath("//main//a/@href")
    assert "mailto:press@example.kz" in links and f"/{PREFIXES[lang]}contacts/" in links
    assert f"/{PREFIXES[lang]}news/full-release/full-release.{lang}.pdf" in links
    assert "/press-kit/tour.zip" in links and "/press-kit/old-rules.zip" not in links
    assert page.root.xpath('//*[@class="press-figures"]//data/@data-indicator')
    assert any(link.endswith(".svg") for link in links)
    menus = [each.address for each in kinds.pages if page.address in each.root.xpath("//footer//a/@href")]
    assert len(menus) == sum(each.lang == lang for each in kinds.pages)


def test_the_button_copies_the_plain_text(kinds: Site, browser: Browser) -> None:
    """It is there only where it works, and says what it has done."""
    page = story(kinds, "full-release", "kk")
    with visitor(browser, kinds, permissions=["clipboard-read", "clipboard-write"]) as guest:
        tab = guest.go(page.address)
        button = tab.locator("[data-copy]")
        button.click()
        expect(tab.locator(".copy-button-told")).not_to_be_empty()
        assert tab.locator(".copy-button-told").text_content() == "Көшірілді"
        assert tab.evaluate("navigator.clipboard.readText()") == text_of(kinds, page)
        assert not guest.complaints and not guest.foreign
    with visitor(browser, kinds, java_script_enabled=False) as guest:
        tab = guest.go(page.address)
        assert not tab.locator("[data-copy]").is_visible()
        assert tab.locator('.press-files a[type="text/plain"]').is_visible()


@pytest.mark.parametrize("format", ["A4", "Letter"])
def test_a_page_that_is_printed_has_no_menus_and_says_where_it_is_from(
    site: Site, browser: Browser, format: str
) -> None:
    """Black on white in dark mode too, with the addresses of sources and the dates of figures."""
    page = story(site, "project-portfolio", "en")
    with visitor(browser, site, color_scheme="dark") as guest:
        tab = guest.go(page.address)
        data = tab.pdf(format=format)
        tab.emulate_media(media="print", color_scheme="dark")
        root = "getComputedStyle(document.documentElement)"
        colours = f"{root}.backgroundColor + {root}.color"
        assert tab.evaluate(colours) == "rgb(255, 255, 255)rgb(0, 0, 0)"
    pdf = PdfReader(BytesIO(data))
    text = words(" ".join(sheet.extract_text() for sheet in pdf.pages))
    assert page.canonical in text and "https://astanatimes.com/2023/08/" in text and "31 July 2023" in text
    for left_out in ("Copy as plain text", "Related stories", "Archive", "JSON Feed", "Қазақша"):
        assert left_out not in text
    width = {"A4": 595, "Letter": 612}[format]
    assert abs(float(pdf.pages[0].mediabox.width) - width) < 1


def test_a_changed_figure_remakes_just_the_pdfs_that_quote_it(kinds_project: Path, tmp_path: Path) -> None:
    """And the folder that is published has no PDF, and no kit, with the old value."""
    project = tmp_path / "project"
    shutil.copytree(kinds_project, project)
    done = aimaq("pdf", project=project)
    total = int(re.findall(r"^(\d+) PDFs \(0 made now\)", done.stdout, re.MULTILINE)[0])
    ledger = project / "content/data/indicators.json"
    found = json.loads(ledger.read_text("utf-8"))
    key = "enterprises"
    observations = found["indicators"][key]["observations"]
    observations.append({**observations[-1], "value": 101, "kind": "correction", "released": "2026-06-01"})
    observations[-1]["note"] = dict.fromkeys(LANGUAGES, "N")
    ledger.write_text(json.dumps(found, ensure_ascii=False), "utf-8")
    before = Site(project / "output-pdf")
    old = {path.relative_to(before.output): path.read_bytes() for path in before.output.rglob("*.pdf")}
    done = aimaq("pdf", project=project)
    assert "refilled" in done.stdout, done.stdout + done.stderr
    new = {path.relative_to(before.output): path.read_bytes() for path in before.output.rglob("*.pdf")}
    changed = {path.as_posix() for path in new if new[path] != old[path]}
    assert changed == {f"{PREFIXES[lang]}news/full-release/full-release.{lang}.pdf" for lang in LANGUAGES}
    assert f"{total} PDFs ({len(changed)} made now)" in done.stdout and "(1 made now)" in done.stdout
    for lang in LANGUAGES:
        site = Site(before.output)
        text = words(" ".join(sheet.extract_text() for sheet in reader(site, "full-release", lang).pages))
        assert "101" in text
        with zipfile.ZipFile(site.file("/press-kit/full-release.zip")) as kit:
            assert "101" in kit.read(f"full-release/full-release.{lang}.txt").decode()
