"""One thing that was compared: where it stands, what stands there, and what the log has."""

from __future__ import annotations

from dataclasses import dataclass, replace

__all__ = ["Comparison", "agreeing", "by_form", "disagreeing"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A value that was compared with the log; ``logged`` is empty if they agree.

    ``kind`` is what the report counts it as. ``file`` is a path below the site's address, ``place`` a place in it.
    ``by_form`` says that it relies on the form of a page, ``templates`` which of the site's own may make another form:
    then what does not agree counts as not compared.
    """

    kind: str
    file: str
    place: str = ""
    found: str = ""
    logged: str = ""
    by_form: bool = False
    templates: str = ""

    @property
    def agrees(self) -> bool:
        """Whether it is as the log has it."""
        return not self.logged

    def __str__(self) -> str:
        place = f", {self.place}" if self.place else ""
        return f"{self.file}{place}: {self.found}; {self.logged}"


def agreeing(kind: str, file: str) -> Comparison:
    """Return a comparison of what is right."""
    return Comparison(kind, file)


def disagreeing(kind: str, file: str, place: str, found: str, logged: str) -> Comparison:
    """Return a comparison of what is wrong: what stands there, and what the log has or what was expected."""
    return Comparison(kind, file, place, found, logged)


def by_form(compared: Comparison) -> Comparison:
    """Return a comparison that relies on the form of a page."""
    return compared if compared.agrees else replace(compared, by_form=True)
