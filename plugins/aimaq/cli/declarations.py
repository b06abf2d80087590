"""How commands and their options are declared, with click's own words in the language of messages."""

import re
from collections.abc import Callable
from inspect import cleandoc
from typing import Any, Final, TypeVar

import click

from aimaq.base.languages.messages import tr
from aimaq.base.problems import did_you_mean

__all__ = ["Command", "Group", "command", "port_option", "range_option", "text_option", "usage_message"]

_Function = TypeVar("_Function", bound=Callable[..., Any])

_UNEXPECTED: Final = re.compile(r"Got unexpected extra arguments? \((.*)\)")


class Command(click.Command):
    """A command with its help in the language of messages."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=f"{tr('Usage:')} ")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if self.help:
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(tr(cleandoc(self.help)))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        records = [record for option in options if (record := option.get_help_record(ctx)) is not None]
        with formatter.section(tr("Options")):
            formatter.write_dl(records)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = tr("Show this message and exit.")
        return option


class Group(Command, click.Group):
    """A group with the short helps of its commands below its own help."""

    command_class = Command

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        Command.format_options(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section(tr("Commands")):
            formatter.write_dl([(name, each.get_short_help_str(limit=60)) for name, each in commands if each])


Group.group_class = Group


def command(name: str, short_help: str) -> Callable[[Callable[..., Any]], Command]:
    """Declare a command; its help is the docstring."""
    return click.command(name, cls=Command, short_help=short_help)


def text_option(*names: str, help: str, metavar: str = "TEXT") -> Callable[[_Function], _Function]:
    """Declare an option that is "" where it is not given."""
    return click.option(*names, default="", metavar=metavar, help=help)


def range_option(help: str) -> Callable[[_Function], _Function]:
    """Declare the option for the range of an estimate or a plan, passed on as ``bounds``."""
    return click.option("--range", "bounds", nargs=2, metavar="LOW HIGH", help=help)


def port_option(port: int) -> Callable[[_Function], _Function]:
    """Declare the option for the port of a server on this machine."""
    return click.option(
        "-p", "--port", default=str(port), metavar="NUMBER", show_default=True, help=tr("the port on this machine")
    )


def usage_message(error: click.UsageError) -> str:
    """Return what is wrong with a command line."""
    match error:
        case click.NoSuchOption():
            return tr('no such option "%(option)s"', option=error.option_name) + did_you_mean(
                error.option_name, error.possibilities or ()
            )
        case click.MissingParameter() if error.param is not None:
            if isinstance(error.param, click.Option):
                return tr('missing option "%(option)s"', option=" / ".join(error.param.opts))
            return tr('missing argument "%(argument)s"', argument=error.param.make_metavar(error.ctx or _NO_CONTEXT))
        case click.BadParameter() if error.param is not None:
            return tr('invalid value for "%(option)s": %(reason)s', option=error.param.opts[0], reason=error.message)
        case click.BadOptionUsage():
            return tr('option "%(option)s" requires an argument', option=error.option_name)
        case _ if found := _UNEXPECTED.fullmatch(error.message):
            return tr("got unexpected extra argument (%(arguments)s)", arguments=found[1])
    message = error.format_message().strip().replace("'", '"')
    return f"{message[:1].lower()}{message[1:].removesuffix('.')}"


_NO_CONTEXT: Final = click.Context(Command("aimaq"))
