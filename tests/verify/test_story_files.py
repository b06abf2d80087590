"""The files beside a story's page: `aimaq verify` compares every number in them, and knows every kind of file."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from fnmatch import fnmatch
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from aimaq.verify.stories.plain_texts import check_plain_text
from aimaq.verify.stories.story_page import read_story
from aimaq.verify.verification import verify
from tools import programs
from tools.built import ROOT, Site, build, small_project
from tools.published_copies import Files, in_memory, run

EVENT = """---
title: "Opening of hall 4"
date: 2023-04-02
kind: event
start: 2031-06-10 11:00
end: 2031-06-10 12:30
summary: "The 3rd hall of 5 opens, and visitors of more than 40 institutions from 12 countries are invited."
place: Press centre
street: "5 Example Street"
---

There are {{ jobs }}, and {{ enterprises @ 2022 }}.
"""
STORY = """---
title: "Eight years: {{ jobs @ published }}"
date: 2023-04-03
kind: news
summary: "There are {{ enterprises }}."
updates:
  - {date: 2023-04-05, text: "Added 44 lines."}
---

In 2019 there were 1 500 firms, of [another kind](https://example.org/2021/) on 100 m².

1. first 10
2. second {{ jobs @ 2021 }}

| Year | Jobs in 2 shifts | Firms |
|---|---|---|
| North | {{ jobs | number }} | 345 |
| South | {{ jobs @ 2021 | number }} | 71 |

<table>
<tr><th>Zone</th><th colspan="2">In 2021</th></tr>
<tr><th></th><th>Halls</th><th>Plan 8</th></tr>
<tr><td rowspan="2">West</td><td>16</td><td>17</td></tr>
<tr><td>18</td><td>{{ jobs | number }}</td></tr>
</table>

<ol reversed><li>of 33</li><li>of 34</li><li>of 35</li></ol>

<ol type="a" start="3"><li>of 36<sup>2</sup></li><li value="9">of <s>37</s>38</li></ol>

{{ chart jobs }}

At last {{ enterprises }}, and {{ jobs }} now.
"""
TEXT, NINJS = "en/news/years/years.en.txt", "en/news/years/years.en.ninjs.json"
CALENDAR, SEARCHED = "en/news/opening/event.ics", "en/search/1/figures.json"
#: In each file, the lines that hold numbers of people, and what in them is no such number.
READ = {
    TEXT: ("", r"https?://\S+|(?:^| )\[\d+\]"),
    NINJS: (r'^ *"(?:value|by|located|literal|title)":', r"https?://\S+|<[^>]*>"),
    "en/news/opening/opening.en.txt": ("", r"https?://\S+"),
    CALENDAR: (r"^(?:SUMMARY|DESCRIPTION|LOCATION|DTSTART|DTEND)", r"^[^:]*:|Z$"),
    SEARCHED: ("", r"^"),
}


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """A site with a log, a search, an event, and a story with a table, a list and a chart."""
    project = small_project(tmp_path_factory.mktemp("stories") / "site")
    for name, text in (("opening", EVENT), ("years", STORY)):
        for lang in ("ru", "kk", "en"):
            (project / f"content/news/{name}.{lang}.md").write_text(text, "utf-8")
    # It stands in the lists of the other editions too, with its figures as its own language writes them.
    (project / "content/news/alone.en.md").write_text(STORY.replace("Eight", "Nine"), "utf-8")
    run(project, "log", "begin")
    run(project, "build")
    return in_memory(project / "output").files


def said(files: Mapping[str, bytes], path: str) -> list[str]:
    """Return what is said of one file."""
    return [str(each) for _, each in verify([Files(files)]).disagreements if each.file == path]


def test_honest_files_agree(honest: Mapping[str, bytes]) -> None:
    report = verify([Files(honest)])
    assert [str(each) for _, each in report.disagreements] == []
    [site] = report.sites
    for kind, least in (("values in plain texts", 100), ("values in calendars", 15), ("values in the search", 10)):
        assert site.compared[kind] >= least, site.compared


FORGERIES: dict[str, tuple[str, str, str, str]] = {
    "a figure in a text's paragraph": (TEXT, "and 3,320 jobs now", "and 3,330 jobs now", "the page has"),
    "another figure of the page": (TEXT, "and 3,320 jobs now", "and 2,522 jobs now", "the page has"),
    "a cell of a text's table": (TEXT, "Jobs in 2 shifts: 2,522", "Jobs in 2 shifts: 3,320", "the page has"),
    "a typed number in a text": (TEXT, "1 500 firms", "1 600 firms", "line "),
    "a value of a text's chart": (TEXT, "2021: 2,522 jobs", "2021: 2,552 jobs", "line "),
    "the current value of a text's figure": (TEXT, "  Now: 3,320", "  Now: 3,420", "the page has"),
    "the name of a text's figure": (TEXT, "\nJobs\n  ", "\nPosts\n  ", "lists no figure of this name"),
    "the current value of a figure in ninjs": (NINJS, "\\n  Now: 3,320", "\\n  Now: 3,420", "descriptions["),
    "no figure in ninjs": (NINJS, '"role": "figure"', '"role": "caption"', "is missing"),
    "the title of an event": (CALENDAR, "hall 4", "hall 5", 'SUMMARY is "Opening of hall 5"'),
    "the description of an event": (CALENDAR, "3rd hall", "2nd hall", "DESCRIPTION is"),
    "the hour of an event": (CALENDAR, "T060000Z", "T070000Z", "DTSTART is"),
    "a figure in the search": (SEARCHED, "3,320", "3,420", "the page itself says otherwise"),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_is_named_with_its_file(honest: Mapping[str, bytes], name: str) -> None:
    path, old, new, message = FORGERIES[name]
    text = honest[path].decode().replace("\u00a0", " ") if path == SEARCHED else honest[path].decode()
    spaced = re.compile(re.escape(old).replace("\\ ", "[ \u00a0]"))
    assert spaced.search(text), text
    found = said({**honest, path: spaced.sub(lambda _: new, text, count=0 if path == NINJS else 1).encode()}, path)
    assert any(message in each for each in found), found


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_number_can_be_another_one(honest: Mapping[str, bytes], data: st.DataObject) -> None:
    """Whatever number of a file becomes one that its page does not have, that file is named, with its line."""
    path = data.draw(st.sampled_from(sorted(READ)))
    lines, beside = map(re.compile, READ[path])
    text = honest[path].decode()
    numbers: list[tuple[int, int]] = []
    at = 0
    for line in text.splitlines(keepends=True):
        if lines.search(line):
            hidden = [each.span() for each in beside.finditer(line.rstrip("\r\n"))]
            for number in re.finditer(r"[0-9]+", line):
                if not any(begin <= number.start() < end for begin, end in hidden):
                    numbers.append((at + number.start(), at + number.end()))
        at += len(line)
    begin, end = data.draw(st.sampled_from(numbers))
    new = data.draw(st.integers(0, 10 ** (end - begin) - 1).map(lambda number: f"{number:0{end - begin}}"))
    page = (
        honest[f"{path.rpartition('/')[0]}/index.html"]
        if path != SEARCHED
        else b"".join(honest[each] for each in PAGES)
    )
    assume(new not in re.findall(r"[0-9]+", page.decode()))
    few = {each: content for each, content in honest.items() if each.startswith(("api/", "en/")) or each == path}
    assert said({**few, path: (text[:begin] + new + text[end:]).encode()}, path), text[max(0, begin - 60) : end + 20]


PAGES = ("en/news/years/index.html", "en/news/opening/index.html", "en/news/growth/index.html")


def test_a_file_that_a_page_names_is_there(honest: Mapping[str, bytes]) -> None:
    for path in (TEXT, CALENDAR):
        files = {each: content for each, content in honest.items() if each != path}
        assert any("there is none" in each for each in said(files, path))
        assert any("no event" in each or "missing" in each for each in said({**honest, path: b""}, path))


def test_the_headlines_of_the_newest_stories(honest: Mapping[str, bytes]) -> None:
    news = (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url>'
        "<loc>https://press.aimaq.example/en/news/years/</loc>"
        "<news:news><news:title>Eight years: {} jobs</news:title></news:news></url></urlset>"
    )
    path = "sitemaps/news.xml"
    for value, wrong in (("3,320", 0), ("3,420", 1)):
        assert len(said({**honest, path: news.format(value).encode()}, path)) == wrong


def kit(members: Mapping[str, bytes]) -> bytes:
    """Return a media kit with digests of its files."""
    stream = io.BytesIO()
    sums = "".join(f"{sha256(content).hexdigest()}  {name}\n" for name, content in members.items())
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in {**members, "SHA256SUMS": sums.encode()}.items():
            archive.writestr(f"years/{name}", content)
    return stream.getvalue()


def test_what_is_in_a_media_kit(honest: Mapping[str, bytes]) -> None:
    page, path = "en/news/years/index.html", "press-kit/years.zip"
    link = f'<a href="/{path}">Media kit</a></article>'.encode()
    files = {**honest, page: honest[page].replace(b"</article>", link)}
    text = honest[TEXT]
    honest_kit = kit({"years.en.txt": text})
    assert said({**files, path: honest_kit}, path) == []
    wrong: dict[str, Callable[[], bytes]] = {
        "it has the SHA-256": lambda: kit({"years.en.txt": text.replace(b"3,320", b"3,420")}),
        "no page of the story links": lambda: kit({"years.en.txt": text, "other.csv": b"1"}),
        "it cannot be read": lambda: honest_kit[: len(honest_kit) // 2],
    }
    for message, make in wrong.items():
        found = said({**files, path: make()}, path)
        assert any(message in each for each in found), (message, found)
    assert any("there is none" in each for each in said(files, path))


@pytest.mark.parametrize(
    "damage", [b"", b"\x00\xff", b"BEGIN:VCALENDAR\nDTSTART:99999999\n x", b"1\n\n  2\n" * 3000, b"["]
)
def test_garbage_ends_with_a_report(honest: Mapping[str, bytes], damage: bytes) -> None:
    for path in READ:
        assert said({**honest, path: damage}, path) or path == SEARCHED
    page = "en/news/years/index.html"
    table = b"<article><div class=prose><ol start=99999999999><li><table><td colspan=9999999><tr></td><pre>" + damage
    str(verify([Files({**honest, page: table})]))


# --- Every kind of file has a decision ---------------------------------------------------------------------------


def decided() -> list[str]:
    """Return the patterns in the table of docs/log.md that says which file is compared with what."""
    text = (ROOT / "docs/log.md").read_text("utf-8")
    table = text.partition("### Which file is compared with what")[2].partition("\n\nA test builds")[0]
    rows = [row.split(" | ")[0] for row in table.splitlines() if row.startswith("| `")]
    return [each.replace("…", "*") for row in rows for each in re.findall(r"`([^`]+)`", row)]


#: What only a publication, a site with pictures, with templates of its own or with news of the last two days has.
ELSEWHERE = {
    "api/templates.json",
    "sitemaps/news.xml",
    "media/*",
    "press-kit/*.zip",
    "*.gz",
    "*.br",
    "*.zst",
    "pictures/*",
    "*news/*.pdf",
    "api/log/checkpoint.tsr",
}


@pytest.fixture
def whole(shared_folder: Path) -> Site:
    """The real site, as the tests of the site have it."""
    output = programs.once(shared_folder, "site", lambda folder: build(ROOT, folder / "output"))
    return Site(output / "output")


def test_every_kind_of_file_has_a_decision(honest: Mapping[str, bytes], whole: Site) -> None:
    """A new kind of file cannot appear before docs/log.md says what compares it, or why nothing does."""
    patterns = decided()
    built = {*honest, *(each.relative_to(whole.output).as_posix() for each in whole.files)}
    new = sorted(each for each in built if not any(fnmatch(each, pattern) for pattern in patterns))
    assert not new, f"no row in docs/log.md, Which file is compared with what, has {new[:5]}"
    unused = {each for each in patterns if not any(fnmatch(path, each) for path in built)}
    assert unused <= ELSEWHERE, f"docs/log.md has {sorted(unused - ELSEWHERE)}, and no site has that"


@pytest.mark.parametrize("path", ["en/news/x/x.en.vtt", "api/new.json", "data.xlsx", "api/indicators/jobs.xlsx"])
def test_a_kind_that_is_new_has_none(path: str) -> None:
    assert not any(fnmatch(path, pattern) for pattern in decided())


def test_a_long_text_is_compared_to_its_end() -> None:
    """Which line is meant is looked for in few lines; that one is wrong is found in all."""
    numbers = [*range(1000, 3000), 71, 345]
    html = f"<article><h1>A</h1><div class=prose>{''.join(f'<p>{each}</p>' for each in numbers)}</div></article>"
    page = read_story(html)
    lines = [f"7{each}" if each == 2900 else str(each) for each in numbers]
    for text, least in ((lines, 1), (["1000 71", *lines], 1), (["345", *map(str, numbers)], 0)):
        compared = list(check_plain_text("a.txt", "\n".join(text).encode(), page, ()))
        assert len([each for each in compared if not each.agrees]) >= least, text[:3]
    assert all(each.agrees for each in compared)


def test_ninjs_with_other_members_is_compared(honest: Mapping[str, bytes]) -> None:
    """Members of another form are read, and numbers that the page does not have are named."""
    story = json.loads(honest[NINJS])
    story["infoSources"] = [{"name": "98765 sources"}, 7, None, {"name": ["x"]}]
    assert any("98765 sources" in each for each in said({**honest, NINJS: json.dumps(story).encode()}, NINJS))
