"""The last check of a site before it is published: that no file holds a withheld string.

One automaton (Aho and Corasick) finds all forms of all secrets, so each file is searched once, however many there are.
Changed files are searched for all secrets, other files only for new ones.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Final

from ahocorasick_rs import BytesAhoCorasick

from aimaq.base.languages.messages import Message, tr
from aimaq.base.problems import Problem, raise_any
from aimaq.base.processes.parallel import parallel_map
from aimaq.base.withheld import Withheld

__all__ = ["packed", "scan", "unpacked"]

_HINT = Message("take it out there, or publish it together with what is held back")
#: By the kind of edge: what may not stand before and after a match.
_BEFORE: Final = {
    "word": re.compile(rb"[A-Za-z0-9_-]\Z"),
    "number": re.compile(rb"[0-9](?:[.,\x20]|\xc2\xa0)?\Z"),
}
_AFTER: Final = {"word": re.compile(rb"[A-Za-z0-9_-]"), "number": re.compile(rb"[.,]?[0-9]")}


def scan(site: str, new: str, changed: Iterable[str], same: Iterable[str], now: Sequence[Withheld], known: str) -> None:
    """Raise ``ProblemsFound`` if a file holds a secret, by its contents or by its name.

    ``changed`` files are in the folder ``new``, the ``same`` ones in ``site``, where the last build searched them for
    the secrets ``known`` (:func:`packed`). Messages name files by the folder ``site``.
    """
    if not now:
        return
    before = set(unpacked(known))
    added = [each for each in now if each not in before]
    problems = list(_search(new, changed, now, site))
    if added:
        problems.extend(_search(site, same, added, site))
    raise_any(problems)


def _search(folder: str, paths: Iterable[str], secrets: Sequence[Withheld], shown: str) -> Iterator[Problem]:
    forms = [(secret, form.encode()) for secret in secrets for form in secret.forms]
    automaton = BytesAhoCorasick([form for _, form in forms])
    search = partial(_search_file, folder, automaton, forms)
    for path, found in parallel_map(search, sorted(paths), tuple[str, tuple[str, ...]]):
        for what in found:
            yield Problem(f"{os.path.basename(shown)}/{path}", tr("holds %(what)s", what=what), hint=_HINT)


def _search_file(
    folder: str, automaton: BytesAhoCorasick, forms: Sequence[tuple[Withheld, bytes]], path: str
) -> tuple[str, tuple[str, ...]]:
    """Return the path, and the descriptions of the secrets that the file holds."""
    with open(f"{folder}/{path}", "rb", buffering=0) as stream:
        data = stream.read()
    found: dict[str, None] = {}
    # The path is searched as if it stood in a link.
    for text in (f'"/{path}"'.encode(), data):
        for index, start, end in automaton.find_matches_as_indexes(text, overlapping=True):
            secret, _ = forms[index]
            if secret.what not in found and not _is_part(text, start, end, secret.edge):
                found[secret.what] = None
    return path, tuple(found)


def _is_part(text: bytes, start: int, end: int, edge: str) -> bool:
    """Return whether a match is only a part of a longer word or number."""
    if not edge:
        return False
    return bool(_BEFORE[edge].search(text[max(0, start - 3) : start]) or _AFTER[edge].match(text, end))


def packed(secrets: Iterable[Withheld]) -> str:
    """Return the secrets as JSON, for the store."""
    return json.dumps([[each.what, each.forms, each.edge] for each in secrets], ensure_ascii=False)


def unpacked(text: str) -> list[Withheld]:
    """Return the secrets of such JSON."""
    return [Withheld(what, tuple(forms), edge) for what, forms, edge in json.loads(text or "[]")]
