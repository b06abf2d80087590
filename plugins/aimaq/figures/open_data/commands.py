"""What pages show of the open data: a citation, the code to embed a picture, excerpts; and the files of charts."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from aimaq.base.slots import COMMAND, Slot, encode
from aimaq.figures.addresses import Publication
from aimaq.figures.fill.charted import charted
from aimaq.figures.fill.commands import Command, Fill
from aimaq.figures.fill.filler import keys_of_marker
from aimaq.figures.ledger import Indicator
from aimaq.figures.open_data.chart_pictures import write_text_chart
from aimaq.figures.open_data.citation import citation
from aimaq.figures.open_data.csv_files import write_charted, write_table
from aimaq.figures.open_data.json_files import write_indicator
from aimaq.figures.open_data.json_ld import write_linked
from aimaq.figures.open_data.svg import embed_code
from aimaq.figures.published_ledger import PublishedLedger
from aimaq.figures.text.markers import ChartMarker, parse_marker

__all__ = ["chart_files", "commands", "quoted"]

#: The most characters of a JSON value on one line.
_LINE: Final = 60


def commands(data: PublishedLedger) -> dict[str, Command]:
    """Return the commands by name.

    ``cite <key>``, ``embed <key> badge|chart``, ``excerpt <key> json|csv|jsonld``, and, as documents, ``chart-svg`` and
    ``chart-csv`` with the marker of a text's chart.
    """

    def command(text: Callable[[Indicator, str, str], str]) -> Command:
        def write(slot: Slot, arguments: str, fill: Fill) -> str:
            key, _, rest = arguments.partition(" ")
            return text(data.ledger.indicators[key], slot.lang, rest)

        return Command("text", write, lambda arguments: frozenset({arguments.partition(" ")[0]}))

    def chart_file(text: Callable[[ChartMarker, str, str], str]) -> Command:
        def write(slot: Slot, arguments: str, fill: Fill) -> str:
            marker = parse_marker(arguments)
            assert isinstance(marker, ChartMarker), "what writes this slot has found a chart"
            return text(marker, slot.lang, slot.date)

        return Command("document", write, keys_of_marker)

    return {
        "chart-csv": chart_file(lambda marker, _, day: write_charted(charted(data.printer, marker, day))),
        "chart-svg": chart_file(partial(write_text_chart, data)),
        "cite": command(lambda indicator, lang, _: citation(data, indicator, lang)),
        "embed": command(partial(embed_code, data)),
        "excerpt": command(lambda indicator, _, ending: _excerpt(data, indicator, ending)),
    }


def quoted(command: str, lang: str) -> str:
    """Return the slot of a command: ``quoted("cite jobs", "kk")``."""
    return encode(Slot(f"{COMMAND}{command}", lang))


def chart_files(marker: str, lang: str, day: str, publication: Publication) -> Iterator[tuple[str, str]]:
    """Yield address and slot of each file of a chart in a text of an ISO date, "" for a page."""
    chart = parse_marker(marker)
    assert isinstance(chart, ChartMarker), "a text's charts are markers of charts"
    for command, ending in (("chart-csv", "csv"), ("chart-svg", f"{lang}.svg")):
        yield publication.chart(chart.name(day), ending), encode(Slot(f"{COMMAND}{command} {chart}", lang, day))


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
