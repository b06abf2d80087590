"""The questions of `aimaq write` without arguments. All answers are checked together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from aimaq.base.interviews import Answer, ask_until_right
from aimaq.base.languages.messages import tr
from aimaq.base.languages.slugs import slugify
from aimaq.newsroom.authoring.new_files import language_of
from aimaq.newsroom.content.kinds import KINDS

__all__ = ["Answers", "interview"]

Created = TypeVar("Created")


@dataclass(frozen=True, slots=True)
class Answers:
    """What a new story is to be; ``date`` is "" for today, ``lang`` for what the title's letters suggest."""

    kind: str = ""
    title: str = ""
    slug: str = ""
    date: str = ""
    lang: str = ""


def interview(
    ask: Callable[[str], str],
    show: Callable[[str], None],
    languages: Sequence[str],
    create: Callable[[Answers], Created],
) -> Created:
    """Ask until ``create`` accepts the answers, and return what it returns; see :func:`ask_until_right`.

    ``languages`` are those of the site, the default one first.
    """
    show("\n".join(f"  {number}  {name:<9} {kind.label}" for number, (name, kind) in enumerate(KINDS.items(), 1)))
    return ask_until_right(ask, show, Answers(), partial(_questions, languages), create)


def _questions(languages: Sequence[str], answer: Answer, before: Answers) -> Answers:
    numbers = {str(number): name for number, name in enumerate(KINDS, 1)}
    kind = answer(tr("Kind, by number or name"), before.kind or "news")
    title = answer("Title", before.title)
    is_same = title == before.title
    lang = before.lang if is_same and before.lang else language_of(title, languages[0], languages)
    if len(languages) > 1:
        lang = answer(tr("Its language, %(list)s", list=tr(" or ").join(languages)), lang)
    slug = answer("Address", before.slug if is_same and before.slug else slugify(title, lang))
    date = answer("Date", before.date or "today")
    return Answers(numbers.get(kind, kind), title, slug, "" if date == "today" else date, lang)
