"""Upgrade a site: compare, merge what can be merged, and record what it is written for from then on."""

import ast
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from aimaq.base.files.atomic_files import write_atomically
from aimaq.base.languages.messages import tr
from aimaq.base.overrides import OVERRIDES, TEMPLATES
from aimaq.base.problems import Problem, ProblemsFound, suggest
from aimaq.upgrade.changes import Change, changes_since
from aimaq.upgrade.program import Program
from aimaq.upgrade.record import UPSTREAM, read_record, record_files

__all__ = ["Upgrade", "copy_template", "plan_upgrade", "write_files"]


@dataclass(frozen=True, slots=True)
class Upgrade:
    """From the version ``before``, "" for a site without a record, to ``now``.

    ``files`` are those to write, None for one to delete; ``merged`` are the overrides among them.
    """

    before: str
    now: str
    changes: Sequence[Change]
    files: Mapping[str, bytes | None]

    @property
    def merged(self) -> list[str]:
        """The paths of overrides that got the theme's changes."""
        return [each.path for each in self.changes if each.merged is not None]


def plan_upgrade(root: Path, program: Program, conf: Sequence[str], merged_by_hand: Collection[str] = ()) -> Upgrade:
    """Return what the upgrade of the site in ``root`` is; ``conf`` are its settings files. Writes nothing.

    ``merged_by_hand`` are the overrides, by their paths, that hold the theme's changes already.
    """
    record = read_record(root)
    found = changes_since(record, root, program, _given(root, conf)) if record else ()
    changes = [each for each in found if each.path not in merged_by_hand]
    merged = {each.path: each.merged for each in changes if each.merged is not None}
    # What has to be merged by hand is compared again with the text that it was written for.
    by_hand = {each.path.replace(OVERRIDES, UPSTREAM, 1) for each in changes if each.path and each.merged is None}
    recorded = {name: data for name, data in record_files(root, program).items() if name not in by_hand}
    there = {path.relative_to(root).as_posix() for path in (root / UPSTREAM).rglob("*") if path.is_file()}
    left = dict.fromkeys(there - recorded.keys() - by_hand)
    return Upgrade(record.version if record else "", program.version, changes, {**merged, **recorded, **left})


def copy_template(root: Path, program: Program, name: str) -> dict[str, bytes]:
    """Return the files of a new override, a copy of the theme's template, and of its record.

    Raises ``ProblemsFound`` if the theme has no such template, or the site has it already.
    """
    templates = program.theme / "templates"
    known = sorted(path.relative_to(templates).as_posix() for path in templates.rglob("*.html"))
    path = f"{TEMPLATES}/{name}"
    if name not in known:
        raise ProblemsFound([Problem(path, tr("the theme has no such template") + suggest(name, known))])
    if (root / path).exists():
        raise ProblemsFound([Problem(path, tr("this file exists already"), hint=tr("change it, or delete it first"))])
    data = (templates / name).read_bytes()
    files = {path: data, f"{UPSTREAM}/templates/{name}": data}
    return files if read_record(root) else {**files, **record_files(root, program)}


def write_files(root: Path, files: Mapping[str, bytes | None]) -> None:
    """Write the files below ``root``, and delete those without content."""
    for name, data in files.items():
        if data is None:
            (root / name).unlink()
        else:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            write_atomically(root / name, data)


def _given(root: Path, conf: Sequence[str]) -> dict[str, str]:
    """Return each setting that a settings file names on its own, with file and line."""
    found: dict[str, str] = {}
    for name in conf:
        path = root / name
        for statement in ast.parse(path.read_text("utf-8")).body if path.is_file() else ():
            targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
            for target in targets:
                if isinstance(target, ast.Name):
                    found.setdefault(target.id, f"{name}:{statement.lineno}")
    return found
