"""A version of the program, as far as a site is written for it: settings, the theme, what templates may read."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import msgspec

from aimaq import defaults
from aimaq.base.files.package_files import THEME
from aimaq.newsroom.theme.contract import Contract, read_contract
from aimaq.settings.schema import Settings

__all__ = ["Program", "this_program"]


@dataclass(frozen=True, slots=True)
class Program:
    """``settings`` maps each setting to its default, as Python writes it; ``theme`` is the folder of the theme."""

    version: str
    contract: Contract
    settings: Mapping[str, str]
    theme: Path


def this_program() -> Program:
    """Return the version that runs."""
    known = {
        field.encode_name: repr(field.default)
        for field in msgspec.structs.fields(Settings)
        if field.name not in ("project", "given") and field.default is not msgspec.NODEFAULT
    }
    # THEME is a folder of this machine.
    own = {name: repr(value) for name, value in vars(defaults).items() if name.isupper() and not name.endswith("THEME")}
    return Program(version("aimaq"), read_contract(), {**known, **own}, THEME)
