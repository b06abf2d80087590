"""What builds of the shipped site cost: ``python -m bench.shipped_site --runs 3``.

A copy of it is built from nothing, then gets other words in a text, and another value of a figure by ``aimaq set``,
which shows what it changes. Prints a table of seconds.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections import defaultdict
from datetime import date
from pathlib import Path
from statistics import median

from .generators import BENCH, ROOT
from .measure import Measured, timed

__all__ = ["main"]

_AIMAQ = (sys.executable, "-m", "aimaq")
#: A figure that texts quote as it is now.
KEY = "jobs"
#: Parts of the shipped site; its theme is the package's.
PARTS = ("content", "pelicanconf.py", "publishconf.py")
_STEPS = {
    "cold": "built from nothing",
    "words": "words of a text",
    "set": "`aimaq set`, which shows what a figure changes",
    "figure": "`aimaq build` after it",
    "unchanged": "nothing changed",
}


def main(runs: int, work: Path) -> None:
    """Measure, and print medians of wall and processor time as a Markdown table, and their share of a cold build."""
    found: defaultdict[str, list[Measured]] = defaultdict(list)
    for run in range(runs):
        shutil.rmtree(work, ignore_errors=True)
        site = _copied(work)
        found["cold"].append(_run(site, "build"))
        text = site / "content/news/zone-growth-briefing.ru.md"
        text.write_text(text.read_text("utf-8") + f"\n{' '.join(['больше'] * (run + 1))}.\n", "utf-8")
        found["words"].append(_run(site, "build"))
        found["set"].append(_run(site, "set", *_value(site)))
        found["figure"].append(_run(site, "build"))
        found["unchanged"].append(_run(site, "build"))
    shutil.rmtree(work)
    cold = {what: median(getattr(each, what) for each in found["cold"]) for what in ("wall", "cpu")}
    print("| | wall | of cold | processor | of cold |", "| --- | ---: | ---: | ---: | ---: |", sep="\n")
    for step, words in _STEPS.items():
        cells = []
        for what in ("wall", "cpu"):
            seconds = median(getattr(each, what) for each in found[step])
            cells += [f"{seconds:.2f}", f"{seconds / cold[what]:.2f}"]
        print(f"| {words} | {' | '.join(cells)} |")


def _copied(target: Path) -> Path:
    target.mkdir(parents=True)
    for name in PARTS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name)
        else:
            shutil.copy2(source, target)
    return target


def _run(site: Path, *command: str) -> Measured:
    return timed([*_AIMAQ, *command], site)


def _value(site: Path) -> list[str]:
    """Return a value of today's that is a little more than the last one, with the address where that stands."""
    ledger = json.loads((site / "content/data/indicators.json").read_text("utf-8"))
    last = max(ledger["indicators"][KEY]["observations"], key=lambda each: each["period"])
    return [KEY, str(last["value"] + 1), "--period", date.today().isoformat(), "--source", last["source"]["url"]]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--work", type=Path, default=BENCH / ".work/shipped", help="the folder of the site")
    chosen = parser.parse_args()
    main(chosen.runs, chosen.work)
