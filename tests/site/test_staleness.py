"""A figure that has grown too old says so: when the site is built, and on a page that was built before."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser

from aimaq.figures.fill.stale_warnings import warnings_of
from aimaq.figures.fill.staleness import Staleness
from aimaq.figures.ledger import Source, Status, read_ledger
from aimaq.figures.ledger.record import NewObservation, prepare_recording
from aimaq.pipeline.build import build
from aimaq.pipeline.report import Report
from aimaq.settings.read import read_settings
from tools.built import LANGUAGES, PREFIXES, Site, aimaq, copy_project, leave_out_newer, words
from tools.host import DATA, Host, reading
from tools.programs import once

LEDGER = "content/data/indicators.json"
#: Of the last day of 2024, and good for 400 days: the last of them is 4 February 2026.
KEY, LAST, FIRST = "jobs", "2026-02-04", "2026-02-05"
RELEASED = "2026-02-10"
MOMENT = "2026-02-05T00:00:00+05:00"
WORDS = {"ru": "данные могли устареть", "kk": "деректер ескірген болуы мүмкін", "en": "the data may be out of date"}
#: The files of a story that say of its figures what its page says.
FOR_JOURNALISTS = (".txt", ".ninjs.json")
ZONE = ZoneInfo("Asia/Almaty")


def release(project: Path, period: str, value: int, released: str) -> None:
    seen = NewObservation(
        period, Decimal(value), Status.ACTUAL, date.fromisoformat(released), Source("Report", "https://example.org/r")
    )
    prepare_recording(project / LEDGER, [(KEY, seen)], languages=LANGUAGES, root=project).write()


def built(project: Path, output: Path, today: str) -> Report:
    cache = output.with_name(f"{output.name}.cache")
    return build(project, output=output, cache=cache, overrides={"INDICATORS_TODAY": today})


@dataclass(frozen=True)
class Days:
    """The site on the last day on which the figure is fresh and, refilled, on the next one and when a newer is public.

    All three are of one ledger, which holds two values that become public together on the last of these days.
    """

    project: Path
    fresh: Site
    stale: Site
    newer: Site


@pytest.fixture(scope="module")
def days(shared_folder: Path) -> Days:
    folder = once(shared_folder, "days", build_both)
    return Days(folder / "project", *(Site(folder / name) for name in ("fresh", "stale", "newer")))


def build_both(folder: Path) -> None:
    project = copy_project(folder / "project")
    leave_out_newer(project, LAST)
    release(project, "2024-12-31", 11000, "2025-02-01")
    release(project, "2025-06-30", 11111, RELEASED)
    release(project, "2025-09-30", 11222, RELEASED)
    for name, today in (("fresh", LAST), ("stale", FIRST), ("newer", RELEASED)):
        report = built(project, folder / "output", today)
        assert name == "fresh" or (report.refilled and report.composed == 0), "a day alone composes no page"
        shutil.copytree(folder / "output", folder / name)


def notes(site: Site, key: str = KEY) -> dict[str, list[bool]]:
    """By its address, for each page with notes on the figure's age: whether they are shown."""
    found = {}
    for page in site.pages:
        elements = page.root.xpath(f"//*[@data-stale-from][@data-indicator='{key}']")
        if elements:
            assert {each.get("data-stale-from") for each in elements} == {MOMENT}
            found[page.address] = [each.get("hidden") is None for each in elements]
    return found


