"""Explain, in an editor's words, why front matter is not YAML."""

import re
from typing import Final

import yaml

from aimaq.base.languages.messages import Message, tr
from aimaq.base.problems import Problem, line_and_column

__all__ = ["QUOTE_MARKER", "yaml_problem"]

QUOTE_MARKER: Final = Message("YAML reads {{ … }} as something else: put the whole value in quotes")
#: A half of a character of UTF-16, or a number beyond Unicode's last.
_NO_CHARACTER = re.compile(
    r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}|\\U0000[dD][89a-fA-F][0-9a-fA-F]{2}|\\U(?!0010|000[0-9a-fA-F])[0-9a-fA-F]{8}"
)
_VALUE = re.compile(r"\s*(?:- +)?(?:[\w-]+:\s+)?(\S)")
_UNQUOTED_MARKER = re.compile(r"^\s*(?:- +)?(?:[\w-]+:\s+)?\{\{")


def yaml_problem(text: str, path: str, first_line: int) -> Problem:
    """Return why a YAML document that starts at ``first_line`` of ``path`` cannot be read.

    PyYAML's own parser reads it again: its messages are better than libyaml's.
    """
    if escape := _NO_CHARACTER.search(text):
        line, column = line_and_column(text, escape.start())
        message = tr("the escape %(escape)s stands for no character", escape=escape[0])
        return Problem(
            path, message, first_line + line - 1, column, hint=tr("write the character itself, or take it away")
        )
    try:
        yaml.SafeLoader(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        if error.problem_mark is not None:
            row, column, message, hint = _explained(error, error.problem_mark, text.split("\n"))
            return Problem(path, message, first_line + row, column + 1, hint=hint)
    except (yaml.YAMLError, RecursionError, ValueError):
        pass
    return Problem(path, tr("the front matter is not valid YAML"), first_line)


def _explained(error: yaml.MarkedYAMLError, mark: yaml.Mark, lines: list[str]) -> tuple[int, int, str, str]:
    """Return row and column (both from 0), message and hint for an error that was found at ``mark``."""
    for candidate in (mark, error.context_mark):
        if candidate is not None and candidate.line < len(lines):
            marker_line = lines[candidate.line]
            if _UNQUOTED_MARKER.match(marker_line):
                return candidate.line, marker_line.index("{{"), QUOTE_MARKER, _quoted_line(marker_line)
    if slip := _slip(lines[: mark.line + 1]):
        return slip

    what, context = error.problem or "", error.context or ""
    line = lines[mark.line] if mark.line < len(lines) else ""
    begin, hint = error.context_mark or mark, ""
    if "quoted scalar" in context:
        mark, message = begin, tr("a quotation mark is not closed")
    elif "mapping values are not allowed" in what:
        message = tr("a colon with a space after it begins a value")
        hint = tr("put the whole value in quotes: %(line)s", line=_quoted_line(line))
    elif "cannot start any token" in what or "alias" in what or "alias" in context or "tag" in context:
        first = _VALUE.match(line)
        column = first.start(1) if first else mark.column
        message = tr('a value cannot begin with "%(line)s"', line=line[column : column + 1])
        return mark.line, column, message, tr("put the whole value in quotes")
    elif "flow sequence" in context or "flow mapping" in context:
        mark, message = begin, tr("a bracket is not closed, or a comma is missing")
    elif "expected <block end>" in what and "scalar" in what:
        message = tr("text follows after the closing quotation mark")
        hint = tr("inside quotes, write quotation marks as « », or begin and end the value with '")
    elif "expected ':'" in what or "block mapping" in context:
        mark, message = begin if "expected ':'" in what else mark, tr('expected "field: value"')
        hint = tr("a field stands at the line's beginning, its list items below it, indented")
    else:
        message = tr("the front matter is not valid YAML: %(what)s", what=what)
    return mark.line, mark.column, message, hint


def _slip(lines: list[str]) -> tuple[int, int, str, str] | None:
    """Find the usual slips that YAML notices only lines later; return them as :func:`_explained` does."""
    for row, line in enumerate(lines):
        if match := re.match(r"(\w+):(?=[^\s])", line):
            return row, match.end(), tr("a space is missing after the colon"), f"{match[1]}: {line[match.end() :]}"
        if (match := re.match(r"\w+: +\"", line)) and not re.search(r"(?<!\\)\"", line[match.end() :]):
            return row, match.end() - 1, tr("a quotation mark is not closed"), f'{line.rstrip()}"'
    return None


def _quoted_line(line: str) -> str:
    """Return a line with its value in quotes, as it should be written."""
    name, colon, value = line.strip().partition(": ")
    if not colon:
        return f'"{line.strip()}"'
    quote = "'" if '"' in value else '"'
    return f"{name}: {quote}{value.strip()}{quote}"
