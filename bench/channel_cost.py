"""What each channel to readers costs in a cold build: ``python -m bench.channel_cost --size 10000``.

The site of our own theme is built in one process on one core under Python's profiler. A channel's share is the time of
all calls into its modules from elsewhere; it holds what they call. To fill figures into files and to write these is not
divided among channels: it stands in a line of its own. Every tenth article has a chart, another tenth an attachment.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import pstats
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from .corpus import Corpus
from .figures import MAIN
from .generators import BENCH, GENERATORS, Project

__all__ = ["main"]

#: Each channel with the modules of the package that make it.
_CHANNELS: Final[Mapping[str, Sequence[str]]] = {
    "feeds (RSS, Atom, JSON)": ("newsroom/output/story_feeds", "base/rss_atom_json_feeds"),
    "ninjs for agencies": ("newsroom/output/ninjs",),
    "charts on pages and in texts": ("figures/views/charts", "figures/views/text_charts", "figures/fill/charted"),
    "open data, with pictures of charts": ("figures/open_data/",),
    "data about pages (JSON-LD)": ("newsroom/output/json_ld",),
    "search": ("newsroom/output/search",),
    "share pictures": ("newsroom/output/share_image",),
    "sitemaps": ("newsroom/output/sitemap",),
    "pictures": ("newsroom/media/",),
    "filling and writing": ("build/next_site", "build/site_trees", "figures/fill/filler"),
}
#: One article of so many has a chart, and another one an attachment.
_EACH: Final = 10


def main(size: int, work: Path) -> None:
    """Build and profile, and print a Markdown table."""
    project = Project(GENERATORS["newsroom"], Corpus(size, seed=1), work / f"channels-{size}")
    if not project.folder.is_dir():
        project.make()
        _enrich(project)
    project.clear()
    command = [sys.executable, "-m", "bench.channel_cost", "--profile", str(project.folder)]
    done = subprocess.run(command, cwd=BENCH.parent, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    whole = found.pop("whole")
    print(f"{size:,} articles, one core; the whole build is 100 % ({whole:.0f} s under the profiler).\n")
    print("| channel | share of the build |", "| --- | ---: |", sep="\n")
    for channel, seconds in sorted(found.items(), key=lambda each: -each[1]):
        print(f"| {channel} | {100 * seconds / whole:.1f} % |")


def _enrich(project: Project) -> None:
    """Give charts and attachments to articles, in all languages alike."""
    content = project.folder / project.generator.content
    media = content / "media"
    media.mkdir(exist_ok=True)
    (media / "report.csv").write_text("year,value\n2024,1\n", "utf-8")
    for path in content.rglob("*.md"):
        number = sum(path.name.partition(".")[0].encode())
        text = path.read_text("utf-8")
        if not text.startswith("---\n") or "\nkind:" not in text:
            continue
        if number % _EACH == 0:
            path.write_text(f"{text.rstrip()}\n\n{{{{ chart {MAIN} }}}}\n", "utf-8")
        elif number % _EACH == 1:
            attached = 'attachments:\n  - {file: media/report.csv, title: "Report"}\n'
            path.write_text(text.replace("\nkind:", f"\n{attached}kind:", 1), "utf-8")


def _profiled(folder: Path) -> dict[str, float]:
    """Return the seconds of each channel in a cold build, and of the whole."""
    from aimaq.pipeline.build import build

    os.chdir(folder)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # then a build has no workers, which are not profiled
    profile = cProfile.Profile()
    profile.runcall(build, folder, output=folder / "output", cache=folder / ".aimaq")
    stats = pstats.Stats(profile)
    return {
        "whole": stats.total_tt,  # type: ignore[attr-defined]  # typeshed does not have it
        **{channel: _seconds(stats, modules) for channel, modules in _CHANNELS.items()},
    }


def _seconds(stats: pstats.Stats, modules: Sequence[str]) -> float:
    """Return the time of the calls into modules from elsewhere."""

    def inside(file: str) -> bool:
        _, found, module = file.replace(os.sep, "/").partition("/aimaq/")
        return bool(found) and module.startswith(tuple(modules))

    return sum(
        call[3]
        for (file, _, _), (_, _, _, _, callers) in stats.stats.items()  # type: ignore[attr-defined]  # as above
        if inside(file)
        for (caller, _, _), call in callers.items()
        if not inside(caller)
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=1000)
    parser.add_argument("--work", type=Path, default=BENCH / ".work")
    parser.add_argument("--profile", type=Path)
    given = parser.parse_args()
    if given.profile:
        print(json.dumps(_profiled(given.profile)))
    else:
        main(given.size, given.work)
