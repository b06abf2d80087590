"""What a reader returned, as bytes and back: data only, so that a cache file can never run anything.

Knows the values that Pelican's readers make (``SafeDatetime``, tags, categories, authors), plain Python values,
and dataclasses and msgspec structs of modules that are loaded already. Anything else is refused, and the file
is then simply read anew in each build.
"""

from __future__ import annotations

import dataclasses
import sys
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec
from pelican.urlwrappers import Author, Category, Tag, URLWrapper
from pelican.utils import SafeDatetime

__all__ = ["Uncacheable", "pack", "unpack"]

_WRAPPERS: dict[str, type[URLWrapper]] = {each.__name__: each for each in (Author, Category, Tag)}
_PLAIN = (str, int, float, bool, bytes, type(None))


class Uncacheable(TypeError):
    """A value of a kind that the cache does not hold."""


def pack(value: Any) -> bytes:
    """Return the value as bytes; raise :class:`Uncacheable` for a kind of value that is not known."""
    return msgspec.msgpack.encode(_plain(value))


def unpack(data: bytes, settings: dict[str, Any]) -> Any:
    """Return the value again; tags, categories and authors get the ``settings`` of this build.

    Raises ValueError for bytes that :func:`pack` did not make.
    """
    return _rich(msgspec.msgpack.decode(data), settings)


def _plain(value: Any) -> Any:
    """Return lists as lists, dicts as ["d", …]; everything else that is not plain as [tag, …]."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is list:
        return ["l", *map(_plain, value)]
    if kind is dict:
        return ["d", *(_plain(part) for item in value.items() for part in item)]
    if kind is tuple:
        return ["t", *map(_plain, value)]
    if isinstance(value, URLWrapper) and kind.__name__ in _WRAPPERS:
        return ["u", kind.__name__, value.name]
    if isinstance(value, datetime):
        return ["D" if kind is SafeDatetime else "m", value.isoformat(), _zone(value)]
    if kind is date:
        return ["a", value.isoformat()]
    if kind is Decimal:
        return ["n", str(value)]
    if isinstance(value, msgspec.Struct):
        fields = (_plain(getattr(value, name)) for name in kind.__struct_fields__)
        return ["o", kind.__module__, kind.__qualname__, *fields]
    if dataclasses.is_dataclass(value):
        fields = (_plain(getattr(value, field.name)) for field in dataclasses.fields(value))
        return ["o", kind.__module__, kind.__qualname__, *fields]
    raise Uncacheable(f"{kind.__module__}.{kind.__qualname__}")


def _zone(value: datetime) -> str:
    return getattr(value.tzinfo, "key", "")


def _rich(value: Any, settings: dict[str, Any]) -> Any:
    if not isinstance(value, list):
        return value
    tag, *parts = value
    if tag == "l":
        return [_rich(part, settings) for part in parts]
    if tag == "d":
        rich = [_rich(part, settings) for part in parts]
        return dict(zip(rich[::2], rich[1::2], strict=True))
    if tag == "t":
        return tuple(_rich(part, settings) for part in parts)
    if tag == "u":
        return _wrapper(parts[0], parts[1], settings)
    if tag in ("D", "m"):
        moment = (SafeDatetime if tag == "D" else datetime).fromisoformat(parts[0])
        return moment.replace(tzinfo=_named_zone(parts[1])) if parts[1] else moment
    if tag == "a":
        return date.fromisoformat(parts[0])
    if tag == "n":
        return Decimal(parts[0])
    if tag == "o":
        return _known_class(parts[0], parts[1])(*(_rich(part, settings) for part in parts[2:]))
    raise ValueError(f'not a cached value: "{tag}"')


def _wrapper(kind: str, name: str, settings: dict[str, Any]) -> URLWrapper:
    """Return one object for each tag, category and author: each makes its slug once, which is slow."""
    known: dict[tuple[str, str], URLWrapper] = settings.setdefault("INCREMENTAL_WRAPPERS", {})
    if (kind, name) not in known:
        known[kind, name] = _WRAPPERS[kind](name, settings)
    return known[kind, name]


def _named_zone(name: str) -> Any:
    from zoneinfo import ZoneInfo

    return ZoneInfo(name)


def _known_class(module: str, name: str) -> Any:
    """Return a class of a module that is loaded: a cache file can neither import nor call anything else."""
    found: Any = getattr(sys.modules.get(module), name, None)
    if isinstance(found, type) and (issubclass(found, msgspec.Struct) or dataclasses.is_dataclass(found)):
        return found
    raise ValueError(f"not a known class: {module}.{name}")
