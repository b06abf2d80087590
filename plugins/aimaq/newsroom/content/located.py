"""YAML as values that know their place. PyYAML's safe loader only composes nodes: nothing is ever run."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from aimaq.base.problems import Problem

__all__ = ["Broken", "Located", "Marker", "read_yaml"]

# libyaml's parser is much faster; PyYAML's own, in Python, gives the better messages and is asked for them.
Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAX_CHARACTERS = 20_000
MAX_DEPTH = 6

QUOTE_MARKER = "YAML reads {{ … }} as something else: put the whole value in quotes"
VALUE = re.compile(r"\s*(?:- +)?(?:[\w-]+:\s+)?(\S)")
UNQUOTED_MARKER = re.compile(r"^\s*(?:- +)?(?:[\w-]+:\s+)?\{\{")


class Marker:
    """Stands for ``{{ … }}`` without quotes, which YAML takes for a mapping within a mapping."""


class Broken:
    """Stands for a value that has been reported already."""


@dataclass(frozen=True, slots=True)
class Located:
    """A value with the place of its text's first character, lines and columns counted from 1.

    ``value`` is text, a number, a truth value, None, a list of Located, a mapping of names to Located,
    Marker, or Broken; ``raw`` is what stands in the file; ``cut`` tells that a comment follows plain text on its line.
    """

    value: Any
    line: int
    column: int
    raw: str = ""
    cut: bool = False
    key_places: dict[str, tuple[int, int]] = field(default_factory=dict)

    def plain(self) -> Any:
        """Return the value without its places."""
        if isinstance(self.value, list):
            return [item.plain() for item in self.value]
        if isinstance(self.value, dict):
            return {name: item.plain() for name, item in self.value.items()}
        return self.value


def read_yaml(text: str, path: str, first_line: int, problems: list[Problem]) -> Located | None:
    """Read one YAML document that starts at ``first_line`` of ``path``; None if it cannot be read at all."""
    if len(text) > MAX_CHARACTERS:
        problems.append(
            Problem(path, f"the front matter has {len(text)} characters, more than {MAX_CHARACTERS}", first_line)
        )
        return None
    try:
        node = Loader(text).get_single_node()
    except (yaml.YAMLError, RecursionError):
        problems.append(_yaml_problem(text, path, first_line))
        return None
    if node is None:
        return Located({}, first_line, 1)
    return _Walk(text.split("\n"), path, first_line, problems).locate(node, 0)


class _Walk:
    """One document's nodes, turned into located values."""

    def __init__(self, lines: list[str], path: str, first_line: int, problems: list[Problem]) -> None:
        self.lines = lines
        self.path = path
        self.first_line = first_line
        self.problems = problems
        self.seen: set[int] = set()

    def problem(self, message: str, mark: yaml.Mark, hint: str = "") -> None:
        self.problems.append(Problem(self.path, message, self.first_line + mark.line, mark.column + 1, hint=hint))

    def locate(self, node: yaml.Node, depth: int) -> Located:
        line, column = self.start(node)
        if depth > MAX_DEPTH:
            self.problem(f"lists or fields are nested more than {MAX_DEPTH} deep", node.start_mark)
            return Located(Broken, line, column)
        if id(node) in self.seen:
            # Not looked into again: a few aliases of aliases stand for billions of values.
            self.problem("anchors (&) and aliases (*) are not supported", node.start_mark, "repeat the value")
            return Located(Broken, line, column)
        self.seen.add(id(node))
        if not node.tag.startswith("tag:yaml.org,2002:") or "python" in node.tag:
            self.problem(f'the tag "{node.tag}" is not supported', node.start_mark, "put the value in quotes")
            return Located(Broken, line, column)
        if isinstance(node, yaml.SequenceNode):
            return Located([self.locate(item, depth + 1) for item in node.value], line, column)
        if isinstance(node, yaml.MappingNode):
            if node.flow_style and any(isinstance(key, yaml.MappingNode) for key, _ in node.value):
                return Located(Marker, line, column)
            return self.mapping(node, line, column, depth)
        return Located(_scalar(node), line, column, node.value, self.cut(node))

    def mapping(self, node: yaml.MappingNode, line: int, column: int, depth: int) -> Located:
        fields: dict[str, Located] = {}
        places: dict[str, tuple[int, int]] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.problem("expected a field's name before the colon", key.start_mark)
            elif key.value in fields:
                first = places[key.value][0]
                self.problem(
                    f'the field "{key.value}" stands twice (first in line {first})',
                    key.start_mark,
                    "delete one of them",
                )
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

    def cut(self, node: yaml.Node) -> bool:
        if not isinstance(node, yaml.ScalarNode) or node.style not in (None, ""):
            return False
        rest = self.lines[node.end_mark.line][node.end_mark.column :] if node.end_mark.line < len(self.lines) else ""
        return rest.lstrip().startswith("#") and rest[:1] in (" ", "\t", "#")


