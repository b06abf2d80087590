"""What the log costs: ``python -m bench.log_cost --size 10000 --runs 3``.

The same site is built with a log and without one, in turns, and the same edits are made to both: a paragraph of words,
which needs no notice to readers, and a figure that ``aimaq set`` records. Prints a table of processor time.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections import defaultdict
from pathlib import Path
from statistics import median

from .corpus import Corpus
from .figures import MAIN
from .generators import BENCH, GENERATORS, Project
from .measure import timed

__all__ = ["main"]

_AIMAQ = (sys.executable, "-m", "aimaq")
_STEPS = {
    "cold": "`aimaq build`, cold",
    "unchanged": "`aimaq build`, nothing changed",
    "article": "`aimaq build`, words of one article edited",
    "set": "`aimaq set`, one figure",
    "figure": "`aimaq build` after it",
}


def main(size: int, runs: int, work: Path) -> None:
    """Measure, and print medians of processor seconds (user and system) as a Markdown table."""
    found: defaultdict[tuple[str, bool], list[float]] = defaultdict(list)
    entries = 0
    for run in range(runs):
        for has_log in (False, True):
            project = Project(GENERATORS["newsroom"], Corpus(size, seed=1), work / ("with" if has_log else "without"))
            if run == 0:
                project.make()
                if has_log:
                    _run(project, "log", "begin")
                    shutil.rmtree(project.folder / ".aimaq")  # it holds what a build has read
                found["cold", has_log].append(_run(project, "build"))
            found["unchanged", has_log].append(_run(project, "build"))
            _edit_words(project, run)
            found["article", has_log].append(_run(project, "build"))
            release = (
                MAIN,
                str(2700 + run),
                "--period",
                f"2026-{run + 1:02}-28",
                "--source",
                "https://figures.example/",
            )
            found["set", has_log].append(_run(project, "set", *release))
            found["figure", has_log].append(_run(project, "build"))
            if has_log:
                entries = len((project.folder / "content/data/figures.log.jsonl").read_bytes().splitlines())
    print(f"{size} articles, {entries} entries, medians of {runs} runs, seconds of processor time:\n")
    print("| | without a log | with it |", "| --- | ---: | ---: |", sep="\n")
    for step, words in _STEPS.items():
        print(f"| {words} | {median(found[step, False]):.2f} | {median(found[step, True]):.2f} |")
    print(json.dumps({f"{step} {has_log}": values for (step, has_log), values in found.items()}), file=sys.stderr)
    shutil.rmtree(work)


def _run(project: Project, *command: str) -> float:
    return timed([*_AIMAQ, *command], project.folder).cpu


def _edit_words(project: Project, step: int) -> None:
    """Add a paragraph without numbers to the newest article, another one in each step."""
    article = project.corpus.article(project.corpus.newest())
    name, text = project.generator.form.article(article, project.figures)
    path = project.folder / project.generator.content / name
    path.write_text(f"{text}\n{' '.join(['more'] * (step + 1))}.\n", "utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=10_000, help="how many articles")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--work", type=Path, default=BENCH / ".work/log", help="the folder of the projects")
    chosen = parser.parse_args()
    main(chosen.size, chosen.runs, chosen.work)
