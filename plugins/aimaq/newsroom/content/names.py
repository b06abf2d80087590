"""Names of content files: ``<slug>.<lang>.md``."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from aimaq.base.languages.slugs import slugify
from aimaq.base.problems import Problem, suggest

__all__ = ["LONGEST_SLUG", "ContentName", "parse_name"]

#: Of a slug: it is the name of files and folders, which file systems and hosts limit to 255 letters with what is added.
LONGEST_SLUG = 180
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class ContentName:
    """A file's slug, which its translations share, and its language."""

    slug: str
    lang: str


def parse_name(path: str, languages: Sequence[str]) -> ContentName | Problem:
    """Return slug and language of the content file at ``path``, or what is wrong with its name and a right one."""
    name = PurePosixPath(path).name
    stem = name.removesuffix(".md")
    slug, dot, lang = stem.rpartition(".")
    if not dot:
        message = f'the file\'s name has no language: expected <slug>.<lang>.md, found "{name}"'
        return Problem(path, message, hint=f'rename it, for instance to "{slugify(stem) or "slug"}.{languages[0]}.md"')
    if lang not in languages:
        message = f'unknown language "{lang}" in the file\'s name{suggest(lang, languages)}'
        return Problem(
            path, message, hint=f"an edition's file ends in {', '.join(f'.{each}.md' for each in languages)}"
        )
    if not SLUG.fullmatch(slug):
        message = f'the slug "{slug}" becomes the address: expected small Latin letters, digits and single hyphens'
        hint = f'rename the file, for instance to "{slugify(slug, lang) or "slug"}.{lang}.md"'
        return Problem(path, message, hint=hint)
    return ContentName(slug, lang)
