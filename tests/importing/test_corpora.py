"""Corpora that were made for the import: nothing is lost in silence, and the documentation has the counts."""

from pathlib import Path

from tools.import_corpora import PAGE, counted, page_with_table


def test_nothing_is_lost_in_silence_and_the_table_is_current(tmp_path: Path) -> None:
    """`python tests/tools/import_corpora.py` writes the table."""
    counts = list(counted(tmp_path))
    assert [each.silent for each in counts] == [0] * len(counts)
    assert all(each.texts == each.whole + each.said + each.hidden + each.silent for each in counts)
    assert page_with_table(counts) == PAGE.read_text("utf-8")
