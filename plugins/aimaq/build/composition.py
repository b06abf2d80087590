"""What one run of Pelican writes: pages with the key of everything that they may show, texts, generated files."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from jinja2 import Template

from aimaq.base.components import rendering_problem
from aimaq.base.files.cache import Cache, cache_key
from aimaq.base.problems import Problem, ProblemsFound, raise_any
from aimaq.base.processes.parallel import parallel_map
from aimaq.base.view import view_names
from aimaq.build.encoder import Encoder
from aimaq.build.fingerprints import Fingerprints, Kinds
from aimaq.build.store import Output, pack_text
from aimaq.build.template_reads import GetOrCreate, Reads, TemplateReads, sharing
from aimaq.build.transform import Transform

__all__ = ["Composed", "Composition"]

_Write = Callable[[str, bytes], tuple[bytes, bool]]


@dataclass(frozen=True, slots=True)
class _Job:
    """A page to render, with the part of its context that its template may read; or a text without a template.

    ``key`` is a digest of everything that ``text`` returns such a text from, or the text itself.

    To save memory, ``common`` holds what the template's pages share, and ``own`` what differs. ``shared`` is the
    context of the whole site, in which contents find the address that links start with; for this page, ``site_url``.
    """

    template: Template | None
    reads: Reads
    common: Mapping[str, Any]
    own: Mapping[str, Any]
    key: str = ""
    text: Callable[[], str] = str
    shared: dict[str, Any] = field(default_factory=dict)
    site_url: str | None = None

    @property
    def context(self) -> dict[str, Any]:
        """The variables that the template may read."""
        return {**self.common, **self.own}


@dataclass(frozen=True, slots=True)
class _File:
    """A generated file: the digest of everything that its bytes depend on, and the function that returns them."""

    key: str
    create: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Composed:
    """A composed file: what the store keeps of it, and whether its bytes are new; or its problems."""

    output: Output
    written: bool
    problems: tuple[Problem, ...] = ()


class Composition:
    """Collects what Pelican writes, and then renders on all cores what has changed since the last build."""

    def __init__(
        self,
        transform: Transform,
        encoder: Encoder,
        base: str = "",
        root: str = ".",
        cache: Cache | None = None,
        get_or_create: GetOrCreate = lambda _, create: create(),
        kinds: Kinds = (),
    ) -> None:
        """``base`` is a digest of what else rendering depends on: settings, plugins, versions.

        Messages name files by their paths from ``root``. ``cache`` holds generated files, ``get_or_create`` caches what
        templates read. ``kinds`` state what a template can read of another library's values.
        """
        self.transform, self.encoder, self.base, self.root = transform, encoder, base, root
        self.cache, self.get_or_create = cache or Cache(), get_or_create
        self._kinds = kinds
        self.jobs: dict[str, _Job] = {}
        self.files: dict[str, _File] = {}
        # By the environment's id; the value holds the environment, so no other gets the id.
        self._reads: dict[int, TemplateReads] = {}
        # By the id of the template's reads, which `_reads` holds.
        self._common: dict[int, Mapping[str, Any]] = {}
        self._fingerprints: dict[frozenset[str], Fingerprints] = {}
        self._globals_shown: dict[tuple[int, frozenset[str], frozenset[str]], str] = {}
        self._keys: dict[str, str] = {}
        self._names: frozenset[str] = frozenset()  # of all attributes of contents

    def page(self, path: str, template: Template, context: Mapping[str, Any], shared: dict[str, Any]) -> None:
        """Add a page that ``template`` renders from ``context``.

        ``shared`` is the context of the whole site, whose ``localsiteurl`` the contents' links start with.
        """
        environment = template.environment
        if id(environment) not in self._reads:
            self._reads[id(environment)] = of_all = TemplateReads(environment, self.get_or_create)
            if not shared.get("localsiteurl"):  # else the links of one value differ between pages
                environment.template_class = sharing(of_all)  # for those that are loaded from now on
        reads = self._reads[id(environment)].of(template.name or "")
        names = reads.names if reads.names is not None else frozenset(context)
        seen = {name: context[name] for name in names if name in context}
        common = self._common.setdefault(id(reads), seen)
        if common.keys() <= seen.keys():
            seen = {name: value for name, value in seen.items() if name not in common or common[name] is not value}
        else:
            common = {}
        self.jobs[path] = _Job(template, reads, common, seen, shared=shared, site_url=shared.get("localsiteurl"))

    def text(self, path: str, text: str) -> None:
        """Add a composed text, such as a feed."""
        self.text_of(path, text, lambda: text)

    def text_of(self, path: str, key: str, text: Callable[[], str]) -> None:
        """Add a composed text that is made only if ``key``, the digest of everything that it depends on, is new."""
        self.jobs[path] = _Job(None, _NOTHING, {}, {}, key, text)

    def file(self, path: str, key: str, create: Callable[[], bytes]) -> None:
        """Add a generated file: the bytes that ``create`` returns; ``key`` is the digest of what they depend on.

        ``create`` is called only if neither the site nor the cache has a file of that key. It may raise
        ``ProblemsFound``.
        """
        self.files[path] = _File(key, create)

    def pages(self) -> Iterator[tuple[str, frozenset[str], Mapping[str, object]]]:
        """Yield path and context of each page, and between them the attributes that its template names."""
        for path, job in self.jobs.items():
            if job.template is not None:
                yield path, job.reads.attributes, job.context

    @property
    def paths(self) -> frozenset[str]:
        """The paths of all files that were added."""
        return frozenset((*self.jobs, *self.files))

    def clear(self) -> None:
        """Take all files out that were added."""
        self.jobs.clear()
        self.files.clear()

    def changed(self, known: Mapping[str, str], names: frozenset[str]) -> list[str]:
        """Return the paths of pages and texts whose keys are not those in ``known``; keys are computed on all cores.

        ``names`` are those of all attributes of articles and pages. Call this before anything is rendered, since a
        template may change the values that it reads.
        """
        self._names = names | view_names()
        # Pages of one template read the same attributes of the same values.
        by_template = sorted(self.jobs, key=lambda path: (self.jobs[path].reads.sources, path))
        self._keys.update(parallel_map(self._key_of, by_template, tuple[str, str], contiguous=True))
        self._fingerprints.clear()
        self._globals_shown.clear()
        return [path for path in self.jobs if known.get(path) != self._keys[path]]

    def changed_files(self, known: Mapping[str, str]) -> list[str]:
        """Return the paths of generated files whose keys are not those in ``known``."""
        return [path for path, file in self.files.items() if known.get(path) != file.key]

    def compose(self, paths: Iterable[str], files: Iterable[str], write: _Write) -> Iterator[Composed]:
        """Write the pages and texts ``paths`` and the generated ``files``; yield each of them, in no particular order.

        ``write`` takes a path and the finished bytes, and returns their digest and whether they are new; workers call
        it. At the end, raise ``ProblemsFound`` with the problems of all files.
        """
        problems: list[Problem] = []
        for composed in itertools.chain(
            # Neighbours are often made from one source, and each of them takes long enough for a process.
            parallel_map(partial(self._write_file, write), sorted(files), Composed, min_items=1),
            parallel_map(partial(self._compose, write), sorted(paths), Composed),
        ):
            problems.extend(composed.problems)
            if not problems:
                yield composed
        raise_any(problems)

    def _key_of(self, path: str) -> tuple[str, str]:
        """Return the path, and the page's key: the digest of everything that it may show."""
        job = self.jobs[path]
        if job.template is None:
            return path, cache_key(self.base, path, job.key)
        job.shared["localsiteurl"] = job.site_url
        reads = job.reads
        attributes = reads.attributes & self._names
        if attributes not in self._fingerprints:
            self._fingerprints[attributes] = Fingerprints(attributes, self._names, self._kinds)
        fingerprint = self._fingerprints[attributes].of
        context, globals_ = job.context, job.template.globals
        others = reads.names.difference(context) if reads.names is not None else frozenset()
        shared = id(globals_), attributes, others  # most pages read the same globals
        if shared not in self._globals_shown:
            self._globals_shown[shared] = fingerprint(others, globals_)
        shown = fingerprint(context, context) + self._globals_shown[shared]
        return path, cache_key(self.base, path, reads.sources, shown)

    def _compose(self, write: _Write, path: str) -> Composed:
        job = self.jobs[path]
        job.shared["localsiteurl"] = job.site_url
        try:
            text = job.template.render(job.context) if job.template else job.text()
        except Exception as error:
            problem = rendering_problem(error, self.root)
            if problem is None:
                raise
            return Composed(Output(path, "", b""), False, (problem,))
        prepared = self.transform.prepare(path, text)
        keys = self.transform.keys(prepared)
        try:
            finished = self.transform.finish(prepared) if keys else prepared
            data = self.encoder.encode(path, finished)
        except ProblemsFound as found:
            return Composed(Output(path, "", b""), False, found.problems)
        digest, written = write(path, data)
        packed = pack_text(prepared) if keys else None
        return Composed(Output(path, self._keys.get(path, ""), digest, packed, keys), written)

    def _write_file(self, write: _Write, path: str) -> Composed:
        file = self.files[path]
        try:
            data = self.cache.get_or_create(file.key, file.create)
        except ProblemsFound as found:
            return Composed(Output(path, "", b""), False, found.problems)
        digest, written = write(path, data)
        return Composed(Output(path, file.key, digest), written)


_NOTHING = Reads(frozenset(), frozenset(), "")
