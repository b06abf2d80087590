"""Documents of Word: headings, lists with their numbers, tables, links, footnotes, pictures; all else is said."""

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm

from aimaq.importing.plan import Plan
from aimaq.importing.report import Outcome

from .conftest import SOURCES, Planned, text_of

W = nsdecls("w")
NOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"


def saved(document: Document, notes: str = "") -> bytes:
    """The bytes of a document; python-docx writes no footnotes, so their part is added to the archive."""
    written = io.BytesIO()
    document.save(written)
    if not notes:
        return written.getvalue()
    whole = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(whole, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/_rels/document.xml.rels":
                relation = f'<Relationship Id="rIdN" Type="{NOTES}" Target="footnotes.xml"/>'
                data = data.replace(b"</Relationships>", relation.encode() + b"</Relationships>")
            if name == "[Content_Types].xml":
                kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
                override = f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/>'
                data = data.replace(b"</Types>", override.encode() + b"</Types>")
            target.writestr(name, data)
        target.writestr("word/footnotes.xml", f"<w:footnotes {W}>{notes}</w:footnotes>")
    return whole.getvalue()


def inserted(document: Document, xml: str) -> None:
    """Add a paragraph in the form in which Word and LibreOffice write it."""
    document.element.body.insert(len(document.element.body) - 1, parse_xml(xml.replace("<w:p>", f"<w:p {W}>", 1)))


def numbered(document: Document, levels: list[tuple[str, str, int]]) -> int:
    """Define a list with a format, a text and a start for each level; return its number."""
    numbering: Any = document.part.numbering_part.element
    number = 90 + len(numbering.findall("{*}num"))
    inner = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text, start) in enumerate(levels)
    )
    numbering.insert(0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="{number}">{inner}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {W} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))
    return number


def listed(document: Document, number: int, words: str, depth: int = 0) -> None:
    inserted(
        document,
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
        f"<w:r><w:t>{words}</w:t></w:r></w:p>",
    )


def losses(plan: Plan) -> list[str]:
    return [f"{each.kind} {each.name}" for each in plan.entries if each.outcome is Outcome.LOST]


@pytest.fixture
def brought(planned: Planned) -> Callable[..., Plan]:
    def plan(document: Document, notes: str = "", name: str = "a.docx") -> Plan:
        return planned({name: saved(document, notes)}, date="2024-05-06")

    return plan


def new() -> Document:
    document = docx.Document()
    document.core_properties.author = ""
    document.add_paragraph("Проба пера", "Title")
    return document


def test_headings_emphasis_links_and_pictures(brought: Callable[..., Plan]) -> None:
    document = new()
    document.add_heading("Раздел", 1)
    paragraph = document.add_paragraph("Слово ")
    paragraph.add_run("жирное").bold = True
    paragraph.add_run(" и ")
    paragraph.add_run("курсив").italic = True
    link = document.part.relate_to("https://example.org/a", RELATIONSHIP_TYPE.HYPERLINK, True)
    inserted(
        document,
        '<w:p><w:hyperlink xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
        f'r:id="{link}">'
        "<w:r><w:t>ссылка</w:t></w:r></w:hyperlink><w:r><w:t xml:space='preserve'> и </w:t></w:r>"
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r>"
        '<w:instrText>HYPERLINK "https://example.org/b"</w:instrText></w:r>'
        "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>поле</w:t></w:r>"
        "<w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>",
    )
    document.add_picture(str(SOURCES / "amp_files/yard.png"), Cm(3))
    document.element.body.findall(".//{*}docPr")[0].set("descr", "Двор")
    document.add_heading("Глубже", 2)
    document.add_paragraph("Конец: м² и 2 522,5.")
    plan = brought(document)
    assert re.sub(r"\{static\}\S+ \"[^\"]*\"", "X", text_of(plan, "news/proba-pera.ru.md")) == (
        "## Раздел\n\nСлово **жирное** и *курсив*\n\n[ссылка](https://example.org/a) и [поле](https://example.org/b)\n\n"
        "![Двор](X)\n\n### Глубже\n\nКонец: м² и 2 522,5.\n"
    )
    assert not losses(plan) and len(plan.files) == 2
    picture = next(path for name, path in plan.files.items() if name.startswith("media/"))
    assert not isinstance(picture, bytes) and picture.read_bytes() == (SOURCES / "amp_files/yard.png").read_bytes()


def test_lists_keep_their_numbers(brought: Callable[..., Plan]) -> None:
    document = new()
    document.add_paragraph("До.")
    first = numbered(document, [("decimal", "%1.", 3), ("bullet", "•", 1)])
    letters = numbered(document, [("lowerLetter", "%1)", 1)])
    legal = numbered(document, [("decimal", "%1.", 1), ("decimal", "%1.%2.", 1)])
    russian = numbered(document, [("russianLower", "%1)", 1)])
    listed(document, first, "три")
    listed(document, first, "внутри", 1)
    listed(document, first, "четыре")
    document.add_paragraph("Между.")
    listed(document, first, "пять")
    listed(document, letters, "буква")
    document.add_paragraph("Ещё.")
    listed(document, legal, "глава")
    listed(document, legal, "статья", 1)
    document.add_paragraph("И.")
    listed(document, russian, "первое")
    listed(document, russian, "второе")
    document.add_paragraph("Пункт", "List Bullet")
    text = text_of(brought(document), "news/proba-pera.ru.md")
    assert "3.  три\n    -   внутри\n4.  четыре\n\nМежду.\n\n5.  пять" in text
    assert '<ol type="a">\n<li value="1">буква</li></ol>' in text
    assert "1.1. статья" in text.replace("\\", "")
    assert "а) первое\n\nб) второе" in text
    assert "-   Пункт" in text


