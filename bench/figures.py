"""The twelve indicators that the test articles quote, and what the other generators are told of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from aimaq.figures.fill.printing import Printer
from aimaq.figures.grammar.numbers import machine
from aimaq.figures.ledger import Ledger, parse_ledger
from aimaq.figures.text.markers import Figure, parse_marker

__all__ = ["FORMS", "KEYS", "LANGUAGES", "MAIN", "Figures", "option"]

LANGUAGES = ("ru", "kk", "en")
#: The indicator that every article with figures quotes: when it changes, a third of the pages do.
MAIN = "jobs"
YEARS = range(2014, 2026)

_UNITS: dict[str, dict[str, dict[str, dict[str, str]]]] = {
    "job": {
        "ru": {
            "nominative": {
                "one": "рабочее место", "few": "рабочих места", "many": "рабочих мест", "other": "рабочего места"
            },
            "genitive": {
                "one": "рабочего места", "few": "рабочих мест", "many": "рабочих мест", "other": "рабочего места"
            },
        },
        "kk": {"nominative": {"other": "жұмыс орны"}},
        "en": {"nominative": {"one": "job", "other": "jobs"}},
    },
    "site": {
        "ru": {
            "nominative": {"one": "площадка", "few": "площадки", "many": "площадок", "other": "площадки"},
            "genitive": {"one": "площадки", "few": "площадок", "many": "площадок", "other": "площадки"},
        },
        "kk": {"nominative": {"other": "алаң"}},
        "en": {"nominative": {"one": "site", "other": "sites"}},
    },
    "tonne": {
        "ru": {
            "nominative": {"one": "тонна", "few": "тонны", "many": "тонн", "other": "тонны"},
            "genitive": {"one": "тонны", "few": "тонн", "many": "тонн", "other": "тонны"},
        },
        "kk": {"nominative": {"other": "тонна"}},
        "en": {"nominative": {"one": "tonne", "other": "tonnes"}},
    },
}  # fmt: skip
#: Key, unit, first value, labels.
_INDICATORS = (
    ("jobs", "job", 1200, "Рабочие места", "Жұмыс орындары", "Jobs"),
    ("enterprises", "site", 30, "Предприятия", "Кәсіпорындар", "Enterprises"),
    ("workshops", "site", 110, "Мастерские", "Шеберханалар", "Workshops"),
    ("warehouses", "site", 45, "Склады", "Қоймалар", "Warehouses"),
    ("steel", "tonne", 5400, "Сталь", "Болат", "Steel"),
    ("glass", "tonne", 980, "Стекло", "Шыны", "Glass"),
    ("cement", "tonne", 15300, "Цемент", "Цемент", "Cement"),
    ("paper", "tonne", 730, "Бумага", "Қағаз", "Paper"),
    ("trainees", "job", 210, "Места стажёров", "Тағылымгер орындары", "Trainee jobs"),
    ("laboratories", "site", 7, "Лаборатории", "Зертханалар", "Laboratories"),
    ("greenhouses", "site", 16, "Теплицы", "Жылыжайлар", "Greenhouses"),
)
_DERIVED = ("jobs-per-enterprise", "job", "jobs / enterprises", "На предприятие", "Бір кәсіпорынға", "Per enterprise")
KEYS = (*(row[0] for row in _INDICATORS), _DERIVED[0])
#: What the articles print of an indicator, by language.
FORMS = {
    "ru": ("nominative", "number", "as-of", "genitive"),
    "kk": ("nominative", "number", "as-of", "number-dative"),
    "en": ("nominative", "number", "as-of"),
}


def _labels(ru: str, kk: str, en: str) -> dict[str, str]:
    return {"ru": ru, "kk": kk, "en": en}


@dataclass(frozen=True)
class Figures:
    """One state of the ledger; ``step`` is how often the newest value of :data:`MAIN` has been changed."""

    step: int = 0

    @cached_property
    def document(self) -> dict[str, Any]:
        """The ledger as ``indicators.json`` holds it."""
        indicators: dict[str, Any] = {}
        for key, unit, first, *labels in _INDICATORS:
            observations: list[dict[str, Any]] = [
                {
                    "period": f"{year}-12-31",
                    "value": first + (year - YEARS[0]) * (first // 9 + 1),
                    "status": "actual",
                    "released": f"{year + 1}-01-10",
                    "source": {"title": "Example", "url": f"https://figures.example/{key}/{year}"},
                }
                for year in YEARS
            ]
            if key == MAIN:
                observations[-1]["value"] += 7 * self.step
            indicators[key] = {
                "label": _labels(*labels),
                "unit": _UNITS[unit],
                "decimals": 0,
                "observations": observations,
            }
        key, unit, formula, *labels = _DERIVED
        indicators[key] = {"label": _labels(*labels), "unit": _UNITS[unit], "decimals": 1, "formula": formula}
        return {"$schema": "indicators.schema.json", "indicators": indicators}

    @cached_property
    def text(self) -> str:
        """The ledger's bytes, as text."""
        return json.dumps(self.document, ensure_ascii=False, indent=1) + "\n"

    @cached_property
    def printer(self) -> Printer:
        """Prints figures as the site does."""
        ledger: Ledger = parse_ledger(self.text, "indicators.json", languages=LANGUAGES)
        return Printer(ledger)

    @cached_property
    def peers_text(self) -> str:
        """The same for a generator without a ledger: every form that the articles use, ready to be printed."""
        current = {key: self.printer.ledger.current(key) for key in KEYS}
        data = {
            key: {
                "value": machine(seen.value) if seen else "",
                **{lang: {name: self.plain(option(key, name), lang) for name in FORMS[lang]} for lang in LANGUAGES},
            }
            for key, seen in current.items()
        }
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"

    def plain(self, body: str, lang: str, day: str = "") -> str:
        """Return what a marker prints, as plain text; ``day`` is the article's ISO date."""
        figure = parse_marker(body)
        assert isinstance(figure, Figure)
        return self.printer.print(figure, lang, day).text


def option(key: str, name: str) -> str:
    """Return the inside of the marker that prints a key in one of the :data:`FORMS`."""
    return f"{key} | {name.replace('-dative', ' | dative')}" if name != "nominative" else key
