"""The measurements of the log measure what they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import log_cost, log_size


def test_the_size_of_a_log_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    """A row a size, with a number for each column; an index of a log without a full bundle is almost nothing."""
    log_size.main([20, 1_100])
    head, line, *rows = capsys.readouterr().out.splitlines()
    cells = [[cell.strip() for cell in row.strip("| ").split("|")] for row in rows]
    assert [row[0] for row in cells] == ["20", "1,100"]
    assert {len(row) for row in cells} == {head.count("|") - 1} == {line.count("|") - 1}
    assert all(float(cell.replace(",", "")) >= 0 for row in cells for cell in row)
    assert cells[0][-2] == "0" != cells[1][-2]


def test_what_a_log_costs_is_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With a log and without one, each step takes some time; the site with a log has one."""
    log_cost.main(12, 1, tmp_path / "work")
    first, _, _, _, *rows = capsys.readouterr().out.splitlines()
    assert first.startswith("12 articles, ") and int(first.split()[2]) > 12
    assert [float(cell) > 0 for row in rows for cell in row.split("|")[2:4]] == [True] * 10
