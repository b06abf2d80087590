"""Values that a template sees only through the attributes that it names, and functions that read its context."""

from collections.abc import Callable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

__all__ = ["GETTEXT_READS", "View", "context_names", "reads_context", "view_names"]

_Function = TypeVar("_Function", bound=Callable[..., Any])
_CONTEXT_NAMES: WeakKeyDictionary[Callable[..., Any], frozenset[str]] = WeakKeyDictionary()

GETTEXT_READS = "aimaq.gettext_reads"
"""The key of a Jinja environment's ``policies`` for the names that its gettext functions read from the context."""


def reads_context(*names: str) -> Callable[[_Function], _Function]:
    """Return a decorator that declares which variables a function with ``pass_context`` reads.

    A page that calls a function without it is rendered whenever anything in its context has changed.
    """

    def declare(function: _Function) -> _Function:
        _CONTEXT_NAMES[function] = frozenset(names)
        return function

    return declare


def context_names(function: Callable[..., Any]) -> frozenset[str] | None:
    """Return the names that :func:`reads_context` has declared for a function; None if it has not."""
    return _CONTEXT_NAMES.get(function)


class View:
    """Base class of frozen views.

    A page's key covers only those attributes of a view that its template names, so a changed body does not change a
    list that prints titles. A view's methods and properties must not matter to a template in any other way.
    """

    __slots__ = ()


def view_names() -> frozenset[str]:
    """Return the names of all attributes of all views."""
    names: set[str] = set()
    kinds = [View]
    while kinds:
        kind = kinds.pop()
        names.update(dir(kind))
        kinds.extend(kind.__subclasses__())
    return frozenset(names)
