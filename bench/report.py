"""RESULTS.md from the raw measurements. No number is written here by hand but the goals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from .generators import GENERATORS, LABELS
from .plot import Bar, bars

__all__ = ["write"]

COLUMNS = {
    "cold": "cold",
    "unchanged": "nothing changed",
    "article": "one article edited",
    "figure": "one figure changed",
    "template": "one template changed",
}
WHAT = ("wall", "cpu", "memory")
#: Two sizes, and by generator how many times as much a build may take at the larger.
GROWTH: tuple[tuple[int, int, Mapping[str, Mapping[str, float]]], ...] = (
    (1_000, 10_000, {"newsroom": {"article": 1.3}}),
    (10_000, 100_000, {"aimaq": dict.fromkeys(COLUMNS, 11), "newsroom": {"cold": 11, "article": 1.5}}),
)
HOW = """\
Every generator builds the same articles, page for page and feed for feed, with an equal bare theme: 60 % Russian, 30 %
Kazakh and 10 % English; 8 sections and 60 tags, in lists of 20; an archive for each year; feeds and a sitemap. Every
third article quotes figures. “Our own theme” is the product as an institution gets it, so that nobody takes the bare
theme for it. Beside it stands Hugo with the same kinds of files: an edition for each language, with links between
them; RSS, Atom and JSON feeds of 50 whole stories for all, each section and each topic; a plain text and structured
data for each story, related stories, lists of sections and topics, an archive by year and month, sitemaps with
alternates and one of news; and an index for search, which Pagefind makes of the finished pages.

- **Builds.** Each one is the whole command as a user gives it, in a new process: `aimaq build`, `pelican`,
  `hugo build`, `eleventy`. The numbers are medians; the generators take turns (A B C D, …).
  After each timing the finished page must show the edit, or the run stops. “Cold” starts without output and without any
  cache of the generator’s own;
  every program has run once before, so that it is in the file system’s cache.
- **One article edited**: the newest one, which the feed of all articles shows too. **One figure changed**: the one that
  every third article quotes. Stock Pelican cannot put data into Markdown, so there the number is typed into each of
  these articles. **One template changed**: that of an article.
- **Stock Pelican** builds cold as it comes, and everything else with its content cache on and warm. Hugo and Eleventy
  have no command that keeps work from one process to the next, so each of their builds is a full one.
- **Processor**: user and system time of the process and the children that it waited for. **Memory**: the peak of the
  whole process tree, as the sum of proportional set sizes (pages that forked processes share count once), looked at
  every 50 ms, or less often where looking would take more than a twentieth of the time; 0 where a build was over
  before it could be seen.
- **Merely writing**: a plain Python loop that writes the bytes of the files that a changed figure changed into a new
  folder, measured in the same run.
- **What differs.** Only Aimaq tells the reader what a figure was on an article’s date, keeps pinned figures (the others
  got them as typed text), and writes a page for each indicator in three languages, and the open data. Only our own
  theme sets the typography of texts, checks what they hold, and reads each finished file back.
"""


@dataclass(frozen=True, slots=True)
class _Size:
    """One size's measurements, by name of the generator."""

    raw: Mapping[str, Any]

    @property
    def names(self) -> list[str]:
        return list(self.raw["builds"])

    def of(self, name: str, scenario: str, what: str) -> float | None:
        """Return the median of ``wall``, ``cpu`` or ``memory``."""
        found = self.raw["builds"].get(name, {}).get(scenario, [])
        return median(each[what] for each in found) if found else None

    def against(self, base: str, name: str, scenario: str, what: str) -> float | None:
        """Return a median as a multiple of that of the cold build of ``base``."""
        return _ratio(self.of(name, scenario, what), self.of(base, "cold", what))

    def writing(self, name: str) -> float | None:
        """Return the median of merely writing the files that a changed figure changed."""
        found = self.raw["writing"].get(name)
        return median(found) if found else None

    def against_writing(self, name: str) -> float | None:
        return _ratio(self.of(name, "figure", "wall"), self.writing(name))

    def served_against(self, base: str, name: str, what: str) -> float | None:
        """Return a median of ``aimaq serve`` as a multiple of the cold build of ``base``."""
        return _ratio(self.served(name, what), self.of(base, "cold", "wall"))

    def served(self, name: str, what: str) -> float | None:
        found = self.raw["served"].get(name, {}).get(what, [])
        return median(found) if found else None


