"""The ledger to compare with: the last published one, kept in the cache folder, a file, or that of a Git revision."""

import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from aimaq.base.files.atomic_files import write_atomically
from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound
from aimaq.base.processes.git import git
from aimaq.figures.ledger import Ledger, parse_ledger
from aimaq.figures.ledger.read import read_file, shown_path

__all__ = ["baseline", "keep_published"]

#: The file in the cache folder that holds the last published ledger and the day.
PUBLISHED_LEDGER = "published.json"


def baseline(against: str, path: Path, *, cache: Path, languages: Sequence[str], root: Path) -> tuple[str, Ledger]:
    """Return the ledger with which to compare the one at ``path``, after its name in headings.

    ``against`` is a file or a Git revision; "" stands for the last published ledger, without what was not public then.
    Raises ``ProblemsFound`` if there is none or it cannot be read.
    """
    if not against:
        return _published(cache / PUBLISHED_LEDGER, languages)
    file = Path(against)
    if file.is_file():
        shown = shown_path(file, root)
        return shown, parse_ledger(read_file(file, shown), shown, languages=languages)
    shown = shown_path(path, root)
    name = f"{against}:{shown}"
    return name, parse_ledger(_of_revision(against, shown, root), name, languages=languages)


def _published(file: Path, languages: Sequence[str]) -> tuple[str, Ledger]:
    try:
        known = json.loads(file.read_text(encoding="utf-8"))
        today, text = date.fromisoformat(known["today"]), str(known["ledger"])
    except (OSError, ValueError, KeyError, TypeError):
        hint = tr("build the site first (aimaq build), or compare with a revision: --against HEAD")
        raise ProblemsFound([Problem("--against", tr("nothing has been published from here yet"), hint=hint)]) from None
    ledger = parse_ledger(text, tr("the ledger published on %(today)s", today=today), languages=languages)
    return tr("what was published on %(today)s", today=today), ledger.known(today)


def _of_revision(revision: str, shown: str, root: Path) -> str:
    commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if commit is None:
        message = tr('"%(revision)s" is neither a file nor a revision that Git knows here', revision=revision)
        hint = tr(
            "name one as in --against HEAD, origin/main or old/indicators.json; a shallow clone has only its last"
        )
        raise ProblemsFound([Problem("--against", message, hint=hint)])
    text = _git(root, "show", f"{commit.strip()}:./{shown}")
    if text is None:
        raise ProblemsFound(
            [
                Problem(
                    "--against",
                    tr('there is no "%(shown)s" in the revision "%(revision)s"', shown=shown, revision=revision),
                )
            ]
        )
    return text


def _git(root: Path, *arguments: str) -> str | None:
    """Return what Git prints, None where it fails or is not installed."""
    printed = git(root, *arguments)
    return None if printed is None else printed.decode("utf-8", "replace")


def keep_published(cache: Path, text: str, today: str) -> None:
    """Store the ``text`` of the ledger of the site that has just been published; ``today`` is the ISO day."""
    path = cache / PUBLISHED_LEDGER
    kept = json.dumps({"today": today, "ledger": text}, ensure_ascii=False).encode()
    try:
        if path.is_file() and path.read_bytes() == kept:
            return
        write_atomically(path, kept)
    except OSError:
        # The site is published all the same, but must not be compared with the ledger of an older one.
        with suppress(OSError):
            path.unlink(missing_ok=True)
