"""Where a setting stands."""

import ast
from functools import lru_cache
from pathlib import Path

__all__ = ["setting_place"]

FILES = ("pelicanconf.py", "publishconf.py")


def setting_place(root: Path, name: str, value: object, part: str | None = None) -> tuple[str, int | None]:
    """Return the settings file of the project ``root`` and the line that give ``name`` this value.

    Both files may give it one; where the value is computed, the first line that does is as good as any, and for a
    setting that stands in neither there is no line. ``part`` is a text in the value, whose line it is then.
    """
    places = [(file, node) for file in FILES for node in _assignments(root / file, name)]
    for file, node in places:
        try:
            if _same(ast.literal_eval(node.value), value):  # type: ignore[arg-type]  # it has a value, see below
                return file, _line_of(part, node)
        except (ValueError, TypeError):
            continue
    return (places[0][0], _line_of(part, places[0][1])) if places else (FILES[0], None)


def _line_of(part: str | None, node: ast.Assign | ast.AnnAssign) -> int:
    """Return the line of a text in an assignment; of the whole, where it does not stand there as such."""
    texts = (each for each in ast.walk(node) if isinstance(each, ast.Constant) and each.value == part)
    return next(texts, node).lineno if part else node.lineno


def _assignments(path: Path, name: str) -> list[ast.Assign | ast.AnnAssign]:
    try:
        statements = _statements(path.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return []
    found = []
    for node in statements:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            found += [node for target in targets if isinstance(target, ast.Name) and target.id == name]
    return found


@lru_cache(maxsize=2 * len(FILES))
def _statements(source: bytes) -> tuple[ast.stmt, ...]:
    """Parse a settings file once, however many settings are looked for in it."""
    return tuple(ast.parse(source).body)


def _same(written: object, value: object) -> bool:
    """Compare, with lists and tuples alike: what has been converted is a tuple."""
    if isinstance(written, list | tuple) and isinstance(value, list | tuple):
        return list(written) == list(value)
    return written == value
