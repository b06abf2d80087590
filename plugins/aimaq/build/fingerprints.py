"""The fingerprint of what a template may read: two contexts with the same fingerprint render to the same text.

Only the attributes that the template names count, so a changed body does not change a list that prints titles. Of an
unknown type, everything counts. A value that cannot be read (an open file) never has the same fingerprint twice, so a
page that shows it is rendered in every build.
"""

from __future__ import annotations

import hashlib
import itertools
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, time, tzinfo
from decimal import Decimal
from enum import Enum
from functools import partial
from pathlib import PurePath
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any

import msgspec
from jinja2 import Environment, Template

from aimaq.base.view import View

__all__ = ["Fingerprints", "Kinds"]

#: The types that msgpack distinguishes: text from bytes, integers from floats.
_NATIVE = frozenset({str, int, float, bool, type(None)})
_SCALARS = (str, bytes, int, float, Decimal, date, time, type(None))
_NAMED = (type, FunctionType, BuiltinFunctionType, ModuleType)


class Fingerprints:
    """Fingerprints of values by one set of attributes; what it caches is valid for one build."""

    def __init__(
        self, attributes: frozenset[str], known_names: frozenset[str] | None = None, kinds: Kinds = ()
    ) -> None:
        """``known_names`` are the names that values have, if other names have been left out of the attributes.

        ``kinds`` give the parts of other libraries' values; they go before :data:`_KINDS`.
        """
        self.attributes, self.known_names = attributes, known_names
        self._kinds = (*kinds, *_KINDS)
        self._known: dict[int, bytes] = {}
        self._alive: list[Any] = []  # what is cached by its id must not be freed, or another value may get the id
        self._open: dict[int, int] = {}
        self._shown: dict[type, tuple[tuple[str, bool], ...]] = {}  # names, and whether all of the type have them
        self._parts: dict[type, _Parts | None] = {}  # None: values of the type are scalars

    def of(self, names: Iterable[str], context: Mapping[str, Any]) -> str:
        """Return the fingerprint of the variables of these names."""
        row: list[Any] = []
        for name in sorted(names):
            if name in context:
                row += name, self._value(context[name])[0]
        return _digest(row).hex()

    def _value(self, value: Any) -> tuple[Any, int]:
        """Return a value's fingerprint, and the least depth that a cycle leads back to (:data:`_NOWHERE`: no cycle).

        A text, a number, True, False and None are their own fingerprints.
        """
        kind, own_id = type(value), id(value)
        if kind in _NATIVE:
            return value, _NOWHERE
        try:
            parts = self._parts[kind]
        except KeyError:
            parts = self._parts[kind] = None if issubclass(kind, _SCALARS) else self._parts_of(value)
        if parts is None:
            return _scalar(value), _NOWHERE
        known = self._known.get(own_id)
        if known is not None:
            return known, _NOWHERE
        if own_id in self._open:
            # A cycle: an article's translation names the article. Its path is enough here. What is part of the cycle is
            # not cached, since its fingerprint would differ if the cycle were entered elsewhere.
            return f"again:{getattr(value, 'relative_source_path', '')};".encode(), self._open[own_id]
        depth = len(self._open)
        self._open[own_id] = depth
        row: list[Any] = [kind.__qualname__]
        reached = _NOWHERE
        known_of = self._known.get
        try:
            for part in parts(self, value):
                # Most parts are native or known, and a call for each would cost more than the digest.
                if type(part) in _NATIVE:
                    row.append(part)
                    continue
                known = known_of(id(part))
                if known is not None:
                    row.append(known)
                    continue
                own, reach = self._value(part)
                if reach < reached:
                    reached = reach
                row.append(own)
        finally:
            del self._open[own_id]
        result = _digest(row)
        if reached >= depth:
            self._known[own_id] = result
            self._alive.append(value)
            reached = _NOWHERE
        return result, reached

    def named_attributes(self, value: Any) -> Sequence[Any]:
        """Return the names and values of those attributes of a value that the template names."""
        kind = type(value)
        if kind not in self._shown:
            methods = {name for name in self.attributes if callable(getattr(kind, name, None))}
            self._shown[kind] = tuple((name, hasattr(kind, name)) for name in sorted(self.attributes - methods))
        own = getattr(value, "__dict__", {})
        shown: list[Any] = []
        if self.known_names is not None and not own.keys() <= self.known_names:
            shown.append(os.urandom(16))  # it may have an attribute that the template names
        for name, of_kind in self._shown[kind]:
            if name in own:
                shown += name, own[name]
            elif of_kind:
                shown += name, getattr(value, name)
        return shown

    def _parts_of(self, value: Any) -> _Parts:
        """Return the function for the parts of values of this one's type that a template can read."""
        return next((parts for kinds, parts in self._kinds if isinstance(value, kinds)), lambda _, each: _inside(each))


def _inside(value: Any) -> Iterable[Any]:
    known = getattr(value, "__dict__", None)
    if known is not None:
        return itertools.chain.from_iterable(known.items())
    slots = [name for kind in type(value).__mro__ for name in getattr(kind, "__slots__", ())]
    if slots:
        return [getattr(value, name, None) for name in slots]
    return (os.urandom(16),)  # never the same again


def _digest(row: list[Any]) -> bytes:
    """Return the fingerprint of a row of values; different rows must not be encoded as the same bytes."""
    try:
        data = _encode(row)
    except (UnicodeEncodeError, OverflowError):  # half a character, or an integer of more than 64 bits
        data = _encode([f"{type(each).__name__} {each!a}" for each in row])
    return hashlib.blake2b(data, digest_size=16).digest()


def _scalar(value: Any) -> bytes:
    """Return a value that msgpack cannot distinguish as bytes, with the name of its type."""
    text = value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
    return b"%b %b" % (type(value).__name__.encode(), text)


_encode = msgspec.msgpack.Encoder().encode
_NOWHERE = 1 << 30
_Parts = Callable[[Fingerprints, Any], Iterable[Any]]
Kinds = Sequence[tuple[Any, _Parts]]
"""Types, or tuples of types, each with a function that returns the parts of its values."""
_KINDS: Kinds = (
    (View, Fingerprints.named_attributes),
    (Mapping, lambda _, value: itertools.chain.from_iterable(value.items())),
    ((list, tuple), lambda _, value: value),
    ((set, frozenset), lambda _, value: sorted(value, key=str)),
    (Enum, lambda _, value: (value.name,)),
    ((PurePath, tzinfo), lambda _, value: (str(value),)),
    (MethodType, lambda _, value: (value.__func__, value.__self__)),
    (partial, lambda _, value: (value.func, value.args, value.keywords)),
    (_NAMED, lambda _, value: (f"{getattr(value, '__module__', '')}.{getattr(value, '__qualname__', value)}",)),
    ((Environment, Template), lambda _, value: (getattr(value, "name", "") or "",)),
)
