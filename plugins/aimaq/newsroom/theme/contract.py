"""The contract of templates: its version, and the names that a template may read."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

__all__ = ["CONTRACT", "Contract", "read_contract"]

CONTRACT = Path(__file__).with_name("contract.json")


class Contract(msgspec.Struct, frozen=True):
    """``names`` maps "everywhere" to variables, and each view ("story") to its attributes; templates to their blocks.

    A new ``version`` is one in which a name came or went.
    """

    version: int
    names: Mapping[str, tuple[str, ...]]


def read_contract() -> Contract:
    """Return the contract of this version of the program."""
    return msgspec.json.decode(CONTRACT.read_bytes(), type=Contract)
