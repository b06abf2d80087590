"""The indicators as the desk shows them: values, ages, histories, and where each is quoted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from aimaq.base.languages.messages import spoken
from aimaq.base.slots import COMMAND, SLOT, decode
from aimaq.figures.fill.printing import Printer
from aimaq.figures.fill.staleness import Staleness
from aimaq.figures.fill.today import moment_of
from aimaq.figures.ledger import Indicator, Ledger, Observation
from aimaq.figures.ledger.read import ledger_of
from aimaq.figures.text.figure import Figure
from aimaq.figures.text.markers import MarkerError
from aimaq.figures.value_range import in_digits
from aimaq.newsroom.corrections.fill import load
from aimaq.pipeline.composed_texts import composed_texts
from aimaq.pipeline.kinds import preview_place
from aimaq.pipeline.project import Project
from aimaq.settings.schema import Settings

__all__ = ["FigurePage", "FigureRow", "Quotation", "Release", "figure_page", "figure_rows", "grouped", "printed_forms"]


@dataclass(frozen=True, slots=True)
class FigureRow:
    """An indicator with its current value, as printed, and the age of that in days; "" and None without a value.

    ``status`` is in words, "" for an actual value.
    """

    key: str
    label: str
    group: str
    value: str
    period: str
    status: str
    age: int | None
    is_stale: bool
    formula: str


@dataclass(frozen=True, slots=True)
class Release:
    """An observation in an indicator's history, its value with its range; ``is_waiting``: it is not public yet."""

    period: str
    value: str
    status: str
    released: str
    is_correction: bool
    is_waiting: bool
    source: str
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """A marker in a text of the site."""

    path: str
    line: int
    marker: str


@dataclass(frozen=True, slots=True)
class FigurePage:
    """Everything that the desk shows of an indicator; ``forms`` are pairs of a language and the printed value.

    ``quotations`` is None while they are not known, since the preview is being built.
    """

    row: FigureRow
    forms: tuple[tuple[str, str], ...]
    releases: tuple[Release, ...]
    quotations: tuple[Quotation, ...] | None


def figure_rows(settings: Settings) -> tuple[FigureRow, ...]:
    """Return all indicators in the order of the ledger; raise ``ProblemsFound`` if it cannot be read."""
    ledger, staleness = _today(settings)
    return tuple(_row(indicator, ledger, staleness, settings) for indicator in ledger.indicators.values())


def grouped(rows: Iterable[FigureRow]) -> list[tuple[str, list[FigureRow]]]:
    """Return the rows by their groups, in the order of the ledger; those of no group, whose name is "", at the end."""
    groups: dict[str, list[FigureRow]] = {}
    for row in rows:
        groups.setdefault(row.group, []).append(row)
    return sorted(groups.items(), key=lambda each: not each[0])


def figure_page(project: Project, settings: Settings, key: str) -> FigurePage | None:
    """Return an indicator with its history, newest first; None if there is none of that key."""
    ledger, staleness = _today(settings)
    indicator = ledger.indicators.get(key)
    if indicator is None:
        return None
    lang = _language(indicator, settings)
    releases = sorted(indicator.observations, key=lambda each: (each.period, each.released), reverse=True)
    return FigurePage(
        _row(indicator, ledger, staleness, settings),
        printed_forms(staleness.ledger, Figure(key)),
        tuple(_release(each, lang, staleness.now) for each in releases or reversed(ledger.history(key))),
        _quotations(project, settings, ledger, key),
    )


def printed_forms(ledger: Ledger, figure: Figure) -> tuple[tuple[str, str], ...]:
    """Return what a marker prints in each language of its indicator; nothing where it prints nothing."""
    printer = Printer(ledger)
    try:
        return tuple((lang, printer.print(figure, lang).text) for lang in ledger.indicators[figure.key].label)
    except MarkerError:
        return ()


def _today(settings: Settings) -> tuple[Ledger, Staleness]:
    ledger, now = ledger_of(settings), moment_of(settings, datetime.now(UTC))
    return ledger, Staleness(ledger.public(now), now, ZoneInfo(settings.timezone))


def _row(indicator: Indicator, ledger: Ledger, staleness: Staleness, settings: Settings) -> FigureRow:
    lang, key = _language(indicator, settings), indicator.key
    seen = staleness.ledger.current(key)
    forms = dict(printed_forms(staleness.ledger, Figure(key))) if seen else {}
    return FigureRow(
        key,
        indicator.label[lang],
        indicator.group.get(lang, ""),
        forms.get(lang, ""),
        seen.period.text if seen else "",
        seen.status.word if seen and seen.status.is_said else "",
        (staleness.today - seen.period.last).days if seen else None,
        staleness.stale(key),
        indicator.formula.text if indicator.formula else "",
    )


def _release(seen: Observation, lang: str, now: datetime) -> Release:
    return Release(
        seen.period.text,
        in_digits(seen.value, seen.range),
        seen.status.word if seen.status.is_said else "",
        seen.released.isoformat(),
        seen.correction,
        seen.public_from > now,
        seen.source.title if seen.source else "",
        seen.source.url if seen.source else "",
        seen.note.get(lang, ""),
    )


def _language(indicator: Indicator, settings: Settings) -> str:
    return spoken() if spoken() in indicator.label else settings.default_lang


def _quotations(project: Project, settings: Settings, ledger: Ledger, key: str) -> tuple[Quotation, ...] | None:
    """Return the markers that depend on an indicator, from the texts that the preview has composed."""
    place = preview_place(project)
    texts = composed_texts(project.root, cache=place.cache, keys=[key], overrides=place.overrides, wait=False)
    if texts is None:
        return None
    filler = load(settings, datetime.now(UTC), ledger).filler
    found: set[Quotation] = set()
    for text in texts.values():
        for match in SLOT.finditer(text):
            slot = decode(match[1])
            path, _, line = slot.origin.partition("\n")[0].partition(":")
            if not slot.body.startswith(COMMAND) and line and key in filler.keys(slot):
                found.add(Quotation(path, int(line.partition(":")[0]), f"{{{{ {slot.body} }}}}"))
    return tuple(sorted(found, key=lambda each: (each.path, each.line)))
