"""The fill as a transform of composed text, with the figures that are public at the moment of the build."""

import hashlib
import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from functools import cached_property, partial
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

from aimaq.base.files.package_files import THEME
from aimaq.base.json_text.document import parse
from aimaq.base.languages.translations import read_catalogs
from aimaq.base.problems import Problem, raise_any
from aimaq.base.slots import has_slots, slots_in
from aimaq.base.withheld import Withheld
from aimaq.figures.addresses import Publication
from aimaq.figures.fill.commands import EVERY, Command
from aimaq.figures.fill.embargoed_values import withheld_values
from aimaq.figures.fill.filler import Filler
from aimaq.figures.fill.pins import moved_pins
from aimaq.figures.fill.printing import Printer
from aimaq.figures.fill.staleness import CHANGES, Staleness, next_change
from aimaq.figures.ledger import Ledger
from aimaq.figures.ledger.read import absent_ledger, ledger_of, read_file, shown_path
from aimaq.figures.ledger.releases import correction_faults
from aimaq.figures.log.check import CheckedLog, SiteFiles, check_log
from aimaq.figures.log.entries import Release, stamp
from aimaq.figures.log.log_file import LogFiles
from aimaq.figures.log_pages.commands import composing_parts, log_commands, log_state, pages_of
from aimaq.figures.log_pages.entries_in_words import LogInWords
from aimaq.figures.open_data.commands import commands
from aimaq.figures.published_ledger import PublishedLedger
from aimaq.figures.text.escaping import situate
from aimaq.figures.views import share_text
from aimaq.figures.views.rendering import FigureTemplates
from aimaq.figures.views.views import ThemeViews
from aimaq.settings.colours import recolouring_of
from aimaq.settings.schema import Settings
from aimaq.settings.sign import sign_of

__all__ = ["CommandFactory", "FillOptions", "IndicatorTransform", "digest", "load", "moment_of", "transform_of"]

#: Returns more commands by name, which write what the published ledger holds.
CommandFactory = Callable[[PublishedLedger], Mapping[str, Command]]


@dataclass(frozen=True, slots=True)
class FillOptions:
    """For which site and moment the fill writes.

    Figures are public up to ``now``, which is in the site's zone and has no ``tzinfo``. ``commands`` makes the commands
    of other parts of the program, by name.
    """

    settings: Settings
    now: datetime
    commands: CommandFactory = lambda _: {}

    @classmethod
    def of(cls, settings: Settings, now: datetime, commands: CommandFactory = lambda _: {}) -> Self:
        """Return the options that the settings state; ``now`` is the moment of the build."""
        return cls(settings, moment_of(settings, now), commands)

    def on(self, day: date) -> Self:
        """Return the same for the last moment of a day."""
        return replace(self, now=datetime.combine(day, time.max))


