"""Files that cannot be read are named on the desk's pages, with what to do, and the desk goes on."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from aimaq.desk.server import DeskServer
from tools.built import small_project

from .writing import served

LEDGER, CONF, TEXT = "content/data/indicators.json", "pelicanconf.py", "content/news/growth.ru.md"
PAGES = ("", "library/", "figures/", "figures/jobs/", "write/", "write/news/growth.ru.md")
ASKED = ("text?text=news/growth", "figures?lang=ru", "forms?key=jobs&lang=ru&day=")
#: What is broken, and what is put in its place, behind a plus sign after it; the ledger is quoted in titles and forms.
BROKEN = {
    "a ledger that ends too early": (LEDGER, "{"),
    "a ledger that is gone": (LEDGER, None),
    "a ledger of another form": (LEDGER, "[]"),
    "settings that are no Python": (CONF, "SITENAME = (\n"),
    "settings that fail": (CONF, "1 / 0\n"),
    "settings without a ledger": (CONF, '+INDICATORS_PATH = ""\n'),
    "settings that are gone": (CONF, None),
    "a text without front matter": (TEXT, "Текст"),
    "a text that is no text": (TEXT, b"\xff\xfe"),
}
#: A site may have no figures.
HARMLESS = ("a ledger that is gone", "settings without a ledger")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskServer]:
    with served(small_project(tmp_path_factory.mktemp("desk") / "site")) as found:
        yield found


def answer(server: DeskServer, path: str) -> tuple[int, str, str]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=60)
    connection.request("GET", f"/__desk/{path}")
    given = connection.getresponse()
    return given.status, given.getheader("Content-Type", ""), given.read().decode()


@pytest.mark.parametrize("name", BROKEN)
def test_every_page_says_what_is_broken_or_works_without_it(server: DeskServer, name: str) -> None:
    shown, text = BROKEN[name]
    file = Path(server.folder).parent / shown
    whole = file.read_bytes()
    try:
        if text is None:
            file.unlink()
        else:
            new = text if isinstance(text, bytes) else text.encode()
            file.write_bytes(whole + new[1:] if new.startswith(b"+") else new)
        found = {path: answer(server, path) for path in PAGES}
        data = {path: answer(server, f"write/api/{path}") for path in ASKED}
    finally:
        file.write_bytes(whole)
    for path, (status, _, page) in found.items():
        assert status in (200, 404, 422) and "Traceback" not in page, (path, page)
        assert status != 422 or Path(shown).name in page, (path, page)
    assert name in HARMLESS or any(Path(shown).name in page for _, _, page in found.values())
    for path, (status, kind, body) in data.items():
        assert kind == "application/json" and status in (200, 422), (path, status, body)
        assert status == 200 or json.loads(body)["problems"], (path, body)
    assert answer(server, "figures/jobs/")[0] == 200
