"""What the parts of Aimaq share during one run of Pelican: one typed value, under one key of Pelican's settings.

Pelican hands its settings to every reader, generator and writer, and nothing else, so this is where a hook finds the
build that it belongs to. Code outside of this package gets what it needs by argument and returns what it finds.
"""

import logging
from collections.abc import Iterable, Mapping, MutableMapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment

from aimaq.base.files.cache import Cache
from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound, raise_any
from aimaq.base.withheld import Withheld
from aimaq.build.composition import Composition
from aimaq.build.encoder import Encoder
from aimaq.build.transform import load_transform
from aimaq.figures.fill.today import IndicatorTransform
from aimaq.hosting.hosting_description import HostingDescription
from aimaq.newsroom.content.text import Text
from aimaq.newsroom.model.site import Site
from aimaq.newsroom.settings import Newsroom
from aimaq.newsroom.theme.assets import Asset
from aimaq.pelican.active import link_folder, uses
from aimaq.pelican.reading.stored_readings import Reading
from aimaq.settings.pelican_settings import PelicanSettings
from aimaq.settings.read import read_settings
from aimaq.settings.schema import Settings

__all__ = ["KEY", "Build", "FaultyDrafts", "Findings", "build_of", "ensure_build", "raise_problems"]

_log = logging.getLogger(__name__)

KEY = "AIMAQ"
"""The one key of ours in Pelican's settings."""


class FaultyDrafts(ProblemsFound):
    """Drafts that a preview was going to show have problems.

    The ``texts``, by slug and language, are to be set aside.
    """

    def __init__(self, problems: Iterable[Problem], texts: Set[tuple[str, str]]) -> None:
        super().__init__(problems)
        self.texts = texts


@dataclass(slots=True)
class Findings:
    """What hooks have found so far: Pelican's signals return nothing.

    ``moments`` are those at which something composed changes by itself, each with its reason: ``publication``,
    ``news-sitemap``. ``remarks`` are sentences for the build's report, ``unlogged`` lines that the log of what is
    published lacks, ``doubts`` what typography has left as it is typed. ``drafts`` maps paths, as messages show them,
    to the drafts: no problem of theirs stops a build. Those that are ``set_aside``, by slug and language, are
    not shown in a preview either; ``unfinished`` maps the address of each draft with problems to these.
    """

    problems: list[Problem] = field(default_factory=list)
    moments: list[tuple[datetime, str]] = field(default_factory=list)
    withheld: list[Withheld] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    unlogged: list[str] = field(default_factory=list)
    doubts: list[Problem] = field(default_factory=list)
    drafts: dict[str, Text] = field(default_factory=dict)
    set_aside: Set[tuple[str, str]] = frozenset()
    unfinished: dict[str, list[Problem]] = field(default_factory=dict)

    def note_once(self, problem: Problem) -> None:
        """Note what several texts have in common."""
        if problem not in self.problems:
            self.problems.append(problem)

    def raise_problems(self) -> None:
        """Raise ``ProblemsFound`` with all problems but those of drafts, if there are any, and forget them.

        The same settings may serve the next build of a session that watches the files. Raises ``FaultyDrafts`` if
        nothing is wrong but with drafts that would be written.
        """
        problems = sorted(set(self.problems), key=lambda problem: problem.sort_key)
        self.problems.clear()
        raise_any(problem for problem in problems if problem.path not in self.drafts)
        for problem in problems:
            self.unfinished.setdefault(self.drafts[problem.path].address, []).append(problem)
        faulty = [self.drafts[problem.path] for problem in problems]
        if shown := {(text.slug, text.lang) for text in faulty if text.status == "published"}:
            raise FaultyDrafts(problems, shown)


@dataclass(slots=True)
class Build:
    """One run of Pelican: what it was given, and what its parts have loaded.

    ``project`` is the folder to which paths in messages are relative, ``now`` the moment of the build. ``composition``
    takes composed texts, and ``reading`` knows the content files (None without a store). ``standalone`` says that
    Pelican's own command runs: nothing is compared with an earlier build. ``figures`` is None while the ledger is
    broken, ``hosting`` while the settings for it are wrong. ``texts`` are all texts that were read, until they have
    been checked; ``site`` is the model of the newsroom's site, once all have been read; ``pictures`` maps the paths of
    published pictures below the content folder to those below the output folder. ``assets`` are the theme's files by
    their names, ``environment`` is the Jinja environment of all generators. ``addresses`` are the root-relative ones
    that generators are going to write.
    """

    project: Path
    now: datetime
    settings: Settings
    composition: Composition | None = None
    reading: Reading | None = None
    cache: Cache = field(default_factory=Cache)
    standalone: bool = False
    findings: Findings = field(default_factory=Findings)
    figures: IndicatorTransform | None = None
    newsroom: Newsroom | None = None
    texts: Sequence[Text] = ()
    site: Site | None = None
    pictures: Mapping[str, str] = field(default_factory=dict)
    assets: Mapping[str, Asset] = field(default_factory=dict)
    hosting: HostingDescription | None = None
    environment: Environment | None = None
    addresses: set[str] = field(default_factory=set)

    @property
    def has_figures(self) -> bool:
        """Whether the ledger has indicators; one that cannot be read had some."""
        if self.figures is None:
            return uses(self.settings.given, "indicators")
        return bool(self.figures.ledger.indicators)

    @property
    def unit_words(self) -> Mapping[str, Mapping[str, str]]:
        """The words of the units of all figures, by indicator and language."""
        return self.figures.unit_words if self.figures else {}


def build_of(settings: PelicanSettings) -> Build:
    """Return the build that these settings of Pelican's belong to."""
    build: Build = settings[KEY]
    return build


def raise_problems(generators: Sequence[Any]) -> None:
    """Raise what hooks and generators have found: called when all content has been read, before anything is written.

    Pelican's own command has no report: what is wrong with drafts, and what else there is to say, is a warning there.
    """
    settings = generators[0].settings
    if KEY in settings:
        build = build_of(settings)
        build.findings.raise_problems()
        if build.standalone:
            drafts = (
                tr("Draft: %(each)s", each=each) for problems in build.findings.unfinished.values() for each in problems
            )
            for said in (*drafts, *build.findings.remarks):
                _log.warning("%s", said)


def ensure_build(settings: MutableMapping[str, Any]) -> Build:
    """Return the build; under Pelican's own command, where there is none yet, begin one."""
    if KEY not in settings:
        project = Path(settings["PATH"]).absolute().parent
        settings[KEY] = Build(project, datetime.now(UTC), read_settings(settings, project), standalone=True)
    build = build_of(settings)
    if build.composition is None and uses(settings, "incremental"):
        own = build.settings
        transform = load_transform(own, build.now)
        build.composition = Composition(
            transform, Encoder(own.incremental_drawn, lambda: own, folder=link_folder(settings))
        )
    return build
