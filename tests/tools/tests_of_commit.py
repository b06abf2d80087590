"""Print the tests of today whose functions an earlier commit has: the suite of then, on the program of today.

    pytest -q -n auto --dist worksteal $(python tests/tools/tests_of_commit.py 83dc906c^)

A function that stands in another file since is found by its name.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections import defaultdict


def files_of_tests(commit: str) -> dict[str, set[str]]:
    """Return the functions of tests in a commit, with the files that define one of that name."""
    found = defaultdict[str, set[str]](set)
    command = ["git", "grep", "--no-color", "-E", "^def test_", commit, "--", "tests/*test_*.py"]
    listed = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    for file, name in re.findall(r"^[^:]*:([^:]*):def (test_\w+)", listed, re.MULTILINE):
        found[name].add(file)
    return found


def main(commit: str) -> None:
    now = files_of_tests("HEAD")
    for name, files in files_of_tests(commit).items():
        for file in sorted(files & now[name] or now[name]):
            print(f"{file}::{name}")


if __name__ == "__main__":
    main(*sys.argv[1:])
