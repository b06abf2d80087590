"""The guides document every field of front matter, and no other."""

import re
from pathlib import Path

import msgspec
import pytest

from aimaq.newsroom.content.fields import ArticleFields, Attachment, Correction, PageFields, Source, Update, Withdrawal

ROOT = Path(__file__).resolve().parents[2]
HEADINGS = {
    "editors.en.md": (
        ("Fields of an article", ArticleFields),
        ("A source of an article", Source),
        ("An attachment", Attachment),
        ("An update", Update),
        ("A withdrawal", Withdrawal),
        ("A correction of a text", Correction),
        ("Fields of a page", PageFields),
    ),
    "editors.kk.md": (
        ("Мақала өрістері", ArticleFields),
        ("Мақаланың дереккөзі", Source),
        ("Қоса берілген файл", Attachment),
        ("Толықтыру", Update),
        ("Мақаланы қайтарып алу", Withdrawal),
        ("Мәтінді түзету", Correction),
        ("Беттің өрістері", PageFields),
    ),
    "editors.ru.md": (
        ("Поля статьи", ArticleFields),
        ("Источник статьи", Source),
        ("Вложение", Attachment),
        ("Дополнение", Update),
        ("Отзыв статьи", Withdrawal),
        ("Исправление текста", Correction),
        ("Поля страницы", PageFields),
    ),
}
CASES = [(name, *case) for name, cases in HEADINGS.items() for case in cases]
REQUIRED = re.compile(r"yes|да|иә")


def rows(text: str, heading: str) -> dict[str, list[str]]:
    """The rows of the table below a heading: the first cell, and the others."""
    section = re.split(r"^#+ ", text.partition(f"# {heading}\n")[2], flags=re.MULTILINE)[0]
    table = re.findall(r"^\| `(\w+)` \|(.*)\|$", section, re.MULTILINE)
    return {name: [cell.strip() for cell in cells.split("|")] for name, cells in table}


@pytest.mark.parametrize(("guide", "heading", "schema"), CASES)
def test_the_table_has_each_field(guide: str, heading: str, schema: type[msgspec.Struct]) -> None:
    documented = rows((ROOT / "docs" / guide).read_text(encoding="utf-8"), heading)
    fields = msgspec.structs.fields(schema)
    assert list(documented) == [field.name for field in fields]
    for field in fields:
        assert bool(REQUIRED.fullmatch(documented[field.name][1])) == field.required, field.name
