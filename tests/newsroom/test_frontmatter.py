"""Front matter: what is read, and what an editor is told."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from aimaq.newsroom.content.field_checks import parse_moment
from aimaq.newsroom.content.fields import ArticleFields, PageFields, Source
from aimaq.newsroom.content.frontmatter import Document, read_document

ALMATY = ZoneInfo("Asia/Almaty")
SLIPS = yaml.safe_load((Path(__file__).parent / "slips.yaml").read_text("utf-8"))
RIGHT = 'title: "T"\ndate: 2021-07-01\nkind: news\nsummary: "S"\n'


def read(data: str | bytes, schema: type = ArticleFields) -> Document:
    raw = data if isinstance(data, bytes) else data.encode()
    return read_document(raw, "content/news/x.ru.md", schema, zone=ALMATY, today=date(2025, 1, 1))


@pytest.mark.parametrize("slip", SLIPS, ids=[slip["name"] for slip in SLIPS])
def test_each_slip_is_named_with_its_place_and_what_to_do(slip: dict[str, str]) -> None:
    """slips.yaml lists what editors get wrong, and the messages, word for word."""
    found = read(slip["file"])
    assert "\n".join(str(problem) for problem in found.problems) == slip["message"].rstrip("\n")


@pytest.mark.parametrize(
    "line",
    [
        'dateline: "~~6~~"', 'topics: ["==8=="]', 'withdrawn: {date: 2021-07-02, reason: "On ^7^."}',
        'sources: [{title: "==8==", url: "https://oqu.news/x"}]', 'attachments: [{file: media/a.pdf, title: "~~6~~"}]',
        'photo: {file: media/a.jpg, alt: "A", credit: "B", caption: "10^6^"}',
        'updates: [{date: 2021-07-02, text: "~~6~~"}]', 'corrections: [{date: 2021-07-02, text: "~~6~~"}]',
    ],
)  # fmt: skip
def test_signs_of_other_programs_are_refused_in_every_field_of_words(line: str) -> None:
    (problem,) = read(f"---\n{RIGHT}{line}\n---\n\nText.\n").problems
    assert problem.line == 6 and "would be published with its signs" in problem.message
    assert "no markup can stand here" in problem.hint


def test_all_fields_of_an_article() -> None:
    found = read(
        "---\n"
        "title: К 2025 году — {{ jobs }}\n"
        "date: 2021-07-01\n"
        "date_approximate: true\n"
        "kind: briefing\n"
        "topics: [планы, 'инвестиции']\n"
        "summary: >-\n  Одна строка\n  и вторая.\n"
        "sources:\n  - {title: oqu.news, url: 'https://oqu.news/x'}\n"
        "  - {title: Kazinform, url: 'https://inform.kz', date: 2021-06-30}\n"
        "modified: 2021-07-02 12:30\n"
        "status: draft\n"
        "---\n"
        "\n"
        "Текст.\n"
    )
    assert not found.problems
    assert found.values["title"] == "К 2025 году — {{ jobs }}"
    assert found.values["summary"] == "Одна строка и вторая."
    assert found.values["date"] == datetime(2021, 7, 1, tzinfo=ALMATY)
    assert found.values["modified"] == datetime(2021, 7, 2, 12, 30, tzinfo=ALMATY)
    assert found.values["topics"] == ["планы", "инвестиции"]
    assert [source.title for source in found.values["sources"]] == ["oqu.news", "Kazinform"]
    assert isinstance(found.values["sources"][0], Source)
    assert found.values["date_approximate"] is True
    assert found.values["status"] == "draft"
    assert found.body == "\nТекст.\n"
    assert found.body_line == 16


def test_places_point_at_the_first_character_of_the_text() -> None:
    """Plain, quoted and block text; columns count characters, not bytes."""
    found = read("---\ntitle: Тема\ndate: 2021-07-01\nkind: news\nsummary: |\n\n    Лид\n---\nТекст\n")
    assert (found.places["title"], found.places["summary"]) == ((2, 8), (7, 5))
    quoted = read('---\ntitle: "Тема"\n---\nТекст\n', PageFields)
    assert quoted.places["title"] == (2, 9)


def test_defaults_of_a_page() -> None:
    found = read("---\ntitle: О нас\n---\nТекст\n", PageFields)
    assert not found.problems
    assert found.values == {
        "title": "О нас",
        "summary": "",
        "menu": False,
        "order": 0,
        "template": "",
        "updates": [],
        "corrections": [],
        "embargo": None,
        "status": "published",
        "stage": None,
        "approved_by": "",
    }


def test_a_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    unix = f"---\n{RIGHT}---\n\nТекст\nещё\n"
    windows = b"\xef\xbb\xbf" + unix.replace("\n", "\r\n").encode()
    assert read(windows) == read(unix)


def test_no_break_spaces_in_a_title_stay() -> None:
    found = read(f"---\n{RIGHT}---\nТекст\n".replace('"T"', '"2\u00a0522  места"'))
    assert found.values["title"] == "2\u00a0522 места"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-03-01", datetime(2024, 3, 1, tzinfo=ALMATY)),
        ("2024-03-01 12:30", datetime(2024, 3, 1, 12, 30, tzinfo=ALMATY)),
        ("2024-03-01T12:30:15", datetime(2024, 3, 1, 12, 30, 15, tzinfo=ALMATY)),
        ("2024-06-01T12:30Z", datetime(2024, 6, 1, 17, 30, tzinfo=ALMATY)),
        ("2024-06-01 12:30 +03:00", datetime(2024, 6, 1, 14, 30, tzinfo=ALMATY)),
    ],
)
def test_dates(text: str, expected: datetime) -> None:
    found = parse_moment(text, ALMATY)
    assert found == expected
    assert found.utcoffset() == expected.utcoffset()


@pytest.mark.parametrize("text", ["", "2021", "1.7.2021", "2021-13-01", "2021-7-1", "2021-07-01 25:00", "завтра"])
def test_other_dates_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_moment(text, ALMATY)


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.binary(max_size=80), st.text(alphabet="ab:- \n\t\"'{}[]#&*!|>%@,~0é", max_size=80).map(str.encode)))
def test_whatever_a_file_holds_the_reader_does_not_raise(data: bytes) -> None:
    """Pelican drops an article whose reader raises."""
    for raw in (data, b"---\n" + data, b"---\n" + data + b"\n---\nx\n"):
        found = read(raw)
        assert found.problems or found.values["title"]
