"""Draw the rooms of the program from its imports: `python tests/tools/house.py` writes docs/architecture/rooms.md.

A room is a folder of the program. Its sentence is the first line of its `__init__.py`; an arrow is an `import`
statement anywhere in its modules, also one inside a function or for type checkers only.
"""

from __future__ import annotations

import argparse
import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/architecture/rooms.md"


@dataclass(frozen=True)
class Module:
    """One Python file and the absolute names that it imports."""

    path: Path
    name: str
    tree: ast.Module
    lines: int

    @cached_property
    def imports(self) -> frozenset[str]:
        """The dotted names of everything that the module imports; `from a import b` counts as `a.b`."""
        return frozenset(self._imports())

    def _imports(self) -> Iterator[str]:
        package = self.name if self.path.name == "__init__.py" else self.name.rpartition(".")[0]
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = node.module or ""
                if node.level:
                    parts = package.split(".")
                    parents = parts[: len(parts) - node.level + 1]
                    base = ".".join([*parents, *filter(None, [base])])
                yield from (f"{base}.{alias.name}" for alias in node.names)

    def imports_package(self, name: str) -> bool:
        """Whether the module imports the top-level package `name`."""
        return any(each.partition(".")[0] == name for each in self.imports)


@dataclass(frozen=True)
class Room:
    """A folder of the program; `prefix` is its dotted name, `sentence` says what it holds."""

    name: str
    prefix: str
    sentence: str
    modules: tuple[Module, ...]

    @property
    def lines(self) -> int:
        return sum(module.lines for module in self.modules)

    @property
    def longest(self) -> Module:
        return max(self.modules, key=lambda module: (module.lines, module.name))

    def folders(self) -> Mapping[str, int]:
        """How many Python files stand in each folder itself."""
        return Counter(module.path.parent.as_posix() for module in self.modules)

    @property
    def largest(self) -> tuple[str, int]:
        """The folder with the most Python files, and how many."""
        return max(self.folders().items(), key=lambda item: (item[1], item[0]))


def read_modules(folder: Path, package: str) -> Iterator[Module]:
    """Parse every Python file below a folder whose dotted name is `package`."""
    for path in sorted(folder.rglob("*.py")):
        relative = path.relative_to(folder).with_suffix("")
        parts = [part for part in relative.parts if part != "__init__"]
        text = path.read_text(encoding="utf-8")
        yield Module(path, ".".join(filter(None, [package, *parts])), ast.parse(text), text.count("\n"))


def sentence(modules: Iterable[Module], prefix: str) -> str:
    """Return the first line of a package's docstring, or ""."""
    for module in modules:
        if module.name == prefix and module.path.name == "__init__.py":
            return (ast.get_docstring(module.tree) or "").partition("\n")[0].replace("``", "`")
    return ""


def rooms(plugins: Path) -> list[Room]:
    """Return the rooms below `plugins`: the folders of the one package there, or each of several packages."""
    packages = sorted(path.parent for path in plugins.glob("*/__init__.py"))
    found: list[Room] = []
    if len(packages) > 1:  # before there was one package
        for package in packages:
            modules = tuple(read_modules(package, package.name))
            found.append(Room(package.name, package.name, sentence(modules, package.name), modules))
        return found
    (package,) = packages
    modules = tuple(read_modules(package, package.name))
    for folder in sorted(path for path in package.iterdir() if (path / "__init__.py").is_file()):
        prefix = f"{package.name}.{folder.name}"
        inside = tuple(module for module in modules if module.name == prefix or module.name.startswith(prefix + "."))
        found.append(Room(folder.name, prefix, sentence(inside, prefix), inside))
    entry = tuple(module for module in modules if module.path.parent == package)
    found.append(Room(package.name, package.name, sentence(entry, package.name), entry))
    return found


def arrows(house: Iterable[Room]) -> dict[str, dict[str, int]]:
    """Return for each room the other rooms that it imports, with the number of its modules that do."""
    house = list(house)
    result: dict[str, dict[str, int]] = {}
    for room in house:
        counts: Counter[str] = Counter()
        for module in room.modules:
            counts.update({_owner(name, house) for name in module.imports} - {room.name, ""})
        result[room.name] = dict(sorted(counts.items()))
    return result


def _owner(name: str, house: Iterable[Room]) -> str:
    """Return the room that an imported name belongs to, "" for a name of somebody else."""
    fits = [room for room in house if name == room.prefix or name.startswith(room.prefix + ".")]
    return max(fits, key=lambda room: len(room.prefix)).name if fits else ""


