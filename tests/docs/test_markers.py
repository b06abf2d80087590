"""The guide's tables of markers print what they say, and name every option there is."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from aimaq.base.languages.translations import read_catalogs
from aimaq.base.problems import ProblemsFound
from aimaq.base.slots import encode, replace_slots
from aimaq.figures.addresses import Publication
from aimaq.figures.fill.filler import Filler
from aimaq.figures.fill.printing import Printer
from aimaq.figures.fill.staleness import Staleness
from aimaq.figures.grammar.cases import CASES
from aimaq.figures.grammar.kazakh_suffixes import KAZAKH_ENDINGS
from aimaq.figures.grammar.rounding import ROUNDINGS
from aimaq.figures.ledger import formula, read_ledger
from aimaq.figures.published_ledger import PublishedLedger
from aimaq.figures.text import figure, markers
from aimaq.figures.text.escaping import situate
from aimaq.figures.views.rendering import FigureTemplates
from aimaq.figures.views.views import ThemeViews

ROOT = Path(__file__).resolve().parents[2]
GUIDES = sorted((ROOT / "docs").glob("editors.*.md"))
PREFIXES = {"ru": "", "kk": "kk/", "en": "en/"}
#: What the guides say of their examples: the ledger is docs/examples/indicators.json, the article's date this.
PUBLISHED = "2023-02-15"
ERROR, NOTHING = "—", "∅"
ROW = re.compile(r"^\| `(?P<marker>(?:\\\\)?\\?\{\{.*?\}\})` \|(?P<cells>.*)\|$", re.MULTILINE)


def rows(guide: Path) -> Iterator[tuple[str, tuple[str, str, str]]]:
    """Each marker of a guide's tables with what it prints in Russian, Kazakh and English."""
    for row in ROW.finditer(guide.read_text(encoding="utf-8")):
        ru, kk, en, *_ = (cell.strip().strip("`") for cell in re.split(r"(?<!\\)\|", row["cells"]))
        yield row["marker"].replace(r"\|", "|"), (ru, kk, en)


EXAMPLES = [
    pytest.param(marker, lang, cell, id=f"{guide.name}-{lang}-{marker}")
    for guide in GUIDES
    for marker, cells in rows(guide)
    for lang, cell in zip(PREFIXES, cells, strict=True)
]


@pytest.fixture(scope="module")
def filler() -> Filler:
    ledger = read_ledger(ROOT / "docs/examples/indicators.json", languages=tuple(PREFIXES), root=ROOT)
    theme = ROOT / "theme"
    catalogs = read_catalogs(theme / "translations", PREFIXES, root=ROOT)
    publication = Publication("https://example.org", PREFIXES, dict.fromkeys(PREFIXES, "Example"))
    templates = FigureTemplates([theme / "templates"], catalogs)
    staleness = Staleness(ledger, datetime(2023, 6, 1), UTC)
    return Filler(ThemeViews(PublishedLedger(Printer(ledger), publication, templates, staleness)))


@pytest.mark.parametrize(("marker", "lang", "cell"), EXAMPLES)
def test_a_marker_prints_what_its_row_says(filler: Filler, marker: str, lang: str, cell: str) -> None:
    text = replace_slots(
        markers.substitute(marker),
        lambda slot: encode(replace(slot, lang=lang, date=PUBLISHED, origin="guide")),
    )
    if cell == ERROR:
        with pytest.raises(ProblemsFound):
            filler.fill(situate("x.txt", text))
        return
    printed = filler.fill(situate("x.txt", text)).replace("\u00a0", " ")
    assert printed == ("" if cell == NOTHING else cell.replace("\u00a0", " "))


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_the_tables_show_every_option(guide: Path) -> None:
    shown = " ".join(marker for marker, _ in rows(guide))
    cases = {case for known in CASES.values() for case in known} - {"nominative"}
    words = {f"{name}:" for name in (figure.WITH, figure.AGREE, figure.DIRECTION)}
    options = {"plan", "assert", f"@ {formula.PUBLISHED}", *figure.SHOWS, *words, *cases, *KAZAKH_ENDINGS}
    options |= {"words", "Words", "short", *ROUNDINGS, ROUNDINGS[0].capitalize()}
    assert not {option for option in options if option not in shown}


def test_the_guides_have_the_same_examples() -> None:
    assert len(GUIDES) == 3
    first, *others = (list(rows(guide)) for guide in GUIDES)
    assert all(other == first for other in others)


@pytest.mark.parametrize(
    ("guide", "lang", "number"),
    [("editors.ru.md", "ru", "2 500"), ("editors.kk.md", "kk", "2 500"), ("editors.en.md", "en", "2,500")],
)
def test_the_note_beside_a_live_figure_is_the_themes(filler: Filler, guide: str, lang: str, number: str) -> None:
    text = " ".join((ROOT / "docs" / guide).read_text(encoding="utf-8").split())
    assert filler.views.at_publication(number, lang) in text


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_the_messages_that_a_guide_takes_apart_are_real(guide: Path) -> None:
    """In the language of the guide, which is that of a process."""
    text = guide.read_text(encoding="utf-8")
    for wrong in ('markers.parse_marker("jobs | genetive")', 'Period.parse("2023-07-32")'):
        program = f"""
from aimaq.figures.ledger import Period
from aimaq.figures.text import markers
try:
    {wrong}
except (ValueError, markers.MarkerError) as error:
    print(error)
"""
        done = subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            encoding="utf-8",
            check=True,
            env={**os.environ, "AIMAQ_LANGUAGE": guide.suffixes[0][1:], "PYTHONUTF8": "1"},
        )
        assert done.stdout.strip() and done.stdout.strip() in text