def test_tables_keep_their_cells(brought: Callable[..., Plan]) -> None:
    document = new()
    document.add_paragraph("До.")
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Год", "Мест"
    table.cell(1, 0).text, table.cell(1, 1).text = "2023", "3 314,50"
    document.add_paragraph("Между.")
    merged = document.add_table(3, 2)
    merged.cell(0, 0).merge(merged.cell(0, 1)).text = "Шапка"
    merged.cell(1, 0).merge(merged.cell(2, 0)).text = "Два ряда"
    merged.cell(1, 1).text, merged.cell(2, 1).text = "1", "2"
    text = text_of(brought(document), "news/proba-pera.ru.md")
    assert "| Год | Мест |\n| --- | --- |\n| 2023 | 3 314,50 |" in text
    assert 'colspan="2">Шапка' in text and 'rowspan="2">Два ряда' in text


def test_footnotes_are_footnotes(brought: Callable[..., Plan]) -> None:
    document = new()
    inserted(
        document,
        "<w:p><w:r><w:t>Раз</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr>"
        "<w:footnoteReference w:id='2'/></w:r><w:r><w:t>.</w:t></w:r></w:p>",
    )
    notes = (
        "<w:footnote w:type='separator' w:id='-1'><w:p/></w:footnote><w:footnote w:id='2'><w:p>"
        "<w:r><w:footnoteRef/></w:r>"
        "<w:r><w:t xml:space='preserve'> По данным </w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>Бюро</w:t></w:r>"
        "</w:p></w:footnote>"
    )
    assert text_of(brought(document, notes), "news/proba-pera.ru.md") == "Раз[^1].\n\n[^1]: По данным *Бюро*\n"


def test_what_is_no_text_is_said(brought: Callable[..., Plan]) -> None:
    document = new()
    inserted(
        document,
        "<w:p><w:r><w:t xml:space='preserve'>Было </w:t></w:r><w:del w:id='1' w:author='x'>"
        "<w:r><w:delText>сорок</w:delText></w:r></w:del><w:ins w:id='2' w:author='x'>"
        "<w:r><w:t>пятьдесят</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr>"
        "<w:t>тайна</w:t></w:r></w:p>",
    )
    inserted(
        document,
        "<w:p xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'><w:r><w:t>Площадь</w:t></w:r>"
        "<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath></w:p>".replace("<w:p ", f"<w:p {W} "),
    )
    document.sections[0].header.paragraphs[0].text = "Бланк управления"
    document.add_comment(document.paragraphs[1].runs, "Проверить!", author="Редактор")
    plan = brought(document)
    assert text_of(plan, "news/proba-pera.ru.md") == "Было пятьдесят\n\nПлощадь\n"
    assert sorted(losses(plan)) == ["formula “a+b”", "hidden “тайна”", "revision “сорок”"]
    left = {each.kind: each.name for each in plan.entries if each.outcome is Outcome.LEFT}
    assert left["header"] == "“Бланк управления”" and left["comment"] == "“Проверить!”"
    assert any(each.kind == "revision" and each.outcome is Outcome.CHANGED for each in plan.entries)


def test_headings_by_hand_and_a_first_line_as_the_title(brought: Callable[..., Plan]) -> None:
    document = docx.Document()
    document.add_paragraph("Проба пера").runs[0].bold = True
    document.add_paragraph("Слова.")
    document.add_paragraph("О деньгах").runs[0].bold = True
    document.add_paragraph("Ещё слова.")
    document.add_paragraph("Это важно.").runs[0].bold = True
    document.add_paragraph("Конец.")
    plan = brought(document)
    assert (
        text_of(plan, "news/proba-pera.ru.md") == "Слова.\n\n## О деньгах\n\nЕщё слова.\n\n**Это важно.**\n\nКонец.\n"
    )
    assert {"title", "heading"} <= {each.kind for each in plan.entries if each.outcome is Outcome.CHANGED}


def test_words_in_an_element_that_is_unknown_are_a_loss(brought: Callable[..., Plan]) -> None:
    document = new()
    document.add_paragraph("Слова.")
    inserted(document, "<w:p><w:r><w:t>До</w:t></w:r><w:future><w:r><w:t>потом</w:t></w:r></w:future></w:p>")
    assert losses(brought(document)) == ["text “потом”"]


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.docx", b"no archive", "page"),
        ("a.docx", b"PK\x03\x04 cut", "page"),
        ("a.doc", b"\xd0\xcf\x11\xe0", "file"),
        ("a.odt", b"PK", "file"),
    ],
)
def test_a_file_that_is_no_document_is_a_loss_of_its_own(planned: Planned, name: str, data: bytes, kind: str) -> None:
    plan = planned({name: data, "2024-05-06 хорошая.docx": saved(new_with_words())})
    assert "news/proba-pera.ru.md" in plan.files
    assert [each.split()[0] for each in losses(plan)] == [kind]


def test_a_document_without_a_date_asks_for_one(planned: Planned) -> None:
    """Its properties state when the file was made, which says nothing about its publication."""
    assert [each.split()[0] for each in losses(planned({"a.docx": saved(new_with_words())}))] == ["page"]


def new_with_words() -> Document:
    document = new()
    document.add_paragraph("Слова.")
    return document
