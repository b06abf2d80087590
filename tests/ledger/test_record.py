"""Recording an observation."""

from __future__ import annotations

import json
import stat
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger.samples import LANGUAGES, TEXT, small

from aimaq.base.languages.alphabets import mixed_words
from aimaq.base.problems import ProblemsFound
from aimaq.figures.ledger import Ledger, Period, Source, Status, parse_ledger
from aimaq.figures.ledger.record import NewObservation, parse_value, prepare_recording, record, record_all

NEW = NewObservation(
    "2025-12-31", Decimal(101), Status.ACTUAL, date(2026, 1, 15), Source("Отчёт", "https://example.org/2025")
)
TEXTS = (
    st.text(st.characters(codec="utf-8", categories=["L", "N", "P"], exclude_characters="{};"), min_size=1, max_size=8)
    .map("а{}".format)  # a text that begins as a formula does is refused
    .filter(lambda text: not any(mixed_words(text)))
)
OBSERVATIONS = st.builds(
    NewObservation,
    period=st.sampled_from(["2023", "2023-Q4", "2023-12", "2023-12-31"]),
    value=st.integers(-(10**9), 10**9).map(Decimal),
    status=st.sampled_from(Status),
    released=st.dates(date(2024, 1, 1), date(2026, 1, 1)),
    source=st.builds(Source, title=TEXTS, url=st.just("https://example.org/")),
    note=st.just({}) | st.fixed_dictionaries({language: TEXTS for language in LANGUAGES}),
)
LAYOUTS: list[dict[str, Any]] = [
    {"indent": 2},
    {"indent": 4},
    {"indent": "\t"},
    {},
    {"separators": (",", ":")},
    {"separators": (" , ", " : "), "indent": 1},
]


def read(text: str) -> Ledger:
    return parse_ledger(text, "i.json", languages=LANGUAGES)


def inserted(before: str, after: str) -> str:
    """The text that was put in, once it is shown that nothing else happened."""
    start = next((at for at, pair in enumerate(zip(before, after, strict=False)) if len(set(pair)) > 1), len(before))
    length = len(after) - len(before)
    assert length > 0
    assert after[:start] + after[start + length :] == before
    return after[start : start + length]


@settings(deadline=None, max_examples=60)
@given(OBSERVATIONS, st.sampled_from(["jobs", "enterprises"]), st.sampled_from([None, *LAYOUTS]), st.booleans())
def test_recording_adds_one_observation_and_changes_nothing_else(
    new: NewObservation, key: str, layout: dict[str, Any] | None, windows: bool
) -> None:
    """Old and new are read back, and the text around the new one is the same to the byte, in any layout."""
    text = TEXT if layout is None else json.dumps(json.loads(TEXT), ensure_ascii=False, **layout)
    text = text.replace("\n", "\r\n") if windows else text
    changed = record(text, key, new)
    item = inserted(text, changed)
    assert item.strip(" \t\r\n,").startswith("{") or item.strip(" \t\r\n,").endswith("}")
    assert ("\r\n" in item) == ("\n" in item) or not windows
    before, after = read(text).indicators, read(changed).indicators
    (added,) = [each for each in after[key].observations if each not in before[key].observations]
    assert (added.period, added.value, added.status) == (Period.parse(new.period), new.value, new.status)
    assert (added.released, added.source, added.note) == (new.released, new.source, new.note)
    kept = tuple(each for each in after[key].observations if each is not added)
    assert {**after, key: replace(after[key], observations=kept)} == before


