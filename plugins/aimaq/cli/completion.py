"""Completion for shells."""

import click
from click.shell_completion import get_completion_class

from aimaq.base.languages.messages import tr
from aimaq.cli.declarations import command

__all__ = ["completion_command"]


@command("completion", tr("Print a script that completes commands in a shell."))
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]), metavar="SHELL")
@click.pass_context
def completion_command(ctx: click.Context, shell: str) -> None:
    """Print a script that lets a shell complete commands and options.

    SHELL is bash, zsh or fish. For bash, this line belongs into ~/.bashrc, and for zsh, with its name, into ~/.zshrc:

    eval "$(aimaq completion bash)"

    For fish, into ~/.config/fish/config.fish: aimaq completion fish | source
    """
    kind = get_completion_class(shell)
    assert kind is not None
    print(kind(ctx.find_root().command, {}, "aimaq", "_AIMAQ_COMPLETE").source())
