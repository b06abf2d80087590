"""Names of content files: ``<slug>.<lang>.md``."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from aimaq.base.languages.messages import tr
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
        message = tr('the file\'s name has no language: expected <slug>.<lang>.md, found "%(name)s"', name=name)
        return Problem(
            path,
            message,
            hint=tr(
                'rename it, for instance to "%(slug)s.%(lang)s.md"',
                slug=slugify(stem) or "slug",
                lang=languages[0],
            ),
        )
    if lang not in languages:
        message = tr('unknown language "%(lang)s" in the file\'s name', lang=lang) + suggest(lang, languages)
        return Problem(
            path,
            message,
            hint=tr("an edition's file ends in %(endings)s", endings=", ".join(f".{each}.md" for each in languages)),
        )
    if not SLUG.fullmatch(slug):
        message = tr(
            'the slug "%(slug)s" becomes the address: expected small Latin letters, digits and single hyphens',
            slug=slug,
        )
        hint = tr(
            'rename the file, for instance to "%(slug)s.%(lang)s.md"',
            slug=slugify(slug, lang) or "slug",
            lang=lang,
        )
        return Problem(path, message, hint=hint)
    return ContentName(slug, lang)
