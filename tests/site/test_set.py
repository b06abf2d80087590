"""The promise, end to end: one figure is recorded, and what quotes it changes, and nothing else does."""

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import feedparser
import pytest

from tools.built import LANGUAGES, PREFIXES, Site, build, copy_project, invoke
from tools.figures import Figures

KEY, NEW, PERIOD = "enterprises", 101, "2025-12-31"
SENTINEL = 987_654
SOURCE = "https://example.org/results-of-2025"
TITLE = "Отчёт за 2025 год"
FREE = frozenset({"sitemap.xml"})  # may change whenever a page does


@dataclass(frozen=True)
class Change:
    """Output of one project: before ``inv set``, after it, and with a number that occurs nowhere else."""

    project: Path
    before: Site
    after: Site
    sentinel: Site
    said: str

    @property
    def changed(self) -> set[str]:
        """Files that differ in any byte, or that only one tree has."""
        return different(self.before, self.after)


def contents(site: Site) -> dict[str, bytes]:
    return {file.relative_to(site.output).as_posix(): file.read_bytes() for file in site.files}


def different(one: Site, other: Site) -> set[str]:
    before, after = contents(one), contents(other)
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def is_free(name: str) -> bool:
    return name in FREE or "manifest" in name


@pytest.fixture(scope="module")
def change(tmp_path_factory: pytest.TempPathFactory) -> Change:
    """One output folder, as editors have it: built, then built again after each ``inv set``."""
    folder = tmp_path_factory.mktemp("set")
    project, output = copy_project(folder / "project"), folder / "output"
    ledger = project / "content/data/indicators.json"
    original = ledger.read_bytes()

    def record(value: int) -> str:
        options = ["--period", PERIOD, "--status", "actual", "--source", SOURCE, "--source-title", TITLE]
        done = invoke("set", KEY, str(value), *options, project=project)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def built(name: str) -> Site:
        build(project, output)
        return Site(shutil.copytree(output, folder / name))

    before = built("before")
    record(SENTINEL)
    sentinel = built("sentinel")
    ledger.write_bytes(original)
    said = record(NEW)
    return Change(project, before, built("after"), sentinel, said)


def test_the_observation_is_in_the_ledger_and_the_rest_of_the_file_is_as_it_was(change: Change) -> None:
    """One observation more; without its lines the file is the old one, byte for byte but for a comma."""
    after = json.loads((change.project / "content/data/indicators.json").read_text(encoding="utf-8"))
    last = after["indicators"][KEY]["observations"][-1]
    assert (last["period"], last["value"], last["status"]) == (PERIOD, NEW, "actual")
    assert last["source"] == {"title": TITLE, "url": SOURCE}
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", last["released"])
    assert change.said.strip()
    assert "Traceback" not in change.said


def quoting(site: Site, value: int) -> set[str]:
    """Files that print ``value`` in a language's form or a machine's: it needs no bookkeeping of slots."""
    forms = (
        rf"(?<![\d.,]){value // 1000}[\u00a0\u202f\u2009, ]?{value % 1000:03}(?!\d)"
        if value > 999
        else rf"\b{value}\b"
    )
    return {name for name, text in site.texts.items() if re.search(forms, text)}


def computed(change: Change) -> set[str]:
    """Files that print a figure which is computed from ``KEY``: found by their markup."""
    figures = Figures(change.project / "content/data/indicators.json")
    keys = [key for key in figures.indicators if key != KEY and figures.depends(key, KEY)]
    mark = re.compile(rf"data-indicator=(\\?\"|&quot;|&#34;|')({'|'.join(keys)})\b")
    return {name for name, text in change.before.texts.items() if keys and mark.search(text)}


def test_exactly_the_files_that_quote_the_figure_change(change: Change) -> None:
    """The changed files are those that print the new number, or a figure that is computed from it."""
    expected = quoting(change.sentinel, SENTINEL) | computed(change)
    changed = {name for name in change.changed if not is_free(name)}
    missed = {name for name in expected - changed if not is_free(name)}
    assert len(changed) > 12
    assert not missed, f"quote the figure but did not change: {sorted(missed)}"
    assert not changed - expected, f"changed without quoting the figure: {sorted(changed - expected)}"


