"""What commands say of the table's mistakes in another language than English.

The language of messages is that of a process: ``python tests/errors/spoken.py ru`` prints JSON, by the cases' names.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

__all__ = ["told_in"]


def told_in(lang: str) -> dict[str, str]:
    """Return all that the commands say, by the cases' names."""
    done = subprocess.run([sys.executable, __file__, lang], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, str] = json.loads(done.stdout)
    return found


def _print_what_is_told(lang: str) -> None:
    import tools  # it sets the language of tests

    os.environ["AIMAQ_LANGUAGE"] = lang
    from errors.running import good_project, told_by
    from errors.table import groups

    with TemporaryDirectory() as folder:
        project = good_project(Path(folder, "project"))
        cases = [case for group in groups() for case in group.cases]
        json.dump({str(case): told_by(case, project)[0] for case in cases}, sys.stdout, ensure_ascii=False)
    del tools


if __name__ == "__main__":
    _print_what_is_told(sys.argv[1])
