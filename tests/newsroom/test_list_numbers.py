"""The printer of PDFs numbers lists as browsers do."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from aimaq.newsroom.markdown.list_numbers import styled_lists
from aimaq.newsroom.press.pdf import PdfPrinter

LISTS = {
    "from one": ("<ol><li>a</li><li>b</li></ol>", "1. 2."),
    "years": ('<ol start="2016"><li>a</li><li value="2021">b</li><li>c</li></ol>', "2016. 2021. 2022."),
    "down": ("<ol reversed><li>a</li><li>b</li><li>c</li></ol>", "3. 2. 1."),
    "down from a number": ('<ol reversed="" start="7"><li value="9">a</li><li>b</li></ol>', "9. 8."),
    "letters": ('<ol type="a"><li>a</li><li>b</li></ol>', "a. b."),
    "Roman numbers": ('<ol type="I" start="4"><li>a</li><li>b</li></ol>', "IV. V."),
    "a list in a list": (
        '<ol start="5"><li>a<ol reversed><li>b</li><li>c</li></ol></li><li>d<ul><li>e</li></ul></li></ol>',
        "5. 2. 1. 6. •",
    ),
    "no number": ('<ol start="x"><li value="">a</li><li title="1 > 0" value="-2">b</li></ol>', "1. -2."),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_pdf_has_the_numbers_of_its_lists(name: str, tmp_path: Path) -> None:
    html, numbers = LISTS[name]
    document = f'<html lang="en"><title>Lists</title><body>{html}'
    pdf = PdfPrinter(tmp_path, "https://press.example").print(document.encode(), "lists")
    text = PdfReader(BytesIO(pdf.data)).pages[0].extract_text()
    # Items in their order; how the library orders markers and words in the file is its own.
    assert sorted(re.findall(r"(?:-?\d+|[a-zA-Z]+)\.|[•◦▪]", text.replace("◦", "•"))) == sorted(numbers.split())


def test_other_markup_stays_as_it_is() -> None:
    html = '<p>a</p><ol><li>b</li></ol><ul type="a"><li>c</li></ul><style>ol { color: red }</style></ol><li>'
    assert styled_lists(html) == html
