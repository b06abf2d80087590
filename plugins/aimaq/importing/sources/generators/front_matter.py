"""The header of a text: YAML, TOML or JSON, or the lines ``Title: …`` of Pelican."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from aimaq.base.languages.messages import tr

__all__ = ["Header", "read_header"]

_YAML = re.compile(r"---[ \t]*\n(?:(.*?)\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TOML = re.compile(r"\+\+\+[ \t]*\n(?:(.*?)\n)??\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
#: As Python-Markdown's extension ``meta`` reads it: a name, and further lines that are indented.
_LINE = re.compile(r"[ ]{0,3}(?P<name>[\w-]+):[ \t]*(?P<value>.*)")
_MORE = re.compile(r"(?:[ ]{4,}|\t)(?P<value>.*)")


@dataclass(frozen=True, slots=True)
class Header:
    """``fields`` have names in small letters, ``body`` is the text below them; ``fault`` is why a header is none.

    ``form`` is ``yaml``, ``toml``, ``json`` or ``lines``, "" for a text without a header.
    """

    form: str
    fields: Mapping[str, object]
    body: str
    fault: str = ""


def read_header(text: str) -> Header:
    """Return the header of a text and the rest."""
    if match := _YAML.match(text):
        return _parsed("yaml", match[1] or "", text[match.end() :])
    if match := _TOML.match(text):
        return _parsed("toml", match[1] or "", text[match.end() :])
    if text.startswith("{"):
        try:
            value, end = json.JSONDecoder().raw_decode(text)
        except (ValueError, RecursionError):
            return Header("", {}, text)
        return _checked("json", value, text[end:])
    return _lines(text)


def _parsed(form: str, header: str, body: str) -> Header:
    try:
        value: object = yaml.safe_load(header) if form == "yaml" else tomllib.loads(header)
    except (yaml.YAMLError, tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        reason = " ".join(str(error).split())
        return Header(form, {}, body, tr("its header cannot be read: %(reason)s", reason=reason))
    return _checked(form, {} if value is None else value, body)


def _checked(form: str, value: object, body: str) -> Header:
    if not isinstance(value, dict):
        return Header(form, {}, body, tr("its header is no list of fields"))
    return Header(form, {str(name).lower(): each for name, each in value.items()}, body)


def _lines(text: str) -> Header:
    fields: dict[str, list[str]] = {}
    name = ""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if not line.strip():
            rest = lines[number + 1 :]
            break
        if match := _LINE.fullmatch(line):
            name = match["name"].lower()
            fields.setdefault(name, []).append(match["value"].strip())
        elif name and (match := _MORE.fullmatch(line)):
            fields[name].append(match["value"].strip())
        else:
            return Header("", {}, text)
    else:
        rest = []
    if not fields:
        return Header("", {}, text)
    return Header("lines", {name: " ".join(values).strip() for name, values in fields.items()}, "\n".join(rest))
