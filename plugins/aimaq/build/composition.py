"""What one run of Pelican asks to be written: pages to render, each with the key of all that it may show, texts, and
files that are made from others."""

from __future__ import annotations

import hashlib
import itertools
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from jinja2 import Template

from aimaq.base.cache import Cache
from aimaq.base.components import rendering_problem
from aimaq.base.parallel import parallel_map
from aimaq.base.problems import Problem, ProblemsFound
from aimaq.base.view import view_names
from aimaq.build.documents import Documents
from aimaq.build.fingerprints import Fingerprints, Kinds
from aimaq.build.store import Output
from aimaq.build.template_reads import Reads, Remember, TemplateReads
from aimaq.build.transform import Transform

__all__ = ["Composed", "Composition"]


@dataclass(frozen=True, slots=True)
class _Job:
    """A page to render, with as much of its context as its template may read; or a text that is there already.

    Most of the context is that of the template's other pages, too: ``usual`` is one for all of them, which a large
    site's memory cannot do without, and ``own`` is what differs. ``shared`` is the context that all contents look into
    for the address that links start with; for this page it is ``site_url``.
    """

    template: Template | None
    reads: Reads
    usual: Mapping[str, Any]
    own: Mapping[str, Any]
    text: str = ""
    shared: dict[str, Any] = field(default_factory=dict)
    site_url: str | None = None

    @property
    def context(self) -> dict[str, Any]:
        """What the template may read."""
        return {**self.usual, **self.own}


@dataclass(frozen=True, slots=True)
class _File:
    """A file that is made from others: the digest of all that its bytes depend on, and what makes them."""

    key: str
    make: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Composed:
    """A file as it has been composed: what is kept of it, and whether its bytes are new; or its problems."""

    output: Output
    written: bool
    problems: tuple[Problem, ...] = ()


