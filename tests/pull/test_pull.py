"""`aimaq pull`: what a source says is checked, compared, shown, and recorded only when it is accepted."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from pull.server import Server, serving

from tools import built
from tools.built import Json, aimaq

LEDGER = "content/data/indicators.json"
SOURCES = "content/data/sources.json"
HEAD = "period,value,status,released,kind,source_title,source_url\n"
KNOWN = (
    "2021-12-31,21,actual,2022-02-01,,Kazinform,https://inform.kz/a\n"
    "2022-12-31,27,actual,2023-02-01,,Kazinform,https://inform.kz/b\n"
)
NEW = "2023-12-31,31,actual,2024-02-01,,Kazinform,https://inform.kz/c\n"


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = built.copy_project(tmp_path_factory.mktemp("pull") / "project")
    shutil.rmtree(project / "content")
    shutil.copytree(built.ROOT / "tests/errors/content", project / "content")
    assert aimaq("build", project=project).returncode == 0
    return project


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        server.bodies["/enterprises.csv"] = (HEAD + KNOWN + NEW).encode()
        yield server


@pytest.fixture
def project(good: Path, server: Server) -> Iterator[Path]:
    """The small project, built, whose enterprises come from the server; its data are put back afterwards."""
    before = (good / LEDGER).read_bytes()
    declare(good, {"enterprises": {"url": f"{server.url}/enterprises.csv", "format": "csv"}})
    yield good
    (good / LEDGER).write_bytes(before)
    (good / SOURCES).unlink(missing_ok=True)
    shutil.rmtree(good / ".aimaq/pull", ignore_errors=True)


def declare(project: Path, sources: object) -> None:
    (project / SOURCES).write_text(json.dumps({"sources": sources}), encoding="utf-8")


def pull(project: Path, *options: str) -> CompletedProcess[str]:
    done = aimaq("pull", *options, project=project)
    assert "Traceback" not in done.stderr
    return done


def observations(project: Path, key: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads((project / LEDGER).read_text("utf-8"))["indicators"][key][
        "observations"
    ]
    return found


def test_what_is_new_is_shown_and_nothing_is_recorded(project: Path) -> None:
    """With what it would change on the site, down to the sentence."""
    before = (project / LEDGER).read_bytes()
    done = pull(project)
    assert done.returncode == 0, done.stderr
    assert "enterprises: 31 for 2023-12-31 (actual), released 2024-02-01" in done.stdout
    assert "enterprises: 27 (2022-12-31) → 31 (2023-12-31)" in done.stdout
    assert "Not recorded: 1 observation." in done.stdout
    assert (project / LEDGER).read_bytes() == before


def test_what_is_accepted_is_added_and_no_other_byte_changes(project: Path) -> None:
    before = (project / LEDGER).read_text("utf-8")
    done = pull(project, "--accept")
    assert done.returncode == 0 and "Recorded: 1 observation." in done.stdout, done.stderr
    after = (project / LEDGER).read_text("utf-8")
    added = observations(project, "enterprises")[-1]
    source = {"title": "Kazinform", "url": "https://inform.kz/c"}
    provenance = added.pop("pulled")
    assert isinstance(provenance, dict) and provenance["format"] == "csv"
    assert provenance["answer"] == sha256((HEAD + KNOWN + NEW).encode()).hexdigest()
    assert added == {
        "period": "2023-12-31", "value": 31, "status": "actual", "released": "2024-02-01", "source": source
    }  # fmt: skip
    start = next(index for index, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1])
    length = len(after) - len(before)
    assert after[:start] + after[start + length :] == before
    assert "Nothing is new." in pull(project).stdout


def test_all_or_nothing(project: Path, server: Server) -> None:
    """Of three new rows one cannot be right: none is recorded, and each mistake has its line."""
    rows = "2024-12-31,33.5,actual,2025-02-01,,K,https://inform.kz/d\n2025-13,35,actual,2026-02-30,,K,https://inform.kz/e\n"
    server.bodies["/enterprises.csv"] = (HEAD + KNOWN + NEW + rows + "2026,4O,fact,2026-01-01,new,,x\n").encode()
    before = (project / LEDGER).read_bytes()
    done = pull(project, "--accept")
    assert done.returncode == 1
    assert (project / LEDGER).read_bytes() == before
    for line, words in (
        (5, 'value: "33.5" has more decimal places'),
        (6, 'period: "2025-13": there is no month 13'),
        (6, 'released: "2026-02-30": there is no day 30'),
        (7, 'value: "4O" is not a number'),
        (7, 'status: unknown status "fact"'),
        (7, 'kind: found "new"'),
        (7, 'source_url: "x" is not a web address'),
    ):
        assert f"/enterprises.csv:{line}: {words}" in done.stderr, words


def test_another_value_for_the_same_release_is_a_correction_of_today(project: Path, server: Server) -> None:
    server.bodies["/enterprises.csv"] = (HEAD + KNOWN.replace(",27,", ",28,")).encode()
    done = pull(project, "--accept")
    assert done.returncode == 1
    assert '/enterprises.csv:3: the correction of "enterprises" for 2022-12-31 to 28 gives no reason' in done.stderr
    approval = ("--approved-by", "Aida Nur", "--why", "The bureau has counted again")
    assert "28 for 2022-12-31 (actual, a correction)" in pull(project, *approval).stdout
    assert pull(project, "--accept", *approval).returncode == 0
    assert observations(project, "enterprises")[-1]["kind"] == "correction"
    assert "Nothing is new." in pull(project).stdout, "the source has not changed, and its old date is no news"


def test_a_source_without_dates_is_new_where_it_differs_from_the_last_value(project: Path, server: Server) -> None:
    """Its own names for columns, a semicolon, and defaults for what it does not say."""
    server.bodies["/enterprises.csv"] = "\ufeffГод;Число\n2021-12-31;21\n2022-12-31;27\n2023-12-31;30\n".encode()
    source: Json = {
        "url": f"{server.url}/enterprises.csv",
        "format": "csv",
        "delimiter": ";",
        "columns": {"period": "Год", "value": "Число"},
        "defaults": {"status": "provisional", "source_title": "Бюро", "source_url": "https://stat.gov.kz/"},
    }
    declare(project, {"enterprises": source | {"defaults": {**source["defaults"], "status": "actual"}}})
    done = pull(project, "--accept")
    assert done.returncode == 0, done.stderr
    (added,) = observations(project, "enterprises")[2:]
    assert (added["period"], added["value"], added["source"]) == (
        "2023-12-31", 30, {"title": "Бюро", "url": "https://stat.gov.kz/"}
    )  # fmt: skip
    assert "Nothing is new." in pull(project).stdout


def test_the_sites_own_json_can_be_pulled(project: Path, server: Server) -> None:
    """What one Aimaq publishes another can read: nothing is new in it, until something is."""
    for suffix in ("json", "csv"):
        own = project / f"output/api/indicators/jobs.{suffix}"
        assert "Nothing is new." in pull(project, "--key", "jobs", "--from", str(own)).stdout
        server.bodies[f"/jobs.{suffix}"] = own.read_bytes().replace(b"3320", b"3333")
        approval = ("--approved-by", "Aida Nur", "--why", "Counted again")
        done = pull(project, "--key", "jobs", "--from", f"{server.url}/jobs.{suffix}", *approval)
        assert "jobs: 3333 for 2022-12-31 (actual, a correction)" in done.stdout, done.stderr


def test_a_declared_json_names_its_list_and_members(project: Path, server: Server) -> None:
    rows = [{"time": {"end": "2023-12-31"}, "obs": 29.0}, {"time": {"end": "2024-12-31"}, "obs": None}]
    server.bodies["/d.json"] = json.dumps({"data": {"rows": rows[:1]}}, indent=1).encode()
    declare(
        project,
        {
            "enterprises": {
                "url": f"{server.url}/d.json",
                "format": "json",
                "items": "/data/rows",
                "columns": {"period": "time/end", "value": "obs"},
                "defaults": {"status": "actual"},
            }
        },
    )
    assert "enterprises: 29 for 2023-12-31" in pull(project).stdout
    server.bodies["/d.json"] = json.dumps({"data": {"rows": rows}}, indent=1).encode()
    shutil.rmtree(project / ".aimaq/pull")
    assert "/d.json:10: obs: empty; expected a number" in pull(project).stderr


@pytest.mark.parametrize("fault", ["404", "a page"])
def test_the_last_good_copy_is_used_and_said_to_be_one(project: Path, server: Server, fault: str) -> None:
    first = pull(project)
    server.fault = fault
    later = pull(project)
    assert later.returncode == 0 and later.stdout == first.stdout
    times = re.search(r"It has failed since (.{16}); the copy of (.{16}) is used", later.stderr)
    assert times is not None
    failed, fetched = map(datetime.fromisoformat, times.groups())
    assert timedelta(0) <= failed - fetched < timedelta(minutes=30), "both are in the site's zone"
    server.fault = ""
    assert not pull(project).stderr.strip()


def test_a_broken_file_does_not_take_the_place_of_the_good_copy(project: Path, server: Server) -> None:
    first = pull(project)
    server.bodies["/enterprises.csv"] = (HEAD + '2023-12-31,"31,actual').encode()
    later = pull(project)
    assert later.returncode == 0 and later.stdout == first.stdout
    assert "not CSV" in later.stderr


def test_twenty_thousand_rows_are_recorded_in_seconds(project: Path, server: Server) -> None:
    """Each row has a period and a day of its own, and another figure is computed from them."""
    first = date(1950, 1, 1)
    days = [(first + timedelta(days=number), first + timedelta(days=number + 40)) for number in range(20_000)]
    rows = "".join(
        f"{day},{number % 97 + 1},actual,{later},,K,https://inform.kz/d\n" for number, (day, later) in enumerate(days)
    )
    server.bodies["/enterprises.csv"] = (HEAD + rows).encode()
    for expected in ("Recorded: 20,000 observations.", "Nothing is new."):
        before = os.times()
        done = pull(project, "--accept")
        after = os.times()
        assert done.returncode == 0 and expected in done.stdout, done.stderr
        assert after.children_user - before.children_user < 20
    assert len(observations(project, "enterprises")) == 20_002


def test_rows_that_contradict_each_other_are_refused_together(project: Path, server: Server) -> None:
    server.bodies["/enterprises.csv"] = (HEAD + KNOWN + NEW + NEW.replace(",31,", ",33,")).encode()
    before = (project / LEDGER).read_bytes()
    done = pull(project, "--accept")
    assert done.returncode == 1 and (project / LEDGER).read_bytes() == before
    assert "/enterprises.csv:5: 33 (actual) for 2023-12-31, released 2024-02-01, but line 4 has 31" in done.stderr


@pytest.mark.parametrize("body", [HEAD, HEAD + "\n\n", "", '{"releases": []}', "{}", "[]"])
def test_an_answer_without_rows_is_a_warning_and_the_good_copy_stays(project: Path, server: Server, body: str) -> None:
    kind = "json" if body.startswith(("{", "[")) else "csv"
    first = server.bodies[f"/enterprises.{kind}"] = (
        (HEAD + KNOWN + NEW).encode()
        if kind == "csv"
        else json.dumps({"releases": [{"period": "2023-12-31", "value": 31, "status": "actual"}]}).encode()
    )
    declare(project, {"enterprises": {"url": f"{server.url}/enterprises.{kind}", "format": kind}})
    good = pull(project)
    assert "enterprises: 31 for 2023-12-31" in good.stdout
    server.bodies[f"/enterprises.{kind}"] = body.encode()
    for _ in range(2):
        later = pull(project)
        assert later.returncode == 0 and later.stdout == good.stdout
        assert "the copy of" in later.stderr
    server.bodies[f"/enterprises.{kind}"] = first
    assert not pull(project).stderr.strip()


def test_without_a_copy_a_source_that_is_down_is_a_problem(project: Path, server: Server) -> None:
    server.fault = "500"
    done = pull(project)
    assert done.returncode == 1 and "the server answers 500" in done.stderr


def test_an_unchanged_source_is_not_sent_again(project: Path, server: Server) -> None:
    assert pull(project).stdout == pull(project).stdout
    assert "If-None-Match" not in server.asked[0] and "If-None-Match" in server.asked[1]


def test_a_jump_is_refused_at_its_row_until_it_is_approved(project: Path, server: Server) -> None:
    text = (project / LEDGER).read_text("utf-8")
    (project / LEDGER).write_text(
        text.replace('"decimals": 0,', '"decimals": 0,\n      "max_change": "40%",', 1), "utf-8"
    )
    server.bodies["/enterprises.csv"] = (HEAD + KNOWN + NEW.replace(",31,", ",310,")).encode()
    done = pull(project, "--accept")
    assert done.returncode == 1
    assert "/enterprises.csv:4: the value goes from 27 (2022-12-31) to 310 (2023-12-31)" in done.stderr
    approved = pull(project, "--accept", "--approved-by", "A. B.", "--why", "A new district.")
    assert approved.returncode == 0, approved.stderr
    assert observations(project, "enterprises")[-1]["approved"] == {"by": "A. B.", "why": "A new district."}


@pytest.mark.parametrize(
    ("sources", "message"),
    [
        ({"firms": {"url": "https://x.kz/a", "format": "csv"}}, 'unknown indicator "firms"'),
        ({"jobs": {"url": "http://x.kz/a", "format": "csv"}}, '"http://x.kz/a" is not a safe address'),
        ({"jobs": {"url": "https://x.kz/a", "format": "xls"}}, 'found "xls"'),
        ({"jobs": {"url": "https://x.kz/a"}}, '"format" is missing'),
        ({"jobs": {"url": "https://x.kz/a", "format": "csv", "colums": {}}}, 'did you mean "columns"?'),
        ({"jobs-per-enterprise": {"url": "https://x.kz/a", "format": "csv"}}, "unknown indicator"),
    ],
)
def test_the_file_of_sources_is_checked(project: Path, sources: object, message: str) -> None:
    declare(project, sources)
    done = pull(project)
    assert done.returncode == 1 and message in done.stderr
    assert done.stderr.startswith("content/data/sources.json:1:")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--key", "job"), 'did you mean "jobs"?'),
        (("--key", "jobs"), '"jobs" has no source in content/data/sources.json'),
        (("--from", "numbers.csv"), "name one indicator with --key"),
        (("--key", "jobs", "--from", "numbers.csv"), "numbers.csv: the file cannot be read"),
        (("--key", "jobs", "--from", "http://example.org/a.csv"), "is not a safe address"),
        (("--approved-by", "A. B."), "--why: missing beside --approved-by"),
    ],
)
def test_what_is_typed_is_checked(project: Path, options: tuple[str, ...], message: str) -> None:
    done = pull(project, *options)
    assert done.returncode == 1 and message in done.stderr


def test_without_sources_it_says_how_to_begin(project: Path) -> None:
    (project / SOURCES).unlink()
    done = pull(project)
    assert done.returncode == 1
    assert "no source is declared" in done.stderr and "--from" in done.stderr


def test_the_example_in_the_guide_is_a_sound_file_of_sources(project: Path) -> None:
    shutil.copy(built.ROOT / "docs/examples/sources.json", project / SOURCES)
    done = pull(project, "--key", "enterprises", "--from", str(project / "output/api/indicators/enterprises.csv"))
    assert "content/data/sources.json" not in done.stderr


def test_the_copy_of_the_schema_is_current() -> None:
    own = built.ROOT / "plugins/aimaq/figures/pull/schema.json"
    assert (built.ROOT / "content/data/sources.schema.json").read_bytes() == own.read_bytes()
