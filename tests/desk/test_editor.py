"""What the editor's scripts ask of the program: texts, figures, files, new texts; and what it refuses."""

import io
import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PIL import Image

from aimaq.base.problems import ProblemsFound
from aimaq.desk.editor.editor import Editor
from aimaq.desk.editor.figures import choices, forms_of, quoted
from aimaq.desk.editor.forms import form_of
from aimaq.desk.editor.uploads import store
from aimaq.desk.exchange import Request
from aimaq.figures.text.markers import inside, parse_marker
from aimaq.newsroom.content.fields import PageFields, PartFields, PersonFields
from aimaq.newsroom.content.kinds import KINDS
from aimaq.settings.load import plain_settings
from aimaq.settings.read import read_settings
from aimaq.settings.schema import Settings
from tools.built import aimaq, small_project


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    project = small_project(tmp_path / "site")
    return read_settings(plain_settings(project, "pelicanconf.py"), project)


def ask(settings: Settings, path: str, body: object = None, **query: str) -> tuple[int, Any]:
    method = "GET" if body is None else "POST"
    data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    response = Editor(lambda: settings).respond(Request(method, f"api/{path}", query, data))
    return response.status, json.loads(response.body) if response.kind == "application/json" else None


TODAY = date(2030, 1, 31)


def picture(kind: str = "JPEG") -> bytes:
    stream = io.BytesIO()
    Image.effect_noise((64, 48), 50).save(stream, kind)
    return stream.getvalue()


def test_every_field_has_a_form_and_no_other() -> None:
    schemas: list[type[msgspec.Struct]] = [
        PageFields,
        PersonFields,
        PartFields,
        *(each.fields for each in KINDS.values()),
    ]
    for schema in schemas:
        fields = {field.name: field for field in form_of(schema, [("a-b", "А. Б.")], TODAY)}
        known = {field.name: field for field in msgspec.structs.fields(schema)}
        assert fields.keys() == known.keys() - {"kind"}
        assert all(field.required == known[name].required for name, field in fields.items())
        assert all(field.label != name for name, field in fields.items())
        assert all(field.fields for field in fields.values() if field.widget in ("group", "groups"))
        assert all(field.options for field in fields.values() if field.widget in ("choice", "people"))


def test_a_text_is_opened_with_all_versions_and_saved_in_one(settings: Settings) -> None:
    status, opened = ask(settings, "text", text="news/plans")
    assert status == 200
    assert [(each["lang"], bool(each["digest"])) for each in opened["versions"]] == [
        ("ru", True), ("kk", False), ("en", False),
    ]  # fmt: skip
    ru, kk, _ = opened["versions"]
    assert ru["address"] == "/news/plans/"
    file = settings.project / "content/news/plans.ru.md"
    before = file.read_text("utf-8")
    edits = [
        {"path": ru["path"], "digest": ru["digest"], "fields": {"title": "Планы: 2024"}},
        {"path": kk["path"], "digest": "", "fields": {"title": "Жоспар", "date": "2023-03-15"}, "body": "Мәтін.\n"},
    ]
    status, saved = ask(settings, "save", edits)
    assert status == 200 and saved["refused"] == {}
    assert file.read_text("utf-8") == before.replace("title: Планы на год", 'title: "Планы: 2024"')
    assert (settings.project / "content/news/plans.kk.md").read_text("utf-8") == (
        '---\ntitle: "Жоспар"\ndate: 2023-03-15\nstatus: draft\n---\nМәтін.\n'
    )
    # A draft is saved however unfinished it is, and what it lacks is listed.
    assert any("kind" in each for each in saved["versions"][1]["problems"])


BROKEN = """Мест {{ job }}, рост {{ jobs | up }}, «есть {{ jobs }}», слово {{ jobs.

    {{ jobs }}

`{{ in-code }}` и [x][y]
"""


def test_what_a_build_refuses_of_markers_and_text_stands_below_the_form(settings: Settings) -> None:
    """Not only of the fields: unknown figures, wrong options, live figures in quotations, links that lead nowhere."""
    file = settings.project / "content/news/plans.ru.md"
    right = file.read_text("utf-8")
    _, opened = ask(settings, "text", text="news/plans")
    assert opened["versions"][0]["problems"] == []
    file.write_text(
        right.replace("Планы на год", '"Планы {{ jobz }}"').replace("\n---\n\n", '\ntopics: ["{{ jobs }}"]\n---\n\n')
        + BROKEN,
        "utf-8",
    )
    _, opened = ask(settings, "text", text="news/plans")
    found = opened["versions"][0]["problems"]
    refused = aimaq("build", project=settings.project)
    assert refused.returncode == 1
    messages = [line.partition("plans.ru.md:")[2] for line in refused.stderr.splitlines() if "plans.ru.md:" in line]
    assert len(found) == len(messages) == 8
    for message in messages:
        words = re.sub(r"^[\d:]+ (topics: )?", "", message)
        assert any(words in each for each in found), (words, found)


