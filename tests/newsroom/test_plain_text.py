"""HTML as plain text: nothing is lost, nothing depends on how wide a figure is."""

import pytest

from aimaq.newsroom.markdown.plain_text import plain_text

BASE = "https://press.example/en/news/x/"
SLOT = "\ue000jobs%20%7C%20number;en;2023-07-31;a.md%3A1;\ue001"

CASES = {
    "paragraphs": ("<p>One\n two.</p><p>Three.</p>", "One two.\n\nThree."),
    "a forced break": ("<p>One<br>\ntwo</p>", "One\ntwo"),
    "a no-break space": ("<p>88\u00a0enterprises</p>", "88\u00a0enterprises"),
    "a heading": ('<h2 id="a">Head</h2><p>Text.</p>', "Head\n\nText."),
    "emphasis": ("<p><strong>A</strong> <em>b</em></p>", "A b"),
    "a list": ("<ul>\n<li>one</li>\n<li>two</li>\n</ul>", "- one\n- two"),
    "a list of paragraphs": ("<ul><li><p>a</p><p>b</p></li></ul>", "- a\n\n  b"),
    "numbers": ('<ol start="9"><li>a</li><li>b<ul><li>c</li></ul></li></ol>', "9. a\n10. b\n\n    - c"),
    "numbers down": ('<ol reversed start="2"><li>a</li><li>b</li></ol>', "2. a\n1. b"),
    "numbers down from their count": ("<ol reversed><li>a</li><li>b</li><li>c</li></ol>", "3. a\n2. b\n1. c"),
    "letters": ('<ol type="a"><li>a</li><li value="27">b</li></ol>', "a. a\naa. b"),
    "Roman numbers": ('<ol type="I" start="3"><li>a</li><li>b</li><li value="0">c</li></ol>', "III. a\nIV. b\n0. c"),
    "what is struck through": ("<p><del>100</del> <ins>120</ins>, <s>7</s>8</p>", "~~100~~ 120, ~~7~~8"),
    "a power with a comma": ("<p>10<sup>2,5</sup>, 5<sup>1/2</sup>, 1<sup>st</sup></p>", "10^2,5, 5¹/², 1st"),
    "a quotation": ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
    "definitions": ("<dl><dt>t</dt><dd>d</dd></dl>", "t\n    d"),
    "code": ("<pre><code>a\n  b\n</code></pre>", "a\n  b"),
    "powers": ("<p>36 000 m<sup>2</sup>, CO<sub>2</sub></p>", "36 000 m², CO₂"),
    "a slot that is raised": (f"<p>x<sup>{SLOT}</sup></p>", f"x^{SLOT}"),
    "a slot that is lowered": (f"<p>x<sub>{SLOT}</sub></p>", f"x_{SLOT}"),
    "a picture": ('<p><img src="/media/a.jpg" alt="A hall"></p>', "[A hall]"),
    "what is hidden": ("<p>a <small hidden>now <b>b</b></small>c</p><p hidden>d</p><p>e</p>", "a c\n\ne"),
    "entities": ("<p>a &lt;b&gt; &amp; “c”</p>", "a <b> & “c”"),
    "a rule": ("<p>a</p><hr><p>b</p>", "a\n\n* * *\n\nb"),
    "a quotation in a line": ("<p><q>a</q></p>", "“a”"),
    "a footnote": (
        '<p>a<sup id="fnref-1"><a class="footnote-ref" href="#fn-1">1</a></sup></p><div class="footnote"><hr><ol>'
        '<li id="fn-1"><p>b\u00a0<a class="footnote-backref" href="#fnref-1">↩</a></p></li></ol></div>',
        "a¹\n\n* * *\n\n1. b",
    ),
    "words beside blocks": ("<div>a<p>b</p>c</div>", "a\n\nb\n\nc"),
}


@pytest.mark.parametrize("name", CASES)
def test_markup_becomes_words(name: str) -> None:
    html, text = CASES[name]
    assert plain_text(html, BASE).text == text


def test_a_row_tells_each_cell_under_the_name_of_its_column() -> None:
    """So a table is read in any font, pasted anywhere, and does not wait for the width of a figure."""
    html = (
        "<table><caption>C</caption><thead><tr><th>Stage</th><th>Projects</th><th>Jobs</th></tr></thead>"
        f"<tbody><tr><th>Launch</th><td>5</td><td>{SLOT}</td></tr>"
        "<tr><td></td><td colspan='2'>9</td></tr></tbody></table>"
    )
    rows = ["C", f"Launch\n  Projects: 5\n  Jobs: {SLOT}", "–\n  Projects: 9\n  Jobs: 9"]
    assert plain_text(html, BASE).text == "\n\n".join(rows)
    assert plain_text("<table><tr><td>a</td><td>b</td></tr></table>", BASE).text == "a\n  b"


def test_a_cell_that_covers_rows_stands_in_each_of_them() -> None:
    """Else a number of the second row would come under the name of the column before its own."""
    html = (
        "<table><tr><th>Year</th><th>Plan</th><th>Fact</th></tr><tr><td rowspan='2'>2020</td><td>1</td><td>2</td></tr>"
        "<tr><td>3</td><td>4</td></tr><tr><td>2021</td><td rowspan='0'>5</td><td>6</td></tr>"
        "<tr><td>2022</td><td>7</td></tr></table>"
    )
    cells = [("2020", 1, 2), ("2020", 3, 4), ("2021", 5, 6), ("2022", 5, 7)]
    rows = [f"{year}\n  Plan: {plan}\n  Fact: {fact}" for year, plan, fact in cells]
    assert plain_text(html, BASE).text == "\n\n".join(rows)


def test_two_rows_of_headings_name_a_column_together() -> None:
    html = (
        "<table><tr><th rowspan='2'>Park</th><th colspan='2'>2020</th></tr><tr><th>Plan</th><th>Fact</th></tr>"
        "<tr><td>A</td><td>1</td><td>2</td></tr></table>"
    )
    assert plain_text(html, BASE).text == "A\n  2020 Plan: 1\n  2020 Fact: 2"


def test_links_are_numbered_through_the_whole_document() -> None:
    html = '<p><a href="../y/">A</a>, <a href="https://e.org/">B</a>, <a href="/en/news/y/">C</a></p>'
    first = plain_text(html, BASE)
    assert first.text == "A [1], B [2], C [1]"
    second = plain_text('<p><a href="https://e.org/">D</a> <a href="mailto:a@e.org">E</a></p>', BASE, first.links)
    assert second.text == "D [2] E [3]"
    assert second.links == ("https://press.example/en/news/y/", "https://e.org/", "mailto:a@e.org")


def test_a_link_whose_words_say_its_address_needs_no_number() -> None:
    links = ("https://e.org/", "https://e.org/"), ("mailto:a@e.org", "a@e.org"), ("#top", "up")
    html = "<p>" + " ".join(f'<a href="{address}">{words}</a>' for address, words in links) + "</p>"
    assert plain_text(html, BASE) == plain_text("<p>https://e.org/ a@e.org up</p>", BASE)
