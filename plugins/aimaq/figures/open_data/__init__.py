"""Open data: the files below ``/api/``, the feeds of figures, and what a page says of its figure for machines.

Each module writes one kind of file from a :class:`Material`; :class:`OpenData` knows which file is whose. All of them
run at fill time. Nothing in them comes from the clock, so a file changes only when its data do.
"""

from aimaq.figures.open_data.commands import commands, quoted
from aimaq.figures.open_data.context import Material
from aimaq.figures.open_data.fields import FIELDS
from aimaq.figures.open_data.openapi import description
from aimaq.figures.open_data.registry import OpenData, written_files

__all__ = ["FIELDS", "Material", "OpenData", "commands", "description", "quoted", "written_files"]
