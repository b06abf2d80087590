"""The heads of the log in the repository's history: today's log has to continue each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem
from aimaq.base.processes.git import git
from aimaq.figures.log.log_file import Log, LogFiles, check_head
from aimaq.figures.log.signed_note import Checkpoint, Note

__all__ = ["CheckedHeads", "check_committed_heads"]

#: Of a long history, more than a question about one commit may take.
_git: Final = partial(git, seconds=120)


@dataclass(frozen=True, slots=True)
class CheckedHeads:
    """The ``problems``, and in ``unchecked`` why some heads could not be looked at, "" if all were."""

    problems: tuple[Problem, ...] = ()
    unchecked: str = ""


def check_committed_heads(log: Log | None, files: LogFiles) -> CheckedHeads:
    """Compare the log with every version of the head's file that Git has; None stands for a log that is gone."""
    if not files.head.parent.is_dir():
        return CheckedHeads()
    folder, name = files.head.parent, files.head.name
    shallow = _git(folder, "rev-parse", "--is-shallow-repository")
    if shallow is None:
        return CheckedHeads(unchecked=tr("there is no Git history here")) if log else CheckedHeads()
    listed = _git(folder, "log", "--full-history", "-m", "--format=%h %cs", "--raw", "--no-abbrev", "--", name) or b""
    heads = list(_heads(folder, listed.decode("utf-8", "replace")))
    unchecked = tr("this clone is shallow: its history ends early") if shallow.strip() == b"true" and log else ""
    if log is None:
        if not heads:
            return CheckedHeads()
        message = tr("the log is gone, and its head was committed (%(heads)s)", heads=heads[0][1])
        hint = tr(
            "Take it back from the repository's history: `git log -- %(shown)s` lists its versions.", shown=files.shown
        )
        return CheckedHeads((Problem(files.shown, message, hint=hint),))
    problems: list[Problem] = []
    for head, commit in heads:
        if found := list(check_head(log, head, tr("%(head)s of %(commit)s", head=files.shown_head, commit=commit))):
            problems += found
            break  # the newest states the most
    return CheckedHeads(tuple(problems), unchecked)


def _heads(folder: Path, listed: str) -> Iterator[tuple[Checkpoint, str]]:
    """Yield each committed head, the newest first, and its commit with the day."""
    commit = ""
    blobs: dict[str, str] = {}
    for line in listed.splitlines():
        if line.startswith(":"):
            blob = line.split()[3]
            if blob.strip("0"):
                blobs.setdefault(blob, commit)
        elif line:
            commit = line
    data = _git(folder, "cat-file", "--batch", data="".join(f"{blob}\n" for blob in blobs).encode()) if blobs else b""
    rest = data or b""
    for commit in blobs.values():
        first, _, rest = rest.partition(b"\n")
        size = int(first.split()[2]) if first.split()[1:2] == [b"blob"] else 0
        content, rest = rest[:size], rest[size + 1 :]
        try:
            yield Checkpoint.parse(Note.parse(content.decode()).text), commit
        except ValueError:
            continue  # a commit with a damaged head states nothing; the one before it does
