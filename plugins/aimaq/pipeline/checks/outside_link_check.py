"""The check of a site's links to other sites: find them, ask those that were not good lately, say what to do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from aimaq.base.files.atomic_files import write_atomically
from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound
from aimaq.base.web_addresses import host_of
from aimaq.figures.ledger import read_ledger
from aimaq.newsroom.outside_links.asking import Answer, Verdict
from aimaq.newsroom.outside_links.places import Place, addresses_in_settings, addresses_in_text, is_elsewhere
from aimaq.newsroom.outside_links.rounds import ask_all
from aimaq.pipeline.project import CONF, Project, languages_of, today

if TYPE_CHECKING:
    from aimaq.settings.schema import Settings

__all__ = ["CheckedLinks", "check_links"]

#: How long a whole check may take, in seconds; the next one goes on with the rest.
MOST_SECONDS: Final = 900
#: Days for which a good answer counts.
_GOOD_DAYS: Final = 6
_ARCHIVE: Final = "https://web.archive.org/web/"


@dataclass(frozen=True, slots=True)
class CheckedLinks:
    """What is wrong with links, what a person may look at, and the numbers of addresses: all, and those not asked."""

    problems: Sequence[Problem]
    warnings: Sequence[Problem]
    addresses: int
    unasked: int


def check_links(project: Project, *, again: bool = False) -> CheckedLinks:
    """Ask each address of another site that the site names; raise ``ProblemsFound`` if nobody answers at all.

    What was good in the last days is not asked, except ``again``.
    """
    settings = project.settings()
    day, path = today(settings), project.cache / "outside-links.json"
    places = _places(project, settings)
    since = (day - timedelta(days=_GOOD_DAYS)).isoformat()
    good = {} if again else {url: at for url, at in _kept(path).items() if url in places and at >= since}
    answers = ask_all((url for url in places if url not in good), seconds=MOST_SECONDS)
    asked = [each for each in answers.values() if each.verdict is not Verdict.SKIPPED]
    if asked and not any(each.status for each in asked) and not good:
        message = tr("no server answered at all")
        hint = tr("is this machine connected to the network? A proxy is taken from the environment (https_proxy)")
        raise ProblemsFound([Problem("aimaq links", message, hint=hint)])
    found = {url: day.isoformat() for url, answer in answers.items() if answer.verdict is Verdict.GOOD}
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, msgspec.json.encode(good | found))
    named = [(answer, problem) for url, answer in answers.items() for problem in _named(url, answer, places[url])]
    broken = (Verdict.GONE, Verdict.PRIVATE)
    problems = sorted((each for answer, each in named if answer.verdict in broken), key=lambda each: each.sort_key)
    warnings = sorted((each for answer, each in named if answer.verdict not in broken), key=lambda each: each.sort_key)
    return CheckedLinks(problems, warnings, len(places), len(places) - len(good) - len(answers))


def _kept(path: Path) -> dict[str, str]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, str])
    except (OSError, msgspec.DecodeError):
        return {}


def _places(project: Project, settings: Settings) -> Mapping[str, Sequence[Place]]:
    """Return each address of another site with the places that name it, in the order of the files."""
    confs = dict.fromkeys((CONF, project.published_conf))
    own = frozenset(host_of(project.settings(conf).siteurl).lower() for conf in confs)
    found: dict[str, dict[Place, None]] = defaultdict(dict)
    for url, place in (*_in_content(project, settings), *_in_settings(project, confs)):
        if is_elsewhere(url, own):
            found[url][place] = None
    return {url: list(places) for url, places in found.items()}


def _in_content(project: Project, settings: Settings) -> Iterator[tuple[str, Place]]:
    folder, ledger = project.root / settings.path, project.root / settings.indicators_path
    texts = {path for each in (*settings.article_paths, *settings.page_paths) for path in (folder / each).rglob("*.md")}
    moved = [path for path in (project.root / settings.hosting_redirects,) if path.is_file()]
    for path in (*sorted(texts), *moved):
        yield from addresses_in_text(_text(path), path.relative_to(project.root).as_posix())
    if ledger.is_file():
        days = _days_of_sources(project, settings)
        for url, place in addresses_in_text(_text(ledger), ledger.relative_to(project.root).as_posix()):
            yield url, replace(place, day=days.get(url, ""))


def _days_of_sources(project: Project, settings: Settings) -> Mapping[str, str]:
    """Return the last day on which a value from each source was released."""
    path = project.root / settings.indicators_path
    ledger = read_ledger(path, languages=languages_of(settings), root=project.root)
    observations = [seen for each in ledger.indicators.values() for seen in each.observations if seen.source]
    observations.sort(key=lambda seen: seen.released)
    return {seen.source.url: seen.released.isoformat() for seen in observations if seen.source}


def _in_settings(project: Project, confs: Iterable[str]) -> Iterator[tuple[str, Place]]:
    for conf in confs:
        yield from addresses_in_settings(_text(project.root / conf), conf)


def _text(path: Path) -> str:
    return path.read_text("utf-8-sig", errors="replace")


def _named(url: str, answer: Answer, places: Sequence[Place]) -> Iterator[Problem]:
    """Yield what there is to say of an address, for each place that names it."""
    if answer.verdict is Verdict.GOOD:
        return
    for place in places:
        message = tr("%(address)s: %(why)s", address=url, why=answer.why)
        yield Problem(place.path, message, place.line, hint=_advice(url, answer, place))


def _advice(url: str, answer: Answer, place: Place) -> str:
    match answer.verdict:
        case Verdict.MOVED:
            return tr("write the new address: %(address)s", address=answer.new)
        case Verdict.GONE if not url.startswith(_ARCHIVE):
            copy = f"{_ARCHIVE}{place.day.replace('-', '')}/{url}" if place.day else f"{_ARCHIVE}{url}"
            return tr("link to what is there now, or to an archive's copy, if there is one: %(address)s", address=copy)
        case Verdict.REFUSED:
            return tr("programs are refused there, and readers may not be: open it in a browser")
        case Verdict.SKIPPED:
            return tr("it has been skipped: open it in a browser now and then")
        case Verdict.LATER:
            return tr("it may be so for now only: check it again another day")
        case _:
            return tr("give an address that everybody can open")
