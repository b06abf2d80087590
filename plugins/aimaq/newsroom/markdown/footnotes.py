"""Footnotes: ``[^1]`` in a sentence, and ``[^1]: where it comes from`` in a line of its own.

Python-Markdown's extension publishes them, numbered in the order of the sentences that call them. What it would drop or
number otherwise than the editor becomes a problem.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from html import escape
from typing import Final

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem
from aimaq.newsroom.content.characters import shortened

__all__ = ["CONFIG", "footnote_problems", "with_titles"]

#: The extension's options. A title is the number alone, until the language of the text is known.
CONFIG: Final = {"USE_DEFINITION_ORDER": False, "SEPARATOR": "-", "BACKLINK_TITLE": "{}", "BACKLINK_TEXT": "↩"}
_DEFINED: Final = re.compile(r"^[ >]{0,6}\[\^([^\]\n]*)\]:", re.MULTILINE)
_CALLED: Final = re.compile(r"(?<![!\\])\[\^([^\]\n]*)\](?!:)")
_INLINE: Final = re.compile(r"(?<!\\)\^\[(?=[^\]\n]+\])")
_CALL: Final = re.compile(r'(<a class="footnote-ref" href="#fn-[^"]*")(?=>(\d+)</a>)')
_BACK: Final = re.compile(r'(<a class="footnote-backref" href="#fnref\d*-[^"]*") title="(\d+)"')


def with_titles(html: str, gettext: Callable[[str], str]) -> str:
    """Return HTML in which the links to footnotes and back are named; ``gettext`` returns a message's translation."""
    html = _CALL.sub(_naming(gettext("Footnote %(num)s")), html)
    return _BACK.sub(_naming(gettext("Back to the text, footnote %(num)s")), html)


def _naming(message: str) -> Callable[[re.Match[str]], str]:
    return lambda found: f'{found[1]} aria-label="{escape(message % {"num": found[2]})}"'


def footnote_problems(text: str, path: str, first_line: int, *, allowed: bool) -> Iterator[Problem]:
    """Yield what is wrong with the footnotes of a Markdown ``text`` whose code is blank.

    Where they are not ``allowed``, each is a problem: the setting MARKDOWN leaves them out, or the text has no page of
    its own.
    """
    if "[^" not in text and "^[" not in text:
        return

    def problem(message: str, at: int, hint: str) -> Problem:
        return Problem(path, message, first_line + text.count("\n", 0, at), hint=hint)

    for match in _INLINE.finditer(text):
        hint = tr('write "[^1]" here, and "[^1]: …" with its text in a line of its own')
        yield problem(tr("a footnote within the sentence would be published as it is typed"), match.start(), hint)
    defined = {match[1]: match.start() for match in reversed([*_DEFINED.finditer(text)])}
    calls = {match[1]: match.start() for match in reversed([*_CALLED.finditer(text)])}
    first = [*dict.fromkeys(match[1] for match in _CALLED.finditer(text))]
    if not allowed:
        for name, at in {**defined, **calls}.items():
            hint = tr("write the source in the sentence; footnotes belong in an article or a page")
            yield problem(tr('the footnote "[^%(name)s]" cannot stand here', name=shortened(name, 40)), at, hint)
        return
    for name, at in defined.items():
        shown = f"[^{shortened(name, 40)}]"
        if not name or re.search(r"\s", name):
            yield problem(tr('"%(shown)s" is no name of a footnote', shown=shown), at, tr("a number or one word: [^1]"))
        elif name not in calls:
            hint = tr('write "%(shown)s" where it belongs, or delete it', shown=shown)
            yield problem(tr('no sentence calls the footnote "%(shown)s"', shown=shown), at, hint)
    for name, count in Counter(match[1] for match in _DEFINED.finditer(text)).items():
        if count > 1:
            shown = f"[^{shortened(name, 40)}]"
            message = tr(
                'the footnote "%(shown)s" has %(count)s texts, and only one would be published',
                shown=shown,
                count=count,
            )
            yield problem(message, defined[name], tr("give each footnote a number of its own"))
    for number, name in enumerate(first, 1):
        shown = f"[^{shortened(name, 40)}]"
        if name not in defined:
            hint = tr(
                'add a line "%(shown)s: …" with its text, or write \\[ for a bracket that is no footnote', shown=shown
            )
            yield problem(tr('the footnote "%(shown)s" has no text', shown=shown), calls[name], hint)
        elif name.isdecimal() and name != str(number):
            message = tr(
                'the footnote "%(shown)s" would be published with the number %(number)s', shown=shown, number=number
            )
            yield problem(message, calls[name], tr("number the footnotes in the order in which they are called"))
