"""The editor in a real browser: what it is not told to change stays as it was, and a release is written by clicks."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TypedDict
from zoneinfo import ZoneInfo

import pytest
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, Route, expect

from aimaq.desk.editor.field_edits import fields_of
from aimaq.desk.server import DeskServer
from aimaq.newsroom.content.frontmatter import read_document
from aimaq.newsroom.content.kinds import KINDS
from aimaq.pipeline.project import Project
from tools.browser import axe
from tools.built import LANGUAGES, PREFIXES, ROOT, aimaq

from .hard_texts import hard_texts
from .writing import Writing, careful_tab

FORM, FILE = "Form", "Whole file"
ADDED = " Новое: {{ jobs }}."
#: Types texts, if there are any, into the versions, turns each to the modes, and returns their texts: a program outside
#: of the page would take three times as long for the same thousand clicks.
TURN_ALL = """
async ([languages, texts, modes]) => {
  const button = (name) => [...document.querySelectorAll("button")].find((each) => each.textContent.trim() === name);
  const click = async (name) => {
    button(name).click();
    while (button(name).ariaPressed !== "true") await new Promise((later) => setTimeout(later, 5));
  };
  const shown = [];
  for (const [place, lang] of languages.entries()) {
    await click(lang);
    const body = () => document.querySelector("textarea.markdown");
    if (texts.length) {
      body().value = texts[place];
      body().dispatchEvent(new Event("input", { bubbles: true }));
    }
    for (const mode of modes) await click(mode);
    shown.push(body().value);
  }
  return shown;
}
"""


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    with careful_tab(browser) as found:
        yield found


def test_round_trips_change_no_byte(tmp_path: Path, server: DeskServer, tab: Page) -> None:
    """All shipped texts and a hundred hard ones: opened, turned through all modes and saved; then edited and back."""
    content = tmp_path / "site/content"
    for folder in ("news", "pages", "people", "parts"):
        shutil.copytree(ROOT / "content" / folder, content / folder, dirs_exist_ok=True)
    for name in ("a.jpg", "b.jpg"):  # which the hard texts name
        (content / "media" / name).write_bytes(picture())
    for number, text in enumerate(hard_texts().values()):
        lang = LANGUAGES[number % len(LANGUAGES)]
        (content / f"news/hard-{number // len(LANGUAGES)}.{lang}.md").write_bytes(text.encode())
    files = {path.relative_to(content).as_posix(): path.read_bytes() for path in sorted(content.glob("*/*.md"))}
    assert len(files) >= 160
    texts: dict[str, list[str]] = {}
    for name in files:
        texts.setdefault(name.split(".")[0], []).append(name)
    tab.set_viewport_size({"width": 400, "height": 300})  # nobody looks: to paint is half of what the browser does
    writing = Writing(tab, server)
    for names in texts.values():
        writing.open(names[0])
        languages = [name.split(".")[1] for name in names]
        bodies = tab.evaluate(TURN_ALL, [languages, [], [FILE, FORM]])
        assert writing.save() == "Nothing has been edited.", names
        edited = [add_to_the_middle(body) for body in bodies]
        tab.evaluate(TURN_ALL, [languages, edited, [FILE, FORM]])
        assert writing.save() == "Saved.", names
        for name in names:
            written = (content / name).read_bytes()
            assert written.count(ADDED.encode()) == 1 and written.replace(ADDED.encode(), b"") == files[name], name
        tab.evaluate(TURN_ALL, [languages, bodies, []])
        assert writing.save() == "Saved.", names
    assert {name: (content / name).read_bytes() for name in files} == files


def add_to_the_middle(body: str) -> str:
    lines = body.split("\n")
    lines[len(lines) // 2] += ADDED
    return "\n".join(lines)


def picture() -> bytes:
    """A photo as a camera has it: with its serial number and place in the metadata."""
    stream = io.BytesIO()
    image = Image.effect_noise((640, 480), 50)
    exif = image.getexif()
    exif[0xA431] = "serial-number"
    image.save(stream, "JPEG", exif=exif)
    return stream.getvalue()


class Meant(TypedDict):
    """A version of a release as it is meant; a figure stands between ``before`` and ``after``, and in the last cell."""

    title: str
    summary: str
    before: str
    after: str
    cells: tuple[str, str, str, str]
    alt: str
    credit: str
    file: str


RELEASE: dict[str, Meant] = {
    "ru": {
        "title": "В зоне открыт новый цех",
        "summary": "В индустриальной зоне открыт цех.",
        "before": "Теперь в зоне работают ",
        "after": ", и это не предел.",
        "cells": ("Показатель", "Значение", "Предприятия", ""),
        "alt": "Рабочие у нового станка",
        "credit": "Фото: пресс-служба",
        "file": "План развития",
    },
    "kk": {
        "title": "Аймақта жаңа цех ашылды",
        "summary": "Индустриялық аймақта цех ашылды.",
        "before": "Қазір аймақта ",
        "after": " бар, бұл шек емес.",
        "cells": ("Көрсеткіш", "Мәні", "Кәсіпорындар", ""),
        "alt": "Жаңа станок жанындағы жұмысшылар",
        "credit": "Фото: баспасөз қызметі",
        "file": "Даму жоспары",
    },
    "en": {
        "title": "A new workshop opens in the zone",
        "summary": "A workshop has opened in the industrial zone.",
        "before": "The zone now has ",
        "after": ", and more are to come.",
        "cells": ("Figure", "Value", "Enterprises", ""),
        "alt": "Workers at the new machine",
        "credit": "Photo: press office",
        "file": "The plan",
    },
}
#: What each language's ledger calls the figure, and the marker that prints it with its unit.
FIGURE = {"ru": "Предприятия", "kk": "Кәсіпорындар", "en": "Enterprises"}
MARKER = "{{ enterprises @ published }}"


def test_a_release_in_three_languages_by_clicks_alone(project: Path, server: DeskServer, tab: Page) -> None:
    """A figure in a sentence, a table with figures, a photo with alt and credit, a file; saved, built, compared."""
    writing = Writing(tab, server)
    tab.goto(f"{writing.address}/")
    tab.get_by_label("Kind").select_option("Press release")
    writing.type(tab.get_by_label("Title, or"), RELEASE["ru"]["title"])
    writing.button("Begin a draft")
    tab.get_by_role("button", name="Save").wait_for()
    slug = tab.url.rpartition("/")[2].removesuffix(".ru.md")
    for lang, meant in RELEASE.items():
        writing.button(lang)
        if lang != "ru":
            writing.type(tab.get_by_role("textbox", name="Title"), meant["title"])
        writing.type(tab.get_by_role("textbox", name="Lead"), meant["summary"])
        writing.type(writing.body, meant["before"] + meant["after"])
        tab.keyboard.press("Control+End")
        for _ in meant["after"]:
            tab.keyboard.press("ArrowLeft")
        writing.click(tab.get_by_role("toolbar").get_by_role("button", name="Figure"))
        writing.figure(FIGURE[lang], MARKER)
        tab.keyboard.press("Control+End")
        writing.click(tab.get_by_role("toolbar").get_by_role("button", name="Table"))
        table = tab.get_by_role("dialog", name="Table")
        for cell, words in zip(("1.1", "1.2", "2.1", "2.2"), meant["cells"], strict=True):
            writing.type(table.get_by_label(f"Cell {cell}"), words)
        writing.click(table.get_by_role("button", name="Figure"))
        writing.figure(FIGURE[lang], MARKER)
        writing.click(table.get_by_role("button", name="Insert"))
        table.wait_for(state="detached")
    writing.button("Ready in all versions")
    writing.button("ru")
    for label, name, data in (
        ("Photo above the text", "Фото цеха 1.JPG", picture()),
        ("Files to download", "План 2026 (итог).pdf", b"%PDF-1.7\n%%EOF\n"),
    ):
        chooser = tab.get_by_label(f"Choose a file… {label}")
        chooser.set_input_files(FilePayload(name=name, mimeType="", buffer=data))
        writing.actions += 1
        dialog = tab.get_by_role("dialog")
        for lang, meant in RELEASE.items():
            box = dialog.get_by_role("group", name=lang, exact=True)
            if label.startswith("Photo"):
                writing.type(box.get_by_label("What the picture shows"), meant["alt"])
                writing.type(box.get_by_label("Who took it"), meant["credit"])
            else:
                writing.type(box.get_by_label("What it is called"), meant["file"])
        writing.click(dialog.get_by_role("button", name="Insert"))
        dialog.wait_for(state="detached")
    assert writing.save() == "Saved."

    zone = ZoneInfo(Project(project).settings().timezone)
    for lang, meant in RELEASE.items():
        name = f"content/news/{slug}.{lang}.md"
        found = read_document(
            (project / name).read_bytes(), name, KINDS["release"].fields, zone=zone, today=datetime.now(zone).date()
        )
        assert found.problems == ()
        assert [found.values[field] for field in ("title", "summary", "status", "kind")] == [
            meant["title"], meant["summary"], "published", "release",
        ]  # fmt: skip
        photo, (file,) = found.values["photo"], found.values["attachments"]
        assert (photo.file, photo.alt, photo.credit) == ("media/foto-tsekha-1.jpg", meant["alt"], meant["credit"])
        assert (file.file, file.title) == ("media/plan-2026-itog.pdf", meant["file"])
        first, second, third, _ = meant["cells"]
        assert found.body.strip() == (
            f"{meant['before']}{MARKER}{meant['after']}\n\n"
            f"| {first} | {second} |\n| --- | ---: |\n| {third} | {MARKER} |"
        )
    done = aimaq("build", project=project)
    assert done.returncode == 0, done.stderr
    for lang, meant in RELEASE.items():
        page = (project / "output" / ("" if lang == "ru" else lang) / "news" / slug / "index.html").read_text("utf-8")
        assert meant["alt"] in page and meant["credit"] in page and meant["file"] in page
        assert "<table" in page and "{{" not in page
    assert writing.actions == 71


def test_what_somebody_else_has_saved_meanwhile_is_not_overwritten(
    project: Path, server: DeskServer, tab: Page
) -> None:
    writing, file = Writing(tab, server), project / "content/news/plans.ru.md"
    writing.open("news/plans.ru.md")
    writing.body.fill("Мои слова.")
    theirs = file.read_bytes() + "\nИх слова.\n".encode()
    file.write_bytes(theirs)
    assert "the file has been changed since it was opened" in writing.save()
    assert file.read_bytes() == theirs and writing.body.input_value() == "Мои слова."


def test_a_file_without_fields_is_mended_as_a_whole(project: Path, server: DeskServer, tab: Page) -> None:
    """A quotation mark is missing: the file opens as it is, and has a form again when it has the mark."""
    writing, file = Writing(tab, server), project / "content/news/plans.ru.md"
    right = file.read_text("utf-8")
    file.write_text(right.replace("title: ", 'title: "«" ', 1), "utf-8")
    writing.open("news/plans.ru.md")
    expect(tab.get_by_text("The form cannot show this file")).to_be_visible()
    tab.get_by_role("textbox", name=FILE).fill(right)
    writing.turn(FORM)
    assert writing.save() == "Saved."
    assert file.read_text("utf-8") == right


def test_where_nobody_can_be_chosen_the_form_says_what_to_do(project: Path, server: DeskServer, tab: Page) -> None:
    """The link begins a person; when there is one, it is offered instead."""
    writing = Writing(tab, server)
    writing.open("news/plans.ru.md")
    nobody = re.compile("names nobody yet")
    assert tab.get_by_text(nobody).count() == 2  # speakers, and whom the media ask
    with tab.expect_popup() as opened:
        tab.get_by_role("group", name="Speakers").get_by_role("link", name=nobody).click()
    expect(opened.value.get_by_label("Kind")).to_have_value("people")
    opened.value.get_by_label("Title, or").fill("А. Б.")
    opened.value.get_by_role("button", name="Begin a draft").click()
    opened.value.get_by_role("textbox", name="Post", exact=True).wait_for()
    writing.open("news/plans.ru.md")
    expect(tab.get_by_role("group", name="Speakers").get_by_label("А. Б.")).to_be_visible()
    assert tab.get_by_text(nobody).count() == 0


def test_a_site_without_people_is_asked_for_none(project: Path, server: DeskServer, tab: Page) -> None:
    settings = project / "pelicanconf.py"
    settings.write_text(settings.read_text("utf-8").replace(', "people"', ""), "utf-8")
    Writing(tab, server).open("news/plans.ru.md")
    assert tab.get_by_text("Speakers").count() == 0 and tab.get_by_text("Contact for the media").count() == 0


def test_the_pages_are_accessible(server: DeskServer, tab: Page, node_tools: Path) -> None:
    writing = Writing(tab, server)
    script = node_tools / "axe-core/axe.min.js"
    tab.goto(f"{writing.address}/")
    assert axe(tab, script) == []
    writing.open("news/growth.ru.md")
    for details in tab.locator("details").all():
        details.evaluate("each => { each.open = true; }")
    assert axe(tab, script) == []
    writing.click(tab.get_by_role("toolbar").get_by_role("button", name="Figure"))
    writing.click(tab.get_by_role("dialog").locator(".choices button").first)
    tab.locator("[data-marker]").first.wait_for()
    assert axe(tab, script) == []


def test_what_a_button_or_a_spreadsheet_puts_into_the_text_is_undone_by_the_browser(
    server: DeskServer, tab: Page
) -> None:
    writing = Writing(tab, server)
    writing.open("news/plans.ru.md")
    writing.body.fill("Начало.")
    writing.body.press("Control+End")
    writing.body.evaluate("""(area, text) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/plain", text);
        area.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
    }""", "Показатель\t2022 | 2023\r\nПредприятия\t27\r\n")  # fmt: skip
    expected = "Начало.\n\n| Показатель | 2022 \\| 2023 |\n| --- | ---: |\n| Предприятия | 27 |"
    expect(writing.body).to_have_value(expected)
    writing.click(tab.get_by_role("toolbar").get_by_role("button", name="Figure"))
    writing.figure("Предприятия", MARKER)
    expect(writing.body).to_have_value(f"{expected}{MARKER}")
    writing.body.press("Control+z")
    expect(writing.body).to_have_value(expected)
    writing.body.press("Control+z")
    expect(writing.body).to_have_value("Начало.")


def test_what_is_typed_before_an_answer_comes_is_what_is_found(project: Path, server: DeskServer, tab: Page) -> None:
    """An answer that is late shows neither everything nor what was looked for before."""
    for name in ("a.jpg", "b.jpg"):
        (project / "content/media" / name).write_bytes(picture())
    held: list[Route] = []
    writing = Writing(tab, server)
    writing.open("news/plans.ru.md")
    toolbar, dialog = tab.get_by_role("toolbar"), tab.get_by_role("dialog")
    for button, asked, words in (
        ("Figure", "figures?lang=ru", "Предприятия"),
        ("From the library…", "library?*q=", "b"),
    ):
        tab.route(f"**/api/{asked}", lambda route: held.append(route), times=1)
        with tab.expect_request(f"**/api/{asked}"):
            toolbar.get_by_role("button", name=button).click()
        dialog.get_by_role("searchbox").fill(words)
        if button != "Figure":
            expect(dialog.locator(".choices li")).to_have_count(1)
        with tab.expect_response(f"**/api/{asked}") as answer:
            held.pop().continue_()
        answer.value.finished()
        tab.wait_for_timeout(100)  # nothing tells when an answer has been passed over
        expect(dialog.locator(".choices li")).to_have_count(1)
        dialog.get_by_role("button", name="Cancel").click()


def test_a_late_answer_puts_no_other_figure_in_the_place_of_the_chosen_one(server: DeskServer, tab: Page) -> None:
    """Neither among the forms to choose from, nor in the list of what the text quotes."""
    held: list[Route] = []
    writing = Writing(tab, server)
    writing.open("news/plans.ru.md")
    expect(tab.locator(".quoted code")).to_have_count(1)  # what it quotes already
    tab.get_by_role("toolbar").get_by_role("button", name="Figure").click()
    figures = tab.get_by_role("dialog").locator(".choices button")
    first, second = names = {"jobs": "Рабочие места", "enterprises": "Предприятия"}
    changes: tuple[tuple[str, Callable[[str], None], str], ...] = (
        ("forms?*", lambda key: figures.filter(has_text=names[key]).click(), "[data-marker]"),
        ("quoted", lambda key: writing.body.fill(f"{{{{ {key} }}}}"), ".quoted code"),
    )
    for asked, change, places in changes:
        old, new = (tab.locator(places).filter(has_text=key) for key in names)
        tab.route(f"**/api/{asked}", lambda route: held.append(route), times=1)
        with tab.expect_request(f"**/api/{asked}"):
            change(first)
        change(second)
        expect(new).not_to_have_count(0)
        with tab.expect_response(f"**/api/{asked}") as answer:
            held.pop().continue_()
        answer.value.finished()
        tab.wait_for_timeout(100)  # nothing tells when an answer has been passed over
        assert new.count() and not old.count()
        if asked != "quoted":
            tab.get_by_role("dialog").get_by_role("button", name="Cancel").click()


#: As Word writes it: a heading, a list that is paragraphs, a table, a link, a picture, a comment.
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><body><!--StartFragment-->
<h2>Итоги года<o:p></o:p></h2><p class=MsoNormal>Открыт <b>первый</b> цех, <a href="https://example.org/a">подробнее</a>.</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>· </span>аренда;</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>· </span>обучение.</p>
<table><tr><td>Год</td><td>Мест</td></tr><tr><td>2023</td><td>1 090</td></tr></table>
<p><img src="file:///c:/a.png" alt="Схема"></p><!--EndFragment--></body></html>"""
PASTING = """(area, [html, text]) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/html", html);
    clipboardData.setData("text/plain", text);
    area.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
}"""


