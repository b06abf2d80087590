"""The range of an estimate, from the ledger to every file and page, and back: what readers get is what the log has."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from xml.etree.ElementTree import fromstring

import lxml.html
import pytest

from aimaq.base.slots import Slot
from aimaq.figures.fill.charted import charted, stated
from aimaq.figures.fill.embargoed_values import withheld_values
from aimaq.figures.fill.filler import Filler
from aimaq.figures.fill.live_values import version_of
from aimaq.figures.ledger import Indicator, Ledger, Observation, Period, Source, Status
from aimaq.figures.log.entries import Entry, canonical, figure_entry, read_entry, release_entry
from aimaq.figures.open_data.commands import commands
from aimaq.figures.text.chart_marker import parse_chart
from aimaq.figures.text.figure import Figure
from aimaq.figures.value_range import ValueRange
from aimaq.figures.views.views import ThemeViews
from aimaq.verify.log.entry_forms import read_line
from aimaq.verify.log.logged_figures import logged_in
from aimaq.verify.values.addresses import Addresses
from aimaq.verify.values.open_data_files import check_csv, check_indicator, check_linked, parse_json

from .conftest import Written

FORMS = ("one", "few", "many", "other")
UNIT = {lang: {"nominative": dict.fromkeys(FORMS, "jobs")} for lang in ("ru", "kk", "en")}
LOGGED = "2026-02-01T07:00:00Z"


def seen(period: str, value: str, status: str = "actual", bounds: tuple[str, str] | None = None) -> Observation:
    return Observation(
        Period.parse(period), Decimal(value), Status(status), date(2026, 1, 10), source=Source("B", "https://b.example/"),
        range=ValueRange(*map(Decimal, bounds)) if bounds else None,
    )  # fmt: skip


JOBS = (
    seen("2023", "900"),
    seen("2024", "950", "plan", ("940", "970")),
    seen("2024", "945"),
    seen("2025", "1010", "estimate", ("980", "1040")),
)
LEDGER = Ledger([Indicator("jobs", dict.fromkeys(UNIT, "Jobs"), UNIT, observations=JOBS)])


@pytest.fixture(scope="module")
def own() -> Written:
    return Written(LEDGER)


def words_of(html: str) -> str:
    return " ".join(lxml.html.fromstring(f"<div>{html}</div>").text_content().split())


def test_the_data_files_have_the_bounds(own: Written) -> None:
    found = json.loads(own.files["/api/indicators/jobs.json"])
    assert [each.get("range") for each in found["releases"]] == [None, [940, 970], None, [980, 1040]]
    assert found["current"]["text"] == {
        "ru": "1\u00a0010\u00a0jobs (980–1\u00a0040)",
        "kk": "1\u00a0010\u00a0jobs (980–1\u00a0040)",
        "en": "1,010\u00a0jobs (980–1,040)",
    }
    rows = list(csv.DictReader(StringIO(own.files["/api/indicators/jobs.csv"], newline="")))
    assert [(each["range_low"], each["range_high"]) for each in rows] == [
        ("", ""), ("940", "970"), ("", ""), ("980", "1040"),
    ]  # fmt: skip
    assert own.files["/api/indicators/jobs.jsonld"].count('"propertyID": "range"') == 2


@pytest.mark.parametrize(
    ("lang", "words", "printed"),
    [
        ("ru", "от 980 до 1\u00a0040", "980–1\u00a0040"),
        ("kk", "980-нен 1\u00a0040-қа дейін", "980–1\u00a0040"),
        ("en", "980 to 1,040", "980–1,040"),
    ],
)
def test_pages_and_charts_say_it(own: Written, lang: str, words: str, printed: str) -> None:
    views, spaced = ThemeViews(own.material), printed.replace("\u00a0", " ")
    pages = {
        name: words_of(views.render(f"{name}.html", [Figure("jobs")], lang, ""))
        for name in ("chart", "summary", "history", "card")
    }
    text = words_of(Filler(views, commands(own.material)).write(Slot("chart jobs", lang, "2026-03-01", place="lh")))
    for name in ("summary", "history", "card"):
        assert spaced in pages[name], name
    assert words.replace("\u00a0", " ") in pages["chart"]
    assert spaced in text and words.replace("\u00a0", " ") in text
    picture = own.files[f"/api/indicators/jobs.{lang}.svg"]
    assert words in "".join(fromstring(picture).itertext())
    assert (
        printed in own.files["/feeds/indicators/jobs.json" if lang == "ru" else f"/{lang}/feeds/indicators/jobs.json"]
    )


def test_the_log_has_it_and_the_verifier_compares_it(own: Written) -> None:
    released = (release_entry("jobs", each, LOGGED) for each in JOBS)
    entries: list[Entry] = [figure_entry(LEDGER.indicators["jobs"], LOGGED), *released]
    lines = [canonical(each) for each in entries]
    assert b'"range":["980","1040"]' in lines[-1] and b"range" not in lines[1]
    assert [read_entry(line) for line in lines] == entries
    logged = logged_in([read_line(line) for line in lines])
    json_file, table = own.files["/api/indicators/jobs.json"], own.files["/api/indicators/jobs.csv"]
    linked = own.files["/api/indicators/jobs.jsonld"]

    def compared(json_file: str = json_file, table: str = table, linked: str = linked) -> list[str]:
        addresses = Addresses()
        found = [
            *check_indicator("j", "jobs", parse_json(json_file.encode()), logged),
            *check_csv("c", "jobs", table.encode(), logged),
            *check_linked("l", "jobs", parse_json(linked.encode()), logged, addresses),
        ]
        return [each.found for each in found if not each.agrees]

    assert compared() == []
    assert '"range" is "980 1050"' in compared(json_file=json_file.replace("1040\n", "1050\n"))
    assert '"range" is "980 1050"' in compared(table=table.replace(",980,1040,", ",980,1050,"))
    assert '"range" is none' in compared(table=table.replace(",980,1040,", ",,,"))
    assert '"range" is "980 1050"' in compared(linked=linked.replace('"maxValue": 1040', '"maxValue": 1050'))


@pytest.mark.parametrize(
    ("member", "message"),
    [
        (["980"], "has 1 numbers"),
        (["980", "1005"], 'its "range" is 980 to 1005'),
        (["1010", "1010"], 'its "range" is 1010 to 1010'),
        (["980", "1040.0"], "a number without trailing zeros"),
        ([980, 1040], "holds something that is no text"),
    ],
)
def test_an_entry_with_another_form_of_range_is_refused(member: list[object], message: str) -> None:
    line = json.loads(canonical(release_entry("jobs", JOBS[-1], LOGGED))) | {"range": member}
    with pytest.raises(ValueError, match=message):
        read_line(json.dumps(line, sort_keys=True, separators=(",", ":")).encode())


def test_a_text_states_it_in_its_chart(own: Written) -> None:
    found = charted(own.material.printer, parse_chart("chart jobs"), "2026-03-01")
    assert stated(found) == "jobs 2023=900, 2024=945 (plan 950), 2025=1010 (estimate; range 980–1040)"


def test_another_range_is_another_version_and_none_leaves_the_version_as_it_was() -> None:
    wider = replace(JOBS[-1], range=ValueRange(Decimal(970), Decimal(1040)))
    bare = replace(JOBS[-1], range=None)
    assert len({version_of(JOBS[-1]), version_of(wider), version_of(bare)}) == 3
    assert version_of(seen("2023", "900")) == "24c0dcf6"


def test_under_embargo_its_bounds_are_secret_too() -> None:
    until = replace(JOBS[-1], embargo=datetime(2026, 1, 10, 10))
    whole = Ledger([replace(LEDGER.indicators["jobs"], observations=(*JOBS[:-1], until))])
    public = whole.public(datetime(2026, 1, 10, 9))
    forms = [form for each in withheld_values(whole, public) for form in each.forms]
    assert {"980\u00a0jobs", "1,040\u00a0jobs"} <= set(forms)
