"""Check a document against its JSON Schema (2020-12), with messages for editors.

``schema.json`` is the only definition of the ledger's form. Editors' tools read a copy of it beside the data
(``"$schema": "indicators.schema.json"``).
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeAlias

from jsonschema_rs import Draft202012Validator, ValidationError, ValidationErrorKind

from aimaq.base.json_text.document import DocumentProblems, pointer_step
from aimaq.base.languages.messages import Message, tr, tr_number
from aimaq.base.problems import suggest
from aimaq.figures.periods import DATE_FORM, MOMENT_FORM, Period, parse_date, parse_moment

__all__ = ["SCHEMA_PATH", "check_form"]

SCHEMA_PATH: Final = Path(__file__).with_name("schema.json")

_Schema: TypeAlias = Any
"""A JSON Schema or a part of it: JSON of any type, trusted because it ships with the program."""


def check_form(problems: DocumentProblems, path: Path = SCHEMA_PATH) -> None:
    """Add a problem for each difference between the document and the schema in the file ``path``."""
    schema, validator = _validator(path)
    known = {problem.pointer for problem in problems.found}
    for error in validator.iter_errors(problems.document.value):
        for pointer, message, hint in _explain(error, schema):
            if pointer not in known:
                problems.add(pointer, message, hint)


@cache
def _validator(path: Path) -> tuple[_Schema, Draft202012Validator]:
    schema = json.loads(path.read_bytes())
    return schema, Draft202012Validator(schema)


def _explain(error: ValidationError, schema: _Schema) -> Iterator[tuple[str, str, str]]:
    """Yield pointer, message and hint: several where the validator reports several keys in one error."""
    pointer = "".join(pointer_step(step) for step in error.instance_path)
    keyword, parent = error.kind.name, error.schema_path[:-1]
    expected = _resolve(schema, error.schema_path)
    found = error.instance
    match keyword:
        case "additionalProperties" if isinstance(found, dict):
            options = _resolve(schema, parent).get("properties", {})
            for name in found:
                if name not in options:
                    yield (
                        pointer + pointer_step(name),
                        tr('unknown key "%(name)s"', name=name) + suggest(name, options),
                        "",
                    )
        case "required" if error.schema_path[-1] == "dependentRequired":
            # The schema has one such rule: "max_change" needs "observations".
            message = tr('"max_change" is for a figure that is observed, not for a computed one')
            yield f"{pointer}/max_change", message, tr("Limit what it is computed from.")
        case "required" if isinstance(error.kind, ValidationErrorKind.Required):
            missing = error.kind.property
            yield pointer, tr('"%(name)s" is missing', name=missing), _description(schema, parent, missing)
        case "propertyNames" if isinstance(error.kind, ValidationErrorKind.PropertyNames):
            name = str(error.kind.error.instance)
            yield pointer + pointer_step(name), _MESSAGES[str(error.schema_path[1])](name), ""
        case "oneOf" if isinstance(found, dict):
            both = "observations" in found and "formula" in found
            has = tr('it has both "observations" and a "formula"')
            if not both:
                has = tr('it has neither "observations" nor a "formula"')
            yield (
                pointer,
                has,
                tr("An indicator is either observed or computed from others."),
            )
        case "oneOf":
            return  # another error reports that it is not an object
        case "pattern":
            yield pointer, _MESSAGES[str(error.schema_path[1])](str(found)), ""
        case "enum":
            yield pointer, tr("found %(found)s", found=_shown(found)) + suggest(str(found), map(str, expected)), ""
        case "const":
            hint = tr('Leave "kind" out for a new figure or an update.') if pointer.endswith("/kind") else ""
            yield (
                pointer,
                tr('expected "%(expected)s" but found %(found)s', expected=expected, found=_shown(found)),
                hint,
            )
        case "type":
            hint = ""
            if expected in ("number", "integer") and isinstance(found, str):
                hint = tr("Write it without quotation marks, and its digits without spaces or commas: 2522, 0.5.")
            elif expected == "string" and isinstance(found, int | Decimal):
                hint = tr("Put it in quotation marks.")
            kinds = " or ".join(str(_TYPES[each]) for each in ([expected] if isinstance(expected, str) else expected))
            yield pointer, tr("expected %(kinds)s but found %(found)s", kinds=kinds, found=_shown(found)), hint
        case "minimum" | "maximum":
            message = tr("found %(found)s; the most that is allowed is %(bound)s", found=_shown(found), bound=expected)
            if keyword == "minimum":
                message = tr(
                    "found %(found)s; the least that is allowed is %(bound)s", found=_shown(found), bound=expected
                )
            yield pointer, message, ""
        case "maxLength":
            yield (
                pointer,
                tr(
                    "it is %(number)s characters long; the limit is %(most)s",
                    number=len(str(found)),
                    most=expected,
                ),
                "",
            )
        case "minItems" | "maxItems" if isinstance(found, list):
            message = tr_number("the list has %(number)s entry", "the list has %(number)s entries", len(found))
            hint = _resolve(schema, parent).get("description", "")
            yield pointer, message, tr(hint) if hint else ""
        case "minLength" | "minProperties":
            hint = _resolve(schema, parent).get("description", "")
            hint = tr(hint) if hint else ""
            yield pointer, tr('"%(name)s" is empty', name=error.instance_path[-1]), hint
        case _:
            yield pointer, error.message, ""


def _resolve(schema: _Schema, path: Sequence[str | int]) -> _Schema:
    for step in path:
        schema = schema[step]
    return schema


def _description(schema: _Schema, parent: Sequence[str | int], name: str) -> str:
    """Return the schema's description of a property, as a hint where the property is missing."""
    owner = _resolve(schema, parent)
    if "properties" not in owner:
        owner = _resolve(schema, parent[:-1])
    member = owner["properties"][name]
    if "description" not in member:
        member = _resolve(schema, member["$ref"].removeprefix("#/").split("/"))
    return tr(str(member["description"]))


