"""Every decision has its fields, its number and its row in the index; a superseded one names its successor."""

import re

from tools.decisions import FOLDER, INDEX, decisions, index

ALL = list(decisions())


def test_the_index_is_current() -> None:
    """`python tests/tools/decisions.py` writes it."""
    assert INDEX.read_text(encoding="utf-8") == index()


def test_numbers_are_consecutive_and_those_of_the_files() -> None:
    assert [each.number for each in ALL] == list(range(1, len(ALL) + 1))
    assert [each.path.name[:4] for each in ALL] == [f"{each.number:04d}" for each in ALL]


def test_a_status_is_accepted_or_names_the_decision_that_supersedes() -> None:
    for each in ALL:
        if each.status != "accepted":
            match = re.fullmatch(
                r"(?:partly )?superseded by \[(\d+)\]\(((\d{4})-[a-z0-9-]+\.md)\)(?:, \[\d+\]\([a-z0-9-]+\.md\))*",
                each.status,
            )
            assert match, f"{each.path.name}: {each.status}"
            assert int(match[1]) == int(match[3]) > each.number
            assert (FOLDER / match[2]).is_file()
