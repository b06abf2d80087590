"""The ledger against its JSON Schema (2020-12), in words for an editor.

``schema.json`` is the one definition of the file's form. Editors' tools read a copy of it beside the data
(``"$schema": "indicators.schema.json"``); ``copy_is_current`` tells whether that copy is up to date.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

from jsonschema_rs import Draft202012Validator, ValidationError

from aimaq.base.problems import suggest
from aimaq.figures.ledger.json_source import escape
from aimaq.figures.ledger.period import DATE_FORM, MOMENT_FORM, Period, parse_date, parse_moment
from aimaq.figures.ledger.report import Report

__all__ = ["SCHEMA_PATH", "check_form", "copy_is_current"]

SCHEMA_PATH: Final = Path(__file__).with_name("schema.json")


def copy_is_current(copy: Path) -> bool:
    """Tell whether the copy that editors' tools read is the schema that the site is built by."""
    return copy.is_file() and copy.read_bytes() == SCHEMA_PATH.read_bytes()


def check_form(report: Report, path: Path = SCHEMA_PATH) -> None:
    """Add to ``report`` every way in which the document differs from the schema in the file ``path``."""
    schema, validator = _rules(path)
    known = {problem.pointer for problem in report.problems}
    for error in validator.iter_errors(report.document.value):
        for pointer, message, hint in _explain(error, schema):
            if pointer not in known:
                report.add(pointer, message, hint)


@cache
def _rules(path: Path) -> tuple[dict[str, Any], Draft202012Validator]:
    schema = json.loads(path.read_bytes())
    return schema, Draft202012Validator(schema)


_Finding = tuple[str, str, str]


def _explain(error: ValidationError, schema: Mapping[str, Any]) -> Iterator[_Finding]:
    """Yield pointer, message and hint: more than one where the validator speaks of several keys at once."""
    pointer = "".join(escape(step) for step in error.instance_path)
    keyword, parent = error.kind.name, error.schema_path[:-1]
    expected = _resolve(schema, error.schema_path)
    found: Any = error.instance
    kind: Any = error.kind
    match keyword:
        case "additionalProperties":
            options = _resolve(schema, parent).get("properties", {})
            for name in found:
                if name not in options:
                    yield pointer + escape(name), f'unknown key "{name}"{suggest(name, options)}', ""
        case "required" if error.schema_path[-1] == "dependentRequired":
            # The only one: "max_change" needs "observations".
            message = '"max_change" is for a figure that is observed, not for a computed one'
            yield f"{pointer}/max_change", message, "Limit what it is computed from."
        case "required":
            missing = kind.property
            yield pointer, f'"{missing}" is missing', _description(schema, parent, missing)
        case "propertyNames":
            name = kind.error.instance
            yield pointer + escape(name), _RULES[_definition(error)](name), ""
        case "oneOf" if isinstance(found, dict):
            both = "observations" in found and "formula" in found
            has = 'both "observations" and a' if both else 'neither "observations" nor a'
            yield (
                pointer,
                f'it has {has} "formula"',
                "An indicator is either observed or computed from others.",
            )
        case "oneOf":
            return  # what is no object is said to be none already
        case "pattern":
            yield pointer, _RULES[_definition(error)](found), ""
        case "enum":
            yield pointer, f"found {_shown(found)}{suggest(str(found), expected)}", ""
        case "const":
            hint = 'Leave "kind" out for a new figure or an update.' if pointer.endswith("/kind") else ""
            yield pointer, f'expected "{expected}" but found {_shown(found)}', hint
        case "type":
            yield pointer, f"expected {_TYPES[expected]} but found {_shown(found)}", _advice(found, expected)
        case "minimum" | "maximum":
            bound = "least" if keyword == "minimum" else "most"
            yield pointer, f"found {_shown(found)}; the {bound} that is allowed is {expected}", ""
        case "maxLength":
            yield pointer, f"it is {len(found)} characters long; the limit is {expected}", ""
        case "minLength" | "minProperties":
            yield (
                pointer,
                f'"{error.instance_path[-1]}" is empty',
                _resolve(schema, parent).get("description", ""),
            )
        case _:
            yield pointer, error.message, ""


def _resolve(schema: Any, path: Sequence[str | int]) -> Any:
    for step in path:
        schema = schema[step]
    return schema


def _definition(error: ValidationError) -> str:
    """Return the name of the definition that the error is about: text, date, period, key …"""
    return str(error.schema_path[1])


def _description(schema: Mapping[str, Any], parent: Sequence[str | int], name: str) -> str:
    """Return what the schema tells editors of a property, to show where it is missing."""
    owner = _resolve(schema, parent)
    if "properties" not in owner:
        owner = _resolve(schema, parent[:-1])
    member = owner["properties"][name]
    if "description" not in member:
        member = _resolve(schema, member["$ref"].removeprefix("#/").split("/"))
    return str(member["description"])


_TYPES: Final[Mapping[str, str]] = {
    "object": "an object, {…}",
    "array": "a list, […]",
    "string": 'a text, "…"',
    "number": "a number",
    "integer": "a whole number",
}


def _shown(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{value}"' if len(value) <= 60 else f'"{value[:59]}…"'
        case dict():
            return "an object"
        case list():
            return "a list"
        case Decimal():
            return format(value, "f") if abs(value.adjusted()) <= 40 else str(value)
        case _:
            return str(value)


def _advice(found: object, expected: str) -> str:
    if expected in {"number", "integer"} and isinstance(found, str):
        return "Write it without quotation marks, and its digits without spaces or commas: 2522, 0.5."
    if expected == "string" and isinstance(found, int | Decimal):
        return "Put it in quotation marks."
    return ""


def _not_a_text(text: str) -> str:
    if not text.strip():
        return "the text is empty"
    if text != text.strip():
        return f"there is space at an end of the text {_shown(text)}"
    return "the text has more than one line"


def _not_an_address(text: str) -> str:
    return f"{_shown(text)} is not a web address; it begins with https:// or http:// and has no spaces"


def _not_a_key(text: str) -> str:
    return (
        f"{_shown(text)} cannot be a key; a key is small Latin letters, digits and single hyphens, begins "
        "with a letter and has 80 characters at most"
    )


def _not_a_language(text: str) -> str:
    return f"{_shown(text)} is not a language code, such as ru, kk or en"


def _not_a_percentage(text: str) -> str:
    return f'{_shown(text)} is not a percentage; write digits and the sign, as in "20%" or "12.5%"'


def _reason(read: Callable[[str], object], form: str) -> Callable[[str], str]:
    def say(text: str) -> str:
        try:
            read(text)
        except ValueError as error:
            return str(error)
        return f"{_shown(text)} is not {form}"

    return say


_RULES: Final[Mapping[str, Callable[[str], str]]] = {
    "text": _not_a_text,
    "url": _not_an_address,
    "key": _not_a_key,
    "language": _not_a_language,
    "date": _reason(parse_date, DATE_FORM),
    "moment": _reason(parse_moment, MOMENT_FORM),
    "period": _reason(Period.parse, "a period"),
    "percentage": _not_a_percentage,
}