def test_what_is_pasted_from_word_is_markdown_and_what_is_left_out_is_said(server: DeskServer, tab: Page) -> None:
    writing = Writing(tab, server)
    writing.open("news/plans.ru.md")
    writing.body.fill("Начало.")
    writing.body.press("Control+End")
    writing.body.evaluate(PASTING, [WORD, "Итоги года"])
    expected = (
        "Начало.\n\n## Итоги года\n\nОткрыт **первый** цех, [подробнее](https://example.org/a).\n\n"
        "-   аренда;\n-   обучение.\n\n| Год | Мест |\n| --- | --- |\n| 2023 | 1 090 |"
    )
    expect(writing.body).to_have_value(expected)
    expect(tab.locator(".dropped li")).to_have_count(1)
    assert "Схема" in tab.locator(".dropped").inner_text()
    writing.body.press("Control+z")
    expect(writing.body).to_have_value("Начало.")
    writing.body.press("Control+End")
    writing.body.evaluate(PASTING, ["<meta charset=utf-8><span style='color:red'> И ещё</span>", " И ещё"])
    expect(writing.body).to_have_value("Начало. И ещё")
    expect(tab.locator(".dropped li")).to_have_count(0)


#: What Excel puts on the clipboard, as text and as HTML; a cell of two lines, and words in quotation marks.
EXCEL = 'Показатель\t2023\t2024\r\n"Предприятия\nи цеха"\t27\t31\r\n"Алатау" - парк\t3 320\t25 %\r\n'
EXCEL_HTML = (
    "<html><body><table><tr><td>Показатель</td><td>2023</td><td>2024</td></tr>"
    "<tr><td>Предприятия<br>и цеха</td><td>27</td><td>31</td></tr>"
    '<tr><td>"Алатау" - парк</td><td>3 320</td><td>25 %</td></tr></table></body></html>'
)
TYPED = {
    "ru": (
        'Парк "Алатау" - это цех и\nсклад: рост на 25\n% за год.',
        "Парк «Алатау»~— это цех и~склад: рост на~25~% за~год.",
    ),
    "kk": ('"Алатау" паркі - бұл цех. Өсім 25\n% болды.', "«Алатау» паркі~— бұл цех. Өсім 25~% болды."),
    "en": (
        'The "Alatau" park - a plant. It grew by 25\n% in a year.',
        "The “Alatau” park~– a plant. It grew by 25~% in a year.",
    ),
}


