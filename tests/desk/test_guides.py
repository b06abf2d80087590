"""The guides to the desk in Russian and Kazakh: buttons are called as they say, and do that on a new site."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from aimaq.base.languages.messages import speaking, tr
from tools.built import ROOT, aimaq
from tools.messages import catalogue

from .test_desk import desk
from .writing import careful_tab

GUIDES = ("ru", "kk")
#: The names of languages are not translated.
NAMES = {"Қазақша", "Русский", "English"}


@pytest.mark.parametrize("lang", GUIDES)
def test_what_a_guide_quotes_stands_on_the_desk(lang: str) -> None:
    text = re.sub(r"\s+", " ", (ROOT / f"docs/desk.{lang}.md").read_text("utf-8"))
    quoted = set(re.findall("«([^»]*)»", text)) - NAMES
    assert len(quoted) > 8
    assert quoted - {str(entry.string) for entry in catalogue(lang)} == set()


@pytest.mark.parametrize("lang", GUIDES)
def test_each_step_of_a_guide_works_on_a_new_site(browser: Browser, tmp_path: Path, lang: str) -> None:
    made = ("new", "press", "--name", "Управа", "--url", "https://press.example.kz", "--languages", "ru,kk,en", "--yes")
    assert aimaq(*made, project=tmp_path).returncode == 0
    project = tmp_path / "press"
    ledger = project / "content/data/indicators.json"
    before = ledger.read_bytes()
    with desk(project) as port, careful_tab(browser) as tab, speaking(lang):
        tab.goto(f"http://127.0.0.1:{port}/__desk/")
        tab.get_by_role("link", name={"ru": "Русский", "kk": "Қазақша"}[lang]).click()
        for name in ("first-story", "about"):
            expect(tab.locator(f"a[href*='/{name}.{lang}.md']")).to_be_visible()
        # A new text, a figure in it, its stage and who has approved it.
        tab.get_by_role("link", name=tr("New text")).click()
        tab.get_by_label(tr("Title, or a person's name")).fill("Заголовок")
        tab.get_by_label(tr("Language of the title")).select_option(lang)
        tab.get_by_role("button", name=tr("Begin a draft")).click()
        tab.get_by_role("toolbar").get_by_role("button", name=tr("Figure")).click()
        tab.get_by_role("dialog").locator(".choices button").first.click()
        tab.locator("[data-marker]").first.click()
        tab.get_by_label(tr("Stage of the draft")).select_option(tr("approved"))
        tab.get_by_label(tr("Approved by")).fill("А. Б.")
        tab.get_by_role("button", name=tr("Save"), exact=True).click()
        expect(tab.get_by_role("status")).to_have_text(tr("Saved."))
        written = (project / f"content/news/zagolovok.{lang}.md").read_text("utf-8")
        assert "{{ languages @ published }}" in written and 'approved_by: "А. Б."' in written
        tab.get_by_role("button", name=tr("Preview"), exact=True).click()
        expect(tab.frame_locator("iframe").locator("#serve-problems")).to_contain_text("zagolovok")
        tab.get_by_role("textbox", name=tr("Lead")).fill("Одно предложение.")
        tab.get_by_role("button", name=tr("Save"), exact=True).click()
        expect(tab.frame_locator("iframe").get_by_role("heading", level=1)).to_have_text("Заголовок")
        tab.get_by_role("link", name=tr("Texts"), exact=True).click()
        row = tab.get_by_role("row").filter(has=tab.locator(f"a[href*='/zagolovok.{lang}.md']"))
        expect(row).to_contain_text(tr("approved"))
        expect(row).to_contain_text("А. Б.")
        # A plan, with a look at what it changes; taken back.
        tab.get_by_role("link", name=tr("Figures"), exact=True).click()
        tab.locator("tbody th a").first.click()
        tab.get_by_label(tr("What it is")).select_option(tr("a plan"))
        for field, text in (("value", "4"), ("period", "2030"), ("source", "https://example.org/a")):
            tab.locator(f"#{field}").fill(text)
        tab.get_by_role("button", name=tr("Show what it changes")).click()
        tab.get_by_role("heading", name=tr("This would be recorded")).or_(tab.get_by_role("alert")).first.wait_for()
        if tab.get_by_role("alert").count():
            raise AssertionError(tab.get_by_role("alert").inner_text())
        assert ledger.read_bytes() == before
        tab.get_by_role("button", name=tr("Record it")).click()
        tab.get_by_role("button", name=tr("Take it back")).click()
        tab.get_by_text(tr("It is taken back.")).wait_for()
        assert ledger.read_bytes() == before
        # Ready to be published: no draft, so no stage either.
        tab.goto(f"http://127.0.0.1:{port}/__desk/write/news/zagolovok.{lang}.md")
        tab.get_by_label(tr("State"), exact=True).select_option("published")
        expect(tab.get_by_label(tr("Stage of the draft"))).to_have_value("")
        tab.get_by_label(tr("State"), exact=True).select_option("draft")
        tab.get_by_label(tr("Stage of the draft")).select_option("approved")
        tab.get_by_role("button", name=tr("Ready in all versions")).click()
        tab.get_by_role("button", name=tr("Save"), exact=True).click()
        expect(tab.get_by_role("status")).to_have_text(tr("Saved."))
        written = (project / f"content/news/zagolovok.{lang}.md").read_text("utf-8")
        assert "status: published" in written and "stage:" not in written and 'approved_by: "А. Б."' in written
