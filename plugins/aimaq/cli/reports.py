"""A build's report as text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from aimaq.base.languages.messages import number, tr, tr_number

if TYPE_CHECKING:
    from aimaq.base.problems import Problem
    from aimaq.newsroom.press.site_with_press_files import PressReport
    from aimaq.pipeline.report import Report

__all__ = ["print_drafts", "print_report", "print_warnings"]


def print_report(report: Report, press: PressReport | None = None) -> None:
    """Print a build's report in one line, its remarks, and what was made for journalists."""
    changes = report.changes
    done = tr(
        "%(added)s added, %(changed)s changed, %(removed)s removed",
        added=len(changes.added),
        changed=len(changes.changed),
        removed=len(changes.removed),
    )
    if not changes:
        done = tr("nothing has changed")
    seconds = number(report.seconds, 1)
    if report.refilled:
        print(tr("Site refilled in %(seconds)s s: %(changes)s.", seconds=seconds, changes=done))
    else:
        print(tr("Site composed in %(seconds)s s: %(changes)s.", seconds=seconds, changes=done))
    for remark in report.remarks:
        print(remark)
    print_drafts(problem for each in report.drafts.values() for problem in each)
    if report.unlogged:
        print(
            tr_number(
                "Not in the log yet: %(number)s entry. `aimaq publish` appends what is public.",
                "Not in the log yet: %(number)s entries. `aimaq publish` appends what is public.",
                len(report.unlogged),
            )
        )
    if press:
        print(f"{press}.")
    print(end="", flush=True)


def print_warnings(warnings: Iterable[Problem]) -> None:
    """Print what a person should look at, though nothing waits for it."""
    for warning in warnings:
        print(tr("Warning: %(warning)s", warning=warning))
    print(end="", flush=True)


def print_drafts(problems: Iterable[str]) -> None:
    """Print the problems of drafts, which nothing waits for."""
    for problem in problems:
        print(tr("Draft: %(problem)s", problem=problem))
