"""Keep the ledger of the last published site in the cache folder, for ``aimaq impact`` to compare with."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from aimaq.base.atomic_files import write_atomically

__all__ = ["PUBLISHED_LEDGER", "keep_published"]

#: The file in the cache folder that holds the ledger and the day.
PUBLISHED_LEDGER = "published.json"


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
