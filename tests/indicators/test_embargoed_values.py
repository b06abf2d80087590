"""What would give away a figure under embargo is looked for: every anchor of a release, and no public one."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from ledger.samples import LANGUAGES, TEXT

from aimaq.base.withheld import Withheld
from aimaq.figures.fill.embargoed_values import withheld_values
from aimaq.figures.ledger import parse_ledger
from aimaq.figures.ledger.releases import releases

SOURCE = {"title": "Zone", "url": "https://x.example"}


def anchors(observations: dict[str, list[dict[str, Any]]]) -> dict[str, list[str]]:
    """Add observations to the sample; return the forms of withheld releases, by indicator."""
    data = json.loads(TEXT)
    for key, added in observations.items():
        data["indicators"][key]["observations"] += [{"status": "actual", "source": SOURCE, **each} for each in added]
    ledger = parse_ledger(json.dumps(data), "indicators.json", languages=LANGUAGES)
    public = ledger.public(datetime(2024, 2, 1, 9))
    found: dict[str, list[str]] = {}
    known = {each.anchor for key in public.indicators for each in releases(public, key)}
    for each in withheld_values(ledger, public):
        assert isinstance(each, Withheld)
        if each.what.startswith("a release"):
            found.setdefault(each.what.split('"')[1], []).extend(each.forms)
            assert known.isdisjoint(each.forms), "a public anchor is no secret"
    return found


def test_the_second_release_of_a_day_has_its_own_anchor() -> None:
    """A correction under embargo, on the day of what it corrects; and what is computed from both."""
    first = {"period": "2022-12-31", "value": 29, "released": "2024-02-01"}
    second = {"period": "2022-12-31", "value": 31, "released": "2024-02-01", "embargo": "2024-02-01 10:00"}
    note = {"ru": "Опечатка.", "kk": "Қате.", "en": "A misprint."}
    assert anchors({"enterprises": [first, {**second, "kind": "correction", "note": note}]})["enterprises"] == [
        "r-2022-12-31-2024-02-01-2"
    ]


def test_a_computed_release_is_withheld_with_its_part() -> None:
    """The page of a derived indicator would have the same anchor."""
    later = {"period": "2022-12-31", "value": 29, "released": "2024-02-02"}
    assert anchors({"enterprises": [later]}) == {
        "enterprises": ["r-2022-12-31-2024-02-02"],
        "jobs-per-enterprise": ["r-2022-12-31-2024-02-02"],
    }


def test_an_anchor_that_another_indicator_has_in_public_is_looked_for_on_its_own_page_only() -> None:
    """Two indicators released on one day, one of them under embargo: the public one is published."""
    public = {"period": "2023-12-31", "value": 4000, "released": "2024-02-01"}
    held = {"period": "2023-12-31", "value": 30, "released": "2024-02-01", "embargo": "2024-02-01 10:00"}
    found = anchors({"jobs": [public], "enterprises": [held]})
    assert found["enterprises"] == ["enterprises/#r-2023-12-31-2024-02-01"]
    assert found["jobs-per-enterprise"] == ["jobs-per-enterprise/#r-2023-12-31-2024-02-01"]
    assert "jobs" not in found
