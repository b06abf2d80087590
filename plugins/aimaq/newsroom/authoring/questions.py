"""The questions of `aimaq write` without arguments. All answers are checked together."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from aimaq.base.interviews import Answer, ask_until_right
from aimaq.base.languages.slugs import slugify
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
    """Ask until ``create`` accepts the answers, and return what it returns; see :func:`ask_until_right`."""
    show("\n".join(f"  {number}  {name:<9} {kind.label}" for number, (name, kind) in enumerate(KINDS.items(), 1)))
    return ask_until_right(ask, show, Answers(), _questions, create)


def _questions(answer: Answer, before: Answers) -> Answers:
    numbers = {str(number): name for number, name in enumerate(KINDS, 1)}
    kind = answer("Kind, by number or name", before.kind or "news")
    title = answer("Title, in Russian, Kazakh or English", before.title)
    slug = answer("Address", before.slug if title == before.title and before.slug else slugify(title))
    date = answer("Date", before.date or "today")
    return Answers(numbers.get(kind, kind), title, slug, "" if date == "today" else date)
