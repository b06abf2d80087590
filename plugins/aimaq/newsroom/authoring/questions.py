"""What `aimaq new` asks who gives it nothing: one question after another, then everything is looked at together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from aimaq.base.problems import ProblemsFound
from aimaq.base.slugs import slugify
from aimaq.newsroom.content.kinds import KINDS

__all__ = ["Answers", "interview"]

Cache = TypeVar("Cache")


@dataclass(frozen=True, slots=True)
class Answers:
    """What somebody wants to write; ``date`` is "" for today."""

    kind: str = ""
    title: str = ""
    slug: str = ""
    date: str = ""


def interview(ask: Callable[[str], str], tell: Callable[[str], None], make: Callable[[Answers], Cache]) -> Cache:
    """Ask until ``make`` has made something of the answers, and return that.

    ``ask`` prints a question and returns the answer; an empty one takes what stands in brackets. What ``make`` says is
    wrong (ProblemsFound) is told, all of it, and everything is asked again with the answers before as proposals. An
    ``ask`` that raises ends it.
    """
    answers = Answers()
    tell("\n".join(f"  {number}  {name:<9} {kind.label}" for number, (name, kind) in enumerate(KINDS.items(), 1)))
    numbers = {str(number): name for number, name in enumerate(KINDS, 1)}
    while True:
        answers = _asked(ask, answers, numbers)
        try:
            return make(answers)
        except ProblemsFound as found:
            tell("\n".join(map(str, found.problems)))


def _asked(ask: Callable[[str], str], before: Answers, numbers: Mapping[str, str]) -> Answers:
    def answer(question: str, proposal: str) -> str:
        given = ask(f"{question}{f' [{proposal}]' if proposal else ''}: ").strip()
        return given or proposal

    kind = answer("Kind, by number or name", before.kind or "news")
    title = answer("Title, in Russian, Kazakh or English", before.title)
    slug = answer("Address", before.slug if title == before.title and before.slug else slugify(title))
    date = answer("Date", before.date or "today")
    return replace(before, kind=numbers.get(kind, kind), title=title, slug=slug, date="" if date == "today" else date)
