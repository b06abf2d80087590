"""Read the ledger: a frozen Ledger from the JSON file, or every problem that the file has."""

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypedDict, cast

from aimaq.base.json_text.document import DocumentProblems, Json, decode, parse, pointer_step, value_at
from aimaq.base.languages.messages import Message, system_reason, tr
from aimaq.base.problems import Problem, ProblemsFound, raise_any, suggest
from aimaq.figures.grammar.kazakh_suffixes import PERCENT_WORDS
from aimaq.figures.ledger.definition_changes import read_definition_changes
from aimaq.figures.ledger.formula_checks import check_formulas, check_values, read_formula
from aimaq.figures.ledger.language_texts import RawUnit, read_genders, read_synonyms, read_texts, read_unit
from aimaq.figures.ledger.max_change import parse_percentage
from aimaq.figures.ledger.model import Indicator, Ledger
from aimaq.figures.ledger.observations import read_observations
from aimaq.figures.ledger.schema import check_form
from aimaq.settings.default_paths import LEDGER
from aimaq.settings.schema import Settings

__all__ = ["absent_ledger", "ledger_of", "ledger_text", "parse_ledger", "read_file", "read_ledger", "shown_path"]


_EVERY_FIGURE = Message("Every figure of the site is read from it.")
_NO_FIGURES = '{"indicators": {}}'


class _RawIndicator(TypedDict, total=False):
    """An indicator in the file; a member may be of another type where a problem with it has been reported."""

    label: dict[str, str]
    description: dict[str, str]
    unit: RawUnit
    definition_changes: list[Json]
    group: str
    synonyms: dict[str, list[str]]
    known_values_only: bool
    decimals: int
    max_age_days: int
    max_change: str
    observations: list[Json]
    formula: str


def read_ledger(path: Path, *, languages: Sequence[str], root: Path) -> Ledger:
    """Read and check the ledger; ``languages`` are those in which every text must be given.

    Raise ProblemsFound with all problems; their paths are relative to ``root``.
    """
    shown = shown_path(path, root)
    return parse_ledger(read_file(path, shown), shown, languages=languages)


def ledger_of(settings: Settings) -> Ledger:
    """Read the ledger of a site; without the file, or a setting that names one, return one without figures.

    A newsroom need not have figures. Where the settings name another file than the default, they mean one that is
    there; and a log of figures without their ledger is a disagreement, which the log's own check reports.
    """
    text, shown = ledger_text(settings)
    return parse_ledger(text, shown, languages=tuple(settings.indicators_prefixes))


def ledger_text(settings: Settings) -> tuple[str, str]:
    """Return the text of a site's ledger, and its path as messages show it; see :func:`ledger_of`."""
    path = settings.project / settings.indicators_path
    shown = shown_path(path, settings.project)
    has_none = not settings.indicators_path or absent_ledger(settings)
    return (_NO_FIGURES if has_none else read_file(path, shown)), shown


def absent_ledger(settings: Settings) -> Problem | None:
    """Return the problem that a text has that quotes figures, on a site without a ledger; None on any other."""
    if settings.indicators_path != LEDGER or os.path.lexists(settings.project / LEDGER):
        return None
    return Problem(LEDGER, tr("the file is missing"), hint=_EVERY_FIGURE)


def read_file(path: Path, shown: str) -> str:
    """Return the file's text, line ends as they are; raise ProblemsFound if it cannot be read."""
    try:
        return decode(path.read_bytes(), shown)
    except FileNotFoundError:
        message, hint = tr("the file is missing"), str(_EVERY_FIGURE)
    except OSError as error:
        message, hint = tr("the file cannot be read: %(reason)s", reason=system_reason(error)), ""
    raise ProblemsFound([Problem(shown, message, hint=hint)])


def shown_path(path: Path, root: Path) -> str:
    """Return the path as messages show it: relative to ``root`` if it is inside."""
    whole, base = path.absolute(), root.absolute()
    return (whole.relative_to(base) if whole.is_relative_to(base) else path).as_posix()


def parse_ledger(text: str, path: str, *, languages: Sequence[str]) -> Ledger:
    """Read the ledger from JSON text; ``path`` is for messages. Raise ProblemsFound with all problems."""
    document = parse(text, path)
    problems = DocumentProblems(document)
    check_form(problems)
    # What has the right form is checked further even if something else has not, so that all problems are reported.
    listed = value_at(document.value, "/indicators")
    raw = listed if isinstance(listed, dict) else {}
    groups = _read_groups(problems, languages)
    indicators = [
        _read_indicator(
            problems, key, cast(_RawIndicator, value if isinstance(value, dict) else {}), raw, groups, languages
        )
        for key, value in raw.items()
    ]
    formulas = {each.key: each.formula for each in indicators if each.formula}
    computable = check_formulas(problems, formulas)
    check_values(problems, [each for each in indicators if each.formula is None or each.key in computable])
    raise_any(problems.found)
    return Ledger(indicators, str(value_at(document.value, "/kazakh_percent") or PERCENT_WORDS[0]))


def _read_groups(problems: DocumentProblems, languages: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
    """Return the labels of the dashboard's groups by their keys."""
    listed = value_at(problems.document.value, "/groups")
    groups = cast(dict[str, dict[str, str]], listed if isinstance(listed, dict) else {})
    return {
        key: read_texts(problems, f"/groups{pointer_step(key)}", label, languages, "label")
        for key, label in groups.items()
        if isinstance(label, dict)
    }


def _read_indicator(
    problems: DocumentProblems,
    key: str,
    raw: _RawIndicator,
    keys: Iterable[str],
    groups: Mapping[str, Mapping[str, str]],
    languages: Sequence[str],
) -> Indicator:
    pointer = f"/indicators{pointer_step(key)}"

    def readable(name: str) -> bool:
        return name in raw and problems.none_at(f"{pointer}/{name}")

    decimals = raw["decimals"] if readable("decimals") else None
    limit = parse_percentage(raw["max_change"]) if readable("max_change") else None

    def texts(name: str, given: object) -> Mapping[str, str]:
        return read_texts(problems, f"{pointer}/{name}", given, languages, name) if isinstance(given, dict) else {}

    if readable("group") and raw["group"] not in groups:
        message = tr('there is no group "%(name)s"', name=raw["group"]) + suggest(raw["group"], groups)
        problems.add(f"{pointer}/group", message, tr('Name one of "groups", or add it there with its label.'))
    forms, words, listed = raw.get("unit"), raw.get("synonyms"), raw.get("observations")
    changes = given if isinstance(given := raw.get("definition_changes"), list) else []
    genders, animate = read_genders(forms) if isinstance(forms, dict) else ({}, frozenset())
    listed = listed if isinstance(listed, list) else []
    return Indicator(
        key=key,
        label=texts("label", raw.get("label")),
        description=texts("description", raw.get("description")),
        unit=read_unit(problems, f"{pointer}/unit", forms, decimals, languages) if isinstance(forms, dict) else {},
        synonyms=read_synonyms(problems, f"{pointer}/synonyms", words, languages) if isinstance(words, dict) else {},
        genders=genders,
        animate=animate,
        known_values_only=raw.get("known_values_only") is True,
        decimals=decimals or 0,
        max_age_days=raw.get("max_age_days"),
        observations=read_observations(problems, f"{pointer}/observations", listed, decimals, languages, limit),
        definition_changes=read_definition_changes(problems, f"{pointer}/definition_changes", changes, languages),
        group=groups.get(str(raw.get("group")), {}),
        formula=read_formula(problems, f"{pointer}/formula", raw["formula"], keys) if readable("formula") else None,
    )
