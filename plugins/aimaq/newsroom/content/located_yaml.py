"""YAML values with their lines and columns. Only nodes are composed: nothing in a document can ever run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TypeAlias

import yaml

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem
from aimaq.newsroom.content.yaml_errors import yaml_problem

__all__ = ["Located", "LocatedValue", "NoValue", "Plain", "read_yaml"]

MAX_CHARACTERS = 20_000
MAX_DEPTH = 6

Scalar: TypeAlias = str | int | float | bool | None
Plain: TypeAlias = "Scalar | NoValue | list[Plain] | dict[str, Plain]"
LocatedValue: TypeAlias = "Scalar | NoValue | list[Located] | dict[str, Located]"


class NoValue(Enum):
    """What stands in the place of a value that cannot be used."""

    MARKER = auto()
    """``{{ … }}`` without quotes, which YAML takes for a mapping within a mapping."""
    REPORTED = auto()
    """A value with a problem that has been reported."""


@dataclass(frozen=True, slots=True)
class Located:
    """A value with the place of its text's first character, lines and columns counted from 1.

    ``raw`` is the text in the file; ``commented`` says that a comment follows plain text on its line. ``key_places``
    are the places of a mapping's keys.
    """

    value: LocatedValue
    line: int
    column: int
    raw: str = ""
    commented: bool = False
    key_places: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def items(self) -> list[Located]:
        """The items of a list; none, if it is something else."""
        return self.value if isinstance(self.value, list) else []

    @property
    def fields(self) -> Mapping[str, Located]:
        """The fields of a mapping; none, if it is something else."""
        return self.value if isinstance(self.value, dict) else {}

    def plain(self) -> Plain:
        """Return the value without places."""
        if isinstance(self.value, list):
            return [item.plain() for item in self.value]
        if isinstance(self.value, dict):
            return {name: item.plain() for name, item in self.value.items()}
        return self.value


def read_yaml(text: str, path: str, first_line: int) -> tuple[Located | None, list[Problem]]:
    """Read one YAML document that starts at ``first_line`` of ``path``; None if it cannot be read at all."""
    if len(text) > MAX_CHARACTERS:
        message = tr(
            "the front matter has %(number)s characters, more than %(most)s",
            number=len(text),
            most=MAX_CHARACTERS,
        )
        return None, [Problem(path, message, first_line)]
    try:
        # libyaml is much faster than PyYAML's own parser; some systems lack it.
        node = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text).get_single_node()
    except (yaml.YAMLError, RecursionError):
        return None, [yaml_problem(text, path, first_line)]
    if node is None:
        return Located({}, first_line, 1), []
    reader = _NodeReader(text.split("\n"), path, first_line)
    return reader.locate(node, 0), reader.problems


class _NodeReader:
    """Turns the nodes of one document into located values."""

    def __init__(self, lines: list[str], path: str, first_line: int) -> None:
        self.lines, self.path, self.first_line = lines, path, first_line
        self.problems: list[Problem] = []
        self.seen: set[int] = set()

    def report(self, message: str, mark: yaml.Mark, hint: str = "") -> None:
        self.problems.append(Problem(self.path, message, self.first_line + mark.line, mark.column + 1, hint=hint))

    def locate(self, node: yaml.Node, depth: int) -> Located:
        line, column = self.start(node)
        refused = Located(NoValue.REPORTED, line, column)
        if depth > MAX_DEPTH:
            self.report(tr("lists or fields are nested more than %(most)s deep", most=MAX_DEPTH), node.start_mark)
            return refused
        if id(node) in self.seen:
            # Not read again: a few aliases of aliases stand for billions of values.
            self.report(tr("anchors (&) and aliases (*) are not supported"), node.start_mark, tr("repeat the value"))
            return refused
        self.seen.add(id(node))
        if not node.tag.startswith("tag:yaml.org,2002:") or "python" in node.tag:
            self.report(
                tr('the tag "%(tag)s" is not supported', tag=node.tag), node.start_mark, tr("put the value in quotes")
            )
            return refused
        if isinstance(node, yaml.SequenceNode):
            return Located([self.locate(item, depth + 1) for item in node.value], line, column)
        if isinstance(node, yaml.MappingNode):
            if node.flow_style and any(isinstance(key, yaml.MappingNode) for key, _ in node.value):
                return Located(NoValue.MARKER, line, column)
            return self.mapping(node, line, column, depth)
        return Located(_scalar(node), line, column, node.value, self.is_commented(node))

    def mapping(self, node: yaml.MappingNode, line: int, column: int, depth: int) -> Located:
        fields: dict[str, Located] = {}
        places: dict[str, tuple[int, int]] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.report(tr("expected a field's name before the colon"), key.start_mark)
            elif key.value in fields:
                message = tr(
                    'the field "%(value)s" stands twice (first in line %(places)s)',
                    value=key.value,
                    places=places[key.value][0],
                )
                self.report(message, key.start_mark, tr("delete one of them"))
            else:
                fields[key.value] = self.locate(value, depth + 1)
                places[key.value] = (self.first_line + key.start_mark.line, key.start_mark.column + 1)
        return Located(fields, line, column, key_places=places)

    def start(self, node: yaml.Node) -> tuple[int, int]:
        """Return where the text itself begins: after the quotation mark, or below a block scalar's ``|``."""
        row, column = node.start_mark.line, node.start_mark.column
        if isinstance(node, yaml.ScalarNode):
            if node.style in ("'", '"'):
                column += 1
            elif node.style in ("|", ">"):
                row += 1
                while row < len(self.lines) - 1 and not self.lines[row].strip():
                    row += 1
                content = self.lines[row] if row < len(self.lines) else ""
                column = len(content) - len(content.lstrip())
        return self.first_line + row, column + 1

    def is_commented(self, node: yaml.Node) -> bool:
        if not isinstance(node, yaml.ScalarNode) or node.style not in (None, ""):
            return False
        rest = self.lines[node.end_mark.line][node.end_mark.column :] if node.end_mark.line < len(self.lines) else ""
        return rest.lstrip().startswith("#") and rest[:1] in (" ", "\t", "#")


def _scalar(node: yaml.Node) -> Scalar:
    """Return text, number, truth value or None, as YAML 1.1 reads it; dates stay text."""
    kind = node.tag.rpartition(":")[2]
    text = str(node.value)
    if kind == "null":
        return None
    if kind == "bool":
        return yaml.SafeLoader.bool_values.get(text.lower(), text)  # "!!bool x" is one to YAML, too
    if kind in ("int", "float"):
        try:
            return int(text) if kind == "int" else float(text)
        except ValueError:
            return float("nan")  # 12:30 and 0o17 are numbers to YAML 1.1; no field takes them
    return text
