"""Read the file that says where `aimaq pull` finds observations: one source for each indicator."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from aimaq.base.json_text.document import DocumentProblems, parse, value_at
from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, raise_any, suggest
from aimaq.figures.ledger.read import read_file, shown_path
from aimaq.figures.ledger.schema import check_form
from aimaq.figures.periods import Period
from aimaq.figures.pull.reading.question import Question
from aimaq.figures.pull.reading.statement import statement_faults

__all__ = [
    "S3_ADDRESS",
    "SCHEMA_PATH",
    "DataSource",
    "database_variables",
    "is_allowed",
    "read_sources",
    "wanted_sources",
]

SCHEMA_PATH: Final = Path(__file__).with_name("schema.json")
_LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))
#: A bucket and a key, as in ``s3://bucket/folder/file.csv``.
S3_ADDRESS: Final = re.compile(r"s3://(?P<bucket>[a-z0-9][a-z0-9.-]+[a-z0-9])/(?P<key>[\w./ -]+)")
_VARIABLE: Final = re.compile("[A-Z][A-Z0-9_]*")
#: Formats that need a driver.
_APART: Final = frozenset(("postgresql", "mysql", "sqlite", "parquet", "xlsx", "ods"))
_DATABASES: Final = frozenset(("postgresql", "mysql"))
#: Formats that can be asked by a query, and those that have to be.
_ASKED: Final = _DATABASES | {"sqlite", "csv", "json", "parquet"}
_MUST_BE_ASKED: Final = _DATABASES | {"sqlite"}
#: Formats by the ends of files' names; any other file is read as CSV.
_ENDINGS: Final = {
    ".json": "json",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".ods": "ods",
    ".parquet": "parquet",
}


@dataclass(frozen=True, slots=True)
class DataSource:
    """Where one indicator's observations are.

    ``place`` is a web address, a file's path, or of a ``database`` the environment variable that has its address.
    ``columns`` maps our names of fields to the source's; other fields are named as in our own open data. ``defaults``
    are the values of fields that the source does not have, and ``where`` picks the rows that have these texts.

    ``post`` is the query of PxWeb, which is sent to an address. ``query`` with the values ``bind`` is asked of a
    database, or of a file. ``decimal``, ``dates``, ``delimiter`` and
    ``encoding`` are how a file is written, "" where that is to be seen in it. ``headings`` is the row with them, 0 the
    first one.
    """

    key: str
    place: str
    format: str
    database: str = ""
    endpoint: str = ""
    items: str = "/releases"
    delimiter: str = ""
    encoding: str = ""
    decimal: str = ""
    dates: str = ""
    sheet: str = ""
    headings: int = 0
    post: Mapping[str, Any] = field(default_factory=dict, hash=False)  # JSON of any form, which is passed on
    query: str = ""
    bind: Mapping[str, str | int | bool] = field(default_factory=dict, hash=False)
    where: Mapping[str, str] = field(default_factory=dict, hash=False)
    columns: Mapping[str, str] = field(default_factory=dict, hash=False)
    defaults: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def is_read_apart(self) -> bool:
        """Whether its rows are read by a process of their own, which has a driver."""
        return bool(self.query) or self.format in _APART

    @property
    def shown(self) -> str:
        """What messages call it: its place, or of a database the variable and what is asked for."""
        return f"{self.database} ({self.key})" if self.database else self.place

    @property
    def identity(self) -> str:
        """What its last copy is known by: the place, and what decides what is read there."""
        if not self.is_read_apart:
            more = [self.endpoint, self.post]
            return msgspec.json.encode([self.place, *more]).decode() if any(more) else self.place
        return msgspec.json.encode([self.place, self.endpoint, self.question("")]).decode()

    def question(self, path: str) -> Question:
        """Return what the process that reads is asked: of the file ``path``, "" for a database."""
        given = {"delim": self.delimiter, "encoding": self.encoding, "sheet": self.sheet}
        return Question(
            format=self.format,
            path=path,
            variable=self.database,
            query=self.query,
            bind=dict(self.bind),
            options={name: text for name, text in given.items() if text},
            headings=self.headings,
        )


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
            problems.add(place, tr('unknown indicator "%(key)s"', key=key) + suggest(key, keys))
        if problems.none_at(place) and isinstance(value, dict):
            where = [name for name in ("url", "file", "database") if name in value]
            given = {name: each for name, each in value.items() if name not in ("url", "file")}
            source = DataSource(key, "", "")
            if len(where) == 1:
                source = msgspec.convert({**given, "key": key, "place": value[where[0]]}, DataSource)
                sources[key] = source
            else:
                problems.add(place, tr('it needs one of "url", "file" and "database"'))
            if "url" in value and not (is_allowed(source.place) or S3_ADDRESS.fullmatch(source.place)):
                problems.add(
                    f"{place}/url",
                    tr('"%(place)s" is not a safe address', place=source.place),
                    tr("It begins with https://."),
                )
            for pointer, message, hint in _misfits(source) if source.format else ():
                problems.add(f"{place}/{pointer}", message, hint)
    raise_any(problems.found)
    return sources


def database_variables(path: Path, *, root: Path) -> tuple[str, ...] | None:
    """Return the environment variables that the sources need, sorted; None if there is no file of sources.

    Raises ``ProblemsFound`` if it is not JSON.
    """
    if not path.exists():
        return None
    shown = shown_path(path, root)
    listed = value_at(parse(read_file(path, shown), shown).value, "/sources")
    sources = listed.values() if isinstance(listed, dict) else ()
    names = {str(each["database"]) for each in sources if isinstance(each, dict) and "database" in each}
    return tuple(sorted(name for name in names if _VARIABLE.fullmatch(name)))


def _misfits(source: DataSource) -> Iterator[tuple[str, str, str]]:
    """Yield member, message and hint for what does not fit together in a source's description."""
    if bool(source.database) != (source.format in _DATABASES):
        message = tr('the format "%(format)s" does not go with where it is', format=source.format)
        yield "format", message, tr('"database" goes with postgresql and mysql; files and addresses with the others.')
    if source.query and source.format not in _ASKED:
        yield (
            "query",
            tr('a file of the format "%(format)s" cannot be asked by a query', format=source.format),
            tr('Use "where" and "columns".'),
        )
    if not source.query and source.format in _MUST_BE_ASKED:
        yield (
            "format",
            tr('"query" is missing: a source of the format "%(format)s" is asked by SQL', format=source.format),
            "",
        )
    if source.query:
        for fault in statement_faults(source.query, list(source.bind)):
            yield "query", tr("the query cannot be asked: %(fault)s", fault=fault), ""
        if source.where:
            yield "where", tr('"where" is for sources without a query'), tr("Write it in the query.")
    elif source.bind:
        yield "bind", tr('"bind" is for values of a query, and there is none'), ""
    if source.post and not source.place.startswith("http"):
        yield "post", tr('"post" is sent to a web address, and there is none'), ""
    if source.endpoint and (not source.place.startswith("s3://") or not is_allowed(source.endpoint)):
        yield (
            "endpoint",
            tr("it is the safe address of the storage of an s3:// address"),
            tr("It begins with https://."),
        )
    if period := source.defaults.get("period"):
        try:
            Period.parse(period) if period != "today" else None
        except ValueError as error:
            yield "defaults/period", str(error), tr('Or "today": the day on which the source is asked.')


