"""The addresses that texts have left: what the log says of them stands, so readers still have to get something there.

An entry "moved" or "removed" is made where the address leads elsewhere or another text has it. Without that, later on,
who follows a link gets an error, and the log says nothing of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem
from aimaq.figures.log import entries
from aimaq.figures.log.log_file import Log
from aimaq.figures.log.log_index import ADDRESS

__all__ = ["how_to_fill", "how_to_redirect", "left_address_problems"]


def left_address_problems(log: Log, there: Collection[str]) -> Iterator[Problem]:
    """Yield a problem for each address that a text has left, as the log says, if it is not among those ``there``.

    A text that has left its address since its last entry is no such one.
    """
    texts = log.indices_of("text")
    for name, versions in log.indices_of(ADDRESS).items():
        address = name.rpartition(" ")[0]
        had = log.entries[versions[-1]] if address not in there else None
        if not isinstance(had, entries.Text):
            continue
        left = next((index for index in texts[f"{had.text} {had.lang}"] if index > versions[-1]), None)
        if left is not None:
            yield _problem(had, left, log)


def _problem(had: entries.Text, left: int, log: Log) -> Problem:
    message = tr(
        "%(text)s (%(lang)s) was published at %(address)s, left it (entry %(index)s of the log), and nothing is there",
        text=had.text,
        lang=had.lang,
        address=had.address,
        index=left,
    )
    last = log.text(had.text, had.lang)
    now = last[1].address if last and last[1].change != "removed" else ""
    hint = how_to_redirect(had.address, now) if now else how_to_fill(had.address)
    return Problem(log.shown, message, left + 1, hint=hint)


def how_to_redirect(address: str, now: str) -> str:
    """Return what to do where a text has left an address for another one."""
    return tr("Others link to it: add the line `%(address)s %(now)s` to the redirects.", address=address, now=now)


def how_to_fill(address: str) -> str:
    """Return what to do where a text was published and nothing is left."""
    return tr(
        "Put it back, with `withdrawn:` if it no longer holds; or add a line for %(address)s to the "
        "redirects, so that readers get something else.",
        address=address,
    )
