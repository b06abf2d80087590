"""The questions of `aimaq new` in a terminal. All answers are checked together."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from aimaq.base.problems import ProblemsFound
from aimaq.starter.languages import ready_languages
from aimaq.starter.site_plan import HOSTS, SiteAnswers

__all__ = ["interview"]

Created = TypeVar("Created")
_YES = ("y", "yes")


def interview(
    ask: Callable[[str], str],
    show: Callable[[str], None],
    before: SiteAnswers,
    create: Callable[[SiteAnswers], Created],
) -> Created:
    """Ask until ``create`` accepts the answers, and return what it returns.

    ``ask`` prints a question and returns the answer; an empty answer accepts the proposal in brackets, which is what
    ``before`` states. If ``create`` raises ProblemsFound, ``show`` prints all of them, and the questions come again
    with the last answers as proposals. An exception of ``ask`` ends the interview.
    """

    def answer(question: str, proposal: str) -> str:
        given = ask(f"{question}{f' [{proposal}]' if proposal else ''}: ").strip()
        return given or proposal

    while True:
        ready = ", ".join(ready_languages())
        languages = answer(f"Languages, the main one first ({ready})", before.languages)
        codes = [part for part in languages.replace(",", " ").split() if part]
        names = _ask_names(answer, codes, before.names)
        before = replace(
            before,
            languages=languages,
            names=names,
            url=answer("Address of the site", before.url),
            zone=answer("Time zone", before.zone),
            colour=answer("Colour, as #7a1230 (else the theme's)", before.colour),
            figures=answer("With figures, y or n", "y" if before.figures else "n").lower() in _YES,
            host=answer(f"Host ({', '.join(HOSTS)})", before.host),
        )
        try:
            return create(before)
        except ProblemsFound as found:
            show("\n".join(map(str, found.problems)))


def _ask_names(answer: Callable[[str, str], str], languages: list[str], before: tuple[str, ...]) -> tuple[str, ...]:
    """Ask for the institution's name in each language; the first is proposed for the others."""
    known = dict(each.split("=", 1) for each in before if each.partition("=")[0] in languages and "=" in each)
    proposal = next((each for each in before if each.partition("=")[0] not in languages), "")
    names = []
    for lang in languages:
        name = answer(f"Name of the institution ({lang})", known.get(lang, proposal))
        proposal = proposal or name
        names.append(f"{lang}={name}")
    return tuple(names)
