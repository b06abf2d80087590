"""What pages show of the open data: a citation, the code to embed a picture, and excerpts of files."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from aimaq.base.slots import COMMAND, Slot, encode
from aimaq.figures.open_data.citation import citation
from aimaq.figures.open_data.csv_files import write_table
from aimaq.figures.open_data.json_files import write_indicator
from aimaq.figures.open_data.json_ld import write_linked
from aimaq.figures.open_data.svg import embed_code
from aimaq.figures.published_ledger import PublishedLedger

__all__ = ["commands", "quoted"]

#: The most characters of a JSON value on one line.
_LINE: Final = 60


@dataclass(frozen=True, slots=True)
class _TextCommand:
    """A command whose first argument is a key; see :class:`aimaq.figures.fill.filler.Command`."""

    text: Callable[[str, str, str], str]
    """Takes the key, the language, and the arguments after the key."""
    kind: Final = "text"

    def write(self, slot: Slot, arguments: str, fill: Callable[[str], str]) -> str:
        key, _, rest = arguments.partition(" ")
        return self.text(key, slot.lang, rest)

    def keys(self, arguments: str) -> frozenset[str]:
        return frozenset({arguments.partition(" ")[0]})


def commands(data: PublishedLedger) -> Mapping[str, _TextCommand]:
    """Return the commands by name: ``cite <key>``, ``embed <key> badge|chart``, ``excerpt <key> json|csv|jsonld``."""
    indicators = data.ledger.indicators
    return {
        "cite": _TextCommand(lambda key, lang, _: citation(data, indicators[key], lang)),
        "embed": _TextCommand(lambda key, lang, picture: embed_code(data, indicators[key], lang, picture)),
        "excerpt": _TextCommand(lambda key, _, ending: _excerpt(data, key, ending)),
    }


def quoted(command: str, lang: str) -> str:
    """Return the slot of a command: ``quoted("cite jobs", "kk")``."""
    return encode(Slot(f"{COMMAND}{command}", lang))


def _excerpt(data: PublishedLedger, key: str, ending: str) -> str:
    """Return a short part of a file that is valid by itself."""
    indicator = data.ledger.indicators[key]
    if ending == "csv":
        lines = write_table(data, indicator).split("\r\n")
        return "\n".join([lines[0], *lines[1:-1][-2:]])
    if ending == "json":
        return _indented(json.loads(write_indicator(data, indicator))["current"])
    return _indented(json.loads(write_linked(data, indicator))["@graph"][-1])


def _indented(value: object, indent: str = "") -> str:
    """Return JSON, with each value that fits on one line."""
    line = json.dumps(value, ensure_ascii=False)
    if len(indent) + len(line) <= _LINE or not isinstance(value, dict | list):
        return line
    inner = f"{indent}  "
    if isinstance(value, dict):
        parts = [f"{json.dumps(name)}: {_indented(each, inner)}" for name, each in value.items()]
    else:
        parts = [_indented(each, inner) for each in value]
    opening, closing = ("{", "}") if isinstance(value, dict) else ("[", "]")
    return f"{opening}\n{inner}" + f",\n{inner}".join(parts) + f"\n{indent}{closing}"