def test_what_is_typed_and_pasted_from_excel_is_set_as_newspapers_do(
    project: Path, server: DeskServer, tab: Page
) -> None:
    writing = Writing(tab, server)
    writing.open("news/growth.ru.md")
    for lang, (typed, _) in TYPED.items():
        writing.version(f"growth.{lang}")
        writing.body.fill(typed)
        writing.body.press("Control+End")
        writing.body.evaluate(PASTING, [EXCEL_HTML, EXCEL])
        expect(writing.body).to_have_value(
            f"{typed}\n\n| Показатель | 2023 | 2024 |\n| --- | ---: | ---: |\n"
            '| Предприятия и цеха | 27 | 31 |\n| "Алатау" - парк | 3 320 | 25 % |'
        )
    assert writing.save() == "Saved."
    done = aimaq("build", project=project)
    assert done.returncode == 0, done.stderr
    for lang, (_, printed) in TYPED.items():
        page = (project / "output" / PREFIXES[lang] / "news/growth/index.html").read_text("utf-8")
        text = page.replace("\N{NO-BREAK SPACE}", "~")
        assert printed in text
        quoted = "“Алатау”~– парк" if lang == "en" else "«Алатау»~— парк"
        for cell in ("Предприятия и", quoted, "3~320", "25~%"):
            assert re.search(rf"<t[dh][^>]*>{cell}", text), (lang, cell)


