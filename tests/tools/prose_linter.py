"""Check prose against the rules in styles/Aimaq: `python tests/tools/prose_linter.py [--warnings] [PATH ...]`.

The rules have the format of Vale, a linter for prose, of which this reads three kinds: `existence`, `substitution` and
`occurrence` by sentence. Vale itself is not used: its package on PyPI downloads the program when it is first called.
Checked are Markdown without code, and the comments, docstrings and names of Python files.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import sys
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
STYLES = ROOT / "styles/Aimaq"
CHECKED = (
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "CHANGELOG.md",
    "docs",
    "plugins",
    "tests/docs",
    "tests/tools",
)
#: Files that quote the words to avoid, and files in which they are not replaced yet.
EXCEPT = (
    "docs/glossary.md",
    "docs/architecture/rooms-before.md",
    "tests/tools/prose_linter.py",
    "tests/docs/test_prose.py",
)
PENDING: tuple[str, ...] = ("docs/commands.md",)
#: Names of Python that the glossary replaces; a name is taken apart at underscores and capital letters.
NAMES = {
    "dress": "build a view",
    "wish": "options",
    "told": "reported",
    "whatever": "name the thing",
    "dear": "expensive",
}
CODE = re.compile(
    r"^(?P<fence>```|~~~).*?^(?P=fence)|<!--.*?-->|``.+?``|`[^`]+`|(?<=\])\([^)\s]*\)|https?://\S+|<[^<>\n]+>",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True)
class Rule:
    """One file of rules: `choices` pairs a pattern with the advice for it."""

    name: str
    level: str
    message: str
    choices: tuple[tuple[re.Pattern[str], str], ...]
    most: int = 0
    "For `occurrence`, how many times the pattern may match in a sentence; 0 for the other kinds."


@dataclass(frozen=True)
class Alert:
    """One place to change."""

    path: Path
    line: int
    level: str
    message: str

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT).as_posix()}:{self.line}: {self.level}: {self.message}"


def read_rules(folder: Path = STYLES) -> tuple[Rule, ...]:
    """Read the rules of a style; raise ValueError for a kind of rule that this linter does not know."""
    return tuple(_rule(path.stem, yaml.safe_load(path.read_text("utf-8"))) for path in sorted(folder.glob("*.yml")))


def _rule(name: str, read: dict[str, Any]) -> Rule:
    flags = re.IGNORECASE if read.get("ignorecase") else 0

    def compiled(token: str) -> re.Pattern[str]:
        spaced = token.replace(" ", r"\s+")  # a phrase may go on in the next line
        return re.compile(rf"\b(?:{spaced})\b" if read["extends"] != "occurrence" else token, flags)

    match read["extends"]:
        case "existence":
            return Rule(name, read["level"], read["message"], tuple((compiled(each), "") for each in read["tokens"]))
        case "substitution":
            swaps = tuple((compiled(each), advice) for each, advice in read["swap"].items())
            return Rule(name, read["level"], read["message"], swaps)
        case "occurrence":
            return Rule(name, read["level"], read["message"], ((compiled(read["token"]), ""),), read["max"])
        case other:
            raise ValueError(f"styles/Aimaq/{name}.yml: this linter does not know rules that extend {other!r}")


def check(path: Path, rules: tuple[Rule, ...]) -> Iterator[Alert]:
    """Yield what the rules find in a Markdown or Python file."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        yield from _check_text(path, 1, text, rules)
        return
    nodes = tuple(ast.walk(ast.parse(text)))
    for line, part in _comments_and_docstrings(text, nodes):
        yield from _check_text(path, line, part, rules)
    yield from _check_names(path, nodes)


def _check_text(path: Path, first: int, text: str, rules: tuple[Rule, ...]) -> Iterator[Alert]:
    text = CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), text)
    for rule in rules:
        for pattern, advice in rule.choices:
            if rule.most:
                for start, sentence in _sentences(text):
                    if sum(1 for _ in pattern.finditer(sentence)) > rule.most:
                        yield Alert(
                            path, first + text.count("\n", 0, start), rule.level, f"{rule.message} [{rule.name}]"
                        )
                continue
            for found in pattern.finditer(text):
                words = (advice, found[0]) if advice else (found[0],)
                message = rule.message % tuple(" ".join(each.split()) for each in words)
                yield Alert(path, first + text.count("\n", 0, found.start()), rule.level, f"{message} [{rule.name}]")


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """Yield each sentence with its start; a table's row, a list's item and a blank line end one, too."""
    start = 0
    for end in re.finditer(r"[.!?:;](?=\s)|\n\s*\n|\n(?=\s*(?:[-*|#>]|\d+\.)\s)|\|", text):
        yield start, text[start : end.end()]
        start = end.end()
    yield start, text[start:]


def _comments_and_docstrings(text: str, nodes: Iterable[ast.AST]) -> Iterator[tuple[int, str]]:
    """Yield each comment and each string that is a statement, with the line on which it begins."""
    for node in nodes:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield node.lineno, node.value.value
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def _check_names(path: Path, nodes: Iterable[ast.AST]) -> Iterator[Alert]:
    """Yield functions, classes, parameters and variables whose names contain a word that the glossary replaces."""
    for node in nodes:
        name = ""
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            name = node.name
        elif isinstance(node, ast.arg):
            name = node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            name = node.id
        for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name):
            if (advice := NAMES.get(word.lower())) is not None:
                line = getattr(node, "lineno", 1)
                yield Alert(path, line, "error", f"the name {name}: the glossary has '{advice}' for '{word}' [Names]")


def files(paths: tuple[str, ...] = CHECKED) -> Iterator[Path]:
    """Yield the Markdown and Python files below some paths of the repository."""
    for name in paths:
        path = ROOT / name
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        for each in found:
            relative = each.relative_to(ROOT).as_posix()
            others = any(part == "node_modules" or part.startswith(".") for part in each.relative_to(path).parts)
            excluded = relative.startswith((*EXCEPT, *PENDING)) or others
            if each.suffix in {".md", ".py"} and each.is_file() and not excluded:
                yield each


def main() -> int:
    """Print what the rules find and return the exit code: 1 if there is an error."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", default=CHECKED, help="files and folders, relative to the repository")
    parser.add_argument("--warnings", action="store_true", help="print warnings too")
    options = parser.parse_args()
    rules = read_rules()
    alerts = [alert for path in files(tuple(options.paths)) for alert in check(path, rules)]
    errors = [alert for alert in alerts if alert.level == "error"]
    shown = alerts if options.warnings else errors
    for alert in sorted(shown, key=lambda each: (each.path, each.line)):
        print(alert)
    print(f"prose: {len(errors)} errors, {len(alerts) - len(errors)} warnings")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
