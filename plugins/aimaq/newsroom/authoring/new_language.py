"""Add a language to a site: an edition in its settings, and a catalogue to translate where the theme has none."""

import ast
import json
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

import msgspec
from babel.messages.catalog import Catalog as Messages
from babel.messages.pofile import read_po, write_po

from aimaq.base.files.atomic_files import write_atomically
from aimaq.base.languages.known_languages import LANGUAGES, NOMINATIVE, language_of
from aimaq.base.languages.messages import tr
from aimaq.base.languages.translations import read_catalog
from aimaq.base.overrides import TRANSLATIONS
from aimaq.base.problems import Problem, ProblemsFound, raise_any
from aimaq.figures.contradictions.reading.language_patterns import LANGUAGES as SEARCHED
from aimaq.figures.grammar.locales import locale_of
from aimaq.figures.grammar.plural_forms import needed_categories
from aimaq.figures.grammar.proposals import PROPOSED
from aimaq.settings.schema import EditionSetting, Settings

__all__ = ["NewLanguage", "add_language", "what_is_known"]

#: The line in a catalogue's header that says that no native editor has read it.
_NOT_REVIEWED: Final = "X-Reviewed: no"


@dataclass(frozen=True, slots=True)
class NewLanguage:
    """What has been done: the files ``written``, and sentences on what is ``known`` of the language."""

    written: Sequence[Path]
    known: Sequence[str]


def add_language(settings: Settings, conf: Path, lang: str, *, site_name: str = "", tagline: str = "") -> NewLanguage:
    """Add an edition to the settings file ``conf``, and a catalogue to translate if the theme has none.

    ``site_name`` and ``tagline`` are the site's in that language; without them, those of the default edition stand
    there to be translated. Raises ProblemsFound for a language that is an edition already or that CLDR does not know,
    and where EDITIONS is not a list that a program can add to. Then nothing has been written.
    """
    editions = settings.editions or ()
    shown = conf.relative_to(settings.project).as_posix()
    problems = []
    if lang in (edition.lang for edition in editions):
        problems.append(
            Problem(shown, tr('EDITIONS has "%(lang)s" already', lang=lang), hint=tr("choose another language"))
        )
    raise_any([*problems, *_unknown_to_cldr(lang)])
    first = next((each for each in editions if each.lang == settings.default_lang), None)
    edition = EditionSetting(
        lang=lang,
        locale=language_of(lang).locale,
        name=language_of(lang).name,
        site_name=site_name or (first.site_name if first else settings.sitename),
        tagline=tagline or (first.tagline if first else settings.sitename),
    )
    text = _with_edition(conf.read_text("utf-8"), edition, shown)
    own = settings.project / TRANSLATIONS / f"{lang}.po"
    theme = settings.project / settings.theme / "translations"
    written = [conf]
    if not (theme / own.name).exists() and not own.exists():
        own.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(own, _catalogue_to_translate(theme / "en.po", lang))
        written.append(own)
    write_atomically(conf, text.encode())
    return NewLanguage(written, what_is_known(settings, lang))


def what_is_known(settings: Settings, lang: str) -> tuple[str, ...]:
    """Return sentences on what the program can do in a language, and what it cannot.

    Raises ProblemsFound for one that CLDR does not know.
    """
    raise_any(_unknown_to_cldr(lang))
    language = language_of(lang)
    cases = ", ".join(language.cases) if language.cases != (NOMINATIVE,) else tr("one only")
    return (
        _known_words(settings, lang),
        tr(
            "Units: forms for %(categories)s (CLDR's plural categories); cases: %(cases)s.",
            categories=", ".join(needed_categories(lang, 0)),
            cases=cases,
        ),
        tr("`aimaq forms` proposes the forms of a unit.")
        if lang in PROPOSED
        else tr("`aimaq forms` does not propose the forms of a unit."),
        tr("`aimaq check` looks for numbers that are typed by hand.")
        if lang in SEARCHED
        else tr("`aimaq check` does not look for numbers that are typed by hand."),
    )


def _unknown_to_cldr(lang: str) -> list[Problem]:
    try:
        locale_of(lang)
    except ValueError as error:
        hint = tr("write its code in ISO 639; those with rules of their own: %(list)s", list=", ".join(LANGUAGES))
        return [Problem("aimaq language", str(error), hint=hint)]
    return []


def _known_words(settings: Settings, lang: str) -> str:
    folder = settings.project / settings.theme / "translations"
    english = read_catalog(folder / "en.po", "en", root=settings.project).messages
    try:
        catalog = read_catalog(folder / f"{lang}.po", lang, root=settings.project)
    except ProblemsFound:
        return tr("Words of the pages: %(done)s of %(number)s are translated.", done=0, number=len(english))
    done = sum(bool(each.id and each.string and all(each.string)) for each in catalog.messages)
    theirs = (folder / f"{lang}.po").read_text("utf-8") if (folder / f"{lang}.po").exists() else ""
    if _NOT_REVIEWED in theirs:
        return tr(
            "Words of the pages: %(done)s of %(number)s are translated; no native editor has reviewed them.",
            done=done,
            number=len(english),
        )
    return tr("Words of the pages: %(done)s of %(number)s are translated.", done=done, number=len(english))


def _with_edition(text: str, edition: EditionSetting, shown: str) -> str:
    """Return the text of a settings file with one more entry at the end of its list EDITIONS."""
    fields = msgspec.structs.asdict(edition).items()
    lines = "".join(f'        "{name}": {json.dumps(value, ensure_ascii=False)},\n' for name, value in fields)
    entry = f"    {{\n{lines}    }},\n"
    place = _end_of_editions(text)
    if place is None:
        hint = tr("add this to it by hand:") + f"\n{entry.rstrip()}"
        raise ProblemsFound([Problem(shown, tr("EDITIONS is not a list that is written out in this file"), hint=hint)])
    before, after = text[:place].rstrip(), text[place:]
    comma = "" if before.endswith(("[", "(", ",")) else ","
    return f"{before}{comma}\n{entry}{after}"


def _end_of_editions(text: str) -> int | None:
    """Return the offset of the bracket that ends the list EDITIONS of a settings file; None without such a list."""
    found = None
    for node in ast.parse(text).body:
        match node:
            case ast.Assign(targets=[ast.Name(id="EDITIONS")], value=ast.List() | ast.Tuple() as value):
                found = value
    if found is None or found.end_lineno is None or found.end_col_offset is None:
        return None
    lines = text.split("\n")
    # Columns are counted in bytes of UTF-8.
    last = lines[found.end_lineno - 1].encode()[: found.end_col_offset - 1].decode()
    return sum(len(line) + 1 for line in lines[: found.end_lineno - 1]) + len(last)


def _catalogue_to_translate(english: Path, lang: str) -> bytes:
    """Return a catalogue of the theme's messages without translations, with CLDR's plural rule for the language."""
    comment = f"# Words of the theme in {language_of(lang).name}: `aimaq check` lists those that are not translated."
    empty = Messages(locale=lang, header_comment=comment, fuzzy=False)
    with english.open("rb") as file:
        for message in read_po(file, locale="en"):
            if message.id:
                empty.add(message.id, context=message.context)
    target = BytesIO()
    write_po(target, empty, width=0)
    return target.getvalue()
