"""The status of a figure: how firm its value is."""

from enum import StrEnum
from typing import Self

from aimaq.base.languages.messages import tr
from aimaq.base.problems import suggest

__all__ = ["Status"]


class Status(StrEnum):
    """How firm a figure is, firmest first: a part of SDMX's code list CL_OBS_STATUS, with ``plan`` added."""

    ACTUAL = "actual"
    PROVISIONAL = "provisional"
    ESTIMATE = "estimate"
    PLAN = "plan"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the status of that name; raise ValueError with the known ones."""
        if text not in list(cls):
            raise ValueError(tr('unknown status "%(text)s"', text=text) + suggest(text, cls))
        return cls(text)

    @property
    def word(self) -> str:
        """The status in the language of messages."""
        return {
            Status.ACTUAL: tr("actual"),
            Status.PROVISIONAL: tr("provisional"),
            Status.ESTIMATE: tr("estimate"),
            Status.PLAN: tr("plan"),
        }[self]

    @property
    def is_said(self) -> bool:
        """Whether it stands beside each value that has it: only an actual value needs no word."""
        return self is not Status.ACTUAL
