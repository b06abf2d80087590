"""Say where ledger and log disagree: the line, what was published, what stands there now, and each way out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Final

from aimaq.base.json_text.document import DocumentProblems, parse, pointer_step
from aimaq.base.problems import Problem
from aimaq.figures.log.agreement import Disagreement
from aimaq.figures.log.entries import Figure, Release
from aimaq.figures.log.log_file import Log

__all__ = ["disagreement_problems"]

#: Of each member of a log's entry that the ledger has under another name.
_IN_LEDGER: Final = {"approved": "approved/by"}


def disagreement_problems(found: Iterable[Disagreement], log: Log, text: str, path: str) -> tuple[Problem, ...]:
    """Return the problems; ``text`` is the ledger's text, and ``path`` how messages call its file."""
    document = parse(text, path)
    problems = DocumentProblems(document)
    for each in found:
        entry = f"entry {each.index} of the log"
        pending = ""
        if each.index >= log.published:
            pending = f" It is not published yet: if it is a mistake, delete line {each.index + 1} of {log.shown} too."
        for pointer, message, hint in _described(each, entry):
            problems.add(pointer, message, hint + pending)
    return tuple(problems.found)


def _described(each: Disagreement, entry: str) -> Iterator[tuple[str, str, str]]:
    """Yield where, what and what to do."""
    old, new = each.old, each.new
    pointer = f"/indicators{pointer_step(old.key)}"
    if new is None and each.after is None:
        yield _gone(old, entry)
    elif isinstance(old, Figure):
        for name in each.members:
            what = f'"{name}" of "{old.key}" is not the one that was published ({entry})'
            if name in ("decimals", "formula"):
                now, before = _quoted(new, name), _quoted(old, name)
                what = f'"{name}" of "{old.key}" is {now}; {before} was published ({entry})'
            yield f"{pointer}/{name}", what, _amending(old.key)
    elif each.after is not None:
        hint = "Releases are only added at the end of the list: put it back to its place."
        what = f"{_named(old)} ({entry}) stands behind one that was published after it (entry {each.after})"
        yield f"{pointer}/observations/{each.position}", what, hint
    elif old.kind == "computed":
        assert isinstance(new, Release), "what is computed is a release"
        what = f"{_named(old)} was published as {old.value} ({entry}); the ledger gives {new.value} now"
        if old.value == new.value:
            what = f"{_named(old)} was published as {old.status} ({entry}); the ledger gives {new.status} now"
        yield f"{pointer}/formula", what, _PARTS
    else:
        for name in each.members:
            if name in ("source", "note", "pulled"):
                what = f'the "{name}" of {_named(old)} is not the one that was published ({entry})'
            else:
                now, before = _quoted(new, name), _quoted(old, name)
                what = f'"{name}" of {_named(old)} is {now}; {before} was published ({entry})'
            hint = _amending(old.key) if each.can_be_amended else _correcting(old, new, name)
            yield f"{pointer}/observations/{each.position}/{_IN_LEDGER.get(name, name)}", what, hint


_PARTS: Final = (
    "One of its parts was changed, or got a release that is dated back: take that back, or date it today. "
    "A part that was wrong is corrected with `aimaq correct`, and readers are told."
)


def _gone(old: Figure | Release, entry: str) -> tuple[str, str, str]:
    pointer = f"/indicators{pointer_step(old.key)}"
    if isinstance(old, Figure):
        what = f'the indicator "{old.key}" is gone, and its figures were published ({entry})'
        return "/indicators", what, f'Put it back. Others link to its key, so it keeps the name "{old.key}" for ever.'
    what = f"{_named(old)} is gone; {old.value} was published ({entry})"
    if old.kind == "computed":
        return f"{pointer}/formula", what, _PARTS
    members = {"period": old.period, "value": None, "status": old.status, "released": old.released}
    members |= {"embargo": old.embargo} if old.embargo else {}
    members |= {"kind": old.kind} if old.kind == "correction" else {}
    line = json.dumps(members, ensure_ascii=False).replace("null", old.value)
    hint = f"Put it back, with its source and note: {line}. If it was wrong, correct it then with `aimaq correct`."
    return f"{pointer}/observations", what, hint


def _named(old: Release) -> str:
    return f'"{old.key}" for {old.period}, released on {old.released},'


def _quoted(entry: object, name: str) -> str:
    """Return a member as messages show it: numbers as they are, the rest in quotation marks."""
    value = getattr(entry, name)
    return str(value) if name in ("value", "decimals") else f'"{value}"'


def _amending(key: str) -> str:
    return f"Take the change back, or let the log have it: `aimaq amend {key} --why …`."


def _correcting(old: Release, new: Figure | Release | None, name: str) -> str:
    restore = f"Write {_quoted(old, name)} again" if getattr(old, name) else f'Take "{name}" away again'
    value = getattr(new, "value", old.value)
    return (
        f"{restore}. If what was published was wrong, do that first, and then correct it, so that readers are told: "
        f"`aimaq correct {old.key} {value} --period {old.period} --why …`."
    )
