"""Which tests are units: those of modules that start no process, build no site and import no Pelican.

`inv test --quick` runs the tests that have the mark `unit`. Nobody has to set it: `tests/conftest.py` asks `is_unit`
for each module, which reads what the module imports and which fixtures its tests name.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

#: Modules with which a test leaves its process, or takes long.
PROCESSES = {
    "http",
    "multiprocessing",
    "pelican",
    "playwright",
    "socket",
    "subprocess",
    "tools.browser",
    "tools.commands",
    "tools.faults",
    "tools.forked",
    "tools.host",
    "tools.hosted",
    "tools.loopback",
    "tools.measure_house",
    "tools.preloaded",
    "tools.readers",
    "tools.servers",
    "tools.validators",
}
#: Functions of `tools.built` that build a site or start a command.
BUILDS = {"aimaq", "build", "copy_project", "invoke"}
FIXTURES = {"browser", "node_tools", "project", "shared_folder", "site"}
#: Long for another reason.
LONG = {"tests/grammar/test_oracle.py"}


@cache
def is_unit(path: Path) -> bool:
    """Whether the tests of a module are units."""
    if path.as_posix().endswith(tuple(LONG)):
        return False
    own = [path, *(parent / "conftest.py" for parent in path.parents if parent.name and parent.parent.name == "tests")]
    return not any(_leaves(ast.parse(each.read_text(encoding="utf-8"))) for each in own if each.is_file())


def _leaves(tree: ast.AST) -> bool:
    """Whether a module imports or names something that leaves the process."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import) and any(_is_process(alias.name) for alias in node.names):
            return True
        if isinstance(node, ast.ImportFrom):
            names = {alias.name for alias in node.names}
            module = node.module or ""
            if _is_process(module) or any(_is_process(f"{module}.{name}") for name in names):
                return True
            if module == "tools.built" and names & BUILDS:
                return True
        if isinstance(node, ast.arg) and node.arg in FIXTURES:
            return True
    return False


def _is_process(name: str) -> bool:
    return name in PROCESSES or name.partition(".")[0] in PROCESSES
