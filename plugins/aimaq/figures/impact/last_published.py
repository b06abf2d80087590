"""The ledger of the site as it was last published, kept beside the cache for ``aimaq impact`` to compare with."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from aimaq.base.atomic_files import write_atomically

__all__ = ["PUBLISHED_LEDGER", "keep_published"]

#: The name, in the cache folder, of the file that holds the ledger and the day.
PUBLISHED_LEDGER = "published.json"


def keep_published(cache: Path, text: str, today: str) -> None:
    """Keep the ledger's ``text`` as that of the site that has just been published on the ISO day ``today``."""
    path = cache / PUBLISHED_LEDGER
    kept = json.dumps({"today": today, "ledger": text}, ensure_ascii=False).encode()
    try:
        if path.is_file() and path.read_bytes() == kept:
            return
        write_atomically(path, kept)
    except OSError:
        # The site has been published, and that is what counts; but it must not be compared with an older one.
        with suppress(OSError):
            path.unlink(missing_ok=True)
