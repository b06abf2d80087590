"""No answer, however it is made, takes more than seconds, megabytes and a screen of messages; good copies stay."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aimaq.base.json_text.document import DocumentProblems, parse
from aimaq.base.json_text.list_items import located_items
from aimaq.base.problems import ProblemsFound, line_and_column, suggest
from aimaq.figures.ledger import Indicator, Observation, Period, Status
from aimaq.figures.ledger.max_change import PlacedObservation, check_changes
from aimaq.figures.ledger.record import NewObservation
from aimaq.figures.pull.all_sources import gather
from aimaq.figures.pull.copies import Copies
from aimaq.figures.pull.fetch import MOST_BYTES, FetchError, fetch
from aimaq.figures.pull.new_observations import new_observations
from aimaq.figures.pull.rows import Row, read_rows
from aimaq.figures.pull.sources import DataSource

TODAY = date(2026, 1, 1)
LANGS = ("ru", "kk", "en")
INDICATOR = Indicator("firms", {}, {})
DEFAULTS = {"status": "actual", "source_url": "https://example.org/", "source_title": "K"}
CSV = DataSource("firms", "a.csv", "csv", defaults=DEFAULTS)
JSON = DataSource("firms", "a.json", "json", defaults=DEFAULTS)
FIRST = date(1950, 1, 1)


def read(body: str | bytes, source: DataSource) -> tuple[Row, ...]:
    raw = body if isinstance(body, bytes) else body.encode("utf-8", "surrogatepass")
    return read_rows(raw, source.place, source, INDICATOR, languages=LANGS, today=TODAY)


def problems_of(body: str | bytes, source: DataSource) -> str:
    """The messages, which took little time to find and are little to read."""
    started = time.process_time()
    with pytest.raises(ProblemsFound) as found:
        read(body, source)
    text = str(found.value)
    assert time.process_time() - started < 10
    assert len(text) < 200_000 and len(found.value.problems) <= 201
    assert "unexpected" not in text
    return text


def item(value: str) -> str:
    return f'{{"releases": [{{"period": "2021", "value": 1}},\n{{"period": "2022", "value": {value}}}]}}'


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("1e999999999", "a.json:2: the number 1e999999999 is too large"),
        ("-1E+999999999", "a.json:2: the number -1E+999999999 is too large"),
        ("1e-999999999", "a.json:2: the number 1e-999999999 is too small"),
        ("0e999999999", "a.json:2: the number 0e999999999 is too large"),
        ("1e9999999999999999999", "a.json:2: the number 1e9999999999999999999 is too large"),
        ("1e900", 'a.json:2: value: "1E+900" is not a number'),
        ("9" * 100_000, "a.json:2: the number has 100000 characters; 30 are allowed"),
        ("0." + "1" * 100_000, "a.json:2: the number has 100002 characters"),
        ("NaN", "a.json:2: NaN is not a number that JSON has"),
        ("-Infinity", "a.json:2: -Infinity is not a number"),
        ('1, "value": 2', 'a.json:2: the key "value" is repeated'),
        ('"' + "9" * 1_000_000 + '"', "a.json:2: value: the cell has 1000000 characters; at most 2000 are read"),
        ("true", "a.json:2: value: found true; expected a text or a number"),
        ('{"a": [1]}', "a.json:2: value: found {…}; expected a text or a number"),
        ("[1, 2]", "a.json:2: value: found […]; expected a text or a number"),
        ("[" * 900 + "]" * 900, "a.json:2: value: found […]"),
        ("[" * 500_000 + "]" * 500_000, "brackets are nested too deep to be read"),
        ("[" * 900_000, "brackets are nested too deep to be read"),
    ],
)
def test_a_value_that_is_no_figure_is_named_with_its_row(value: str, message: str) -> None:
    assert message in problems_of(item(value), JSON)


@pytest.mark.parametrize("place", ["", "content"])
def test_a_number_that_cannot_be_printed_is_a_problem_in_any_file(place: str) -> None:
    """The ledger and the file of sources are read by the same function."""
    for literal in ("1e999999999", "1e9999999999999999999", "1e-1001"):
        document = parse(f'{{"a":\n {literal}}}', place)
        assert [(each.line, each.pointer) for each in document.problems] == [(2, "/a")]
        assert literal in document.problems[0].message
    assert parse('{"a": 1e9}', place).value == {"a": Decimal("1e9")}


@pytest.mark.parametrize(
    "body",
    [
        '{{"{}": [{}], "releases": []}}'.format("k" * 1_000_000, ",".join("0" * 400_000)),
        '{{"x": {{"{}": {}}}, "releases": [1]}}'.format("k" * 900_000, json.dumps([[]] * 200_000)),
        '{{"releases": [{}]}}'.format(",".join(["{}"] * 600_000)),
        '{{"releases": [{}]}}'.format(",\n".join(["[]"] * 20_000)),
        '{{"releases": [{}]}}'.format(",\n".join(['{"period":1,"value":NaN}'] * 20_000)),
        '{{"releases": [{}]}}'.format(",\n".join(['{"period":"2022-13","value":"x"}'] * 20_000)),
        '{{"releases": [{}]}}'.format(",\n".join(['{"a":1,"a":1}'] * 20_000)),
        '{"x": 1e999999999, "releases": [{"period": "2022", "value": 1}]}',
        '{"releases": ' + '{"releases": ' * 400 + "[]" + "}" * 401,
        '{"releases": [' + '"\\ud800"' + "]}",
        "",
        "null",
        "[]",
        '"' + "x" * 1_900_000,
        "{" * 1_900_000,
    ],
    ids=range(15),
)
def test_no_json_takes_long(body: str) -> None:
    problems_of(body, JSON)


@pytest.mark.parametrize(
    "body",
    [
        ",".join(f"h{number}" for number in range(250_000)),
        "period," + "v" * 200_000 + "\n",
        "period,value\n" + "2022-13,x\n" * 20_000,
        "period,value\n" + "2022,1\n" * 200_000,
        "period,value\n" + "2022," + "9" * 120_000 + "\n",
        "period,value\n" + "2022," + "9" * 1_900_000 + "\n",
        "period,value,kind\n" + ("2022,1," + "k" * 1900 + "\n") * 900,
        "period,value,source_url\n" + ("2022,1," + "u" * 1900 + "\n") * 900,
        "period,value\n" + ("p" * 1900 + ",1\n") * 900,
        'period,value\n"' + "\n" * 1_900_000,
        "\n" * 1_900_000,
        "\x00" * 1_900_000,
        "period,value\n",
        "period,value\n\n , \n",
        "",
    ],
    ids=range(15),
)
def test_no_csv_takes_long(body: str) -> None:
    problems_of(body, CSV)


def test_words_of_any_length_get_an_answer() -> None:
    started = time.process_time()
    assert len(suggest("a" * 2_000_000, ["b" * 1_000_000] * 5000)) < 10_000
    assert time.process_time() - started < 3


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-999, 999) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


@settings(deadline=None, max_examples=80)
@given(st.lists(JSON_VALUES, max_size=5), st.sampled_from(["/a", "/a~1b/c~0", "/b/", ""]), st.sampled_from([None, 1]))
def test_the_items_of_a_list_have_the_lines_that_spans_have(items: list[Any], pointer: str, indent: int | None) -> None:
    value: Any = items
    for step in reversed(pointer.split("/")[1:]):
        value = {"x": [1, {"a": 2}], step.replace("~1", "/").replace("~0", "~"): value, "y": {}}
    text = json.dumps(value, indent=indent)
    document = parse(text, "")
    lines = [line_and_column(text, document.spans[f"{pointer}/{index}"].start)[0] for index in range(len(items))]
    found = located_items(text, "", pointer, 9)
    assert found is not None and list(found) == list(zip(lines, items, strict=True))


# Two rows of one answer that contradict each other.


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("2022,5,,\n2022,6,,\n", "a.csv:3: 6 (actual) for 2022, released 2026-01-01, but line 2 has 5 (actual)"),
        ("2022,5,2023-02-01,\n2021,1,,\n2022,6,2023-02-01,\n", "a.csv:4: 6 (actual) for 2022, released 2023-02-01"),
        ("2022,5,2026-01-01,\n2022,6,,\n", "a.csv:3: 6 (actual)"),
        ("2022,5,,\n2022,5,,\n2022,7,,\n", "a.csv:4: 7 (actual)"),
        ("2022,6,2023-02-01,correction\n2022,5,2023-02-01,\n2022,4,2023-02-01,\n", "a.csv:4: 4 (actual)"),
    ],
)
def test_two_rows_that_contradict_each_other_are_refused(rows: str, message: str) -> None:
    text = problems_of("period,value,released,kind\n" + rows, CSV)
    assert message in text and "contradict each other" in text


def test_another_status_of_the_same_release_contradicts_too() -> None:
    text = problems_of("period,value,status\n2022,5,actual\n2022,5,estimate\n2022,6,plan\n2022,7,plan\n", CSV)
    assert "a.csv:3: 5 (estimate) for 2022" in text and "line 2 has 5 (actual)" in text
    assert "a.csv:5: 7 (plan) for 2022" in text and "line 4 has 6 (plan)" in text


def test_in_json_too() -> None:
    text = problems_of('{"releases": [{"period": "2022", "value": 5},\n{"period": 2022, "value": 5.5}]}', JSON)
    assert "a.json:2: value" in text, "more decimals than the indicator has"
    text = problems_of('{"releases": [{"period": "2022", "value": 5},\n{"period": 2022, "value": "6"}]}', JSON)
    assert "a.json:2: 6 (actual) for 2022" in text and "line 1 has 5 (actual)" in text


@pytest.mark.parametrize(
    "rows",
    [
        "2022,5,,\n2022,5.0,,\n",  # twice the same
        "2022,5,2023-02-01,\n2022,6,2023-05-01,\n",  # a revision
        "2022,5,2023-02-01,\n2022,6,2023-02-01,correction\n",  # as our own open data have it
        "2022,5,,\n2022-12-31,6,,\n",
    ],
)
def test_rows_that_agree_are_taken(rows: str) -> None:
    assert len(read("period,value,released,kind\n" + rows, CSV)) == 2


# Twenty thousand rows.


def seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def rows_of(count: int, period: Callable[[date], str] = str) -> list[Row]:
    days = [FIRST + timedelta(days=number) for number in range(count)]
    return [
        Row("a.csv", line, NewObservation(period(day), Decimal(line % 97), Status.ACTUAL, day + timedelta(days=20_000)))
        for line, day in enumerate(days, 2)
    ]


@pytest.mark.parametrize("period", [str, lambda day: "1950"], ids=["each its own period", "one period"])
def test_comparing_twenty_thousand_rows_takes_linear_time(period: Callable[[date], str]) -> None:
    rows = rows_of(20_000, period)
    assert seconds(lambda: new_observations(INDICATOR, rows, TODAY)) < 10
    assert len(new_observations(INDICATOR, rows, TODAY)) == 20_000


def test_a_limit_of_changes_takes_linear_time() -> None:
    placed = [
        PlacedObservation(
            f"/{number}",
            Observation(Period.parse(str(FIRST + timedelta(days=number))), Decimal(number), Status.ACTUAL, FIRST),
        )
        for number in range(20_000)
    ]
    problems = DocumentProblems(parse('{"a": 1}', "a.json"))
    assert seconds(lambda: check_changes(problems, placed[1:], Decimal(9))) < 10
    assert not problems.found


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(1, 9), st.booleans(), st.integers(0, 3)), min_size=1, max_size=12)
)
def test_a_limit_of_changes_compares_with_the_latest_period_before(data: list[tuple[int, int, bool, int]]) -> None:
    """The oracle looks at all earlier releases each time."""
    placed = [
        PlacedObservation(
            f"/{number}",
            Observation(
                Period.parse(str(2000 + year)),
                Decimal(value),
                Status.PLAN if plan else Status.ACTUAL,
                FIRST + timedelta(days=day),
            ),
        )
        for number, (year, value, plan, day) in enumerate(data)
    ]
    expected = []
    seen: list[PlacedObservation] = []
    for each in sorted(placed, key=lambda each: each.observation.released):
        here = each.observation
        earlier: dict[Period, Observation] = {
            other.observation.period: other.observation
            for other in seen
            if other.observation.is_plan == here.is_plan and other.observation.period <= here.period
        }
        if earlier and abs(here.value - earlier[max(earlier)].value) > Decimal("0.5") * earlier[max(earlier)].value:
            expected.append(f"{each.pointer}/value")
        seen.append(each)
    problems = DocumentProblems(parse("{}", ""))
    check_changes(problems, placed, Decimal("0.5"))
    assert [problem.pointer for problem in problems.found] == expected


# Servers.


class _Hostile(BaseHTTPRequestHandler):
    """Answers with what the server's ``answer`` writes; every loop ends, at the latest when the client has gone."""

    def do_GET(self) -> None:
        try:
            self.server.answer(self)  # type: ignore[attr-defined]
        except OSError:
            return

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def answering(answer: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Hostile)
    server.daemon_threads, server.block_on_close = True, False
    server.answer = answer  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/a.csv"
    finally:
        server.shutdown()
        server.server_close()


