"""Recording an observation: the ledger's text with one more release in it, and not a byte else changed."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from aimaq.base.atomic_files import write_atomically
from aimaq.base.problems import Problem, ProblemsFound, suggest
from aimaq.figures.ledger.json_source import Document, Span, escape, parent_of, parse
from aimaq.figures.ledger.model import Ledger, Source, Status
from aimaq.figures.ledger.read import parse_ledger, read_file, shown_path

__all__ = [
    "Approval",
    "NewObservation",
    "Recording",
    "parse_value",
    "prepare_recording",
    "record",
    "record_observation",
]


@dataclass(frozen=True, slots=True)
class Approval:
    """Who has checked a value that has changed more than is plausible, and why it is right."""

    by: str
    why: str


@dataclass(frozen=True, slots=True)
class NewObservation:
    """What is to be recorded, not yet checked: dates and period as in the file."""

    period: str
    value: Decimal
    status: Status
    released: date
    source: Source | None = None
    correction: bool = False
    note: Mapping[str, str] = field(default_factory=dict, hash=False)
    approval: Approval | None = None
    embargo: str = ""

    def members(self) -> dict[str, Any]:
        """Return the JSON object's members in the order in which the ledger has them."""
        return {
            "period": self.period,
            "value": self.value,
            "status": self.status.value,
            "released": self.released.isoformat(),
            **({"embargo": self.embargo} if self.embargo else {}),
            **({"kind": "correction"} if self.correction else {}),
            **({"note": dict(self.note)} if self.note else {}),
            **({"source": {"title": self.source.title, "url": self.source.url}} if self.source else {}),
            **({"approved": {"by": self.approval.by, "why": self.approval.why}} if self.approval else {}),
        }


def parse_value(text: str) -> Decimal:
    """Read a value as typed on a command line: 2522, 0.5, -3; raise ValueError that says what is wrong."""
    if re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", text):
        return Decimal(text)
    raise ValueError(f'"{text}" is not a number; write digits, ungrouped, and a decimal point: 2522, 0.5, -3')


def record(text: str, key: str, observation: NewObservation, *, path: str = "the ledger") -> str:
    """Return the ledger's text with the observation appended to its indicator; the rest stays as it is.

    The new lines are laid out as the last observation is, or as those of a neighbouring indicator where the
    list is still empty. ``path`` is for messages. Raise ProblemsFound if the text is not a ledger's or the
    key is not that of an observed indicator; the observation itself is not checked.
    """
    document = parse(text, path)
    pointer = _observations_of(document, key)
    style = _style_of(document, pointer)
    item = style.write(observation.members(), "")
    span = document.spans[pointer]
    last = f"{pointer}/{len(_items(document, pointer)) - 1}"
    if last in document.spans:
        end = document.spans[last].end
        return text[:end] + style.between + item + text[end:]
    return text[: span.start] + "[" + style.opening + item + style.closing + "]" + text[span.end :]


@dataclass(frozen=True, slots=True)
class Recording:
    """A ledger's file with observations that are ready to be written: the ledger before and after."""

    path: Path
    shown: str
    before: Ledger
    after: Ledger
    old: str
    new: str

    def write(self) -> None:
        """Put the new text in the file's place in one step: all of it or, with ``ProblemsFound``, nothing.

        Neither a problem nor a power cut leaves a broken ledger. The file keeps its mode.
        """
        if read_file(self.path, self.shown) != self.old:
            message = "the file has been changed by somebody else in the meantime"
            raise ProblemsFound([Problem(self.shown, message, hint="Nothing was recorded. Do it once more.")])
        try:
            write_atomically(self.path.resolve(), self.new.encode(), durable=True)
        except OSError as error:
            message = f"the file cannot be written: {error.strerror}"
            raise ProblemsFound([Problem(self.shown, message, hint="Nothing was recorded.")]) from None


def prepare_recording(
    path: Path, observations: Iterable[tuple[str, NewObservation]], *, languages: Sequence[str], root: Path
) -> Recording:
    """Return the recording of pairs of a key and an observation; the new text has been checked as a whole.

    Raises ``ProblemsFound``. Problems of what is new name no line, since theirs would be that of a file that is not to
    be, but keep their pointers.
    """
    shown = shown_path(path, root)
    old = new = read_file(path, shown)
    before = parse_ledger(old, shown, languages=languages)
    for key, observation in observations:
        new = record(new, key, observation, path=shown)
    try:
        after = parse_ledger(new, shown, languages=languages)
    except ProblemsFound as found:
        hint = "Nothing was recorded."
        raise ProblemsFound(
            replace(problem, line=None, column=None, hint=f"{problem.hint} {hint}".strip())
            for problem in found.problems
        ) from None
    return Recording(path, shown, before, after, old, new)


def record_observation(
    path: Path, key: str, observation: NewObservation, *, languages: Sequence[str], root: Path
) -> None:
    """Record one observation in the file: all of it or, with ``ProblemsFound``, nothing."""
    prepare_recording(path, [(key, observation)], languages=languages, root=root).write()


def _observations_of(document: Document, key: str) -> str:
    """Return the pointer to the indicator's list of observations."""
    value = document.value
    indicators = value.get("indicators") if isinstance(value, dict) else None
    if not isinstance(indicators, dict):
        raise ProblemsFound([document.problem("", 'there are no "indicators" to record in')])
    if key not in indicators:
        message = f'unknown indicator "{key}"{suggest(key, indicators)}'
        raise ProblemsFound([Problem(document.path, message)])
    pointer = f"/indicators{escape(key)}"
    indicator = indicators[key]
    if isinstance(indicator, dict) and "formula" in indicator:
        message = f'"{key}" is computed by a formula and cannot be recorded'
        hint = f"Record what it is computed from: {indicator['formula']}."
        raise ProblemsFound([document.problem(f"{pointer}/formula", message, hint)])
    pointer += "/observations"
    if not isinstance(_items(document, pointer), list):
        raise ProblemsFound([document.problem(pointer, f'"{key}" has no list of observations')])
    return pointer


