"""Write a field's value as YAML, as this house writes front matter: short, and in quotation marks where it must be."""

import json
import re
from typing import Final, TypeAlias

import yaml

__all__ = ["FieldValue", "block_yaml", "inline_yaml", "scalar_in_style"]

FieldValue: TypeAlias = "str | bool | int | list[FieldValue] | dict[str, FieldValue] | None"

#: Words, slugs, paths and moments: what needs no quotation marks anywhere, if YAML takes it for a text.
_PLAIN: Final = re.compile(r"[^\W_](?:[\w ./+-]|:(?=\d\d))*(?<! )")
#: What a reader of YAML 1.1 takes for a line's end, or for no character of a text.
_ESCAPED: Final = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")


def inline_yaml(value: FieldValue) -> str:
    """Return a value on one line: ``{file: media/shop.jpg, alt: "…"}``."""
    match value:
        case list():
            return f"[{', '.join(map(inline_yaml, value))}]"
        case dict():
            known = ((name, each) for name, each in value.items() if each not in ("", None, []))
            return f"{{{', '.join(f'{name}: {_in_mapping(each)}' for name, each in known)}}}"
        case bool() | int():
            return json.dumps(value)
        case _:
            return scalar_in_style(value, "")


def block_yaml(value: FieldValue, indent: str, newline: str) -> str:
    """Return what stands behind a field's colon; a list of mappings has an item a line."""
    if isinstance(value, list) and any(isinstance(each, dict) for each in value):
        return "".join(f"{newline}{indent}  - {inline_yaml(each)}" for each in value)
    if isinstance(value, str):
        return f" {_in_mapping(value)}"
    return f" {inline_yaml(value)}"


def scalar_in_style(value: FieldValue, style: str) -> str:
    """Return a text in the style of the one that it replaces: ``"``, ``'``, or "" for none where it can be so."""
    if isinstance(value, bool | int):
        return json.dumps(value)
    text = "" if value is None else str(value)
    if style == "'" and not re.search(r"[\x00-\x1f]", text) and not _ESCAPED.search(text):
        return "'" + text.replace("'", "''") + "'"
    return text if style == "" and _is_plain(text) else quoted(text)


def quoted(text: str) -> str:
    """Return a text in double quotation marks, on one line (YAML 1.1, 5.6 and 7.3: JSON's escapes are YAML's too)."""
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(text, ensure_ascii=False))


def _in_mapping(value: FieldValue) -> str:
    """Return a value of a field on one line: words for readers always stand in quotation marks."""
    if isinstance(value, str) and not (_is_code(value) and _is_plain(value)):
        return quoted(value)
    return inline_yaml(value)


def _is_code(text: str) -> bool:
    """Return whether a text is a slug, a path or a moment, and not words for readers."""
    return bool(re.fullmatch(r"[a-z0-9][a-z0-9./-]*|\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*", text))


def _is_plain(text: str) -> bool:
    """Return whether a text is the same without quotation marks, also within a list on one line."""
    if not _PLAIN.fullmatch(text):
        return False
    node = yaml.compose(f"[{text}]", yaml.SafeLoader)
    (item,) = node.value if isinstance(node, yaml.SequenceNode) else (None,)
    return isinstance(item, yaml.ScalarNode) and item.value == text and item.tag.endswith((":str", ":timestamp"))