def head(handler: BaseHTTPRequestHandler, status: int, **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()


def flood(handler: BaseHTTPRequestHandler, data: bytes, times: int = 400) -> None:
    for _ in range(times):
        handler.wfile.write(data)


def redirect_with_an_endless_text(handler: BaseHTTPRequestHandler) -> None:
    if handler.path == "/b.csv":
        head(handler, 200, Content_Type="text/csv", Content_Length="4")
        handler.wfile.write(b"good")
        return
    head(handler, 302, Location="/b.csv", Content_Length=str(10**12))
    flood(handler, b"x" * 65536)


def endless_header(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    flood(handler, b"X-A: " + b"x" * 60000 + b"\r\n")


def endless_continue(handler: BaseHTTPRequestHandler) -> None:
    for _ in range(30):
        handler.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        time.sleep(0.1)


def endless_chunks(handler: BaseHTTPRequestHandler) -> None:
    handler.protocol_version = "HTTP/1.1"
    head(handler, 200, Content_Type="text/csv", Transfer_Encoding="chunked")
    flood(handler, b"10000\r\n" + b"x" * 65536 + b"\r\n")


def a_chunk_that_claims_much(handler: BaseHTTPRequestHandler) -> None:
    handler.protocol_version = "HTTP/1.1"
    head(handler, 200, Content_Type="text/csv", Transfer_Encoding="chunked")
    handler.wfile.write(b"FFFFFFFFFFFF\r\nabc")


def silence(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(2.5)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (lambda handler: head(handler, 206, Content_Range="bytes 0-5/20", Content_Type="text/csv"), "answers 206 Part"),
        (lambda handler: head(handler, 204), "the server answers 204 No Content"),
        (lambda handler: head(handler, 202), "the server answers 202 Accepted"),
        (lambda handler: head(handler, 300), "the server answers 300 Multiple Choices"),
        (lambda handler: head(handler, 302), "the server answers 302 Found"),
        (lambda handler: head(handler, 299), "the server answers 299"),
        (lambda handler: head(handler, 302, Location="http://[/"), "not a safe address"),
        (lambda handler: head(handler, 302, Location="http://x/" + "y" * 50_000), "not a safe address"),
        (lambda handler: head(handler, 200, Content_Type="x/" + "y" * 50_000), "not CSV"),
        (lambda handler: head(handler, 200, Content_Encoding="y" * 50_000), "compressed"),
        (endless_header, "the answer broke off"),
        (endless_continue, "within 1 seconds"),
        (endless_chunks, "it is larger than 2 MB"),
        (a_chunk_that_claims_much, "the answer broke off"),
        (silence, "within 1 seconds"),
    ],
)
def test_an_answer_that_is_none_has_a_short_reason(
    answer: Callable[[BaseHTTPRequestHandler], None], reason: str
) -> None:
    started = time.monotonic()
    with answering(answer) as url, pytest.raises(FetchError) as raised:
        fetch(url, "csv", seconds=1 if "within" in reason else 20)
    assert reason in str(raised.value) and len(str(raised.value)) < 400
    assert time.monotonic() - started < 15


def test_the_text_of_a_redirect_is_not_read() -> None:
    with answering(redirect_with_an_endless_text) as url:
        assert fetch(url, "csv").body == b"good"


@pytest.mark.parametrize(
    "bad",
    [
        (200, b"period,value\n"),
        (200, b"period,value\r\n\r\n"),
        (200, b""),
        (206, b"period,value\n2022,6\n"),
        (204, b""),
        (200, b"period,value\n2022,5\n2022,6\n"),
        (200, b"period,value\n2022,1e999999999\n"),
        (200, b"\xff\xfe\x00"),
    ],
    ids=range(8),
)
def test_an_answer_without_rows_never_replaces_the_good_copy(tmp_path: Path, bad: tuple[int, bytes]) -> None:
    from datetime import datetime

    from aimaq.figures.ledger import Ledger

    answers = [(200, b"period,value\n2022,5\n"), bad, bad]

    def answer(handler: BaseHTTPRequestHandler) -> None:
        status, body = answers.pop(0)
        head(handler, status, Content_Type="text/csv", Content_Length=str(len(body)))
        if status != 204:
            handler.wfile.write(body)

    copies = Copies(tmp_path, lambda: datetime.now().astimezone())
    with answering(answer) as url:
        source = DataSource("firms", url, "csv", defaults=DEFAULTS)
        ask: Callable[[], Any] = lambda: gather([source], Ledger([INDICATOR]), copies, languages=LANGS, today=TODAY)  # noqa: E731
        good, no_warnings = ask()
        assert len(good) == 1 and not no_warnings
        for _ in range(2):
            found, warnings = ask()
            assert found == good and len(warnings) == 1 and "the copy of" in warnings[0]
    kept = copies.last(url)
    assert kept is not None and kept.body == b"period,value\n2022,5\n"


@pytest.mark.parametrize("name", ["/dev/zero", "", "folder", "pipe", "\0", "big.csv"])
def test_a_place_that_is_no_file_ends_at_once(tmp_path: Path, name: str) -> None:
    import os

    from aimaq.figures.ledger import Ledger

    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "big.csv").write_bytes(b"x" * (MOST_BYTES + 1))
    source = DataSource("firms", str(tmp_path / name), "csv", defaults=DEFAULTS)
    with pytest.raises(ProblemsFound):
        gather([source], Ledger([INDICATOR]), Copies(tmp_path, None), languages=LANGS, today=TODAY)  # type: ignore[arg-type]