def _scalar(node: yaml.Node) -> Any:
    """Return text, number, truth value or None, as YAML 1.1 reads it; dates stay text."""
    kind = node.tag.rpartition(":")[2]
    text = node.value
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


def _yaml_problem(text: str, path: str, first_line: int) -> Problem:
    """Say in an editor's words why a document cannot be read."""
    error: yaml.MarkedYAMLError | None = None
    try:
        yaml.SafeLoader(text).get_single_node()
    except yaml.MarkedYAMLError as found:
        error = found
    except (yaml.YAMLError, RecursionError):
        pass
    if error is None or error.problem_mark is None:
        return Problem(path, "the front matter is not valid YAML", first_line)

    what = error.problem or ""
    context = error.context or ""
    mark: yaml.Mark | None = error.problem_mark
    lines = text.split("\n")
    for candidate in (mark, error.context_mark):
        if candidate is not None and candidate.line < len(lines) and UNQUOTED_MARKER.match(lines[candidate.line]):
            column = lines[candidate.line].index("{{") + 1
            return Problem(path, QUOTE_MARKER, first_line + candidate.line, column, hint=quoting(lines[candidate.line]))

    if slip := _slip(lines[: error.problem_mark.line + 1]):
        row, column, message, hint = slip
        return Problem(path, message, first_line + row, column, hint=hint)

    hint = ""
    line = lines[error.problem_mark.line] if error.problem_mark.line < len(lines) else ""
    if "quoted scalar" in context:
        message, mark = "a quotation mark is not closed", error.context_mark or mark
    elif "mapping values are not allowed" in what:
        message, hint = (
            "a colon with a space after it begins a value",
            f"put the whole value in quotes: {quoting(line)}",
        )
    elif "cannot start any token" in what or "alias" in what or "alias" in context or "tag" in context:
        first = VALUE.match(line)
        column = first.start(1) if first else error.problem_mark.column
        message = f'a value cannot begin with "{line[column : column + 1]}"'
        return Problem(
            path, message, first_line + error.problem_mark.line, column + 1, hint="put the whole value in quotes"
        )
    elif "flow sequence" in context or "flow mapping" in context:
        message, mark = "a bracket is not closed, or a comma is missing", error.context_mark or mark
    elif "expected <block end>" in what and "scalar" in what:
        message = "text follows after the closing quotation mark"
        hint = "inside quotes, write quotation marks as « », or begin and end the value with '"
    elif "expected ':'" in what or "block mapping" in context:
        message, mark = 'expected "field: value"', error.context_mark if "expected ':'" in what else mark
        hint = "a field stands at the line's beginning, its list items below it, indented"
    else:
        message = f"the front matter is not valid YAML: {what}"
    place = mark or error.problem_mark
    return Problem(path, message, first_line + place.line, place.column + 1, hint=hint)


def _slip(lines: list[str]) -> tuple[int, int, str, str] | None:
    """Find the usual slips that YAML notices only lines later: row from 0, column from 1, message, hint."""
    for row, line in enumerate(lines):
        if match := re.match(r"(\w+):(?=[^\s])", line):
            return row, match.end() + 1, "a space is missing after the colon", f"{match[1]}: {line[match.end() :]}"
        if (match := re.match(r"\w+: +\"", line)) and not re.search(r"(?<!\\)\"\s*(#.*)?$", line[match.end() :]):
            if re.search(r"(?<!\\)\"", line[match.end() :]):
                continue
            return row, match.end(), "a quotation mark is not closed", f'{line.rstrip()}"'
    return None


def quoting(line: str) -> str:
    """Return the line as it should be written: its value in quotes."""
    name, colon, value = line.strip().partition(": ")
    if not colon:
        return f'"{line.strip()}"'
    quote = "'" if '"' in value else '"'
    return f"{name}: {quote}{value.strip()}{quote}"
