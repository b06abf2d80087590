"""What pages show of the open data: a citation, the code to embed a picture, and excerpts of files."""

import json
from collections.abc import Callable
from functools import partial
from typing import Final

from aimaq.base.slots import COMMAND, Slot, encode
from aimaq.figures.fill.commands import Command, Fill
from aimaq.figures.ledger import Indicator
from aimaq.figures.open_data.citation import citation
from aimaq.figures.open_data.csv_files import write_table
from aimaq.figures.open_data.json_files import write_indicator
from aimaq.figures.open_data.json_ld import write_linked
from aimaq.figures.open_data.svg import embed_code
from aimaq.figures.published_ledger import PublishedLedger

__all__ = ["commands", "quoted"]

#: The most characters of a JSON value on one line.
_LINE: Final = 60


def commands(data: PublishedLedger) -> dict[str, Command]:
    """Return the commands by name: ``cite <key>``, ``embed <key> badge|chart``, ``excerpt <key> json|csv|jsonld``."""

    def command(text: Callable[[Indicator, str, str], str]) -> Command:
        def write(slot: Slot, arguments: str, fill: Fill) -> str:
            key, _, rest = arguments.partition(" ")
            return text(data.ledger.indicators[key], slot.lang, rest)

        return Command("text", write, lambda arguments: frozenset({arguments.partition(" ")[0]}))

    return {
        "cite": command(lambda indicator, lang, _: citation(data, indicator, lang)),
        "embed": command(partial(embed_code, data)),
        "excerpt": command(lambda indicator, _, ending: _excerpt(data, indicator, ending)),
    }


def quoted(command: str, lang: str) -> str:
    """Return the slot of a command: ``quoted("cite jobs", "kk")``."""
    return encode(Slot(f"{COMMAND}{command}", lang))


def _excerpt(data: PublishedLedger, indicator: Indicator, ending: str) -> str:
    """Return a short part of a file that is valid by itself."""
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
