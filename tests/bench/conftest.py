"""The bench is a package beside tests/, so its parent has to be on Python's path."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2]))
