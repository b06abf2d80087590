"""The pages of the log and its feeds, from the log and the titles of the texts that they name."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from aimaq.figures.addresses import Publication
from aimaq.figures.log.log_file import Log
from aimaq.figures.log_pages.commands import log_slot, pack_titles, written_log_files
from aimaq.figures.log_pages.entries_in_words import Titles, named_texts, pages_in
from aimaq.newsroom.output.pages import RenderedPage, TextFile

__all__ = ["Alternate", "LogFiles"]


class Alternate(NamedTuple):
    """The same page in one language; ``hreflang`` is the BCP 47 tag that search engines read."""

    lang: str
    hreflang: str
    address: str


@dataclass(frozen=True, slots=True)
class LogFiles:
    """What shows a log on a site with figures of these ``keys``; page 0 has the newest entries."""

    log: Log
    publication: Publication
    keys: tuple[str, ...]

    @property
    def numbers(self) -> range:
        """The numbers of all pages."""
        return range(pages_in(self.log) + 1)

    @property
    def newest(self) -> Collection[int]:
        """The numbers of the pages that name what the next publication is going to log."""
        return {0, self.numbers[-1]}

    def named(self, number: int, unlogged: Iterable[str]) -> set[tuple[str, str]]:
        """Return name and language of each text that a page names; ``unlogged`` are the lines that the log lacks."""
        return named_texts(self.log, number, unlogged)

    def versions(self, number: int) -> tuple[Alternate, ...]:
        """Return a page in all languages."""
        publication = self.publication
        return tuple(Alternate(lang, lang, publication.log(lang, page=number)) for lang in publication.languages)

    def pages(self, number: int, titles: Titles) -> Iterator[RenderedPage]:
        """Yield a page in each language; ``titles`` are those of the texts that it names."""
        last, publication, versions = self.numbers[-1], self.publication, self.versions(number)
        for version in versions:
            lang = version.lang
            context = {
                "lang": lang,
                "page_address": version.address,
                "alternates": versions,
                "structured": "",
                "indicator_keys": self.keys,
                "head": log_slot("log-head", lang),
                "entries": log_slot(f"log-page {number} {pack_titles(titles)}", lang),
                "number": number,
                "newer": publication.log(lang, number + 1) if 0 < number < last else "",
                "older": publication.log(lang, number - 1) if number > 1 else "",
                "places": [] if number else [publication.log(lang, each) for each in range(1, last + 1)],
            }
            yield RenderedPage(f"{version.address[1:]}index.html", "log.html", context)

    def files(self, titles: Titles) -> Iterator[TextFile]:
        """Yield the files beside the pages; ``titles`` are those of page 0."""
        for address, slot in written_log_files(self.publication, pack_titles(titles)):
            yield TextFile(address[1:], slot)
