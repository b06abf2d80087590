"""Edits in place: of all shipped texts and of a hundred hard ones, no byte changes that was not edited."""

import re
from collections.abc import Mapping
from typing import Final

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from aimaq.desk.editor.field_edits import CannotEdit, edited_fields, fields_of, meaning
from aimaq.desk.editor.field_yaml import FieldValue, quoted
from aimaq.desk.editor.text_parts import normal_lines, parts_of, with_lines
from tools.built import ROOT

from .hard_texts import hard_texts

SHIPPED: Final[Mapping[str, str]] = {
    path.relative_to(ROOT).as_posix(): path.read_bytes().decode() for path in sorted(ROOT.glob("content/**/*.md"))
}
TEXTS: Final = {**SHIPPED, **hard_texts()}
WORDS: Final = 'Новые «слова»: "5" # не комментарий, {{ jobs | number }}'
each_text = pytest.mark.parametrize("name", TEXTS)


def plain_words(text: str, name: str) -> str:
    """Return a value that the field's style can hold, so that the old one, put back, is written as it was."""
    root = yaml.compose(parts_of(text).header)
    assert isinstance(root, yaml.MappingNode)
    (node,) = (value for key, value in root.value if key.value == name)
    return WORDS if node.style in ("'", '"') else "word"


def test_there_are_a_hundred_hard_texts_and_all_shipped_ones() -> None:
    assert len(hard_texts()) >= 100 and len(set(hard_texts().values())) == len(hard_texts())
    assert len(SHIPPED) >= 60


@each_text
def test_a_text_is_its_parts(name: str) -> None:
    text = TEXTS[name]
    parts = parts_of(text)
    assert parts.text == text and parts.opening.strip("\ufeff").strip() == parts.closing.strip() == "---"
    assert edited_fields(text, {}, []) == text
    assert edited_fields(text, fields_of(text), []) == text
    assert parts.with_body(normal_lines(parts.body)) == parts
    assert with_lines(text, normal_lines(text)) == text


@each_text
def test_an_edit_of_a_field_changes_no_other_byte(name: str) -> None:
    """What stands before and after the field is the same, and so is the field when its old value is put back."""
    text = TEXTS[name]
    fields = fields_of(text)
    for field, value in fields.items():
        if isinstance(value, list | dict):
            continue
        new = plain_words(text, field)
        after = edited_fields(text, {field: new}, [])
        assert fields_of(after) == {**fields, field: new}
        assert parts_of(after).body == parts_of(text).body
        assert one_place(text, after) <= spelling_length(text, field), field
        again = edited_fields(after, {field: value}, [])
        assert meaning(fields_of(again)[field]) == meaning(value)
        if spelling(text, field) == quoted(str(value)) or (
            spelling(text, field) == value and re.fullmatch(r"[^\W\d][\w -]*|\d{4}-\d\d-\d\d", value)
        ):
            assert again == text


def one_place(before: str, after: str) -> int:
    """Return how many characters of ``before`` lie between the first and the last difference."""
    most = min(len(before), len(after))
    head = next((at for at in range(most) if before[at] != after[at]), most)
    tail = next((at for at in range(most - head) if before[-1 - at] != after[-1 - at]), most - head)
    return len(before) - head - tail


def spelling(text: str, field: str) -> str:
    header = parts_of(text).header
    root = yaml.compose(header)
    assert isinstance(root, yaml.MappingNode)
    (node,) = (value for key, value in root.value if key.value == field)
    return header[node.start_mark.index : node.end_mark.index]


def spelling_length(text: str, field: str) -> int:
    return len(spelling(text, field)) + 2  # of a block, its colon too


@each_text
def test_an_edit_of_a_list_leaves_its_other_items_as_they_are(name: str) -> None:
    text = TEXTS[name]
    fields = fields_of(text)
    for field, value in fields.items():
        if not isinstance(value, list) or not value:
            continue
        first = value[0]
        more: FieldValue = {**first, next(iter(first)): WORDS} if isinstance(first, dict) else WORDS
        for new in ([*value, more], [more, *value], [more, *value[1:]], value[:-1], value[1:], value[::-1]):
            if new:
                after = edited_fields(text, {field: new}, [])
                assert meaning(fields_of(after)) == meaning({**fields, field: new})
                assert parts_of(after).body == parts_of(text).body
                kept = [line for line in parts_of(text).header.splitlines() if line.lstrip().startswith("#")]
                assert [line for line in kept if line not in parts_of(after).header] == []
        added = edited_fields(text, {field: [*value, more]}, [])
        assert edited_fields(added, {field: value}, []) == text