@dataclass(frozen=True, eq=False)
class IndicatorTransform:
    """Fills slots from one ledger; see :class:`aimaq.build.transform.Transform`.

    ``whole`` is the ledger with what is not public yet, ``public`` what finished texts may hold of it. ``state`` has a
    digest for each indicator, of it and everything that it is computed from; "*" is the digest of all. ``absent`` is
    the problem of a text that quotes figures where there is no ledger.
    """

    whole: Ledger
    public: Ledger
    filler: Filler
    inputs: tuple[Path, ...]
    state: Mapping[str, str]
    log: CheckedLog | None = None
    absent: Problem | None = None
    _fillers: dict[datetime, Filler] = field(default_factory=dict, init=False, repr=False)

    #: Composing does not depend on the day.
    settings = ("INDICATORS_TODAY",)

    @property
    def ledger(self) -> Ledger:
        """The ledger from which slots are filled."""
        return self.filler.data.ledger

    @property
    def staleness(self) -> Staleness:
        """Which values are stale."""
        return self.filler.data.staleness

    @property
    def moments(self) -> tuple[datetime, ...]:
        """The moments at which figures become public. Each build checks by itself whether the day is another one."""
        return tuple(self.staleness.releases(self.whole))

    @cached_property
    def withheld(self) -> tuple[Withheld, ...]:
        """The figures that are not public yet."""
        return tuple(withheld_values(self.whole, self.public))

    def unlogged(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Return the lines that the log lacks; ``texts`` are those that were found when texts were read."""
        return self.log.unlogged_lines(texts) if self.log else ()

    @property
    def logged(self) -> int:
        """How many entries the log has."""
        return len(self.log.log.entries) if self.log else 0

    def has_other_texts(self, logged: int, unlogged: Iterable[str]) -> bool:
        """Return whether the log has versions of texts that it neither had nor lacked when texts were read."""
        return self.log is not None and self.log.has_other_texts(logged, unlogged)

    @cached_property
    def files(self) -> SiteFiles | Mapping[str, bytes]:
        """The files of the log, by their paths below the output folder."""
        return SiteFiles(self.log.log) if self.log else {}

    def files_of(self, keys: Collection[str]) -> Collection[str]:
        """Return the paths of those of the log's files that depend on one of these keys."""
        return self.files.with_pages(pages_of(keys)) if isinstance(self.files, SiteFiles) else ()

    def filler_for(self, moment: datetime | None) -> Filler:
        """Return the filler for the markers of a text; for one that is published later, with the figures of then."""
        if moment is None or moment <= self.staleness.moment_now:
            return self.filler
        at = moment.astimezone(self.staleness.zone).replace(tzinfo=None)
        if at not in self._fillers:
            later = replace(self.filler.data, printer=Printer(self.whole.public(at)))
            self._fillers[at] = Filler(ThemeViews(later))
        return self._fillers[at]

    @property
    def composing_key(self) -> str:
        """A digest of the keys, each of which has pages and files, of units, and of what the log's pages depend on."""
        units = (f"{key} {lang} {words}" for key, own in self.unit_words.items() for lang, words in own.items())
        return digest([*self.ledger.indicators, *units, *(composing_parts(self.log.log) if self.log else ())])

    @cached_property
    def unit_words(self) -> Mapping[str, Mapping[str, str]]:
        """The words of each indicator's unit by language, for the search, which knows a word in its forms."""
        return {
            key: {lang: [*forms["nominative"].values()][-1] for lang, forms in indicator.unit.items()}
            for key, indicator in self.ledger.indicators.items()
        }

    def prepare(self, path: str, text: str) -> str:
        """Return the composed text with the place of each slot written into it."""
        return situate(path, text)

    def keys(self, text: str) -> frozenset[str]:
        """Return the keys of the figures that the text quotes; none for a text without slots."""
        slots = slots_in(text) if has_slots(text) else ()
        return frozenset(itertools.chain.from_iterable(map(self.filler.keys, slots)))

    def finish(self, text: str) -> str:
        """Return the text with its slots filled; raise ``ProblemsFound`` where a slot cannot be filled."""
        return self.filler.fill(text)


def load(settings: Settings, now: datetime) -> IndicatorTransform:
    """Return the transform of a site without a newsroom, for the setting ``INCREMENTAL_TRANSFORM``."""
    return transform_of(FillOptions.of(settings, now))


def transform_of(options: FillOptions, ledger: Ledger | None = None) -> IndicatorTransform:
    """Read the ledger and the message catalogues; raise ``ProblemsFound``.

    A given ``ledger`` is used instead of the file: what would the site print with it?
    """
    publication, root = Publication.of(options.settings), options.settings.project
    path = root / options.settings.indicators_path
    whole = ledger or ledger_of(options.settings)
    public = whole.public(options.now)
    files, shown = LogFiles.beside(path, root), shown_path(path, root)
    text = partial(read_file, path, shown)
    logged = stamp(datetime.now(UTC))
    log = None if ledger else check_log(files, whole, public, options.now, logged, text, shown)
    if not ledger:
        raise_any(_faulty_corrections(whole, log, text, shown))
    printer = Printer(public)
    if log:
        problems, of_today = moved_pins(log.log, printer, options.now.date(), logged)
        raise_any(problems)
        log = replace(log, unlogged=(*log.unlogged, *of_today))
    staleness = Staleness(public, options.now, publication.zone)
    # One of Pelican's own themes has no words and no views of figures: those of the program's theme are taken.
    themes = dict.fromkeys((root / options.settings.theme, THEME))
    theme = next(each for each in themes if (each / "translations").is_dir())
    catalogs = read_catalogs(theme / "translations", publication.languages, root=root)
    folders = dict.fromkeys((*options.settings.template_folders, theme / "templates"))
    sign = sign_of(options.settings)
    templates = FigureTemplates(
        tuple(folders), catalogs, root, recolouring_of(options.settings).apply, sign.data_address if sign else ""
    )
    data = PublishedLedger(printer, publication, templates, staleness)
    views, changes = ThemeViews(data), partial(next_change, staleness, whole)
    in_words = LogInWords(log.log, data) if log else None
    own = {
        **log_commands(in_words, data),
        "next-change": Command("document", lambda _, moments, __: changes(moments), lambda _: frozenset({CHANGES})),
        share_text.NAME: share_text.share_text_command(views),
    }
    filler = Filler(views, {**own, **commands(data), **options.commands(data)})
    state = _state(data, changes()) | (log_state(in_words, templates.digest()) if in_words else {})
    # A timestamp that is to come is a change of the content folder then. Outside of it, nobody else would notice.
    is_input = files.timestamp.exists() or not path.is_relative_to(root / options.settings.path)
    inputs = (path, *((files.entries, files.head, *([files.timestamp] if is_input else [])) if log else ()))
    return IndicatorTransform(whole, public, filler, inputs, state, log, absent_ledger(options.settings))


def _faulty_corrections(
    ledger: Ledger, log: CheckedLog | None, text: Callable[[], str], shown: str
) -> Iterator[Problem]:
    """Yield a problem for each correction that corrects nothing or has no reason, and is not in the log for ever."""
    if not any(correction_faults(ledger)):  # the usual case: the log need not be read
        return
    entries = [entry for _, entry in log.log.figures() if isinstance(entry, Release)] if log else []
    logged = {(each.key, each.period, each.released) for each in entries if each.kind == "correction"}
    document = parse(text(), shown)
    for fault in correction_faults(ledger):
        if (fault.key, fault.observation.period.text, fault.observation.released.isoformat()) not in logged:
            yield document.problem(fault.pointer, fault.message, fault.hint)


def _state(data: PublishedLedger, changes: str) -> dict[str, str]:
    """Return the digests of a ledger, and of the document ``changes``.

    They depend on the day, from which a value may be stale, and on the templates of views and pictures, which only the
    fill renders.
    """
    ledger = data.ledger
    own = {key: f"{each!r} {data.staleness.stale(key)}" for key, each in ledger.indicators.items()}
    state = {key: digest(own[part] for part in sorted(ledger.parts(key))) for key in ledger.indicators}
    state |= {EVERY: digest(own.values()), CHANGES: digest([changes])}
    templates = data.templates.digest()
    return {key: digest((each, templates)) for key, each in state.items()}


def moment_of(settings: Settings, now: datetime) -> datetime:
    """Return the moment up to which figures are public, in the site's zone and without ``tzinfo``.

    The setting ``INDICATORS_TODAY`` stands for the last moment of its day; ``now`` is the moment of the build.
    """
    if settings.indicators_today:
        return datetime.combine(settings.indicators_today, time.max)
    return now.astimezone(ZoneInfo(settings.timezone)).replace(tzinfo=None)


def digest(texts: Iterable[str]) -> str:
    """Return one digest of several texts."""
    return hashlib.blake2b("\0".join(texts).encode(), digest_size=16).hexdigest()
