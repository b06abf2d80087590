"""What has been found wrong in a ledger so far, and so what can still be trusted."""

from __future__ import annotations

from aimaq.base.problems import Problem
from aimaq.figures.ledger.json_source import Document

__all__ = ["Report"]


class Report:
    """Collects the problems of one document, for all of them to be told at once."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = list(document.problems)

    def add(self, pointer: str, message: str, hint: str = "", *, offset: int = 0) -> None:
        """Note a problem with what ``pointer`` names; ``offset`` as in Document.problem."""
        self.problems.append(self.document.problem(pointer, message, hint, offset=offset))

    def sound(self, pointer: str) -> bool:
        """Tell whether nothing is wrong with the value there, nor inside it."""
        inside = pointer + "/"
        return not any(problem.pointer == pointer or problem.pointer.startswith(inside) for problem in self.problems)
