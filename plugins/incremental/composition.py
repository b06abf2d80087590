"""What one run of Pelican asks to be written: pages to render, each with the key of all that it may show, and texts."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from jinja2 import Template

from support.problems import Problem, ProblemsFound
from support.templates import rendering_problem

from .fingerprints import Fingerprints
from .store import Output
from .templates import TemplateReads
from .transform import Transform
from .workers import fan_out

__all__ = ["Composed", "Composition"]


@dataclass(frozen=True, slots=True)
class _Job:
    """A page to render, with as much of its context as its template may read; or a text that is there already."""

    key: str
    template: Template | None
    context: Mapping[str, Any]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Composed:
    """A file as it has been composed: what is kept of it, and whether its bytes are new; or its problems."""

    output: Output
    written: bool
    problems: tuple[Problem, ...] = ()


class Composition:
    """Collects while Pelican writes; afterwards renders what the last build has not, on all cores."""

    def __init__(self, transform: Transform, base: str = "", root: str = ".") -> None:
        """``base`` is a digest of whatever else rendering depends on: settings, plugins, versions.

        Messages name files by their paths from ``root``.
        """
        self.transform, self.base, self.root = transform, base, root
        self.jobs: dict[str, _Job] = {}
        # By the environment's id, which stays its own: what reads its templates holds it.
        self._reads: dict[int, TemplateReads] = {}
        self._fingerprints: dict[frozenset[str], Fingerprints] = {}

    def page(self, path: str, template: Template, context: Mapping[str, Any]) -> None:
        """Take a page that ``template`` is to render from ``context``."""
        environment = template.environment
        if id(environment) not in self._reads:
            self._reads[id(environment)] = TemplateReads(environment)
        reads = self._reads[id(environment)].of(template.name or "")
        names = reads.names if reads.names is not None else frozenset(context)
        seen = {name: context[name] for name in names if name in context}
        if reads.attributes not in self._fingerprints:
            self._fingerprints[reads.attributes] = Fingerprints(reads.attributes)
        fingerprints = self._fingerprints[reads.attributes]
        globals_ = {name: template.globals[name] for name in names if name in template.globals and name not in seen}
        shown = fingerprints.of(seen, seen) + fingerprints.of(globals_, globals_)
        self.jobs[path] = _Job(_digest(self.base, path, reads.sources, shown), template, seen)

    def text(self, path: str, text: str) -> None:
        """Take a text that is finished but for the transform."""
        self.jobs[path] = _Job(_digest(self.base, path, text), None, {}, text)

    def changed(self, known: Mapping[str, str]) -> list[str]:
        """Return the paths whose keys are not those in ``known``."""
        return [path for path, job in self.jobs.items() if known.get(path) != job.key]

    def compose(self, paths: Iterable[str], write: Callable[[str, bytes], bool]) -> Iterator[Composed]:
        """Yield each of the files, composed, finished and written, in no particular order.

        ``write`` takes a path and the finished bytes, and tells whether they are new; workers call it. With problems
        in any of the files, raise ``ProblemsFound`` with all of them, at the end.
        """
        problems: list[Problem] = []
        for composed in fan_out(partial(self._compose, write), sorted(paths), Composed):
            problems.extend(composed.problems)
            if not problems:
                yield composed
        if problems:
            raise ProblemsFound(problems)

    def _compose(self, write: Callable[[str, bytes], bool], path: str) -> Composed:
        job = self.jobs[path]
        try:
            text = job.template.render(job.context) if job.template else job.text
        except Exception as error:
            problem = rendering_problem(error, lambda file: os.path.relpath(file, self.root).replace(os.sep, "/"))
            if problem is None:
                raise
            return Composed(Output(path, ""), False, (problem,))
        prepared = self.transform.prepare(path, text)
        keys = self.transform.keys(prepared)
        try:
            finished = self.transform.finish(prepared) if keys else prepared
        except ProblemsFound as found:
            return Composed(Output(path, ""), False, found.problems)
        return Composed(Output(path, job.key, prepared if keys else None, keys), write(path, finished.encode()))


def _digest(*parts: str) -> str:
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()
