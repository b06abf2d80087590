"""Optional dependencies: what to install when one is missing."""

from importlib.util import find_spec
from typing import Final

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound

__all__ = ["has_extra", "how_to_get", "require_extras"]

#: Each extra of the package ``aimaq``, with a module that is there if it is installed.
_MODULES: Final = {
    "forms": "pymorphy3",
    "identity": "resvg_py",
    "import": "markdownify",
    "pdf": "weasyprint",
    "publish": "zstandard",
    "s3": "boto3",
    "sheets": "openpyxl",
    "sign": "cryptography",
    "sql": "psycopg",
}


def has_extra(extra: str) -> bool:
    """Return whether the packages of the extra are installed."""
    return find_spec(_MODULES[extra]) is not None


def require_extras(command: str, *extras: str) -> None:
    """Raise ``ProblemsFound`` with what to install if one of the extras that ``command`` needs is missing."""
    missing = ",".join(extra for extra in extras if not has_extra(extra))
    if missing:
        message = tr("packages that this needs are not installed: %(advice)s", advice=how_to_get(missing))
        raise ProblemsFound([Problem(command, message)])


def how_to_get(extras: str) -> str:
    """Return what to do for extras, whose names are joined by commas: a site names its packages, or pip gets them."""
    return tr(
        'write "aimaq[%(extras)s]" for "aimaq" in pyproject.toml; without that file, pip install "aimaq[%(extras)s]"',
        extras=extras,
    )
