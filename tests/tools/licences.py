"""The licences of all packages that the lock files name, and whether they go together with ours, AGPL-3.0.

``python tests/tools/licences.py`` writes the lists in ``docs/supply-chain.md``.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.built import ROOT

DOCUMENT = ROOT / "docs/supply-chain.md"
NPM_LOCKS = ("tests/tools/package-lock.json", "bench/peers/package-lock.json")
#: Licences whose works may be part of one under AGPL-3.0, as the FSF lists them, or, for EUPL-1.2, its own appendix;
#: those at the end are permissive ones that the FSF's list does not name, and ask for no more than MIT does.
COMPATIBLE = frozenset(
    [
        *(
            "AGPL-3.0-only",
            "AGPL-3.0-or-later",
            "GPL-3.0-only",
            "GPL-3.0-or-later",
            "GPL-2.0-or-later",
            "LGPL-2.1-or-later",
            "LGPL-3.0-only",
        ),
        *("Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "EUPL-1.2", "ISC", "MIT", "MIT-CMU", "MPL-2.0", "PSF-2.0"),
        *("Python-2.0", "Unlicense", "ZPL-2.1", "BlueOak-1.0.0", "MIT-0", "Unicode-3.0", "0BSD"),
        "CC0-1.0",
    ]
)
#: What is not compatible, or not known to be, but is in no program of ours: a tool that the tests start by itself.
#: Package → its licence, and why it is there.
ALONE = {"regex": ("Apache-2.0 AND CNRI-Python", "djlint, which reads our templates, uses it")}
#: How packages write it → SPDX (https://spdx.org/licenses/).
_SPDX = {
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "European Union Public Licence 1.2 (EUPL 1.2)": "EUPL-1.2",
    "GNU Affero General Public License v3": "AGPL-3.0-only",
    "GNU Affero General Public License v3 or later (AGPLv3+)": "AGPL-3.0-or-later",
    "GPL-3.0": "GPL-3.0-only",
    "GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
    "GNU Library or Lesser General Public License (LGPL)": "LGPL-2.1-or-later",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
#: What packages say in their files only.
_BY_HAND = {
    "docutils": "BSD-2-Clause",  # of it we use what is not the one file under the GPL; that is version 3 or later
    "pyphen": "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1",  # its classifiers cannot say "or"
    "busboy": "MIT",
    "parse-cache-control": "BSD-3-Clause",
    "resvg-py": "MIT",
    "streamsearch": "MIT",
}


def uv() -> str:
    """Return the program uv: the one that runs the tests, the README's, or that on the path."""
    own = ROOT / ".uv/bin/uv"
    found = os.environ.get("UV") or (str(own) if own.exists() else shutil.which("uv"))
    assert found, "uv is not here"
    return found


def of_python() -> dict[str, str]:
    """Return each package of uv.lock that is installed here, by its name in the lock, with its licence."""
    command = [sys.executable, "-m", "piplicenses", "--format=json", "--from=mixed", "--with-system"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    found = {_normal(each["Name"]): each["License"] for each in json.loads(done.stdout)}
    return {name: _spdx(name, found[name]) for name in sorted(locked() & found.keys())}


def of_npm() -> dict[str, str]:
    """Return each package of the npm locks with its licence."""
    found: dict[str, str] = {}
    for lock in NPM_LOCKS:
        packages = json.loads((ROOT / lock).read_text("utf-8"))["packages"]
        for path, package in packages.items():
            if path:
                name = path.rpartition("node_modules/")[2]
                found[name] = _spdx(name, package.get("license", ""))
    return dict(sorted(found.items()))


def locked() -> frozenset[str]:
    """Return the names of all packages in uv.lock but our own."""
    packages = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]
    return frozenset(each["name"] for each in packages if "editable" not in each["source"])


def running() -> frozenset[str]:
    """Return the names of the packages of the program with all its extras; the tests need more."""
    packages = {each["name"]: each for each in tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]}
    found: set[str] = set()
    waiting = ["aimaq", "aimaq[all"]
    while waiting:
        name = waiting.pop()
        package = packages[name.partition("[")[0]]
        extra = name.partition("[")[2]  # names of extras are kept as "aimaq[all"
        for each in package["optional-dependencies"][extra] if extra else package.get("dependencies", ()):
            new = {each["name"], *(f"{each['name']}[{one}" for one in each.get("extra", ()))} - found
            found |= new
            waiting += new
    return frozenset(name for name in found if "[" not in name)


def is_compatible(package: str, licence: str) -> bool:
    """Tell whether a package may be here: one of its alternatives, and of that all parts, are compatible."""
    if package in ALONE and ALONE[package][0] == licence:
        return package not in running()
    plain = licence.replace("(", "").replace(")", "")
    return any(all(part in COMPATIBLE for part in each.split(" AND ")) for each in plain.split(" OR "))


def tables() -> str:
    """Return the lists in Markdown."""
    python, npm, needed = of_python(), of_npm(), running()
    lines = ["### What the site is built with", "", "| package | licence |", "| --- | --- |"]
    lines += [f"| {name} | {licence} |" for name, licence in python.items() if name in needed]
    rest = {name: licence for name, licence in python.items() if name not in needed}
    for heading, packages in (
        ("What the tests use, from PyPI", rest),
        ("What tests and benchmarks use, from npm", npm),
    ):
        lines += ["", f"### {heading}", "", "| licence | packages |", "| --- | --- |"]
        for licence in sorted(set(packages.values())):
            names = [name for name in packages if packages[name] == licence]
            lines.append(f"| {licence} | {', '.join(names)} |")
    return "\n".join(lines) + "\n"


def written(text: str) -> str:
    """Return the document's text with the lists of today at its end."""
    start = text.index("### What the site is built with")
    return text[:start] + tables()


def _spdx(name: str, licence: str) -> str:
    if name in _BY_HAND:
        return _BY_HAND[name]
    return " AND ".join(sorted({_SPDX.get(part, part) for part in licence.split("; ")}))


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    DOCUMENT.write_text(written(DOCUMENT.read_text("utf-8")), "utf-8")
