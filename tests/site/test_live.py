"""A page that stays open is right within a minute, and nobody could tell its text from a newly built page's."""

import gzip
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from playwright.sync_api import Browser, Page, Route, expect

from aimaq.figures.grammar.cases import CASES
from aimaq.figures.grammar.dates_in_sentences import date_forms
from aimaq.figures.grammar.kazakh_suffixes import POSSESSIVE
from aimaq.figures.ledger import Source, Status
from aimaq.figures.ledger.record import NewObservation, prepare_recording
from aimaq.pipeline.build import build
from tools.built import LANGUAGES, PREFIXES, Site, copy_project, leave_out_newer
from tools.host import DATA, Host, Reader, reading
from tools.programs import once, require

LEDGER = "content/data/indicators.json"
KEY = "jobs"
ENGLISH = f"{DATA[1:]}en.json"
SOURCE = Source("Report", "https://example.org/report")
#: Beside 10,379 a Russian noun stands in "many", beside 12,001 in "one"; so with the plans, "few" and then "many".
RELEASES = {
    "before": [("2022-12-31", 9000, "actual", "2023-02-01"), ("2025", 20002, "plan", "2023-03-01")],
    "after": [("2024-12-31", 12001, "actual", "2025-04-11"), ("2026", 20105, "plan", "2025-04-11")],
}
NOON = "2025-04-12T12:00:00+05:00"
TODAY = {"before": "2025-04-10", "after": "2025-04-12"}
ARTICLE = "live"
AGREEING = {
    "ru": ["agree: создан/созданы/создано/создано", "genitive | with: нового/новых/новых/новых"],
    "kk": ["with: жаңа"],
    "en": ["agree: is/are"],
}


def markers(lang: str) -> list[str]:
    """Every live form of a figure that an editor can ask for in a language, of the current value and of the plan."""
    cases = [case for case in CASES[lang] if case != "nominative" and not case.startswith(POSSESSIVE)]
    suffixes = [f"number | {ending}" for ending in (*cases, POSSESSIVE)] if lang == "kk" else []
    dates = ["year", *(f"as-of | {form}" for form in date_forms(lang))]
    options = ["", "number", *dates, *cases, *suffixes, *AGREEING[lang]]
    both = [f"{plan} | {option}".strip(" |") for plan in ("", "plan") for option in options]
    return [f"{{{{ {KEY} | {option} }}}}" if option else f"{{{{ {KEY} }}}}" for option in [*both, "change"]]


PINNED = [f"{{{{ {KEY} @ published }}}}", f"{{{{ {KEY} @ 2023-07-31 }}}}", f"{{{{ {KEY} @ 2022 published | number }}}}"]


@dataclass(frozen=True)
class Stages:
    """Two sites: before a figure is released and, refilled, after it."""

    before: Path
    after: Path


@pytest.fixture(scope="module")
def stages(shared_folder: Path) -> Stages:
    folder = once(shared_folder, "live", build_both)
    return Stages(folder / "before", folder / "after")


def build_both(folder: Path) -> None:
    project, output = copy_project(folder / "project"), folder / "output"
    leave_out_newer(project, TODAY["before"])
    for lang in LANGUAGES:
        items = "\n".join(f"- {marker}" for marker in [*markers(lang), *PINNED])
        text = f'---\ntitle: "{{{{ {KEY} }}}}"\ndate: 2023-09-01\nkind: news\nsummary: Live.\n---\n\n{items}\n'
        (project / f"content/news/{ARTICLE}.{lang}.md").write_text(text, encoding="utf-8")
    for stage, releases in RELEASES.items():
        for period, value, status, released in releases:
            seen = NewObservation(period, Decimal(value), Status(status), date.fromisoformat(released), SOURCE)
            prepare_recording(project / LEDGER, [(KEY, seen)], languages=LANGUAGES, root=project).write()
        report = build(project, output=output, cache=folder / "cache", overrides={"INDICATORS_TODAY": TODAY[stage]})
        assert report.refilled == (stage == "after")
        shutil.copytree(output, folder / stage)


@pytest.fixture
def host(stages: Stages) -> Iterator[Host]:
    with Host(stages.before) as host:
        yield host