def write(results: Mapping[str, Any], out: Path) -> None:
    """Write RESULTS.md and results.svg into ``out``."""
    sizes = [_Size(results[key]) for key in sorted(results, key=int)]
    blocks = ["# Results", HOW, "![Wall time of each build](results.svg)", *_goals(sizes)]
    for size in reversed(sizes):
        blocks += _blocks(size)
    (out / "RESULTS.md").write_text("\n\n".join(block.strip() for block in blocks) + "\n", "utf-8")
    largest = sizes[-1]
    groups = {
        COLUMNS[scenario]: [
            Bar(LABELS[name], wall)
            for name in largest.names
            if not GENERATORS[name].editions and (wall := largest.of(name, scenario, "wall")) is not None
        ]
        for scenario in COLUMNS
    }
    title = f"{largest.raw['size']:,} articles: wall time in seconds, on a logarithmic scale"
    (out / "results.svg").write_text(bars(title, groups), "utf-8")


def _goals(sizes: list[_Size]) -> list[str]:
    def ratio(name: str, scenario: str, what: str = "wall", base: str = "hugo") -> Callable[[_Size], float | None]:
        return lambda size: size.against(base, name, scenario, what)

    def written(name: str) -> Callable[[_Size], float | None]:
        return lambda size: size.against_writing(name)

    def served(what: str) -> Callable[[_Size], float | None]:
        return lambda size: size.served_against("hugo", "newsroom", what)

    rows: list[tuple[str, float, Callable[[_Size], float | None], str]] = [
        (
            "our own theme, cold, against Hugo with the same kinds of files",
            0.8,
            ratio("newsroom", "cold", base="hugo-newsroom"),
            "×",
        ),
        ("our own theme, cold, against bare Hugo", 4, ratio("newsroom", "cold"), "×"),
        ("our own theme, one text edited, against bare Hugo’s cold build", 0.2, ratio("newsroom", "article"), "×"),
        ("our own theme, one figure changed, against merely writing the files", 2, written("newsroom"), "×"),
        ("our own theme, one template changed, against bare Hugo", 2, ratio("newsroom", "template"), "×"),
        ("our own theme, peak memory, cold, against bare Hugo", 0.5, ratio("newsroom", "cold", "memory"), "×"),
        ("our own theme, `aimaq serve`, text saved to page, against bare Hugo", 0.15, served("article"), "×"),
        ("our own theme, `aimaq serve`, text saved to site", 0.15, served("article built"), "×"),
        ("our own theme, `aimaq serve`, figure saved to page", 0.15, served("figure"), "×"),
        ("our own theme, `aimaq serve`, figure saved to site", 0.15, served("figure built"), "×"),
        ("bare theme, cold, against Hugo", 1.2, ratio("aimaq", "cold"), "×"),
        ("bare theme, one article edited, against Hugo", 0.1, ratio("aimaq", "article"), "×"),
        ("bare theme, one figure changed, against Hugo", 0.08, ratio("aimaq", "figure"), "×"),
        ("bare theme, one figure changed, against merely writing the files", 1.5, written("aimaq"), "×"),
        ("bare theme, nothing changed, against Hugo’s cold build", 0.05, ratio("aimaq", "unchanged"), "×"),
        (
            "bare theme, `aimaq serve`, article saved to finished page",
            0.3,
            lambda size: size.served("aimaq", "article"),
            "s",
        ),
        (
            "bare theme, `aimaq serve`, article saved to finished file",
            0.3,
            lambda size: size.served("aimaq", "article built"),
            "s",
        ),
        ("bare theme, peak memory, cold, against Hugo", 0.35, ratio("aimaq", "cold", "memory"), "×"),
    ]
    head = ["", "goal", *(f"{size.raw['size']:,}" for size in sizes)]
    table = []
    for name, goal, value, unit in rows:
        cells = (_verdict(value(size), goal, unit) for size in sizes)
        table.append([name, f"≤ {goal:g} {unit}", *cells])
    blocks = ["## The goals", _table(head, table), "The goals are set for 10,000 articles; **bold** meets the goal."]
    by_count = {size.raw["size"]: size for size in sizes}
    for small, large, goals in GROWTH:
        if small in by_count and large in by_count:
            pair = by_count[small], by_count[large]
            rows_of_growth = [
                [f"{LABELS[name]}: {COLUMNS[scenario]}", *_growth(*pair, name, scenario, own.get(scenario))]
                for name, own in goals.items()
                for scenario in COLUMNS
            ]
            blocks.append(f"{large:,} articles against {small:,}:")
            blocks.append(_table(["", "goal", "wall", "processor", "memory"], rows_of_growth))
    return blocks


def _growth(small: _Size, large: _Size, name: str, scenario: str, goal: float | None) -> list[str]:
    """Return the cells of a row: the goal, and what it came to."""
    found = (_ratio(large.of(name, scenario, what), small.of(name, scenario, what)) for what in WHAT)
    cells = (_text(each, "×") if goal is None else _verdict(each, goal, "×") for each in found)
    return ["–" if goal is None else f"≤ {goal:g} ×", *cells]


