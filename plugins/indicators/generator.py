"""The pages and files that indicators have of their own: the dashboard, a page each, the open data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from pelican import signals
from pelican.generators import Generator

from support.problems import Problem

from .documents import document_names
from .fill import DATA
from .slots import Slot, encode

__all__ = ["Alternate", "IndicatorsGenerator"]


class Alternate(NamedTuple):
    """The same page in one language; ``hreflang`` is the BCP 47 tag that search engines read."""

    lang: str
    hreflang: str
    address: str


class IndicatorsGenerator(Generator):  # type: ignore[misc] # Pelican ships no types
    """Writes slots, never values, from the templates ``dashboard`` and ``indicator``."""

    def generate_context(self) -> None:
        """Offer the addresses written here to the sitemap and the check of links; note a template that is missing."""
        self.context["indicator_pages"] = tuple(self._pages())
        if self.settings["INDICATORS"] is not None:  # else nobody knows what would be written
            names = document_names(self.context["indicator_keys"])
            own = {f"/api/{name}" for name in names}.union(each.address for page in self._pages() for each in page)
            self.context.setdefault("addresses", set()).update(own)
        known = self.env.list_templates()
        self.settings["PROBLEMS"].extend(
            Problem(f"theme/templates/{name}", "this template is missing", hint="the theme has to have it")
            for name in ("dashboard.html", "indicator.html")
            if name not in known
        )

    def generate_output(self, writer: Any) -> None:
        """Write every page in every language, and the open-data files."""
        prefixes = self.settings["INDICATORS_PREFIXES"]
        keys = self.context["indicator_keys"]
        quoting = self._quoting()
        for page in self._pages():
            for lang, _, address in page:
                key = address.removeprefix(f"/{prefixes[lang]}indicators/").rstrip("/")
                extra = {"key": key, "quoted_in": quoting.get((key, lang), [])} if key else {}
                writer.write_file(
                    f"{address[1:]}index.html",
                    self.get_template("indicator" if key else "dashboard"),
                    self.context,
                    lang=lang,
                    page_address=address,
                    alternates=page,
                    structured=encode(Slot(f"{DATA}structured/{key}.{lang}")) if key else "",
                    **extra,
                )
        for name in document_names(keys):
            self._write(writer, f"api/{name}", encode(Slot(DATA + name)))

    def _pages(self) -> Iterator[tuple[Alternate, ...]]:
        prefixes = self.settings["INDICATORS_PREFIXES"]
        for key in ("", *(f"{key}/" for key in self.context["indicator_keys"])):
            yield tuple(Alternate(lang, lang, f"/{prefix}indicators/{key}") for lang, prefix in prefixes.items())

    def _quoting(self) -> dict[tuple[str, str], list[Any]]:
        """Return the articles that quote each indicator, by its key and their language, newest first."""
        found: dict[tuple[str, str], list[Any]] = {}
        # Pelican keeps an article's versions beside the one that it takes for the original.
        articles = (each for original in self.context["articles"] for each in (original, *original.translations))
        for article in sorted(articles, key=lambda each: (each.date, each.slug), reverse=True):
            for key in getattr(article, "figures", ()):
                found.setdefault((key, article.lang), []).append(article)
        return found

    def _write(self, writer: Any, name: str, text: str) -> None:
        if hasattr(writer, "write_text"):
            writer.write_text(name, text)
            return
        path = Path(self.output_path, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        signals.content_written.send(str(path), context=self.context)
