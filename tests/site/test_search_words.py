"""Readers find words in any form, spelling and alphabet, and figures; of nonsense they find nothing.

In a real browser, over a real site. ``searches.yaml`` has its texts, and each query with all the texts that it finds.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser

from aimaq.base.languages.word_keys import word_keys
from tools import built, programs
from tools.browser import Visitor, visitor
from tools.built import PREFIXES, ROOT, Site

TABLE = yaml.safe_load(Path(__file__).with_name("searches.yaml").read_text("utf-8"))
QUERIES = [(lang, str(query), found) for lang, own in TABLE.items() for query, found in own["queries"].items()]


@pytest.fixture(scope="session")
def searched(shared_folder: Path) -> Site:
    """The small newsroom with the texts of the table."""

    def lay_out(folder: Path) -> None:
        project = built.small_project(folder / "project")
        for text in (project / "content/news").glob("*.md"):
            text.unlink()
        for lang, own in TABLE.items():
            for slug, text in own["texts"].items():
                front = (
                    f'---\ntitle: "{text["title"]}"\ndate: 2023-04-01\nkind: news\nsummary: "{text["title"]}."\n---\n'
                )
                (project / f"content/news/{slug}.{lang}.md").write_text(f"{front}\n{text['text']}\n", "utf-8")
        built.build(project, folder / "output")

    return Site(programs.once(shared_folder, "searched", lay_out) / "output")


@pytest.fixture(scope="module")
def guest(searched: Site, browser: Browser) -> Iterator[Visitor]:
    with visitor(browser, searched) as one:
        yield one


#: Types, presses Enter, and waits for the end: one message to the browser a query, for there are many.
SEARCH = """async (query) => {
  const page = document.getElementById("search");
  const status = page.querySelector("[role=status]");
  page.querySelector("input").value = query;
  page.querySelector("form").requestSubmit();
  while (status.textContent === page.dataset.waiting) await new Promise((done) => setTimeout(done, 5));
  const links = [...page.querySelectorAll(".search-results a")].map((link) => link.getAttribute("href"));
  return [status.textContent, links];
}"""


def slugs_found(guest: Visitor, lang: str, query: str) -> set[str]:
    """Look for something as a reader does, and return the stories that are found."""
    address = f"/{PREFIXES[lang]}search/"
    if guest.tab.url.partition("?")[0] != guest.site.url + address:
        guest.go(address)
    status, links = guest.tab.evaluate(SEARCH, query)
    assert (f" {len(links)}" in status) if links else (query in status), status
    return {link.strip("/").rpartition("/")[2] for link in links}


@pytest.mark.parametrize(("lang", "query", "expected"), QUERIES, ids=[f"{lang} {query}" for lang, query, _ in QUERIES])
def test_a_query_finds_what_it_means(guest: Visitor, lang: str, query: str, expected: list[str]) -> None:
    """All the texts that hold the word in any form, and no other."""
    assert slugs_found(guest, lang, query) == set(expected)
    assert not guest.complaints and not guest.absent and not guest.foreign


def test_the_table_is_one_of_forms() -> None:
    """At least a hundred queries, sixty of them Kazakh, that no text has as they are; and some that find nothing."""
    other = {
        lang: [
            query
            for query, found in own["queries"].items()
            if found and str(query).lower() not in json.dumps(own["texts"], ensure_ascii=False).lower()
        ]
        for lang, own in TABLE.items()
    }
    assert len(other["kk"]) >= 60 and sum(map(len, other.values())) >= 100
    assert all(sum(not found for found in own["queries"].values()) >= 3 for own in TABLE.values())


def test_an_excerpt_marks_the_form_that_stands_there(guest: Visitor) -> None:
    slugs_found(guest, "kk", "науқасқа")
    assert guest.tab.locator(".search-results mark").all_text_contents() == ["Науқастар"]
    slugs_found(guest, "ru", "3320 рабочее место")
    assert guest.tab.locator(".search-results mark").all_text_contents() == ["3\u00a0320", "рабочих", "мест"]


@pytest.mark.parametrize("lang", TABLE)
def test_browser_and_build_make_the_same_keys(guest: Visitor, lang: str) -> None:
    """Of every word of the site's own texts, of hunspell's dictionary, and of numbers as people write them."""
    dictionary = Path("/usr/share/hunspell", {"ru": "ru_RU", "kk": "kk_KZ", "en": "en_GB"}[lang] + ".dic")
    words = dictionary.read_bytes().decode("koi8-r" if lang == "ru" else "utf-8", "replace").split("\n")[1::7]
    text = " ".join(
        [
            *(word.partition("/")[0] for word in words[:9000]),
            *(path.read_text("utf-8") for path in sorted((ROOT / "content").rglob(f"*.{lang}.md"))),
            "2 522-ге 10 379 3,320 2,5 2.5 31.12.2022 м² 1 234 567,8",
            "АЕК-ке Iнi naïve \u0438\u0306 \u00ad со\u00adвет O’Neil",
        ]
    )
    guest.go(f"/{PREFIXES[lang]}search/")
    rules = guest.tab.evaluate(
        "async () => (await (await fetch(document.querySelector('#search').dataset.root + 'start.json')).json()).rules"
    )
    program = (ROOT / "theme/scripts/search.js").read_text("utf-8")
    begin, end = program.index("const reader ="), program.index("// Returns, by its number")
    code = f"([rules, text]) => {{ {program[begin:end]}; return [...reader(rules)(text)].map((word) => word.keys); }}"
    assert guest.tab.evaluate(code, [rules, text]) == [list(keys) for keys in word_keys(lang).keys(text)]