def order(edges: Mapping[str, Mapping[str, int]]) -> list[str]:
    """Return the rooms from those that import least; rooms that import each other keep the order of their names."""
    left = dict(edges)
    result: list[str] = []
    while left:
        ready = [name for name in left if not (set(left[name]) - set(result))]
        ready = ready or [min(left, key=lambda name: (len(set(left[name]) - set(result)), name))]
        result += ready
        left = {name: targets for name, targets in left.items() if name not in ready}
    return result


def needed(edges: Mapping[str, Mapping[str, int]]) -> list[tuple[str, str]]:
    """Return the arrows to draw: all of them except those that follow from two or more others."""

    def reach(start: str, barred: str = "") -> set[str]:
        seen: set[str] = set()
        queue = [each for each in edges[start] if each != barred]
        while queue:
            if (name := queue.pop()) not in seen:
                seen.add(name)
                queue += () if name == start else edges[name]
        return seen

    def follows(name: str, target: str) -> bool:
        return target in reach(name, target) and name not in reach(target)  # in a circle no arrow follows

    return [(name, target) for name in edges for target in edges[name] if not follows(name, target)]


def page(plugins: Path, title: str, about: str) -> str:
    """Return the Markdown page that shows the rooms."""
    house = {room.name: room for room in rooms(plugins)}
    edges = arrows(house.values())
    names = order(edges)
    both = sorted({tuple(sorted((a, b))) for a in edges for b in edges[a] if a in edges[b]})
    lines = [f"# {title}", "", about, "", "```mermaid", "graph TD"]
    lines += [f'    {name}["{name}"]' for name in reversed(names)]
    lines += [f"    {name} --> {target}" for name, target in sorted(needed(edges))]
    lines += [
        "```",
        "",
        "An arrow means “imports”. The picture leaves out an arrow that follows from two or more others; ",
    ]
    lines[-1] += "the table has all."
    if both:
        lines += ["", "Rooms that import each other: " + ", ".join(f"`{a}` and `{b}`" for a, b in both) + "."]
    lines += ["", "| room | what it holds | imports | Python files | largest folder | longest module |"]
    lines += ["| --- | --- | --- | ---: | --- | --- |"]
    for name in reversed(names):
        room = house[name]
        folder, files = room.largest
        longest = f"`{room.longest.path.relative_to(plugins).as_posix()}`, {up_to_50(room.longest.lines)}"
        lines.append(
            f"| `{name}` | {room.sentence or '–'} | {', '.join(f'`{each}`' for each in edges[name]) or 'none'} "
            f"| {len(room.modules)} | `{Path(folder).relative_to(plugins).as_posix()}`, {files} files | {longest} |"
        )
    lines += ["", "## Folders", "", "| folder | what it holds |", "| --- | --- |"]
    for name in reversed(names):
        for folder in sorted(house[name].folders()):
            relative = Path(folder).relative_to(plugins)
            prefix = ".".join(relative.parts)
            if prefix != house[name].prefix:
                lines.append(f"| `{relative.as_posix()}` | {sentence(house[name].modules, prefix) or '–'} |")
    if lines[-1] == "| --- | --- |":
        del lines[-5:]
    return "\n".join(lines) + "\n"


def up_to_50(lines: int) -> str:
    """Round a number of lines up to the next 50, so that the page need not change with every line of code."""
    return f"≤ {-(-lines // 50) * 50} lines"


TITLE = "Rooms"
ABOUT = """The program is one package, `aimaq`, in rooms. `python tests/tools/house.py` draws this page from the
code: the sentences are the first lines of the rooms' docstrings, the arrows are the `import` statements.
A test fails when the page is not current, import-linter when an arrow goes up. [The same picture of the
code before this order](rooms-before.md).

The one connection that no import shows is by name, in settings: `INCREMENTAL_TRANSFORM` names the
function that fills composed texts."""


def main() -> None:
    """Write the page of this repository, or print that of another folder of plugins."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plugins", type=Path, help="print the page of this folder of plugins instead")
    parser.add_argument("--title", default=TITLE)
    parser.add_argument("--about", default=ABOUT)
    arguments = parser.parse_args()
    if arguments.plugins:
        print(page(arguments.plugins, arguments.title, arguments.about), end="")
    else:
        PAGE.write_text(page(ROOT / "plugins", TITLE, ABOUT), encoding="utf-8")


if __name__ == "__main__":
    main()
