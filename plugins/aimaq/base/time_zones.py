"""Time-zone data: those of the package ``tzdata``, whose version is pinned, and never the machine's.

Zones change by law, with a few weeks' notice: Almaty has been at UTC+5 since 1 March 2024, and a machine with older
data would end an embargo an hour early. The version of the package is one of the libraries that a build depends on.
"""

import zoneinfo

__all__ = ["pin_time_zones"]


def pin_time_zones() -> None:
    """Let ``zoneinfo`` read zones from ``tzdata`` only, not from ``PYTHONTZPATH``; Pelican's zones too."""
    zoneinfo.reset_tzpath(())
    zoneinfo.ZoneInfo.clear_cache()
