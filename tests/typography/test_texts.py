"""Typography of content files in real builds: titles, bodies, feeds and plain texts alike; what was published stays."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tools.built import aimaq, small_project

STORY = """---
title: 'Цех "Алатау" - в строю'
date: 2023-05-06
kind: news
summary: 'Открыт цех "Алатау" на 12 мест...'
sources:
  - {title: 'Газета "Заря"', url: "https://example.org/2016-2022/a"}
---

Парк "Алатау" - новый: в нём {{ jobs @ published }} и 340 мест, за 2016-2022 годы - 5 млн тенге.

Адрес https://example.org/2016-2022 и `код - "код"`.

"Мы ждали этого два года", - сообщили в пресс-службе.
"""


def site(folder: Path, *, typography: bool = True) -> Path:
    project = small_project(folder)
    (project / "content/news/shop.ru.md").write_text(STORY, "utf-8")
    set_typography(project, on=typography)
    return project


def set_typography(project: Path, *, on: bool) -> None:
    conf = project / "pelicanconf.py"
    conf.write_text(re.sub(r"\nTYPOGRAPHY = .*", "", conf.read_text("utf-8")) + f"\nTYPOGRAPHY = {on}\n", "utf-8")


def run(project: Path, *command: str) -> str:
    done = aimaq(*command, project=project)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = site(tmp_path_factory.mktemp("typography") / "site")
    run(project, "build")
    return project


def plain(text: str) -> str:
    return text.replace("\u00a0", "~")


def test_a_page_a_feed_and_a_plain_text_are_set_alike(built: Path) -> None:
    for name in ("news/shop/index.html", "feeds/all.rss.xml", "feeds/all.json", "news/shop/shop.ru.txt"):
        text = plain((built / "output" / name).read_text("utf-8"))
        assert "Цех «Алатау»~— в~строю" in text, name
        assert "Парк «Алатау»~— новый: в~нём" in text, name
        assert "за~2016–2022~годы~— 5~млн тенге" in text, name
        assert "https://example.org/2016-2022" in text, name
    page = plain((built / "output/news/shop/index.html").read_text("utf-8"))
    assert "Открыт цех «Алатау» на~12~мест…" in page
    assert "Газета «Заря»" in page and 'href="https://example.org/2016-2022/a"' in page
    assert '<code>код - "код"</code>' in page
    assert "«Мы ждали этого два года»,~— сообщили в~пресс-службе." in page


def test_without_the_setting_a_text_is_published_as_it_is_typed(tmp_path: Path) -> None:
    project = site(tmp_path / "site", typography=False)
    run(project, "build")
    page = (project / "output/news/shop/index.html").read_text("utf-8")
    assert 'Парк "Алатау" - новый: в нём' in page and "за 2016-2022 годы - 5 млн тенге" in page


def _entries(project: Path) -> list[str]:
    return (project / "content/data/figures.log.jsonl").read_text("utf-8").splitlines()


def test_a_site_whose_texts_were_logged_as_typed_is_not_rewritten(tmp_path: Path) -> None:
    """The log compares what editors state: neither this change nor another setting makes a version of a text."""
    project = site(tmp_path / "site", typography=False)
    run(project, "log", "begin")
    run(project, "build")
    before = _entries(project)
    (shop,) = (entry for entry in map(json.loads, before) if entry.get("text") == "article/shop")
    assert {*shop["numbers"]} == {"12", "2016", "2022", "340", "5"}
    for on in (True, False):
        set_typography(project, on=on)
        run(project, "build")
        assert "No problems" in run(project, "check")
        run(project, "verify", "output")
        assert _entries(project) == before
    story = project / "content/news/shop.ru.md"
    story.write_text(STORY.replace("340", "341"), "utf-8")
    told = aimaq("build", project=project)
    assert told.returncode == 1 and "341 is new and 340 was published and is gone" in told.stderr


DOUBTS = """---
title: 'Цех 5" открыт'
date: 2023-05-06
kind: news
summary: Труба 10-15 шт. в запасе.
---

Первый абзац.

- Осталось 10-15 шт. и 737-800.
- Ещё 10-15 шт. и "без конца.

Счёт 7 - 5, `10-15 шт.`
"""


def test_what_is_ambiguous_is_left_and_named_with_its_line(tmp_path: Path) -> None:
    project = site(tmp_path / "site")
    (project / "content/news/doubt.ru.md").write_text(DOUBTS, "utf-8")
    (project / "content/news/draft.ru.md").write_text(DOUBTS.replace("kind:", "status: draft\nkind:"), "utf-8")
    told = run(project, "check")
    found = re.findall(r"^Warning: content/news/(\w+)\.ru\.md:(\d+):(\d+): (.*)$", told, re.MULTILINE)
    source = DOUBTS.split("\n")
    assert [(name, int(line), source[int(line) - 1][int(column) - 1 :]) for name, line, column, _ in found] == [
        ("doubt", 2, "5\" открыт'"),
        ("doubt", 5, "10-15 шт. в запасе."),
        ("doubt", 10, "10-15 шт. и 737-800."),
        ("doubt", 10, "737-800."),
        ("doubt", 11, '10-15 шт. и "без конца.'),
        ("doubt", 11, '"без конца.'),
        ("doubt", 13, "7 - 5, `10-15 шт.`"),
    ]
    assert "type the mark itself: «…»" in told and 'write "10–15" for a range' in told
    page = project / "output/news/doubt/index.html"
    assert not page.exists()
    run(project, "build")
    assert "10-15 шт. и\u00a0737-800." in page.read_text("utf-8")


def test_a_title_under_embargo_is_looked_for_as_it_may_be_set_elsewhere(tmp_path: Path) -> None:
    """In a quotation its marks are the inner ones, and a file of another kind has ordinary spaces."""
    project = site(tmp_path / "site")
    held = STORY.replace("date: 2023-05-06", "date: 2099-05-06")
    held = held.replace('Цех "Алатау" - в строю', 'Закроют цех "Алатау" и склад')
    (project / "content/news/held.ru.md").write_text(held, "utf-8")
    run(project, "build")
    story = project / "content/news/shop.ru.md"
    story.write_text(STORY + '\nСтатья "Закроют цех "Алатау" и склад" ещё не вышла.\n', "utf-8")
    told = aimaq("build", project=project)
    assert told.returncode == 1 and "the title of content/news/held.ru.md" in told.stderr
