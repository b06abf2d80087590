"""The form of an entry as ``docs/log-format.md`` describes it: canonical JSON, a known type, the members of that type.

The program that writes the log has declarations of its own; a test compares the two.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypeAlias

from aimaq.figures.log.signed_note import VerifierKey

__all__ = ["CHANGES", "MEMBERS", "STATUSES", "Entry", "canonical_json", "check_order", "read_line"]

Entry: TypeAlias = Mapping[str, Any]
"""An entry as JSON has it."""

_REQUIRED: Final = "logged type"
#: Of each type, the names of its text members, the required ones first; and its other members.
MEMBERS: Final[Mapping[str, tuple[frozenset[str], frozenset[str], Mapping[str, type]]]] = {
    name: (frozenset(f"{_REQUIRED} {required}".split()), frozenset(optional.split()), other)
    for name, required, optional, other in (
        ("begin", "origin", "", {}),
        ("figure", "key label", "unit formula definition why", {"decimals": int, "amends": int}),
        (
            "release",
            "key period value status kind released",
            "embargo source note approved why",
            {"amends": int, "pulled": dict, "range": list},
        ),
        (
            "text",
            "text lang change",
            "published headline words address id amounts fields field_amounts lists",
            {
                "version": int,
                "numbers": list,
                "dates": list,
                "quotations": list,
                "notices": list,
                "files": list,
                "linked": list,
                "pictures": list,
                "pins": dict,
            },
        ),
        ("key", "verifier", "", {}),
    )
}
STATUSES: Final = frozenset({"actual", "provisional", "estimate", "plan"})
CHANGES: Final = frozenset({"published", "edited", "updated", "corrected", "withdrawn", "moved", "removed"})
#: What of a release nothing amends.
_FIXED: Final = ("period", "kind", "released", "embargo", "value", "range", "status")
_KINDS: Final = frozenset({"release", "correction", "computed"})
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_BEGINNING: Final = re.compile(r"[0-9a-f]{16}"), "the beginning of a digest"
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII), "a moment such as 2026-11-28T09:00:00Z"
#: The members of "pulled", the required ones first.
_PULLED: Final = ("at", "format", "answer", "query")
_FORMS: Final = {
    "logged": _MOMENT,
    "at": _MOMENT,
    "answer": (_DIGEST, "a digest"),
    "query": (_DIGEST, "a digest"),
    "value": (re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?", re.ASCII), "a number without trailing zeros"),
    "period": (
        re.compile(r"\d{4}(?:-Q[1-4]|-S[12]|-(?:0[1-9]|1[0-2])(?:-\d\d|--(?:0[1-9]|1[0-2]))?)?", re.ASCII),
        "a period such as 2025-Q4",
    ),
    "released": (_DAY, "a day such as 2025-12-31"),
    "embargo": (re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d", re.ASCII), "a moment such as 2025-12-31 10:00"),
    "label": (_DIGEST, "a digest"),
    "unit": (_DIGEST, "a digest"),
    "definition": (_DIGEST, "a digest"),
    "source": (_DIGEST, "a digest"),
    "note": (_DIGEST, "a digest"),
    "headline": (_DIGEST, "a digest"),
    "words": (_DIGEST, "a digest"),
    "amounts": _BEGINNING,
    "fields": _BEGINNING,
    "field_amounts": _BEGINNING,
    "lists": _BEGINNING,
    "published": (_DAY, "a day such as 2025-12-31"),
}
_WORDS: Final = {"status": STATUSES, "kind": _KINDS, "change": CHANGES}


def canonical_json(value: object) -> bytes:
    """Return JSON in the form of RFC 8785, of values without fractions whose names are ASCII."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def read_line(line: bytes) -> Entry:
    """Return the entry of a line; raise ValueError that says what is wrong."""
    try:
        entry = json.loads(line)
        canonical = canonical_json(entry) == line
    except (ValueError, RecursionError):
        raise ValueError("it is no JSON") from None
    if not isinstance(entry, dict):
        raise ValueError("it is no JSON object")
    if not canonical:
        raise ValueError("it is not in the canonical form (RFC 8785)")
    kind = entry.get("type")
    if not isinstance(kind, str) or kind not in MEMBERS:
        raise ValueError(f"its type {json.dumps(kind)} is not known")
    required, optional, other = MEMBERS[kind]
    if missing := sorted(required - entry.keys()):
        raise ValueError(f'it has no "{missing[0]}"')
    for name, value in entry.items():
        _check_member(name, value, other.get(name, str) if name in {*required, *optional, *other} else None)
    if "range" in entry:
        _check_range(entry["value"], entry["range"], entry["status"])
    return entry


