"""What the sections of an old site become: a kind of story, a topic under another name, or nothing.

    kinds:
      press-releases: release
    topics:
      Без рубрики: ""
      Экономика: экономика

Keys are names or slugs of the old site's categories and tags, in any letter case. "" removes a topic.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec
import yaml

from aimaq.base.languages.messages import system_reason, tr
from aimaq.base.languages.slugs import slugify
from aimaq.base.problems import Problem, ProblemsFound, not_utf8, raise_any, suggest
from aimaq.base.type_messages import worded
from aimaq.importing.report import SourceReport, shortened
from aimaq.newsroom.content.fields import ArticleFields
from aimaq.newsroom.content.kinds import KINDS, own_fields

__all__ = ["SectionMapping", "read_section_mapping", "report_author"]

#: Kinds without required fields of their own: an old text does not state who took a picture, for example.
_IMPORTABLE = tuple(name for name, kind in KINDS.items() if not any(each.required for each in own_fields(kind)))
_HINT = tr('expected "kinds:" and "topics:", each with "old name: new name" lines')

#: Of a topic's address: it is part of the names of files.
_MOST_LETTERS: Final = 100
#: The slug, "" if unknown, and the name of a category or tag.
Term = tuple[str, str]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kinds: dict[str, str] = {}
    topics: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class SectionMapping:
    """Keys are in small letters; ``kind`` is that of stories whose sections are not in ``kinds``."""

    kind: str = "news"
    kinds: Mapping[str, str] = field(default_factory=dict)
    topics: Mapping[str, str] = field(default_factory=dict)

    def kind_of(self, terms: Iterable[Term]) -> str:
        """Return the kind of a text: that of the first of its terms that has one."""
        return next(filter(None, map(self._own_kind, terms)), self.kind)

    def topics_of(self, terms: Iterable[Term]) -> tuple[str, ...]:
        """Return the topics of a text, each once."""
        topics: dict[str, str] = {}
        for slug, name in terms:
            topic = self._topic(slug, name)
            if 0 < len(slugify(topic := " ".join(topic.split()))) <= _MOST_LETTERS:
                topics.setdefault(topic.casefold(), topic)
        return tuple(topics.values())

    def shown_as(self, slug: str, name: str) -> dict[str, str]:
        """Return what a list of the stories with one term is here: the list of a ``kind``, or else of a ``topic``."""
        if kind := self._own_kind((slug, name)):
            return {"kind": kind}
        topics = self.topics_of([(slug, name)])
        return {"topic": topics[0]} if topics else {}

    def report(self, kind: str, terms: Iterable[Term], report: SourceReport) -> None:
        """Report what each of these terms becomes; ``kind`` is ``category`` or ``tag``."""
        for slug, name in terms:
            own_kind, topics = self._own_kind((slug, name)), self.topics_of([(slug, name)])
            notes = [
                *([tr("the kind %(own_kind)s", own_kind=own_kind)] if own_kind else []),
                *(tr("the topic “%(topic)s”", topic=topic) for topic in topics),
            ]
            if notes:
                report.brought(kind, f"“{name or slug}”", tr(" and ").join(notes))
            elif self._topic(slug, name).strip():
                why = tr("no address can be made of its letters, or none that is short enough: name it by --mapping")
                report.lost(kind, f"“{shortened(name or slug)}”", why)
            else:
                report.left(kind, f"“{name or slug}”", tr("the mapping removes it"))

    def _topic(self, slug: str, name: str) -> str:
        return self.topics.get(name.casefold(), self.topics.get(slug.casefold(), name))

    def _own_kind(self, term: Term) -> str:
        return next(filter(None, (self.kinds.get(name.casefold()) for name in term)), "")


def report_author(name: str, report: SourceReport) -> None:
    """Report the author of a text, who becomes nothing here."""
    if name:
        why = tr("stories are the institution's; who speaks in one is named by its field “speakers”")
        report.left("author", f"“{shortened(name)}”", why)


def read_section_mapping(path: str, kind: str) -> SectionMapping:
    """Read the file at ``path``, "" for none; ``kind`` is that of all other stories.

    Raises ProblemsFound for a file that cannot be read, and for kinds that are unknown or that an old text cannot have.
    """
    problems = list(_wrong_kind("--kind", kind))
    found = _File()
    if path:
        try:
            found = _read(path)
        except ProblemsFound as error:
            problems += error.problems
        for name in found.kinds.values():
            problems += _wrong_kind(path, name)
    raise_any(problems)
    return SectionMapping(
        kind,
        {name.casefold(): value for name, value in found.kinds.items()},
        {name.casefold(): value for name, value in found.topics.items()},
    )


def _read(path: str) -> _File:
    data: object = None
    try:
        data = yaml.safe_load(Path(path).read_bytes().decode("utf-8-sig"))
        return msgspec.convert(data or {}, _File)
    except UnicodeDecodeError as error:
        problem = not_utf8(error, path)
    except OSError as error:
        problem = Problem(path, system_reason(error) or tr("it cannot be read"), hint=tr("look at the name's spelling"))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
        problem = Problem(path, tr("this is not YAML: %(problem)s", problem=error.problem), line, column)
    except msgspec.ValidationError as error:
        problem = Problem(path, ": ".join(filter(None, worded(str(error), data))), hint=_HINT)
    except UnicodeEncodeError as error:
        half = f"\\u{ord(error.object[error.start]):04x}"
        problem = Problem(
            path,
            tr("a text holds %(half)s, which is half of a character", half=half),
            hint=tr("write the character itself"),
        )
    except (yaml.YAMLError, ValueError, RecursionError):  # ValueError: an escape or a number that Python cannot take
        problem = Problem(path, tr("this is not YAML"), hint=_HINT)
    raise ProblemsFound([problem])


def _wrong_kind(path: str, name: str) -> Iterator[Problem]:
    if name not in KINDS:
        yield Problem(path, tr('unknown kind "%(name)s"', name=name) + suggest(name, _IMPORTABLE))
    elif name not in _IMPORTABLE:
        common = {each.name for each in msgspec.structs.fields(ArticleFields) if each.required}
        needed = ", ".join(each.name for each in own_fields(KINDS[name]) if each.required and each.name not in common)
        message = tr(
            'a story of the kind "%(name)s" needs %(needed)s, which an old text does not have', name=name, needed=needed
        )
        yield Problem(
            path, message, hint=tr("take one of %(list)s, and change the kind by hand", list=", ".join(_IMPORTABLE))
        )
