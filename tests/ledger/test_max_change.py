"""A change that is larger than max_change is refused, with all that is needed to mend it, until it is approved."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger.samples import LANGUAGES, TEXT

from aimaq.base.problems import ProblemsFound
from aimaq.figures.ledger import parse_ledger
from aimaq.figures.ledger.max_change import parse_percentage

LIMITED = TEXT.replace('"max_age_days": 400,', '"max_age_days": 400,\n      "max_change": "{}",')
SOURCE = '"source": {"title": "Kazinform", "url": "https://inform.kz/b"}'
APPROVED = f'{SOURCE}, "approved": {{"by": "A. B.", "why": "Counted twice."}}}}'


def problems_in(text: str) -> list[str]:
    try:
        parse_ledger(text, "i.json", languages=LANGUAGES)
    except ProblemsFound as found:
        return [str(problem) for problem in found.problems]
    return []


def limited(percent: str) -> str:
    return LIMITED.replace("{}", percent, 1)


def test_a_larger_change_is_told_with_both_values_and_the_limit() -> None:
    """2522 → 3314 is 31.4 %."""
    (message,) = problems_in(limited("20%"))
    assert message == (
        'i.json:17:34: the value goes from 2522 (2021-12-31) to 3314 (2022-12-31), by 31.4%; "max_change" allows 20%'
        " (/indicators/jobs/observations/1/value)\n    Correct it; or, if it is right, say who checked it: "
        '"approved": {"by": "…", "why": "…"}, as `aimaq set` writes it with --approved-by and --why.'
    )


def test_a_change_up_to_the_limit_passes() -> None:
    share = (Decimal(3314) - 2522) / 2522
    assert Decimal("0.31") < share < Decimal("0.3141")
    assert not problems_in(limited("31.41%")) and problems_in(limited("31.4%"))


def test_an_approved_change_passes_and_the_next_is_measured_from_it() -> None:
    approved = limited("20%").replace(f"{SOURCE}}}", APPROVED, 1)
    assert approved != limited("20%")
    assert not problems_in(approved)
    (message,) = problems_in(approved.replace("3320", "9999"))
    assert "from 3314 (2022-12-31) to 9999 (2022-12-31)" in message, "a correction counts too"


@pytest.mark.parametrize(
    "approved", ['{"by": "A. B."}', '{"by": "", "why": "x"}', '{"by": "a", "why": "b", "on": "c"}', '"yes"']
)
def test_an_approval_says_by_whom_and_why(approved: str) -> None:
    text = TEXT.replace(
        '"url": "https://inform.kz/b"}}', f'"url": "https://inform.kz/b"}}, "approved": {approved}}}', 1
    )
    assert text != TEXT and problems_in(text)


@pytest.mark.parametrize("percent", ["20", "0.2", "-5%", "20 %", "1e3%", "%", "99999%"])
def test_only_a_percentage_is_a_limit(percent: str) -> None:
    (message,) = problems_in(limited(percent))
    assert "is not a percentage" in message and message.startswith("i.json:13:7:")


def test_a_computed_figure_has_no_limit_of_its_own() -> None:
    (message,) = problems_in(TEXT.replace('"formula"', '"max_change": "5%",\n      "formula"'))
    assert '"max_change" is for a figure that is observed' in message


def test_plans_are_compared_with_plans() -> None:
    """A plan of 28 beside 27 enterprises, and one of 60 after it."""
    first = '"observations": [\n        {"period": "2022-12-31", "value": 27'
    text = TEXT.replace(first, f'"max_change": "10%",\n      {first}')
    assert text != TEXT and not problems_in(text.replace('"value": 28', '"value": 280'))
    later = '"released": "2021-07-01",\n         "source": {"title": "oqu.news", "url": "https://oqu.news/a"}}'
    plan = f'{{"period": "2030", "value": 60, "status": "plan", "released": "2023-07-01", {SOURCE}}}'
    plan = f"{later},\n        {plan}"
    (message,) = problems_in(text.replace(later, plan))
    assert "from 28 (2025) to 60 (2030)" in message


releases = st.lists(
    st.tuples(st.integers(2000, 2006), st.integers(0, 40), st.integers(1, 6)),
    min_size=1,
    max_size=7,
    unique_by=lambda each: (each[0], each[2]),
)


@given(releases, st.integers(0, 150))
def test_every_release_is_measured_from_what_was_known_before_it(rows: list[tuple[int, int, int]], limit: int) -> None:
    """Oracle: for each release all earlier ones, by day and on one day by period, are looked at one by one."""
    items = ",\n".join(
        f'{{"period": "{year}", "value": {value}, "status": "estimate", "released": "2010-0{month}-01",'
        f' "source": {{"title": "x", "url": "https://x.kz"}}}}'
        for year, value, month in rows
    )
    head, tail = TEXT.split('"observations": [', 1)
    text = head + f'"max_change": "{limit}%", "observations": [{items}]' + tail[tail.index("]") + 1 :]
    wrong = set()
    ordered = sorted(rows, key=lambda row: (row[2], row[0]))
    for number, (year, value, month) in enumerate(ordered):
        known = [row for row in ordered[:number] if row[0] <= year]
        if known:
            last = max(row[0] for row in known)
            before = [row[1] for row in known if row[0] == last][-1]
            if abs(value - before) * 100 > limit * before:
                wrong.add(rows.index((year, value, month)))
    places = set()
    try:
        parse_ledger(text, "i.json", languages=LANGUAGES)
    except ProblemsFound as found:
        places = {int(each.pointer.split("/")[4]) for each in found.problems if "max_change" in each.message}
    assert places == wrong


def test_a_share_is_read_exactly() -> None:
    assert parse_percentage("12.5%") == Decimal("0.125")


def test_the_sites_own_ledger_limits_its_headline_figures() -> None:
    text = (Path(__file__).resolve().parents[2] / "content/data/indicators.json").read_text(encoding="utf-8")
    assert text.count('"max_change"') >= 2
