"""JSON Schemas of front matter for editors' tools, generated from the structs that a build reads it by.

``python -m aimaq.newsroom.authoring.schemas`` writes them beside the data; a test fails if they are out of date.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final, get_args

import msgspec

from aimaq.newsroom.authoring.skeletons import ADVICE
from aimaq.newsroom.content.fields import ArticleFields, PageFields, PersonFields
from aimaq.newsroom.content.kinds import KINDS
from aimaq.newsroom.content.names import SLUG

__all__ = ["SCHEMAS", "front_matter_schema", "schema_texts"]

#: The struct of front matter by the folder of the texts.
SCHEMAS: Final[Mapping[str, type[msgspec.Struct]]] = {
    "news": ArticleFields,
    "pages": PageFields,
    "people": PersonFields,
}
#: As :func:`aimaq.newsroom.content.field_checks.parse_moment` reads it (ISO 8601); YAML 1.2 takes a date for a text.
_MOMENT: Final = r"^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?: ?(?:Z|[+-]\d\d:?\d\d))?)?$"
_DAY: Final = r"^\d{4}-\d\d-\d\d$"


def front_matter_schema(folder: str) -> dict[str, Any]:
    """Return the schema (draft 2020-12) of the texts in a folder; the fields of a story depend on its kind."""
    schema = SCHEMAS[folder]
    head: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Front matter in content/{folder}",
    }
    kinds = list(KINDS.values()) if schema is ArticleFields else []
    structs: list[type[msgspec.Struct]] = [kind.fields for kind in kinds] or [schema]
    mains, definitions = msgspec.json.schema_components(structs, ref_template="#/$defs/{name}")
    names = {kind.fields.__name__: kind.name for kind in kinds}
    fields = {each.__name__: msgspec.structs.fields(each) for each in structs}
    defined = {name: _described(each, fields.get(name, ()), names.get(name, "")) for name, each in definitions.items()}
    if not kinds:
        return {**head, **mains[0], "$defs": defined}
    branches = [
        {"if": {"properties": {"kind": {"const": kind.name}}}, "then": main}
        for kind, main in zip(kinds, mains, strict=True)
    ]
    head |= {"type": "object", "required": ["kind"], "properties": {"kind": {"enum": [kind.name for kind in kinds]}}}
    return {**head, "allOf": branches, "$defs": defined}


def schema_texts() -> dict[str, str]:
    """Return the text of each schema by the name of its file."""
    return {
        f"{folder}.schema.json": json.dumps(front_matter_schema(folder), ensure_ascii=False, indent=2) + "\n"
        for folder in SCHEMAS
    }


def _described(definition: dict[str, Any], fields: Sequence[msgspec.structs.FieldInfo], kind: str) -> dict[str, Any]:
    """Return a struct's definition with advice for each field; ``kind`` is that of its stories, or ""."""
    # A moment without a zone has no format in JSON Schema, so msgspec names none.
    moments = {each.name for each in fields if datetime in (each.type, *get_args(each.type))}
    properties = {}
    for name, value in definition.get("properties", {}).items():
        value = _with_dates(value, name in moments)
        if name == "speakers":
            value = {**value, "items": {**value["items"], "pattern": f"^(?:{SLUG.pattern})$"}}
        advice = {"description": ADVICE["en"][name]} if name in ADVICE["en"] else {}
        properties[name] = ({"const": kind} if name == "kind" and kind else value) | advice
    kept = {name: value for name, value in definition.items() if name not in ("title", "description")}
    return {**kept, "properties": properties}


def _with_dates(value: Any, moment: bool = False) -> Any:
    """Return a part of a schema with dates as front matter writes them; with ``moment``, its strings are moments."""
    if isinstance(value, list):
        return [_with_dates(each, moment) for each in value]
    if not isinstance(value, dict):
        return value
    inner = {name: _with_dates(each, moment) for name, each in value.items() if name != "format"}
    if value.get("format") == "date":
        return {**inner, "pattern": _DAY}
    return {**inner, "pattern": _MOMENT} if moment and value.get("type") == "string" else inner


if __name__ == "__main__":
    for file, text in schema_texts().items():
        Path("content/data", file).write_text(text, encoding="utf-8")
