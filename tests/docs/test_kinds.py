"""docs/kinds.md has every kind with its fields, and each other thing that is a field there."""

import re
from pathlib import Path

import msgspec

from aimaq.newsroom.content.fields import ArticleFields, PersonFields
from aimaq.newsroom.content.kinds import KINDS, own_fields
from aimaq.newsroom.media.files import ATTACHED, PICTURES
from aimaq.newsroom.model.related import RELATED

TEXT = (Path(__file__).resolve().parents[2] / "docs/kinds.md").read_text(encoding="utf-8")


def section(heading: str) -> str:
    return TEXT.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def test_the_table_of_fields_is_that_of_the_structs() -> None:
    common = {field.name for field in msgspec.structs.fields(ArticleFields)}
    expected: dict[str, list[str]] = {}
    for name in sorted({field.name for kind in KINDS.values() for field in own_fields(kind)}):
        fields = [
            {field.name: field.required for field in msgspec.structs.fields(kind.fields)} for kind in KINDS.values()
        ]
        expected[name] = [("**yes**" if each[name] else "may") if name in each else "–" for each in fields]
    part = section("Fields of each kind")
    assert re.search(r"^\| field \| (.*) \|$", part, re.MULTILINE)[1].split(" | ") == list(KINDS)  # type: ignore[index]
    rows = re.findall(r"^\| `(\w+)` \| ((?:\*\*yes\*\*|may|–).*) \|$", part, re.MULTILINE)
    assert {name: cells.split(" | ") for name, cells in rows} == expected
    explained = set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`[^|]*) \| [^|–*]{10,}", part, re.MULTILINE))))
    assert explained == expected.keys() - common


def test_every_kind_is_explained() -> None:
    assert re.findall(r"^\| `(\w+)` \|", section("Which kind to take"), re.MULTILINE) == list(KINDS)
    rows = re.findall(r"^\| (`[^|]*`) \| `(\w+)` \|", section("For engineers"), re.MULTILINE)
    assert {name: kind for names, kind in rows for name in re.findall(r"`(\w+)`", names)} == {
        kind.name: kind.type for kind in KINDS.values()
    }


def test_the_fields_of_a_person_are_documented() -> None:
    rows = re.findall(r"^\| `(\w+)` \| [^|]* \| (yes|no)", section("Who speaks"), re.MULTILINE)
    assert rows == [(field.name, "yes" if field.required else "no") for field in msgspec.structs.fields(PersonFields)]


def test_the_types_of_attachments_and_the_number_of_related_stories_are_true() -> None:
    others = [ending.removeprefix(".") for ending in ATTACHED if ending not in PICTURES]
    assert f"The types are {', '.join(others[:-1])}, {others[-1]} and pictures." in " ".join(
        section("Attachments").split()
    )
    assert RELATED == 3 and "Up to three stories" in section("Related stories")
