"""The page of sentences: enough of them, of every construction, and each marker prints what its row says."""

from __future__ import annotations

import pytest

from aimaq.figures.text import figure
from aimaq.figures.text.figure import Figure
from aimaq.figures.text.markers import parse_marker
from tools import sentences

ROWS = [row for _, row in sentences.rows(sentences.PAGE.read_text("utf-8"))]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.lang}-{row.sentence}")
def test_a_sentence_prints_what_its_row_says(row: sentences.Row) -> None:
    assert row.cells == sentences.filled(row), "python tests/tools/sentences.py writes the cells"


@pytest.mark.parametrize("lang", sentences.LANGUAGES)
def test_each_language_has_forty_sentences_of_every_construction(lang: str) -> None:
    own = [row for row in ROWS if row.lang == lang]
    markers = [parse_marker(marker) for row in own for marker in row.markers]
    figures = [marker for marker in markers if isinstance(marker, Figure)]
    assert len({row.sentence for row in own}) >= 40
    shown = {marker.show for marker in figures}
    assert shown >= {"number", *figure.CHANGES, figure.AS_OF}
    assert {marker.way for marker in figures} == {"", figure.UP, figure.DOWN}
    assert any(marker.direction for marker in figures) and any(marker.adjective for marker in figures)
    assert {marker.wording.rounding for marker in figures} == {"", "over", "nearly", "about"}
    assert any(marker.wording.words for marker in figures) and any(marker.wording.short for marker in figures)
