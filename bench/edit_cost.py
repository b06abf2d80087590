"""What an edit costs by the size of the site: ``python -m bench.edit_cost --sizes 1000 10000 --runs 3``.

Sites of our own theme are built from nothing, and then get other words, another summary and another title in their
newest article, in turns. Prints a table of processor time, of which other work on the machine changes little. Texts
that are there from an earlier run stay.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import median

from .corpus import Corpus
from .generators import BENCH, GENERATORS, Project
from .measure import Measured, timed

__all__ = ["main"]

_BUILD = [sys.executable, "-m", "aimaq", "build"]
#: What each edit makes of a text.
_EDITS: dict[str, Callable[[str], str]] = {
    "words": lambda text: f"{text}\nMore.\n",
    "summary": lambda text: text.replace('summary: "', 'summary: "More. ', 1),
    "title": lambda text: text.replace('title: "', 'title: "More ', 1),
}

_FROM_NOTHING = "the whole site, from nothing"


def main(sizes: list[int], runs: int, work: Path) -> None:
    """Measure, and print medians of processor seconds (user and system) and of memory as a Markdown table."""
    projects = {size: Project(GENERATORS["newsroom"], Corpus(size, seed=1), work / str(size)) for size in sizes}
    found: defaultdict[tuple[str, int], list[Measured]] = defaultdict(list)
    for size, project in projects.items():
        if not project.folder.is_dir():
            project.make()
        project.clear()
        found[_FROM_NOTHING, size].append(timed(_BUILD, project.folder))
    for _ in range(runs):
        for size, project in projects.items():
            article = project.corpus.article(project.corpus.newest())
            name, _ = project.generator.form.article(article, project.figures)
            path = project.folder / project.generator.content / name
            for edit, change in _EDITS.items():
                path.write_text(change(path.read_text("utf-8")), "utf-8")
                found[edit, size].append(timed(_BUILD, project.folder))
            found["nothing", size].append(timed(_BUILD, project.folder))
    print("| newest article | " + " | ".join(f"{size:,} articles | MB" for size in sizes) + " |")
    print("| --- |" + " ---: | ---: |" * len(sizes))
    for edit in (*_EDITS, "nothing", _FROM_NOTHING):
        cells = (
            f"{median(each.cpu for each in found[edit, size]):.2f} | "
            f"{median(each.memory for each in found[edit, size]) / 1e6:.0f}"
            for size in sizes
        )
        print(f"| {edit} | {' | '.join(cells)} |")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000], help="how many articles")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--work", type=Path, default=BENCH / ".work/edits", help="the folder of the sites")
    chosen = parser.parse_args()
    main(chosen.sizes, chosen.runs, chosen.work)
