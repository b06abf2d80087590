"""On which lines of its Markdown a text links to an address."""

import pytest

from aimaq.newsroom.links.in_texts import lines_of

TEXT = """[a](/news/x/), /news/x/y/
[b]: /news/x/
<a href="/news/x/">, <a href='/news/x/'>
/news/x/ begins this line, and that is no link
a/news/x/ [c](/news/x/#y) [d](/news/x/?z)
two [e](/news/x/) on [f](/news/x/) one, at the end <https://a.example/news/x/>
see /news/x/"""


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        ("/news/x/", [10, 11, 12, 15, 16]),
        ("/news/x/y/", [10]),
        ("/news/x/#y", [14]),
        ("https://a.example/news/x/", [15]),
        ("x(.*)", []),
    ],
)
def test_an_address_stands_between_the_signs_that_markdown_has_for_it(address: str, lines: list[int]) -> None:
    assert lines_of(address, TEXT, 10) == lines