_TYPES: Final[Mapping[str, str]] = {
    "object": Message("an object, {…}"),
    "array": Message("a list, […]"),
    "string": Message('a text, "…"'),
    "number": Message("a number"),
    "integer": Message("a whole number"),
    "boolean": Message("true or false"),
}


def _shown(value: object) -> str:
    match value:
        case bool() | None:
            return json.dumps(value)
        case str():
            return f'"{value}"' if len(value) <= 60 else f'"{value[:59]}…"'
        case dict():
            return tr("an object")
        case list():
            return tr("a list")
        case Decimal():
            return format(value, "f") if abs(value.adjusted()) <= 40 else str(value)
        case _:
            return str(value)


def _wrong_text(text: str) -> str:
    if not text.strip():
        return tr("the text is empty")
    if text != text.strip():
        return tr("there is space at an end of the text %(text)s", text=_shown(text))
    return tr("the text has more than one line")


def _error_of(read: Callable[[str], object], form: str) -> Callable[[str], str]:
    def message(text: str) -> str:
        try:
            read(text)
        except ValueError as error:
            return str(error)
        return tr("%(text)s is not %(form)s", text=_shown(text), form=form)

    return message


# By the definition in the schema that the text does not match: the second step of an error's path.
_MESSAGES: Final[Mapping[str, Callable[[str], str]]] = {
    "text": _wrong_text,
    "label": _wrong_text,
    "url": lambda text: tr(
        "%(text)s is not a web address; it begins with https:// or http:// and has no spaces", text=_shown(text)
    ),
    "place": lambda text: tr(
        "%(text)s is not an address; it begins with https:// or s3:// and has no spaces", text=_shown(text)
    ),
    "key": lambda text: tr(
        "%(text)s cannot be a key; a key is small Latin letters, digits and single hyphens, begins "
        "with a letter and has 80 characters at most",
        text=_shown(text),
    ),
    "name": lambda text: tr(
        "%(text)s cannot be the name of a value; a name is Latin letters, digits and _", text=_shown(text)
    ),
    # The text is not repeated: it may be an address with a password.
    "variable": lambda text: tr(
        "this is not the name of an environment variable, such as REGISTER_DATABASE; the address "
        "itself, which has a password, belongs into the environment"
    ),
    "language": lambda text: tr("%(text)s is not a language code, such as ru, kk or en", text=_shown(text)),
    "stamp": lambda text: tr("%(text)s is no moment in UTC, such as 2026-02-01T03:00:00Z", text=_shown(text)),
    "digest": lambda text: tr("%(text)s is no SHA-256 in 64 hexadecimal digits", text=_shown(text)),
    "date": _error_of(parse_date, DATE_FORM),
    "moment": _error_of(parse_moment, MOMENT_FORM),
    "period": _error_of(Period.parse, Message("a period")),
    "percentage": lambda text: tr(
        '%(text)s is not a percentage; write digits and the sign, as in "20%%" or "12.5%%"', text=_shown(text)
    ),
}
