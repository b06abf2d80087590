"""The schema that ships with the ledger and serves editors' tools."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from aimaq.figures.ledger import FormulaError, Period, Status, parse_formula
from aimaq.figures.ledger.formula import KEY_PATTERN, MAX_LENGTH
from aimaq.figures.ledger.schema import SCHEMA_PATH

ROOT = Path(__file__).resolve().parents[2]
SCHEMA: dict[str, Any] = json.loads(SCHEMA_PATH.read_text("utf-8"))


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from nodes(inner)


def test_the_copy_beside_the_data_is_the_schema() -> None:
    """`"$schema": "indicators.schema.json"` gives editors the very rules of the build."""
    copy = ROOT / "content" / "data" / "indicators.schema.json"
    assert copy.is_file() and copy.read_bytes() == SCHEMA_PATH.read_bytes(), f"copy {SCHEMA_PATH.name} to {copy}"
    data = json.loads((copy.parent / "indicators.json").read_text("utf-8"))
    assert (copy.parent / data["$schema"]) == copy


def test_the_schema_is_a_schema() -> None:
    """By the metaschema of draft 2020-12."""
    jsonschema_rs.meta.validate(SCHEMA)


def test_unknown_keys_are_refused_everywhere() -> None:
    """Every object says what else it may hold."""
    objects = [node for node in nodes(SCHEMA) if node.get("type") == "object"]
    assert objects and all("additionalProperties" in node for node in objects)


def test_every_key_that_an_editor_may_write_is_explained() -> None:
    """Editors' tools show the description on hover, and a message shows it where a key is missing."""
    for definition in [SCHEMA, *SCHEMA["$defs"].values()]:
        assert definition["title"] and definition["description"].endswith(".")
        for name, member in definition.get("properties", {}).items():
            target = SCHEMA["$defs"].get(member.get("$ref", "").rpartition("/")[2], {})
            assert member.get("description") or target.get("description"), name


def test_schema_and_parsers_have_the_same_rules() -> None:
    """The statuses, the key's form and the formula's length are written twice, and are the same."""
    definitions = SCHEMA["$defs"]
    assert definitions["observation"]["properties"]["status"]["enum"] == [status.value for status in Status]
    assert definitions["key"]["pattern"] == f"^{KEY_PATTERN}$".replace("(?:", "(")
    assert definitions["indicator"]["properties"]["formula"]["maxLength"] == MAX_LENGTH


@pytest.mark.parametrize(
    "text", ["2022", "2022-Q1", "2022-Q5", "2022-01", "2022-1", "2022-01-31", "22", "2022-01-31-1"]
)
def test_the_form_of_a_period_is_the_parsers(text: str) -> None:
    """What the pattern takes, the parser reads, calendar aside."""
    matches = re.search(SCHEMA["$defs"]["period"]["pattern"], text) is not None
    try:
        Period.parse(text)
    except ValueError:
        assert not matches
    else:
        assert matches


@pytest.mark.parametrize("key", ["jobs", "a1-b2", "enterprises-by-2025", "2025-jobs", "a--b", "a-", "A", "a_b"])
def test_every_key_can_be_named_in_a_formula(key: str) -> None:
    """What the pattern takes is one key to the formula's parser, and the other way round."""
    try:
        named = parse_formula(key).keys
    except FormulaError:
        named = ()
    assert (named == (key,)) == (re.search(SCHEMA["$defs"]["key"]["pattern"], key) is not None)
