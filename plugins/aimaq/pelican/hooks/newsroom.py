"""Hooks of the newsroom: its reader, templates, generators and writer, and the checks of texts and files."""

import logging
import os
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

from pelican import signals

from aimaq.base.files.safe_folders import check_folders
from aimaq.base.files.template_code import TemplateCode
from aimaq.base.problems import Problem
from aimaq.figures.addresses import SLUGS
from aimaq.figures.log.entries import canonical, stamp
from aimaq.hosting.redirects import redirected_addresses
from aimaq.newsroom.checks.contacts import contact_doubts
from aimaq.newsroom.checks.file_names import name_problems, unpublished_link_problems, unpublished_links
from aimaq.newsroom.checks.published_files import file_problems
from aimaq.newsroom.checks.texts import (
    address_problems,
    agreement_problems,
    clash_problems,
    feed_id_problems,
    lost_problems,
    page_template_problems,
    setting_problems,
    taken_problems,
    unread_problems,
)
from aimaq.newsroom.editorial.embargo import hold_back, hold_of
from aimaq.newsroom.links.check import link_problems
from aimaq.newsroom.links.targets import written_addresses
from aimaq.newsroom.markdown.markup import check_markdown
from aimaq.newsroom.media.library import Library
from aimaq.newsroom.model.navigation import navigation_problems
from aimaq.newsroom.model.photos import unnamed_problems
from aimaq.newsroom.settings import Newsroom, read_newsroom
from aimaq.newsroom.theme.assets import asset_address, asset_integrity, read_assets
from aimaq.newsroom.theme.environment import prepare
from aimaq.newsroom.theme.identity import identity_of
from aimaq.newsroom.versions.compare import Comparison, compare_texts, known_to_readers, pins_of
from aimaq.pelican.active import uses
from aimaq.pelican.reading.newsroom_reader import NewsroomReader
from aimaq.pelican.reading.stored_contents import keeps_to_content
from aimaq.pelican.state import KEY, Build, build_of, ensure_build, raise_problems
from aimaq.pelican.writing.assets_generator import AssetsGenerator
from aimaq.pelican.writing.newsroom_generator import EditionsGenerator
from aimaq.pelican.writing.newsroom_writer import NewsroomWriter

__all__ = ["connect"]


def connect() -> None:
    """Connect each hook; connecting one twice changes nothing."""
    signals.initialized.connect(_initialize)
    signals.readers_init.connect(_register_reader)
    signals.generator_init.connect(_prepare_templates)
    signals.get_generators.connect(_generators)
    signals.article_generator_context.connect(_hold)
    signals.page_generator_context.connect(_hold)
    signals.article_generator_finalized.connect(_check_articles)
    signals.page_generator_finalized.connect(_check_pages)
    signals.static_generator_finalized.connect(_check_whole)
    signals.all_generators_finalized.connect(raise_problems)
    signals.get_writer.connect(_writer)


def _initialize(pelican: Any) -> None:
    if uses(pelican.settings, "newsroom"):
        build = ensure_build(pelican.settings)
        check_folders(pelican.settings, build.project)
        build.newsroom = read_newsroom(build.settings, build.now)
        check_markdown(pelican.settings["MARKDOWN"], build.project)
        theme, folders = pelican.settings["THEME"], pelican.settings["THEME_STATIC_PATHS"]
        identity, folder = identity_of(build.settings, build.cache), build.newsroom.folder
        build.assets = read_assets(theme, folders, build.project, identity, folder)
        # A text need not have a version in the first language, nor drafts beside it. Two of one language are a problem.
        versions = range(2, len(build.newsroom.languages) + 1)
        said = "There are %s original (not translated) items %s: "
        several = [(logging.WARNING, said + "\n%s" * count) for count in versions]
        pelican.settings["LOG_FILTER"] = [*pelican.settings["LOG_FILTER"], *several]
        pelican.settings["THEME_STATIC_PATHS"] = []  # else Pelican would publish them a second time, without hashes


def _newsroom(settings: Any) -> Newsroom | None:
    return build_of(settings).newsroom if KEY in settings else None


def _register_reader(readers: Any) -> None:
    if _newsroom(readers.settings):
        # Only these: an article in another format would get round every check.
        static = readers.reader_classes["static"]
        readers.reader_classes = {"static": static, "md": NewsroomReader}


