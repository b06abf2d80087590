"""Sources are hostile: nothing is read from elsewhere, nothing runs, nothing is half written."""

import os
import re
import time
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aimaq.base.problems import ProblemsFound
from aimaq.importing.report import Outcome, report_text
from aimaq.importing.write.staging import move_in, stage
from aimaq.newsroom.content.fields import ArticleFields
from aimaq.newsroom.content.frontmatter import read_document
from aimaq.newsroom.markdown.sanitising import sanitise

from .conftest import SOURCES, Planned, page, text_of
from .test_markdown import SITE

EXPORT = '<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>{}</title></channel></rss>'
BOMB = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10 if i else "ha" * 10}">' for i in range(9))


@pytest.mark.parametrize(
    "data",
    [
        f"<?xml version='1.0'?><!DOCTYPE rss [{BOMB}]>{EXPORT.format('&a8;')}",
        f"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>{EXPORT.format('&x;')}",
        f"<!doctype rss SYSTEM 'http://127.0.0.1:9/x.dtd'>{EXPORT.format('')}",
        EXPORT.format("<a>" * 5000),
        EXPORT.format("&nbsp;"),
        EXPORT.format("x")[:-20],
    ],
)
def test_an_export_that_is_none_is_lost_with_a_reason(planned: Planned, data: str) -> None:
    started = time.process_time()
    plan = planned({"e.xml": data})
    assert time.process_time() - started < 5
    assert [(each.kind, each.outcome) for each in plan.entries] == [("file", Outcome.LOST)]
    assert "root:" not in report_text(plan.entries)
    assert not plan.files


DEEP = ["<div>" * 3000 + "а", "<ul><li>" * 2000 + "а", "<b><i>" * 4000 + "а", "<blockquote>" * 60 + "а"]


@pytest.mark.parametrize("body", DEEP)
def test_a_page_that_is_too_deep_is_lost_with_a_reason(planned: Planned, body: str) -> None:
    plan = planned({"p.html": page(body)})
    assert plan.losses([]) or text_of(plan).split() == ["а"]


@pytest.mark.parametrize(
    "body",
    [
        "<p>а</p><svg onload=alert(1)><script>alert(1)</script></svg>",
        "<p>а</p><img src=x onerror=alert(1)>",
        '<p>а <a href="jAvA&#9;script:alert(1)">б</a></p>',
        '<p>а <a href="https://bank.example@evil.example/">б</a></p>',
        "<p>а</p><style>p{}</style><form action=//evil.example><input name=a value=b></form>",
        "<p>&lt;script&gt;alert(1)&lt;/script&gt; <b>&lt;img src=x onerror=alert(1)&gt;</b></p>",
        "<p>а</p><table><tr><td onclick=x() style=a colspan=2>&lt;script&gt;<br>{{ jobs }}</table>",
        "<p>[а](javascript:alert(1)) ![б](javascript:x) <https://evil.example></p>",
        "<p>а</p><object data=x.swf></object><embed src=y><applet></applet><math><mi>x</math>",
        "<p>а</p><base href='https://evil.example/'><meta http-equiv=refresh content=0>",
    ],
)
def test_nothing_that_runs_comes_over(planned: Planned, body: str) -> None:
    html = SITE.reset().convert(text_of(planned({"p.html": page(body)})))
    clean, losses = sanitise(html)
    assert losses == ()
    assert "javascript:" not in "".join(part for part in html.split("<")[1:] if part.startswith(("a ", "img ")))
    assert "\ue000" not in html
    assert "<script" not in clean and "onerror" not in clean.replace("onerror=alert(1)&gt;", "")


def test_malformed_addresses_and_numbers_are_no_crash(planned: Planned) -> None:
    body = (
        '<p>а <a href="http://[x/a.pdf">б</a></p><p><a href="//[/a.png"><img src="http://[" srcset="a 9'
        f'{"9" * 5000}w"></a></p><ol start="²"><li>в</ol>'
    )
    plan = planned({"p.html": page(body)})
    assert text_of(plan).split() == ["а", "б", "1.", "в"]
    assert [each.kind for each in plan.losses([])] == ["picture", "link"]


