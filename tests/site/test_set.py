"""The promise, end to end: one figure is recorded, and what quotes it changes, and nothing else does."""

import csv
import json
import re
import shutil
from dataclasses import dataclass
from fractions import Fraction
from io import StringIO
from pathlib import Path

import feedparser
import pytest

from tools.built import LANGUAGES, PREFIXES, Site, aimaq, build, copy_project, words
from tools.figures import Figures
from tools.programs import once

LEDGER = "content/data/indicators.json"
KEY = "jobs"
SENTINEL = 987_654
SOURCE = "https://example.org/results-of-2025"
TITLE = "Отчёт за 2025 год"
NOTES = {"ru": "Исправлена опечатка.", "kk": "Қате түзетілді.", "en": "A misprint was corrected."}


@dataclass(frozen=True)
class Case:
    """What an editor records; ``category`` is CLDR's for the value in Russian."""

    value: int
    period: str
    correction: bool
    category: str


CASES = {
    "a new figure": Case(10_401, "2025-12-31", correction=False, category="one"),
    "a correction": Case(10_392, "2023-07-31", correction=True, category="few"),
}


@dataclass(frozen=True)
class Change:
    """Output of one project: before ``aimaq set``, after it, and with a number that occurs nowhere else."""

    case: Case
    project: Path
    ledgers: tuple[Path, Path]
    before: Site
    after: Site
    sentinel: Site
    said: str

    @property
    def changed(self) -> set[str]:
        """Files that differ in any byte, or that only one tree has; but the sitemap and manifests may always."""
        names = different(self.before, self.after)
        return {name for name in names if not name.startswith("sitemap") and "manifest" not in name}

    def figures(self) -> tuple[Figures, Figures]:
        """The ledger before and after."""
        return Figures(self.ledgers[0]), Figures(self.ledgers[1])


def contents(site: Site) -> dict[str, bytes]:
    return {file.relative_to(site.output).as_posix(): file.read_bytes() for file in site.files}


def different(one: Site, other: Site) -> set[str]:
    before, after = contents(one), contents(other)
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


@pytest.fixture(scope="module", params=CASES)
def change(request: pytest.FixtureRequest, shared_folder: Path) -> Change:
    """One output folder, as editors have it: built, then built again after each ``aimaq set``."""
    case = CASES[request.param]
    folder = once(shared_folder, request.param.replace(" ", "-"), lambda folder: record_and_build(case, folder))
    sites = {name: Site(folder / name) for name in ("before", "after", "sentinel")}
    project = folder / "project"
    ledgers = (folder / "before.json", project / LEDGER)
    return Change(case, project, ledgers, **sites, said=(folder / "said").read_text(encoding="utf-8"))


def record_and_build(case: Case, folder: Path) -> None:
    project, output = copy_project(folder / "project"), folder / "output"
    original = Path(shutil.copy(project / LEDGER, folder / "before.json"))

    def record(value: int) -> str:
        options = ["--period", case.period, "--status", "actual", "--source", SOURCE, "--source-title", TITLE]
        if case.correction:
            options += ["--correction", *(f"--note-{lang}={text}" for lang, text in NOTES.items())]
        if value == SENTINEL:  # no reader would believe it, and no ledger takes it, but for somebody's word
            options += ["--approved-by", "Test", "--why", "It occurs nowhere else."]
        done = aimaq("set", KEY, str(value), *options, project=project)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def built(name: str) -> None:
        build(project, output)
        shutil.copytree(output, folder / name)

    built("before")
    record(SENTINEL)
    built("sentinel")
    shutil.copy(original, project / LEDGER)
    (folder / "said").write_text(record(case.value), encoding="utf-8")
    built("after")


def test_the_ledger_has_one_observation_more_and_is_otherwise_as_it_was(change: Change) -> None:
    """Taken out of the file again, it leaves the old file; editors' lines are not moved."""
    before, after = (json.loads(path.read_text(encoding="utf-8")) for path in change.ledgers)
    added = [item for item in after["indicators"][KEY]["observations"]
             if item not in before["indicators"][KEY]["observations"]]  # fmt: skip
    assert len(added) == 1
    assert (added[0]["period"], added[0]["value"]) == (change.case.period, change.case.value)
    assert (added[0]["status"], added[0]["source"]) == ("actual", {"title": TITLE, "url": SOURCE})
    assert added[0].get("kind") == ("correction" if change.case.correction else None)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", added[0]["released"])
    after["indicators"][KEY]["observations"].remove(added[0])
    assert after == before
    old, new = (path.read_text(encoding="utf-8").splitlines() for path in change.ledgers)
    kept = [line for line in old if line in new or f"{line}," in new]
    assert kept == old
    assert change.said.strip()


