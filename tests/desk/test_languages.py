"""One server speaks three languages: all that the desk says is in the one that was chosen on its pages."""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from babel.messages.catalog import Catalog
from lxml import html
from playwright.sync_api import Browser, expect

from aimaq.desk.rendering import LANGUAGES
from aimaq.desk.server import DeskServer
from tools.built import small_project
from tools.messages import catalogue

from .test_desk import desk
from .writing import careful_tab, served

#: Every page of the desk, and what its scripts ask.
PAGES = (
    "",
    "library/",
    "figures/",
    "figures/enterprises/",
    "figures/enterprises/?kind=correction&period=2022-12-31",
    "write/",
)
EDITOR, ASKED = "write/news/growth.ru.md", "write/api/text?text=news/growth"
SAME = {"Id", "E-mail"}  # in all languages


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskServer]:
    project = small_project(tmp_path_factory.mktemp("desk") / "site")
    (project / "content/news/wrong.ru.md").write_text('---\ntitle: "Т"\nkind: nws\ndate: soon\n---\n\n', "utf-8")
    with served(project) as found:
        yield found


def told(port: int, path: str, lang: str, form: str | None = None) -> str:
    """What the desk answers to somebody who has chosen a language."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Cookie": f"other=1; aimaq_language={lang}", "Origin": f"http://127.0.0.1:{port}"}
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request("GET" if form is None else "POST", f"/__desk/{quote(path, safe='/?&=')}", form, headers)
    return connection.getresponse().read().decode()


def said(page: str) -> Iterator[str]:
    """Yield the desk's own words on a page: not the site's, which are in its languages, nor code."""
    root = html.fromstring(page)
    for script in root.xpath("//script[@id='words']"):
        yield from json.loads(script.text).values()
    for element in root.xpath("//main//*[self::code or self::script or @lang or self::pre]"):
        element.drop_tree()
    yield from (text.strip() for text in root.xpath("//title/text() | //main//text()"))
    yield from root.xpath("//@aria-label")


def form_words(fields: Iterable[dict[str, object]]) -> Iterator[str]:
    """Yield the labels, hints and options of a form that a script draws."""
    for field in fields:
        yield from (str(field["label"]), str(field["hint"]))
        yield from (name for _, name in field["options"])  # type: ignore[attr-defined]
        yield from form_words(field["fields"])  # type: ignore[arg-type]


def foreign(texts: Iterable[str], lang: str, known: Catalog) -> set[str]:
    """Which texts are messages in another language than the one asked for."""
    differing = [(each.id, each.string) for each in known if isinstance(each.id, str) and each.id != each.string]
    others = {str(pair[lang != "en"] if lang == "en" else pair[0]) for pair in differing}
    if lang == "en":
        others = {str(string) for _, string in differing}
    starts = tuple(each.partition("%(")[0] for each in others if len(each.partition("%(")[0]) > 11 and "%(" in each)
    return {text for text in texts if text and (text in others or text.startswith(starts))} - SAME


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_speaks_the_language_that_was_chosen(server: DeskServer, lang: str) -> None:
    port = server.server_port
    pages = [told(port, path, lang) for path in (*PAGES, EDITOR)]
    pages.append(told(port, "figures/enterprises/", lang, "value=30,5&period=soon&kind=actual"))
    pages.append(told(port, "figures/enterprises/", lang, "value=30&period=2024&kind=actual&source=https://e.org/a"))
    pages.append(told(port, "write/", lang, "kind=news&title=A&slug=WRONG"))
    assert all(f'<html lang="{lang}">' in page for page in pages)
    texts = [text for page in pages for text in said(page)]
    texts += form_words(json.loads(told(port, ASKED, lang))["form"])
    texts += json.loads(told(port, "write/api/save", lang, '[{"path": "x.md", "digest": ""}]'))["problems"]
    for known in ("ru", "kk") if lang == "en" else (lang,):
        assert foreign(texts, lang, catalogue(known)) == set()
    assert len(set(texts)) > 150


def test_a_choice_is_kept_and_the_page_stays_as_it_was(browser: Browser, server: DeskServer) -> None:
    with careful_tab(browser) as tab:
        tab.goto(f"http://127.0.0.1:{server.server_port}/__desk/?state=draft")
        expect(tab.locator("h1")).to_have_text("Texts")
        tab.get_by_role("link", name="Қазақша").click()
        expect(tab.locator("h1")).to_have_text("Мәтіндер")
        assert tab.url.endswith("/__desk/?state=draft")
        expect(tab.locator("[aria-current=true]")).to_have_text("Қазақша")
        tab.get_by_role("link", name="Көрсеткіштер").click()
        expect(tab.locator("h1")).to_have_text("Көрсеткіштер")
        tab.goto(f"http://127.0.0.1:{server.server_port}/__desk/{EDITOR}")
        tab.get_by_role("button", name="Сақтау").wait_for()
        tab.get_by_role("link", name="Русский").click()
        tab.get_by_role("button", name="Сохранить").wait_for()


@pytest.mark.parametrize("cookie", ["aimaq_language=xx", "aimaq_language=../ru", "aimaq_language", "x=\"', aimaq"])
def test_a_cookie_that_names_no_language_is_passed_over(server: DeskServer, cookie: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=60)
    connection.request("GET", "/__desk/write/", headers={"Cookie": cookie})
    assert '<html lang="en">' in connection.getresponse().read().decode()


def test_a_choice_leads_nowhere_else(server: DeskServer) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=60)
    connection.request("GET", "/__desk/figures/?language=ru", headers={"Referer": "https://evil.example/__desk/?a=b"})
    assert connection.getresponse().getheader("Location") == "/__desk/figures/"


def test_what_stops_the_preview_is_said_in_the_language_of_the_page(tmp_path: Path) -> None:
    """The build has found it before, in the language of the process."""
    project = small_project(tmp_path / "site")
    text = project / "content/news/growth.ru.md"
    text.write_text(text.read_text("utf-8").replace("kind: news", "kind: nws"), "utf-8")
    with desk(project) as port:
        pages = {lang: told(port, "", lang) for lang in LANGUAGES}
    words = {"en": "the last good site stays up", "ru": "последний исправный сайт", "kk": "соңғы дұрыс сайт"}
    for lang, page in pages.items():
        (box,) = re.findall(r"<pre>(.*?)</pre>", page, re.DOTALL)
        assert "content/news/growth.ru.md" in box and words[lang] in box, box
    assert len({re.search(r"<pre>.*", page)[0] for page in pages.values()}) == 3  # type: ignore[index]
