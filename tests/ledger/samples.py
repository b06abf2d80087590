"""A small ledger, as an editor writes it, and ledgers at random."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from aimaq.figures.ledger import Indicator, Ledger, Observation, Period, Status, parse_ledger

LANGUAGES = ("ru", "kk", "en")

TEXT = """\
{
  "$schema": "indicators.schema.json",
  "indicators": {
    "jobs": {
      "label": {"ru": "Рабочие места", "kk": "Жұмыс орындары", "en": "Jobs"},
      "unit": {
        "ru": {"nominative": {"one": "место", "few": "места", "many": "мест"}},
        "kk": {"nominative": {"other": "орын"}},
        "en": {"nominative": {"one": "job", "other": "jobs"}}
      },
      "decimals": 0,
      "max_age_days": 400,
      "observations": [
        {"period": "2021-12-31", "value": 2522, "status": "actual", "released": "2022-02-01",
         "source": {"title": "oqu.news", "url": "https://oqu.news/a"}},
        {"period": "2022-12-31", "value": 3314, "status": "actual", "released": "2023-07-31",
         "source": {"title": "Kazinform", "url": "https://inform.kz/b"}},
        {"period": "2022-12-31", "value": 3320, "status": "actual", "released": "2023-08-15",
         "kind": "correction", "note": {"ru": "Опечатка.", "kk": "Қате басылды.", "en": "A misprint."}}
      ]
    },
    "enterprises": {
      "label": {"ru": "Предприятия", "kk": "Кәсіпорындар", "en": "Enterprises"},
      "unit": {
        "ru": {"nominative": {"one": "предприятие", "few": "предприятия", "many": "предприятий"}},
        "kk": {"nominative": {"other": "кәсіпорын"}},
        "en": {"nominative": {"one": "enterprise", "other": "enterprises"}}
      },
      "decimals": 0,
      "observations": [
        {"period": "2022-12-31", "value": 27, "status": "provisional", "released": "2023-03-01",
         "source": {"title": "Kazinform", "url": "https://inform.kz/c"}},
        {"period": "2025", "value": 28, "status": "plan", "released": "2021-07-01",
         "source": {"title": "oqu.news", "url": "https://oqu.news/a"}}
      ]
    },
    "jobs-per-enterprise": {
      "label": {"ru": "Мест на предприятие", "kk": "Бір кәсіпорынға", "en": "Jobs per enterprise"},
      "unit": {
        "ru": {"nominative": {"other": "места"}},
        "kk": {"nominative": {"other": "орын"}},
        "en": {"nominative": {"other": "jobs"}}
      },
      "decimals": 1,
      "formula": "jobs / enterprises"
    }
  }
}
"""


def small() -> Ledger:
    return parse_ledger(TEXT, "indicators.json", languages=LANGUAGES)


def seen(
    period: str, value: str, released: str, status: Status = Status.ACTUAL, correction: bool = False
) -> Observation:
    return Observation(Period.parse(period), Decimal(value), status, date.fromisoformat(released), correction)


def indicator(key: str, *observations: Observation) -> Indicator:
    """An indicator of these observations, in the order that the reader gives them."""
    ordered = sorted(observations, key=lambda each: (each.period, each.released))
    return Indicator(key, {}, {}, observations=tuple(ordered))


periods = st.sampled_from(["2020", "2021", "2021-Q4", "2021-12", "2021-12-31", "2022-06-30", "2022"]).map(Period.parse)
days = st.dates(date(2020, 1, 1), date(2024, 12, 31))
observations = st.builds(
    Observation,
    period=periods,
    value=st.integers(0, 10**6).map(Decimal),
    status=st.sampled_from(Status),
    released=days,
    correction=st.booleans(),
)
"""Releases at random; not all of them would pass the reader."""

ledgers = st.lists(st.lists(observations, max_size=8), min_size=1, max_size=3).map(
    lambda lists: Ledger(indicator(f"key-{index}", *each) for index, each in enumerate(lists))
)
