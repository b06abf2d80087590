"""What has changed since a site was written for a version of the program, and which overrides can be merged."""

import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from tempfile import TemporaryDirectory

from aimaq.base.overrides import TRANSLATIONS
from aimaq.upgrade.program import Program
from aimaq.upgrade.record import UPSTREAM, Override, Record, overrides_of, own_words, words_of

__all__ = ["Change", "changes_since"]

_BLOCK = re.compile(r"{%-?\s*block\s+(\w+)")
#: Setting, and the file and line in which the site gives it a value.
Given = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is not what it was: a sentence, a ``diff`` to look at, and what the site's file is ``merged``."""

    message: str
    diff: str = ""
    path: str = ""
    merged: bytes | None = None

    def __str__(self) -> str:
        return f"{self.message}\n{self.diff}".rstrip("\n")


def changes_since(record: Record, root: Path, program: Program, given: Given) -> Iterator[Change]:
    """Yield each change of settings, of the templates' contract, and of what the site's overrides depend on."""
    yield from _settings(record.settings, program.settings, given)
    yield from _contract(record, program)
    for override in overrides_of(root, program.theme):
        yield from _override(override, root, program)
    yield from _words(record, root, program)


def _settings(before: Given, now: Given, given: Given) -> Iterator[Change]:
    for name in sorted(before.keys() | now.keys()):
        site = f"; the site gives it one in {given[name]}" if name in given else ""
        if name not in before:
            yield Change(f"setting {name}: new, by default {now[name]}{site}")
        elif name not in now:
            use = f"; take it out of {given[name]}" if name in given else ""
            yield Change(f"setting {name}: gone{use}")
        elif before[name] != now[name]:
            yield Change(f"setting {name}: the default was {before[name]} and is {now[name]}{site}")


def _contract(record: Record, program: Program) -> Iterator[Change]:
    before, now = record.contract, program.contract
    if before.version != now.version:
        yield Change(f"contract of templates: was version {before.version}, is version {now.version}")
    for view in sorted(before.names.keys() | now.names.keys()):
        old, new = set(before.names.get(view, ())), set(now.names.get(view, ()))
        parts = [
            f"{word} {', '.join(sorted(names))}" for word, names in (("gone", old - new), ("new", new - old)) if names
        ]
        if parts:
            yield Change(f"contract of templates, {view}: {'; '.join(parts)}")


def _override(override: Override, root: Path, program: Program) -> Iterator[Change]:
    kept, file = root / UPSTREAM / override.upstream, program.theme / override.upstream
    before = kept.read_bytes() if kept.is_file() else None
    now = file.read_bytes() if file.is_file() else None
    if before == now:
        return
    if before is None:
        if override.replaces:
            yield Change(f"{override.path}: not known for which text of {override.upstream} it was written")
        return
    if now is None:
        yield Change(f"{override.path}: the theme has no {override.upstream} any more", path=override.path)
        return
    diff = _diff(before, now, override.upstream)
    own = (root / override.path).read_bytes()
    for block in sorted(_blocks(own) & (_blocks(before) - _blocks(now))):
        yield Change(f"{override.path}: {override.upstream} has no block {block} any more, and nothing shows its own")
    if not override.replaces:
        yield Change(f"{override.path}: {override.upstream}, which it builds on, has changed", diff)
        return
    merged = _merged(own, before, now)
    by_hand = f"merge it by hand, and then: aimaq upgrade --merged {override.path}"
    how = f"has changed; {'both can be merged' if merged is not None else by_hand}"
    yield Change(f"{override.path}: {override.upstream}, which it replaces, {how}", diff, override.path, merged)


def _blocks(template: bytes) -> set[str]:
    return set(_BLOCK.findall(template.decode("utf-8", "replace")))


def _diff(before: bytes, now: bytes, name: str) -> str:
    """Return a unified diff of two texts; "" where one is no text."""
    try:
        old, new = (each.decode("utf-8").splitlines() for each in (before, now))
    except UnicodeDecodeError:
        return ""
    return "\n".join(f"    {line}" for line in unified_diff(old, new, f"{name} before", f"{name} now", lineterm=""))


def _merged(own: bytes, before: bytes, now: bytes) -> bytes | None:
    """Return the site's file with the theme's changes; None where both changed the same lines, or Git is not there."""
    with TemporaryDirectory(prefix="aimaq-") as folder:
        paths = [Path(folder, name) for name in ("own", "before", "now")]
        for path, data in zip(paths, (own, before, now), strict=True):
            path.write_bytes(data)
        try:
            done = subprocess.run(["git", "merge-file", "-p", "-q", *map(str, paths)], capture_output=True, check=False)
        except FileNotFoundError:
            return None
    return done.stdout if done.returncode == 0 else None


def _words(record: Record, root: Path, program: Program) -> Iterator[Change]:
    now, own = words_of(root, program.theme), own_words(root)
    for lang, words in record.words.items():
        path = f"{TRANSLATIONS}/{lang}.po"
        for message, before in words.items():
            after = now.get(lang, {}).get(message)
            if after is None and message in own.get(lang, ()):
                yield Change(
                    f'{path}: the theme does not say "{message}" any more, or the site has no words for it now'
                )
            elif after is not None and after != before:
                yield Change(f'{path}: for "{message}" the theme said "{before}" and says "{after}"')
