"""Hooks of hosting: the generator of the files that hosts read, and the check of redirects."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from pelican import signals

from aimaq.hosting.redirects import redirect_problems
from aimaq.pelican.active import uses
from aimaq.pelican.state import build_of, ensure_build, raise_problems
from aimaq.pelican.writing.hosting_generator import HostingGenerator

__all__ = ["connect"]


def connect() -> None:
    """Connect each hook; connecting one twice changes nothing."""
    signals.initialized.connect(_prepare)
    signals.get_generators.connect(_generators)
    signals.static_generator_finalized.connect(_check)
    signals.all_generators_finalized.connect(raise_problems)


_active = partial(uses, part="hosting")


def _prepare(pelican: Any) -> None:
    if _active(pelican.settings):
        ensure_build(pelican.settings)


def _generators(pelican: Any) -> type[HostingGenerator] | None:
    return HostingGenerator if _active(pelican.settings) else None


def _check(generator: Any) -> None:
    # Pelican's generator of static files comes last: by then all addresses are known.
    settings = generator.settings
    hosting = build_of(settings).hosting if _active(settings) else None
    # On an earlier day what a redirect leads to may not have been there yet, and nobody is to mend that.
    if hosting and not settings.get("AS_OF"):
        build = build_of(settings)
        addresses, shown = _published(generator.context, build.addresses), build.settings.hosting_redirects
        build.findings.problems.extend(redirect_problems(hosting.redirects, addresses, hosting.site_url, shown))


def _published(context: Mapping[str, Any], written: Iterable[str]) -> frozenset[str]:
    """Return the root-relative addresses of the whole site, as far as they are known."""
    contents = (content for content in context["generated_content"].values() if content is not None)
    texts = (f"/{content.url}" for content in contents if getattr(content, "status", "") == "published")
    files = (f"/{file.save_as}" for file in context.get("staticfiles", ()))
    return frozenset((*written, *texts, *files))
