"""Telephone numbers as people write them, and what a telephone dials."""

from __future__ import annotations

import pytest

from aimaq.base.addresses.telephones import TELEPHONE, call_address


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("1414", "tel:1414"),
        ("109", "tel:109"),
        ("+7 727 123 45 67", "tel:+77271234567"),
        ("8 (727) 250-12-34", "tel:87272501234"),
        ("+7 (7172) 74-00-00, вн. 123", "tel:+77172740000;ext=123"),
        ("+7 (7172) 74-00-00 доб. 12", "tel:+77172740000;ext=12"),
        ("+7 7172 74 00 00, ішкі 123", "tel:+77172740000;ext=123"),
        ("+44 20 7946 0000 ext. 5", "tel:+442079460000;ext=5"),
        ("+7.727.123.45.67", "tel:+77271234567"),
    ],
)
def test_a_number_is_accepted_and_dialled(written: str, dialled: str) -> None:
    assert call_address(written) == dialled


@pytest.mark.parametrize(
    "written",
    [
        "٢٥٠-12-34",
        "２５０",
        "1414 ext. ５",
        "",
        "12",
        "call us",
        "+7 727 123 45 67 89 10 11 12 13",
        "74-00-00 вн.",
        "javascript:1414",
        "1414, 1415",
    ],
)
def test_anything_else_is_refused(written: str) -> None:
    assert not TELEPHONE.fullmatch(written)
    assert call_address(written) == ""