@each_text
def test_a_field_is_added_and_taken_out_again(name: str) -> None:
    text = TEXTS[name]
    photo: FieldValue = {"file": "media/a.jpg", "alt": WORDS, "credit": "А. Б."}
    new: dict[str, FieldValue] = {"attachments": [photo, photo], "contact": "name-surname", "issued": "2030-01-31"}
    for order in ([], ["title", *new], [*new, "title"], [*new, *fields_of(text)]):
        after = edited_fields(text, new, order)
        assert meaning(fields_of(after)) == meaning({**fields_of(text), **new})
        assert edited_fields(after, dict.fromkeys(new), order) == text


@each_text
def test_an_edit_of_the_text_leaves_its_other_lines_as_they_are(name: str) -> None:
    text = TEXTS[name]
    parts = parts_of(text)
    lines = normal_lines(parts.body).split("\n")
    for at in {0, len(lines) // 2, len(lines) - 1}:
        new = "\n".join((*lines[:at], f"Новое: {WORDS}", *lines[at + 1 :]))
        after = parts.with_body(new)
        assert normal_lines(after.body) == new
        assert one_place(parts.body, after.body) <= len(lines[at])
        assert (after.opening, after.header, after.closing) == (parts.opening, parts.header, parts.closing)


def test_new_fields_are_written_as_the_house_writes_them() -> None:
    text = "---\ntitle: x\n---\n"
    photo: FieldValue = {"file": "media/a.jpg", "alt": "Цех №\u00a05", "credit": "А. Б.", "caption": ""}
    new: dict[str, FieldValue] = {
        "topics": ["планы", "новые предприятия", "№ 5", "2021", "no"],
        "photo": photo,
        "sources": [{"title": "oqu.news", "url": "https://oqu.news/", "date": "2021-07-01"}],
        "date": "2021-07-01 12:30",
        "summary": "Лид: слова.",
        "menu": True,
    }
    assert edited_fields(text, new, ["title", *new]).split("---\n")[1] == (
        "title: x\n"
        'topics: [планы, новые предприятия, "№ 5", "2021", "no"]\n'
        'photo: {file: media/a.jpg, alt: "Цех №\u00a05", credit: "А. Б."}\n'
        'sources:\n  - {title: oqu.news, url: "https://oqu.news/", date: 2021-07-01}\n'
        "date: 2021-07-01 12:30\n"
        'summary: "Лид: слова."\n'
        "menu: true\n"
    )


@pytest.mark.parametrize(
    "text",
    (
        "---\ntitle: &a x\nsummary: *a\n---\n",
        "---\ntitle: {{ jobs }}\n---\n",
        "---\ntitle: [\n---\n",
        "---\ntitle: x\ntitle: y\n---\n",
        "---\n- a\n---\n",
        "---\n? title\n: x\n---\n",
        "---\ntitle: x\n",
        "no front matter",
        "",
    ),
)
def test_what_cannot_be_read_is_never_edited_by_fields(text: str) -> None:
    with pytest.raises(CannotEdit):
        edited_fields(text, {"title": "x"}, [])
    assert with_lines(text, normal_lines(text)) == text


texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30)


@given(
    st.dictionaries(
        st.sampled_from("title summary topics photo sources".split()),
        texts
        | st.booleans()
        | st.lists(texts, max_size=4)
        | st.dictionaries(st.sampled_from("file alt credit".split()), texts, min_size=1)
        | st.lists(st.dictionaries(st.sampled_from("title url date".split()), texts, min_size=1), max_size=4),
        max_size=4,
    ),
    st.sampled_from([*TEXTS.values()]),
)
def test_whatever_is_written_is_read_again(changes: dict[str, FieldValue], text: str) -> None:
    after = edited_fields(text, changes, [])
    assert meaning(fields_of(after)) == meaning({**fields_of(text), **changes})
    assert parts_of(after).body == parts_of(text).body


@given(st.text("ab\n\r ", max_size=40), st.text("ab\n ", max_size=40))
def test_lines_are_the_new_ones_whatever_the_old_ones_were(old: str, new: str) -> None:
    assert normal_lines(with_lines(old, new)) == new
