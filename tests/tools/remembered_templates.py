"""Templates that are parsed, compiled and analysed once for a process and its forks, in any project.

What Jinja makes of a text depends on that, the template's name and the environment's options alone; it is most of what
a build of so small a site costs.
"""

from __future__ import annotations

import marshal
import pickle
from types import CodeType
from typing import Any

import jinja2
import jinja2.meta
import jinja2.nodes

__all__ = ["know", "learned", "remember"]

_Key = tuple[Any, ...]

_trees: dict[_Key, bytes] = {}
_codes: dict[_Key, CodeType] = {}
_names: dict[_Key, set[str]] = {}
_new_trees: set[_Key] = set()
_new_codes: set[_Key] = set()
_new_names: set[_Key] = set()
_parse, _compile = jinja2.Environment.parse, jinja2.Environment.compile
_undeclared = jinja2.meta.find_undeclared_variables


def remember() -> None:
    """From now on, parse, compile and analyse each template once here and in forks that begin after that."""
    jinja2.Environment.parse = _remembered_tree  # type: ignore[assignment, method-assign]  # self is positional
    jinja2.Environment.compile = _remembered_code  # type: ignore[assignment, method-assign]  # one for all overloads
    jinja2.meta.find_undeclared_variables = _remembered_names  # type: ignore[assignment]  # its argument is "ast"


def learned() -> bytes:
    """Return what this process has learned by itself, for another one; empty if that is nothing."""
    if not (_new_trees or _new_codes or _new_names):
        return b""
    return marshal.dumps(
        (
            {key: _trees[key] for key in _new_trees},
            {key: _codes[key] for key in _new_codes},
            {key: _names[key] for key in _new_names},
        )
    )


def know(data: bytes) -> None:
    """Remember what another process has learned."""
    if data:
        trees, codes, names = marshal.loads(data)
        _trees.update(trees)
        _codes.update(codes)
        _names.update(names)


def _remembered_tree(
    env: jinja2.Environment, source: str, name: str | None = None, filename: str | None = None
) -> jinja2.nodes.Template:
    key = (*_options(env), source, name)
    if key not in _trees:
        new = _parse(env, source, name, filename)
        new.set_environment(None)  # type: ignore[arg-type]  # as a new node, which has none yet
        _trees[key] = pickle.dumps(new)
        _new_trees.add(key)
    tree: jinja2.nodes.Template = pickle.loads(_trees[key])  # a copy each time: who looks at a tree may change it
    tree.set_environment(env)
    tree.remembered_as = key  # type: ignore[attr-defined]  # for who compiles it
    return tree


def _remembered_code(
    env: jinja2.Environment,
    source: str | jinja2.nodes.Template,
    name: str | None = None,
    filename: str | None = None,
    raw: bool = False,
    defer_init: bool = False,
) -> Any:
    key = (*_options(env), source, name) if isinstance(source, str) else getattr(source, "remembered_as", None)
    if key is None or raw or defer_init:
        return _compile(env, source, name, filename, raw, defer_init)  # type: ignore[call-overload]  # raw is no literal
    if key not in _codes:
        _codes[key] = _compile(env, source, name, filename)
        _new_codes.add(key)
    return _from_file(_codes[key], filename or "<template>")


def _remembered_names(tree: jinja2.nodes.Template) -> set[str]:
    remembered_as = getattr(tree, "remembered_as", None)
    if remembered_as is None:
        return _undeclared(tree)
    assert tree.environment is not None, "it was parsed by one"
    key = (*remembered_as, *sorted(tree.environment.globals))  # a global counts as declared
    if key not in _names:
        _names[key] = _undeclared(tree)
        _new_names.add(key)
    return set(_names[key])


def _from_file(code: CodeType, filename: str) -> CodeType:
    """Return the code as it is when it was compiled from this file."""
    if code.co_filename == filename:
        return code
    constants = (_from_file(each, filename) if isinstance(each, CodeType) else each for each in code.co_consts)
    return code.replace(co_filename=filename, co_consts=tuple(constants))


def _options(env: jinja2.Environment) -> tuple[str, ...]:
    functions = (
        f"{name} {getattr(function, '__qualname__', type(function).__qualname__)}"
        for named in (env.filters, env.tests)
        for name, function in sorted(named.items())
    )
    how = (env.trim_blocks, env.lstrip_blocks, env.keep_trailing_newline, env.optimized, env.is_async)
    newstyle = getattr(env, "newstyle_gettext", None)
    return (repr(how), repr(newstyle), str(env.autoescape), str(env.undefined), *sorted(env.extensions), *functions)