EMPTY = [
    '{\n  "indicators": {\n    "jobs": {\n      "observations": []\n    },\n'
    '    "enterprises": {"observations": [ ]}\n  }\n}\n',
    '{"indicators":{"jobs":{"observations":[]},"enterprises":{"observations":[{"value": 1}]}}}',
    '{"indicators": {"jobs": {"observations": [\n  {"value": 1}]},"enterprises": {"observations": []}}}',
]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.sampled_from(["jobs", "enterprises"]), OBSERVATIONS), min_size=1, max_size=5),
    st.sampled_from([None, *LAYOUTS, *EMPTY]),
)
def test_recording_many_at_once_is_recording_one_after_another(
    new: list[tuple[str, NewObservation]], layout: dict[str, Any] | str | None
) -> None:
    if isinstance(layout, str):
        text = layout
    else:
        text = TEXT if layout is None else json.dumps(json.loads(TEXT), ensure_ascii=False, **layout)
    expected = text
    for key, observation in new:
        expected = record(expected, key, observation)
    assert json.loads(record_all(text, new, "")) == json.loads(expected)
    if text not in EMPTY or len({key for key, _ in new}) == 1:
        assert record_all(text, new, "") == expected


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_layout_is_kept(layout: dict[str, Any]) -> None:
    """What a JSON writer laid out looks, with one more observation, as that writer would lay it out."""
    data = json.loads(TEXT)
    text = json.dumps(data, ensure_ascii=False, **layout)
    data["indicators"]["enterprises"]["observations"].append(NEW.members() | {"value": 101})
    assert record(text, "enterprises", NEW) == json.dumps(data, ensure_ascii=False, **layout)


def test_a_hand_made_layout_is_kept() -> None:
    """The source goes on a line of its own because those of its neighbours do."""
    assert inserted(TEXT, record(TEXT, "enterprises", NEW)) == (
        ',\n        {"period": "2025-12-31", "value": 101, "status": "actual", "released": "2026-01-15",'
        '\n         "source": {"title": "Отчёт", "url": "https://example.org/2025"}}'
    )


def test_a_member_that_the_last_observation_has_not_is_laid_out_as_an_earlier_one() -> None:
    """The last one of jobs is a correction without a source."""
    assert record(TEXT, "jobs", NEW).count('"released": "2026-01-15",\n         "source": {"title"') == 1


@pytest.mark.parametrize(
    ("listing", "expected"),
    [
        ("[]", "[\n      I\n    ]"),
        ("[ ]", "[\n      I\n    ]"),
        ("[\n    ]", "[\n      I\n    ]"),
        ("[{}]", "[{}, I]"),
        ("[ {} ]", "[ {}, I ]"),
        ("[{},{}]", "[{},{},I]"),
        ("[\n      {}\n    ]", "[\n      {},\n      I\n    ]"),
    ],
)
def test_lists_without_an_example_get_a_plain_line(listing: str, expected: str) -> None:
    """Empty lists, lists on one line, and lists of nothing to learn from."""
    before, after = '{\n  "indicators": {\n   "a": {\n    "observations": ', "\n   }\n  }\n}\n"
    item = json.dumps(NEW.members() | {"value": 101}, ensure_ascii=False)
    expected = expected.replace("\n      I", "\n     I") if "{}" not in expected else expected
    assert record(before + listing + after, "a", NEW) == before + expected.replace("I", item) + after


def test_the_first_observation_of_an_indicator_is_laid_out_as_its_neighbours() -> None:
    """The nearest list that has something to show is the model."""
    text = TEXT.replace('"enterprises": {', '"parks": {"observations": []}, "enterprises": {')
    assert inserted(text, record(text, "parks", NEW)) == (
        '\n        {"period": "2025-12-31", "value": 101, "status": "actual", "released": "2026-01-15",'
        '\n         "source": {"title": "Отчёт", "url": "https://example.org/2025"}}\n      '
    )


def test_escapes_are_kept_where_a_file_has_nothing_else() -> None:
    """A file in ASCII with escaped letters stays in ASCII."""
    text = json.dumps(json.loads(TEXT))
    assert record(text, "jobs", NEW).isascii()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "indicators.json"
    path.write_bytes(TEXT.replace("\n", "\r\n").encode())
    return path


def save(path: Path, key: str, new: NewObservation) -> None:
    prepare_recording(path, [(key, new)], languages=LANGUAGES, root=path.parent).write()


def test_a_recorded_observation_is_in_the_file(file: Path) -> None:
    """The file is replaced in one step, keeps its mode and line ends, and no other file is left behind."""
    file.chmod(0o640)
    save(file, "enterprises", NEW)
    assert file.read_bytes() == record(TEXT.replace("\n", "\r\n"), "enterprises", NEW).encode()
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert list(file.parent.iterdir()) == [file]


def test_a_link_stays_a_link(file: Path) -> None:
    """What it points to is replaced."""
    link = file.parent / "link.json"
    link.symlink_to(file)
    save(link, "enterprises", NEW)
    assert link.is_symlink() and "101" in file.read_text("utf-8")


