"""Open data: the files below ``/api/``, the feeds of figures, and what a page says of its figure for machines.

Each module writes one kind of file from a :class:`Material`; :class:`OpenData` knows which file is whose. All of them
run at fill time. Nothing in them comes from the clock, so a file changes only when its data do.
"""

from .commands import commands, quoted
from .description import description
from .documents import OpenData, written_files
from .fields import FIELDS
from .material import Material

__all__ = ["FIELDS", "Material", "OpenData", "commands", "description", "quoted", "written_files"]
