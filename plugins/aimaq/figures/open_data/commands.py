"""What pages show of the open data: a citation, the code to embed a picture, and excerpts of the files themselves."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from aimaq.base.slots import COMMAND, Slot, encode
from aimaq.figures.open_data.citation import citation
from aimaq.figures.open_data.context import Material
from aimaq.figures.open_data.csv_files import write_table
from aimaq.figures.open_data.json_files import write_indicator
from aimaq.figures.open_data.json_ld import write_linked
from aimaq.figures.open_data.svg import embedding

__all__ = ["commands", "quoted"]

#: How many letters of an excerpt stand on one line.
_LINE: Final = 60


@dataclass(frozen=True, slots=True)
class _Text:
    """A command whose first argument is a key; see :class:`aimaq.figures.fill.filler.Command`."""

    text: Callable[[str, str, str], str]
    """Takes the key, the language, and what stands after the key."""
    kind: Final = "text"

    def write(self, slot: Slot, arguments: str) -> str:
        key, _, rest = arguments.partition(" ")
        return self.text(key, slot.lang, rest)

    def keys(self, arguments: str) -> frozenset[str]:
        return frozenset({arguments.partition(" ")[0]})


def commands(material: Material) -> Mapping[str, _Text]:
    """Return the commands by name: ``cite <key>``, ``embed <key> badge|chart``, ``excerpt <key> json|csv|jsonld``."""
    indicators = material.ledger.indicators
    return {
        "cite": _Text(lambda key, lang, _: citation(material, indicators[key], lang)),
        "embed": _Text(lambda key, lang, picture: embedding(material, indicators[key], lang, picture)),
        "excerpt": _Text(lambda key, _, ending: _excerpt(material, key, ending)),
    }


def quoted(command: str, lang: str) -> str:
    """Return the slot of a command: ``quoted("cite jobs", "kk")``."""
    return encode(Slot(f"{COMMAND}{command}", lang))


def _excerpt(material: Material, key: str, ending: str) -> str:
    """Return a piece of a file that is short enough to be read, and still valid by itself."""
    indicator = material.ledger.indicators[key]
    if ending == "csv":
        lines = write_table(material, indicator).split("\r\n")
        return "\n".join([lines[0], *lines[1:-1][-2:]])
    if ending == "json":
        return _indented(json.loads(write_indicator(material, indicator))["current"])
    return _indented(json.loads(write_linked(material, indicator))["@graph"][-1])


def _indented(value: object, indent: str = "") -> str:
    """Return JSON in which what fits on a line stands on one."""
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
