"""Typography of one content file: its body, and the fields of its front matter that readers see as words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import msgspec

from aimaq.base.problems import Problem
from aimaq.newsroom.content.fields import Values
from aimaq.newsroom.typography.html_text import Typeset, typeset_html, typeset_text
from aimaq.newsroom.typography.rules import Rules, rules_of

__all__ = ["TypesetDocument", "typeset_document"]

#: Fields that are plain texts. A topic is a key, the number of a document a name, an address is no prose.
_TEXTS: Final = frozenset({"title", "summary", "dateline", "place", "street", "issuer", "name", "post"})
#: Of what other fields hold, the parts that are words; those for who does not see a picture are an attribute.
_PARTS: Final[Mapping[str, str]] = {
    "attachments": "title",
    "sources": "title",
    "photo": "caption",
    "photos": "caption",
    "portrait": "caption",
    "updates": "text",
    "corrections": "text",
    "withdrawn": "reason",
}


@dataclass(frozen=True, slots=True)
class TypesetDocument:
    """The fields and the HTML of a text as they are printed, and a problem for what was left as it is typed."""

    fields: Values
    html: str
    doubts: tuple[Problem, ...] = ()


def typeset_document(
    fields: Values, html: str, lang: str, source: str, path: str, lines: Mapping[str, int]
) -> TypesetDocument:
    """Return a text in ``lang`` as newspapers print it.

    ``source`` is the file at ``path``, as messages show it; ``lines`` has the line at which each field begins, and the
    body as "". What the text states stays: see :mod:`aimaq.newsroom.versions.statements`, which reads what was typed.
    """
    rules = rules_of(lang)
    if rules is None:
        return TypesetDocument(fields, html)
    setter = _Setter(rules)
    printed = {name: setter.value(name, value) for name, value in fields.items()}
    body = typeset_html(html, rules)
    setter.found.append(("", body))
    return TypesetDocument(printed, body.text, tuple(_problems(setter.found, source.split("\n"), path, lines)))


@dataclass(slots=True)
class _Setter:
    """Sets fields, and collects what was left: pairs of a field's name and the words."""

    rules: Rules
    found: list[tuple[str, Typeset]] = field(default_factory=list)

    def value(self, name: str, value: object) -> object:
        if isinstance(value, str):
            return self._words(name, value) if name in _TEXTS else value
        if isinstance(value, list):
            return [self.value(name, each) for each in value]
        if name in _PARTS and isinstance(value, msgspec.Struct):
            part = _PARTS[name]
            return msgspec.structs.replace(value, **{part: self._words(name, getattr(value, part))})
        return value

    def _words(self, name: str, words: str) -> str:
        typeset = typeset_text(words, self.rules)
        self.found.append((name, typeset))
        return typeset.text


def _problems(
    found: list[tuple[str, Typeset]], source: list[str], path: str, lines: Mapping[str, int]
) -> Iterator[Problem]:
    """Yield a problem for each doubt, at the place where its words stand, from the line of its field on."""
    reached: dict[tuple[str, str], tuple[int, int]] = {}
    for name, typeset in found:
        for doubt, words in typeset.doubts:
            begin = reached.get((name, words), (lines.get(name, 1), 0))
            if at := _place(words, source, *begin):
                reached[name, words] = at
            line, column = at or (begin[0], None)
            yield Problem(path, doubt.message, line, column, hint=doubt.hint)


def _place(words: str, source: list[str], line: int, column: int) -> tuple[int, int] | None:
    """Return the line and the column of some words behind a place; None if Markdown or YAML writes them otherwise."""
    for number, text in enumerate(source[line - 1 :], line):
        found = text.find(words, column if number == line else 0)
        if found >= 0:
            return number, found + 1
    return None
