"""What the site shows of its data, and which files a changed figure touches."""

import json
import re
from itertools import chain
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tools.browser import visitor
from tools.built import LANGUAGES, PREFIXES, Site, build, copy_project, words
from tools.templates import example

KEY = "small-parks"
#: A story that quotes it, of which the site has a picture, a plain text and a card in the search.
STORY = "small-industrial-parks"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_release_has_its_place_on_the_page(site: Site, lang: str) -> None:
    """The address in the data files is that of a row, and each period has a fragment of its own."""
    count = 0
    for file in (site.output / "api/indicators").glob("*.json"):
        data = json.loads(file.read_text(encoding="utf-8"))
        for release in data["releases"]:
            count += 1
            address, _, fragment = release["url"][lang].removeprefix(site.url).partition("#")
            assert fragment == release["id"]
            [row] = site.by_address[address].root.xpath(f'//*[@id="{fragment}"]')
            assert release["released"] in row.xpath(".//time/@datetime")
            assert words(release["text"][lang]) in words(row.text_content())
        page = site.by_address[data["url"][lang].removeprefix(site.url)]
        for observation in data["observations"]:
            [cell] = page.root.xpath(f'//*[@id="p-{observation["period"]}"]')
            assert observation["released"] in cell.getparent().xpath(".//time/@datetime")
    assert count >= 30


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_links_to_all_its_files(site: Site, lang: str) -> None:
    page = example(site, "indicator", lang)
    key = page.address.rstrip("/").rpartition("/")[2]
    links = set(page.root.xpath("//main//a/@href"))
    assert {f"/api/indicators/{key}.{ending}" for ending in ("csv", "json", "jsonld")} <= links
    assert f"/{PREFIXES[lang]}api/" in links
    dashboard = site.by_address[f"/{PREFIXES[lang]}indicators/"]
    assert f"/{PREFIXES[lang]}api/" in dashboard.root.xpath("//main//a/@href")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_click_selects_a_citation_and_code_without_a_script(site: Site, browser: Browser, lang: str) -> None:
    """The selected text is exactly the citation of the JSON file, and the code that embeds the pictures."""
    page = example(site, "indicator", lang)
    key = page.address.rstrip("/").rpartition("/")[2]
    data = json.loads(site.texts[f"api/indicators/{key}.json"])
    with visitor(browser, site, java_script_enabled=False) as guest:
        tab = guest.go(page.address)
        taken = []
        for body in tab.locator(".copy-text-body").all():
            body.click()
            taken.append(tab.evaluate("getSelection().toString()").strip())
    assert taken[0] == data["citation"][lang]
    for code, picture in zip(taken[1:], (data["files"]["chart"], data["files"]["badge"]), strict=True):
        assert re.match(r'<a href="([^"]+)"><img src="([^"]+)"', code).groups() == (data["url"][lang], picture[lang])  # type: ignore[union-attr]
        assert code.endswith("></a>")