def test_links_and_names_lead_to_nothing_outside(planned: Planned, tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes((SOURCES / "amp_files/yard.png").read_bytes())
    files = tmp_path / "source/p_files"
    files.mkdir(parents=True)
    (files / "a.png").symlink_to(secret)
    os.mkfifo(files.parent / "pipe.html")
    body = '<p>а</p><img src="p_files/a.png"><img src="../secret.png"><img src="/etc/passwd"><img src="file:///etc/passwd">'
    plan = planned({"p.html": page(body)})
    assert list(plan.files) == ["news/proba.ru.md"]
    assert len([each for each in plan.losses([]) if each.kind == "picture"]) == 4


def test_a_file_is_what_its_name_says_or_lost(planned: Planned) -> None:
    files = {"p_files/a.png": b"<html>", "p_files/b.svg": b"<svg onload='x()'/>", "p_files/c.exe": b"MZ"}
    body = "<p>а</p>" + "".join(f'<img src="{name}" alt="б">' for name in files)
    plan = planned({"p.html": page(body), **files})
    assert list(plan.files) == ["news/proba.ru.md"]
    assert [each.note for each in plan.losses([])] == [
        "it is not a picture, although its name says so",
        'files that end in ".svg" are not published',
        'files that end in ".exe" are not published',
    ]


def test_a_report_does_not_obey(planned: Planned) -> None:
    plan = planned({"p.html": page("<p>а</p><nav>\x1b[31m красный \u202e</nav><iframe src='a\x9bb'></iframe>")})
    assert report_text(plan.entries).replace("\n", "").isprintable()


def test_all_files_are_put_in_place_or_none(tmp_path: Path) -> None:
    staged, content = tmp_path / "staged", tmp_path / "content"
    (content / "news").mkdir(parents=True)
    files = {"media/x/a.png": b"1", "news/a.md": b"2", "news/b.md": b"3", "data/redirects.txt": b"4"}
    stage(staged, files)
    new = {name: data for name, data in files.items() if name != "data/redirects.txt"}
    (content / "news/b.md").write_bytes(b"somebody else's")
    with pytest.raises(ProblemsFound, match="has been created in the meantime"):
        move_in(staged, content, new, "data/redirects.txt")
    assert [path.relative_to(content).as_posix() for path in content.rglob("*") if path.is_file()] == ["news/b.md"]
    assert not (content / "media").exists()
    (content / "news/b.md").unlink()
    move_in(staged, content, new, "data/redirects.txt")
    assert {
        path.relative_to(content).as_posix(): path.read_bytes() for path in content.rglob("*") if path.is_file()
    } == files


PIECES = """
<p> </p> <div> </div> <ul> <li> </ul> <table> <tr> <td> </td> </table> <b> </b> <a href=x> </a> <h2> </h2>
<br> <blockquote> </blockquote> <img src=x> <pre> </pre> <!-- --> <script> </script> <iframe src=y> </iframe>
<dl> <dt> <dd> <form> </form> <nav> </nav> <figure> <figcaption> </figure> <details> <summary> <noscript>
</noscript> <sup> </sup> <article> </article> <select> <option> <svg> </svg> <math> <template> <plaintext>
<![CDATA[ ]]> <?x &#0; &#xe000; &nbsp; &lt; {{ }} [gallery] [caption] [/caption] [x y="z"] <p hidden> <center>
<font> <a>
"""
SOUP = st.lists(
    st.one_of(
        st.sampled_from(re.findall(r"<[^<>]*>|\[[^\[\]]*\]|\S+", PIECES)),
        st.text(min_size=1, max_size=5),
        st.just("\n\n"),
    ),
    max_size=25,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SOUP.map(" ".join))
def test_the_build_accepts_what_becomes_of_any_page(planned: Planned, soup: str) -> None:
    plan = planned({"p.html": page(f"<p>а</p>{soup}").encode("utf-8", "replace")})
    names = [name for name in plan.files if name.endswith(".md")]
    assert names or plan.losses([])
    for name in names:
        data = plan.files[name]
        assert isinstance(data, bytes)
        document = read_document(data, name, ArticleFields, zone=ZoneInfo("Asia/Almaty"), today=date(2026, 1, 1))
        assert document.problems == ()
        html = SITE.reset().convert(document.body)
        assert "\ue000" not in html
        assert sanitise(html)[1] == ()


@pytest.mark.parametrize(
    "text", ['"\\ud800": news', 'kinds: {a: "\\udfff"}', '"\\U00110000": x', "[1,2", "\0", "kinds: [" * 3000]
)
def test_a_mapping_that_cannot_be_read_is_named(tmp_path: Path, text: str) -> None:
    from aimaq.importing.sources.section_mapping import read_section_mapping

    (tmp_path / "map.yaml").write_text(text, "utf-8")
    with pytest.raises(ProblemsFound, match=r"map\.yaml"):
        read_section_mapping(str(tmp_path / "map.yaml"), "news")
