"""Optional dependencies: what to install when one is missing."""

from __future__ import annotations

from importlib.util import find_spec

from aimaq.base.problems import Problem, ProblemsFound

__all__ = ["require_extra"]


def require_extra(extra: str, module: str) -> None:
    """Raise ``ProblemsFound`` if ``module``, which the extra of the package ``aimaq`` installs, is missing."""
    if find_spec(module) is None:
        message = f'this needs the extra "{extra}": pip install "aimaq[{extra}]"'
        raise ProblemsFound([Problem("aimaq", message)])