@pytest.fixture
def reader(browser: Browser, host: Host) -> Iterator[Reader]:
    with reading(browser, host, at=NOON) as reader:
        yield reader
        assert reader.errors == []


def figures(tab: Page) -> list[list[str]]:
    """Each figure on the page: what it is, its words, and its value for machines.

    Lists that a build orders by what has changed are left out: an open page keeps their order.
    """
    found: list[list[str]] = tab.evaluate(
        """() => [...document.querySelectorAll("[data-form]:not(.story-figures *, .newest *)")].map(each => [
        each.dataset.indicator, each.dataset.form, each.dataset.at ?? "", each.textContent, each.value ?? ""])"""
    )
    return found


def built_texts(page: Path) -> list[str]:
    """The words of each figure in a file, but for the lists that :func:`figures` leaves out."""
    outside = "not(ancestor::*[contains(@class, 'story-figures')])"
    return [each.text_content() for each in html.parse(str(page)).xpath(f"//*[@data-form][{outside}]")]


def is_pinned(figure: list[str]) -> bool:
    return figure[2] not in ("", "plan")


def is_whole(figure: list[str]) -> bool:
    """It holds a number or a date: a unit or a word that agrees may be the same beside another number."""
    return not figure[1].startswith(("unit", "category"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_open_article_becomes_word_for_word_the_page_that_was_built_anew(
    browser: Browser, reader: Reader, stages: Stages, lang: str
) -> None:
    """Every form in every language, the words that agree, and the notes on what was known at publication."""
    address = f"/{PREFIXES[lang]}news/{ARTICLE}/"
    tab = reader.open(address)
    old, shown = figures(tab), tab.locator("article").inner_text()
    unmoved = tab.locator(".story-figures-unmoved")
    assert unmoved.inner_text().strip()
    reader.host.folder = stages.after
    with reading(browser, reader.host, at=NOON) as other:
        expected = other.open(address)
        new, wanted = figures(expected), expected.locator("article").inner_text()
    assert figures(tab) == old, "the page has not been told yet"
    reader.minute()
    assert figures(tab) == new
    assert not unmoved.inner_text().strip(), "it says that nothing has changed"
    moved = [one != other for one, other in zip(old, new, strict=True)]
    assert not any(each for each, figure in zip(moved, old, strict=True) if is_pinned(figure))
    assert all(each for each, figure in zip(moved, old, strict=True) if is_whole(figure) and not is_pinned(figure))
    prose, heading = tab.locator(".prose").inner_text(), tab.locator("h1").inner_text()
    assert prose in wanted and heading in wanted
    assert prose not in shown and heading not in shown
    assert reader.console == []


def test_there_is_a_figure_for_each_form_in_the_data(stages: Stages) -> None:
    """The article above quotes whatever the data hold for it: no form is left out of the comparison."""
    for lang in LANGUAGES:
        shown = json.loads((stages.after / f"{DATA[1:]}{lang}.json").read_text("utf-8"))["indicators"][KEY]
        root = html.parse(str(stages.after / PREFIXES[lang] / "news" / ARTICLE / "index.html"))
        quoted = {(each.get("data-at") or "current", each.get("data-form")) for each in root.xpath("//*[@data-form]")}
        known = {(at, form) for at in ("current", "plan") for form in shown[at]["forms"]}
        parts = {form for _, form in known if form.startswith(("unit", "change-"))}
        categories = {"category"} if lang == "kk" else set()
        assert {each for each in known - quoted if each[1] not in parts | categories} == set(), lang


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_live_figure_of_the_site_is_in_the_data_as_it_is_printed(site: Site, lang: str) -> None:
    """Text and value: what a browser would write is what the build has written, on every page."""
    data = json.loads(site.texts[f"{DATA[1:]}{lang}.json"])["indicators"]
    count = 0
    for page in site.pages:
        for element in page.root.xpath("//*[@data-form][not(@data-at) or @data-at='plan']"):
            if next(iter(element.xpath("ancestor-or-self::*[@lang][1]/@lang"))) != lang:
                continue
            count += 1
            shown = data[element.get("data-indicator")][element.get("data-at") or "current"]
            form = element.get("data-form")
            text = shown["forms"][form]
            expected = element.get(f"data-{text}") if form.endswith("category") else text
            assert element.text_content() == expected, page.address
            if element.tag == "data":
                values, kind = shown["values"], "as-of" if form.startswith("as-of") else form
                assert element.get("value") == values.get(kind, values["number"]), page.address
    assert count > 150


@pytest.mark.parametrize("path", ["", "indicators/", f"indicators/{KEY}/"])
def test_cards_and_headline_numbers_move_and_what_was_said_of_the_old_value_goes(
    browser: Browser, reader: Reader, stages: Stages, path: str
) -> None:
    """Number, unit and date change together; a source or a status of another observation is not left beside them."""
    address = f"/kk/{path}"
    tab = reader.open(address)
    bound = tab.locator(f'[data-version][data-indicator="{KEY}"]:not([data-newer], [data-at])')
    assert all(each.is_visible() or not each.inner_text() for each in bound.all())
    reader.host.folder = stages.after
    reader.minute()
    with reading(browser, reader.host, at=NOON) as other:
        new = figures(other.open(address))
    assert figures(tab) == new
    assert bound.count() and not any(each.is_visible() for each in bound.all())
    if KEY in path:
        assert tab.locator("[data-newer]").is_visible()
        assert not other_notes(tab)


def other_notes(tab: Page) -> list[str]:
    return [each.inner_text() for each in tab.locator("[data-stale-from]").all() if each.is_visible()]


def test_a_page_that_comes_to_the_front_asks_at_once_and_one_in_the_back_never(reader: Reader, stages: Stages) -> None:
    """Nobody reads a hidden page, so it costs no request; whoever returns to it does not wait for a minute."""
    tab = reader.open(f"/en/news/{ARTICLE}/")
    old = figures(tab)
    turn = """hidden => { Object.defineProperty(document, "hidden", {value: hidden, configurable: true});
        document.dispatchEvent(new Event("visibilitychange")); }"""
    tab.evaluate(turn, True)
    asked, reader.host.folder = reader.host.asked, stages.after
    tab.clock.run_for("03:00")
    reader.pause()
    assert reader.host.asked == asked and figures(tab) == old
    tab.evaluate(turn, False)
    expect(tab.locator("[data-form]").first).not_to_have_text(old[0][3])


def test_a_page_that_the_browser_kept_asks_when_a_reader_goes_back_to_it(browser: Browser, stages: Stages) -> None:
    """The back-forward cache holds the page as it was left; it is right again before a minute has passed."""
    # Chromium's shell has no such cache.
    chromium = require("Chromium", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    cached = browser.browser_type.launch(
        executable_path=chromium, args=["--no-sandbox"], ignore_default_args=["--disable-back-forward-cache"]
    )
    with Host(stages.before) as host:
        tab = cached.new_page()
        with tab.expect_event("requestfinished", lambda request: DATA in request.url):
            tab.goto(f"{host.url}/en/news/{ARTICLE}/")
        old = figures(tab)
        tab.evaluate("addEventListener('pageshow', event => { window.kept = event.persisted; })")
        tab.goto(f"{host.url}/en/contacts/")
        host.folder = stages.after
        tab.go_back(wait_until="commit")
        expect(tab.locator("[data-form]").first).not_to_have_text(old[0][3])
        assert tab.evaluate("window.kept"), "the page was loaded anew, and nothing has been tested"
    cached.close()


def abort(route: Route) -> None:
    route.abort("internetdisconnected")


def answer(text: str, status: int = 200) -> Any:
    return lambda route: route.fulfill(status=status, body=text, content_type="application/json")


FAILURES = (
    abort,
    answer("Not found", 404),
    answer(" "),
    answer('{"indicators": {"jobs":'),
    answer("<!DOCTYPE html><title>Sign in</title>"),
    answer("null"),
    answer('{"indicators": null}'),
    answer('{"indicators": {"jobs": 5, "enterprises": {"current": 1}, "investment": null}}'),
    answer('{"indicators": {"jobs": {"current": {"forms": null}, "plan": {"forms": {"nominative": "5"}}}}}'),
    answer('{"indicators": {"jobs": {"current": {"values": {}, "forms": {"nominative": 5, "number": null}}}}}'),
)


def test_without_data_the_built_text_stands(reader: Reader, stages: Stages) -> None:
    """Offline, or with an answer that is not what it should be: nothing changes, and no script complains."""
    built = stages.before / f"en/news/{ARTICLE}/index.html"
    texts = built_texts(built)
    tab = reader.open(f"/en/news/{ARTICLE}/")
    newer = (stages.after / ENGLISH).read_text("utf-8")
    for failure in (*FAILURES, answer(newer, 500)):
        tab.unroute_all()
        tab.route(f"**/{ENGLISH}", failure)
        reader.minute(answered=failure is not abort)
        assert [each[3] for each in figures(tab)] == texts
    assert all("Failed to load resource" in each for each in reader.console), "only the network's own complaint"
    assert len(reader.console) == 3


def test_data_that_are_older_than_the_page_do_not_take_it_back(
    browser: Browser, stages: Stages, tmp_path: Path
) -> None:
    """A cache between host and reader may hold yesterday's data and today's page; newer data are believed."""
    mixed = Path(shutil.copytree(stages.after, tmp_path / "mixed"))
    page, data = mixed / f"en/news/{ARTICLE}/index.html", mixed / ENGLISH
    shutil.copy(stages.before / ENGLISH, data)
    day = page.stat().st_mtime - 86400
    os.utime(page, (day, day))
    built = built_texts(page)
    with Host(mixed) as host:
        for age, moved in ((-3600, False), (+3600, True)):
            os.utime(data, (day + age, day + age))
            with reading(browser, host) as reader:
                tab = reader.open(f"/en/news/{ARTICLE}/")
                reader.minute()
                assert ([each[3] for each in figures(tab)] != built) == moved, age


def test_a_change_takes_neither_the_focus_nor_the_selection_and_is_not_read_out(reader: Reader, stages: Stages) -> None:
    """A link keeps the focus while its words change, what has not changed stays selected; there is no live region."""
    tab = reader.open(f"/en/news/{ARTICLE}/")
    tab.locator(".prose a.figure").first.focus()
    tab.evaluate("getSelection().selectAllChildren([...document.querySelectorAll('.prose [data-at]')].at(-1))")
    focused, selected = "document.activeElement === document.querySelector('.prose a.figure')", "String(getSelection())"
    assert tab.evaluate(focused)
    text = tab.evaluate(selected)
    reader.host.folder = stages.after
    reader.minute()
    assert tab.evaluate(focused) and tab.evaluate(selected) == text != ""
    # One place speaks, and only of what a reader has copied.
    assert tab.locator("[aria-live], [role=status], [role=alert], [role=log]").all_inner_texts() == [""]
    assert tab.locator(".copy-button-told[role=status]").count() == 1


def test_a_page_without_a_live_figure_asks_for_nothing(reader: Reader) -> None:
    reader.tab.goto(f"{reader.host.url}/en/contacts/")
    reader.tab.clock.run_for("03:00")
    reader.pause()
    assert reader.tab.locator("[data-form]").count() == 0
    assert reader.host.asked == 0


def test_data_that_have_not_changed_are_not_sent_again(reader: Reader) -> None:
    """A minute costs an answer without a body (RFC 9110, 304)."""
    reader.open(f"/en/news/{ARTICLE}/")
    reader.minute()
    assert [status for path, status in reader.host.answers if path == f"/{ENGLISH}"] == [200, 304]


def test_the_script_is_small_has_a_hash_in_its_name_and_is_deferred(site: Site) -> None:
    """At most 1.5 KB compressed, one file for all pages, so that a host may let browsers keep it for ever."""
    [script] = (site.output / "theme/js").glob("live.*.js")
    assert len(gzip.compress(script.read_bytes(), 9)) <= 1536
    for page in site.pages:
        tags = page.root.xpath("//script[contains(@src, '/live.')]")
        assert [(tag.get("src"), tag.get("defer") is not None, tag.text) for tag in tags] == [
            (f"/theme/js/{script.name}", True, None)
        ], page.address