def test_a_save_leaves_the_cursor_where_it_is(project: Path, server: DeskServer, tab: Page) -> None:
    writing = Writing(tab, server)
    writing.open("news/plans.ru.md")
    writing.body.fill("Первое.")
    writing.body.press("Control+s")
    expect(tab.get_by_role("status")).to_have_text("Saved.")
    tab.keyboard.type(" Второе.")
    expect(writing.body).to_have_value("Первое. Второе.")
    expect(tab.get_by_role("status")).to_have_text("Not saved yet.")
    tab.keyboard.press("Control+s")
    expect(tab.get_by_role("status")).to_have_text("Saved.")
    assert (project / "content/news/plans.ru.md").read_text("utf-8").endswith("---\nПервое. Второе.")
    assert writing.save() == "Nothing has been edited."


def test_a_photo_report_and_an_event_by_clicks(project: Path, server: DeskServer, tab: Page) -> None:
    """Several pictures are chosen at once, and described once for all languages; each is where it was chosen."""
    writing = Writing(tab, server)
    tab.goto(f"{writing.address}/")
    tab.get_by_label("Kind").select_option("Photo report")
    writing.type(tab.get_by_label("Title, or"), "День открытых дверей")
    writing.button("Begin a draft")
    names = ("Цех 1.JPG", "Цех 2.JPG", "цех 1.jpg")
    tab.get_by_label("Choose a file… Photos").set_input_files(
        [FilePayload(name=name, mimeType="image/jpeg", buffer=picture()) for name in names]
    )
    dialog = tab.get_by_role("dialog", name="Photos: 3")
    for lang in LANGUAGES:
        box = dialog.get_by_role("group", name=lang, exact=True)
        writing.type(box.get_by_label("What each picture shows"), "\n".join(f"{number} {lang}" for number in range(3)))
    writing.type(dialog.get_by_role("group", name="ru", exact=True).get_by_label("Who took them"), "А. Б.")
    writing.click(dialog.get_by_role("button", name="Insert"))
    dialog.wait_for(state="detached")
    writing.button("Remove: Photos 2")
    writing.button("Down: Photos 1")
    assert writing.save() == "Saved."
    for lang, files in (
        ("ru", ["tsekh-1-2.jpg", "tsekh-1.jpg"]),
        ("kk", ["tsekh-1.jpg", "tsekh-2.jpg", "tsekh-1-2.jpg"]),
    ):
        text = (project / f"content/news/den-otkrytykh-dverei.{lang}.md").read_text("utf-8")
        photos = fields_of(text)["photos"]
        assert isinstance(photos, list) and [each["file"] for each in photos if isinstance(each, dict)] == [
            f"media/{file}" for file in files
        ]
        assert all(isinstance(each, dict) and each["credit"] == "А. Б." for each in photos)
        assert f'- {{file: media/tsekh-1.jpg, alt: "0 {lang}", credit: "А. Б."}}' in text

    tab.goto(f"{writing.address}/")
    tab.get_by_label("Kind").select_option("Event")
    writing.type(tab.get_by_label("Title, or"), "Brief visit")
    tab.get_by_label("Language of the title").select_option("en")
    writing.button("Begin a draft")
    writing.type(tab.get_by_role("textbox", name="Begins"), "2030-01-31 11:00")
    writing.type(tab.get_by_role("textbox", name="Place", exact=True), "The hall: 2nd floor")
    assert writing.save() == "Saved."
    for lang in LANGUAGES:
        fields = fields_of((project / f"content/news/brief-visit.{lang}.md").read_text("utf-8"))
        assert fields["start"] == "2030-01-31 11:00"  # the same in all versions
        assert fields.get("place", "") == ("The hall: 2nd floor" if lang == "en" else "")


def test_a_file_that_no_build_would_publish_is_refused_before_it_is_stored(
    project: Path, server: DeskServer, tab: Page
) -> None:
    writing = Writing(tab, server)
    writing.open("news/plans.ru.md")
    chooser = tab.get_by_label("Choose a file… Files to download")
    chooser.set_input_files([FilePayload(name="page.html", mimeType="text/html", buffer=b"<script>")])
    dialog = tab.get_by_role("dialog")
    writing.click(dialog.get_by_role("button", name="Insert"))
    expect(dialog.get_by_role("alert")).to_have_text("Nothing has been written here yet.")
    writing.type(dialog.get_by_label("What it is called").first, "Страница")
    writing.click(dialog.get_by_role("button", name="Insert"))
    expect(dialog.get_by_role("alert")).to_contain_text("files of this kind are not published")
    writing.click(dialog.get_by_role("button", name="Cancel"))
    chooser.set_input_files([FilePayload(name="plan.pdf", mimeType="", buffer=b"%PDF-1.7")])
    writing.click(dialog.get_by_role("button", name="Cancel"))
    assert writing.save() == "Nothing has been edited."
    assert [path.name for path in (project / "content/media").iterdir()] == [".gitkeep"]
