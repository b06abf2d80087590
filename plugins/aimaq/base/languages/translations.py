"""Message catalogues: gettext ``.po`` files, one a language, compiled by Babel in memory."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog as Messages
from babel.messages.catalog import Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from jinja2 import nodes
from jinja2.ext import extract_from_ast

from aimaq.base.languages.messages import tr
from aimaq.base.overrides import TRANSLATIONS
from aimaq.base.problems import Problem, ProblemsFound, not_utf8, raise_any

__all__ = [
    "Catalog",
    "UsedMessage",
    "catalog_messages",
    "catalog_problems",
    "python_messages",
    "read_catalog",
    "read_catalogs",
    "template_messages",
]

TEXT = r'"(?:[^"\\]|\\.)*"'
LINE = re.compile(rf"(?:#.*|(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?)[ \t]+)?{TEXT})?")
MESSAGE = re.compile(rf'^(?:msgctxt (?P<context>{TEXT})\n)?msgid (?P<id>"(?!"$){TEXT[1:]})$', re.MULTILINE)
PLACEHOLDER = re.compile(r"%\((\w+)\)")
PYTHON_CALL = re.compile(rb"\b(?:_|u?n?p?gettext)\(")


class Catalog(GNUTranslations):
    """The translations of one language: the ``messages`` of the file at ``path``, and those ``compiled``."""

    def __init__(self, path: Path, messages: Messages, compiled: bytes) -> None:
        super().__init__(BytesIO(compiled))
        self.path, self.messages = path, messages


def read_catalog(path: Path, lang: str, *, root: Path) -> Catalog:
    """Read ``path``, and the site's own words of that language, which come first, and compile them.

    Fuzzy messages are left out, as msgfmt does. Raises ProblemsFound, with paths relative to ``root``, if there is no
    file, or if one is not a ``.po`` file of ``lang``.
    """
    found: list[tuple[Path, str, str]] = []
    for each in (path, root / TRANSLATIONS / path.name):
        shown = _relative(each, root)
        try:
            found.append((each, each.read_text(encoding="utf-8-sig"), shown))
        except FileNotFoundError:
            continue
        except UnicodeDecodeError as error:
            raise ProblemsFound([not_utf8(error, shown)]) from error
    if not found:
        hint = tr("every edition needs one: aimaq language add %(lang)s", lang=lang)
        raise ProblemsFound([Problem(_relative(path, root), tr("this catalogue is missing"), hint=hint)])
    return Catalog(found[-1][0], *_compiled(tuple((text, shown) for _, text, shown in found), lang))


@lru_cache(maxsize=16)  # the ledger's part and the newsroom read the same ones
def _compiled(files: tuple[tuple[str, str], ...], lang: str) -> tuple[Messages, bytes]:
    """Compile the catalogues with these texts and names in messages; a later one comes first."""
    (text, shown), *own = files
    messages, compiled = _messages(text, lang, shown)
    for text, shown in own:
        for entry in _messages(text, lang, shown)[0]:
            if entry.id and any(_strings(entry.string)):
                messages.delete(entry.id, entry.context)  # Babel would keep the string that is there
                messages[entry.id] = entry
    return messages, _mo_file(messages) if own else compiled


def _messages(text: str, lang: str, shown: str) -> tuple[Messages, bytes]:
    raise_any([*_broken_lines(text, shown), *_repeated(text, shown)])
    try:
        messages = read_po(text.split("\n"), locale=lang, abort_invalid=True)
        if not any(entry.id for entry in messages):
            raise ProblemsFound(
                [Problem(shown, tr("the catalogue holds no messages"), hint=tr("bring it back from Git"))]
            )
        if (found := _language(messages)) != lang:
            message = tr(
                'expected the language "%(lang)s", as in the file\'s name, found "%(found)s"', lang=lang, found=found
            )
            raise ProblemsFound([Problem(shown, message, _line_with("Language:", text))])
        compiled = _mo_file(messages)
        GNUTranslations(BytesIO(compiled))  # finds what is wrong with the plural rule
        return messages, compiled
    except PoFileError as error:
        # Babel counts lines from 0.
        raise ProblemsFound([Problem(shown, _not_a_line(error), error.lineno + 1)]) from error
    except ValueError as error:  # from the plural rule
        problem = Problem(
            shown,
            tr("Plural-Forms cannot be read: %(error)s", error=error),
            _line_with("Plural-Forms:", text),
            hint=tr("write it as in Git, or as CLDR has it for the language"),
        )
        raise ProblemsFound([problem]) from error


def _mo_file(messages: Messages) -> bytes:
    file = BytesIO()
    write_mo(file, messages)
    return file.getvalue()


def _broken_lines(text: str, path: str) -> Iterator[Problem]:
    """Yield a problem for each line that is not a catalogue's; Babel would misread it without an error."""
    for number, line in enumerate(text.split("\n"), 1):
        if not LINE.fullmatch(line.strip()):
            keyword = re.match(r"(msg|\")", line.strip())
            hint = tr('a text stands between two quotation marks; one inside it is written \\"') if keyword else ""
            yield Problem(
                path, tr('not a line of a gettext catalogue: "%(line)s"', line=line.strip()), number, hint=hint
            )


