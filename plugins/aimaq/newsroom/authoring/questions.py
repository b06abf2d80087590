"""The questions of `aimaq write` without arguments. All answers are checked together."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from aimaq.base.languages.slugs import slugify
from aimaq.base.problems import ProblemsFound
from aimaq.newsroom.content.kinds import KINDS

__all__ = ["Answers", "interview"]

Created = TypeVar("Created")


@dataclass(frozen=True, slots=True)
class Answers:
    """What a new story is to be; ``date`` is "" for today."""

    kind: str = ""
    title: str = ""
    slug: str = ""
    date: str = ""


def interview(ask: Callable[[str], str], show: Callable[[str], None], create: Callable[[Answers], Created]) -> Created:
    """Ask until ``create`` accepts the answers, and return what it returns.

    ``ask`` prints a question and returns the answer; an empty answer accepts the proposal in brackets. If ``create``
    raises ProblemsFound, ``show`` prints all of them, and the questions come again with the last answers as proposals.
    An exception of ``ask`` ends the interview.
    """

    def answer(question: str, proposal: str) -> str:
        given = ask(f"{question}{f' [{proposal}]' if proposal else ''}: ").strip()
        return given or proposal

    before = Answers()
    show("\n".join(f"  {number}  {name:<9} {kind.label}" for number, (name, kind) in enumerate(KINDS.items(), 1)))
    numbers = {str(number): name for number, name in enumerate(KINDS, 1)}
    while True:
        kind = answer("Kind, by number or name", before.kind or "news")
        title = answer("Title, in Russian, Kazakh or English", before.title)
        slug = answer("Address", before.slug if title == before.title and before.slug else slugify(title))
        date = answer("Date", before.date or "today")
        before = Answers(numbers.get(kind, kind), title, slug, "" if date == "today" else date)
        try:
            return create(before)
        except ProblemsFound as found:
            show("\n".join(map(str, found.problems)))
