"""A corpus of a WordPress export: each way to write a text with each way to say its language and its status."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from .test_export_items import export, item

__all__ = ["WordPressItem", "wordpress_export", "wordpress_items"]

#: How a text is written; %s are the words that readers saw, in order.
CONTENTS: Final = {
    "old editor": "%s\n\n%s",
    "old editor, Windows' line ends": "%s\r\n%s\r\n\r\n%s",
    "block editor": "<!-- wp:paragraph --><p>%s</p><!-- /wp:paragraph -->"
    "<!-- wp:list --><ul><li>%s</li></ul><!-- /wp:list -->",
    "columns": '<!-- wp:columns --><div class="wp-block-columns"><!-- wp:column --><div class="wp-block-column">'
    '<p>%s</p></div><!-- /wp:column --><!-- wp:column --><div class="wp-block-column sidebar">'
    "<p>%s</p></div><!-- /wp:column -->"
    "</div><!-- /wp:columns -->",
    "quotation and verse": '<blockquote class="wp-block-quote"><p>%s</p><cite>%s</cite></blockquote>'
    '<pre class="wp-block-verse">'
    "%s</pre>",
    "nested shortcodes": "[vc_row][vc_column width='1/2']%s[/vc_column][vc_column]\n\n[su_note]%s[/su_note]"
    "[/vc_column][/vc_row]",
    "a caption": '[caption id="a" width="3"]<img src="https://old.example.org/x.png" alt=""> %s[/caption]\n\n%s',
    "a gallery": "%s\n\n[gallery ids='900,901']\n\n%s",
    "a cut and pages": "%s<!--more Дальше-->%s\n\n<!--nextpage-->\n\n%s",
    "a table": "<table><tr><th>%s</th><th>Б</th></tr><tr><td>%s</td><td>1</td></tr></table>",
    "a table for layout": "<table><tr><td colspan=2>%s</td></tr><tr><td><p>%s</p><ul><li>%s</li></ul>"
    "</td></tr></table>",
    "numbered lists": "<ol start=3><li>%s</li><li value=9>%s</li></ol><ol type=a><li>%s</li></ol>",
    "a name of something else": '<div class="sidebar">%s</div><p>%s</p>',
    "a box of related stories": '%s\n\n<div class="related"><p>%s</p></div>',
    "a form and a frame": '%s\n\n<form><label>%s</label><input></form>\n\n<iframe src="https://v.example/1"></iframe>',
    "an address alone": "%s\n\nhttps://youtu.be/abc\n\n%s",
    "hidden words": '%s<p style="display:none">%s</p>',
    "unclosed elements": "<p>%s<p><b>%s<div>%s",
    "definitions and details": "<dl><dt>%s</dt><dd>%s</dd></dl><details><summary>%s</summary>Ещё</details>",
}
LANGUAGES: Final = {
    "none": "%s",
    "qTranslate": "[:ru]%s[:kk]%s[:]",
    "old qTranslate": "<!--:ru-->%s<!--:--><!--:kk-->%s<!--:-->",
    "a language that we lack": "[:ru]%s[:de]%s[:]",
}
STATUSES: Final = ("publish", "publish", "private", "draft", "future", "pending", "trash", "password")


@dataclass(frozen=True, slots=True)
class WordPressItem:
    """``words`` are those that readers of the item saw; each comes over, or is in the report."""

    name: str
    status: str
    xml: str
    words: tuple[str, ...]


def wordpress_items() -> Iterator[WordPressItem]:
    """Yield an item for each content in each form of languages, with the statuses in turn."""
    number = 0
    for content, form in CONTENTS.items():
        for language, mark in LANGUAGES.items():
            number += 1
            words: list[str] = []
            versions = []
            for version in range(mark.count("%s")):
                own = [f"слово{number}в{version}м{place}" for place in range(form.count("%s"))]
                words += own
                versions.append(form.replace("%s", "Открыли цех, {}, и пошли работать.").format(*own))
            title = mark.replace("%s", f"Запись {number}")
            body = mark % tuple(versions)
            status = STATUSES[number % len(STATUSES)]
            more = "<wp:post_password>x</wp:post_password>" if status == "password" else ""
            xml = item(
                f"<content:encoded><![CDATA[{body}]]></content:encoded>", more, f"<![CDATA[{title}]]>", f"z-{number}"
            )
            shown = "publish" if status == "password" else status
            xml = xml.replace("<wp:status>publish<", f"<wp:status>{shown}<").replace(
                ">1</wp:post_id>", f">{number}</wp:post_id>"
            )
            yield WordPressItem(f"{content}; {language}; {status}", status, xml, tuple(words))


def wordpress_export() -> str:
    return export(*(each.xml for each in wordpress_items()))
