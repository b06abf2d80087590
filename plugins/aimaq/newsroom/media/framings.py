"""How editors have turned and cropped pictures, and which point of each matters most.

It stands in one file for all pictures, ``content/data/pictures.json``; no picture's own file is changed by it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from aimaq.base.json_text.document import DocumentProblems, Json, decode, parse, pointer_step
from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound, alternatives

__all__ = [
    "FRAMINGS",
    "SCHEMA_PATH",
    "WHOLE",
    "Framing",
    "Part",
    "Point",
    "framings_in",
    "framings_text",
    "read_framings",
]

#: The file, below the content folder.
FRAMINGS: Final = "data/pictures.json"
SCHEMA_PATH: Final = Path(__file__).with_name("pictures.schema.json")
#: Per cent, and what rounding to a hundredth may add.
_WHOLE_SIDE: Final = 100.01


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a picture that is shown, in per cent of the picture's width and height when it has been turned."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a picture, in per cent of its width and height when it has been turned."""

    left: float
    top: float


@dataclass(frozen=True, slots=True)
class Framing:
    """How a picture is shown.

    It is turned clockwise by ``turn`` degrees, from how its camera held it; then ``crop`` is cut out. Where a place
    cuts off more, ``focus`` stays as near to the middle as it can.
    """

    turn: int = 0
    crop: Part | None = None
    focus: Point | None = None

    def box(self, width: int, height: int) -> tuple[int, int, int, int]:
        """Return left, top, right and bottom of what is shown of a turned picture of so many pixels."""
        if self.crop is None:
            return 0, 0, width, height
        left = min(width - 1, round(width * self.crop.left / 100))
        top = min(height - 1, round(height * self.crop.top / 100))
        right = min(width, round(width * (self.crop.left + self.crop.width) / 100))
        bottom = min(height, round(height * (self.crop.top + self.crop.height) / 100))
        return left, top, max(left + 1, right), max(top + 1, bottom)

    def shown_size(self, width: int, height: int) -> tuple[int, int]:
        """Return width and height of what is shown of a turned picture of so many pixels."""
        left, top, right, bottom = self.box(width, height)
        return right - left, bottom - top

    @property
    def middle(self) -> tuple[float, float]:
        """The point of what is shown that matters most, from 0 to 1 in both directions; else its middle."""
        if self.focus is None:
            return 0.5, 0.5
        crop = self.crop or Part(0, 0, 100, 100)
        return (self.focus.left - crop.left) / crop.width, (self.focus.top - crop.top) / crop.height

    @property
    def key(self) -> str:
        """What the bytes of a picture so shown depend on; "" if it is shown whole."""
        return "" if self == WHOLE else f" {self}"


#: A picture as its camera has taken it.
WHOLE: Final = Framing()


def read_framings(content: Path, shown: str) -> tuple[Mapping[str, Framing], tuple[Problem, ...]]:
    """Return the framings of a site by the pictures' paths below the content folder, and what is wrong with them.

    ``shown`` is what messages call the content folder. Without the file there are none.
    """
    path, name = content / FRAMINGS, f"{shown}/{FRAMINGS}"
    if not path.is_file():
        return {}, ()
    try:
        return framings_in(decode(path.read_bytes(), name), name, content)
    except ProblemsFound as found:
        return {}, found.problems


def framings_text(framings: Mapping[str, Framing], content: Path) -> str:
    """Return the text of the file: each picture has a line of its own, so that Git merges the work of two editors.

    It names the schema for editors' tools if that stands beside it.
    """
    schema = (content / FRAMINGS).with_name(SCHEMA_PATH.name)
    named = f'  "$schema": "{schema.name}",\n' if schema.is_file() else ""
    known = [(path, framing) for path, framing in sorted(framings.items(), key=lambda each: each[0]) if framing.key]
    lines = ",\n".join(f"    {_json(path)}: {_json(_fields(framing))}" for path, framing in known)
    return f'{{\n{named}  "pictures": {{\n{lines}\n  }}\n}}\n'


def framings_in(text: str, name: str, content: Path) -> tuple[Mapping[str, Framing], tuple[Problem, ...]]:
    """Return the framings that a file's text holds, and what is wrong with them; ``name`` is what messages call it."""
    from aimaq.figures.ledger.schema import check_form  # its validator takes its time to be imported

    document = parse(text, name)
    problems = DocumentProblems(document)
    check_form(problems, SCHEMA_PATH)
    value = document.value
    listed = value.get("pictures") if isinstance(value, dict) else None
    found = {}
    for path, fields in listed.items() if isinstance(listed, dict) else ():
        place = f"/pictures{pointer_step(path)}"
        if not (problems.none_at(place) and isinstance(fields, dict)):
            continue
        framing = _framing(fields)
        for pointer, message, hint in _faults(path, framing, content):
            problems.add(place + pointer, message, hint)
        if problems.none_at(place):
            found[path] = framing
    return found, tuple(problems.found)


def _framing(fields: Mapping[str, Json]) -> Framing:
    """Return the framing of fields that agree with the schema."""
    crop, focus = fields.get("crop"), fields.get("focus")
    return Framing(
        int(str(fields.get("turn", 0))),
        Part(**_numbers(crop)) if isinstance(crop, dict) else None,
        Point(**_numbers(focus)) if isinstance(focus, dict) else None,
    )


def _numbers(fields: Mapping[str, Json]) -> Mapping[str, float]:
    return {name: float(str(value)) for name, value in fields.items()}


def _faults(path: str, framing: Framing, content: Path) -> Iterator[tuple[str, str, str]]:
    """Yield what no schema can say: the pointer to the place within a framing, the message and the hint."""
    if not (content / path).is_file():
        near = alternatives(path, sorted(each.relative_to(content).as_posix() for each in _near(content / path)))
        yield "", tr('the file "%(path)s" does not exist', path=path), near or tr("take the line out")
    crop, focus = framing.crop, framing.focus
    if crop and (crop.left + crop.width > _WHOLE_SIDE or crop.top + crop.height > _WHOLE_SIDE):
        hint = tr("left and width, and top and height, are no more than 100 per cent together")
        yield "/crop", tr("the crop reaches beyond the picture"), hint
    elif focus and not all(0 <= each <= 1 for each in framing.middle):
        hint = tr("both are in per cent of the whole picture when it has been turned")
        yield "/focus", tr("the point that matters most has been cropped away"), hint


def _near(file: Path) -> Iterator[Path]:
    return (each for each in file.parent.glob("[!.]*") if each.is_file())


def _fields(framing: Framing) -> Mapping[str, object]:
    known = {"turn": framing.turn, "crop": framing.crop, "focus": framing.focus}
    return {
        name: {key: _short(each) for key, each in asdict(value).items()} if isinstance(value, Part | Point) else value
        for name, value in known.items()
        if value
    }


def _short(number: float) -> float | int:
    return int(number) if number == int(number) else number


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
