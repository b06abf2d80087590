"""The messages of the program, and its catalogues of them.

``python tests/tools/messages.py`` brings the catalogues up to date: it adds the messages that they lack, without a
translation, takes out those that the program does not have any more, and sorts them.
"""

from __future__ import annotations

import ast
import json
import os
import sys
from collections.abc import Iterable, Iterator
from inspect import cleandoc
from pathlib import Path

if __name__ == "__main__":
    os.environ["AIMAQ_LANGUAGE"] = "en"
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import click
from babel.messages.catalog import Catalog
from babel.messages.pofile import normalize, read_po
from jinja2.ext import babel_extract

from aimaq.base.languages.messages import CATALOGUES, ENGLISH, SPOKEN
from aimaq.cli.groups import GROUPS, aimaq
from tools.built import ROOT
from tools.command_reference import commands

__all__ = ["MessageId", "catalogue", "program_messages", "update"]

#: A message, or its forms for one and for many.
MessageId = str | tuple[str, str]

PROGRAM = ROOT / "plugins/aimaq"
LEDGER_SCHEMA = PROGRAM / "figures/ledger/schema.json"


def program_messages() -> dict[MessageId, str]:
    """Return each message of the program with the place that has it first."""
    found: dict[MessageId, str] = {}
    for path in sorted(PROGRAM.rglob("*.py")):
        for line, message in _calls(path.read_text("utf-8")):
            found.setdefault(message, f"{_shown(path)}:{line}")
    for path in sorted(PROGRAM.rglob("templates/*.html")):
        for line, message in _calls_of_template(path):
            found.setdefault(message, f"{_shown(path)}:{line}")
    for name, help in _helps([("", aimaq), *commands().items()]):
        found.setdefault(help, f"the help of aimaq {name}".rstrip())
    for title in GROUPS:
        found.setdefault(title, "the help of aimaq")
    for description in _descriptions(json.loads(LEDGER_SCHEMA.read_text("utf-8"))):
        found.setdefault(description, _shown(LEDGER_SCHEMA))
    return found


def catalogue(lang: str) -> Catalog:
    """Return the catalogue of the program's messages in a language."""
    with (CATALOGUES / f"{lang}.po").open("rb") as file:
        return read_po(file, locale=lang, abort_invalid=True)


def update(lang: str) -> None:
    """Write a catalogue with just the messages that the program has; its head and what it translates stay."""
    path, known = CATALOGUES / f"{lang}.po", catalogue(lang)
    head = path.read_text("utf-8").partition("\n\n")[0].rstrip("\n")
    entries = []
    for message in sorted(program_messages(), key=_sort_key):
        one, *many = message if isinstance(message, tuple) else (message,)
        entry = known.get(one)
        texts = [entry.string] if entry and isinstance(entry.string, str) else list(entry.string) if entry else []
        lines = [f"msgid {_quoted(one)}", *(f"msgid_plural {_quoted(each)}" for each in many)]
        if many:
            texts = texts if len(texts) == known.num_plurals else [""] * known.num_plurals
            lines += [f"msgstr[{number}] {_quoted(text)}" for number, text in enumerate(texts)]
        else:
            lines.append(f"msgstr {_quoted(texts[0] if texts else '')}")
        entries.append("\n".join(lines))
    path.write_text("\n\n".join([head, *entries]) + "\n", encoding="utf-8")


def _sort_key(message: MessageId) -> tuple[str, str]:
    one = message if isinstance(message, str) else message[0]
    return one.casefold(), one


def _quoted(text: str) -> str:
    return normalize(text, width=0)


def _calls(source: str) -> Iterator[tuple[int, MessageId]]:
    """Yield the messages of a module's calls, those inside f-strings too, which Babel does not find."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name("tr" | "Message"), args=[ast.Constant(str(message)), *_]):
                yield node.lineno, message
            case ast.Call(func=ast.Name("tr_number"), args=[ast.Constant(str(one)), ast.Constant(str(many)), *_]):
                yield node.lineno, (one, many)


def _calls_of_template(path: Path) -> Iterator[tuple[int, MessageId]]:
    """Yield the messages of a template of the program."""
    with path.open("rb") as file:
        for line, function, message, _ in babel_extract(file, ("tr", "tr_number"), (), {}):
            match (function, message):
                case ("tr", str(one) | (str(one), *_)):
                    yield line, one
                case ("tr_number", (str(one), str(many), *_)):
                    yield line, (one, many)
                case _:
                    raise AssertionError(f"{path}:{line}: a message is a text, not {message!r}")


def _helps(given: Iterable[tuple[str, click.Command]]) -> Iterator[tuple[str, str]]:
    for name, command in given:
        if command.help:
            yield name, cleandoc(command.help)
        if isinstance(command, click.Group):
            yield from _helps((f"{name} {each}", below) for each, below in command.commands.items())


def _descriptions(schema: object) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(text := schema.get("description"), str):
            yield text
        for each in schema.values():
            yield from _descriptions(each)
    elif isinstance(schema, list):
        for each in schema:
            yield from _descriptions(each)


def _shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


if __name__ == "__main__":
    for spoken in SPOKEN:
        if spoken != ENGLISH:
            update(spoken)
            print(f"Wrote {_shown(CATALOGUES / f'{spoken}.po')}")
