"""Positions in JSON text."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from aimaq.base.json_text.document import parse, pointer_step

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text('a/~"\\ж', max_size=3), inner, max_size=3),
    max_leaves=12,
)
LAYOUTS = st.sampled_from([None, 0, 2, "\t"])


def flat(value: Any, pointer: str = "") -> dict[str, Any]:
    """Every value by its pointer, by RFC 6901 and without positions: what the spans are held against."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = {pointer: value}
    for step, inner in members:
        found |= flat(inner, pointer + pointer_step(step))
    return found


@given(VALUES, LAYOUTS, st.booleans())
def test_every_span_holds_its_value(value: Any, indent: Any, ascii_only: bool) -> None:
    """What stands in a span, read alone, is the value that the pointer names; so are the keys."""
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    document = parse(text, "x.json")
    expected = flat(value)
    assert document.value == value
    assert document.spans.keys() == expected.keys()
    for pointer, span in document.spans.items():
        assert json.loads(text[span.start : span.end]) == expected[pointer]
        if span.key is not None:
            name, _ = json.JSONDecoder().raw_decode(text, span.key)
            assert pointer.endswith(pointer_step(name))


def test_lines_and_columns_count_characters_from_one() -> None:
    """An editor's cursor shows the same numbers."""
    problem = parse('{\r\n  "ж": {"é": 1}}', "x.json").problem("/ж/é", "wrong")
    assert (problem.line, problem.column) == (2, 9)


def test_every_repeated_key_and_wrong_constant_is_told() -> None:
    """They are found wherever they are, with the pointers of both."""
    document = parse('{"a": {"b": 1, "b": NaN}, "a": [Infinity]}', "x.json")
    assert sorted((problem.pointer, problem.message) for problem in document.problems) == [
        ("/a", 'the key "a" is repeated; it first stands on line 1'),
        ("/a/0", "Infinity is not a number that JSON has"),
        ("/a/b", "NaN is not a number that JSON has"),
        ("/a/b", 'the key "b" is repeated; it first stands on line 1'),
    ]
