"""Runs a command line, and turns its end into an exit code and a message."""

import os
import sys
from collections.abc import Sequence

import click

from aimaq.base.languages.messages import LANGUAGE_VARIABLE, SPOKEN, tr, unknown_language
from aimaq.base.problems import SURROGATE
from aimaq.cli.declarations import usage_message
from aimaq.cli.failures import STOPPED, Failure
from aimaq.cli.groups import aimaq

__all__ = ["main", "run"]


def main() -> None:
    """Run the command line of this process, and end it."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run a command, and return its exit code."""
    if wrong := next((each for each in arguments if SURROGATE.search(each)), None):
        shown = wrong.encode("utf-8", "backslashreplace").decode()
        message, advice = (
            tr('"%(shown)s" is not UTF-8 text', shown=shown),
            tr("write it again, or copy it from elsewhere"),
        )
        print(f"aimaq: {message}\n    {advice}", file=sys.stderr)
        return 2
    if asked := unknown_language(os.environ):
        print(f'aimaq: {LANGUAGE_VARIABLE} is "{asked}"; expected one of: {", ".join(SPOKEN)}', file=sys.stderr)
        return 2
    try:
        status = aimaq.main(list(arguments), prog_name="aimaq", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        print(error.format_message())
        return error.exit_code
    except click.UsageError as error:
        print(_usage(error, arguments), file=sys.stderr)
        return error.exit_code
    except Failure as failure:
        print(failure, file=sys.stderr)
        return failure.code
    except (click.Abort, KeyboardInterrupt):
        print(STOPPED, file=sys.stderr)
        return 130
    return status if isinstance(status, int) else 0


def _usage(error: click.UsageError, arguments: Sequence[str]) -> str:
    """Return what is wrong with a command line, and where its help is."""
    command = error.ctx.command_path if error.ctx else f"aimaq {arguments[0]}"  # click forgets some contexts
    advice = tr("%(command)s --help says how it is used", command=command)
    return f"{command}: {usage_message(error)}\n    {advice}"
