"""Charts: each number of their tables, pictures and pages is compared with the log, wherever a site is read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from gzip import compress
from itertools import cycle

import pytest

from aimaq.verify.verification import verify
from tools.built import Json, aimaq, small_project
from tools.published_copies import Files, in_memory

from .test_honest_sites import BALANCE
from .test_without_trust import Unlisted

SOURCE = {"title": "The Bureau", "url": "https://example.org/2023"}


def seen(period: str, value: float, released: str, status: str = "actual", **rest: object) -> Json:
    return {"period": period, "value": value, "status": status, "released": released, "source": SOURCE, **rest}


def indicator(name: str, unit: str, observations: list[Json], **rest: object) -> Json:
    units = {lang: {"nominative": dict.fromkeys(forms, unit)} for lang, forms in FORMS.items()}
    label = {"ru": f"{name} с 2020 года", "kk": f"2020 жылдан бергі {name}", "en": f"{name} since 2020"}
    return {"label": label, "unit": units, "decimals": 0, "observations": observations, **rest}


FORMS = {"ru": ("one", "few", "many", "other"), "kk": ("other",), "en": ("one", "other")}
LEDGER: Json = {
    "balance": BALANCE,
    "jobs": indicator("Jobs", "j", [
        seen("2020", 1100, "2021-01-10"),
        seen("2021", 1240, "2022-01-10"),
        seen("2022", 1900, "2022-02-01", "plan"),
        seen("2022-Q4", 410, "2023-01-09"),
        seen("2022", 1500, "2023-01-10", "estimate", range=[1400, 1650]),
        seen("2023", 2000, "2023-01-15", "plan"),
        seen("2023", 1780, "2024-01-10"),
    ]),
    "men": indicator("Men", "j", [seen("2020", 650, "2021-01-10"), seen("2021", 725, "2022-01-10")]),
    "days": indicator("Residents", "r", [
        seen("2022-01-15", 31, "2022-01-16"),
        seen("2022-03-31", 38, "2022-04-01"),
        seen("2022-10-31", 42.5, "2022-11-01", "estimate", range=[40, 44.5]),
        seen("2022-12-31", 45.5, "2023-01-10", "estimate", range=[41.5, 50]),
    ], decimals=1),
    "alone": indicator("Halls", "h", [seen("2022-05", 12, "2022-06-01")]),
    "doubled": indicator("Doubled", "d", [], formula="jobs * 2"),
}  # fmt: skip
LEDGER["doubled"].pop("observations")

TEXT = """---
title: Charts
date: {day}
kind: news
summary: In pictures
{more}---

A.

{charts}
"""
CHARTS = {
    "several": ("2023-06-01", "", "{{ chart jobs, men, days }}\n\n{{ chart doubled | since 2021 }}"),
    "losses": ("2023-06-01", "", "{{ chart balance }}\n\n{{ chart jobs | since 2021 | until 2022-Q3 }}"),
    "now": ("2023-06-01", "", "{{ chart jobs, days | live }}\n\n{{ chart alone }}\n\n{{ chart days | until 2022-11 }}"),
    "gone": (
        "2023-06-01",
        'withdrawn: {date: 2023-07-01, reason: "Wrong."}\n',
        "{{ chart men }}",
    ),
}
PAGE = """---
title: All
---

{{ chart balance, alone }}
"""


@pytest.fixture(scope="session")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """A site with a log and charts of every kind, in which a figure was corrected after the charts' day."""
    project = small_project(tmp_path_factory.mktemp("charts") / "site")
    (project / "content/data/indicators.json").write_text(
        json.dumps({"indicators": LEDGER}, ensure_ascii=False), "utf-8"
    )
    for text in (*project.glob("content/news/*"), *project.glob("content/pages/*")):
        text.unlink()
    for name, (day, more, charts) in CHARTS.items():
        for lang in FORMS:
            (project / f"content/news/{name}.{lang}.md").write_text(TEXT.format(day=day, more=more, charts=charts))
    for lang in FORMS:
        (project / f"content/pages/all.{lang}.md").write_text(PAGE)
    with (project / "pelicanconf.py").open("a", encoding="utf-8") as conf:
        conf.write('NEWSROOM_SEARCH = False\nHEADLINE_INDICATORS = ("jobs", "balance")\n')
    for arguments in (
        ("log", "begin"),
        ("correct", "jobs", "1250", "--period", "2021", "--why", "Ten had been left out."),
        ("build",),
    ):
        done = aimaq(*arguments, project=project)
        assert done.returncode == 0, done.stdout + done.stderr
    return in_memory(project / "output")


