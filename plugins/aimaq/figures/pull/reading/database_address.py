"""The address of a database server, from an environment variable: it has a password, and is never shown."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from aimaq.base.languages.messages import tr
from aimaq.figures.pull.reading.question import RefusedError, variable

__all__ = ["DatabaseAddress", "database_address"]

_LOOPBACK = frozenset(("", "localhost", "127.0.0.1", "::1"))


@dataclass(frozen=True, slots=True)
class DatabaseAddress:
    """Where a database is, and with whose rights it is asked. ``options`` are what stands behind the question mark."""

    host: str
    port: int
    user: str
    password: str
    database: str
    options: Mapping[str, str]

    @property
    def on_this_machine(self) -> bool:
        """Whether nobody else's network lies between: a loopback name, or the folder of a socket."""
        return self.host in _LOOPBACK or self.host.startswith("/")

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no message may repeat."""
        return self.password, self.user, self.host, self.database


def database_address(name: str, schemes: tuple[str, ...], port: int, options: frozenset[str]) -> DatabaseAddress:
    """Read an address ``scheme://user:password@host:port/database?option=value``; raise RefusedError without a secret.

    The folder of a socket is given as the option ``host``.
    """
    text = variable(name)
    try:
        parts = urlsplit(text)
        given = dict(parse_qsl(parts.query, strict_parsing=True)) if parts.query else {}
        found = DatabaseAddress(
            given.pop("host", "") or parts.hostname or "",
            parts.port or port,
            unquote(parts.username or ""),
            unquote(parts.password or ""),
            unquote(parts.path.removeprefix("/")),
            given,
        )
    except ValueError:
        raise RefusedError(tr("%(name)s is not the address of a database", name=name), _form(schemes[0])) from None
    if parts.scheme not in schemes or not found.database:
        raise RefusedError(tr("%(name)s is not the address of a database of this format", name=name), _form(schemes[0]))
    if unknown := sorted(given.keys() - options):
        shown = ", ".join(f'"{each}"' if re.fullmatch("[a-z_-]{1,30}", each) else "one" for each in unknown)
        raise RefusedError(
            tr("%(name)s has options that are not known: %(shown)s", name=name, shown=shown),
            tr("known are %(list)s", list=", ".join(sorted(options))),
        )
    return found


def _form(scheme: str) -> str:
    return tr(
        "write %(scheme)s://user:password@host:port/database; signs such as @ in a password as %%40", scheme=scheme
    )
