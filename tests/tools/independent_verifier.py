"""Verify a published log with a program that is not ours, aics-tlog: its head, all of its files, all proofs.

``python independent_verifier.py OLD NEW ORIGIN KEY`` prints what is wrong, and ends with 1; OLD may be "-".
"""

from __future__ import annotations

import sys
from pathlib import Path

from aics_tlog import (
    FileSystemTileReader,
    consistency_proof_from_tiles,
    inclusion_proof_from_tiles,
    parse_note,
    parse_vkey,
    read_entry,
    tree_root_from_tiles,
    verify_checkpoint,
    verify_consistency,
    verify_leaf_inclusion,
)
from aics_tlog.checkpoint import parse_checkpoint
from aics_tlog.verified import audit_tiles


def main(old: str, new: str, origin: str, key: str) -> str:
    """Return what is wrong, "" if nothing is."""
    folder = Path(new) / "api/log"
    note = parse_note((folder / "checkpoint").read_bytes())
    result = verify_checkpoint(note, parse_vkey(key), expected_origin=origin)
    if not result.ok:
        return f"the head: {result.error}"
    head, reader = parse_checkpoint(note.text), FileSystemTileReader(folder)
    if tree_root_from_tiles(reader, head.size) != head.root:
        return "the tiles lead to another root"
    audit_tiles(reader, head.size, head.root)
    for index in range(head.size):
        proof = inclusion_proof_from_tiles(reader, index, head.size)
        if not verify_leaf_inclusion(read_entry(reader, index, head.size), index, head.size, proof, head.root):
            return f"entry {index} is not in the tree"
    if old != "-":
        text, _, _ = (Path(old) / "api/log/checkpoint").read_text("utf-8").partition("\n\n")
        before = parse_checkpoint(f"{text}\n")  # it may be unsigned
        proof = consistency_proof_from_tiles(reader, before.size, head.size)
        if not verify_consistency(before.size, head.size, before.root, head.root, proof):
            return "the older head is no beginning of the newer one"
    return ""


if __name__ == "__main__":
    try:
        wrong = main(*sys.argv[1:])
    except (OSError, ValueError) as error:
        wrong = f"{type(error).__name__}: {error}"
    print(wrong)
    sys.exit(bool(wrong))
