"""Texts of settings that readers see keep to the rules of other texts."""

from pathlib import Path
from typing import Any

import pytest

from aimaq.base.problems import ProblemsFound
from aimaq.settings.read import read_settings

EDITION = {"lang": "ru", "locale": "ru", "name": "Русский", "site_name": "Центр", "tagline": "Новости"}


def edition(**fields: str) -> dict[str, Any]:
    return {"EDITIONS": [EDITION | fields]}


@pytest.mark.parametrize(
    ("values", "place", "message"),
    [
        (edition(site_name="Цeнтр"), "EDITIONS[0].site_name", 'the letter "e" in "Цeнтр" is U+0065'),
        (edition(tagline="527\u202e мест"), "EDITIONS[0].tagline", "holds U+202E, which no text may hold"),
        ({"SITENAME": "Центр\n5"}, "SITENAME", "holds U+000A"),
        ({"SITENAME": "У нас {{ jobs }}"}, "SITENAME", "the text holds a marker"),
        ({"SITENAME": "\ue000jobs\ue001"}, "SITENAME", "holds U+E000"),
        ({"SITENAME": "ЦОН&nbsp;5"}, "SITENAME", '"&nbsp;" would be published with these letters'),
        ({"SITENAME": "ЦОН&#8239;5"}, "SITENAME", '"&#8239;" would be published with these letters'),
        ({"SITENAME": "Зона ~~6~~ 5"}, "SITENAME", '"~~6~~" would be published with its signs'),
        ({"INDICATORS_PUBLISHER": {"ru": "Цeнтр"}}, 'INDICATORS_PUBLISHER["ru"]', '"e" in "Цeнтр"'),
        ({"CONTACT": {"ru": {"address": ["Алматы", "ул. Мирa, 5"]}}}, 'CONTACT["ru"].address[1]', '"a" in "Мирa"'),
        (
            {"NAVIGATION": {"ru": ["pages", {"label": "Цeны", "address": "/prices/"}]}},
            'NAVIGATION["ru"][1].label',
            '"e" in "Цeны"',
        ),
        (
            {"FOOTER": {"ru": [{"title": "О нас", "links": [{"label": "Меcта", "address": "/"}]}]}},
            'FOOTER["ru"][0].links[0].label',
            '"c" in "Меcта"',
        ),
    ],
)
def test_a_text_that_looks_right_and_is_not_is_refused(
    values: dict[str, Any], place: str, message: str, tmp_path: Path
) -> None:
    with pytest.raises(ProblemsFound) as error:
        read_settings(values, tmp_path)
    (problem,) = error.value.problems
    assert problem.message.startswith(f"{place}: ")
    assert message in problem.message


@pytest.mark.parametrize(
    "name", ["Центр № 5 270", "Қоғамдық\u00adкеңес", "Facebook-тағы орталық", "ЦОН & <5>", "R&D; a^2", "۵ مرکز\u200c"]
)
def test_other_names_stay(name: str, tmp_path: Path) -> None:
    assert read_settings({"SITENAME": name, **edition(site_name=name)}, tmp_path).sitename == name
