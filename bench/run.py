"""The bench: ``python -m bench.run --sizes 1000,10000 --runs 3``.

Every generator builds the same articles with an equal bare theme, in turns (A B C D, A B C D, …), so that whatever
else the machine does hits all of them alike. Raw measurements go to ``results.json``, one entry a size, and
``RESULTS.md`` and ``results.svg`` are made from it and from nothing else: sizes may be measured one by one.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from . import compare, machine, programs, report
from .corpus import Corpus
from .generators import BENCH, GENERATORS, LABELS, ROOT, Edit, Project
from .measure import changed_files, snapshot, time_to_write, timed
from .serving import measure_serving

__all__ = ["SCENARIOS", "main"]

SEED = 1
SERVED_EDITS = 3
#: From this size on, those of the generators that take longest are measured in the first run only: none of the goals is
#: set against them.
LARGE = 10_000
PATIENT = frozenset({"pelican", "eleventy"})
#: Aimaq with the bare theme, and with its own.
OURS = ("aimaq", "newsroom")
WARM_UP = 20
SCENARIOS: dict[str, Callable[[Project], Edit | None]] = {
    "cold": lambda project: project.clear(),
    "unchanged": lambda project: None,
    "article": Project.edit_article,
    "figure": Project.edit_figure,
    "template": Project.edit_template,
}


def main(
    sizes: Sequence[int] = (1000,),
    runs: int = 3,
    generators: Sequence[str] = (),
    out: Path = BENCH,
    work: Path = BENCH / ".work",
    scenarios: Sequence[str] = (),
) -> None:
    """Measure, and write results.json, RESULTS.md and results.svg into ``out`` after each size.

    ``scenarios`` are names of :data:`SCENARIOS` (none: all). Where some are left out, so are ``aimaq serve`` and the
    profile. In large sites the slow peers are measured once (:data:`PATIENT`).

    ``generators`` are names of :data:`bench.generators.GENERATORS` (none: all). One that cannot be installed is
    left out, and the report says so. ``work`` takes the projects, which are removed again.
    """
    names, absent = _available(generators or tuple(GENERATORS))
    if unknown := set(scenarios) - SCENARIOS.keys():
        raise SystemExit(f"unknown scenario {', '.join(sorted(unknown))}; expected some of {', '.join(SCENARIOS)}")
    chosen = f" --only {','.join(generators)}" if generators else ""
    chosen += f" --scenarios {','.join(scenarios)}" if scenarios else ""
    path = out / "results.json"
    results: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    for size in sizes:
        load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
        about = {
            "size": size,
            "runs": runs,
            "date": date.today().isoformat(),
            "command": f"inv bench --sizes {size} --runs {runs}{chosen}",
            "machine": machine.describe(),
            "load": load,
            "versions": programs.versions(),
            "absent": absent,
        }
        # Written before the profile and after it: the profile takes long in a large site, and may be broken off.
        for measured in _measure(Corpus(size, SEED), runs, names, work / str(size), scenarios):
            results[str(size)] = about | measured
            out.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", "utf-8")
            report.write(results, out)
            _say(f"written: {(out / 'RESULTS.md').name}")


def _available(wanted: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    unknown = [name for name in wanted if name not in GENERATORS]
    if unknown:
        raise SystemExit(f"unknown generator {', '.join(unknown)}; expected some of {', '.join(GENERATORS)}")
    absent: dict[str, str] = {}
    for name in wanted:
        try:
            programs.install(name)
            GENERATORS[name].cold()
        except programs.Missing as error:
            absent[name] = str(error)
            _say(f"left out: {LABELS[name]}: {error}")
    return [name for name in wanted if name not in absent], absent


def _measure(
    corpus: Corpus, runs: int, names: Sequence[str], work: Path, scenarios: Sequence[str] = ()
) -> Iterator[dict[str, Any]]:
    """Yield what was measured of the sites of a size: first without the profile, then with it."""
    chosen = [scenario for scenario in SCENARIOS if not scenarios or scenario in scenarios]
    _warm_up(names, work / "warm-up")
    projects = {name: Project(GENERATORS[name], corpus, work / name) for name in names}
    for name, project in projects.items():
        _say(f"{corpus.size} articles for {LABELS[name]}")
        project.make()
    found: dict[str, Any] = {name: {scenario: [] for scenario in chosen} for name in names}
    writing: dict[str, list[float]] = defaultdict(list)
    differences: list[str] = []
    counts: dict[str, int] = {}
    kinds: dict[str, dict[str, int]] = {}
    rewritten: dict[str, int] = {}
    for run in range(runs):
        for scenario in chosen:
            for name, project in projects.items():
                if run and corpus.size >= LARGE and name in PATIENT:
                    continue
                if scenario == "unchanged" and run == 0 and project.generator.cold() != project.generator.warm():
                    timed(project.generator.warm(), project.folder)  # fills the cache that later builds start from
                before = snapshot(project.output) if scenario == "figure" and name in OURS else None
                found[name][scenario].append(_build(project, scenario))
                if before is not None:
                    files = changed_files(before, project.output)
                    rewritten[name] = len(files)
                    writing[name].append(_written(files, work / "written"))
        if run == 0:
            bare = {LABELS[name]: each.output for name, each in projects.items() if not each.generator.editions}
            differences = [str(each) for each in compare.differences(bare)] if bare else []
            kinds = {name: compare.kinds(each.output) for name, each in projects.items() if each.generator.editions}
            counts = {name: len(compare.files(project.output, own=True)) for name, project in projects.items()}
    ours = {name: project for name, project in projects.items() if name in OURS}
    served = {name: _served(project) for name, project in ours.items() if not scenarios}
    measured = {
        "builds": found,
        "writing": writing,
        "rewritten": rewritten,
        "files": counts,
        "kinds": kinds,
        "differences": differences,
        "served": served,
        "inside": {},
    }
    yield measured
    if ours and not scenarios:
        yield measured | {"inside": {name: _inside(project) for name, project in ours.items()}}
    shutil.rmtree(work)


def _warm_up(names: Sequence[str], folder: Path) -> None:
    """Let every program run once, so that the first cold build does not read it from the disk."""
    for name in names:
        project = Project(GENERATORS[name], Corpus(WARM_UP, SEED), folder / name)
        project.make()
        timed(project.generator.cold(), project.folder)
    shutil.rmtree(folder)


def _build(project: Project, scenario: str) -> dict[str, float]:
    generator = project.generator
    edit = SCENARIOS[scenario](project)
    measured = timed(generator.cold() if scenario == "cold" else generator.warm(), project.folder)
    if edit is not None and not edit.shown():
        raise SystemExit(f"{LABELS[generator.name]}, {scenario}: {edit.page} does not show {edit.text!r}")
    numbers = f"{measured.wall:9.2f} s {measured.cpu:9.2f} s {measured.memory / 1e6:8.0f} MB"
    _say(f"{LABELS[generator.name]:22} {scenario:10} {numbers}")
    return {"wall": measured.wall, "cpu": measured.cpu, "memory": measured.memory}


def _written(files: dict[str, bytes], folder: Path) -> float:
    shutil.rmtree(folder, ignore_errors=True)
    seconds = time_to_write(files, folder)
    shutil.rmtree(folder)
    return seconds


def _served(project: Project) -> dict[str, list[float]]:
    seconds = measure_serving(project, SERVED_EDITS)
    medians = ", ".join(f"{what} {median(each):.2f} s" for what, each in seconds.items())
    _say(f"{LABELS[project.generator.name]:22} served     {medians}")
    return seconds


def _inside(project: Project) -> dict[str, Any]:
    corpus = project.corpus
    arguments = [project.generator.name, str(corpus.size), str(corpus.seed), str(project.steps), str(project.folder)]
    done = subprocess.run(
        [sys.executable, "-m", "bench.inside", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise SystemExit(f"{LABELS[project.generator.name]}, from inside: {done.stderr[-3000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _say(text: str) -> None:
    print(text, flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure Aimaq against stock Pelican, Hugo and Eleventy.")
    parser.add_argument("--sizes", default="1000", help="numbers of articles, separated by commas")
    parser.add_argument("--runs", type=int, default=3, help="how often each build is measured")
    parser.add_argument("--only", default="", help=f"some of {','.join(GENERATORS)}")
    parser.add_argument("--scenarios", default="", help=f"some of {','.join(SCENARIOS)}")
    parser.add_argument("--out", type=Path, default=BENCH, help="where RESULTS.md goes")
    parser.add_argument("--work", type=Path, default=BENCH / ".work", help="where the sites are built")
    return parser.parse_args()


if __name__ == "__main__":
    given = _arguments()
    sizes = [int(size) for size in given.sizes.split(",")]
    only, scenarios = ([name for name in text.split(",") if name] for text in (given.only, given.scenarios))
    main(sizes, given.runs, only, given.out, given.work, scenarios)
