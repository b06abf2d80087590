"""Workbooks and tables as people write them: what may mean two things is refused, and nothing is guessed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from pull.test_databases import DEFAULTS, NOW, pulled, refused

from aimaq.figures.pull.copies import Copies
from aimaq.figures.pull.local_habits import day_from, plain_number
from aimaq.figures.pull.sources import DataSource

SETTINGS = {key: text for key, text in DEFAULTS.items() if key != "period"}
Rows = Sequence[Sequence[object]]


@pytest.fixture
def copies(tmp_path: Path) -> Copies:
    return Copies(tmp_path / "copies", lambda: NOW)


def excel(place: Path, rows: Rows) -> None:
    """A value may be a pair of it and its number format."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Парк"
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            cell.value, form = value if isinstance(value, tuple) else (value, cell.number_format)
            if isinstance(value, tuple):
                cell.number_format = form
    book.save(place)


def opendocument(place: Path, rows: Rows) -> None:
    """As LibreOffice writes it, with a thousand empty cells and a million empty rows at the ends."""
    body = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}{_EMPTY}</table:table-row>" for row in rows)
    space = "urn:oasis:names:tc:opendocument:xmlns"
    names = "".join(f' xmlns:{name}="{space}:{name}:1.0"' for name in ("office", "table", "text", "style"))
    with ZipFile(place, "w") as archive:
        archive.writestr(
            "content.xml",
            f'<office:document-content{names} xmlns:number="{space}:datastyle:1.0"><office:automatic-styles>'
            '<number:number-style style:name="N1"><number:number number:display-factor="1000"/></number:number-style>'
            '<style:style style:name="ce1" style:data-style-name="N1"/></office:automatic-styles><office:body>'
            f'<office:spreadsheet><table:table table:name="Парк">{body}<table:table-row '
            f'table:number-rows-repeated="1048000">{_EMPTY}</table:table-row></table:table></office:spreadsheet>'
            "</office:body></office:document-content>",
        )


_EMPTY = '<table:table-cell table:number-columns-repeated="16000"/>'


_END = "</table:table-cell>"


def _ods_cell(value: object) -> str:
    value, form = value if isinstance(value, tuple) else (value, "")
    style = ' table:style-name="ce1"' if form == "#,##0," else ""
    match value:
        case None:
            return "<table:table-cell/>"
        case bool():
            return f'<table:table-cell office:value-type="boolean" office:boolean-value="{str(value).lower()}"/>'
        case int() | float():
            kind = "percentage" if "%" in form else "float"
            shown = f"<text:p>{value}</text:p>"
            return (
                f'<table:table-cell{style} office:value-type="{kind}" office:value="{value}">{shown}</table:table-cell>'
            )
        case datetime():
            text = f"{value:%Y-%m-%dT%H:%M:%S}"
            return f'<table:table-cell office:value-type="date" office:date-value="{text}"/>'
        case date():
            return f'<table:table-cell office:value-type="date" office:date-value="{value}"/>'
        case "#DIV/0!":
            return '<table:table-cell office:value-type="float" office:value="0"><text:p>#DIV/0!</text:p>' + _END
        case _:
            return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'


@pytest.fixture(params=["xlsx", "ods"])
def workbook(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[..., DataSource]:
    def made(*rows: Sequence[object], **more: object) -> DataSource:
        place = tmp_path / f"Цифры {request.param}.{request.param}"
        (excel if request.param == "xlsx" else opendocument)(place, rows)
        return DataSource("firms", str(place), request.param, defaults=SETTINGS, **more)  # type: ignore[arg-type]

    return made


def test_a_sheet_is_read_as_it_shows(workbook: Callable[..., DataSource], copies: Copies) -> None:
    """Empty rows first, headings of its own, numbers, texts with spaces, dates, and rows of other districts."""
    source = workbook(
        [],
        ["Год", None, "Число", "Район"],
        [2021, None, 12.3, "Алатау"],
        [datetime(2022, 12, 31), None, "1 090,5", "Алатау"],
        [None, None, None, None],
        ["31.12.2023", None, "−7", "Алатау"],
        [2023, None, 99, "Медеу"],
        columns={"period": "Год", "value": "Число"},
        where={"Район": "Алатау"},
    )
    found = pulled(source, copies, 1)
    assert [(each.observation.period, str(each.observation.value), each.row.line) for each in found] == [
        ("2021", "12.3", 3),
        ("2022-12-31", "1090.5", 4),
        ("2023-12-31", "-7", 6),
    ]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ((0.12, "0%"), "the cell shows per cent, and holds 0.12"),
        ((12345678, "#,##0,"), "the cell shows thousands or millions, and holds 12345678"),
        (1 / 3, "0.3333333333333333 is a floating-point number of more than 15 digits"),
        (True, "found true; expected a text or a number"),
        ("#DIV/0!", "found #DIV/0!, the result of a formula that failed"),
        (None, "value: empty; expected a number"),
        ("1,090", '"1,090" may be 1090 or 1.090'),
        (datetime(2022, 12, 31, 10, 30), "found the moment 2022-12-31"),
        ("1 09", '"1 09" is not a number'),
    ],
)
def test_a_cell_that_is_no_figure_is_named(
    workbook: Callable[..., DataSource], copies: Copies, value: object, message: str
) -> None:
    text = refused(workbook(["period", "value"], [2021, 5], [2022, value]), copies)
    assert message in text and ":3: value: " in text


