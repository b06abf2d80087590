"""Questions in a terminal: they come again, with the last answers as proposals, until what they lead to is right."""

from collections.abc import Callable
from typing import TypeVar

from aimaq.base.problems import ProblemsFound

__all__ = ["Answer", "ask_until_right"]

#: Asks a question with a proposal, and returns the answer; an empty one accepts the proposal.
Answer = Callable[[str, str], str]
Answers = TypeVar("Answers")
Created = TypeVar("Created")


def ask_until_right(
    ask: Callable[[str], str],
    show: Callable[[str], None],
    before: Answers,
    questions: Callable[[Answer, Answers], Answers],
    create: Callable[[Answers], Created],
) -> Created:
    """Ask the ``questions`` until ``create`` accepts their answers, and return what it returns.

    ``ask`` prints a question, with the proposal in brackets, and returns the answer. ``questions`` gets the answers
    ``before`` as proposals. If ``create`` raises ProblemsFound, ``show`` prints all of them. An exception of ``ask``
    ends the interview.
    """

    def answer(question: str, proposal: str) -> str:
        given = ask(f"{question}{f' [{proposal}]' if proposal else ''}: ").strip()
        return given or proposal

    while True:
        before = questions(answer, before)
        try:
            return create(before)
        except ProblemsFound as found:
            show("\n".join(map(str, found.problems)))
