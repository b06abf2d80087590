"""A build's report as text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aimaq.newsroom.press.site_with_press_files import PressReport
    from aimaq.pipeline.report import Report

__all__ = ["print_drafts", "print_report"]


def print_report(report: Report, press: PressReport | None = None) -> None:
    """Print a build's report in one line, its remarks, and what was made for journalists."""
    changes = report.changes
    done = "refilled" if report.refilled else "composed"
    counts = f"{len(changes.added)} added, {len(changes.changed)} changed, {len(changes.removed)} removed"
    print(f"Site {done} in {report.seconds:.1f} s: {counts if changes else 'nothing has changed'}.")
    for remark in report.remarks:
        print(remark)
    print_drafts(problem for each in report.drafts.values() for problem in each)
    if report.unlogged:
        count = "1 entry" if len(report.unlogged) == 1 else f"{len(report.unlogged)} entries"
        print(f"Not in the log yet: {count}. `aimaq publish` appends what is public.")
    if press:
        print(f"{press}.")
    print(end="", flush=True)


def print_drafts(problems: Iterable[str]) -> None:
    """Print the problems of drafts, which nothing waits for."""
    for problem in problems:
        print(f"Draft: {problem}")