def printed(value: Fraction | int) -> re.Pattern[str]:
    """The pattern of a number of thousands in a language's form or a machine's."""
    return re.compile(rf"(?<!\d){int(value) // 1000}[\u00a0,]?{int(value) % 1000:03}(?!\d)")


def quoting(site: Site, value: int) -> set[str]:
    """Files that print ``value``: it needs no bookkeeping of slots."""
    return {name for name, text in site.texts.items() if printed(value).search(text)}


def drawn(change: Change) -> set[str]:
    """Pictures in which the number is drawn, and stories that draw the figure's course beside an earlier value."""
    pictures = (path for path in change.before.files if path.suffix == ".png")
    names = {path.relative_to(change.before.output).as_posix() for path in pictures}
    mark = f'data-indicator="{KEY}"'
    names |= {name for name, text in change.before.texts.items() if "sparkline" in text and mark in text}
    return {n for n in names if (change.sentinel.output / n).read_bytes() != (change.before.output / n).read_bytes()}


def computed(change: Change) -> set[str]:
    """Files that print a figure which is computed from ``KEY`` and has changed with it: by markup and address."""
    before, after = change.figures()
    found: set[str] = set()
    for key in before.indicators:
        if key != KEY and before.history(key) != after.history(key):
            mark = re.compile(rf"data-indicator=(\\?\"|&quot;|&#34;|'){key}(?![a-z0-9-])|\"key\": ?\"{key}\"")
            own = re.compile(rf"(^|/)indicators/{key}[./]")
            found |= {name for name, text in change.before.texts.items() if mark.search(text) or own.search(name)}
    return found


def dated(change: Change) -> set[str]:
    """Press kits' lists in which nothing but the moment has changed, and only of stories that quote the figure."""
    found: set[str] = set()
    quotes = quoting(change.sentinel, SENTINEL)
    for name in (f"{prefix}press-kit/ninjs.json" for prefix in PREFIXES.values()):
        old, new = (json.loads(site.texts[name]) for site in (change.before, change.after))
        for was, now in zip(old["associations"], new["associations"], strict=True):
            if was != now:
                address = next(each["href"] for each in now["renditions"] if each["name"] == "ninjs")
                assert address.removeprefix(f"{change.after.url}/") in quotes, address
                was["versionCreated"] = now["versionCreated"]
                found.add(name)
        assert old == new, name
    return found


def test_exactly_the_files_that_quote_the_figure_change(change: Change) -> None:
    """The changed files are those that print the new number, or a figure that is computed from it.

    And, for a new period, the one that says on which day the new value will be out of date; for a correction, the
    lists that say of which day a corrected story is.
    """
    expected = quoting(change.sentinel, SENTINEL) | drawn(change) | computed(change)
    expected |= dated(change) if change.case.correction else {"next-change.json"}
    assert len(change.changed) > 12
    assert not expected - change.changed, "they quote the figure but did not change"
    changed = sorted(change.changed - expected)
    assert not changed, "they changed without quoting the figure"


def test_a_correction_changes_computed_figures_too(change: Change) -> None:
    """jobs-per-enterprise follows the corrected count; a period for which enterprises are unknown leaves it alone."""
    before, after = change.figures()
    assert (before.history("jobs-per-enterprise") != after.history("jobs-per-enterprise")) == change.case.correction
    assert ("api/indicators/jobs-per-enterprise.json" in change.changed) == change.case.correction


