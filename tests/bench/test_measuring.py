"""The numbers are those of the whole process tree, and the report holds nothing else."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from bench.measure import CommandFailed, changed_files, snapshot, time_to_write, timed
from bench.plot import Bar, bars
from bench.report import write

HEAVY = """
import os, sys, time
data = bytearray(80_000_000)
child = os.fork()
if child == 0:
    more = bytearray(40_000_000)
    end = time.process_time() + 0.4
    while time.process_time() < end: pass
    os._exit(0)
os.waitpid(child, 0)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells the proportional set size")
def test_memory_and_time_are_those_of_the_process_tree(tmp_path: Path) -> None:
    """What parent and child share counts once, what each has of its own is added up."""
    measured = timed([sys.executable, "-c", HEAVY], tmp_path)
    assert 120e6 < measured.memory < 160e6
    assert 0.4 <= measured.cpu < 5
    assert measured.wall >= 0.3


def test_a_command_that_fails_is_not_measured(tmp_path: Path) -> None:
    """A generator that gave up is not a fast one."""
    with pytest.raises(CommandFailed, match="gave up"):
        timed([sys.executable, "-c", "raise SystemExit('gave up')"], tmp_path)


def test_changed_files_are_found_and_written(tmp_path: Path) -> None:
    """What a build has written since the snapshot, and nothing else, is what the plain loop writes."""
    site = tmp_path / "site"
    time_to_write({"a/index.html": b"1", "b/index.html": b"2"}, site)
    before = snapshot(site)
    (site / "b/index.html").write_bytes(b"three")
    changed = changed_files(before, site)
    assert changed == {"b/index.html": b"three"}
    assert time_to_write(changed, tmp_path / "again") > 0
    assert (tmp_path / "again/b/index.html").read_bytes() == b"three"


def _results(size: int, factor: float) -> dict[str, Any]:
    scenarios = ("cold", "unchanged", "article", "figure", "template")

    def builds(wall: float) -> dict[str, Any]:
        return {name: [{"wall": wall * n, "cpu": wall, "memory": 1e8 * wall} for n in (1, 2, 9)] for name in scenarios}

    return {
        "size": size,
        "runs": 3,
        "date": "2026-01-01",
        "command": f"inv bench --sizes {size} --runs 3",
        "machine": "a machine",
        "load": 0.1,
        "versions": {"Hugo": "1"},
        "absent": {"eleventy": "no Node.js"},
        "builds": {"aimaq": builds(factor), "hugo": builds(4.0)},
        "writing": {"aimaq": [0.5]},
        "rewritten": {"aimaq": 7},
        "files": {"aimaq": 10, "hugo": 9},
        "differences": [],
        "served": {"aimaq": {"article": [0.25, 0.2, 0.9], "figure": [0.1]}},
        "inside": {
            "aimaq": {"packages": {"markdown": 3.0, "jinja2": 1.0}, "stages": {}, "article": [0.2], "figure": [0.1]}
        },
    }


def test_the_report_holds_medians_and_ratios(tmp_path: Path) -> None:
    """A median of three against Hugo's median, the goals, and what was left out."""
    write({"10000": _results(10_000, 1.0), "1000": _results(1000, 8.0)}, tmp_path)
    text = (tmp_path / "RESULTS.md").read_text("utf-8")
    assert "| bare theme, cold, against Hugo | ≤ 1.2 × | 2.00 × | **0.25 ×** |" in text
    assert "| Aimaq | 2.00 (0.25) |" in text
    assert "| bare theme, `aimaq serve`, article saved to finished page | ≤ 0.3 s | **0.25 s** | **0.25 s** |" in text
    assert "Left out: Eleventy: no Node.js" in text
    assert "| markdown | 3.00 | 75% |" in text
    assert text.index("## 10,000 articles") < text.index("## 1,000 articles")
    ElementTree.parse(tmp_path / "results.svg")


def test_the_product_is_compared_with_a_hugo_of_its_kinds_of_files(tmp_path: Path) -> None:
    """A ratio of the two, and which files each has; a kind that neither has is left out."""
    raw = _results(10_000, 1.0)
    raw["builds"] |= {"newsroom": raw["builds"]["aimaq"], "hugo-newsroom": _results(10_000, 2.0)["builds"]["aimaq"]}
    raw["files"] |= {"newsroom": 12, "hugo-newsroom": 11}
    raw["kinds"] = {"hugo-newsroom": {"topics": 5, "log": 0}, "newsroom": {"topics": 6, "log": 0}}
    write({"10000": raw}, tmp_path)
    text = (tmp_path / "RESULTS.md").read_text("utf-8")
    assert "| our own theme, cold, against Hugo with the same kinds of files | ≤ 0.8 × | **0.50 ×** |" in text
    assert "| topics | 5 | 6 |" in text and "| log |" not in text


def test_longer_bars_are_longer_times() -> None:
    """On the logarithmic scale too."""
    drawing = bars("title", {"cold": [Bar("one", 0.5), Bar("two", 5.0), Bar("three", 50.0)]})
    widths = [float(width) for width in re.findall(r'<rect x="130" y="\d+" width="([\d.]+)"', drawing)]
    assert widths == sorted(widths) and widths[1] * 2 == pytest.approx(widths[0] + widths[2], abs=0.2)


def test_a_size_of_which_only_some_builds_were_measured_has_a_report(tmp_path: Path) -> None:
    """As 100,000 articles, by one generator, without a server; what was not measured is a dash."""
    part = _results(100_000, 1.0)
    part["builds"] = {"aimaq": {name: part["builds"]["aimaq"][name][:1] for name in ("cold", "figure")}}
    part |= {"served": {}, "inside": {}, "writing": {}, "rewritten": {}, "files": {"aimaq": 10}}
    write({"10000": _results(10_000, 1.0), "100000": part}, tmp_path)
    text = (tmp_path / "RESULTS.md").read_text("utf-8")
    assert "| bare theme, cold, against Hugo | ≤ 1.2 × | **0.25 ×** | – |" in text
    assert "| Aimaq | 1.00 | – | – | 1.00 | – |" in text
    assert "median of 3 (Aimaq: 1)" in text
