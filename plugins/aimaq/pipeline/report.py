"""The report of a build."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from aimaq.base.problems import Problem
from aimaq.build.site_trees import Changes

__all__ = ["Report"]


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did.

    ``composed`` counts the pages that were rendered, ``finished`` the files that were only filled again; ``refilled``
    is true if Pelican did not run. ``changes`` are those of the site. ``seconds`` is the whole time, ``stages`` maps
    each stage to its share. ``remarks`` are sentences for people, ``doubts`` what typography has left as it is typed in
    the texts, ``unlogged`` the lines that the log of what is published lacks. ``drafts`` maps the address of each draft
    that has problems to these, in words. ``folder`` is that with which the links of its pages begin, "/press" or "".
    """

    refilled: bool
    composed: int
    finished: int
    changes: Changes
    seconds: float
    stages: Mapping[str, float] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    doubts: tuple[Problem, ...] = ()
    unlogged: tuple[str, ...] = ()
    drafts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    folder: str = ""