def wanted_sources(
    declared: Mapping[str, DataSource], wanted: Sequence[str], place: str, keys: Sequence[str], *, shown: str
) -> tuple[DataSource, ...]:
    """Return the sources to ask: the ``declared`` ones, those of the ``wanted`` keys, or one at the ``place`` given.

    A place is a file or a web address. It has the format of the declared source of its key, or of our own open data.
    ``shown`` is the path of the file of sources, for messages. Raises ``ProblemsFound``.
    """
    problems = [
        Problem("--key", tr('"%(key)s" is no indicator that is observed', key=key) + suggest(key, keys))
        for key in wanted
        if key not in keys
    ]
    if place and len(wanted) != 1:
        problems.append(
            Problem("--from", tr("whose observations are these?"), hint=tr("name one indicator with --key"))
        )
    elif place and "://" in place and not (is_allowed(place) or S3_ADDRESS.fullmatch(place)):
        problems.append(
            Problem("--from", tr('"%(place)s" is not a safe address', place=place), hint=tr("it begins with https://"))
        )
    elif not place:
        problems += [
            Problem(
                "--key",
                tr('"%(key)s" has no source in %(shown)s', key=key, shown=shown),
                hint=tr("declare one, or name a file with --from"),
            )
            for key in wanted
            if key in keys and key not in declared
        ]
        if not declared and not wanted:
            example = f"aimaq pull --key {keys[0] if keys else 'jobs'} --from numbers.csv"
            hint = tr("docs/pulling-data.md says how; or: %(example)s", example=example)
            problems.append(Problem(shown, tr("no source is declared"), hint=hint))
    raise_any(problems)
    if not place:
        return tuple(declared[key] for key in dict.fromkeys(wanted or declared))
    name = urlsplit(place).path if "://" in place else place
    own = DataSource(wanted[0], place, _ENDINGS.get(PurePath(name).suffix.lower(), "csv"))
    chosen = declared.get(wanted[0], own)
    if chosen.database:
        chosen = replace(chosen, database="", query="", bind={}, format=own.format)
    return (replace(chosen, place=place),)


def is_allowed(url: str) -> bool:
    """Return whether an address may be fetched: by https, or by http from this machine."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    safe = parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK)
    return bool(host) and not parts.username and safe
