"""The reference of the command ``aimaq``, from its own declarations.

``python tests/tools/command_reference.py`` writes ``docs/commands.md``.
"""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Iterator
from pathlib import Path

if __name__ == "__main__":
    os.environ["AIMAQ_LANGUAGE"] = "en"
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import click

from aimaq.cli.groups import GROUPS, aimaq
from tools.built import ROOT

__all__ = ["DOCUMENT", "commands", "document"]

DOCUMENT = ROOT / "docs/commands.md"
HEAD = """\
<!-- Written from plugins/aimaq/cli: change that, then run `python tests/tools/command_reference.py`. -->

# The command `aimaq`

`aimaq` works on the site in whose folder it is run, or below: where `pelicanconf.py` stands. `aimaq --help` lists the
commands, `aimaq build --help` explains one.

## Exit codes

| code | what it means |
| --- | --- |
| 0 | done |
| 1 | there is something to mend, and nothing has been changed |
| 2 | the command was used wrongly: an unknown option, a missing argument |
| 130 | stopped by Ctrl+C: all files are whole, as they were before or as they were to be |

What a command found goes to the standard output, what is wrong to the standard error.

## Language

Commands speak English, Russian and Kazakh: the machine's language (`LC_ALL`, `LC_MESSAGES`, `LANG`), or that which
`AIMAQ_LANGUAGE` names (`ru`, `kk`, `en`). A program that reads what they say sets `AIMAQ_LANGUAGE=en`: keys and values
of JSON are the same in each language, the sentences in it are not. `aimaq verify` speaks English.

## Packages that some commands need

`pip install aimaq` brings what building and serving need. The other commands say in a line what is missing:

| extra | what needs it |
| --- | --- |
| `forms` | `aimaq forms` in Russian; `aimaq check`, to know Russian words in all their forms |
| `import` | `aimaq import` |
| `pdf` | `aimaq pdf`; `aimaq publish`, unless `PUBLISH_PRESS` is `False` |
| `publish` | `aimaq publish` |
| `s3` | `aimaq publish` into object storage |
| `all` | all of these |

`pip install "aimaq[pdf,publish]"` brings two of them; in a clone of this repository
`.uv/bin/uv run --all-extras aimaq …` brings all.
"""


def commands() -> dict[str, click.Command]:
    """Return each command by its name."""
    context = click.Context(aimaq, info_name="aimaq")
    found = {name: aimaq.get_command(context, name) for name in aimaq.list_commands(context)}
    return {name: command for name, command in found.items() if command}


def document() -> str:
    """Return docs/commands.md."""
    known = commands()
    lines = [HEAD]
    for group, names in GROUPS.items():
        lines += [f"## {group}", ""]
        for name in names:
            lines += _command(name, known[name])
    return "\n".join(lines)


def _command(name: str, command: click.Command, level: int = 3) -> Iterator[str]:
    """Yield the lines of a command, and of the commands below it."""
    context = click.Context(command, info_name=f"aimaq {name}")
    usage = " ".join(command.collect_usage_pieces(context))
    yield from (
        f"{'#' * level} `aimaq {name}`",
        "",
        f"    aimaq {name} {usage}",
        "",
        inspect.cleandoc(command.help or ""),
        "",
    )
    rows = [option for option in command.params if isinstance(option, click.Option) and not option.hidden]
    if rows:
        yield from ("| option | what it does |", "| --- | --- |", *map(_row, rows), "")
    if isinstance(command, click.Group):
        for below, each in command.commands.items():
            yield from _command(f"{name} {below}", each, level + 1)


def _row(option: click.Option) -> str:
    names = ", ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
    value = "" if option.is_flag else f" {option.metavar}".replace("|", "\\|")
    default = f" (else {option.default})" if option.show_default else ""
    return f"| {names}{value} | {option.help}{default} |"


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
    print(f"Wrote {DOCUMENT.relative_to(ROOT)}")