def _repeated(text: str, path: str) -> Iterator[Problem]:
    """Yield a problem for each message that stands twice; Babel would drop one of them without an error."""
    seen: dict[str, int] = {}
    for match in MESSAGE.finditer(text):
        line = text.count("\n", 0, match.start("id")) + 1
        first = seen.setdefault(match[0].strip(), line)
        if first != line:
            yield Problem(
                path,
                tr("%(text)s stands twice (first in line %(first)s)", text=match["id"], first=first),
                line,
                hint=tr("delete one of them"),
            )


def _language(messages: Messages) -> str:
    """Return the language in the header, without a country."""
    return re.split("[_-]", str(dict(messages.mime_headers).get("Language", "")))[0]


def _not_a_line(error: PoFileError) -> str:
    if error.line.strip():
        return tr('not a line of a gettext catalogue: "%(line)s"', line=error.line.strip())
    return re.sub(r" on \d+$", "", str(error))


def _line_with(words: str, text: str) -> int:
    return next((number for number, line in enumerate(text.split("\n"), 1) if words in line), 1)


def read_catalogs(folder: Path, languages: Iterable[str], *, root: Path) -> dict[str, Catalog]:
    """Read ``<lang>.po`` of every language; raises ProblemsFound with the problems of all of them."""
    catalogs: dict[str, Catalog] = {}
    problems: list[Problem] = []
    for lang in languages:
        try:
            catalogs[lang] = read_catalog(folder / f"{lang}.po", lang, root=root)
        except ProblemsFound as found:
            problems.extend(found.problems)
    raise_any(problems)
    return catalogs


class UsedMessage(NamedTuple):
    """A message that every catalogue needs, and the file and line (or None) that use it."""

    message: str
    context: str | None
    path: str
    line: int | None


def template_messages(tree: nodes.Template, path: str) -> Iterator[UsedMessage]:
    """Yield the messages of a parsed template, which messages show as ``path``."""
    for line, function, message in extract_from_ast(tree):
        texts = _strings(message)
        context = texts.pop(0) if function in ("pgettext", "npgettext") and len(texts) > 1 else None
        if texts:
            yield UsedMessage(texts[0], context, path, line)


def python_messages(paths: Iterable[Path], *, root: Path) -> Iterator[UsedMessage]:
    """Yield the messages of Python files."""
    for path in sorted(paths):
        source = path.read_bytes()
        if not PYTHON_CALL.search(source):  # tokenising a file is slow
            continue
        for line, message, _comments, context in extract("python", BytesIO(source), keywords=DEFAULT_KEYWORDS):
            yield UsedMessage(_strings(message)[0], context, _relative(path, root), line)


def catalog_messages(catalog: Catalog, *, root: Path) -> Iterator[UsedMessage]:
    """Yield the messages of a catalogue, which stands for what the package's own theme and program use."""
    shown = _relative(catalog.path, root)
    yield from (
        UsedMessage(_strings(entry.id)[0], entry.context, shown, entry.lineno) for entry in catalog.messages if entry.id
    )


def catalog_problems(
    used: Iterable[UsedMessage], catalogs: Mapping[str, Catalog], *, root: Path, shipped: Path | None = None
) -> list[Problem]:
    """Return the problems of the catalogues: missing translations of used messages, and unusable translations.

    Translations below the folder ``shipped`` can be used.
    """
    first: dict[tuple[str | None, str], UsedMessage] = {}
    for each in used:
        first.setdefault((each.context, each.message), each)
    problems: list[Problem] = []
    for catalog in catalogs.values():
        shown = _relative(catalog.path, root)
        for message, context, path, line in first.values():
            found = catalog.messages.get(message, context)
            strings = [] if found is None or found.fuzzy else _strings(found.string)
            if not strings or not all(strings):
                text = tr('"%(message)s" is not translated in %(shown)s', message=message, shown=shown)
                problems.append(Problem(path, text, line, hint=tr('add msgid "%(message)s"', message=message)))
        for entry in () if shipped and catalog.path.is_relative_to(shipped) else catalog.messages:
            if entry.id and all(_strings(entry.string)):
                problems.extend(
                    Problem(shown, f'"{_strings(entry.id)[0]}": {error}', entry.lineno)
                    for error in list(entry.check(catalog.messages)) or _misprinted(entry)
                )
    return problems


def _misprinted(entry: Message) -> Iterator[str]:
    """Yield what Babel does not check: a single percent sign, and a placeholder that a translation leaves out.

    One of several plural forms may leave out its number ("a story").
    """
    originals, texts = _strings(entry.id), _strings(entry.string)
    for text in texts:
        try:
            text % _AnyValue()
        except (ValueError, TypeError):
            yield tr('a percent sign is written %%%% in "%(text)s"', text=text)
            return
    if len(originals) == 1:
        lost = set(PLACEHOLDER.findall(originals[0])) - set(PLACEHOLDER.findall(texts[0]))
        yield from (tr("the translation leaves out %%(%(name)s)s", name=name) for name in sorted(lost))


class _AnyValue(dict[str, int]):
    """Has a value for every placeholder."""

    def __missing__(self, name: str) -> int:
        return 0


def _strings(value: object) -> list[str]:
    """Return a message's forms: gettext has one, ngettext a tuple of them."""
    if isinstance(value, str):
        return [value]
    return [str(form) for form in value if form is not None] if isinstance(value, list | tuple) else []


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