def different(one: Site, other: Site) -> set[str]:
    before, after = ({file.relative_to(site.output): file.read_bytes() for file in site.files} for site in (one, other))
    return {str(name) for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def test_the_note_is_there_from_the_first_build_and_is_shown_from_the_first_stale_day(days: Days) -> None:
    """On each page that shows the figure; and the day changes nothing else in the whole site."""
    before, after = notes(days.fresh), notes(days.stale)
    assert before.keys() == after.keys()
    assert not any(any(shown) for shown in before.values())
    assert all(all(shown) for shown in after.values())
    for lang, prefix in PREFIXES.items():
        places = ("", "about/", "indicators/", f"indicators/{KEY}/", "news/plans-2025/")
        assert {f"/{prefix}{place}" for place in places} <= after.keys(), lang
    changed = {"/" + name.removesuffix("index.html") for name in different(days.fresh, days.stale)}
    texts = {address for address in changed if address.endswith(FOR_JOURNALISTS)}
    assert changed - texts == after.keys() | {"/next-change.json"}
    for address in texts:  # the plain text and the ninjs of a story say what its page says
        assert address.rpartition("/")[0] + "/" in after
        assert any(each in days.stale.texts[address[1:]] for each in WORDS.values())
    plain, ninjs = ({name.removesuffix(end) for name in texts if name.endswith(end)} for end in FOR_JOURNALISTS)
    assert plain == ninjs


def test_a_refill_on_the_day_gives_the_bytes_of_a_clean_build(days: Days, tmp_path: Path) -> None:
    built(days.project, tmp_path / "clean", FIRST)
    assert different(days.stale, Site(tmp_path / "clean")) == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_note_is_in_words_once_for_each_figure_of_a_text(days: Days, lang: str) -> None:
    """It stands beside the first live mention, in brackets; a table further down does not repeat it."""
    page = days.stale.page(f"/{PREFIXES[lang]}about/")
    said = [words(each.text_content()) for each in page.root.xpath("//small[@data-stale-from]")]
    keys = page.root.xpath("//small[@data-stale-from]/@data-indicator")
    assert said and set(said) == {f"({WORDS[lang]})"}
    assert len(keys) == len(set(keys)) >= 4 and KEY in keys
    beside = page.root.xpath(f"//small[@data-indicator='{KEY}']/preceding-sibling::a[1]/data/@data-indicator")
    assert beside == [KEY]


def test_titles_feeds_and_data_files_are_left_alone(days: Days) -> None:
    """A headline says no such thing, and no reader's feed: nothing that has been sent out changes with the day."""
    for name, text in days.stale.texts.items():
        if not name.endswith((".html", *FOR_JOURNALISTS)):
            assert not any(each in text for each in WORDS.values()), name
        elif name.endswith(".ninjs.json"):
            said = [each["value"] for each in json.loads(text)["descriptions"] if each["role"] == "figure"]
            assert all(text.count(each) == sum(each in value for value in said) for each in WORDS.values()), name
    for page in days.stale.pages:
        inside = page.root.xpath("//head//text() | //h1//text() | //h2//text() | //h3//text()")
        assert not any(each in text for each in WORDS.values() for text in inside), page.address


def test_a_derived_figure_is_as_perishable_as_its_parts(days: Days) -> None:
    """One that has no limit of its own has that of the part that lasts shortest, for its own period."""
    ledger = read_ledger(days.project / LEDGER, languages=LANGUAGES, root=days.project)
    staleness = Staleness(ledger.known(date(2025, 4, 1)), datetime(2025, 4, 1), ZONE)
    assert ledger.indicators["jobs-per-enterprise"].max_age_days is None
    assert staleness.since("jobs-per-enterprise") == date(2024, 9, 4)  # 31 July 2023 and 401 days
    assert staleness.since(KEY) == date(2026, 2, 5)
    assert staleness.since("jobs-created") is None


@pytest.mark.parametrize(("today", "stale"), [(LAST, False), (FIRST, True), ("2030-01-01", True)])
def test_a_figure_is_stale_from_the_day_after_its_last(days: Days, today: str, stale: bool) -> None:
    ledger = read_ledger(days.project / LEDGER, languages=LANGUAGES, root=days.project)
    staleness = Staleness(ledger.known(date(2025, 4, 1)), datetime.fromisoformat(today), ZONE)
    age = date.fromisoformat(today) - date(2024, 12, 31)
    assert staleness.stale(KEY) == stale == (age.days > 400)
    assert staleness.moment(KEY) == MOMENT


# In a browser


@pytest.fixture
def host(days: Days) -> Iterator[Host]:
    with Host(days.fresh.output) as host:
        yield host


@pytest.mark.parametrize(("lang", "zone"), [("ru", "Asia/Almaty"), ("kk", "America/New_York"), ("en", "Asia/Tokyo")])
@pytest.mark.parametrize("place", ["about/", "indicators/", "news/plans-2025/"])
def test_a_page_that_was_built_before_says_so_when_the_day_has_come(
    browser: Browser, days: Days, host: Host, lang: str, zone: str, place: str
) -> None:
    """Without a rebuild, without the network, at midnight in the zone of the site, wherever the reader is."""
    address = f"/{PREFIXES[lang]}{place}"
    with reading(browser, host, at="2026-02-04T23:58:30+05:00", timezone_id=zone) as reader:
        reader.tab.route(f"**{DATA}*", lambda route: route.abort())
        tab = reader.open(address, answered=False)
        shown = ":not(details:not([open]) *)"
        note = tab.locator(f'[data-stale-from][data-indicator="{KEY}"]{shown}')
        assert note.count() and not any(each.is_visible() for each in note.all())
        reader.minute(answered=False)
        assert not any(each.is_visible() for each in note.all())
        reader.minute(answered=False)
        assert all(each.is_visible() for each in note.all())
        text = tab.locator("main").inner_text()
        host.folder = days.stale.output
        assert text == reader.open(address, answered=False).locator("main").inner_text()
        assert WORDS[lang] in text.lower()
        assert reader.errors == []


def test_a_newer_value_takes_the_note_away(browser: Browser, days: Days, host: Host) -> None:
    """On a page that is open: the age is that of the value that it shows."""
    host.folder = days.stale.output
    with reading(browser, host, at="2026-02-09T23:59:30+05:00") as reader:
        tab = reader.open("/en/about/")
        note = tab.locator(f'[data-stale-from][data-indicator="{KEY}"]')
        assert note.is_visible()
        host.folder = days.newer.output
        reader.minute()
        assert not note.is_visible() and "11,222" in tab.locator("main").inner_text()


def test_without_a_script_a_page_says_what_was_true_when_it_was_built(browser: Browser, days: Days) -> None:
    for site, shown in ((days.fresh, False), (days.stale, True)):
        with Host(site.output) as host:
            context = browser.new_context(java_script_enabled=False)
            tab = context.new_page()
            tab.goto(f"{host.url}/en/about/")
            assert tab.locator(f'small[data-indicator="{KEY}"]').is_visible() == shown
            context.close()


# next-change.json


def test_a_scheduler_is_told_the_next_day_that_changes_the_site(days: Days) -> None:
    """As a day and as a moment in the site's zone, earliest first; a day that has come is no longer ahead."""
    fresh, stale, newer = (json.loads(site.texts["next-change.json"]) for site in (days.fresh, days.stale, days.newer))
    midnight = f"{RELEASED}T00:00:00+05:00"
    going = {"date": FIRST, "at": MOMENT, "reason": "stale", "indicator": KEY}
    coming = {"date": RELEASED, "at": midnight, "reason": "release"}
    assert (fresh["next"], fresh["at"], fresh["changes"][:2]) == (FIRST, MOMENT, [going, coming])
    assert (stale["next"], stale["at"], stale["changes"][0]) == (RELEASED, midnight, coming)
    for told in (fresh, stale, newer):
        assert [each["at"] for each in told["changes"]] == sorted(each["at"] for each in told["changes"])
    # 30 September 2025 and 401 days
    assert [each for each in newer["changes"] if each.get("indicator") == KEY] == [
        {"date": "2026-11-05", "at": "2026-11-05T00:00:00+05:00", "reason": "stale", "indicator": KEY}
    ]


def test_a_future_release_is_a_date_and_nothing_else(days: Days) -> None:
    """Neither the figure nor its value nor how many there are: the values are nowhere in the site before their day."""
    values = re.compile(r"11[\s,\u00a0]?(111|222)\b")
    assert not any(values.search(text) for site in (days.fresh, days.stale) for text in site.texts.values())
    assert values.search(days.newer.texts["indicators/index.html"])


# aimaq check


def test_check_warns_with_the_place_in_the_file_and_what_to_do(days: Days) -> None:
    """One warning for each figure with a limit of its own, none for one that is fresh or only computed."""
    settings = {
        "INDICATORS_PATH": LEDGER,
        "INDICATORS_PREFIXES": PREFIXES,
        "THEME": "theme",
        "TIMEZONE": "Asia/Almaty",
        "SITEURL": "https://example.org",
        "SITENAME": "Zone",
    }
    days_of = (read_settings({**settings, "INDICATORS_TODAY": day}, days.project) for day in (LAST, FIRST))
    fresh, stale = (warnings_of(each, datetime.now(UTC)) for each in days_of)
    new = set(stale) - set(fresh)
    [warning] = [each for each in new if f'"{KEY}"' in each.message]
    lines = (days.project / LEDGER).read_text("utf-8").splitlines()
    assert warning.line is not None and '"max_age_days": 400' in lines[warning.line - 1]
    assert warning.pointer == f"/indicators/{KEY}/max_age_days"
    assert FIRST in warning.message and "2024-12-31" in warning.message and "401 days" in warning.message
    assert f"aimaq set {KEY}" in warning.hint
    assert not any(f'"{KEY}"' in each.message for each in fresh)
    assert not any("jobs-per-enterprise" in each.message for each in stale)


def test_a_warning_does_not_fail_the_check(project: Path) -> None:
    """`aimaq check` prints it and exits with 0: an old figure is no mistake in the files."""
    leave_out_newer(project, FIRST)
    conf = project / "pelicanconf.py"
    conf.write_text(conf.read_text("utf-8") + 'INDICATORS_TODAY = "2026-02-05"\n', encoding="utf-8")
    done = aimaq("check", project=project)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(rf'^Warning: {LEDGER}:\d+:\d+: "{KEY}" has been stale since 2024-09-04', done.stdout, re.MULTILINE)
    assert "No problems: " in done.stdout