def _items(document: Document, pointer: str) -> Any:
    value = document.value
    for step in pointer.split("/")[1:]:
        value = value.get(step.replace("~1", "/").replace("~0", "~")) if isinstance(value, dict) else None
    return value


@dataclass(frozen=True, slots=True)
class _Style:
    """The white space and commas around observations, and around the members of each object in them.

    ``before`` maps a member's pointer inside the observation ("/source/url") to what stands between it and
    the member before it; ``default`` is for members the model has not. ``ends`` maps an object's pointer
    ("", "/source") to the white space inside its brackets.
    """

    opening: str
    between: str
    closing: str
    colon: str = ": "
    default: str = ", "
    before: Mapping[str, str] = field(default_factory=dict)
    ends: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    ascii_only: bool = False

    def write(self, value: Any, pointer: str) -> str:
        if isinstance(value, Decimal):
            return format(value, "f")
        if isinstance(value, str):
            return json.dumps(value, ensure_ascii=self.ascii_only)
        opening, closing = self.ends.get(pointer, ("", ""))
        inline = ", " if "\n" in self.default else self.default
        parts: list[str] = []
        for name, member in value.items():
            place = pointer + escape(name)
            separator = self.before.get(place, inline if pointer else self.default)
            parts += [
                separator if parts else opening,
                json.dumps(name),
                self.colon,
                self.write(member, place),
            ]
        return "{" + "".join(parts) + closing + "}"


def _style_of(document: Document, pointer: str) -> _Style:
    """Learn the style from the list itself, or from the nearest list that has something to show."""
    ascii_only = document.text.isascii() and "\\u" in document.text
    lists = [
        f"/indicators{escape(key)}/observations"
        for key, indicator in document.value["indicators"].items()
        if isinstance(indicator, dict) and isinstance(indicator.get("observations"), list)
    ]
    here = lists.index(pointer)
    for model in sorted(lists, key=lambda each: (abs(lists.index(each) - here), lists.index(each))):
        if items := _items(document, model):
            return replace(_learn(document, model, len(items)), ascii_only=ascii_only)
    return replace(_plain(document, pointer), ascii_only=ascii_only)


def _learn(document: Document, pointer: str, count: int) -> _Style:
    text, spans = document.text, document.spans
    whole, first, last = spans[pointer], spans[f"{pointer}/0"], f"{pointer}/{count - 1}"
    opening = text[whole.start + 1 : first.start]
    closing = text[spans[last].end : whole.end - 1]
    # With one item, the next begins as the first does; in a list on one line, after a space.
    between = "," + (opening or " ")
    if count > 1:
        between = text[spans[f"{pointer}/{count - 2}"].end : spans[last].start]
    before: dict[str, str] = {}
    ends: dict[str, tuple[str, str]] = {}
    colons: Counter[str] = Counter()
    # The last observation is the model; an earlier one, of what the last has not.
    for item, parent, members in reversed(_objects(document, pointer)):
        places = [spans[member] for member in members]
        inside = (text[spans[parent].start + 1 : places[0].key], text[places[-1].end : spans[parent].end - 1])
        ends.setdefault(parent.removeprefix(item), inside)
        for place, left, right in zip(members[1:], places, places[1:], strict=False):
            before.setdefault(place.removeprefix(item), text[left.end : right.key])
        colons.update(_after_key(text, place) for place in places)
    own = Counter(separator for place, separator in before.items() if parent_of(place) == "")
    default = own.most_common(1)[0][0] if own else ", "
    colon = colons.most_common(1)[0][0] if colons else ": "
    return _Style(opening, between, closing, colon, default, before, ends)


def _objects(document: Document, pointer: str) -> list[tuple[str, str, list[str]]]:
    """Return each object in the list there, in order: the item that it is or is in, itself, and its members."""
    children: dict[str, list[str]] = {}
    for place, span in sorted(document.spans.items(), key=lambda each: each[1].start):
        if span.key is not None and place.startswith(pointer + "/"):
            children.setdefault(parent_of(place), []).append(place)
    step = len(pointer) + 1
    return [(f"{pointer}/{parent[step:].partition('/')[0]}", parent, members) for parent, members in children.items()]


def _after_key(text: str, member: Span) -> str:
    _, end = json.JSONDecoder().raw_decode(text, member.key or 0)
    return text[end : member.start]


_INDENT: Final = re.compile(r"[ \t]*")


def _plain(document: Document, pointer: str) -> _Style:
    """Make up a style for the first observation of all: one line, a step deeper than its list."""
    text, spans = document.text, document.spans

    def indent(place: str) -> str | None:
        start = text.rfind("\n", 0, spans[place].key) + 1
        found = _INDENT.match(text, start)
        alone = found is not None and found.end() == spans[place].key
        return found[0] if found and alone and start else None

    own, outer = indent(pointer), indent(parent_of(pointer))
    if own is None:
        return _Style("", ", ", "")
    step = own.removeprefix(outer) if outer is not None else ""
    line = "\r\n" if "\r\n" in text else "\n"
    return _Style(line + own + (step or "  "), "", line + own)
