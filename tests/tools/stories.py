"""Many small stories, for tests that need a site with some."""

from __future__ import annotations

from pathlib import Path

__all__ = ["write_stories"]

_STORY = """---
title: "Story {number} of the office"
date: 2024-{month:02}-{day:02}
kind: news
summary: "What the office did, number {number}."
---

The office did it.
"""


def write_stories(site: Path, count: int) -> None:
    """Write English stories, ``story-1`` and so on, into a site."""
    for number in range(1, count + 1):
        text = _STORY.format(number=number, month=number % 12 + 1, day=number % 28 + 1)
        (site / f"content/news/story-{number}.en.md").write_text(text, "utf-8")
