"""Which parts of Aimaq a site uses.

Signals are the process's, not the site's: a site without a part may be built after one with it.
"""

from typing import Literal

from aimaq.base.addresses.site_folder import folder_of
from aimaq.settings.pelican_settings import PelicanSettings

__all__ = ["link_folder", "uses"]

Part = Literal["indicators", "newsroom", "hosting", "incremental"]


def uses(settings: PelicanSettings, part: Part) -> bool:
    """Return whether the site of these settings has the part in ``PLUGINS``, alone or with all others.

    A newsroom without a ledger (``INDICATORS_PATH``) has no figures.
    """
    plugins = settings["PLUGINS"]
    whole = "aimaq" in plugins and (part != "indicators" or "INDICATORS_PATH" in settings)
    return whole or f"aimaq.{part}" in plugins


def link_folder(settings: PelicanSettings) -> str:
    """Return the folder with which root-relative links of the site's pages have to begin, "/press", or "".

    Themes of Pelican's write whole addresses, and what is root-relative there is meant as it is written.
    """
    return folder_of(str(settings.get("SITEURL", ""))) if uses(settings, "newsroom") else ""
