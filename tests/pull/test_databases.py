"""Databases are asked by one SELECT that cannot write, within limits; no message repeats a part of a credential."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import msgspec
import pytest

from aimaq.base.problems import ProblemsFound
from aimaq.figures.ledger import Indicator, Ledger
from aimaq.figures.pull import answers
from aimaq.figures.pull.all_sources import gather
from aimaq.figures.pull.copies import Copies
from aimaq.figures.pull.new_observations import Proposal
from aimaq.figures.pull.reading.question import Question
from aimaq.figures.pull.reading.statement import statement_faults, with_values
from aimaq.figures.pull.sources import DataSource, read_sources
from tools.built import ROOT
from tools.databases import PASSWORD, DatabaseServer

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=ZoneInfo("Asia/Almaty"))
DEFAULTS = {"status": "actual", "source_url": "https://example.org/", "source_title": "K", "period": "2025-12-31"}
Kind = Literal["postgresql", "mysql", "sqlite", "parquet"]


@pytest.fixture
def copies(tmp_path: Path) -> Copies:
    return Copies(tmp_path / "copies", lambda: NOW)


@pytest.fixture(params=["postgresql", "mysql", "sqlite", "csv"])
def register(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., DataSource]:
    """Makes sources that ask a register by a query: on both servers, in a file of SQLite, and by DuckDB."""
    kind = request.param
    if kind in ("postgresql", "mysql"):
        server: DatabaseServer = request.getfixturevalue("postgres" if kind == "postgresql" else "maria")
        monkeypatch.setenv("REGISTER", server.address())
        return lambda query, **more: DataSource(
            "firms", "REGISTER", kind, database="REGISTER", query=query, defaults=DEFAULTS, **more
        )
    place = tmp_path / f"register.{kind}"
    if kind == "sqlite":
        with sqlite3.connect(place) as connection:
            connection.execute("create table enterprises (id integer, zone integer, status text, registered text)")
            rows = ((i, 1, "works" if i % 3 == 1 else "closed", "2020-01-01") for i in range(1, 100_001))
            connection.executemany("insert into enterprises values (?, ?, ?, ?)", rows)
        connection.close()
    else:
        body = "".join(f"{i},true,{'works' if i % 3 == 1 else 'closed'},2020-01-01\n" for i in range(1, 100_001))
        place.write_text(f"id,zone,status,registered\n{body}", encoding="utf-8")

    def made(query: str, **more: Any) -> DataSource:
        query = query.replace("enterprises", "source") if kind == "csv" else query
        query = query.replace("where zone", "where zone = 'true'") if kind == "csv" else query
        return DataSource("firms", str(place), kind, query=query, defaults=DEFAULTS, **more)

    return made


def pulled(source: DataSource, copies: Copies, decimals: int = 0) -> list[Proposal]:
    ledger = Ledger([Indicator("firms", {}, {}, decimals=decimals)])
    found, warnings = gather([source], ledger, copies, languages=("ru", "kk", "en"), today=TODAY)
    assert not warnings
    return found


def refused(source: DataSource, copies: Copies) -> str:
    with pytest.raises(ProblemsFound) as found:
        pulled(source, copies, decimals=6)
    text = str(found.value)
    for secret in (PASSWORD, "s3cret", "reader"):
        assert secret not in text
    return text


COUNT = "select count(*) from enterprises where zone and status = :status"


def test_a_register_is_counted_where_it_is(register: Callable[..., DataSource], copies: Copies) -> None:
    """100,000 companies; the value that is bound is no part of the statement, whatever it holds."""
    (one,) = pulled(register(COUNT, bind={"status": "works"}), copies)
    assert one.observation.value == Decimal(33_334) and one.observation.period == "2025-12-31"
    assert one.observation.released == TODAY
    (none,) = pulled(register(COUNT, bind={"status": "works' or '1' = '1"}), copies)
    assert none.observation.value == 0
    (like,) = pulled(register("select count(*) from enterprises where status like '%ork%'"), copies)
    assert like.observation.value == Decimal(33_334)


def test_provenance_has_the_time_and_digests_that_follow_query_and_answer(
    register: Callable[..., DataSource], copies: Copies
) -> None:
    works, again, closed = (
        pulled(register(COUNT, bind={"status": status}), copies)[0].observation.provenance
        for status in ("works", "works", "closed")
    )
    assert works and closed and works == again
    assert works.at == "2026-03-02T04:30:00Z"
    assert len({works.query, works.answer, closed.query, closed.answer}) == 4


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("select null", "value: empty; expected a number"),
        ("select '2025-13' as period, 5 as value", 'period: "2025-13": there is no month 13'),
        ("select 1 as value, 2 as value", 'there are two columns "value"'),
        ("select 1 as a, 2 as b", 'there is no column "value"'),
        ("select 5 where 1 = 0", "there are no rows"),
        ("select '12 units'", '"12 units" is not a number'),
        ("select '2025-12-31' as period, 5 as value union all select '2025-12-31', 6", "contradict each other"),
        ("select no_such from enterprises", "no_such"),
    ],
)
def test_an_answer_that_is_no_figure_is_named(
    register: Callable[..., DataSource], copies: Copies, query: str, message: str
) -> None:
    text = refused(register(query), copies)
    assert message in text
    assert "REGISTER (firms)" in text or "register." in text
    assert "unexpected" not in text.lower()


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("select weight from enterprises where id = 3", "0.3 is of the type double precision, which is not exact"),
        ("select turnover from enterprises where id = 3", ""),
        ("select 'NaN'::numeric", '"NaN" is not a number'),
        ("select true", "found true; expected a text or a number"),
        ("select now()", "expected a day: convert it to a date in the zone that is meant"),
        ("select 1e400::numeric", "the number has more digits than a value can have"),
        ("select array[1]", "found […]"),
        ("select repeat('x', 3000)", "the cell has 3000 characters"),
        ("with gone as (delete from enterprises returning id) select count(*) from gone", "refuses the query"),
        ("select nextval('numbers')", "read-only transaction"),
        ("select id as value from enterprises", "there are more than 20000 rows"),
        ("select pg_read_file('/etc/passwd')", "permission denied"),
        ("select 1; drop table enterprises", "more than one statement"),
        ("select 1) select (2", "the database refuses the query: syntax error"),
    ],
)
def test_postgresql_answers_only_what_it_may(
    postgres: DatabaseServer, monkeypatch: pytest.MonkeyPatch, copies: Copies, query: str, message: str
) -> None:
    monkeypatch.setenv("REGISTER", postgres.address())
    postgres.run("create sequence if not exists numbers; grant all on numbers, enterprises to reader")
    source = DataSource("firms", "REGISTER", "postgresql", "REGISTER", query=query, defaults=DEFAULTS)
    if message:
        assert message in refused(source, copies)
    else:
        assert pulled(source, copies, 2)[0].observation.value == Decimal("0.38")


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("select weight from enterprises where id = 3", "0.3 is of the type double, which is not exact"),
        ("select turnover from enterprises where id = 3", ""),
        ("select 'it\\' as value union select 'into x'", "contradict"),
        ("select now()", "expected a day"),
        ("select id as value from enterprises", "there are more than 20000 rows"),
        ("with x as (select 1) delete from enterprises", "the database refuses the query"),
        ("select 1 /*! into outfile '/tmp/aimaq' */", "the query cannot be asked"),
    ],
)
def test_mariadb_answers_only_what_it_may(
    maria: DatabaseServer, monkeypatch: pytest.MonkeyPatch, copies: Copies, query: str, message: str
) -> None:
    monkeypatch.setenv("REGISTER", maria.address())
    maria.run("grant all on *.* to reader@'%'")
    source = DataSource("firms", "REGISTER", "mysql", "REGISTER", query=query, defaults=DEFAULTS)
    if message == "contradict":
        assert '"it\\" is not a number' in refused(source, copies)
    elif message:
        assert message in refused(source, copies)
    else:
        assert pulled(source, copies, 2)[0].observation.value == Decimal("0.38")


SLOW = {
    "postgresql": "select pg_sleep(60)::text",
    "mysql": "select count(*) from enterprises a, enterprises b where a.id + b.id = 7",
    "sqlite": "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n",
    "csv": "select count(*) from range(100000) a, range(100000) b, range(9) c where a.range + b.range = 7",
}


@pytest.mark.parametrize("kind", SLOW)
def test_a_query_that_takes_long_is_ended(
    request: pytest.FixtureRequest, kind: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if kind in ("postgresql", "mysql"):
        server: DatabaseServer = request.getfixturevalue("postgres" if kind == "postgresql" else "maria")
        monkeypatch.setenv("REGISTER", server.address())
    place = tmp_path / "a.csv"
    place.write_text("" if kind == "sqlite" else "a\n1\n", encoding="utf-8")
    answer = answers.answer_to(Question(format=kind, variable="REGISTER", path=str(place), query=SLOW[kind], seconds=1))
    assert not isinstance(answer, bytes) and answer.message == "the query took more than 1 seconds"


def test_sqlite_is_only_read(tmp_path: Path, copies: Copies) -> None:
    place = tmp_path / "r.db"
    with sqlite3.connect(place) as connection:
        connection.execute("create table a (exact integer, real real, time text)")
        connection.execute("insert into a values (5, 12.3, '2026-01-01T00:00:00Z')")
    connection.close()
    before = place.read_bytes()

    def source(query: str) -> DataSource:
        return DataSource("firms", str(place), "sqlite", query=query, defaults=DEFAULTS)

    assert pulled(source("select real from a"), copies, 1)[0].observation.value == Decimal("12.3")
    for query, message in {
        "select 0.1 + 0.2": "a floating-point number of more than 15 digits",
        "select 9007199254740993.0": "a floating-point number of more than 15 digits",
        "select 9e999": "is not a number",
        "select x'00'": 'found a value of the type "bytes"',
        "select count(*) from pragma_database_list": "not authorized",
        "select load_extension('x')": "not authorized",
        "select length(hex(zeroblob(900000000)))": "too big",
        "select writefile('x', 'y')": "no such function",
    }.items():
        assert message in refused(source(query), copies), query
    assert place.read_bytes() == before and [each.name for each in tmp_path.iterdir()] == ["r.db"]
    place.write_bytes(b"no database, but long enough to have a header " * 9)
    assert "it is no SQLite file" in refused(source("select 1"), copies)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("select cast(value as decimal(9, 2)) as value from source", ""),
        ("select cast(value as double) as value from source", "12.5 is of the type double"),
        ("select * from read_csv('/etc/passwd')", "is refused"),
        ("select content as value from read_text('/etc/passwd')", "is refused"),
        ("select list(range) as value from range(300000000)", "memory"),
    ],
)
def test_duckdb_reads_the_file_and_nothing_else(tmp_path: Path, copies: Copies, query: str, message: str) -> None:
    place = tmp_path / "it's.csv"
    place.write_text("value;n\n12.5;1\n", encoding="utf-8")
    source = DataSource("firms", str(place), "csv", query=query, defaults=DEFAULTS)
    if message:
        assert message in refused(source, copies)
    else:
        assert pulled(source, copies, 1)[0].observation.value == Decimal("12.5")


def test_parquet_and_json_are_asked_too(tmp_path: Path, copies: Copies) -> None:
    import duckdb

    place = tmp_path / "a.parquet"
    duckdb.execute(
        "copy (select '2024' as period, 7.25::decimal(9, 2) as value union all select '2025', 8)"
        f" to '{place}' (format parquet)"
    )
    whole = DataSource("firms", str(place), "parquet", defaults=DEFAULTS)
    assert [str(each.observation.value) for each in pulled(whole, copies, 2)] == ["7.25", "8.00"]
    document = tmp_path / "a.json"
    document.write_text(json.dumps({"rows": [{"n": 3}, {"n": 4}]}), encoding="utf-8")
    query = "select sum(each.n) from (select unnest(rows) as each from source)"
    asked = DataSource("firms", str(document), "json", query=query, defaults=DEFAULTS)
    assert pulled(asked, copies)[0].observation.value == 7
    place.write_bytes(b"PAR1" + b"\x00" * 100)
    assert "is refused" in refused(whole, copies)


ADDRESSES = {
    "": "the environment variable REGISTER is not set",
    "postgresql://reader:s3cret-Кілт@127.0.0.1:port/x": "REGISTER is not the address of a database",
    "s3cret-Кілт": "REGISTER is not the address of a database of this format",
    "mysql://reader:s3cret@127.0.0.1/x": "REGISTER is not the address of a database of this format",
    "postgresql://reader:s3cret@127.0.0.1:1/x": "cannot be reached",
    "postgresql://reader:s3cret@127.0.0.1/x?password=s3cret": 'options that are not known: "password"',
    "postgresql://reader:s3cret@127.0.0.1/x?s3cret=reader": "options that are not known",
    "postgresql://reader:s3cret@nobody.invalid/x": "cannot be reached",
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_is_never_shown(address: str, monkeypatch: pytest.MonkeyPatch, copies: Copies) -> None:
    monkeypatch.setenv("REGISTER", address)
    source = DataSource("firms", "REGISTER", "postgresql", "REGISTER", query="select 1", defaults=DEFAULTS)
    if "?s3cret" not in address:
        assert ADDRESSES[address] in refused(source, copies)


@pytest.mark.parametrize("kind", ["postgresql", "mysql"])
def test_a_wrong_password_and_a_database_that_is_down_are_named(
    request: pytest.FixtureRequest, kind: str, monkeypatch: pytest.MonkeyPatch, copies: Copies
) -> None:
    server: DatabaseServer = request.getfixturevalue("postgres" if kind == "postgresql" else "maria")
    for address in (server.address(password="s3cret-wrong"), server.address(database="s3cret-other")):
        monkeypatch.setenv("REGISTER", address)
        source = DataSource("firms", "REGISTER", kind, "REGISTER", query="select 1", defaults=DEFAULTS)
        assert "the database of REGISTER cannot be reached" in refused(source, copies)


def test_the_last_good_answer_stays_when_a_database_is_down_or_has_no_rows(
    postgres: DatabaseServer, monkeypatch: pytest.MonkeyPatch, copies: Copies
) -> None:
    postgres.run("create table few (n integer); grant select on few to reader; insert into few values (7)")
    monkeypatch.setenv("REGISTER", postgres.address())
    source = DataSource("firms", "REGISTER", "postgresql", "REGISTER", query="select n from few", defaults=DEFAULTS)
    good = pulled(source, copies)
    ledger = Ledger([Indicator("firms", {}, {})])
    for fault in ("delete from few", "drop table few"):
        postgres.run(fault)
        later, warnings = gather([source], ledger, copies, languages=(), today=TODAY)
        assert [each.observation.value for each in later] == [each.observation.value for each in good]
        assert "the copy of 2026-03-02 09:30 is used" in warnings[0]
    monkeypatch.delenv("REGISTER")
    _, warnings = gather([source], ledger, copies, languages=(), today=TODAY)
    assert "the environment variable REGISTER is not set" in warnings[0]


def test_a_process_that_dies_is_a_problem() -> None:
    answer = answers.answer_to(Question(format="no such format"))
    assert not isinstance(answer, bytes) and answer.message == "it cannot be read: KeyError"


@pytest.mark.parametrize(
    ("query", "names", "faults"),
    [
        ("select 1", [], 0),
        ("  WITH a AS (SELECT 1) SELECT * FROM a ; ", [], 0),
        ("select ';', \"a;b\", `c;d`, $$;$$ -- ; into\n /* ; into */", [], 0),
        ("select a::int, '12:30', b from t where c = :c", ["c"], 0),
        ("select 'into'", [], 0),
        ("select 1; drop table a", [], 1),
        ("select * into b from a", [], 1),
        ("update a set b = 1", [], 1),
        ("", [], 1),
        ("select :a", [], 1),
        ("select 1", ["a"], 1),
        ("select 'open", [], 1),
        ("select 1 /*! into outfile 'x' */", [], 3),
        ("select 1 --5 into outfile 'x'", [], 1),
    ],
)
def test_a_statement_is_read_before_anybody_is_asked(query: str, names: list[str], faults: int) -> None:
    assert len(statement_faults(query, names)) == faults, statement_faults(query, names)


def test_values_are_named_as_each_driver_wants_them() -> None:
    query = "select '50%', ':a' from t where b like '%x' and c = :a"
    assert with_values(query, "%({})s".format, percent="%%").endswith("'%%x' and c = %(a)s")
    assert with_values(query, "${}".format).endswith("c = $a")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ({"format": "csv"}, 'it needs one of "url", "file" and "database"'),
        ({"format": "csv", "file": "a.csv", "url": "https://x.kz/a"}, 'it needs one of "url", "file" and "database"'),
        ({"format": "sqlite", "file": "a.db"}, '"query" is missing'),
        ({"format": "csv", "database": "REGISTER"}, "does not go with where it is"),
        ({"format": "postgresql", "url": "https://x.kz/", "query": "select 1"}, "does not go with where it is"),
        ({"format": "postgresql", "database": "postgresql://a:s3cret@b/c", "query": "select 1"}, "the environment"),
        ({"format": "csv", "file": "a.csv", "query": "drop table a"}, 'it begins with "drop"'),
        ({"format": "csv", "file": "a.csv", "bind": {"a": 1}}, "there is none"),
        ({"format": "csv", "file": "a.csv", "bind": {"a": 1.5}, "query": "select :a"}, "expected a text"),
        ({"format": "xlsx", "file": "a.xlsx", "query": "select 1"}, "cannot be asked by a query"),
        ({"format": "csv", "file": "a.csv", "defaults": {"period": "2025-13"}}, "there is no month 13"),
    ],
)
def test_what_does_not_fit_together_in_a_description_is_named(
    source: dict[str, object], message: str, tmp_path: Path
) -> None:
    path = tmp_path / "sources.json"
    path.write_bytes(msgspec.json.encode({"sources": {"firms": source}}))
    with pytest.raises(ProblemsFound) as found:
        read_sources(path, ["firms"], root=tmp_path)
    assert message in str(found.value) and "s3cret" not in str(found.value)


GUIDE = ROOT / "docs/pulling-data.md"


def test_the_examples_in_the_guide_are_sound_and_count_a_register(
    postgres: DatabaseServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, copies: Copies
) -> None:
    blocks = re.findall(r"```json\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    whole = [each if each.startswith("{") else f'{{"sources": {{{each}}}}}' for each in blocks]
    monkeypatch.setenv("REGISTER_DATABASE", postgres.address())
    counted = []
    for text in (*whole, (ROOT / "docs/examples/sources.json").read_text(encoding="utf-8")):
        path = tmp_path / "sources.json"
        path.write_text(text, encoding="utf-8")
        sources = read_sources(path, ["enterprises", "jobs", "wages"], root=tmp_path)
        assert sources
        counted += [replace(each, key="firms") for each in sources.values() if each.format == "postgresql"]
    assert len(counted) == 2
    for source in counted:
        (one,) = pulled(source, copies)
        assert one.observation.value == Decimal(33_334) and one.observation.period == TODAY.isoformat()


@pytest.mark.parametrize(("kind", "extra"), [("postgresql", "sql"), ("parquet", "sql"), ("xlsx", "sheets")])
def test_without_its_packages_a_format_says_how_to_get_them(
    kind: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "has_extra", lambda name: name != extra)
    answer = answers.answer_to(Question(format=kind))
    assert not isinstance(answer, bytes) and f"aimaq[{extra}]" in answer.message
