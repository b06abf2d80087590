"""A build's report as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aimaq.newsroom.press.site_with_press_files import PressReport
    from aimaq.pipeline.report import Report

__all__ = ["print_report"]


def print_report(report: Report, press: PressReport | None = None) -> None:
    """Print a build's report in one line, its remarks, and what was made for journalists."""
    changes = report.changes
    done = "refilled" if report.refilled else "composed"
    counts = f"{len(changes.added)} added, {len(changes.changed)} changed, {len(changes.removed)} removed"
    print(f"Site {done} in {report.seconds:.1f} s: {counts if changes else 'nothing has changed'}.")
    for remark in report.remarks:
        print(remark)
    if report.unlogged:
        count = "1 entry" if len(report.unlogged) == 1 else f"{len(report.unlogged)} entries"
        print(f"Not in the log yet: {count}. `aimaq publish` appends what is public.")
    if press:
        print(f"{press}.")
    print(end="", flush=True)