def test_only_figures_change_in_a_page(change: Change) -> None:
    """No file comes or goes; no page's own address, translations or internal links change."""
    for name in change.changed:
        assert (change.before.output / name).exists() and (change.after.output / name).exists(), name
        if name.endswith(".html"):
            old, new = (
                site.by_address["/" + name.removesuffix("index.html")] for site in (change.before, change.after)
            )
            internal = '//a/@href[starts-with(., "/") and not(contains(., "#"))]'
            added = set(new.root.xpath(internal)) - set(old.root.xpath(internal))
            # The list of corrections names the stories that had printed what was wrong.
            assert not added or name.endswith("corrections/index.html"), name
            assert set(old.root.xpath(internal)) <= set(new.root.xpath(internal)), name
            assert (old.canonical, old.alternates) == (new.canonical, new.alternates), name


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_new_value_stands_in_the_right_form(change: Change, lang: str) -> None:
    """10 401 рабочее место, 10 392 рабочих места; one form in Kazakh; the plural in English; in each case in use."""
    unit = change.figures()[1].indicators[KEY]["unit"][lang]
    category = change.case.category if lang == "ru" else "other"
    number = f"{change.case.value:,}" if lang == "en" else f"{change.case.value:,}".replace(",", " ")
    seen = set()
    for page in change.after.pages:
        if page.lang != lang:
            continue
        for element in page.root.xpath(f'//data[@data-indicator="{KEY}"][@value="{change.case.value}"]'):
            form, text = element.get("data-form"), element.text_content()
            if form in unit:
                seen.add(form)
                assert words(text) == words(f"{number} {unit[form][category]}"), f"{page.address}: {text!r}"
            elif form == "number":
                assert words(text).startswith(words(number)), f"{page.address}: {text!r}"
    assert seen


@pytest.mark.parametrize("lang", LANGUAGES)
def test_live_figures_are_new_and_pinned_ones_are_as_they_were(change: Change, lang: str) -> None:
    """Where a page shows the current value it shows the new one; what is pinned to the article's date stays."""
    folder = f"/{PREFIXES[lang]}indicators/"
    for address in (f"/{PREFIXES[lang]}", folder, f"{folder}{KEY}/"):
        text = change.after.by_address[address].main.text_content()
        assert printed(change.case.value).search(text), address
    for page in change.after.pages:
        for element in page.root.xpath(f'//data[@data-indicator="{KEY}"][not(starts-with(@data-form, "as-of"))]'):
            pinned = element.get("data-at") == "published"
            if pinned or not element.get("data-at"):
                assert (element.get("value") == str(change.case.value)) != pinned, page.address


def test_feeds_keep_their_ids_and_dates(change: Change) -> None:
    """A reader's feed program sees the same stories with new words, not new stories."""
    for name, text in change.before.texts.items():
        told_of_figures = "feeds/indicators/" in name or "feeds/corrections." in name
        if "/feeds/" in f"/{name}" and name.endswith(".xml") and not told_of_figures:
            old, new = (feedparser.parse(text.encode()) for text in (text, change.after.texts[name]))
            assert [(e.id, e.link, e.published) for e in old.entries] == [
                (e.id, e.link, e.published) for e in new.entries
            ], name


def test_open_data_has_the_new_observation(change: Change) -> None:
    data = json.loads(change.after.texts[f"api/indicators/{KEY}.json"])
    assert (data["current"]["value"], data["current"]["period"]) == (change.case.value, change.case.period)
    rows = csv.DictReader(StringIO(change.after.texts[f"api/indicators/{KEY}.csv"]))
    expected = (change.case.period, str(change.case.value), "actual")
    assert expected in [(row["period"], row["value"], row["status"]) for row in rows]


def test_json_ld_that_quotes_the_figure_has_its_new_value(change: Change) -> None:
    """Every block still parses; one that differs had the old value and has the new one, or is of a computed figure.

    A pinned story keeps the old value, and says that it has been corrected.
    """
    current = change.figures()[0].current(KEY)
    assert current
    of_computed = computed(change)
    seen = 0
    for page in change.after.pages:
        for was, now in zip(change.before.by_address[page.address].structured, page.structured, strict=True):
            json.loads(now)
            if was != now and page.file.relative_to(change.after.output).as_posix() not in of_computed:
                seen += 1
                corrected = change.case.correction and '"CorrectionComment"' in now
                assert corrected or printed(current[0]).search(was), page.address
                assert printed(change.case.value).search(now), page.address
    assert seen


def test_building_from_nothing_gives_the_same_bytes(change: Change, tmp_path: Path) -> None:
    """What was refilled is what a first build in an empty folder makes."""
    output = tmp_path / "again"
    build(change.project, output)
    assert different(change.after, Site(output)) == set()
