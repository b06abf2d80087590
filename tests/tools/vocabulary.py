"""schema.org's vocabulary as a validator that nobody here wrote."""

import json
import re
import subprocess
from pathlib import Path

from tools.built import Json
from tools.programs import require


def shape(value: object, name: str = "") -> object:
    """What a type checker sees of a document: two of one shape are right or wrong together."""
    if isinstance(value, dict):
        return tuple((key, shape(each, key)) for key, each in value.items())
    if isinstance(value, list):
        return tuple(dict.fromkeys(shape(each, name) for each in value))
    return value if name in ("@type", "@context") else type(value).__name__


def vocabulary_problems(documents: dict[str, Json], folder: Path, node_tools: Path) -> list[str]:
    """What schema.org has against JSON-LD, by Google's typings of its vocabulary and the TypeScript compiler.

    ``documents`` are named; every object in one has to have a type and properties that schema.org knows, and values
    that fit them. All of an edition's pages of one kind have one shape, so only the first of them is compiled.
    """
    first: dict[object, tuple[str, Json]] = {}
    for name, document in documents.items():
        first.setdefault(shape(document), (name, document))
    lines = ['import type {Graph, Thing, WithContext} from "schema-dts";']
    for number, (name, document) in enumerate(first.values()):
        kind = "Graph" if "@graph" in document else "WithContext<Exclude<Thing, string>>"
        lines.append(f"export const d{number}: {kind} = {json.dumps(document)}; // {name}")
    source = folder / "vocabulary.ts"
    source.write_text("\n".join(lines), encoding="utf-8")
    (folder / "node_modules").symlink_to(node_tools, target_is_directory=True)
    compiler = [require("Node.js", "node"), str(node_tools / "typescript/lib/tsc.js")]
    options = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--moduleResolution", "nodenext"]
    done = subprocess.run([*compiler, *options, str(source)], cwd=folder, capture_output=True, encoding="utf-8")
    found = re.findall(r"vocabulary\.ts\((\d+),\d+\): (.*)", done.stdout)
    assert found or not done.returncode, done.stdout + done.stderr
    return [f"{lines[int(line) - 1].rpartition(' // ')[2]}: {message}" for line, message in found]
