"""What an editor pastes, from Word, Excel, Google Docs or a page, as Markdown."""

from collections.abc import Callable
from dataclasses import dataclass

from aimaq.base.languages.messages import tr
from aimaq.base.web_addresses import LINK_SCHEMES, scheme_of
from aimaq.importing.convert.cleaning import clean
from aimaq.importing.convert.html_tree import is_empty, parse, text_line, too_deep, unparsed_words
from aimaq.importing.convert.normalising import normalise
from aimaq.importing.convert.to_markdown import to_markdown
from aimaq.importing.report import SourceReport, shortened

__all__ = ["Pasted", "paste"]


@dataclass(frozen=True, slots=True)
class Pasted:
    """``dropped`` are lines for the editor: each thing that is not in the Markdown, or stands there in another form."""

    markdown: str
    dropped: tuple[str, ...]


def paste(html: str, render: Callable[[str], str]) -> Pasted:
    """Return the HTML of a clipboard as Markdown; ``render`` is that of ``markdown_renderer``."""
    report = SourceReport("")
    soup = parse(f"<body>{html}</body>")
    body = soup.body or soup.new_tag("body")
    if why := too_deep(body):
        return Pasted("", (why,))
    if words := unparsed_words(html, body):
        report.lost("text", f"“{shortened(words)}”", tr("the page is too malformed to be read here"))
    for about in body.find_all(["meta", "style", "title", "link"]):
        about.decompose()  # every clipboard has some; they are no words of the text
    clean(body, "", report)
    for picture in list(body.find_all(["img", "amp-img"])):
        report.left(
            "picture", shortened(str(picture.get("alt") or picture.get("src") or ""), 60), tr("choose it from its file")
        )
        picture.decompose()
    for table in body.find_all("table"):
        # A spreadsheet has no rows of headings; without one, a table could not be written in Markdown.
        rows = table.find_all("tr")
        for cell in rows[0].find_all("td") if len(rows) > 1 and table.find("th") is None else ():
            cell.name = "th"
    normalise(body, soup)
    for link in list(body.find_all("a")):
        address = str(link.get("href") or "").strip()
        if scheme_of(address) not in LINK_SCHEMES:
            if address and text_line(link):
                report.left("link", f"“{shortened(text_line(link))}” {shortened(address)}", tr("only its words stay"))
            link.unwrap()
    if is_empty(body):
        return Pasted("", tuple(str(entry).strip() for entry in report.entries))
    try:
        markdown, kept = to_markdown(body, render)
    except ValueError as error:
        return Pasted("", (str(error),))
    for words in kept:
        report.changed("html", f"“{shortened(words)}”", tr("Markdown cannot express it: it stays HTML"))
    return Pasted(markdown, tuple(str(entry).strip() for entry in report.entries))
