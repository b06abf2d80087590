"""What a new site is to be, checked: its name, address, languages, time zone, figures and host."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from unicodedata import category
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from babel.localtime import get_localzone

from aimaq.base.addresses.site_folder import is_folder
from aimaq.base.extras import has_extra
from aimaq.base.files.package_files import THEME
from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound, raise_any, suggest
from aimaq.base.web_addresses import INVISIBLE, is_web_address
from aimaq.newsroom.content.rules import MAIL
from aimaq.settings.colours import recolouring_of
from aimaq.settings.schema import ColoursSetting, Settings
from aimaq.settings.sign import ENDINGS, check_sign
from aimaq.starter.languages import ready_languages

__all__ = ["HOSTS", "LONGEST_NAME", "SiteAnswers", "SitePlan", "machine_zone", "plan_site"]

#: Where a site can be published by a workflow of its own; "none": by `aimaq publish`, or later.
HOSTS: Final = ("github", "gitlab", "none")
LONGEST_NAME: Final = 200  # characters
_NAMED: Final = re.compile(r"([a-z]{2,3})=(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class SiteAnswers:
    """What its future editors answered, as they typed it. A name is a text, or `kk=TEXT` for one language.

    ``colour`` is #rrggbb, or "" for the theme's; ``sign`` the path of a file, or "" for the theme's; ``email`` is where
    readers can write, or "".
    """

    names: tuple[str, ...] = ()
    url: str = ""
    languages: str = "en"
    zone: str = ""
    colour: str = ""
    sign: str = ""
    email: str = ""
    figures: bool = True
    host: str = "github"


@dataclass(frozen=True, slots=True)
class SitePlan:
    """A site that can be made. ``names`` has a name for each of ``languages``, of which the first is the default."""

    names: Mapping[str, str]
    url: str
    languages: tuple[str, ...]
    zone: str
    colour: str
    sign: Path | None
    email: str
    figures: bool
    host: str

    @property
    def name(self) -> str:
        """The name in the default language."""
        return self.names[self.languages[0]]


def plan_site(answers: SiteAnswers) -> SitePlan:
    """Return the plan that the answers state; raise ``ProblemsFound`` with everything that is wrong with them."""
    languages = tuple(dict.fromkeys(part for part in re.split(r"[,\s]+", answers.languages) if part))
    problems = [
        *_language_problems(languages),
        *_address_problems(answers.url),
        *_zone_problems(answers.zone),
        *_name_problems(answers.names, languages),
        *_colour_problems(answers.colour),
        *_sign_problems(answers.sign, answers.colour),
    ]
    if answers.email and not MAIL.fullmatch(answers.email):
        message = tr('expected an e-mail address such as "press@example.org", found "%(email)s"', email=answers.email)
        problems.append(Problem("--email", message))
    if answers.host not in HOSTS:
        problems.append(
            Problem("--host", tr('unknown host "%(host)s"', host=answers.host) + suggest(answers.host, HOSTS))
        )
    raise_any(problems)
    named = {lang: name for lang, name in _by_language(answers.names) if name}
    names = {lang: named.get(lang) or named[""] for lang in languages}
    url = answers.url.rstrip("/")
    sign = Path(answers.sign) if answers.sign else None
    return SitePlan(
        names, url, languages, answers.zone, answers.colour, sign, answers.email, answers.figures, answers.host
    )


def machine_zone() -> str:
    """Return the name of this machine's time zone; UTC where it has none with a name."""
    zone = getattr(get_localzone(), "key", "")
    return zone if not _zone_problems(zone) else "UTC"


def _by_language(names: Sequence[str]) -> list[tuple[str, str]]:
    """Return each name with its language, "" for that of all others; white space between words becomes one space."""
    ready, found = ready_languages(), []
    for name in names:
        match = _NAMED.fullmatch(name.strip())
        lang, text = (match[1], match[2]) if match and match[1] in ready else ("", name)
        found.append((lang, " ".join(text.split())))
    return found


