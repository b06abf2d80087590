"""The desk in a real browser and over HTTP: what it shows, what it records, and whom it answers."""

from __future__ import annotations

import http.client
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest
from lxml import html
from playwright.sync_api import Browser, Page, expect

from tools.browser import axe
from tools.logged_site import begin

from .writing import proposal

LEDGER, LOG = "content/data/indicators.json", "content/data/figures.log.jsonl"


@contextmanager
def desk(project: Path, lang: str = "en") -> Iterator[int]:
    """Serve the desk of a project, and yield the port when the preview has been built."""
    command = [sys.executable, "-m", "aimaq", "desk", "--port", "0"]
    environment = {**os.environ, "AIMAQ_LANGUAGE": lang}
    with subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, env=environment, encoding="utf-8") as process:
        try:
            assert process.stdout
            found = re.search(r"http://127\.0\.0\.1:(\d+)/", process.stdout.readline())
            assert found, "the first line names the address"
            for line in process.stdout:
                if found[0] in line:
                    break
            yield int(found[1])
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return begin(tmp_path_factory.mktemp("desk") / "site")


@pytest.fixture(scope="module")
def port(project: Path) -> Iterator[int]:
    with desk(project) as found:
        yield found


@pytest.fixture
def tab(browser: Browser, port: int) -> Iterator[Page]:
    """A tab at the desk; every request to another host is a failure."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    foreign: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: foreign.append(request.url) if f":{port}/" not in request.url else None)
    page.on("console", lambda message: complaints.append(message.text) if "422" not in message.text else None)
    page.goto(f"http://127.0.0.1:{port}/__desk/")
    yield page
    context.close()
    assert [url for url in foreign if not url.startswith("data:")] == []
    assert complaints == []


def files(project: Path) -> tuple[bytes, bytes]:
    return (project / LEDGER).read_bytes(), (project / LOG).read_bytes()


def test_a_value_is_shown_with_its_impact_then_recorded_and_taken_back(tab: Page, project: Path) -> None:
    before = files(project)
    tab.get_by_role("link", name="Figures").click()
    tab.get_by_role("link", name="Предприятия").or_(tab.get_by_role("link", name="Enterprises")).first.click()
    tab.get_by_label("Value").fill("30")
    tab.get_by_label("Period").fill("2024-12-31")
    tab.get_by_label("Source required, but not for a correction").fill("https://example.org/report")
    tab.get_by_role("button", name="Show what it changes").click()
    proposed = proposal(tab).inner_text()
    assert "enterprises = 30 for 2024-12-31 (actual)" in proposed
    assert "30 предприятий" in proposed.replace("\N{NO-BREAK SPACE}", " ")
    assert "Sentences in the edition “ru”" in proposed
    assert files(project) == before
    tab.get_by_role("button", name="Record it").click()
    tab.get_by_role("status").get_by_text("It is recorded").wait_for()
    observations = json.loads((project / LEDGER).read_text("utf-8"))["indicators"]["enterprises"]["observations"]
    assert observations[-1]["value"] == 30
    assert '"value":"30"' in (project / LOG).read_text("utf-8").splitlines()[-1]
    tab.get_by_role("button", name="Take it back").click()
    tab.get_by_text("It is taken back.").wait_for()
    assert files(project) == before


def test_a_correction_needs_another_value_and_a_reason(tab: Page, project: Path) -> None:
    before = files(project)
    tab.goto(tab.url + "figures/enterprises/")
    tab.get_by_role("link", name="Correct 2022-12-31").click()
    expect(tab.get_by_label("Period")).to_have_value("2022-12-31")
    tab.get_by_label("Value").fill("27")
    tab.get_by_role("button", name="Show what it changes").click()
    alert = tab.get_by_role("alert")
    expect(alert).to_contain_text("is 27 already")
    tab.get_by_label("Value").fill("26")
    tab.get_by_role("button", name="Show what it changes").click()
    expect(alert).to_contain_text("Reason")
    tab.get_by_label("Reason").fill("Counted twice")
    tab.get_by_role("button", name="Show what it changes").click()
    assert "26 for 2022-12-31, instead of 27" in proposal(tab).inner_text()
    assert files(project) == before


def test_problems_lead_to_their_fields_and_keep_what_was_typed(tab: Page) -> None:
    tab.goto(tab.url + "figures/enterprises/")
    tab.get_by_label("Value").fill("30,5")
    tab.get_by_label("Period").fill("soon")
    tab.get_by_role("button", name="Show what it changes").click()
    for field in ("Value", "Period", "Source"):
        expect(tab.get_by_role("alert").get_by_role("link", name=field, exact=True)).to_be_visible()
    assert tab.get_by_label("Value").input_value() == "30,5"


def test_drafts_stand_first_with_state_problems_and_who_approved(tab: Page, project: Path) -> None:
    draft = project / "content/news/coming.en.md"
    head = 'title: "A plan"\nkind: news\ndate: 2030-01-31\nstatus: draft\nstage: approved\napproved_by: A. Editor\n'
    draft.write_text(f"---\n{head}---\n\n", "utf-8")
    try:
        tab.reload()
        row = tab.get_by_role("row").nth(1).inner_text()
        assert all(each in row for each in ("A plan", "approved", "A. Editor", "2"))
        tab.get_by_label("State").select_option("review")
        tab.get_by_role("button", name="Show").click()
        tab.get_by_text("There is no such text.").wait_for()
    finally:
        draft.unlink()


def test_the_table_says_titles_and_kinds_as_readers_know_them(tab: Page, project: Path) -> None:
    text = tab.get_by_role("table").inner_text()
    assert "{{" not in text
    tab.get_by_label("Kind").select_option("news")
    tab.get_by_label("Language", exact=True).select_option("kk")
    tab.get_by_role("button", name="Show").click()
    tab.wait_for_url("**kind=news**")
    shown = {row.inner_text().split("\t")[1] for row in tab.get_by_role("row").all()[1:]}
    assert shown == {"kk"}


@pytest.mark.parametrize("lang", ["en", "kk", "ru"])
def test_axe_finds_nothing_and_no_page_scrolls_sideways(
    browser: Browser, project: Path, node_tools: Path, lang: str
) -> None:
    with desk(project, lang) as port:
        for colours in ("light", "dark"):
            for width in (320, 1280):
                context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=colours)
                page = context.new_page()
                for address in ("", "figures/", "figures/enterprises/", "write/", "write/news/growth.ru.md"):
                    page.goto(f"http://127.0.0.1:{port}/__desk/{address}")
                    if address.endswith(".md"):  # whose form a script makes
                        page.get_by_role("toolbar").wait_for()
                    assert page.locator("html").get_attribute("lang") == lang
                    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
                    assert axe(page, node_tools / "axe-core/axe.min.js") == []
                    assert page.evaluate("document.documentElement.scrollWidth") <= width
                context.close()


def test_a_title_opens_the_editor_and_what_is_saved_is_in_the_preview(tab: Page, project: Path) -> None:
    text = project / "content/news/growth.ru.md"
    before = text.read_bytes()
    tab.locator("a[href$='write/news/growth.ru.md']").click()
    tab.get_by_role("button", name="Preview", exact=True).click()
    body = tab.get_by_role("textbox", name="Text", exact=True)
    body.fill(f"{body.input_value()}\n\nНовый абзац без цифр.\n")
    tab.get_by_role("button", name="Save").click()
    tab.frame_locator("iframe").get_by_text("Новый абзац без цифр.").wait_for()
    text.write_bytes(before)


def test_the_whole_way_of_a_value_by_keyboard(tab: Page) -> None:
    tab.goto(tab.url + "figures/enterprises/")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.getAttribute('href')") == "#main"
    reached = []
    for _ in range(40):
        tab.keyboard.press("Tab")
        reached.append(tab.evaluate("document.activeElement.id || document.activeElement.className"))
    order = [each for each in reached if each in ("kind", "value", "period", "source", "why", "main")]
    assert order[:6] == ["kind", "value", "period", "source", "why", "main"]


def ask(port: int, method: str, path: str, body: str = "", **headers: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(method, path, body, {"Content-Type": "application/x-www-form-urlencoded", **headers})
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


FORM = "kind=actual&value=30&period=2024-12-31&source=https://example.org/report"


@pytest.mark.parametrize(
    "origin", ["", "null", "https://evil.example", "http://127.0.0.1:1", "http://evil.example:{port}"]
)
def test_forms_of_other_sites_are_refused(port: int, project: Path, origin: str) -> None:
    before = files(project)
    headers = {"Origin": origin.format(port=port)} if origin else {}
    for path in ("/__desk/figures/enterprises/", "/__desk/figures/undo"):
        status, _ = ask(port, "POST", path, FORM, **headers)
        assert status == 403
    assert files(project) == before


def test_a_form_that_was_confirmed_for_another_ledger_is_shown_again(port: int, project: Path) -> None:
    origin = {"Origin": f"http://127.0.0.1:{port}"}
    before = files(project)
    status, text = ask(port, "POST", "/__desk/figures/enterprises/", f"{FORM}&confirmed={'0' * 64}", **origin)
    assert status == 200 and "This would be recorded" in text
    assert files(project) == before


@pytest.mark.parametrize("kind", ["actual", "correction"])
def test_the_form_says_when_source_and_reason_are_needed_and_so_does_the_program(
    port: int, project: Path, kind: str
) -> None:
    """Without a script, and with a kind that is chosen on the page; a browser insists on neither."""
    before = files(project)
    address, origin = "/__desk/figures/enterprises/", {"Origin": f"http://127.0.0.1:{port}"}
    page = html.fromstring(ask(port, "GET", f"{address}?kind={kind}&period=2022-12-31")[1])
    marks = {each.get("for"): " ".join(each.text_content().split()) for each in page.iter("label")}
    assert marks["source"] == "Source required, but not for a correction"
    assert marks["why"] == "Reason required for a correction"
    assert {each.get("name") for each in page.xpath("//input[@required]")} == {"value", "period"}
    given = {"kind": kind, "value": "26", "period": "2022-12-31", "source": "", "why": "", "note_ru": "Сочли дважды."}
    refused = html.fromstring(ask(port, "POST", address, urlencode(given), **origin)[1])
    named = [each.text for each in refused.xpath("//*[@role='alert']//a")]
    assert named == (["Reason"] if kind == "correction" else ["Source"])
    assert files(project) == before


@pytest.mark.parametrize(
    "path", ["/__desk/static/../server.py", "/__desk/static/%2e%2e%2fserver.py", "/__desk/figures/%00/"]
)
def test_nothing_else_is_served(port: int, path: str) -> None:
    assert ask(port, "GET", path)[0] == 404


@pytest.mark.parametrize(("length", "status"), [("99999999999", 413), ("-1", 411), ("x", 411)])
def test_requests_are_bounded(port: int, length: str, status: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.putrequest("POST", "/__desk/figures/undo")
    connection.putheader("Origin", f"http://127.0.0.1:{port}")
    connection.putheader("Content-Length", length)
    connection.endheaders()
    assert connection.getresponse().status == status


def test_a_broken_ledger_is_told_on_the_page(port: int, project: Path) -> None:
    ledger = project / LEDGER
    whole = ledger.read_text("utf-8")
    try:
        ledger.write_text(whole[:-10], "utf-8")
        status, text = ask(port, "GET", "/__desk/figures/")
        assert status == 422 and "indicators.json" in text
    finally:
        ledger.write_text(whole, "utf-8")
        time.sleep(1)
