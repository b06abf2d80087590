"""Pelican's writer, with pages and feeds handed to the composition instead of rendered and written."""

import os
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Template
from pelican.paginator import Paginator
from pelican.plugins import signals
from pelican.utils import get_relative_path, path_to_url, sanitised_join
from pelican.writers import Writer

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound
from aimaq.build.composition import Composition
from aimaq.pelican.state import KEY, build_of

__all__ = ["ComposingWriter"]


class ComposingWriter(Writer):  # type: ignore[misc] # Pelican ships no types
    """Writes nothing itself; the build's composition takes all.

    Pelican's signal ``content_written`` is sent as ever, but the file is there only when the build has ended.
    """

    def __init__(self, output_path: str, settings: dict[str, Any]) -> None:
        super().__init__(output_path, settings)
        self._claimed: set[str] = set()
        self._overriding: set[str] = set()

    @property
    def composition(self) -> Composition:
        """What takes the texts."""
        composition = build_of(self.settings).composition
        assert composition is not None, "the writer is chosen only where there is a composition"
        return composition

    def write_file(
        self,
        name: str,
        template: Any,
        context: dict[str, Any],
        relative_urls: bool = False,
        paginated: Mapping[str, Any] | None = None,
        template_name: str | None = None,
        override_output: bool = False,
        url: str | None = None,
        **kwargs: Any,
    ) -> None:
        """Have a page, or each page of a paginated list, rendered later, if anything that it may show has changed.

        The contexts are those that Pelican's own method makes, by the same rules of pagination.
        """
        if not name:
            return
        if paginated is None:
            paginated = {key: value for key, value in kwargs.items() if key in {"articles", "dates"}}
        sizes = self.settings["PAGINATED_TEMPLATES"]
        if not (paginated and template_name in sizes):
            self._page(name, template, context, relative_urls, override_output, kwargs)
            return
        per_page = sizes[template_name] or self.settings["DEFAULT_PAGINATION"]
        paginators = {key: Paginator(name, url, value, self.settings, per_page) for key, value in paginated.items()}
        count = next(iter(paginators.values())).num_pages
        # A page is the next one's previous: it is made, and looked at, once.
        page_of = cache(lambda key, number: paginators[key].page(number))
        for number in range(1, count + 1):
            own = dict(kwargs)
            for key, paginator in paginators.items():
                page = page_of(key, number)
                own |= {
                    f"{key}_paginator": paginator,
                    f"{key}_page": page,
                    f"{key}_previous_page": page_of(key, number - 1) if number > 1 else None,
                    f"{key}_next_page": page_of(key, number + 1) if number < paginator.num_pages else None,
                }
            self._page(page.save_as, template, context, relative_urls, override_output, own)

    def write_feed(
        self,
        elements: Sequence[Any],
        context: dict[str, Any],
        path: str | None = None,
        url: str | None = None,
        feed_type: str = "atom",
        override_output: bool = False,
        feed_title: str | None = None,
    ) -> Any:
        """Have Pelican write one of its own feeds, and take the text of the file for the composition."""
        name = self._claim(str(path), override=override_output) if path else ""
        if path and not name:
            return None
        feed = super().write_feed(elements, context, path, url, feed_type, override_output, feed_title)
        if name:
            file = Path(self.output_path, name)
            self.composition.text(name, file.read_text("utf-8"))
            file.unlink()
        return feed

    def write_text(self, name: str, text: str) -> None:
        """Write a text that no template made (a feed, an API file) to ``name`` below the output folder."""
        if path := self._claim(name, override=False):
            self.composition.text(path, text)

    def write_text_of(self, name: str, key: str, text: Callable[[], str]) -> None:
        """Write the text that ``text`` returns; it is called only if ``key``, the digest of all it reads, is new."""
        if path := self._claim(name, override=False):
            self.composition.text_of(path, key, text)

    def write_cached(self, name: str, key: str, create: Callable[[], bytes]) -> None:
        """Write what ``create`` returns to ``name`` below the output folder; ``key`` is the digest of all it reads.

        It is called only if neither the site nor the cache has a file of that key.
        """
        if path := self._claim(name, override=False):
            self.composition.file(path, key, create)

    def _page(
        self,
        name: str,
        template: Any,
        context: dict[str, Any],
        relative_urls: bool,
        override: bool,
        own: Mapping[str, Any],
    ) -> None:
        local = {**context, "localsiteurl": context.get("localsiteurl"), "output_file": name}
        local.pop(KEY, None)  # no template sees it
        if relative_urls:
            local["SITEURL"] = local["localsiteurl"] = path_to_url(get_relative_path(name))
        local |= own
        if local["localsiteurl"]:
            context["localsiteurl"] = local["localsiteurl"]  # where Pelican's contents look for it
        path = self._claim(name, override=override)
        if not path:
            return
        if isinstance(template, Template):
            self.composition.page(path, template, local, context)
        else:
            self.composition.text(path, template.render(local))
        if signals.content_written.receivers:
            signals.content_written.send(os.path.join(self.output_path, path), context=local)

    def _claim(self, name: str, *, override: bool) -> str:
        """Return the path below the output folder, or "" where a page that asked to override it stands already."""
        path = os.path.normpath(name).replace(os.sep, "/")
        if path.startswith("../") or os.path.isabs(path):
            sanitised_join(self.output_path, name)  # raises, in Pelican's words
        if path in self._overriding and not override:
            return ""
        if path in self._claimed and not override:
            hint = tr("look at the settings that end in _SAVE_AS, and at the names of the files")
            raise ProblemsFound(
                [Problem("output", tr('two pages would be written to "%(path)s"', path=path), hint=hint)]
            )
        if override:
            self._overriding.add(path)
        self._claimed.add(path)
        return path
