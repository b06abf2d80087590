"""The commands in the groups in which the help shows them; a command's module is loaded when it is asked for."""

from collections.abc import Mapping
from importlib import import_module
from typing import Final

import click

from aimaq.base.languages.messages import tr
from aimaq.base.problems import did_you_mean
from aimaq.cli.declarations import Group

__all__ = ["GROUPS", "aimaq"]

#: Each group with its commands and their modules.
GROUPS: Final[Mapping[str, Mapping[str, str]]] = {
    "Begin": {"new": "new_site", "language": "upkeep", "override": "upkeep", "upgrade": "upkeep"},
    "Write": {"write": "write", "import": "write", "desk": "site", "forms": "write"},
    "Figures": {
        "set": "figures",
        "undo": "figures",
        "pull": "figures",
        "impact": "figures",
        "correct": "figure_log",
        "amend": "figure_log",
        "log": "figure_log",
    },
    "Look and publish": {
        "serve": "site",
        "check": "site",
        "links": "site",
        "build": "site",
        "pdf": "publishing",
        "publish": "publishing",
        "hosting": "publishing",
        "deploy": "publishing",
        "verify": "verify",
    },
    "Shell": {"completion": "completion"},
}
_MODULES: Final = {name: module for commands in GROUPS.values() for name, module in commands.items()}


class _Groups(Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _MODULES:
            return None
        command: click.Command = getattr(import_module(f"aimaq.cli.{_MODULES[cmd_name]}"), f"{cmd_name}_command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in _MODULES and not name.startswith("-"):
            raise click.UsageError(tr('there is no command "%(name)s"', name=name) + did_you_mean(name, _MODULES), ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for title, names in GROUPS.items():
            commands = [(name, self.get_command(ctx, name)) for name in names]
            with formatter.section(tr(title)):
                formatter.write_dl([(name, command.get_short_help_str()) for name, command in commands if command])


@click.group(cls=_Groups, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="aimaq", message="%(prog)s %(version)s", help=tr("Show the version and exit."))
def aimaq() -> None:
    """Write, build and publish the site in this folder.

    `aimaq COMMAND --help` explains a command.

    Exit codes: 0, done; 1, there is something to mend, and nothing has been changed; 2, the command was used wrongly;
    130, stopped by Ctrl+C.
    """