def test_on_a_site_without_a_ledger_any_figure_is_a_problem(settings: Settings) -> None:
    file = settings.project / "content/news/plans.ru.md"
    (settings.project / "content/data/indicators.json").unlink()
    _, opened = ask(settings, "text", text="news/plans")
    assert ["the file is missing" in each for each in opened["versions"][0]["problems"]] == [True]
    file.write_text(file.read_text("utf-8").replace("{{ jobs }}", "много мест"), "utf-8")
    _, opened = ask(settings, "text", text="news/plans")
    assert opened["versions"][0]["problems"] == []


def test_a_file_that_has_changed_since_is_not_overwritten(settings: Settings) -> None:
    file = settings.project / "content/news/plans.ru.md"
    _, opened = ask(settings, "text", text="news/plans")
    file.write_bytes(file.read_bytes() + b"\n")
    before = file.read_bytes()
    edit = {"path": "news/plans.ru.md", "digest": opened["versions"][0]["digest"], "body": "x"}
    status, saved = ask(settings, "save", [edit, {**edit, "path": "news/plans.en.md"}])
    assert status == 200 and saved["refused"].keys() == {"news/plans.ru.md", "news/plans.en.md"}
    assert file.read_bytes() == before and not (settings.project / "content/news/plans.en.md").exists()


def test_the_whole_file_and_the_form_say_the_same(settings: Settings) -> None:
    _, opened = ask(settings, "text", text="news/plans")
    version = opened["versions"][0]
    same = {"path": version["path"], "digest": version["digest"]}
    _, edited = ask(settings, "edited", {**same, "fields": {"title": "x", "topics": ["а", "б"]}, "body": "Новое."})
    assert "\ntitle: x\n" in edited["source"] and edited["source"].endswith("---\nНовое.")
    _, back = ask(settings, "edited", {**same, "source": edited["source"]})
    assert (back["fields"], back["body"]) == (edited["fields"], "Новое.")
    _, broken = ask(settings, "edited", {**same, "source": "---\ntitle: {{ jobs }}\n---\n"})
    assert broken["fault"] == "a figure in the front matter stands without quotation marks"
    status, refused = ask(settings, "edited", {**same, "source": "---\n[\n---\n", "fields": {"title": "x"}})
    assert (status, refused) == (422, {"problems": ["the front matter cannot be read as YAML"]})


@pytest.mark.parametrize(
    "path",
    ("news/../../pelicanconf.ru.md", "../x.ru.md", "/etc/x.ru.md", "data/x.ru.md", "news/x.xx.md", "news/X.ru.md",
     "news/x", "news/.ru.md", "news/a/../b.ru.md", "x.ru.md", "", "news/\0.ru.md", "news//x.ru.md"),
)  # fmt: skip
def test_only_texts_are_opened_and_written(settings: Settings, path: str) -> None:
    before = sorted(settings.project.rglob("*"))
    assert ask(settings, "text", text=path.removesuffix(".ru.md"))[0] == 404
    status, answer = ask(settings, "save", [{"path": path, "digest": "", "body": "x"}])
    assert (status, answer) == (422, {"problems": ["this is no text of the site"]})
    assert sorted(settings.project.rglob("*")) == before


@pytest.mark.parametrize(
    "body", (b"", b"{}", b"[1]", b'[{"path": 1}]', b'[{"path": "a", "digest": "", "x": 1}]', b"\xff")
)
def test_a_malformed_request_is_refused(settings: Settings, body: bytes) -> None:
    assert ask(settings, "save", body) == (400, {"problems": ["This request is malformed."]})


def test_what_is_not_there_is_not_found(settings: Settings) -> None:
    editor = Editor(lambda: settings)
    for path in (
        "news/nothing.ru.md",
        "news/plans.md",
        "news/plans.xx.md",
        "files/media/../../pelicanconf.py",
        "files/media/a.jpg",
        "api/x",
    ):
        assert editor.respond(Request("GET", path)).status == 404


