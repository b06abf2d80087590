"""Say where ledger and log disagree: the line, what was published, what stands there now, and each way out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Final

from aimaq.base.json_text.document import DocumentProblems, parse, pointer_step
from aimaq.base.languages.messages import Message, tr
from aimaq.base.problems import Problem
from aimaq.figures.log.agreement import Disagreement
from aimaq.figures.log.entries import Figure, Release
from aimaq.figures.log.log_file import Log

__all__ = ["disagreement_problems"]

#: Of each member of a log's entry that the ledger has under another name.
_IN_LEDGER: Final = {"approved": "approved/by", "definition": "description"}


def disagreement_problems(found: Iterable[Disagreement], log: Log, text: str, path: str) -> tuple[Problem, ...]:
    """Return the problems; ``text`` is the ledger's text, and ``path`` how messages call its file."""
    document = parse(text, path)
    problems = DocumentProblems(document)
    for each in found:
        entry = tr("entry %(index)s of the log", index=each.index)
        pending = ""
        if each.index >= log.published:
            pending = tr(
                " It is not published yet: if it is a mistake, delete line %(line)s of %(log)s too.",
                line=each.index + 1,
                log=log.shown,
            )
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
            what = tr(
                '"%(name)s" of "%(key)s" is not the one that was published (%(entry)s)',
                name=name,
                key=old.key,
                entry=entry,
            )
            if name in ("decimals", "formula"):
                now, before = _quoted(new, name), _quoted(old, name)
                what = tr(
                    '"%(name)s" of "%(key)s" is %(now)s; %(before)s was published (%(entry)s)',
                    name=name,
                    key=old.key,
                    now=now,
                    before=before,
                    entry=entry,
                )
            if name == "definition":
                what = tr(
                    '"description" and "definition_changes" of "%(key)s" are not those that were published (%(entry)s)',
                    key=old.key,
                    entry=entry,
                )
            yield f"{pointer}/{_IN_LEDGER.get(name, name)}", what, _amending(old.key)
    elif each.after is not None:
        hint = tr("Releases are only added at the end of the list: put it back to its place.")
        what = tr(
            "%(release)s (%(entry)s) stands behind one that was published after it (entry %(after)s)",
            release=_named(old),
            entry=entry,
            after=each.after,
        )
        yield f"{pointer}/observations/{each.position}", what, hint
    elif old.kind == "computed":
        assert isinstance(new, Release), "what is computed is a release"
        before, now = (old.status, new.status) if old.value == new.value else (old.value, new.value)
        what = tr(
            "%(release)s was published as %(before)s (%(entry)s); the ledger gives %(now)s now",
            release=_named(old),
            before=before,
            entry=entry,
            now=now,
        )
        yield f"{pointer}/formula", what, _PARTS
    else:
        for name in each.members:
            if name in ("source", "note", "pulled"):
                what = tr(
                    'the "%(name)s" of %(release)s is not the one that was published (%(entry)s)',
                    name=name,
                    release=_named(old),
                    entry=entry,
                )
            else:
                now, before = _quoted(new, name), _quoted(old, name)
                what = tr(
                    '"%(name)s" of %(release)s is %(now)s; %(before)s was published (%(entry)s)',
                    name=name,
                    release=_named(old),
                    now=now,
                    before=before,
                    entry=entry,
                )
            hint = _amending(old.key) if each.can_be_amended else _correcting(old, new, name)
            yield (
                f"{pointer}/observations/{each.position}/{_IN_LEDGER.get(name, name)}",
                what,
                hint,
            )


_PARTS: Final = Message(
    "One of its parts was changed, or got a release that is dated back: take that back, or date "
    "it today. A part that was wrong is corrected with `aimaq correct`, and readers are told."
)


def _gone(old: Figure | Release, entry: str) -> tuple[str, str, str]:
    pointer = f"/indicators{pointer_step(old.key)}"
    if isinstance(old, Figure):
        what = tr(
            'the indicator "%(key)s" is gone, and its figures were published (%(entry)s)', key=old.key, entry=entry
        )
        return (
            "/indicators",
            what,
            tr('Put it back. Others link to its key, so it keeps the name "%(key)s" for ever.', key=old.key),
        )
    what = tr(
        "%(release)s is gone; %(value)s was published (%(entry)s)", release=_named(old), value=old.value, entry=entry
    )
    if old.kind == "computed":
        return f"{pointer}/formula", what, _PARTS
    members = {"period": old.period, "value": None, "status": old.status, "released": old.released}
    members |= {"range": None} if old.range else {}
    members |= {"embargo": old.embargo} if old.embargo else {}
    members |= {"kind": old.kind} if old.kind == "correction" else {}
    line = json.dumps(members, ensure_ascii=False).replace("null", old.value, 1)
    line = line.replace("null", _quoted(old, "range"), 1)
    hint = tr(
        "Put it back, with its source and note: %(line)s. If it was wrong, correct it then with `aimaq correct`.",
        line=line,
    )
    return f"{pointer}/observations", what, hint


def _named(old: Release) -> str:
    return tr(
        '"%(key)s" for %(period)s, released on %(released)s,', key=old.key, period=old.period, released=old.released
    )


def _quoted(entry: object, name: str) -> str:
    """Return a member as messages show it: numbers as they are, the rest in quotation marks."""
    value = getattr(entry, name)
    if name == "range":
        return f"[{', '.join(value)}]" if value else tr("none")
    return str(value) if name in ("value", "decimals") else f'"{value}"'


def _amending(key: str) -> str:
    return tr("Take the change back, or let the log have it: `aimaq amend %(key)s --why …`.", key=key)


def _correcting(old: Release, new: Figure | Release | None, name: str) -> str:
    restore = (
        tr("Write %(value)s again", value=_quoted(old, name))
        if getattr(old, name)
        else tr('Take "%(name)s" away again', name=name)
    )
    value, bounds = getattr(new, "value", old.value), getattr(new, "range", None)
    if bounds:
        value = f"{value} --range {' '.join(bounds)}"
    return tr(
        "%(advice)s. If what was published was wrong, do that first, and then correct it, so that "
        "readers are told: `aimaq correct %(key)s %(value)s --period %(period)s --why …`.",
        advice=restore,
        key=old.key,
        value=value,
        period=old.period,
    )