@pytest.mark.parametrize(
    ("key", "new", "message"),
    [
        ("enterprise", NEW, 'indicators.json: unknown indicator "enterprise"; did you mean "enterprises"?'),
        (
            "jobs-per-enterprise",
            NEW,
            'indicators.json:45:7: "jobs-per-enterprise" is computed by a formula and cannot be recorded '
            "(/indicators/jobs-per-enterprise/formula)\n    Record what it is computed from: jobs / enterprises.",
        ),
        (
            "jobs",
            replace(NEW, value=Decimal("NaN")),
            "indicators.json: NaN is not a number that JSON has (/indicators/jobs/observations/3/value)\n"
            "    Write a number, or leave the observation out. Nothing was recorded.",
        ),
        (
            "jobs",
            replace(NEW, value=Decimal("0.5")),
            'indicators.json: the value 0.5 has 1 decimal place; "decimals" says 0 '
            '(/indicators/jobs/observations/3/value)\n    Round the value, or raise "decimals". Nothing was recorded.',
        ),
        (
            "jobs",
            replace(NEW, period="2025-02-29"),
            'indicators.json: "2025-02-29": there is no day 29; 2025-02 has days 01 to 28 '
            "(/indicators/jobs/observations/3/period)\n    Nothing was recorded.",
        ),
        (
            "jobs",
            replace(NEW, source=None),
            'indicators.json: "source" is missing (/indicators/jobs/observations/3)\n'
            "    Where the number was made public. Nothing was recorded.",
        ),
        (
            "jobs",
            replace(NEW, correction=True),
            "indicators.json: there is no earlier figure for 2025-12-31 to correct "
            '(/indicators/jobs/observations/3/kind)\n    Look at "period" and "released", or take "kind" away. '
            "Nothing was recorded.",
        ),
        (
            "enterprises",
            replace(NEW, value=Decimal(0), period="2022-12-31"),
            "indicators.json: division by zero in 2022-12-31, as known on 2026-01-15 "
            "(/indicators/jobs-per-enterprise/formula)\n    Look at the observations of that period. "
            "Nothing was recorded.",
        ),
    ],
)
def test_a_refused_observation_leaves_the_file_as_it_was(
    file: Path, key: str, new: NewObservation, message: str
) -> None:
    """The whole ledger is checked with the new observation in it before the file is touched."""
    before = file.read_bytes(), file.stat().st_mtime_ns, file.stat().st_ino
    with pytest.raises(ProblemsFound) as found:
        save(file, key, new)
    assert str(found.value) == message
    assert (file.read_bytes(), file.stat().st_mtime_ns, file.stat().st_ino) == before
    assert list(file.parent.iterdir()) == [file]


def test_a_broken_ledger_is_mended_first(file: Path) -> None:
    """Its own problems are reported with their lines."""
    file.write_text(TEXT.replace("2022-02-01", "2022-02-31"), "utf-8")
    with pytest.raises(ProblemsFound, match=r"indicators.json:14:69: .*no day 31"):
        save(file, "jobs", NEW)


@pytest.mark.parametrize(("text", "value"), [("2522", "2522"), ("0.50", "0.50"), ("-3", "-3"), ("007", "7")])
def test_a_value_is_read_as_typed(text: str, value: str) -> None:
    """Digits and a decimal point."""
    assert str(parse_value(text)) == value


@pytest.mark.parametrize("text", ["", "2 522", "2,522", "3,5", "1e3", "NaN", "Infinity", "٣", "+5", ".5", "5.", "x"])
def test_what_is_not_a_plain_number_is_refused(text: str) -> None:
    """The message shows the right form."""
    with pytest.raises(ValueError, match=r"is not a number; .*2522, 0\.5, -3"):
        parse_value(text)


@pytest.mark.parametrize("text", ["1" * 16, "-" + "9" * 30, "0." + "0" * 15 + "1"])
def test_a_number_of_too_many_digits_is_called_so(text: str) -> None:
    """It is a number, so the message is not that it is none."""
    with pytest.raises(ValueError, match=r"more digits than a value can have: 15 before the decimal point"):
        parse_value(text)


def test_the_small_ledger_is_what_these_tests_change() -> None:
    """It is sound to begin with."""
    assert small().indicators["jobs"].observations