def test_a_file_that_changed_differs_in_figures_only(change: Change) -> None:
    """No file appears or goes; no page's address, canonical link or list of stories changes."""
    for name in change.changed:
        assert (change.before.output / name).exists() and (change.after.output / name).exists(), name
        if name.endswith(".html"):
            address = "/" + name.removesuffix("index.html")
            before, after = change.before.by_address[address], change.after.by_address[address]
            assert (
                before.root.xpath("//a/@href") == after.root.xpath("//a/@href") or "/indicators/" in address
            ), name
            assert before.alternates == after.alternates


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_new_value_stands_in_the_right_form(change: Change, lang: str) -> None:
    """101 takes the singular in Russian (101 предприятие), one form in Kazakh, the plural in English."""
    unit = Figures(change.project / "content/data/indicators.json").indicators[KEY]["unit"][lang]
    category = {"ru": "one", "kk": "other", "en": "other"}[lang]
    seen = 0
    for page in change.after.pages:
        if page.lang != lang:
            continue
        for element in page.root.xpath(f'//data[@data-indicator="{KEY}"][@value="{NEW}"]'):
            form, text = element.get("data-form"), element.text_content()
            if form in unit:
                seen += 1
                assert text == f"{NEW}\u00a0{unit[form][category]}".replace(" ", "\u00a0") or text == (
                    f"{NEW}\u00a0{unit[form][category]}"
                ), f"{page.address}: {text!r}"
    assert seen


@pytest.mark.parametrize("lang", LANGUAGES)
def test_live_figures_are_new_and_pinned_ones_are_as_they_were(change: Change, lang: str) -> None:
    """Wherever a page showed the current value it shows the new one; pinned ones keep theirs."""
    folder = f"/{PREFIXES[lang]}indicators/"
    for address in (f"/{PREFIXES[lang]}", folder, f"{folder}{KEY}/"):
        text = change.after.by_address[address].root.find(".//main").text_content()
        assert re.search(rf"\b{NEW}\b", text), address
    for name in change.changed:
        if not name.endswith(".html"):
            continue
        address = "/" + name.removesuffix("index.html")
        pairs = zip(
            change.before.by_address[address].root.xpath("//main//article//data"),
            change.after.by_address[address].root.xpath("//main//article//data"),
            strict=False,
        )
        for old, new in pairs:
            if old.get("value") == new.get("value") and old.get("data-indicator") == new.get(
                "data-indicator"
            ):
                assert old.text_content() == new.text_content(), address


def test_feeds_keep_their_ids(change: Change) -> None:
    """A reader's feed program sees the same stories with new words, not new stories."""
    for name in change.before.texts:
        if "/feeds/" in f"/{name}" and name.endswith(".xml"):
            before, after = (
                feedparser.parse(site.texts[name].encode()) for site in (change.before, change.after)
            )
            assert [entry.id for entry in before.entries] == [entry.id for entry in after.entries], name
            assert [entry.published for entry in before.entries] == [
                entry.published for entry in after.entries
            ], name


def test_open_data_has_the_new_observation(change: Change) -> None:
    data = json.loads(change.after.texts[f"api/indicators/{KEY}.json"])
    assert data["current"]["value"] == NEW
    assert data["current"]["period"] == PERIOD
    assert f"{PERIOD}," in change.after.texts[f"api/indicators/{KEY}.csv"]


def test_json_ld_that_quotes_the_figure_has_the_new_one(change: Change) -> None:
    """JSON-LD still parses everywhere; every block that had the old current value has the new one."""
    seen = 0
    for page in change.after.pages:
        old = change.before.by_address[page.address].structured
        for was, now in zip(old, page.structured, strict=True):
            json.loads(now)
            if was != now:
                seen += 1
                assert re.search(rf"\b{NEW}\b", now) or computed(change), page.address
    assert seen


def test_building_again_changes_no_byte(change: Change, tmp_path: Path) -> None:
    """Two builds of the same content, and a build from nothing, give the same bytes."""
    output = tmp_path / "again"
    build(change.project, output)
    assert different(change.after, Site(output)) == set()
