"""The lists of a generator's site with their feeds, at the addresses that it gives them without any settings."""

from collections.abc import Iterable, Iterator, Sequence

from aimaq.base.languages.slugs import slugify
from aimaq.importing.sources.generators.site import GeneratorSite
from aimaq.importing.sources.old_lists import OldList
from aimaq.importing.sources.section_mapping import SectionMapping
from aimaq.importing.sources.source_text import SourceText, split_address

__all__ = ["generator_lists"]


def generator_lists(
    site: GeneratorSite,
    texts: Sequence[tuple[SourceText, Iterable[str], Iterable[str]]],
    main: str,
    mapping: SectionMapping,
) -> Iterator[OldList]:
    """Yield the lists of a site that had stories; ``texts`` come with their categories and tags."""
    base = split_address(site.address).path.rstrip("/")
    languages = dict.fromkeys(text.lang for text, _, _ in texts if text.kind and not text.draft)
    for lang in languages:
        prefix = base if lang == main else f"{base}/{lang}"
        terms = {
            (kind, name): None
            for text, categories, tags in texts
            if text.lang == lang and text.kind and not text.draft
            for kind, names in (("category", categories), ("tag", tags))
            for name in names
        }
        if site.generator == "hugo":
            yield OldList(f"{prefix}/", lang, feeds={f"{prefix}/index.xml": "rss.xml"})
            for kind, name in terms:
                path = f"{prefix}/{'categories' if kind == 'category' else 'tags'}/{'-'.join(name.lower().split())}/"
                yield OldList(path, lang, pages=(), feeds={f"{path}index.xml": "rss.xml"}, **mapping.shown_as("", name))
        elif site.generator == "jekyll":
            yield OldList(f"{prefix}/", lang, feeds={f"{prefix}/feed.xml": "atom.xml"})
        else:
            if lang == main:
                yield OldList(f"{base}/archives.html", lang)
            for kind, name in terms:
                feeds = {f"{base}/feeds/{slugify(name)}.atom.xml": "atom.xml"} if kind == "category" else {}
                yield OldList(
                    f"{base}/{kind}/{slugify(name)}.html", lang, pages=(), feeds=feeds, **mapping.shown_as("", name)
                )