NAMES: Mapping[str, str] = {
    "Фото цеха 1.JPG": "media/foto-tsekha-1.jpg",
    "Өндіріс — сурет (2).jpeg": "media/ondiris-suret-2.jpeg",
    "C:\\Users\\a\\IMG_0001.jpg": "media/img-0001.jpg",
    "../../../x.jpg": "media/x.jpg",
    "....jpg": "media/file.jpg",
    "_headers.jpg": "media/headers.jpg",
    "а" * 300 + ".jpg": f"media/{'a' * 80}.jpg",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_named_well(settings: Settings, name: str) -> None:
    data = picture()
    status, answer = ask(settings, "file", data, name=name)
    assert (status, answer) == (200, {"file": NAMES[name]})
    assert (settings.project / "content" / NAMES[name]).read_bytes() == data
    assert store(name, data, settings) == NAMES[name]  # the same file is stored once
    other = NAMES[name].replace(".jp", "-2.jp")
    assert store(name, picture(), settings) == other
    shown = Editor(lambda: settings).respond(Request("GET", f"files/{NAMES[name]}"))
    assert (shown.status, shown.kind, shown.body) == (200, "image/jpeg", data)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    (
        ("x.html", b"<script>", "files of this kind are not published"),
        ("x.svg", b"<svg/>", "files of this kind are not published"),
        ("x", b"x", "files of this kind are not published"),
        ("x.pdf", b"", "the file is empty"),
        ("x.jpg", b"no picture", "it is not a picture, whatever its name says"),
        ("x.png", picture(), "it is JPEG, and its name says PNG"),
    ),
)
def test_a_file_that_no_build_would_publish_is_refused(
    settings: Settings, name: str, data: bytes, message: str
) -> None:
    before = sorted(settings.project.rglob("*"))
    status, answer = ask(settings, "file", data, name=name)
    assert status == 422 and answer["problems"][0].startswith(message)
    assert [path for path in sorted(settings.project.rglob("*")) if path.is_file() and path not in before] == []


def test_figures_are_fresh_and_printed_in_the_versions_language(settings: Settings) -> None:
    assert [(each.key, each.value) for each in choices(settings, "kk")][:1] == [
        ("enterprises", "27\N{NO-BREAK SPACE}кәсіпорын")
    ]
    ledger = settings.project / "content/data/indicators.json"
    ledger.write_text(ledger.read_text("utf-8").replace('"value": 27', '"value": 28', 1), "utf-8")
    assert choices(settings, "en")[0].value == "28\N{NO-BREAK SPACE}enterprises"
    for lang in ("ru", "kk", "en"):
        for day in ("", "2023-06-01"):
            forms = {each.marker: each.printed for each in forms_of(settings, "enterprises", lang, day)}
            assert all(forms.values()) and len(forms) > 8
            assert all("@ published" in marker for marker in forms) == bool(day)
            assert all(f"{{{{ {parse_marker(inside(marker))} }}}}" == marker for marker in forms)
            found = quoted(settings, " ".join(forms), lang, day)
            assert {each.marker: each.printed for each in found} == forms


def test_a_text_says_what_its_figures_print(settings: Settings) -> None:
    text = (
        "{{ enterprises | number }} {{ nothing }} {{ assert enterprises = 5 }} {{ enterprises @ published }} \\{{ x }}"
    )
    found = {each.marker: each.printed or each.fault for each in quoted(settings, text, "ru", "")}
    assert found == {
        "{{ enterprises | number }}": "27",
        "{{ nothing }}": 'unknown indicator "nothing"; expected one of: enterprises, jobs, jobs-per-enterprise',
        "{{ assert enterprises = 5 }}": "enterprises = 27",
        "{{ enterprises @ published }}": (
            '"enterprises @ published" stands on a page without a date: give a period instead'
        ),
    }


@pytest.mark.parametrize("kind", (*KINDS, "pages", "people"))
def test_a_new_text_is_a_draft_in_all_languages(settings: Settings, kind: str) -> None:
    form = f"kind={kind}&title=Новый+цех: “А”&language=&slug=".encode()
    response = Editor(lambda: settings).respond(Request("POST", "", {}, form))
    folder = kind if kind in ("pages", "people") else "news"
    assert (response.status, response.location) == (303, f"/__desk/write/{folder}/novyi-tsekh-a.ru.md")
    for lang in ("ru", "kk", "en"):
        text = (settings.project / f"content/{folder}/novyi-tsekh-a.{lang}.md").read_text("utf-8")
        assert "\nstatus: draft\n" in text and ("Новый цех: “А”" in text) == (lang == "ru")
    again = Editor(lambda: settings).respond(Request("POST", "", {}, form))
    assert again.status == 422 and "novyi-tsekh-a" in again.body.decode()


def test_an_upload_is_refused_by_its_name_before_anything_is_written(settings: Settings) -> None:
    with pytest.raises(ProblemsFound):
        store("x.exe", b"MZ", settings)
    assert not list((settings.project / "content").rglob("*.exe"))