def _prepare_templates(generator: Any) -> None:
    if newsroom := _newsroom(generator.settings):
        # One environment for all generators: each template is compiled once, not once for every generator.
        build = build_of(generator.settings)
        build.environment = generator.env = build.environment or generator.env
        code = TemplateCode(build.cache, build.reading.base) if build.reading else None
        prepare(generator.env, generator._templates_path, newsroom, code)
        static, assets = generator.settings["THEME_STATIC_DIR"], build.assets
        generator.env.globals["asset"] = partial(asset_address, static, assets)
        generator.env.globals["integrity"] = partial(asset_integrity, assets)
        # Links between pages are root-relative, so that the site works under any host; feeds add the host.
        generator.context["localsiteurl"] = ""


def _generators(pelican: Any) -> tuple[type, ...]:
    return (EditionsGenerator, AssetsGenerator) if _newsroom(pelican.settings) else ()


def _writer(pelican: Any) -> type[NewsroomWriter] | None:
    return NewsroomWriter if _newsroom(pelican.settings) else None


def _hold(generator: Any, metadata: dict[str, Any]) -> None:
    """Decide, of a text that has just been read or is known from the last build, whether it is public by now."""
    if newsroom := _newsroom(generator.settings):
        set_aside = build_of(generator.settings).findings.set_aside
        if metadata["draft"] and (metadata["slug"], metadata["lang"]) in set_aside:
            metadata.update(status="draft", broken=True)
        metadata["hold"] = hold = hold_of(metadata, newsroom)
        if hold is None or metadata.get("broken"):
            return
        metadata["status"] = "published" if newsroom.settings.preview else "draft"
        if newsroom.as_of and hold.until:
            metadata["later"] = True


# As time goes by, a text that is not held stays so; what is held is judged in each build.
keeps_to_content(_hold, lambda content: content.metadata.get("hold") is None)


def _check_articles(generator: Any) -> None:
    if newsroom := _newsroom(generator.settings):
        _check_files(generator, newsroom.settings.article_paths, newsroom)
        # What is held is checked like any other text, and never written: its address could be guessed.
        generator.drafts, generator.drafts_translations = [], []
        # Pelican's own lists of categories, tags and authors are not published, and making them takes long.
        generator.categories, generator.tags, generator.authors = [], {}, []


def _check_pages(generator: Any) -> None:
    if newsroom := _newsroom(generator.settings):
        _check_files(generator, newsroom.settings.page_paths, newsroom)
        # All texts have been read; next, Pelican's generator of static files processes what they link to.
        links: set[str] = generator.context["static_links"]
        unpublished = unpublished_links(links, newsroom)
        links.difference_update(unpublished)
        build_of(generator.settings).findings.problems.extend(unpublished_link_problems(unpublished, newsroom))
        generator.draft_pages, generator.draft_translations = [], []


def _check_files(generator: Any, folders: tuple[str, ...], newsroom: Newsroom) -> None:
    ignored, found = generator.settings["IGNORE_FILES"], build_of(generator.settings).findings.problems
    found.extend(unread_problems(folders, ignored, generator.context["generated_content"], _faulty(found), newsroom))


def _faulty(problems: Iterable[Problem]) -> frozenset[str]:
    """Return the paths of the files that have a problem, as messages show them."""
    return frozenset(problem.path for problem in problems)


