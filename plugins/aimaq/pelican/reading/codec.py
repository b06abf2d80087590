"""What a reader returned, as plain data and back: data only, so that a cache file can never run anything.

Knows the values that Pelican's readers make (``SafeDatetime``, tags, categories, authors), plain Python values,
and dataclasses and msgspec structs of modules that are loaded already. Anything else is refused, and the file
is then simply read anew in each build.
"""

import dataclasses
import sys
from collections.abc import Callable
from datetime import date, datetime, timezone, tzinfo
from decimal import Decimal
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from dateutil.tz import tzoffset, tzutc
from pelican.urlwrappers import Author, Category, Tag, URLWrapper
from pelican.utils import SafeDatetime

__all__ = ["Uncacheable", "Wrappers", "from_plain", "to_plain", "wrappers_of"]

#: Returns the tag, category or author of a class and a name.
Wrappers = Callable[[str, str], URLWrapper]
_WRAPPERS: dict[str, type[URLWrapper]] = {each.__name__: each for each in (Author, Category, Tag)}
_PLAIN = (str, int, float, bool, bytes, type(None))


class Uncacheable(TypeError):
    """A value of a kind that the cache does not hold."""


def to_plain(value: Any) -> Any:
    """Return a value as data that msgpack can hold; raise :class:`Uncacheable`.

    Lists come as lists, dicts as ["d", …]; everything else that is not plain as [tag, …].
    """
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is list:
        return ["l", *map(to_plain, value)]
    if kind is dict:
        return ["d", *(to_plain(part) for item in value.items() for part in item)]
    if kind is tuple:
        return ["t", *map(to_plain, value)]
    if kind is frozenset:
        return ["s", *sorted(map(to_plain, value), key=repr)]
    if isinstance(value, URLWrapper) and kind.__name__ in _WRAPPERS and value._slug_from_name:
        return ["u", kind.__name__, value.name]
    if isinstance(value, datetime):
        return ["D" if kind is SafeDatetime else "m", value.isoformat(), _zone(value.tzinfo)]
    if kind is date:
        return ["a", value.isoformat()]
    if kind is Decimal:
        return ["n", str(value)]
    if kind is ZoneInfo and value.key:
        return ["z", value.key]
    if isinstance(value, msgspec.Struct) or dataclasses.is_dataclass(value):
        fields = (to_plain(getattr(value, name)) for name in _fields(kind))
        return ["o", kind.__module__, kind.__qualname__, *fields]
    raise Uncacheable(f"{kind.__module__}.{kind.__qualname__}")


def _zone(zone: tzinfo | None) -> Any:
    """Return a moment's zone as data, "" for one that its text says; raise :class:`Uncacheable` for an unknown kind.

    Pelican reads ``10:00-03:00`` with dateutil, whose zones have other names than Python's own, or none.
    """
    if zone is None or type(zone) is timezone:
        return ""
    if type(zone) is ZoneInfo and zone.key:
        return zone.key
    if type(zone) is tzutc:
        return ["utc"]
    if type(zone) is tzoffset and (offset := zone.utcoffset(None)) is not None:
        return ["offset", zone.tzname(None), offset.total_seconds()]
    raise Uncacheable(f"{type(zone).__module__}.{type(zone).__qualname__}")


def _zone_of(data: Any) -> tzinfo:
    """Return the zone that :func:`_zone` was given."""
    if type(data) is str:
        return ZoneInfo(data)
    found: tzinfo = tzutc() if data[0] == "utc" else tzoffset(data[1], data[2])
    return found


def wrappers_of(settings: dict[str, Any]) -> Wrappers:
    """Return what makes tags, categories and authors, each once: its slug is slow. ``settings`` are Pelican's."""
    return cache(lambda kind, name: _WRAPPERS[kind](name, settings))


def from_plain(value: Any, wrappers: Wrappers) -> Any:
    """Return what :func:`to_plain` was given; tags, categories and authors are those of this build.

    Raises ValueError for data that :func:`to_plain` did not make.
    """
    if type(value) is not list:
        return value
    tag = value[0]
    if tag == "d":
        # Most of what is kept is in dicts, and most of that is plain: a call for each part would cost the most.
        parts = [from_plain(part, wrappers) if type(part) is list else part for part in value]
        # The same few names come back with every article, and should be the same objects.
        names = (sys.intern(name) if type(name) is str else name for name in parts[1::2])
        return dict(zip(names, parts[2::2], strict=True))
    if tag == "u":
        return wrappers(value[1], value[2])
    if tag == "l":
        return [from_plain(part, wrappers) for part in value[1:]]
    if tag == "t":
        return tuple(from_plain(part, wrappers) for part in value[1:])
    if tag == "s":
        return frozenset(from_plain(part, wrappers) for part in value[1:])
    if tag in ("D", "m"):
        moment = (SafeDatetime if tag == "D" else datetime).fromisoformat(value[1])
        return moment.replace(tzinfo=_zone_of(value[2])) if value[2] else moment
    if tag == "a":
        return date.fromisoformat(value[1])
    if tag == "n":
        return Decimal(value[1])
    if tag == "z":
        return ZoneInfo(value[1])
    if tag == "o":
        known = _known_class(value[1], value[2])
        values = (from_plain(part, wrappers) for part in value[3:])
        return known(**dict(zip(_fields(known), values, strict=True)))
    raise ValueError(f'not a cached value: "{tag}"')


def _fields(kind: type[object]) -> tuple[str, ...]:
    """Return the names of the fields of a struct's class or a dataclass."""
    if dataclasses.is_dataclass(kind):
        return tuple(field.name for field in dataclasses.fields(kind))
    names: tuple[str, ...] = getattr(kind, "__struct_fields__", ())
    return names


def _known_class(module: str, name: str) -> Any:
    """Return a class of a module that is loaded: a cache file can neither import nor call anything else."""
    found: Any = getattr(sys.modules.get(module), name, None)
    if isinstance(found, type) and (issubclass(found, msgspec.Struct) or dataclasses.is_dataclass(found)):
        return found
    raise ValueError(f"not a known class: {module}.{name}")
