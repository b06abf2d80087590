"""The one statement that a source is asked by: a SELECT, perhaps with WITH, and its named values.

The databases' own means enforce that nothing is written. What is refused here has a message before anybody is asked.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final

from aimaq.base.languages.messages import Message, tr

__all__ = ["statement_faults", "with_values"]

_PARTS: Final = re.compile(
    r"""(?P<skipped>
        '(?:[^']|'')*' | "(?:[^"]|"")*" | `[^`]*`          # texts and quoted names
        | \$(?P<tag>[A-Za-z_]*)\$.*?\$(?P=tag)\$            # PostgreSQL's texts
        | --(?=\s|\Z)[^\n]* | /\*(?![!M]).*?\*/ | ::
    )
    | (?<![\w:]) :(?P<name>[A-Za-z_]\w*)
    | (?P<word>[A-Za-z_]\w*)
    | (?P<odd>['"`;\#]|/\*|\*/|\$[A-Za-z_]*\$)
    """,
    re.VERBOSE | re.DOTALL,
)
_ODD: Final = {
    ";": Message("it has more than one statement"),
    "#": Message('it has a "#" outside of a text: write comments after --'),
}


def statement_faults(query: str, names: Sequence[str]) -> list[str]:
    """Return what is wrong with a query whose values have these names; nothing if it may be asked."""
    text = query.strip().removesuffix(";")
    found: list[str] = []
    words, used = [], set[str]()
    for part in _PARTS.finditer(text):
        if part["word"]:
            words.append(part["word"].lower())
        elif part["name"]:
            used.add(part["name"])
        elif part["odd"]:
            found.append(
                str(_ODD.get(part["odd"], tr("what begins with %(odd)s has no end, or is not read", odd=part["odd"])))
            )
    if not words or words[0] not in ("select", "with"):
        begins = tr('it begins with "%(word)s"', word=words[0]) if words else tr("it has no words")
        found.append(begins + tr("; sources are asked by one SELECT, or WITH and SELECT"))
    if "into" in words:
        found.append(tr('it has INTO, by which a SELECT would write: write "into" in quotation marks if it is a name'))
    found += [tr('":%(name)s" has no value in "bind"', name=name) for name in sorted(used - set(names))]
    found += [
        tr('"bind" has "%(name)s", but the query has no ":%(name)s"', name=name) for name in names if name not in used
    ]
    return list(dict.fromkeys(found))


def with_values(query: str, place: Callable[[str], str], *, percent: str = "%") -> str:
    """Return the query as a driver takes it: ``place`` returns what stands for a named value.

    ``percent`` is how the driver wants the sign % to be written.
    """
    text = query.strip().removesuffix(";")
    pieces, end = [], 0
    for part in _PARTS.finditer(text):
        if part["name"]:
            pieces += [text[end : part.start()].replace("%", percent), place(part["name"])]
            end = part.end()
    return "".join([*pieces, text[end:].replace("%", percent)])