def said(site: Files) -> list[str]:
    return [str(each) for _, each in verify([site]).disagreements]


def test_charts_agree(honest: Files) -> None:
    for place in (honest, Unlisted(honest.files)):
        report = verify([place])
        assert [str(each) for _, each in report.disagreements] == []
        assert report.sites[0].compared["values in charts"] > 200


SEVERAL = "en/news/several/index.html"
#: Where the numbers of a file are, and those of a chart on a page: in cells, texts and attributes.
PLACES = {
    "csv": r"[^,\r\n]+",
    "svg": r"(?<=>)[^<{]*(?=<)",  # not in the style
    "html": r'(?<=>)[^<]*(?=<)|(?<=aria-label=")[^"]*|(?<=<data value=")[^"]*|(?<=data-at=")[^"]*',
}


def numbers(path: str, text: str) -> Iterator[tuple[int, str]]:
    """Where each number of a chart begins, and what it stands in."""
    charts = re.finditer(r'<figure class="chart">.*?</figure>', text, re.DOTALL)
    for begin, end in [each.span() for each in charts] if path.endswith("html") else [(0, len(text))]:
        for place in re.finditer(PLACES[path.rpartition(".")[2]], text[begin:end]):
            for number in re.finditer(r"\d+", place[0]):
                yield begin + place.start() + number.start(), place[0]


def changed(data: bytes, at: int) -> bytes:
    """The text with another digit at a place."""
    text = data.decode()
    return f"{text[:at]}{'1' if text[at] == '7' else '7'}{text[at + 1 :]}".encode()


def with_charts(site: Files) -> list[str]:
    """A file of each kind and form: tables, pictures and pages, in one language each."""
    tables = sorted(each for each in site.files if each.startswith("api/charts/") and each.endswith(".csv"))
    pictures = [each.replace(".csv", f".{lang}.svg") for each, lang in zip(tables[1::2], cycle(FORMS), strict=False)]
    own = [f"api/indicators/{each}.svg" for each in ("jobs.en", "balance.kk", "jobs.kk.badge")]
    return [*tables[::2], *pictures, *own, SEVERAL, "kk/indicators/jobs/index.html"]


def part_of(site: Files, paths: Sequence[str]) -> dict[str, bytes]:
    """The log, the list of figures, the tables of charts, and the pages on which a wrong number shows as well."""
    pages = ("all/index.html", "kk/all/index.html", "en/all/index.html")
    begin, named = (
        ("api/log/", "api/indicators.json"),
        (*paths, *(page for page in pages if any(each in site.files[page].decode() for each in paths))),
    )
    return {
        each: data
        for each, data in site.files.items()
        if each.startswith(begin) or each in named or (each.startswith("api/charts/") and each.endswith(".csv"))
    }


def test_each_number_of_each_chart_is_compared(honest: Files) -> None:
    """A number of each file is changed at a time, and each file is named."""
    found = {path: [*numbers(path, honest.files[path].decode())] for path in with_charts(honest)}
    before: dict[tuple[str, ...], set[str]] = {}
    passed = []
    for turn in range(max(map(len, found.values()))):
        forged = {path: places[turn] for path, places in found.items() if turn < len(places)}
        changes = {path: changed(honest.files[path], at) for path, (at, _) in forged.items()}
        part = part_of(honest, [*forged])
        if (*forged,) not in before:
            before[*forged,] = {*said(Files(part))}
        new = {*said(Files(part | changes))} - before[*forged,]
        passed += [
            f"{path}: {around}"
            for path, (_, around) in forged.items()
            if not any(line.startswith((f"{path}:", f"{path},")) for line in new)
        ]
    assert passed == []
    assert sum(map(len, found.values())) > 500


def chart(site: Files, begin: str, ending: str, text: str = "") -> str:
    """The path of a file of a chart, by the beginning of its name and a text that it has."""
    return next(
        path
        for path, data in sorted(site.files.items())
        if path.startswith(f"api/charts/{begin}") and path.endswith(ending) and text in data.decode()
    )


