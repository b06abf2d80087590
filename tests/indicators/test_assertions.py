"""Assertions on a real site: a figure that makes sentences false names each of them, however it reaches the site."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from aimaq.figures.fill.printing import Printer
from aimaq.figures.ledger import Assertion, Ledger, parse_ledger
from aimaq.figures.text.markers import MarkerError, parse_marker
from tools import built

SOURCE = {"title": "Source", "url": "https://example.org/a"}
CONTENT = built.ROOT / "tests/errors/content"
FALSE = {
    "content/news/growth.en.md:9:65": "It grew, and applications doubled.",
    "content/news/growth.kk.md:8:97": "Жұмыс орындарының саны {{ jobs | number | dative }} жетті.",
    "content/news/growth.ru.md:2:71": "В зоне никогда не работало так много: {{ enterprises @ 2022 }}",
    "content/news/growth.ru.md:12:1": "Они дали {{ jobs }}.",
}
APPLICATIONS = [
    {"period": year, "value": value, "status": "actual", "released": "2022-01-10", "source": SOURCE}
    for year, value in (("2020", 100), ("2021", 210))
]
BUILD = """
import sys
from pathlib import Path
from aimaq.pipeline.build import build
from aimaq.base.problems import ProblemsFound
try:
    build(Path.cwd(), output=Path("output").resolve(), cache=Path(".aimaq").resolve(), conf="pelicanconf.py")
except ProblemsFound as found:
    print(found)
print("read" if "markdown" in sys.modules else "refilled")
"""


def build(project: Path) -> list[str]:
    """What a build says, and, last, whether it read the articles."""
    done = subprocess.run([sys.executable, "-c", BUILD], cwd=project, capture_output=True, encoding="utf-8")
    assert not done.stderr, done.stderr
    return done.stdout.strip().split("\n")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose articles make claims in titles, lists and paragraphs, built."""
    project = built.copy_project(tmp_path_factory.mktemp("assertions") / "project")
    shutil.rmtree(project / "content")
    shutil.copytree(CONTENT, project / "content")
    edit(
        project,
        "growth.ru.md",
        '"В зоне работает {{ enterprises @ 2022 }}"',
        '"В зоне никогда не работало так много: {{ enterprises @ 2022 }}{{ assert record enterprises }}"',
    )
    edit(
        project,
        "growth.en.md",
        "{{ assert jobs > 3000 }}",
        "\nIt grew, and applications doubled.{{ assert applications @ 2021 >= 2 * applications @ 2020 }} So it is.",
    )
    edit(project, "growth.en.md", "It grew", "<!-- figure: as said there -->It grew")
    ledger = project / "content/data/indicators.json"
    document = json.loads(ledger.read_text("utf-8"))
    document["indicators"]["applications"] = {**document["indicators"]["jobs"], "observations": APPLICATIONS}
    ledger.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    assert build(project) == ["read"]
    return project


def edit(project: Path, name: str, old: str, new: str) -> None:
    path = project / "content/news" / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_figure_that_makes_sentences_false_names_every_one(project: Path) -> None:
    """In each version, with file and line, all at once: by a refill, which reads no article, and by a build."""
    ledger, output = project / "content/data/indicators.json", project / "output"
    before = ledger.read_text("utf-8")
    site = {path: path.read_bytes() for path in output.rglob("*") if path.is_file()}
    wrong = (
        before.replace('"value": 3320', '"value": 30')
        .replace('"value": 27', '"value": 20')
        .replace('"value": 210', '"value": 199')
    )
    try:
        ledger.write_text(wrong, encoding="utf-8")
        refilled = build(project)
        (project / "content/pages/new.ru.md").write_text("---\ntitle: Новая\n---\n\nТекст.\n", encoding="utf-8")
        read = build(project)
    finally:
        ledger.write_text(before, encoding="utf-8")
    assert (refilled[-1], read[-1]) == ("refilled", "read")
    assert refilled[:-1] == read[:-1]
    reported = {line.partition(": ")[0]: line.partition("rewrite the sentence: ")[2] for line in refilled[:-1]}
    assert reported == FALSE
    assert {path: path.read_bytes() for path in output.rglob("*") if path.is_file()} == site


