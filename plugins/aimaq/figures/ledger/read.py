"""From the JSON file to a frozen Ledger, or to every problem that the file has."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from aimaq.base.problems import Problem, ProblemsFound
from aimaq.figures.ledger.derived import check_formulas, check_values, read_formula
from aimaq.figures.ledger.json_source import decode, escape, parse
from aimaq.figures.ledger.max_change import read_share
from aimaq.figures.ledger.model import Indicator, Ledger
from aimaq.figures.ledger.observations import read_observations
from aimaq.figures.ledger.report import Report
from aimaq.figures.ledger.schema import check_form
from aimaq.figures.ledger.texts import read_synonyms, read_texts, read_unit

__all__ = ["parse_ledger", "read_file", "read_ledger", "shown_path"]


def read_ledger(path: Path, *, languages: Sequence[str], root: Path) -> Ledger:
    """Read and check the ledger; ``languages`` are those that every text must be in.

    Raise ProblemsFound with all problems; their paths are relative to ``root``.
    """
    shown = shown_path(path, root)
    return parse_ledger(read_file(path, shown), shown, languages=languages)


def read_file(path: Path, shown: str) -> str:
    """Return the file's text, line ends as they are; raise ProblemsFound if it cannot be read."""
    try:
        return decode(path.read_bytes(), shown)
    except FileNotFoundError:
        message, hint = "the file is missing", "Every figure of the site is read from it."
    except OSError as error:
        message, hint = f"the file cannot be read: {error.strerror}", ""
    raise ProblemsFound([Problem(shown, message, hint=hint)])


def shown_path(path: Path, root: Path) -> str:
    """Return the path as messages show it: relative to ``root`` where it lies inside."""
    whole, base = path.absolute(), root.absolute()
    return (whole.relative_to(base) if whole.is_relative_to(base) else path).as_posix()


def parse_ledger(text: str, path: str, *, languages: Sequence[str]) -> Ledger:
    """Read the ledger from JSON text; ``path`` is for messages. Raise ProblemsFound with all problems."""
    document = parse(text, path)
    report = Report(document)
    check_form(report)
    # Whatever has the right form is checked further, though something else has not: all problems at once.
    listed = document.value.get("indicators") if isinstance(document.value, dict) else None
    raw = listed if isinstance(listed, dict) else {}
    indicators = [
        _read_indicator(report, key, value if isinstance(value, dict) else {}, raw, languages)
        for key, value in raw.items()
    ]
    formulas = {each.key: each.formula for each in indicators if each.formula}
    computable = check_formulas(report, formulas)
    check_values(report, [each for each in indicators if each.formula is None or each.key in computable])
    if report.problems:
        raise ProblemsFound(report.problems)
    return Ledger(indicators)


def _read_indicator(
    report: Report, key: str, raw: dict[str, Any], siblings: dict[str, Any], languages: Sequence[str]
) -> Indicator:
    pointer = f"/indicators{escape(key)}"

    def readable(name: str) -> bool:
        return name in raw and report.sound(f"{pointer}/{name}")

    decimals = raw["decimals"] if readable("decimals") else None
    texts = {
        name: read_texts(report, f"{pointer}/{name}", raw[name], languages, name)
        for name in ("label", "description")
        if isinstance(raw.get(name), dict)
    }
    forms, listed = raw.get("unit"), raw.get("observations")
    unit = read_unit(report, f"{pointer}/unit", forms, decimals, languages) if isinstance(forms, dict) else {}
    words = raw.get("synonyms")
    synonyms = read_synonyms(report, f"{pointer}/synonyms", words, languages) if isinstance(words, dict) else {}
    max_change = read_share(raw["max_change"]) if readable("max_change") else None
    observations = (
        read_observations(report, f"{pointer}/observations", listed, decimals, languages, max_change)
        if isinstance(listed, list)
        else ()
    )
    formula = None
    if readable("formula"):
        formula = read_formula(report, f"{pointer}/formula", raw["formula"], siblings)
    return Indicator(
        key=key,
        label=texts.pop("label", {}),
        unit=unit,
        decimals=decimals or 0,
        max_age_days=raw.get("max_age_days"),
        observations=observations,
        formula=formula,
        synonyms=synonyms,
        **texts,
    )
