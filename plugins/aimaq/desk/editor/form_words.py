"""Problems in the words of the form: its labels instead of the fields and lines of a file."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem
from aimaq.desk.editor.words import FIELD_NAMES, ITEM_FIELD_NAMES, OPTIONS
from aimaq.newsroom.content.field_words import FieldWords

__all__ = ["FormWords", "said_of"]

#: A field among the places of a document, with an item's number and the field of an item: "photos[2].file".
_FIELD: Final = re.compile(r"(?P<name>[\w-]+)(?:\[(?P<number>\d+)\])?(?:\.(?P<inner>[\w-]+))?")
_ANY_COLUMN: Final = 10**9


class FormWords(FieldWords):
    """The words for who fills in the form."""

    def name(self, field: str, *, inner: bool = False) -> str:
        return str((ITEM_FIELD_NAMES if inner else {}).get(field) or FIELD_NAMES.get(field, field))

    def option(self, field: str, value: str) -> str:
        return str(OPTIONS.get(f"{field}: {value}") or OPTIONS.get(value, value))

    def missing(self, field: str, *, inner: bool = False) -> tuple[str, str]:
        if field not in FIELD_NAMES:  # the kind, which no form has
            message, hint = super().missing(field)
            return message, self.in_file(hint)
        return tr('the field "%(name)s" is empty', name=self.name(field, inner=inner)), tr("write it")

    def add(self, field: str) -> str:
        return tr('fill in "%(name)s"', name=self.name(field)) if field in FIELD_NAMES else super().add(field)

    def as_written(self, hint: str) -> str:
        return ""

    def in_file(self, hint: str) -> str:
        return tr('in "%(name)s": %(hint)s', name=tr("Whole file"), hint=hint)

    def no_text(self) -> str:
        return tr("there is no text")


def said_of(
    path: str, problems: Iterable[Problem], places: Mapping[str, tuple[int, int]], body_line: int, *, has_form: bool
) -> tuple[str, ...]:
    """Return the problems of the text at ``path``, in order: in its form's words, or behind the lines of its file.

    ``places`` has the line and column of each field, ``body_line`` is the first line of the text. Advice stands in a
    line of its own.
    """
    return tuple(
        _in_form(each, places, body_line)
        if has_form and each.path == path
        else str(each).removeprefix(f"{path}:").strip()
        for each in sorted(problems, key=lambda each: each.sort_key)
    )


def _in_form(problem: Problem, places: Mapping[str, tuple[int, int]], body_line: int) -> str:
    """Return a problem as a form says it: behind the label of the field, or the line of the text."""
    message, line = problem.message, problem.line or 1
    place = tr("Whole file, line %(number)s", number=line) if line > 1 else ""
    if line >= body_line:
        place = tr("Text, line %(number)s", number=line - body_line + 1)
    elif found := _FIELD.fullmatch(_field_at((line, problem.column or _ANY_COLUMN), places)):
        words = FormWords()
        label, number, inner = words.name(found["name"]), found["number"], found["inner"]
        place = f"{label} {int(number) + 1}" if number else label
        for name in (found["name"], label, *((words.name(inner, inner=True),) if inner else ())):
            message = message.removeprefix(f"{name}: ")
        if inner:
            place = f"{place}, {words.name(inner, inner=True)}"
        elif message.startswith(label) or re.search(f'["«]{re.escape(label)}["»]', message):
            place = ""
    said = f"{place}: {message}" if place else message
    return f"{said}\n{problem.hint}" if problem.hint else said


def _field_at(place: tuple[int, int], places: Mapping[str, tuple[int, int]]) -> str:
    """Return the last field that begins before a place, or there; "" for none, or one that the form does not have."""
    found = max(((start, field) for field, start in places.items() if start <= place), default=(place, ""))[1]
    return found if re.split(r"\W", found)[0] in FIELD_NAMES else ""