class Composition:
    """Collects while Pelican writes; afterwards renders what the last build has not, on all cores."""

    def __init__(
        self,
        transform: Transform,
        documents: Documents,
        base: str = "",
        root: str = ".",
        made: Cache | None = None,
        remember: Remember = lambda key, make: make(),
        kinds: Kinds = (),
    ) -> None:
        """``base`` is a digest of whatever else rendering depends on: settings, plugins, versions.

        Messages name files by their paths from ``root``. ``documents`` turns finished texts into bytes, UTF-8 if it is
        not given; ``made`` keeps the files that are made from others; ``remember`` what templates were found to read.
        ``kinds`` say what a template can see of another library's values.
        """
        self.transform, self.base, self.root = transform, base, root
        self.documents, self.made, self.remember = documents, made or Cache(), remember
        self._kinds = kinds
        self.jobs: dict[str, _Job] = {}
        self.files: dict[str, _File] = {}
        # By the environment's id, which stays its own: what reads its templates holds it.
        self._reads: dict[int, TemplateReads] = {}
        # By the id of what the template reads, which is held beside it.
        self._usual: dict[int, Mapping[str, Any]] = {}
        self._fingerprints: dict[frozenset[str], Fingerprints] = {}
        self._keys: dict[str, str] = {}
        self._names: frozenset[str] = frozenset()  # of all that contents have

    def page(self, path: str, template: Template, context: Mapping[str, Any], shared: dict[str, Any]) -> None:
        """Take a page that ``template`` is to render from ``context``.

        ``shared`` is the context of the whole site, whose ``localsiteurl`` the contents' links start with.
        """
        environment = template.environment
        if id(environment) not in self._reads:
            self._reads[id(environment)] = TemplateReads(environment, self.remember)
        reads = self._reads[id(environment)].of(template.name or "")
        names = reads.names if reads.names is not None else frozenset(context)
        seen = {name: context[name] for name in names if name in context}
        usual = self._usual.setdefault(id(reads), seen)
        if usual.keys() <= seen.keys():
            seen = {name: value for name, value in seen.items() if name not in usual or usual[name] is not value}
        else:
            usual = {}
        self.jobs[path] = _Job(template, reads, usual, seen, shared=shared, site_url=shared.get("localsiteurl"))

    def text(self, path: str, text: str) -> None:
        """Take a text that is finished but for the transform."""
        self.jobs[path] = _Job(None, _NOTHING, {}, {}, text)

    def file(self, path: str, key: str, make: Callable[[], bytes]) -> None:
        """Take a file that ``make`` returns, a pure function of what ``key`` is the digest of.

        It is not called where the last build has published the file, or any build has made one, with that key. Raises
        ``ProblemsFound`` what it raises.
        """
        self.files[path] = _File(key, make)

    @property
    def paths(self) -> frozenset[str]:
        """The paths of all that has been taken."""
        return frozenset((*self.jobs, *self.files))

    def changed(self, known: Mapping[str, str], names: frozenset[str]) -> list[str]:
        """Return the paths of pages and texts whose keys are not those in ``known``; keys are taken on all cores.

        ``names`` are those of all attributes of articles and pages. Nothing has been rendered yet: a template may leave
        something in what it reads.
        """
        self._names = names | view_names()
        # Pages of one template look at the same values, through the same attributes.
        by_template = sorted(self.jobs, key=lambda path: (self.jobs[path].reads.sources, path))
        self._keys.update(parallel_map(self._key_of, by_template, tuple[str, str], contiguous=True))
        self._fingerprints.clear()
        return [path for path in self.jobs if known.get(path) != self._keys[path]]

    def changed_files(self, known: Mapping[str, str]) -> list[str]:
        """Return the paths of files that are made and whose keys are not those in ``known``."""
        return [path for path, file in self.files.items() if known.get(path) != file.key]

    def compose(
        self, paths: Iterable[str], files: Iterable[str], write: Callable[[str, bytes], tuple[bytes, bool]]
    ) -> Iterator[Composed]:
        """Yield each of the pages and texts ``paths``, composed, finished and written, and each of the ``files``, made
        and written, in no particular order.

        ``write`` takes a path and the finished bytes, and returns their digest and whether they are new; workers call
        it. With problems in any of the files, raise ``ProblemsFound`` with all of them, at the end.
        """
        problems: list[Problem] = []
        for composed in itertools.chain(
            # Neighbours are often made from one file, and each of them is worth a process.
            parallel_map(partial(self._make, write), sorted(files), Composed, min_items=1),
            parallel_map(partial(self._compose, write), sorted(paths), Composed),
        ):
            problems.extend(composed.problems)
            if not problems:
                yield composed
        if problems:
            raise ProblemsFound(problems)

    def _key_of(self, path: str) -> tuple[str, str]:
        """Return the path, and the digest of all that the page may show."""
        job = self.jobs[path]
        if job.template is None:
            return path, _digest(self.base, path, job.text)
        job.shared["localsiteurl"] = job.site_url
        reads = job.reads
        attributes = reads.attributes & self._names
        if attributes not in self._fingerprints:
            self._fingerprints[attributes] = Fingerprints(attributes, self._names, self._kinds)
        of = self._fingerprints[attributes].of
        context, globals_ = job.context, job.template.globals
        names = reads.names if reads.names is not None else context
        shown = of(context, context) + of((name for name in names if name not in context), globals_)
        return path, _digest(self.base, path, reads.sources, shown)

    def _compose(self, write: Callable[[str, bytes], tuple[bytes, bool]], path: str) -> Composed:
        job = self.jobs[path]
        job.shared["localsiteurl"] = job.site_url
        try:
            text = job.template.render(job.context) if job.template else job.text
        except Exception as error:
            problem = rendering_problem(error, lambda file: os.path.relpath(file, self.root).replace(os.sep, "/"))
            if problem is None:
                raise
            return Composed(Output(path, "", b""), False, (problem,))
        prepared = self.transform.prepare(path, text)
        keys = self.transform.keys(prepared)
        try:
            finished = self.transform.finish(prepared) if keys else prepared
            data = self.documents.encode(path, finished)
        except ProblemsFound as found:
            return Composed(Output(path, "", b""), False, found.problems)
        digest, written = write(path, data)
        return Composed(Output(path, self._keys.get(path, ""), digest, prepared if keys else None, keys), written)

    def _make(self, write: Callable[[str, bytes], tuple[bytes, bool]], path: str) -> Composed:
        file = self.files[path]
        try:
            data = self.made.get_or_create(file.key, file.make)
        except ProblemsFound as found:
            return Composed(Output(path, "", b""), False, found.problems)
        digest, written = write(path, data)
        return Composed(Output(path, file.key, digest), written)


_NOTHING = Reads(frozenset(), frozenset(), "")


def _digest(*parts: str) -> str:
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()
