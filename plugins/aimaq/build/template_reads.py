"""What a template reads: which names of its context, which attributes of what it finds there, and which sources.

Jinja templates reach their context by names that stand in their source, so the sources of a template and of everything
that it includes, imports and extends give a superset of what rendering can read. Nothing is recorded during rendering.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import msgspec
from jinja2 import Environment, Template, meta, nodes
from jinja2.environment import TemplateModule

from aimaq.base.view import GETTEXT_READS, context_names

__all__ = ["GetOrCreate", "Reads", "TemplateReads", "sharing"]

#: Returns the cached bytes of a key, or those of the function; the key is a digest of everything that they depend on.
GetOrCreate = Callable[[bytes, Callable[[], bytes]], bytes]
#: What the syntax tree depends on besides the source: the key of Jinja's own cache of lexers.
_SYNTAX = (
    *("block_start_string", "block_end_string", "variable_start_string", "variable_end_string"),
    *("comment_start_string", "comment_end_string", "line_statement_prefix", "line_comment_prefix"),
    *("trim_blocks", "lstrip_blocks", "newline_sequence", "keep_trailing_newline"),
)


@dataclass(frozen=True, slots=True)
class Reads:
    """What rendering a template may read.

    ``names`` are variables of the context; None means any of them. ``attributes`` are the names of attributes and
    items of any value. ``sources`` is a digest of the sources of the template and of everything that it includes.
    """

    names: frozenset[str] | None
    attributes: frozenset[str]
    sources: str


@dataclass(frozen=True, slots=True)
class _SourceReads:
    """What one source file reads, without the templates that it includes."""

    digest: bytes
    names: frozenset[str]
    attributes: frozenset[str]
    references: frozenset[str | None]


class TemplateReads:
    """What the templates of one environment read; each source is parsed once."""

    def __init__(self, environment: Environment, get_or_create: GetOrCreate = lambda _, create: create()) -> None:
        """``get_or_create`` may return what an earlier build has found in a source."""
        self.environment, self._get_or_create = environment, get_or_create
        syntax = (getattr(environment, name) for name in _SYNTAX)
        self._syntax = "\0".join((*map(str, syntax), *sorted(environment.extensions)))
        # Jinja does not count a name as undeclared that is a global, but a context may hold one of the same name, and
        # a global function may read the context.
        self._bare = environment.overlay()
        self._bare.globals = {}
        self._own: dict[str, _SourceReads] = {}
        self._reads: dict[str, Reads] = {}

    def of(self, name: str) -> Reads:
        """Return what a template reads; raise Jinja's error for a source that is missing or not valid."""
        if name not in self._reads:
            self._reads[name] = self._closure(name)
        return self._reads[name]

    def _closure(self, name: str) -> Reads:
        todo, seen = [name], dict[str, _SourceReads]()
        while todo:
            current = todo.pop()
            if current in seen:
                continue
            seen[current] = own = self._source(current)
            if None in own.references:  # a name that is computed: it may be any template
                todo.extend(self.environment.list_templates())
            todo.extend(each for each in own.references if each)
        digest = hashlib.blake2b(digest_size=16)
        for each in sorted(seen):
            digest.update(each.encode() + b"\0" + seen[each].digest)
        called = self._called(frozenset().union(*(own.attributes | own.names for own in seen.values())))
        names = None if called is None else called.union(*(own.names for own in seen.values()))
        return Reads(names, frozenset().union(*(own.attributes for own in seen.values())), digest.hexdigest())

    def _source(self, name: str) -> _SourceReads:
        if name not in self._own:
            loader = self.environment.loader
            assert loader is not None, "Pelican's environments have a loader"
            source = loader.get_source(self.environment, name)[0]
            key = hashlib.blake2b(f"{self._syntax}\0{source}".encode(), digest_size=16).digest()
            data = self._get_or_create(key, lambda: msgspec.msgpack.encode(self._read(source, name)))
            self._own[name] = _decode(data)
        return self._own[name]

    def _read(self, source: str, name: str) -> _SourceReads:
        tree = self._bare.parse(source, name)
        return _SourceReads(
            hashlib.blake2b(source.encode(), digest_size=16).digest(),
            frozenset(meta.find_undeclared_variables(tree)),
            frozenset(_attributes(tree)),
            frozenset(meta.find_referenced_templates(tree)),
        )

    def _called(self, used: frozenset[str]) -> frozenset[str] | None:
        """Return the names that functions, filters and tests read from the context; None if they are not declared.

        :func:`reads_context` declares them; for the gettext functions, which Jinja's i18n extension wraps, the
        environment's policy :data:`GETTEXT_READS` does.
        """
        environment = self.environment
        names: set[str] = set()
        for name, function in (*environment.globals.items(), *environment.filters.items(), *environment.tests.items()):
            passed = getattr(function, "jinja_pass_arg", None)
            if name not in used or passed is None or passed.name != "context":
                continue
            module = getattr(function, "__module__", "")
            if module.startswith("jinja2.") and module != "jinja2.ext":
                continue  # `map` and similar filters pass the context on, and read nothing from it
            wrapped = module == "jinja2.ext"
            declared = environment.policies.get(GETTEXT_READS) if wrapped else context_names(function)
            if declared is None:
                return None
            names.update(declared)
        return frozenset(names)


def _attributes(tree: nodes.Template) -> Iterable[str]:
    """Yield every name that may be an attribute or a key: in `x.name`, `x["name"]`, `map(attribute="name")`."""
    for node in tree.find_all((nodes.Getattr, nodes.Const, nodes.Filter, nodes.Test)):
        if isinstance(node, nodes.Getattr):
            yield node.attr
        elif isinstance(node, nodes.Const):
            if isinstance(node.value, str):
                yield from node.value.split(".")  # `attribute="category.name"`
        elif isinstance(node, nodes.Filter | nodes.Test):
            yield node.name


def sharing(reads: TemplateReads) -> type[Template]:
    """Return the class of templates whose macros, imported with context, are made once for the same values.

    A page imports some twenty components, each of which reads a few names, such as the edition, that are the same on
    thousands of pages. What else a context holds makes no difference, as it makes none to a page's key.
    """

    class Sharing(Template):
        @cached_property
        def made(self) -> dict[tuple[int, ...], TemplateModule]:
            return {}

        @cached_property
        def read(self) -> tuple[str, ...] | None:
            names = reads.of(self.name or "").names
            return None if names is None else tuple(sorted(names))

        def make_module(
            self, vars: dict[str, Any] | None = None, shared: bool = False, locals: Mapping[str, Any] | None = None
        ) -> TemplateModule:
            if self.read is None or not shared:
                return super().make_module(vars, shared, locals)
            given = {**(vars or {}), **(locals or {})} if locals else vars or {}
            # A module keeps what it is made from, so no other value gets the identity of one of these.
            key = tuple(id(given.get(name)) for name in self.read)
            if key not in self.made:
                if len(self.made) == _MOST_MODULES:  # it reads what is another one on each page
                    self.made.clear()
                self.made[key] = super().make_module(vars, shared, locals)
            return self.made[key]

    return Sharing


#: So many modules of a template are kept: a site has a few editions.
_MOST_MODULES = 16
_decode = msgspec.msgpack.Decoder(_SourceReads).decode
