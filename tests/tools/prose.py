"""The words that readers will read: out of Markdown, the ledger and the interface's catalogues."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from babel.messages.pofile import read_po

from tools.built import ROOT

_WORD = re.compile(r"[^\W\d_]+(?:[-’'\u2011][^\W\d_]+)*")
_NOT_PROSE = (
    re.compile(r"^(```|~~~).*?^\1", re.DOTALL | re.MULTILINE),
    re.compile(r"`[^`]+`"),
    re.compile(r"\{\{.*?\}\}", re.DOTALL),
    re.compile(r"\{[:#.][^}\n]*\}"),  # attribute lists
    re.compile(r"\]\([^)]*\)|\]\[[^\]]*\]|^\[[^\]]+\]:.*$", re.MULTILINE),  # link targets
    re.compile(r"<[^>]+>"),
    re.compile(r"https?://\S+|\S+@\S+\.\S+"),
    re.compile(r"\b[\w-]+(\.[\w-]+)*\.(kz|news|com|org|json|md|csv|xml|ru)\b"),  # hosts and files named in prose
    re.compile(r"%\(\w+\)[sd]|&\w+;"),
)
_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)
# front matter that readers see in the article's own language
_FIELDS = (
    "title",
    "summary",
    "topics",
    "lead",
    "dateline",
    "alt",
    "caption",
    "note",
    "name",
    "role",
    "position",
)


@dataclass(frozen=True)
class Word:
    """One word and the file that it stands in."""

    text: str
    place: str

    @property
    def latin(self) -> bool:
        return self.text[0].isascii()

    @property
    def parts(self) -> set[str]:
        """The word, and its parts if it has hyphens: hunspell may report either."""
        return {self.text, *re.split(r"[-\u2011]", self.text)}


def prose(lang: str) -> Iterator[Word]:
    """Every word of one language that is published, with its place."""
    for path in sorted((ROOT / "content").rglob(f"*.{lang}.md")):
        yield from _words(_markdown(path.read_text(encoding="utf-8")), path)
    ledger = ROOT / "content/data/indicators.json"
    yield from _words("\n".join(_in_language(json.loads(ledger.read_text(encoding="utf-8")), lang)), ledger)
    catalogue = ROOT / f"theme/translations/{lang}.po"
    with catalogue.open("rb") as file:
        for message in read_po(file, locale=lang):
            if message.id:
                strings = message.string if isinstance(message.string, tuple | list) else [message.string]
                yield from _words("\n".join(strings), catalogue)


def _words(text: str, path: Path) -> Iterator[Word]:
    for pattern in _NOT_PROSE:
        text = pattern.sub(" ", text)
    place = path.relative_to(ROOT).as_posix()
    for match in _WORD.finditer(text.replace("\u00ad", "")):
        yield Word(match[0].replace("\u2011", "-").replace("’", "'"), place)


def _markdown(source: str) -> str:
    match = _FRONT_MATTER.match(source)
    if not match:
        return source
    fields = yaml.safe_load(match[1]) or {}
    return "\n".join([*_strings({name: fields.get(name) for name in _FIELDS}), match[2]])


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _in_language(value: object, lang: str) -> Iterator[str]:
    """Strings below any key that is the language's code."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _strings(inner) if key == lang else _in_language(inner, lang)
    elif isinstance(value, list):
        for inner in value:
            yield from _in_language(inner, lang)
