"""Read the file that says where `aimaq pull` finds observations: one source for each indicator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import msgspec

from aimaq.base.json_text.document import DocumentProblems, parse, value_at
from aimaq.base.problems import Problem, raise_any, suggest
from aimaq.figures.ledger.read import read_file, shown_path
from aimaq.figures.ledger.schema import check_form

__all__ = ["SCHEMA_PATH", "DataSource", "is_allowed", "read_sources", "wanted_sources"]

SCHEMA_PATH: Final = Path(__file__).with_name("schema.json")
_LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))


@dataclass(frozen=True, slots=True)
class DataSource:
    """Where one indicator's observations are.

    ``place`` is a web address or a file's path. ``columns`` maps our names of fields to the source's; other fields are
    named as in our own open data. ``defaults`` are the values of fields that the source does not have.
    """

    key: str
    place: str
    format: str
    items: str = "/releases"
    delimiter: str = ","
    columns: Mapping[str, str] = field(default_factory=dict, hash=False)
    defaults: Mapping[str, str] = field(default_factory=dict, hash=False)


def read_sources(path: Path, keys: Sequence[str], *, root: Path) -> dict[str, DataSource]:
    """Return the sources by key, none if the file does not exist; ``keys`` are those of the observed indicators.

    Raises ``ProblemsFound`` with all problems.
    """
    if not path.exists():
        return {}
    shown = shown_path(path, root)
    document = parse(read_file(path, shown), shown)
    problems = DocumentProblems(document)
    check_form(problems, SCHEMA_PATH)
    listed = value_at(document.value, "/sources")
    sources = {}
    for key, value in listed.items() if isinstance(listed, dict) else ():
        place = f"/sources/{key}"
        if key not in keys:
            problems.add(place, f'unknown indicator "{key}"{suggest(key, keys)}')
        if problems.none_at(place) and isinstance(value, dict):
            source = sources[key] = msgspec.convert({**value, "key": key, "place": value["url"]}, DataSource)
            if not is_allowed(source.place):
                problems.add(f"{place}/url", f'"{source.place}" is not a safe address', "It begins with https://.")
    raise_any(problems.found)
    return sources


def wanted_sources(
    declared: Mapping[str, DataSource], wanted: Sequence[str], place: str, keys: Sequence[str], *, shown: str
) -> tuple[DataSource, ...]:
    """Return the sources to ask: the ``declared`` ones, those of the ``wanted`` keys, or one at the ``place`` given.

    A place is a file or a web address. It has the format of the declared source of its key, or of our own open data.
    ``shown`` is the path of the file of sources, for messages. Raises ``ProblemsFound``.
    """
    problems = [
        Problem("--key", f'"{key}" is no indicator that is observed{suggest(key, keys)}')
        for key in wanted
        if key not in keys
    ]
    if place and len(wanted) != 1:
        problems.append(Problem("--from", "whose observations are these?", hint="name one indicator with --key"))
    elif place and "://" in place and not is_allowed(place):
        problems.append(Problem("--from", f'"{place}" is not a safe address', hint="it begins with https://"))
    elif not place:
        problems += [
            Problem("--key", f'"{key}" has no source in {shown}', hint="declare one, or name a file with --from")
            for key in wanted
            if key in keys and key not in declared
        ]
        if not declared and not wanted:
            example = f"aimaq pull --key {keys[0] if keys else 'jobs'} --from numbers.csv"
            hint = f"docs/pulling-data.md says how; or: {example}"
            problems.append(Problem(shown, "no source is declared", hint=hint))
    raise_any(problems)
    if not place:
        return tuple(declared[key] for key in dict.fromkeys(wanted or declared))
    name = urlsplit(place).path if "://" in place else place
    own = DataSource(wanted[0], place, "json" if name.lower().endswith(".json") else "csv")
    return (replace(declared.get(wanted[0], own), place=place),)


def is_allowed(url: str) -> bool:
    """Return whether an address may be fetched: by https, or by http from this machine."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    safe = parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK)
    return bool(host) and not parts.username and safe
