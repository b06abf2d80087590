"""Numbers of figures that are typed where no editor's text is: in settings, and in a site's own templates and words.

They stand on many pages, and nothing keeps them up to date.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from aimaq.base.languages.messages import tr
from aimaq.base.overrides import TEMPLATES, TRANSLATIONS
from aimaq.base.problems import Problem
from aimaq.figures.contradictions.check import contradictions
from aimaq.figures.contradictions.content_file import ContentFile
from aimaq.figures.contradictions.reading.language_patterns import LANGUAGES
from aimaq.figures.ledger import Ledger
from aimaq.settings.locate import setting_place
from aimaq.settings.schema import FooterGroupSetting, LinkSetting, Settings

__all__ = ["typed_outside_texts"]

#: What of a template readers do not see as it stands.
_CODE: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|<(script|style)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
#: The same of a catalogue: comments, and the words of the theme that are replaced.
_MESSAGE: Final = re.compile(r"^(?:#.*|(?:msgctxt|msgid).*(?:\n\".*)*)", re.MULTILINE)


def typed_outside_texts(settings: Settings, ledger: Ledger) -> Iterator[Problem]:
    """Yield a warning for each of them; a language that the check of texts does not know is left out."""
    hint = tr("it is on many pages, and nothing keeps it up to date: leave it out, or print the figure by a template")
    words = {f"{name} {number}": (name, lang, text) for number, (name, lang, text) in enumerate(_words_of(settings))}
    said = (ContentFile(path, path, lang, text) for path, (_, lang, text) in words.items() if lang in LANGUAGES)
    for found in contradictions((*said, *_own_files(settings)), ledger):
        if found.path in words:
            name, _, text = words[found.path]
            path, line = setting_place(settings.project, name, settings.given.get(name), text)
            yield Problem(path, f"{name}: {found.message}", line, hint=hint)
        else:
            yield replace(found, hint=hint)


def _words_of(settings: Settings) -> Iterator[tuple[str, str, str]]:
    """Yield the words of settings that pages print: the setting's name, their language, and themselves."""
    for edition in settings.editions or ():
        yield from (("EDITIONS", edition.lang, text) for text in (edition.site_name, edition.tagline))
    for lang, links in settings.navigation.items():
        yield from (("NAVIGATION", lang, each.label) for each in links if isinstance(each, LinkSetting))
    for lang, groups in settings.footer.items():
        for group in groups:
            if isinstance(group, FooterGroupSetting):
                yield from (("FOOTER", lang, text) for text in (group.title, *(each.label for each in group.links)))
    for lang, terms in settings.sign.terms.items() if settings.sign else ():
        yield "SIGN", lang, terms


def _own_files(settings: Settings) -> Iterator[ContentFile]:
    """Yield the site's own templates, in each language since they do not say theirs, and its words for the theme."""
    for path in sorted((settings.project / TEMPLATES).rglob("*.html")):
        shown = path.relative_to(settings.project).as_posix()
        seen = _CODE.sub(_blank, path.read_text("utf-8", errors="replace"))
        yield from (
            ContentFile(shown, f"{shown} {lang}", lang, seen) for lang in settings.languages if lang in LANGUAGES
        )
    for path in sorted((settings.project / TRANSLATIONS).glob("*.po")):
        if path.stem in LANGUAGES:
            shown = path.relative_to(settings.project).as_posix()
            said = _MESSAGE.sub(_blank, path.read_text("utf-8", errors="replace"))
            yield ContentFile(shown, shown, path.stem, said)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])
