"""The marks of generators in Markdown: shortcodes of Hugo, Liquid of Jekyll, attributes of their Markdown."""

import re
from collections.abc import Callable
from html import escape
from typing import Final

from aimaq.base.languages.messages import tr
from aimaq.importing.report import SourceReport, shortened

__all__ = ["without_hugo_marks", "without_liquid", "without_markdown_attributes"]

_SHORTCODE = re.compile(
    r"\{\{([<%])\s*(?P<comment>/\*)?\s*(?P<end>/)?\s*(?P<name>[\w/.-]+)(?P<rest>.*?)/?\s*(?:\*/\s*)?[>%]\}\}", re.DOTALL
)
_VALUE = re.compile(
    r"""(?:(?P<name>[\w-]+)\s*=\s*)?(?:"(?P<a>(?:[^"\\]|\\.)*)"|`(?P<b>[^`]*)`|'(?P<d>[^']*)'|(?P<c>[^\s"`']+))"""
)
_RAW = re.compile(r"\{%-?\s*raw\s*-?%\}(.*?)\{%-?\s*endraw\s*-?%\}", re.DOTALL)
_COMMENT = re.compile(r"\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}", re.DOTALL)
_HIGHLIGHT = re.compile(r"\{%-?\s*highlight\s+[^%]*%\}(.*?)\{%-?\s*endhighlight\s*-?%\}", re.DOTALL)
_LIQUID_TAG = re.compile(r"\{%-?\s*(?P<name>\w+)(?P<rest>.*?)-?%\}", re.DOTALL)
_LIQUID_VALUE = re.compile(r"\{\{-?(?P<value>.*?)-?\}\}", re.DOTALL)
_LIQUID_ADDRESS = re.compile(
    r"""(?P<quote>["'])(?P<address>.*?)(?P=quote)\s*\|\s*(?:relative_url|absolute_url|prepend:.*)"""
)
#: Where a value is the site's own address.
_SITE_ADDRESS: Final = frozenset(["site.baseurl", "site.url", "site.github.url"])
_PLAYERS: Final = {"youtube": "https://www.youtube.com/watch?v=%s", "vimeo": "https://vimeo.com/%s"}
_FENCE = re.compile(r"^([ ]{0,3})(`{3,}|~{3,})[^\n]*\n.*?(?:^[ ]{0,3}\2[`~]*[ \t]*$|\Z)", re.DOTALL | re.MULTILINE)
_ATTRIBUTES = re.compile(
    r"[ \t]*\{:[^{}\n]*\}|(?<=\S)[ \t]+\{[#.][^{}\n]*\}[ \t]*$|^[ ]{0,3}\{[#.][^{}\n]*\}[ \t]*$", re.MULTILINE
)
_CONTENTS = re.compile(
    r"^[ ]{0,3}(?:[*+-]|1\.)[ ][^\n]*\n[ \t]*\{:\s*toc\b[^{}\n]*\}[ \t]*$|^\[TOC\][ \t]*$", re.MULTILINE | re.IGNORECASE
)

#: Returns the address of a text, given by its name in a link, or "".
Find = Callable[[str], str]


def without_hugo_marks(text: str, find: Find, report: SourceReport) -> str:
    """Replace shortcodes by what they showed, as far as that is known; the words inside others stay."""

    def replace(match: re.Match[str]) -> str:
        name, rest = match["name"], match["rest"]
        if match["comment"]:
            return match[0].replace("/*", "", 1).replace("*/", "", 1)
        values = {
            each["name"] or str(number): each["a"] or each["b"] or each["d"] or each["c"] or ""
            for number, each in enumerate(_VALUE.finditer(rest))
        }
        first = values.get("0", "")
        if match["end"]:
            return "\n```\n" if name == "highlight" else ""
        if name == "highlight":
            return "\n```\n"
        if name in ("ref", "relref"):
            if address := find(first or values.get("path", "")):
                return address
            report.lost("link", shortened(match[0], 120), tr("the source has no such text"))
            return ""
        if name == "figure" and (values.get("src") or values.get("link")):
            return _figure(values)
        if name in _PLAYERS and (number := first or values.get("id", "")):
            address = _PLAYERS[name] % number
            report.changed("embed", address, tr("the old site showed it in the text; it is a link now"))
            return f"\n\n<{address}>\n\n"
        why = tr("the old site replaced the shortcode when a page was shown")
        report.lost("shortcode", shortened(match[0], 120), why)
        return ""

    return _SHORTCODE.sub(replace, text)


def _figure(values: dict[str, str]) -> str:
    caption = " ".join(filter(None, (values.get("title", ""), values.get("caption", ""), values.get("attr", ""))))
    image = f'<img src="{escape(values.get("src", ""))}" alt="{escape(values.get("alt", ""))}">'
    return f"\n\n<figure>{image}{f'<figcaption>{escape(caption)}</figcaption>' if caption else ''}</figure>\n\n"


def without_liquid(text: str, find: Find, report: SourceReport) -> str:
    """Replace Jekyll's Liquid by what it showed, as far as that is known."""
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match[1])
        return f"\ue000{len(kept) - 1}\ue001"

    def tag(match: re.Match[str]) -> str:
        name, words = match["name"], match["rest"].split()
        if name in ("post_url", "link") and words:
            if address := find(words[0]):
                return address
            report.lost("link", shortened(match[0], 120), tr("the source has no such text"))
            return ""
        report.lost("shortcode", shortened(match[0], 120), tr("the old site replaced it when it was built"))
        return ""

    def value(match: re.Match[str]) -> str:
        name = match["value"].strip()
        if address := _LIQUID_ADDRESS.fullmatch(name):
            return address["address"]
        if name in _SITE_ADDRESS:
            return ""
        report.lost("shortcode", shortened(match[0], 120), tr("the old site replaced it when it was built"))
        return ""

    text = _RAW.sub(keep, text)
    text = _COMMENT.sub("", text)
    text = _HIGHLIGHT.sub(lambda match: f"\n```\n{match[1].strip(chr(10))}\n```\n", text)
    text = _LIQUID_VALUE.sub(value, _LIQUID_TAG.sub(tag, text))
    return re.sub("\ue000(\\d+)\ue001", lambda match: kept[int(match[1])], text)


def without_markdown_attributes(text: str, report: SourceReport) -> str:
    """Remove the attributes of kramdown and Goldmark, ``{: .lead}`` and ``{#name}``, outside of code."""
    parts: list[str] = []
    start = 0
    for fence in [*_FENCE.finditer(text), None]:
        prose = text[start : fence.start() if fence else len(text)]
        for contents in _CONTENTS.findall(prose):
            report.left("contents", shortened(contents), tr("a table of contents, which the old site made"))
        parts.append(_ATTRIBUTES.sub("", _CONTENTS.sub("", prose)))
        if fence:
            parts.append(fence[0])
            start = fence.end()
    return "".join(parts)
