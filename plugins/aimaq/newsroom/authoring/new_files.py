"""Create the files of a new story, one for each language. They do not build until their fields are filled in."""

import datetime
from collections.abc import Sequence
from pathlib import Path
from string import ascii_lowercase
from zoneinfo import ZoneInfo

from aimaq.base.languages.known_languages import script_of
from aimaq.base.languages.messages import tr
from aimaq.base.languages.slugs import slugify
from aimaq.base.problems import Problem, ProblemsFound, raise_any, suggest
from aimaq.figures.ledger.read import ledger_of
from aimaq.figures.periods import WrongYear, check_year
from aimaq.newsroom.authoring.skeletons import skeleton
from aimaq.newsroom.content.characters import shortened
from aimaq.newsroom.content.kinds import KINDS
from aimaq.newsroom.content.names import LONGEST_SLUG, SLUG
from aimaq.settings.schema import Settings

__all__ = ["create_article", "language_of", "new_story"]


def create_article(settings: Settings, kind: str, title: str, slug: str, date: str, lang: str = "") -> list[Path]:
    """Write a new story's files and return their paths; ``date`` is in ISO 8601, or "" for today.

    ``lang`` is the language of the title, "" for the one that its letters suggest.

    Raises ProblemsFound for what ``new_story`` refuses and for a date that does not exist.
    """
    day, problems = datetime.datetime.now(ZoneInfo(settings.timezone)).date(), []
    try:
        day = datetime.date.fromisoformat(date) if date else day
        check_year(day.year, date)
    except WrongYear as error:
        problems.append(Problem("date", str(error)))
    except ValueError:
        problems.append(Problem("date", tr('expected a date such as 2021-07-01, found "%(date)s"', date=date)))
    project = settings.project
    folder = project / settings.path / settings.article_paths[0]
    languages = settings.languages
    texts: dict[str, str] = {}
    try:
        texts = new_story(
            kind,
            title,
            day,
            slug=slug,
            lang=lang or language_of(title, settings.default_lang, languages),
            languages=languages,
            existing=[path.relative_to(project).as_posix() for path in folder.rglob("*.md")],
            folder=folder.relative_to(project).as_posix(),
            figure=_first_figure(settings),
        )
    except ProblemsFound as found:
        problems += found.problems
    raise_any(problems)
    folder.mkdir(parents=True, exist_ok=True)
    for path, text in texts.items():
        with (project / path).open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    return [project / path for path in texts]


def _first_figure(settings: Settings) -> str:
    """Return the key of an indicator that the ledger has, "" if there is none, or none that can be read."""
    try:
        known = ledger_of(settings).indicators
    except ProblemsFound:  # the build reports them
        return ""
    return next((key for key in (*settings.headline_indicators, *known) if key in known), "")


def language_of(title: str, default: str, languages: Sequence[str]) -> str:
    """Guess a title's language by its letters: some are only Kazakh, and others have an alphabet of their own.

    A title of Latin letters is in the default language if that has a Latin alphabet, else in the first edition that has
    one; one with a Cyrillic letter likewise ("Завод Siemens").
    """
    letters = set(title.lower())
    if "kk" in languages and letters & set("әғқңөұүһі"):
        return "kk"
    script = (
        "Cyrl" if letters & set("абвгдежзиклмнопрстуфхцчшщыэюя") else "Latn" if letters & set(ascii_lowercase) else ""
    )
    return next((lang for lang in (default, *languages) if script_of(lang) == script), default)


def new_story(
    kind: str,
    title: str,
    day: datetime.date,
    *,
    slug: str = "",
    lang: str = "ru",
    languages: Sequence[str] = ("ru", "kk", "en"),
    existing: Sequence[str] = (),
    folder: str = "content/news",
    figure: str = "",
) -> dict[str, str]:
    """Return path → text of a new story's files; ``title`` is in ``lang``, the titles in other languages are empty.

    Without ``slug`` it is made from the title. Raises ProblemsFound for an unknown kind, a slug that cannot be an
    address, or a path that is among ``existing``: nothing is ever overwritten. ``figure`` is as in :func:`skeleton`.
    """
    problems = []
    slug = slug or slugify(title, lang)
    if kind not in KINDS:
        problems.append(Problem("kind", tr('unknown kind "%(kind)s"', kind=kind) + suggest(kind, KINDS)))
    if lang not in languages:
        problems.append(Problem("lang", tr('unknown language "%(lang)s"', lang=lang) + suggest(lang, languages)))
    if not SLUG.fullmatch(slug):
        message = tr('expected small Latin letters, digits and single hyphens, found "%(slug)s"', slug=slug)
        problems.append(
            Problem("slug", message, hint=tr('for instance "%(slug)s"', slug=slugify(slug) or "zone-growth"))
        )
    elif len(slug) > LONGEST_SLUG:
        message = tr(
            'the address "%(slug)s" has %(number)s letters, more than %(most)s',
            slug=shortened(slug),
            number=len(slug),
            most=LONGEST_SLUG,
        )
        problems.append(Problem("slug", message, hint=tr("give a shorter one with --slug")))
    paths = {language: f"{folder}/{slug}.{language}.md" for language in languages}
    # Some file systems ignore letter case.
    taken = {path.casefold() for path in existing}
    problems.extend(
        Problem(path, tr("this file exists already"), hint=tr("choose another slug"))
        for path in paths.values()
        if path.casefold() in taken
    )
    raise_any(problems)
    titles = {language: title if language == lang else "" for language in languages}
    return {path: skeleton(kind, titles[language], day, language, figure) for language, path in paths.items()}
