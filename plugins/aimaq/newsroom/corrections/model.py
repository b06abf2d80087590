"""Corrections: what was wrong in a published text, and what the site prints about it.

An editor writes some of them into a text's front matter (``corrections:``); others follow from the ledger, perhaps
long after the text was composed. So composing describes each text as a :class:`Subject` and asks for what
to print. :class:`~aimaq.newsroom.corrections.writer.CorrectionWriter` answers at once,
:class:`~aimaq.newsroom.corrections.figures.DeferredCorrections` with a slot for a text that quotes figures.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol, Self

from aimaq.base import slots

__all__ = ["Correction", "Finder", "Spelling", "Subject", "pack"]

Spelling = Literal["date", "rfc3339", "rfc822"]
"""How a moment is written: a day by ISO 8601, or a moment by RFC 3339 or RFC 822."""


@dataclass(frozen=True, slots=True)
class Subject:
    """An article or a page that corrections may concern.

    ``day`` is the ISO date of publication, "" for a page without one; ``changed`` is the moment at which it was
    published or, later, changed by hand (RFC 3339), or "". ``address`` is root-relative, ``title`` may hold slots.
    ``quotes`` are the markers of the figures that it quotes; ``corrections`` are the editors' own, pairs of an ISO date
    and a plain text in the subject's language, in the order of the front matter.
    """

    lang: str
    day: str = ""
    changed: str = ""
    title: str = ""
    address: str = ""
    quotes: tuple[str, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """Return the subject from a list of its values, as :func:`unpack` returns it."""
        lang, day, changed, title, address, quotes, corrections = values
        return cls(lang, day, changed, title, address, tuple(quotes), tuple(map(tuple, corrections)))

    @property
    def without_name(self) -> Self:
        """The same without title and address, which only a list prints."""
        return replace(self, title="", address="")


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction in one language.

    ``date`` is the ISO date on which it was made, ``anchor`` its permanent name within a language. An editor's
    correction has its ``text``, in ``lang``. A figure's has a ``label`` and a ``period``, the value that it ``was`` and
    the one that it is ``now``, and in ``text`` the reason, or "". ``address`` is the root-relative address of the
    figure's page. ``subjects`` are the texts that had printed the wrong value.
    """

    date: str
    anchor: str
    lang: str
    text: str
    label: str = ""
    period: str = ""
    was: str = ""
    now: str = ""
    address: str = ""
    subjects: tuple[Subject, ...] = ()


class Finder(Protocol):
    """Finds corrections."""

    def of(self, subjects: Sequence[Subject], lang: str) -> Iterable[Correction]:
        """Return those that concern one of the subjects, newest first, in the language ``lang``."""

    def days(self, subjects: Sequence[Subject]) -> Iterable[str]:
        """Return the ISO dates of these, in any order; a build asks for them very often."""

    def all(self, subjects: Sequence[Subject], lang: str) -> Iterable[Correction]:
        """Return all corrections, those that concern none of the subjects too; else as :meth:`of`."""


def pack(*values: object) -> str:
    """Return values as a short text of ASCII letters, digits, "-" and "_" for the arguments of a slot.

    A subject becomes a list, from which :meth:`Subject.of` makes it again. ``slots.unpack`` returns the values.
    """
    return slots.pack(values, lambda subject: [getattr(subject, name) for name in Subject.__slots__])
