"""The file that says where `aimaq pull` finds observations, one source an indicator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from aimaq.base.problems import Problem, ProblemsFound, suggest
from aimaq.figures.ledger.json_source import parse
from aimaq.figures.ledger.read import read_file, shown_path
from aimaq.figures.ledger.report import Report
from aimaq.figures.ledger.schema import check_form

__all__ = ["SCHEMA_PATH", "Source", "is_allowed", "read_sources", "wanted_sources"]

SCHEMA_PATH: Final = Path(__file__).with_name("schema.json")
_LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))


@dataclass(frozen=True, slots=True)
class Source:
    """Where one indicator's observations are.

    ``place`` is a web address or a file's path. ``columns`` maps our names of fields to theirs; what is not in it is
    called as in our own open data. ``defaults`` hold what the file does not say.
    """

    key: str
    place: str
    format: str
    items: str = "/releases"
    delimiter: str = ","
    columns: Mapping[str, str] = field(default_factory=dict, hash=False)
    defaults: Mapping[str, str] = field(default_factory=dict, hash=False)


def read_sources(path: Path, keys: Sequence[str], *, root: Path) -> dict[str, Source]:
    """Return the sources by key, none if there is no such file; ``keys`` are those of the observed indicators.

    Raises ``ProblemsFound`` with all problems.
    """
    if not path.exists():
        return {}
    shown = shown_path(path, root)
    document = parse(read_file(path, shown), shown)
    report = Report(document)
    check_form(report, SCHEMA_PATH)
    listed = document.value.get("sources") if isinstance(document.value, dict) else None
    sources = {}
    for key, raw in listed.items() if isinstance(listed, dict) else ():
        place = f"/sources/{key}"
        if key not in keys:
            report.add(place, f'unknown indicator "{key}"{suggest(key, keys)}')
        if report.sound(place):
            if not is_allowed(raw["url"]):
                report.add(f"{place}/url", f'"{raw["url"]}" is not a safe address', "It begins with https://.")
            sources[key] = Source(
                key,
                raw["url"],
                raw["format"],
                raw.get("items", "/releases"),
                raw.get("delimiter", ","),
                raw.get("columns", {}),
                raw.get("defaults", {}),
            )
    if report.problems:
        raise ProblemsFound(report.problems)
    return sources


def wanted_sources(
    declared: Mapping[str, Source], wanted: Sequence[str], place: str, keys: Sequence[str], *, shown: str
) -> tuple[Source, ...]:
    """Return the sources to ask: the ``declared`` ones, those of the ``wanted`` keys, or one at the ``place`` given.

    A place is a file or a web address; it is written as the declared source of its key, or as our own open data.
    ``shown`` is the name of the file of sources. Raises ``ProblemsFound``.
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
            hint = (
                f"docs/pulling-data.md says how; or: aimaq pull --key {keys[0] if keys else 'jobs'} --from numbers.csv"
            )
            problems.append(Problem(shown, "no source is declared", hint=hint))
    if problems:
        raise ProblemsFound(problems)
    if not place:
        return tuple(declared[key] for key in dict.fromkeys(wanted or declared))
    name = urlsplit(place).path if "://" in place else place
    own = Source(wanted[0], place, "json" if name.lower().endswith(".json") else "csv")
    return (replace(declared.get(wanted[0], own), place=place),)


def is_allowed(url: str) -> bool:
    """Tell whether an address may be asked: by https, or on this machine."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    return (
        bool(host)
        and not parts.username
        and (parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK))
    )