def _check_range(value: str, bounds: Sequence[str], status: str) -> None:
    """Raise ValueError for a range without its value, and for one of a value that is neither estimated nor planned."""
    low, high = map(Decimal, bounds)
    if not low <= Decimal(value) <= high or low == high:
        raise ValueError(f'its "range" is {low} to {high}, and its "value" {value}')
    if status not in ("estimate", "plan"):
        raise ValueError(f'it has a "range", and its "status" is "{status}"')


def _check_member(name: str, value: object, wanted: type | None) -> None:
    """Raise ValueError for a member that is not known, not of its type, or empty, which would be left out."""
    if wanted is None:
        raise ValueError(f'it has "{name}", which is not known')
    if type(value) is not wanted or not value:
        raise ValueError(f'its "{name}" is {json.dumps(value)[:80]}')
    if isinstance(value, list | dict):
        parts = value if isinstance(value, list) else [*value, *value.values()]
        if not all(isinstance(each, str) for each in parts):
            raise ValueError(f'its "{name}" holds something that is no text')
    form = _FORMS.get(name)
    if form and not form[0].fullmatch(str(value)):
        raise ValueError(f'its "{name}" is {json.dumps(value)[:80]}, not {form[1]}')
    if name in _WORDS and value not in _WORDS[name]:
        raise ValueError(f'its "{name}" is {json.dumps(value)[:80]}, which is not known')
    if name == "pulled" and isinstance(value, dict):
        if missing := [each for each in _PULLED[:3] if each not in value]:
            raise ValueError(f'its "pulled" has no "{missing[0]}"')
        for inner, text in value.items():
            _check_member(inner, text, str if inner in _PULLED else None)
    if name == "range" and isinstance(value, list):
        if len(value) != 2:
            raise ValueError(f'its "range" has {len(value)} numbers, not two')
        for bound in value:
            _check_member("value", bound, str)
    if name == "verifier":
        VerifierKey.parse(str(value))


def check_order(entries: Sequence[Entry], index: int, versions: dict[tuple[str, str], int], keys: set[str]) -> None:
    """Raise ValueError where an entry does not follow from those before it.

    ``versions`` has the last version of each text, and ``keys`` the indicators, of the entries before; both get those
    of this one.
    """
    entry = entries[index]
    if (entry["type"] == "begin") != (index == 0):
        raise ValueError('the first entry, and no other, is of the type "begin"')
    if entry["type"] == "text":
        name = entry["text"], entry["lang"]
        version, before = entry.get("version", 0), versions.get(name, 0)
        if version != before + 1:
            raise ValueError(f"it is version {version} of {name[0]} ({name[1]}), and the one before is {before}")
        versions[name] = version
    if entry["type"] in ("figure", "release"):
        _check_figure(entries, index, keys)


def _check_figure(entries: Sequence[Entry], index: int, keys: set[str]) -> None:
    entry = entries[index]
    key = entry["key"]
    if entry["type"] == "release" and key not in keys:
        raise ValueError(f'it is a release of "{key}", which no entry before it describes')
    if "amends" not in entry:
        if entry["type"] == "figure" and key in keys:
            raise ValueError(f'it describes "{key}" again, and amends nothing')
        keys.update((key,) if entry["type"] == "figure" else ())
        return
    if not 0 < entry["amends"] < index:
        raise ValueError(f"it amends entry {entry['amends']}, which does not stand before it")
    old = entries[entry["amends"]]
    if (old.get("type"), old.get("key")) != (entry["type"], key):
        raise ValueError(f"it amends entry {entry['amends']}, which is none of its kind")
    fixed = set(_FIXED) if entry["type"] == "release" else set()
    # What is computed may be so again on the day of its release, which ends in each zone at another time.
    if entry.get("kind") == "computed" and abs(_day_number(entry["logged"][:10]) - _day_number(entry["released"])) <= 1:
        fixed -= {"value", "status"}
    for name in sorted(fixed):
        if entry.get(name) != old.get(name):
            raise ValueError(f'it amends entry {entry["amends"]} and has another "{name}", which nothing may amend')


def _day_number(day: str) -> int:
    return date.fromisoformat(day).toordinal()
