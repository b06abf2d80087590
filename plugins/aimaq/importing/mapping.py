"""What an old site's sections are here: a kind of story, a topic under another name, or nothing.

    kinds:
      press-releases: release
    topics:
      Без рубрики: ""
      Экономика: экономика

Keys are names or slugs of categories and tags of the old site, in any letter case. "" takes a topic away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import yaml

from aimaq.base.problems import Problem, ProblemsFound, not_utf8, suggest
from aimaq.base.type_messages import worded
from aimaq.newsroom.content.fields import ArticleFields
from aimaq.newsroom.content.kinds import KINDS, own_fields

__all__ = ["IMPORTABLE", "Mapped", "read_mapping"]

#: Kinds that ask for nothing that an old text does not have: who took a picture, say, only an editor can tell.
IMPORTABLE = tuple(name for name, kind in KINDS.items() if not any(each.required for each in own_fields(kind)))


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kinds: dict[str, str] = {}
    topics: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Mapped:
    """``kind`` is that of stories whose sections name none."""

    kind: str = "news"
    kinds: Mapping[str, str] = field(default_factory=dict)
    topics: Mapping[str, str] = field(default_factory=dict)

    def kind_of(self, names: Iterable[tuple[str, str]]) -> str:
        """Return the kind that the first of a text's sections (pairs of slug and name) stands for."""
        found = (self.kinds.get(each.casefold()) for pair in names for each in pair)
        return next(filter(None, found), self.kind)

    def topics_of(self, names: Iterable[tuple[str, str]]) -> tuple[str, ...]:
        """Return the topics of a text, none twice."""
        topics: dict[str, str] = {}
        for slug, name in names:
            known = self.topics.get(name.casefold(), self.topics.get(slug.casefold(), name))
            if topic := " ".join(known.split()):
                topics.setdefault(topic.casefold(), topic)
        return tuple(topics.values())


def read_mapping(path: str, kind: str) -> Mapped:
    """Read the mapping at ``path``, or an empty one for ""; ``kind`` is that of all other stories.

    Raises ProblemsFound for a kind that does not exist, or that an old text cannot be.
    """
    problems = list(_wrong_kind("--kind", kind))
    found = _File()
    if path:
        try:
            data = yaml.safe_load(Path(path).read_bytes().decode("utf-8-sig"))
            found = msgspec.convert(data or {}, _File)
        except UnicodeDecodeError as error:
            problems.append(not_utf8(error, path))
        except OSError as error:
            problems.append(Problem(path, error.strerror or "it cannot be read", hint="look at the name's spelling"))
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            place = (mark.line + 1, mark.column + 1) if mark else (None, None)
            problems.append(Problem(path, f"this is not YAML: {error.problem}", *place))
        except (yaml.YAMLError, msgspec.ValidationError, RecursionError) as error:
            message = (
                ": ".join(filter(None, worded(str(error), data)))
                if isinstance(error, msgspec.ValidationError)
                else "this is not YAML"
            )
            problems.append(
                Problem(path, message, hint='expected "kinds:" and "topics:", each with "old name: new name" lines')
            )
        for name in found.kinds.values():
            problems += _wrong_kind(path, name)
    if problems:
        raise ProblemsFound(problems)
    return Mapped(
        kind,
        {name.casefold(): value for name, value in found.kinds.items()},
        {name.casefold(): value for name, value in found.topics.items()},
    )


def _wrong_kind(path: str, name: str) -> Iterable[Problem]:
    if name not in KINDS:
        yield Problem(path, f'unknown kind "{name}"{suggest(name, IMPORTABLE)}')
    elif name not in IMPORTABLE:
        common = {each.name for each in msgspec.structs.fields(ArticleFields) if each.required}
        needed = ", ".join(each.name for each in own_fields(KINDS[name]) if each.required and each.name not in common)
        message = f'a story of the kind "{name}" needs {needed}, which an old text does not have'
        yield Problem(path, message, hint=f"take one of {', '.join(IMPORTABLE)}, and change the kind by hand")