def _name_problems(names: Sequence[str], languages: Sequence[str]) -> list[Problem]:
    found, problems = _by_language(names), []
    for lang, name in found:
        # Marks of direction (Cf) belong to names in scripts that run from right to left.
        unfit = next((each for each in name if category(each) in INVISIBLE - {"Cf"}), None)
        if unfit:
            problems.append(
                Problem("--name", tr("the name holds U+%(code)s, which no text may hold", code=f"{ord(unfit):04X}"))
            )
        if "{{" in name or "}}" in name:
            problems.append(
                Problem("--name", tr("a name cannot hold {{ or }}"), hint=tr("between these, markers stand"))
            )
        if len(name) > LONGEST_NAME:
            problems.append(
                Problem(
                    "--name",
                    tr(
                        "the name has %(number)s letters, more than %(most)s",
                        number=len(name),
                        most=LONGEST_NAME,
                    ),
                )
            )
        if lang and lang not in languages:
            problems.append(Problem("--name", tr('"%(lang)s" is not among the languages of the site', lang=lang)))
    given = Counter(lang for lang, name in found if name)
    problems += [
        Problem(
            "--name",
            tr("there are %(count)s names for %(lang)s", count=count, lang=lang or "all languages"),
            hint=tr("give one"),
        )
        for lang, count in given.items()
        if count > 1
    ]
    missing = [lang for lang in languages if not given[lang] and not given[""]]
    if missing:
        hint = tr('write it as --name "City Office", or as --name en="City Office" in each language')
        problems.append(
            Problem("--name", tr("the institution's name is missing (%(list)s)", list=", ".join(missing)), hint=hint)
        )
    return problems


def _language_problems(languages: Sequence[str]) -> list[Problem]:
    ready = ready_languages()
    hint = tr("begin with one of %(list)s; then `aimaq language add` brings another one", list=", ".join(ready))
    if not languages:
        return [Problem("--languages", tr("expected one language at least"), hint=hint)]
    return [
        Problem("--languages", tr('there are no starter texts in "%(lang)s"', lang=lang), hint=hint)
        for lang in languages
        if lang not in ready
    ]


def _address_problems(url: str) -> list[Problem]:
    expected = tr('expected scheme and host, such as "https://press.example.org"')
    if not url:
        return [Problem("--url", tr("%(expected)s, found nothing", expected=expected))]
    parts = urlsplit(url) if is_web_address(url) else None
    if parts is None or parts.query or parts.fragment:
        return [Problem("--url", tr('%(expected)s, found "%(url)s"', expected=expected, url=url))]
    if not is_folder(parts.path.rstrip("/")):
        hint = tr("the name of a folder has Latin letters, digits and ._~-")
        return [
            Problem(
                "--url", tr('%(expected)s, or with a folder, found "%(url)s"', expected=expected, url=url), hint=hint
            )
        ]
    return []


def _zone_problems(zone: str) -> list[Problem]:
    try:
        ZoneInfo(zone)
    except (OSError, ValueError, KeyError):  # KeyError: ZoneInfoNotFoundError
        return [
            Problem("--zone", tr('there is no time zone "%(zone)s"', zone=zone), hint=tr('write it as "Europe/Warsaw"'))
        ]
    return []


def _colour_problems(colour: str) -> list[Problem]:
    """Return what is wrong with a colour, as the settings' own check of COLOURS finds it."""
    if not colour:
        return []
    if not re.fullmatch("#[0-9a-fA-F]{6}", colour):
        return [Problem("--colour", tr('expected a colour such as "#7a1230", found "%(colour)s"', colour=colour))]
    try:
        recolouring_of(_settings_with(colour))
    except ProblemsFound as found:
        return [
            Problem("--colour", problem.message.removeprefix("COLOURS.brand: "), hint=problem.hint)
            for problem in found.problems
        ]
    return []


def _sign_problems(sign: str, colour: str) -> list[Problem]:
    """Return what is wrong with a sign, as the settings' own check of SIGN finds it.

    A drawing is left to the first build where what renders it is not installed: the new site brings it.
    """
    if not sign:
        return []
    path = Path(sign)
    if path.suffix not in ENDINGS:
        return [
            Problem(
                "--sign",
                tr(
                    'expected a file that ends in %(endings)s, found "%(sign)s"',
                    endings=tr(" or ").join(ENDINGS),
                    sign=sign,
                ),
            )
        ]
    if not path.is_file():
        return [Problem("--sign", tr('there is no file "%(sign)s"', sign=sign))]
    try:
        if path.suffix == ".png" or has_extra("identity"):
            check_sign(path, sign, _settings_with(colour))
    except ProblemsFound as found:
        return list(found.problems)
    return []


def _settings_with(colour: str) -> Settings:
    """Return settings that have this colour, or the theme's for ""."""
    colours = {"brand": colour} if colour else {}
    given = ColoursSetting(**colours) if colours else None
    return Settings(project=THEME.parent, given={"COLOURS": colours}, theme=THEME.name, colours=given)
