"""Registers on real database servers, one server of each for all tests of a run."""

from collections.abc import Iterator

import pytest

from tools.databases import DatabaseServer, mariadb, postgresql

#: Companies of a register, of which every third one works: 33,334.
COMPANIES = 100_000


@pytest.fixture(scope="session")
def postgres() -> Iterator[DatabaseServer]:
    """PostgreSQL with a register of enterprises."""
    with postgresql() as server:
        server.run(
            "create table enterprises (id integer primary key, zone boolean not null, status text not null,"
            " registered date not null, turnover numeric(14, 2), weight double precision);"
            "grant select on enterprises to reader;"
            "insert into enterprises select i, true, case when i % 3 = 1 then 'works' else 'closed' end,"
            f" date '2020-01-01' + i % 1000, i / 8.0, i / 10.0 from generate_series(1, {COMPANIES}) i"
        )
        yield server


@pytest.fixture(scope="session")
def maria() -> Iterator[DatabaseServer]:
    """MariaDB with the same register."""
    with mariadb() as server:
        server.run(
            "use register; create table enterprises (id integer primary key, zone boolean not null,"
            " status varchar(20) not null, registered date not null, turnover decimal(14, 2), weight double);"
            "insert into enterprises select seq, true, if(seq % 3 = 1, 'works', 'closed'),"
            f" date_add('2020-01-01', interval seq % 1000 day), seq / 8, seq / 10 from seq_1_to_{COMPANIES}"
        )
        yield server
