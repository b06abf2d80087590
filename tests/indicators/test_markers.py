"""The marker language, read without a ledger."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimaq.base.slots import Slot, decode, encode, slots_in
from aimaq.figures.ledger import Assertion
from aimaq.figures.text.markers import Figure, MarkerError, parse_marker, substitute


@pytest.mark.parametrize(
    ("body", "figure"),
    [
        ("jobs", Figure("jobs")),
        ("jobs|number", Figure("jobs", show="number")),
        ("jobs | genitive", Figure("jobs", case="genitive")),
        ("jobs @ published", Figure("jobs", pinned=True)),
        ("jobs @ 2022 published | number", Figure("jobs", "2022", "number", pinned=True)),
        ("jobs@2022", Figure("jobs", "2022")),
        ("jobs @ 2022-Q4 | number | dative", Figure("jobs", "2022-Q4", "number", "dative")),
        ("jobs | plan", Figure("jobs", plan=True)),
        ("jobs | plan | number", Figure("jobs", show="number", plan=True)),
        ("jobs\n| as-of", Figure("jobs", show="as-of")),
    ],
)
def test_every_row_of_the_table_is_read(body: str, figure: Figure) -> None:
    """Spaces and line breaks do not change the meaning of a marker."""
    assert parse_marker(body) == figure


def test_an_assertion_is_read_as_a_comparison() -> None:
    """`assert` connects a sentence with the figures that justify it."""
    marker = parse_marker("assert jobs @ 2022 >= 2 * jobs @ 2021")
    assert isinstance(marker, Assertion)
    assert [(each.key, each.at) for each in marker.references] == [("jobs", "2022"), ("jobs", "2021")]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("jobs | genitve", 'unknown option "genitve"; did you mean "genitive"?'),
        ("Jobs", '"Jobs" is not a key: expected small Latin letters, digits and hyphens'),
        ("jobs @ publish", '"publish" after @ is not a period; did you mean "published"?'),
        ("jobs @ 31.12.2022", 'expected "published", "previous", "year-before" or a period such as 2022, 2022-Q4'),
        ("jobs | since 2021", '"since 2021" is not understood: a change is written {{ jobs | percent since 2021 }}'),
        ("jobs | up", "a change is written {{ jobs | up percent since 2021 }}"),
        ("jobs | up percent since 31.12.2021", '"31.12.2021" after since is not a period; expected "previous"'),
        ("jobs | times", 'write "up times", "down times" or "direction: …/…"'),
        ("jobs | percent | dative", 'takes no case: write "up percent" or "down percent"'),
        ("jobs | up percent | direction: a …/b …", 'without "up"'),
        ("jobs | direction: a/b", "write {{ jobs | percent | direction: a/b }}"),
        ("jobs | percent | direction: a …/b", "needs the words for up and for down"),
        ("jobs | percent | direction: 5/b", '"5" in "direction: 5/b" is not a form of a word'),
        ("jobs | plan | percent", '"percent" compares values, and a plan is none'),
        ("jobs | in", '"in" is a form of a date: write "as-of | in"'),
        ("jobs | year | genitive", '"year" takes no case'),
        ("jobs | number 2021", '"number" takes nothing behind it'),
        ("jobs @ 2022 | plan", '"plan" is the latest plan and takes no period'),
        ("jobs | number | change", 'the option "change" does not go with the options before it'),
        ("", "an empty marker"),
        ("{{", '"{{" without its partner'),
        ("assert jobs >", "expected a number, a key or a bracket"),
    ],
)
def test_a_marker_that_cannot_be_read_says_what_was_expected(body: str, message: str) -> None:
    """The message states what was found and what to write instead."""
    with pytest.raises(MarkerError) as caught:
        parse_marker(body)
    assert message in str(caught.value)


@given(st.text())
def test_any_text_is_read_or_refused_with_a_message(body: str) -> None:
    """No input makes the parser fail in any other way."""
    try:
        parse_marker(body)
    except MarkerError as error:
        assert str(error)


@given(st.builds(Slot, *(st.text() for _ in range(5))))
def test_a_slot_survives_every_escaping(slot: Slot) -> None:
    """A slot is the same after HTML, XML and JSON have escaped it, and holds no space that could be wrapped."""
    import html
    import json
    from xml.sax.saxutils import quoteattr

    token = encode(slot)
    assert decode(token) == slot
    assert token in html.escape(token) and token in quoteattr(token)
    assert token in json.dumps(token, ensure_ascii=False)
    assert not any(character.isspace() for character in token)


def test_a_title_names_the_place_of_each_marker() -> None:
    """Line and column count from where the text starts in its file."""
    text = substitute("До {{ a }}\nи {{ b }}", line=2, column=9)
    assert [slot.origin for slot in slots_in(text)] == ["2:12", "3:3"]


def test_an_escaped_marker_is_printed_as_it_is() -> None:
    """A backslash makes the marker itself the text."""
    assert substitute(r"\{{ jobs }}") == "{{ jobs }}"
