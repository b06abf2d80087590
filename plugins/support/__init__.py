"""What more than one plugin needs and Pelican does not offer: problems and message catalogues.

It stands first in ``PLUGINS`` only so that Pelican makes it importable for the others.
"""


def register() -> None:
    """Connect to nothing."""
