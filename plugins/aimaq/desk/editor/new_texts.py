"""Begin a text: its files in all languages, as drafts, so that nothing stops while they are written."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from aimaq.base.languages.messages import tr
from aimaq.base.languages.slugs import slugify
from aimaq.base.problems import Problem, ProblemsFound
from aimaq.desk.editor.field_edits import edited_fields
from aimaq.desk.editor.field_yaml import FieldValue
from aimaq.desk.editor.words import KIND_NAMES
from aimaq.newsroom.authoring.new_files import language_of, new_story
from aimaq.newsroom.content.names import SLUG
from aimaq.newsroom.settings import PARTS, PEOPLE
from aimaq.settings.schema import Settings

__all__ = ["begin", "kinds_to_begin"]

_ORDER: Final = ("title", "name", "date", "kind", "topics", "summary", "status")


def kinds_to_begin(settings: Settings) -> Mapping[str, str]:
    """Return the name of each kind of text: those of stories, and the folders of pages and people."""
    others = {"pages": tr("Page"), PEOPLE: tr("Person or office")}
    return {**KIND_NAMES, **{folder: name for folder, name in others.items() if folder in settings.page_paths}}


def begin(settings: Settings, kind: str, title: str, slug: str, lang: str) -> str:
    """Write the files of a new text, and return the path of the one that has the title, below the content folder.

    ``lang`` is the title's language, "" for the one that its letters suggest. Raises ``ProblemsFound``; no file is ever
    overwritten.
    """
    content, languages = settings.project / settings.path, settings.languages
    lang = lang or language_of(title, settings.default_lang, languages)
    folder = kind if kind in settings.page_paths and kind != PARTS else settings.article_paths[0]
    existing = [path.relative_to(content).as_posix() for path in (content / folder).rglob("*.md")]
    if folder in settings.page_paths:
        texts = _page_files(folder, title, slug or slugify(title, lang), lang, languages, existing)
    else:
        today = datetime.now(ZoneInfo(settings.timezone)).date()
        found = new_story(
            kind, title, today, slug=slug, lang=lang, languages=languages, existing=existing, folder=folder
        )
        texts = {path: edited_fields(text, {"status": "draft"}, _ORDER) for path, text in found.items()}
    (content / folder).mkdir(parents=True, exist_ok=True)
    for path, text in texts.items():
        with (content / path).open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    return next(path for path in texts if path.endswith(f".{lang}.md"))


def _page_files(
    folder: str, title: str, slug: str, lang: str, languages: tuple[str, ...], existing: list[str]
) -> dict[str, str]:
    if not SLUG.fullmatch(slug):
        raise ProblemsFound(
            [
                Problem(
                    "slug", tr('expected small Latin letters, digits and single hyphens, found "%(slug)s"', slug=slug)
                )
            ]
        )
    paths = {each: f"{folder}/{slug}.{each}.md" for each in languages}
    taken = [path for path in paths.values() if path in existing]
    if taken:
        raise ProblemsFound([Problem(path, tr("the file exists")) for path in taken])
    name = "name" if folder == PEOPLE else "title"
    texts = {}
    for each, path in paths.items():
        fields: dict[str, FieldValue] = {name: title if each == lang else "", "status": "draft"}
        texts[path] = edited_fields("---\n---\n\n", fields, _ORDER)
    return texts