def moved(data: bytes) -> bytes:
    """A picture in which the dashed outline of a plan is 20 pixels higher than its value."""
    form = r'(<rect class="line"[^>]* y=")([\d.]+)(" height=")([\d.]+)'
    found = re.search(form, data.decode())
    assert found
    top, height = float(found[2]) - 20, float(found[4]) + 20
    return re.sub(form, rf"\g<1>{top:.1f}\g<3>{height:.1f}", data.decode(), count=1).encode()


def without_row(data: bytes) -> bytes:
    return b"".join(data.splitlines(keepends=True)[:-1])


#: What is forged, by the beginning, the ending and a text of its file, and a part of what is said of it.
FORGED: dict[str, tuple[str, str, str, Callable[[bytes], bytes], str]] = {
    "a plan that has come true, drawn higher": (
        "jobs", ".en.svg", '<rect class="line"', moved, "no value or plan has that place",
    ),
    "a plan in a table": ("jobs", ".csv", "1900", lambda data: data.replace(b",1900,", b",1800,"), "plan 1900"),
    "no plan in a table": ("jobs", ".csv", "1900", lambda data: data.replace(b",1900,", b",,"), "plan 1900"),
    "a row too few": ("jobs", ".csv", "1900", without_row, 'for {{ chart jobs'),
    "a row too few on a page": ("balance", ".csv", "alone", without_row, "2 drawings"),
    "today's value in a chart of its day": (
        "jobs", ".csv", "1240", lambda data: data.replace(b",1240,", b",1250,"), '1250 for 2021, released 2022-01-10',
    ),
    "another day": (
        "jobs", ".en.svg", "1 June 2023", lambda data: data.replace(b"1 June", b"2 June"), "on 2023-06-01",
    ),
    "no picture": ("jobs", ".kk.svg", "", lambda data: b"<svg", "it is no SVG"),
}  # fmt: skip


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_chart_is_found(honest: Files, name: str) -> None:
    *file, forge, message = FORGED[name]
    path = chart(honest, *file)
    data = forge(honest.files[path])
    assert data != honest.files[path]
    for place in (Files, Unlisted):
        found = said(place({**honest.files, path: data}))
        assert any(message in each for each in found), found


def test_a_file_of_a_chart_that_is_gone_or_too_much_is_found(honest: Files) -> None:
    path = chart(honest, "jobs", ".kk.svg")
    for place in (Files, Unlisted):
        assert said(place({each: data for each, data in honest.files.items() if each != path})) == [
            f"{path}: there is none; a text in the log or a page has this chart"
        ]
    found = said(Files({**honest.files, "api/charts/jobs-0123456789.csv": b"indicator,period"}))
    assert found == [
        "api/charts/jobs-0123456789.csv: the file is there; no text in the log has this chart, and no page links to it"
    ]


def test_a_page_whose_period_is_none_is_no_end_of_the_check(honest: Files) -> None:
    page = honest.files[SEVERAL].replace(b'data-at="2022 published"', b'data-at="2022-99 published"')
    assert any("is no period" in each for each in said(Files({**honest.files, SEVERAL: page})))


def test_the_words_in_the_place_of_a_chart_are_compared_in_feeds(honest: Files) -> None:
    story = "en/news/several/several.en.ninjs.json"
    for path in ("feeds/all.rss.xml", "kk/feeds/all.atom.xml", "en/feeds/all.json", story):
        data = honest.files[path].decode()
        begin = data.index("1", data.index("alt=", data.index("/api/charts/jobs-")) + 1)
        forged = f"{data[:begin]}4{data[begin + 1 :]}".encode()
        for place in (Files, Unlisted):
            found = said(place({**honest.files, path: forged}))
            assert any(each.startswith(f"{path}, ") and "the log has" in each for each in found), found


def test_a_compressed_copy_is_what_its_file_is(honest: Files) -> None:
    path = chart(honest, "jobs", ".csv")
    copies = {f"{path}{ending}": compress(honest.files[path]) for ending in (".gz", ".br", ".zst")}
    assert said(Files({**honest.files, **copies})) == []
    for forged in (compress(honest.files[path].replace(b"1", b"2")), compress(honest.files[path] + b"1"), b"\x1f\x8b"):
        assert said(Files({**honest.files, f"{path}.gz": forged})) == [
            f"{path}.gz: it holds something else; a server sends it in the place of its file"
        ]