def _blocks(size: _Size) -> list[str]:
    raw = size.raw
    versions = ", ".join(f"{name} {version}" for name, version in raw["versions"].items())
    blocks = [
        f"## {raw['size']:,} articles",
        f"`{raw['command']}` on {raw['date']}; {raw['machine']}, load average before the run {raw['load']:.2f}; "
        f"{versions}.",
        f"Wall time in seconds, {_of_how_many(raw)}; in brackets against Hugo’s cold build.",
        _measures(size, "wall", lambda value: f"{value:.2f}"),
        "Processor time in seconds, all processes; in brackets against Hugo’s cold build.",
        _measures(size, "cpu", lambda value: f"{value:.2f}"),
        "Peak memory in MB, all processes; in brackets against Hugo’s cold build.",
        _measures(size, "memory", lambda value: f"{value / 1e6:.0f}"),
    ]
    blocks += [f"Left out: {LABELS[name]}: {reason}" for name, reason in raw["absent"].items()]
    for name, rewritten in raw["rewritten"].items():
        blocks.append(
            f"{LABELS[name]}, one figure changed: {rewritten:,} files of {raw['files'][name]:,} in "
            f"{_text(size.of(name, 'figure', 'wall'), 's')}; merely writing them takes "
            f"{_text(size.writing(name), 's')} ({_text(size.against_writing(name), '×')})."
        )
    blocks += _warm(size)
    blocks += _profile(size)
    pages = ", ".join(f"{LABELS[name]} {count:,}" for name, count in raw["files"].items())
    same = "; ".join(raw["differences"]) or "beside what only Aimaq writes, the bare sites have the same files"
    blocks.append(f"Files written: {pages}; {same}.")
    if found := raw.get("kinds"):
        blocks.append("Files by kind; what stands at 0 nobody else makes.")
        rows = [[kind, *(f"{found[name][kind]:,}" for name in found)] for kind in next(iter(found.values()))]
        blocks.append(_table(["", *(LABELS[name] for name in found)], [row for row in rows if set(row[1:]) != {"0"}]))
    return blocks


def _of_how_many(raw: Mapping[str, Any]) -> str:
    """Say how many builds a median is of; the slow ones among the generators may have been measured less often."""
    runs = {name: len(found["cold"]) for name, found in raw["builds"].items() if found.get("cold")}
    fewer = [f"{LABELS[name]}: {count}" for name, count in runs.items() if count < raw["runs"]]
    return f"median of {raw['runs']}" + (f" ({', '.join(fewer)})" if fewer else "")


def _warm(size: _Size) -> list[str]:
    rows = []
    for name, inside in size.raw["inside"].items():
        for what in ("article", "figure"):
            alone = median(inside[what])
            page, file = size.served(name, what), size.served(name, f"{what} built")
            rows.append([LABELS[name], COLUMNS[what], _text(page, "s"), _text(file, "s"), _text(alone, "s")])
    if not rows:
        return []
    return [
        "`aimaq serve`: from saving a file until the server answers with the finished page, and until the site "
        "holds it (the watching included); and the build alone in a process that stays warm.",
        _table(["", "", "save to page", "save to site", "build alone"], rows),
    ]


def _profile(size: _Size) -> list[str]:
    blocks = []
    for name, inside in size.raw["inside"].items():
        if inside["stages"]:
            stages = ", ".join(f"{stage} {_text(seconds, 's')}" for stage, seconds in inside["stages"].items())
            blocks.append(f"{LABELS[name]}, stages of a cold build (under the profiler): {stages}.")
        whole = sum(inside["packages"].values())
        rows = [
            [package, f"{seconds:.2f}", f"{seconds / whole:.0%}"] for package, seconds in inside["packages"].items()
        ]
        blocks.append(
            f"{LABELS[name]}, where the time of a cold build goes: seconds by package, Python’s own library counted "
            "with its callers, under cProfile, which slows Python down and sees the first process only."
        )
        blocks.append(_table(["package", "seconds", "share"], rows))
    return blocks


def _measures(size: _Size, what: str, show: Callable[[float], str]) -> str:
    rows = []
    for name in size.names:
        cells = []
        for scenario in COLUMNS:
            value, ratio = size.of(name, scenario, what), size.against("hugo", name, scenario, what)
            cells.append("–" if value is None else show(value) + (f" ({ratio:.2f})" if ratio is not None else ""))
        rows.append([LABELS[name], *cells])
    return _table(["", *COLUMNS.values()], rows)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    names = list(head)
    lines = [names, ["---", *("---:" for _ in names[1:])], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _ratio(value: float | None, base: float | None) -> float | None:
    return value / base if value is not None and base else None


def _text(value: float | None, unit: str) -> str:
    return "–" if value is None else f"{value:.2f} {unit}"


def _verdict(value: float | None, goal: float, unit: str) -> str:
    text = _text(value, unit)
    return f"**{text}**" if value is not None and value <= goal else text