def test_a_button_copies_a_citation_and_code_as_they_stand(site: Site, browser: Browser) -> None:
    """Under the site's own policy, with the script of the chart beside it."""
    page = example(site, "indicator", "kk")
    with visitor(browser, site, permissions=["clipboard-read", "clipboard-write"]) as guest:
        tab = guest.go(page.address)
        texts = tab.locator(".copy-text").all()
        assert len(texts) == 3
        for each in texts:
            each.get_by_role("button", name="Көшіру").click()
            expect(each.get_by_role("status")).to_have_text("Көшірілді")
            assert tab.evaluate("navigator.clipboard.readText()") == each.locator(".copy-text-body").text_content()
        assert not guest.complaints and not guest.foreign


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_description_shows_real_files(site: Site, lang: str) -> None:
    """Every link of the page leads to a file, and its examples are pieces of them."""
    page = site.by_address[f"/{PREFIXES[lang]}api/"]
    links = [link for link in page.root.xpath("//main//table//a/@href")]
    assert len(links) >= 8 and all(site.serves(link) for link in links)
    [key] = {link.split("/")[3].partition(".")[0] for link in links if re.match(r"/api/indicators/", link)}
    whole, table, linked = (
        body.text_content() for body in page.root.xpath('//pre[contains(@class, "copy-text-body")]')
    )
    assert json.loads(whole) == json.loads(site.texts[f"api/indicators/{key}.json"])["current"]
    assert table.split("\n")[0] in site.texts[f"api/indicators/{key}.csv"].splitlines()
    assert json.loads(linked) in json.loads(site.texts[f"api/indicators/{key}.jsonld"])["@graph"]
    assert {"/api/openapi.json", "/api/indicators.json"} <= set(links)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A copy of the project, built once, and its site."""
    folder = tmp_path_factory.mktemp("copy")
    project, output = copy_project(folder / "project"), folder / "site"
    build(project, output)
    return project, output


def state(output: Path) -> dict[Path, tuple[int, int]]:
    """What a host derives ETag and Last-Modified from, by file."""
    return {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in output.rglob("*") if path.is_file()}


def cards_of(output: Path) -> dict[str, dict[str, object]]:
    """What the search prints of each text, by the file that it stands in and by address."""
    files = {path: json.loads(path.read_text(encoding="utf-8")) for path in output.glob("**/search/texts/**/*.json")}
    return {path.relative_to(output).as_posix(): {card["address"]: card} for path, card in files.items()}


def test_a_changed_figure_touches_its_own_files_and_those_that_show_it(copy: tuple[Path, Path]) -> None:
    """All other files keep their bytes, their time and their inode, so a host sends them as not modified."""
    project, output = copy
    before, cards = state(output), cards_of(output)
    ledger = project / "content/data/indicators.json"
    data = json.loads(ledger.read_text(encoding="utf-8"))
    last = data["indicators"][KEY]["observations"][-1]
    note = {"ru": "Н.", "kk": "Н.", "en": "N."}
    right = {**last, "value": last["value"] + 1, "kind": "correction", "note": note}
    data["indicators"][KEY]["observations"].append(right)
    ledger.write_text(json.dumps(data, ensure_ascii=False, indent=2), encoding="utf-8")
    build(project, output)
    after = state(output)
    assert set(after) == set(before)
    touched = {path.relative_to(output).as_posix() for path in after if after[path] != before[path]}
    dependent = {KEY, *(key for key, each in data["indicators"].items() if KEY in each.get("formula", "").split())}
    own = {name for name in touched if re.fullmatch(r"(.*/)?indicators/([a-z0-9-]+)([./].*)?", name)}
    assert {
        re.sub(r".*indicators/([a-z0-9-]+)[./].*", r"\1", name) for name in own if "/index.html" not in name
    } <= dependent
    expected = {f"api/indicators/{KEY}.{ending}" for ending in ("json", "csv", "jsonld", "ru.svg", "kk.badge.svg")}
    expected |= {f"{PREFIXES[lang]}feeds/indicators/{KEY}.{end}" for lang in LANGUAGES for end in ("rss.xml", "json")}
    for lang in LANGUAGES:
        expected |= {f"{PREFIXES[lang]}news/{STORY}/{name}" for name in ("share.png", f"{STORY}.{lang}.txt")}
    assert expected <= touched
    # Beside them, only what says something of the figure: by itself, or by the page that it stands for.
    now, site = cards_of(output), Site(output)
    changed = {name: [where for where in now[name] if now[name][where] != cards[name][where]] for name in cards}
    assert {name for name in cards if changed[name]} == touched & cards.keys()
    assert all(f"/{PREFIXES[lang]}news/{STORY}/" in {*chain(*changed.values())} for lang in LANGUAGES)
    for name in touched - own:
        pages = [site.file(where) for where in changed.get(name, ())] or [output / name]
        if name.endswith("share.png"):
            pages = [output / name.replace("share.png", "index.html")]
        for page in pages:
            text = page.read_text(encoding="utf-8")
            assert page.relative_to(output).as_posix() in touched, name
            if page.name == "figures.json":  # what the search index finds of the figures in a volume's texts
                assert re.search(rf'"{last["value"] + 1}\W', text), name
                continue
            assert f'"{KEY}"' in text or f"indicators/{KEY}/" in text or last["period"] in text, name


@pytest.mark.parametrize(
    ("template", "shown_by"),
    [("badge.svg", f"api/indicators/{KEY}.ru.badge.svg"), ("chart.html", f"indicators/{KEY}/index.html")],
)
def test_a_changed_template_of_the_fill_is_seen_at_once(copy: tuple[Path, Path], template: str, shown_by: str) -> None:
    """No page is composed from the template of a view or a picture; what uses it is drawn again all the same."""
    project, output = copy
    path = project / "theme/templates/figures" / template
    changed = re.sub(r"<(svg|figure) ", r'<\1 data-new="" ', path.read_text(encoding="utf-8"), count=1)
    path.write_text(changed, encoding="utf-8")
    build(project, output)
    assert 'data-new=""' in (output / shown_by).read_text(encoding="utf-8")
