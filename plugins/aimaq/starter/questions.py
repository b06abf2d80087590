"""The questions of `aimaq new` in a terminal. All answers are checked together."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from aimaq.base.interviews import Answer, ask_until_right
from aimaq.base.languages.messages import is_yes, tr
from aimaq.starter.languages import ready_languages
from aimaq.starter.site_plan import HOSTS, SiteAnswers

__all__ = ["interview"]

Created = TypeVar("Created")


def interview(
    ask: Callable[[str], str],
    show: Callable[[str], None],
    before: SiteAnswers,
    create: Callable[[SiteAnswers], Created],
) -> Created:
    """Ask until ``create`` accepts the answers, and return what it returns; see :func:`ask_until_right`."""
    return ask_until_right(ask, show, before, _questions, create)


def _questions(answer: Answer, before: SiteAnswers) -> SiteAnswers:
    ready = ", ".join(ready_languages())
    languages = answer(tr("Languages, the main one first (%(ready)s)", ready=ready), before.languages)
    codes = [part for part in languages.replace(",", " ").split() if part]
    return replace(
        before,
        languages=languages,
        names=_ask_names(answer, codes, before.names),
        url=answer(tr("Address of the site"), before.url),
        zone=answer(tr("Time zone"), before.zone),
        colour=answer(tr("Colour, as #7a1230 (else the theme's)"), before.colour),
        sign=answer(tr("Sign, the path of an SVG or PNG (else the theme's)"), before.sign),
        email=answer(tr("E-mail address for readers, if there is one"), before.email),
        figures=is_yes(answer(tr("With figures, y or n"), tr("y") if before.figures else tr("n"))),
        host=answer(tr("Host (%(list)s)", list=", ".join(HOSTS)), before.host),
    )


def _ask_names(answer: Answer, languages: list[str], before: tuple[str, ...]) -> tuple[str, ...]:
    """Ask for the institution's name in each language; the first is proposed for the others."""
    known = dict(each.split("=", 1) for each in before if each.partition("=")[0] in languages and "=" in each)
    proposal = next((each for each in before if each.partition("=")[0] not in languages), "")
    names = []
    for lang in languages:
        name = answer(tr("Name of the institution (%(lang)s)", lang=lang), known.get(lang, proposal))
        proposal = proposal or name
        names.append(f"{lang}={name}")
    return tuple(names)
