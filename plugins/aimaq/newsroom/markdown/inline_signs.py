"""Signs within a line that stay as they are typed, or mean what other programs take them for.

``60*90*120`` keeps its asterisks, a bare address keeps its underscores and becomes a link, and a backslash at a line's
end is a line break (CommonMark 0.31, 6.7; GitHub Flavored Markdown 0.29, 6.9). Signs with which other programs strike
out, mark and raise would be published as they are typed, so each pair is named.
"""

import re
from collections.abc import Iterator
from typing import Final

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import SimpleTextInlineProcessor, SubstituteTagInlineProcessor

from aimaq.base.languages.messages import tr
from aimaq.base.languages.sign_pairs import sign_pairs
from aimaq.base.problems import Problem
from aimaq.base.slots import PRIVATE_USE

__all__ = ["InlineSigns", "sign_problems", "with_links"]

#: A word that does not begin with an asterisk, but has some; its letters may be markers. Several in a row stay between
#: digits only, so that a part of a word may be bold.
_WORD: Final = rf"[\w{PRIVATE_USE}]"
_ASTERISKS: Final = rf"((?<![\w{PRIVATE_USE}*\\]){_WORD}+(?:\*{_WORD}+)+|(?<=\d)\*+(?=\d)|\(\*+\))"
_ADDRESS: Final = rf"(?:https?://|www\.)[^\s<>\"«»“”\x02\x03{PRIVATE_USE}]+"
#: Without what ends a sentence, so that an address may stand between the signs of emphasis.
_KEPT_ADDRESS: Final = rf"({_ADDRESS}(?<![?!.,:;*_~'’…—–)\]]))"
_MAIL: Final = r"[A-Za-z0-9.+_-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
#: Elements whose words hold no link: links themselves, code, and what only a trusted HTML can hold.
_WITHOUT_LINKS: Final = "a|button|code|iframe|math|noscript|option|pre|script|style|svg|template|textarea|title"
_BARE: Final = re.compile(
    rf"(?P<kept><(?P<name>{_WITHOUT_LINKS})\b.*?</(?P=name)\s*>"
    r"|<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>)"
    rf"|(?<![\w/.@-])(?P<address>{_ADDRESS})|(?<![\w.+@/-])(?P<mail>{_MAIL})(?![\w@-])",
    re.DOTALL | re.IGNORECASE,
)
_REFERENCE: Final = re.compile(r"&(?:lt|gt|quot|#\w+);.*", re.DOTALL)
#: What ends a sentence, not an address.
_AFTER: Final = "?!.,:;*_~'’…—–"
_BRACKETS: Final = {")": "(", "]": "["}


class InlineSigns(Extension):
    """Keeps asterisks within words and bare addresses from emphasis, and reads a backslash at a line's end."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Register after links and raw HTML (90), before entities (80) and emphasis (60); the break before escapes."""
        md.inlinePatterns.register(SubstituteTagInlineProcessor(r"\\\n", "br"), "newsroom-line-break", 185)
        md.inlinePatterns.register(SimpleTextInlineProcessor(_KEPT_ADDRESS), "newsroom-addresses", 85)
        md.inlinePatterns.register(SimpleTextInlineProcessor(_ASTERISKS), "newsroom-asterisks", 65)


def sign_problems(text: str, path: str, first_line: int) -> Iterator[Problem]:
    """Yield the pairs of signs in a Markdown ``text``, whose code is blank: they would be published as typed."""
    for pair in sign_pairs(text):
        hint = tr("write %(markup)s", markup=pair.markup)
        yield Problem(path, pair.message, first_line + text.count("\n", 0, pair.offset), hint=hint)


def with_links(html: str) -> str:
    """Return HTML with a link for each web address and e-mail address that stands in its words."""
    if "://" not in html and "www." not in html and "@" not in html:
        return html
    return _BARE.sub(_linked, html)


def _linked(match: re.Match[str]) -> str:
    if match["kept"]:
        return match[0]
    if match["mail"]:
        return f'<a href="mailto:{match[0]}">{match[0]}</a>'
    address, rest = _divided(match[0])
    if not address.rpartition("//")[2].removeprefix("www."):
        return match[0]
    target = f"http://{address}" if address[:4].lower() == "www." else address
    return f'<a href="{target}">{address}</a>{rest}'


def _divided(text: str) -> tuple[str, str]:
    """Return an address as it is in HTML, and what follows it: a reference, a closing bracket, a sentence's end."""
    reference = _REFERENCE.search(text)
    end = reference.start() if reference else len(text)
    surplus = {close: text.count(close, 0, end) - text.count(begin, 0, end) for close, begin in _BRACKETS.items()}
    while end:
        last = text[end - 1]
        if last == ";" and text.endswith("&amp;", 0, end):
            end -= len("&amp;")
        elif last in _AFTER:
            end -= 1
        elif surplus.get(last, 0) > 0:
            surplus[last] -= 1
            end -= 1
        else:
            break
    return text[:end], text[end:]
