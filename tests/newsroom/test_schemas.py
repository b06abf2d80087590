"""The schemas for editors' tools agree with what a build reads front matter by."""

import copy
import json
from typing import Any

import jsonschema_rs
import pytest
import yaml

from aimaq.newsroom.authoring.schemas import SCHEMAS, front_matter_schema, schema_texts
from tools.built import ROOT

SLIPS: list[tuple[str, dict[str, Any]]] = [
    ("news", {"titel": "x"}),
    ("news", {"date": "1 July 2021"}),
    ("news", {"date": "2021-7-1"}),
    ("news", {"kind": "newz"}),
    ("news", {"start": "2031-06-10"}),
    ("news", {"topics": "jobs"}),
    ("news", {"speakers": ["Arslan Abdamit"]}),
    ("news", {"sources": [{"title": "x"}]}),
    ("news", {"status": "hidden"}),
    ("pages", {"order": "first"}),
    ("people", {"posts": "x"}),
]


class Loader(yaml.SafeLoader):
    """YAML 1.2, as editors' tools read it: a date is a text."""


Loader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in each if not tag.endswith("timestamp")]
    for letter, each in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def fields(path: Any) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(path.read_text("utf-8").split("---\n")[1], Loader)
    return found


@pytest.mark.parametrize("folder", SCHEMAS)
def test_every_text_of_the_site_agrees(folder: str) -> None:
    schema = front_matter_schema(folder)
    jsonschema_rs.meta.validate(schema)
    validator = jsonschema_rs.Draft202012Validator(schema)
    texts = sorted((ROOT / "content" / folder).glob("*.md"))
    assert texts
    assert [(path.name, str(error)) for path in texts for error in validator.iter_errors(fields(path))] == []


@pytest.mark.parametrize(("folder", "slip"), SLIPS)
def test_a_slip_does_not(folder: str, slip: dict[str, Any]) -> None:
    validator = jsonschema_rs.Draft202012Validator(front_matter_schema(folder))
    good = fields(sorted((ROOT / "content" / folder).glob("*.md"))[0])
    assert validator.is_valid(good)
    assert not validator.is_valid(copy.deepcopy(good) | slip)


def test_the_files_beside_the_data_are_those_of_today() -> None:
    for name, text in schema_texts().items():
        written = (ROOT / "content/data" / name).read_text("utf-8")
        assert json.loads(written) == json.loads(text), "run: python -m aimaq.newsroom.authoring.schemas"
