"""Open data: the files below ``/api/``, the feeds of figures, and the JSON-LD of their pages.

Each module writes one kind of file from a ``PublishedLedger``, at fill time; :func:`write_file` selects the module.
Nothing depends on the clock, so a file changes only when its data change.
"""

from aimaq.figures.open_data.commands import commands, quoted
from aimaq.figures.open_data.fields import FIELDS
from aimaq.figures.open_data.openapi import description
from aimaq.figures.open_data.registry import write_file, written_files

__all__ = ["FIELDS", "commands", "description", "quoted", "write_file", "written_files"]
