"""What a day of edits under ``aimaq serve`` takes: ``python -m bench.day_of_edits --size 10000 --edits 200``.

The newest article of a site with our own theme is saved again and again, and a figure after every tenth time. Prints a
table: for each part of the day the seconds from saving an article until the server answers with its page, and the
memory of all processes of the command.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from statistics import median

from .corpus import Corpus
from .generators import BENCH, GENERATORS, Project
from .measure import memory_of
from .serving import serving

__all__ = ["main"]

PARTS = 10
EDITS_TO_A_FIGURE = 10


def main(size: int, edits: int, work: Path) -> None:
    """Measure, and print the table as Markdown. A site that is there from an earlier run stays."""
    project = Project(GENERATORS["newsroom"], Corpus(size, seed=1), work / str(size))
    if not project.folder.is_dir():
        project.make()
    each = max(1, edits // PARTS)
    print("| edits | median, s | slowest, s | memory, MB |")
    print("| ---: | ---: | ---: | ---: |")
    with serving(project) as served:
        print(f"| 0 | – | – | {memory_of(served.session) / 1e6:.0f} |", flush=True)
        for part in range(1, PARTS + 1):
            seconds = []
            for number in range(1, each + 1):
                seconds.append(served.seconds(project.edit_article())[0])
                if number % EDITS_TO_A_FIGURE == 0:
                    served.seconds(project.edit_figure())
            memory = memory_of(served.session) / 1e6
            print(f"| {part * each} | {median(seconds):.2f} | {max(seconds):.2f} | {memory:.0f} |", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=10_000, help="how many articles")
    parser.add_argument("--edits", type=int, default=200, help="how many edits")
    parser.add_argument("--work", type=Path, default=BENCH / ".work/day", help="the folder of the site")
    chosen = parser.parse_args()
    main(chosen.size, chosen.edits, chosen.work)