def test_a_sheet_has_to_be_named_where_there_are_several(tmp_path: Path, copies: Copies) -> None:
    book = Workbook()
    for name in ("Итого", "Черновик"):
        sheet = book.create_sheet(name)
        sheet.append(["period", "value"])
        sheet.append([2022, 5 if name == "Итого" else 6])
    del book["Sheet"]
    place = tmp_path / "a.xlsx"
    book.save(place)
    message = refused(DataSource("firms", str(place), "xlsx", defaults=SETTINGS), copies)
    assert "there are 2 sheets: which one is meant?" in message and '"Итого", "Черновик"' in message
    (one,) = pulled(DataSource("firms", str(place), "xlsx", sheet="Итого", defaults=SETTINGS), copies)
    assert one.observation.value == 5
    assert 'no sheet "Итог"' in refused(DataSource("firms", str(place), "xlsx", sheet="Итог"), copies)


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_file_that_is_no_workbook_or_would_take_all_memory_is_named(
    tmp_path: Path, copies: Copies, kind: str
) -> None:
    place = tmp_path / f"a.{kind}"
    place.write_bytes(b"period,value\n2022,5\n")
    assert "or it is encrypted or damaged" in refused(DataSource("firms", str(place), kind), copies)
    if kind == "ods":
        with ZipFile(place, "w", 8) as archive, archive.open("content.xml", "w", force_zip64=True) as file:
            for _ in range(3000):
                file.write(b" " * 1_000_000)
        assert place.stat().st_size < 4_000_000
        text = refused(DataSource("firms", str(place), kind), copies)
        assert "more than 2 GB of memory" in text or "encrypted or damaged" in text


RUSSIAN = "\ufeffПериод;Количество;Примечание\r\n31.12.2022;1 090;Всего — «да»\r\n31.12.2023;1\u00a0100,0;\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1251"])
def test_a_table_of_a_russian_excel_is_read_with_nothing_declared(
    tmp_path: Path, copies: Copies, encoding: str
) -> None:
    place = tmp_path / "a.csv"
    text = RUSSIAN.removeprefix("\ufeff") if encoding != "utf-8" else RUSSIAN
    place.write_bytes(text.encode(encoding))
    columns = {"period": "Период", "value": "Количество"}
    found = pulled(DataSource("firms", str(place), "csv", columns=columns, defaults=SETTINGS), copies)
    assert [(each.observation.period, int(each.observation.value)) for each in found] == [
        ("2022-12-31", 1090),
        ("2023-12-31", 1100),
    ]


@pytest.mark.parametrize("encoding", ["cp866", "koi8-r", "mac-cyrillic", "cp1252"])
def test_an_encoding_that_could_be_another_one_has_to_be_declared(
    tmp_path: Path, copies: Copies, encoding: str
) -> None:
    place = tmp_path / "a.csv"
    words = "Цифры Бюро, всего" if encoding != "cp1252" else "Zürich, café"
    place.write_bytes(f'period;value;source_title\n2022;5;"{words}"\n'.encode(encoding))
    source = DataSource("firms", str(place), "csv", defaults=SETTINGS)
    assert "the file is not UTF-8 text" in refused(source, copies)
    if encoding in ("cp866", "koi8-r"):
        declared = DataSource("firms", str(place), "csv", encoding=encoding, defaults=SETTINGS)
        given = pulled(declared, copies)[0].observation.source
        assert given and given.title == words


@pytest.mark.parametrize(
    ("text", "decimal", "plain"),
    [
        ("1 090", "", "1090"),
        ("1\u202f090\u00a0123,5", "", "1090123.5"),
        ("12,5", "", "12.5"),
        ("0,125", "", "0.125"),
        ("1 090,125", "", "1090.125"),
        ("12.345", "", "12.345"),
        ("−3", "", "-3"),
        ("1.090,5", ",", "1090.5"),
        ("1.090", ",", "1090"),
        ("1,090", ".", "1090"),
        ("1,090", ",", "1.090"),
        ("1,090.5", ".", "1090.5"),
        ("10 90", "", "10 90"),
        ("1 0900", "", "1 0900"),
        ("(5)", "", "(5)"),
        ("5 %", "", "5 %"),
        ("1,2,3", "", "1,2,3"),
    ],
)
def test_numbers_as_people_write_them(text: str, decimal: str, plain: str) -> None:
    assert plain_number(text, decimal) == plain


@pytest.mark.parametrize(("text", "decimal"), [("1,090", ""), ("12.5", ","), ("12,5", ".")])
def test_a_number_that_may_be_two_is_refused(text: str, decimal: str) -> None:
    with pytest.raises(ValueError, match="decimal"):
        plain_number(text, decimal)


def test_a_table_with_both_signs_before_decimal_places_is_refused(tmp_path: Path, copies: Copies) -> None:
    """1.090 is 1090 where 12,5 is twelve and a half."""
    place = tmp_path / "a.csv"
    place.write_text("period;value\n2022;12,5\n2023;1.090\n", encoding="utf-8")
    message = refused(DataSource("firms", str(place), "csv", defaults=SETTINGS), copies)
    assert "a.csv:3: the value has a decimal point, and that of line 2 a decimal comma" in message
    found = pulled(DataSource("firms", str(place), "csv", decimal=",", defaults=SETTINGS), copies, 1)
    assert [str(each.observation.value) for each in found] == ["12.5", "1090"]


def test_days_as_people_write_them() -> None:
    assert day_from("31.12.2023", "") == "2023-12-31"
    assert day_from("1.2.2023", "") == "2023-02-01"
    assert day_from("01/02/2023", "dd/mm/yyyy") == "2023-02-01"
    assert day_from("01/02/2023", "mm/dd/yyyy") == "2023-01-02"
    assert day_from("2022-Q4", "") == "2022-Q4"
    for text, order in (("01/02/2023", ""), ("13/13/2023", "dd/mm/yyyy"), ("31.02.2023", "")):
        with pytest.raises(ValueError, match=text):
            day_from(text, order)