def test_a_reason_is_published_nowhere(project: Path) -> None:
    """Not in a page, a feed or a data file; the paragraph that it stood in is still one."""
    edit(
        project,
        "plans.ru.md",
        "Сейчас в зоне {{ jobs }}.",
        "Сейчас в зоне\n<!-- figure: тайная причина -->\n3320 мест. <!-- figure: ещё\nодна причина -->\n\n"
        "<!-- figure: третья причина -->\n\n`<!-- figure: в примере -->`",
    )
    assert build(project) == ["read"]
    texts = {path: path.read_text("utf-8", "replace") for path in (project / "output").rglob("*") if path.is_file()}
    assert not [path for path, text in texts.items() if "причина" in text or "as said there" in text]
    page = texts[project / "output/news/plans/index.html"]
    assert "<p>Сейчас в\u00a0зоне\n3320 мест.</p>" in page.replace("3320\u00a0мест", "3320 мест")
    assert page.count("figure: в примере") == 1 and "&lt;!-- figure: в примере --&gt;" in page


def test_the_guide_shows_assertions_that_can_be_read() -> None:
    """Each one of its table and its examples."""
    guide = (built.ROOT / "docs/assertions-and-contradictions.md").read_text("utf-8")
    claims = re.findall(r"\{\{ (assert [^{}]+) \}\}", guide)
    assert len(claims) > 8
    assert all(isinstance(parse_marker(claim), Assertion) for claim in claims)


SERIES = """{"indicators": {"jobs": {"label": {"en": "Jobs"},
 "unit": {"en": {"nominative": {"one": "job", "other": "jobs"}}}, "decimals": 0, "observations": [%s]}}}"""
RELEASED = (
    '{"period": "%s", "value": %s, "status": "%s", "released": "%s",'
    ' "source": {"title": "s", "url": "https://s.example/"}}'
)
VALUES = (
    ("2019", 50, "2020-01-01"),
    ("2020", 90, "2021-01-01"),
    ("2021", 40, "2022-01-01"),
    ("2022", 95, "2023-01-01"),
)


@pytest.fixture(scope="module")
def series() -> Ledger:
    rows = [RELEASED % (period, value, "actual", day) for period, value, day in VALUES]
    rows.append(RELEASED % ("2030", 500, "plan", "2021-06-01"))
    return parse_ledger(SERIES % ", ".join(rows), "jobs.json", languages=("en",))


@pytest.mark.parametrize(
    ("claim", "published", "holds"),
    [
        ("record jobs", "", True),
        ("record jobs @ 2020", "", True),
        ("record jobs @ 2021", "", False),
        ("record low jobs @ 2021", "", True),
        ("record low jobs", "", False),
        ("record jobs @ published", "2021-06-01", True),
        ("record jobs @ published", "2022-06-01", False),
        ("as published record low jobs", "2022-06-01", True),
        ("jobs @ 2020 published = 90", "2022-06-01", True),
        ("90 < jobs <= 95", "", True),
    ],
)
def test_a_record_is_above_or_below_every_earlier_period(
    series: Ledger, claim: str, published: str, holds: bool
) -> None:
    """Plans are no records, and break none."""
    assertion = parse_marker(f"assert {claim}")
    assert Printer(series).holds(assertion, published) is holds  # type: ignore[arg-type]


def test_the_first_period_is_no_record(series: Ledger) -> None:
    """There is nothing to compare it with, so the claim can be neither true nor false."""
    assertion = parse_marker("assert record jobs @ 2019")
    with pytest.raises(MarkerError, match='"jobs" has no period of the same length before 2019'):
        Printer(series).holds(assertion)  # type: ignore[arg-type]
