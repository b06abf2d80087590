"""What an edit costs by the size of the site: ``python -m bench.edit_cost --sizes 1000 10000 --runs 3``.

Sites of our own theme are built once, and then get other words in their newest article, in turns. Prints a table of
processor time, of which other work on the machine changes little. A site that is there from an earlier run stays.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from pathlib import Path
from statistics import median

from .corpus import Corpus
from .generators import BENCH, GENERATORS, Project
from .measure import Measured, timed

__all__ = ["main"]

_BUILD = [sys.executable, "-m", "aimaq", "build"]


def main(sizes: list[int], runs: int, work: Path) -> None:
    """Measure, and print medians of processor seconds (user and system) and of memory as a Markdown table."""
    projects = {size: Project(GENERATORS["newsroom"], Corpus(size, seed=1), work / str(size)) for size in sizes}
    for project in projects.values():
        if not project.folder.is_dir():
            project.make()
        timed(_BUILD, project.folder)
    edits: defaultdict[int, list[Measured]] = defaultdict(list)
    unchanged: defaultdict[int, list[Measured]] = defaultdict(list)
    for run in range(runs):
        for size, project in projects.items():
            article = project.corpus.article(project.corpus.newest())
            name, text = project.generator.form.article(article, project.figures)
            path = project.folder / project.generator.content / name
            path.write_text(f"{text}\n{' '.join(['more'] * (run + 1))}.\n", "utf-8")
            edits[size].append(timed(_BUILD, project.folder))
            unchanged[size].append(timed(_BUILD, project.folder))
    print("| articles | other words in one | nothing changed | memory of an edit, MB |")
    print("| ---: | ---: | ---: | ---: |")
    for size in sizes:
        edit, nothing = (median(each.cpu for each in found[size]) for found in (edits, unchanged))
        print(f"| {size:,} | {edit:.2f} | {nothing:.2f} | {median(each.memory for each in edits[size]) / 1e6:.0f} |")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000], help="how many articles")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--work", type=Path, default=BENCH / ".work/edits", help="the folder of the sites")
    chosen = parser.parse_args()
    main(chosen.sizes, chosen.runs, chosen.work)