def _check_whole(generator: Any) -> None:
    """Check what needs all texts, and all files that are going to be written: Pelican's static files come last."""
    if newsroom := _newsroom(generator.settings):
        build, ignored = build_of(generator.settings), generator.settings["IGNORE_FILES"]
        texts, found, own, context = build.texts, build.findings.problems, build.addresses, generator.context
        static = {_path_of(file, newsroom): f"/{file.save_as}" for file in generator.staticfiles}
        for group, reserved in (
            ([text for text in texts if text.is_article], frozenset({"page"})),
            ([text for text in texts if not text.is_article], newsroom.reserved_slugs),
        ):
            found.extend(address_problems(group, newsroom, reserved=reserved))
            # A draft need not agree with its other versions yet.
            dated = [text for text in group if text.hold is None or text.hold.until]
            found.extend(agreement_problems(dated, newsroom))
        found.extend(feed_id_problems(texts, newsroom))
        found.extend(lost_problems(ignored, newsroom))
        found.extend(page_template_problems(texts, newsroom))
        listed = {name: context[name] for name in newsroom.settings.sitemap_context if name in context}
        keys = tuple(build.figures.ledger.indicators) if build.figures else None
        if newsroom.settings.headline_indicators and build.figures and build.figures.absent:
            build.findings.note_once(build.figures.absent)
            keys = None
        found.extend(setting_problems(listed, keys, newsroom))
        found.extend(clash_problems(texts, own, _faulty(found), newsroom))
        addresses = written_addresses(texts, own)
        found.extend(taken_problems(static, addresses, newsroom))
        found.extend(navigation_problems(addresses.union(static.values()), newsroom))
        found.extend(file_problems(static, newsroom.settings.hosting_types, newsroom))
        # A link to a draft is wrong, be the draft right or not.
        faulty = _faulty(found) - build.findings.drafts.keys()
        settled = frozenset(SLUGS) if build.figures else frozenset()
        found.extend(link_problems(texts, own, static.values(), faulty, newsroom, settled))
        _hold_back(generator, build, static, newsroom)
        found.extend(name_problems(ignored, newsroom))
        _compare_with_log(build, newsroom, addresses.union(static.values()))
        build.findings.doubts.extend(doubt for text in texts if not text.draft for doubt in text.doubts)
        if build.site:
            build.findings.doubts.extend(contact_doubts(texts, build.site.parts.people, newsroom))
        build.texts = ()


def _compare_with_log(build: Build, newsroom: Newsroom, addresses: Iterable[str]) -> None:
    """Compare what the public texts state with the log; a preview and an earlier day show what is not in it.

    ``addresses`` are those of every page of the site.
    """
    figures = build.figures
    if figures is None or figures.log is None or newsroom.as_of or newsroom.settings.preview:
        return
    assert build.site is not None, "the site is built before its texts are compared"
    public = [
        each
        for each in build.texts
        if not each.draft and (each.broken or each.part or (each.status == "published" and not each.hold))
    ]
    by = Comparison(
        figures.log.log,
        pins_of(figures.filler.data.printer),
        redirected_addresses(build.hosting.redirects if build.hosting else (), newsroom.site_url),
        build.site.parts.files,
        build.project,
        stamp(datetime.now(UTC)),
        newsroom.site_url,
    )
    held = [each for each in build.texts if each.hold]
    compared = compare_texts(by, public, _faulty(build.findings.problems), held, addresses)
    build.findings.problems.extend(compared.problems)
    build.findings.unlogged.extend(canonical(each).decode() for each in compared.unlogged)


def _hold_back(generator: Any, build: Build, static: Mapping[str, str], newsroom: Newsroom) -> None:
    """Leave out the files of texts that are held, and note what must not be found in the site, and when.

    Pictures are written by us: Pelican would copy them with everything that a camera has written into them.
    """
    pictures = {path: address[1:] for path, address in static.items() if Library.is_picture(path)}
    build.addresses.update(static[path] for path in pictures)
    assert build.site is not None, "the site is built before static files are processed"
    files, findings = build.site.parts.files, build.findings
    findings.problems.extend(unnamed_problems(pictures, files, findings.problems, newsroom))
    log = build.figures.log.log if build.figures and build.figures.log else None
    known = known_to_readers(log, (text for text in build.texts if text.hold)) if log else frozenset()
    held = hold_back(build.texts, static, pictures, newsroom, known)
    findings.withheld.extend(held.withheld)
    findings.moments.extend((moment, "publication") for moment in held.moments)
    findings.remarks.extend(held.remarks)
    build.pictures = {path: target for path, target in pictures.items() if path not in held.files}
    copied = generator.context["staticfiles"]
    left_out = held.files.union(pictures)
    generator.context["staticfiles"] = [file for file in copied if _path_of(file, newsroom) not in left_out]


def _path_of(file: Any, newsroom: Newsroom) -> str:
    """Return the path, below the content folder, of a file that Pelican copies."""
    return os.path.relpath(file.source_path, newsroom.content).replace(os.sep, "/")
