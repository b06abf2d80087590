"""What `aimaq write` writes for each kind can be filled in as it stands, in every language."""

import datetime
import re
from zoneinfo import ZoneInfo

import pytest

from aimaq.newsroom.authoring.skeletons import ADVICE, skeleton
from aimaq.newsroom.content.fields import ArticleFields
from aimaq.newsroom.content.frontmatter import read_document
from aimaq.newsroom.content.kinds import KINDS, own_fields

DAY = datetime.date(2025, 1, 2)
CASES = [(kind, lang) for kind in KINDS for lang in ADVICE]


def read(text: str) -> list[str]:
    zone, today = ZoneInfo("Asia/Almaty"), datetime.date(2025, 1, 2)
    found = read_document(text.encode(), "content/news/x.ru.md", ArticleFields, zone=zone, today=today)
    return [str(problem) for problem in found.problems]


@pytest.mark.parametrize(("kind", "lang"), CASES)
def test_every_field_of_the_kind_is_there_with_its_advice(kind: str, lang: str) -> None:
    text = skeleton(kind, "T", DAY, lang)
    for field in own_fields(KINDS[kind]):
        assert re.search(rf"^(# )?{field.name}:", text, re.MULTILINE), field.name
        assert f"# {ADVICE[lang][field.name]}\n" in text


@pytest.mark.parametrize(("kind", "lang"), CASES)
def test_the_examples_are_right_once_the_comment_sign_is_gone(kind: str, lang: str) -> None:
    """Every field of the kind filled in: nothing is left to complain of."""
    lines = skeleton(kind, "T", DAY, lang).split("\n")
    assert not any(line.startswith("# #") for line in lines)
    filled = [re.sub(r"^# (?=[a-z_]+: ?\S|[a-z_]+:$|  - )", "", line) for line in lines]
    # An empty required field stands below its example: the editor writes into it instead.
    text = re.sub(r"^(start|place):\n", "", "\n".join(filled), flags=re.MULTILINE)
    text = re.sub(r"(\n(photos|attachments):\n  - .*)\n\2:\n", r"\1\n", text)
    text = text.replace('summary: ""', 'summary: "S"').replace("https://…", "https://a.kz") + "Text.\n"
    assert read(text) == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_has_to_be_filled_in_is_asked_for(kind: str) -> None:
    """A new file does not build until all is written that it asks for."""
    told = read(skeleton(kind, "T", DAY, "en"))
    for field in own_fields(KINDS[kind]):
        assert any(f'"{field.name}"' in problem for problem in told) == field.required
