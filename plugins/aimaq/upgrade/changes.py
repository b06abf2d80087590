"""What has changed since a site was written for a version of the program, and which overrides can be merged."""

import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from tempfile import TemporaryDirectory

from aimaq.base.languages.messages import tr
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
        site = tr("; the site gives it one in %(file)s", file=given[name]) if name in given else ""
        if name not in before:
            yield Change(tr("setting %(name)s: new, by default %(now)s", name=name, now=now[name]) + site)
        elif name not in now:
            use = tr("; take it out of %(file)s", file=given[name]) if name in given else ""
            yield Change(tr("setting %(name)s: gone", name=name) + use)
        elif before[name] != now[name]:
            yield Change(
                tr(
                    "setting %(name)s: the default was %(before)s and is %(now)s",
                    name=name,
                    before=before[name],
                    now=now[name],
                )
                + site
            )


def _contract(record: Record, program: Program) -> Iterator[Change]:
    before, now = record.contract, program.contract
    if before.version != now.version:
        yield Change(
            tr(
                "contract of templates: was version %(before)s, is version %(now)s",
                before=before.version,
                now=now.version,
            )
        )
    for view in sorted(before.names.keys() | now.names.keys()):
        old, new = set(before.names.get(view, ())), set(now.names.get(view, ()))
        parts = [tr("gone %(names)s", names=", ".join(sorted(old - new)))] if old - new else []
        parts += [tr("new %(names)s", names=", ".join(sorted(new - old)))] if new - old else []
        if parts:
            yield Change(tr("contract of templates, %(view)s: %(changes)s", view=view, changes="; ".join(parts)))


def _override(override: Override, root: Path, program: Program) -> Iterator[Change]:
    kept, file = root / UPSTREAM / override.upstream, program.theme / override.upstream
    before = kept.read_bytes() if kept.is_file() else None
    now = file.read_bytes() if file.is_file() else None
    if before == now:
        return
    if before is None:
        if override.replaces:
            yield Change(
                tr(
                    "%(path)s: not known for which text of %(upstream)s it was written",
                    path=override.path,
                    upstream=override.upstream,
                )
            )
        return
    if now is None:
        yield Change(
            tr("%(path)s: the theme has no %(upstream)s any more", path=override.path, upstream=override.upstream),
            path=override.path,
        )
        return
    diff = _diff(before, now, override.upstream)
    own = (root / override.path).read_bytes()
    for block in sorted(_blocks(own) & (_blocks(before) - _blocks(now))):
        yield Change(
            tr(
                "%(path)s: %(upstream)s has no block %(block)s any more, and nothing shows its own",
                path=override.path,
                upstream=override.upstream,
                block=block,
            )
        )
    if not override.replaces:
        yield Change(
            tr(
                "%(path)s: %(upstream)s, which it builds on, has changed",
                path=override.path,
                upstream=override.upstream,
            ),
            diff,
        )
        return
    merged = _merged(own, before, now)
    what_to_do = (
        tr("both can be merged")
        if merged is not None
        else tr("merge it by hand, and then: aimaq upgrade --merged %(path)s", path=override.path)
    )
    yield Change(
        tr(
            "%(path)s: %(upstream)s, which it replaces, has changed; %(advice)s",
            path=override.path,
            upstream=override.upstream,
            advice=what_to_do,
        ),
        diff,
        override.path,
        merged,
    )


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
                    tr(
                        '%(path)s: the theme does not say "%(message)s" any more, or the site has no words for it now',
                        path=path,
                        message=message,
                    )
                )
            elif after is not None and after != before:
                yield Change(
                    tr(
                        '%(path)s: for "%(message)s" the theme said "%(before)s" and says "%(after)s"',
                        path=path,
                        message=message,
                        before=before,
                        after=after,
                    )
                )
