"""Options that several commands have."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

__all__ = ["port_option", "text_option"]

_Function = TypeVar("_Function", bound=Callable[..., Any])


def text_option(*names: str, help: str, metavar: str = "TEXT") -> Callable[[_Function], _Function]:
    """Declare an option that is "" where it is not given."""
    return click.option(*names, default="", metavar=metavar, help=help)


def port_option(port: int) -> Callable[[_Function], _Function]:
    """Declare the option for the port of a server on this machine."""
    return click.option(
        "-p", "--port", default=str(port), metavar="NUMBER", show_default=True, help="the port on this machine"
    )
