"""The whole message for each slip in a sound ledger, one at a time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger.samples import LANGUAGES, TEXT, small

from aimaq.base.problems import ProblemsFound
from aimaq.figures.ledger import parse_ledger, read_ledger

SLIPS = yaml.safe_load(Path(__file__).with_name("slips.yaml").read_text("utf-8"))


def complaints(text: str) -> list[str]:
    with pytest.raises(ProblemsFound) as found:
        parse_ledger(text, "i.json", languages=LANGUAGES)
    return [str(problem) for problem in found.value.problems]


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip["slip"])
def test_a_slip_is_told_with_its_place_and_the_remedy(slip: dict[str, Any]) -> None:
    """Every message names line, column and pointer, what was found and what was expected."""
    right = slip.get("right", TEXT)
    assert right in TEXT
    assert complaints(TEXT.replace(right, slip["wrong"], 1)) == slip["told"]


def test_the_ledger_without_slips_is_read() -> None:
    """The table above changes a ledger that has nothing wrong with it."""
    assert list(small().indicators) == ["jobs", "enterprises", "jobs-per-enterprise"]


def test_all_problems_are_told_at_once() -> None:
    """Problems of form, of language, of dates and of formulas do not hide one another."""
    text = (
        TEXT.replace('"few": "места", ', "")
        .replace('"status": "provisional"', '"status": "firm"')
        .replace("2022-02-01", "2022-02-31")
        .replace('"en": "Enterprises"', '"de": "Betriebe"')
        .replace("jobs / enterprises", "jobs / enterprise")
        .replace('"max_age_days": 400', '"max_age_days": NaN')
    )
    messages = [message.partition("\n")[0].partition(": ")[2].partition(" (/")[0] for message in complaints(text)]
    assert messages == [
        'the unit has no "few" form in ru, nominative',
        "NaN is not a number that JSON has",
        '"2022-02-31": there is no day 31; 2022-02 has days 01 to 28',
        "the label has no text in en",
        'the site has no language "de"; expected one of: ru, kk, en',
        'found "firm"; expected one of: actual, provisional, estimate, plan',
        'unknown indicator "enterprise"; did you mean "enterprises"?',
    ]


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"\xef\xbb\xbf{}", "i.json:1:1: the file begins with a byte order mark"),
        ("{}".encode("utf-16"), "i.json:1:1: the file is in UTF-16"),
        ('{\n "é"'.encode("latin-1"), "i.json:2:3: the byte 0xE9 is not UTF-8"),
        (b"[" * 100_000, "i.json:1:1: brackets are nested too deep to be read"),
    ],
)
def test_a_file_that_is_no_text_is_told_of(tmp_path: Path, raw: bytes, message: str) -> None:
    """Bytes that are not UTF-8 (RFC 8259) are named where they stand."""
    (tmp_path / "i.json").write_bytes(raw)
    with pytest.raises(ProblemsFound) as found:
        read_ledger(tmp_path / "i.json", languages=LANGUAGES, root=tmp_path)
    assert str(found.value).splitlines()[0] == message


def test_a_missing_file_is_a_problem_not_a_traceback(tmp_path: Path) -> None:
    """The path is reported relative to the project's root."""
    with pytest.raises(ProblemsFound, match=r"content/i\.json: the file is missing"):
        read_ledger(tmp_path / "content" / "i.json", languages=LANGUAGES, root=tmp_path)


def test_a_cycle_is_named_by_its_keys() -> None:
    """Each indicator in the circle is named once, in the order in which they need one another."""
    data = json.loads(TEXT)
    indicators = data["indicators"]
    derived = indicators["jobs-per-enterprise"]
    indicators["a"] = {**derived, "formula": "b + 1"}
    indicators["b"] = {**derived, "formula": "2 * (c - jobs)"}
    indicators["c"] = {**derived, "formula": "a / jobs"}
    indicators["d"] = {**derived, "formula": "a"}
    indicators["e"] = {**derived, "formula": "f"}
    indicators["f"] = {**derived, "formula": "e"}
    messages = [message.partition("\n")[0].partition(": ")[2] for message in complaints(json.dumps(data))]
    assert messages == [
        "the formulas go round in a circle: a → b → c → a (/indicators/a/formula)",
        "the formulas go round in a circle: e → f → e (/indicators/e/formula)",
    ]


def test_a_chain_of_formulas_has_a_limit() -> None:
    """Formulas may build on one another, but not without end."""
    data = json.loads(TEXT)
    derived = data["indicators"]["jobs-per-enterprise"]
    for index in range(1, 40):
        part = f"a{index - 1}" if index > 1 else "jobs"
        data["indicators"][f"a{index}"] = {**derived, "formula": part}
    (message,) = complaints(json.dumps(data))
    assert "it is the end of a chain of more than 32 formulas (/indicators/a33/formula)" in message


def test_a_division_by_zero_is_found_in_what_was_known_once() -> None:
    """A zero that has been corrected since still stands in pages that quote what was known then."""
    text = TEXT.replace(
        '"value": 27, "status": "provisional", "released": "2023-03-01",',
        '"value": 27, "status": "provisional", "released": "2023-03-02", "kind": "correction",',
    ).replace(
        '{"period": "2022-12-31", "value": 27',
        '{"period": "2022-12-31", "value": 0, "status": "provisional", "released": "2023-03-01",'
        ' "source": {"title": "a", "url": "https://b.kz"}}, {"period": "2022-12-31", "value": 27',
    )
    # Jobs of 2022 were released after the correction: no page could ever divide by the zero.
    parse_ledger(text, "i.json", languages=LANGUAGES)
    (message,) = complaints(text.replace('"released": "2023-07-31"', '"released": "2023-02-01"'))
    assert "division by zero in 2022-12-31, as known on 2023-03-01" in message


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 10**20)
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["2022-12-31", "actual", "jobs", "a/0", "https://[", "{{x}}"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["ru", "period", "value", "formula", "observations", "a~/b"]), inner, max_size=2
        )
    ),
    max_leaves=4,
)


def places(value: Any) -> list[tuple[Any, Any]]:
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for step, inner in members for place in [(value, step), *places(inner)]]


@settings(deadline=None)
@given(st.data())
def test_no_ledger_however_broken_gives_a_traceback(data: st.DataObject) -> None:
    """With any value in any place, the ledger is read or problems are reported, each with a place."""
    ledger = json.loads(TEXT)
    for _ in range(data.draw(st.integers(1, 3))):
        parent, step = data.draw(st.sampled_from(places(ledger)))
        if data.draw(st.booleans()):
            parent[step] = data.draw(JUNK)
        else:
            del parent[step]
        if not places(ledger):
            break
    try:
        parse_ledger(json.dumps(ledger, indent=1), "i.json", languages=LANGUAGES)
    except ProblemsFound as found:
        assert all(problem.line and problem.column for problem in found.problems)


@settings(deadline=None)
@given(st.text(max_size=30), st.integers(0, len(TEXT)))
def test_no_text_however_broken_gives_a_traceback(junk: str, at: int) -> None:
    """The same for what is not JSON."""
    try:
        parse_ledger(TEXT[:at] + junk + TEXT[at:], "i.json", languages=LANGUAGES)
    except ProblemsFound as found:
        assert all(problem.line and problem.column for problem in found.problems)
