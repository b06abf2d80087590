"""Whole jobs by clicks alone, in three languages: saved as files, built, and compared with what was meant.

What each takes stands in the table of docs/desk.md.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from lxml import html
from playwright.sync_api import expect

from aimaq.desk.editor.field_edits import fields_of
from tools.built import LANGUAGES, PREFIXES
from tools.logged_site import LEDGER, begin, ran, refused

from .writing import Writing, proposal

TODAY = datetime.now(ZoneInfo("Asia/Almaty")).date().isoformat()
STORY = {
    "ru": ("Парк открыт", "Парк открыли 5 мая 2023 года: в нём 12 цехов.", "14 цехов", "Цехов 14, а не 12."),
    "kk": ("Парк ашылды", "Парк 2023 жылғы 5 мамырда ашылды: онда 12 цех бар.", "14 цех", "12 емес, 14 цех."),
    "en": ("Park opened", "The park opened on 5 May 2023: it has 12 workshops.", "14 workshops", "14, and not 12."),
}


def write_stories(project: Path) -> None:
    """Write a story that is public already, and that says 12 where 14 is right."""
    for lang, (title, body, _, _) in STORY.items():
        head = f'title: "{title}"\ndate: 2023-05-06\nkind: news\nsummary: "{title}."  # short\n'
        (project / f"content/news/park.{lang}.md").write_text(f"---\n{head}---\n\n{body}\n", "utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return begin(tmp_path / "site", write_stories)


def built(project: Path, address: str) -> Mapping[str, str]:
    """Build the site, and return the words of a page by language, with plain spaces."""
    ran(project, "build")
    found = {}
    for lang, prefix in PREFIXES.items():
        page = html.fromstring((project / "output" / prefix / address / "index.html").read_bytes())
        (main,) = page.xpath("//main")
        found[lang] = plain(main.text_content())
    return found


def plain(words: str) -> str:
    """Return words with plain spaces between them."""
    return re.sub(r"\s+", " ", words)


EVENT = {
    "ru": ("Открытый день", "Зона открывает двери.", "Большой зал", "ул. Мира, 1", "Приходите смотреть цеха."),
    "kk": ("Ашық күн", "Аймақ есігін ашады.", "Үлкен зал", "Бейбітшілік к., 1", "Цехтарды көруге келіңіз."),
    "en": ("Open day", "The zone opens its doors.", "The hall", "1 Peace street", "Come and see the workshops."),
}


def test_an_event(project: Path, writing: Writing) -> None:
    slug = writing.begin("Event", EVENT["ru"][0])
    for lang, (title, lead, place, street, body) in EVENT.items():
        if lang != "ru":
            writing.button(lang)
            writing.field("Title", title)
        writing.field("Lead", lead)
        writing.type(writing.body, body)
        writing.field("Place", place)
        writing.field("Street and house", street)
    writing.button("Ready in all versions")
    writing.field("Begins", "2030-01-31 11:00")
    writing.field("Ends", "2030-01-31 13:30")
    assert writing.save() == "Saved."
    assert writing.tab.get_by_text("The fields and the figures are right.").is_visible()
    for lang, (title, lead, place, street, body) in EVENT.items():
        text = (project / f"content/news/{slug}.{lang}.md").read_text("utf-8")
        fields = fields_of(text)
        meant = {"title": title, "kind": "event", "summary": lead, "place": place, "street": street}
        meant |= {"start": "2030-01-31 11:00", "end": "2030-01-31 13:30", "status": "published"}
        assert {name: fields[name] for name in meant} == meant
        assert text.rpartition("---\n")[2].strip() == body
    for lang, page in built(project, f"news/{slug}").items():
        assert all(words in page for words in EVENT[lang]), (lang, page)
        assert "11:00" in page and "13:30" in page
    assert writing.actions == 25


def test_a_version_that_nobody_has_written_stays_a_draft(project: Path, writing: Writing) -> None:
    """And it is named; what is wrong in a version stands on the page of each of the others."""
    title, lead, _, _, body = EVENT["ru"]
    slug = writing.begin("News item", title)
    writing.field("Lead", lead)
    writing.type(writing.body, body)
    writing.button("Ready in all versions")
    status = writing.tab.get_by_role("status")
    expect(status).to_contain_text("kk: Nothing has been written here yet.")
    assert writing.save() == "Saved."
    texts = {lang: (project / f"content/news/{slug}.{lang}.md").read_text("utf-8") for lang in LANGUAGES}
    assert [fields_of(texts[lang])["status"] for lang in ("ru", "kk", "en")] == ["published", "draft", "draft"]
    ran(project, "build")
    assert lead in (project / f"output/news/{slug}/index.html").read_text("utf-8")
    writing.button("kk")
    writing.field("Title", EVENT["kk"][0])
    writing.button("Ready in all versions")
    writing.button("ru")
    writing.save()
    expect(writing.tab.get_by_text(re.compile("^kk: .*there is no text"))).to_be_visible()
    assert writing.tab.get_by_text(re.compile("^en: ")).count() == 0  # a draft stops nobody


def test_a_correction_of_a_published_text(project: Path, writing: Writing) -> None:
    files = {lang: project / f"content/news/park.{lang}.md" for lang in LANGUAGES}
    before = {lang: file.read_text("utf-8") for lang, file in files.items()}
    writing.tab.goto(f"{writing.desk}/")
    writing.link("Парк открыт")
    for lang, (_, body, right, _) in STORY.items():
        if lang != "ru":
            writing.button(lang)
        writing.type(writing.body, body.replace(right.replace("14", "12"), right))
    assert writing.save() == "Saved."
    assert "corrections" in refused(project, "build")  # a number has moved in silence
    writing.click(writing.tab.get_by_text("More fields"))
    writing.button("Add: Corrections")
    dialog = writing.tab.get_by_role("dialog", name="Corrections")
    assert dialog.get_by_label("Date").input_value() == TODAY
    for lang, (_, _, _, told) in STORY.items():
        writing.type(dialog.get_by_role("group", name=lang).get_by_label("Words for readers"), told)
    writing.click(dialog.get_by_role("button", name="Insert"))
    assert writing.save() == "Saved."
    for lang, (_, body, right, told) in STORY.items():
        text = files[lang].read_text("utf-8")
        assert fields_of(text)["corrections"] == [{"date": TODAY, "text": told}]
        kept = [line for line in before[lang].splitlines() if line and line != body]
        assert kept == [line for line in text.splitlines() if line in kept]
        page = built(project, "news/park")[lang]
        assert right in page and told in page and "12 " not in page.replace(told, "")
    for lang, page in built(project, "corrections").items():
        assert STORY[lang][3] in page
    assert writing.actions == 14


def test_a_value_with_its_impact(project: Path, writing: Writing) -> None:
    writing.tab.goto(f"{writing.desk}/")
    writing.link("Figures")
    writing.link("Jobs")
    writing.field("Value required", "4510")
    writing.field("Period required", "2024-12-31")
    writing.field("Source required, but not for a correction", "https://example.org/report")
    writing.button("Show what it changes")
    region = proposal(writing.tab)
    for lang in ("kk", "en"):  # those of the first edition are shown
        writing.click(region.get_by_text(f"Sentences in the edition “{lang}”"))
    shown = plain(region.inner_text())
    printed = {"ru": "4 510 рабочих мест", "kk": "4 510 жұмыс орны", "en": "4,510 jobs"}
    assert all(words in shown for words in printed.values()), shown
    sentences = ("Они дали 3 320", "Они дали 4 510", "Жұмыс орындарының саны 4 510", "There are 4,510 jobs")
    assert [words for words in sentences if words not in shown] == []
    writing.button("Record it")
    writing.tab.get_by_text("It is recorded").wait_for()
    seen = json.loads((project / LEDGER).read_text("utf-8"))["indicators"]["jobs"]["observations"][-1]
    assert (seen["value"], seen["period"], seen["source"]["url"]) == (4510, "2024-12-31", "https://example.org/report")
    for lang, page in built(project, "indicators/jobs").items():
        assert printed[lang] in page, (lang, page)
    assert writing.actions == 9


def test_a_correction_of_a_value(project: Path, writing: Writing) -> None:
    reasons = {"ru": "Один цех сочли дважды.", "kk": "Бір цех екі рет саналған.", "en": "One was counted twice."}
    writing.tab.goto(f"{writing.desk}/")
    writing.link("Figures")
    writing.link("Enterprises")
    writing.link("Correct 2022-12-31")
    writing.field("Value required", "26")
    writing.field("Reason required for a correction", "Counted twice")
    for lang, reason in reasons.items():
        writing.field(f"Note for readers, “{lang}”", reason)
    writing.button("Show what it changes")
    shown = plain(proposal(writing.tab).inner_text())
    assert "В зоне работает 27 предприятий" in shown and "В зоне работает 26 предприятий" in shown
    writing.button("Record it")
    writing.tab.get_by_text("It is recorded").wait_for()
    seen = json.loads((project / LEDGER).read_text("utf-8"))["indicators"]["enterprises"]["observations"][-1]
    assert (seen["value"], seen["period"], seen["kind"], seen["note"]) == (26, "2022-12-31", "correction", reasons)
    for lang, page in built(project, "news/growth").items():
        assert reasons[lang] in page and "26" in page, (lang, page)
    assert writing.actions == 10
