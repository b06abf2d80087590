"""Where this plugin meets Pelican's signals."""

from __future__ import annotations

from functools import partial
from typing import Any

from blinker import signal
from pelican import signals
from pelican.contents import Article

from aimaq.base.safe_folders import check_folders
from aimaq.newsroom.checks.file_names import name_problems, unpublished_link_problems, unpublished_links
from aimaq.newsroom.checks.texts import (
    address_problems,
    agreement_problems,
    clash_problems,
    dropped_problems,
    lost_problems,
    setting_problems,
    stray_problems,
    taken_problems,
)
from aimaq.newsroom.corrections.texts import corrections_of
from aimaq.newsroom.editorial.as_of import without_later_links
from aimaq.newsroom.editorial.embargo import held_files, hold_of, moments_of, name_of, secrets, told_holds
from aimaq.newsroom.links.check import link_problems
from aimaq.newsroom.links.targets import written_addresses
from aimaq.newsroom.markdown.markup import check_markdown
from aimaq.newsroom.model.photos import unnamed_problems
from aimaq.newsroom.model.stories import by_slug, dress_articles, dress_pages, page_context
from aimaq.newsroom.settings import Newsroom, read_newsroom
from aimaq.newsroom.theme.assets import asset_address, asset_integrity, read_assets
from aimaq.newsroom.theme.environment import prepare
from aimaq.pelican.active import uses
from aimaq.pelican.assets_pages import AssetsGenerator
from aimaq.pelican.contents import keeps_to_content
from aimaq.pelican.newsroom_pages import EditionsGenerator
from aimaq.pelican.reader import NewsroomReader
from aimaq.pelican.state import KEY, build_of, ensure_build
from aimaq.settings.read import read_settings

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
    signals.all_generators_finalized.connect(_raise_problems)
    # Sent by `incremental` under `aimaq serve`; a signal is known by its name, and costs nothing where nobody sends it.
    signal("content_renewed").connect(_dress_again)
    signals.article_generator_write_article.connect(_before_content)
    signals.page_generator_write_page.connect(_before_content)
    signals.article_writer_finalized.connect(_after_contents)
    signals.page_writer_finalized.connect(_after_contents)


def _initialize(pelican: Any) -> None:
    # Signals are the process's, not the site's: a site without this plugin may be built after one with it.
    if uses(pelican.settings, "newsroom"):
        build = ensure_build(pelican.settings)
        build.settings = build.settings or read_settings(pelican.settings, build.project)
        check_folders(pelican.settings, build.project)
        build.newsroom = read_newsroom(build.settings, build.now, build.findings.problems)
        check_markdown(pelican.settings["MARKDOWN"], build.project)
        build.assets = read_assets(pelican.settings["THEME"], pelican.settings["THEME_STATIC_PATHS"])
        pelican.settings["THEME_STATIC_PATHS"] = []  # else Pelican would publish them a second time, without hashes


def _room(settings: Any) -> Newsroom | None:
    return build_of(settings).newsroom if KEY in settings else None


def _register_reader(readers: Any) -> None:
    if _room(readers.settings):
        # Only these: an article in another format would get round every check.
        static = readers.reader_classes["static"]
        readers.reader_classes = {"static": static, "md": NewsroomReader}


def _prepare_templates(generator: Any) -> None:
    if room := _room(generator.settings):
        # One environment for all generators: each template is compiled once, not once for every generator.
        build = build_of(generator.settings)
        build.environment = generator.env = build.environment or generator.env
        prepare(generator.env, generator._templates_path, room)
        static, assets = generator.settings["THEME_STATIC_DIR"], build.assets
        generator.env.globals["asset"] = partial(asset_address, static, assets)
        generator.env.globals["integrity"] = partial(asset_integrity, assets)
        generator.context["as_of"] = room.as_of
        generator.context["preview"] = room.preview
        # Links between pages are root-relative, so that the site works under any host; feeds add the host.
        generator.context["localsiteurl"] = ""


def _generators(pelican: Any) -> tuple[type, ...]:
    return (EditionsGenerator, AssetsGenerator) if _room(pelican.settings) else ()


def _hold(generator: Any, metadata: dict[str, Any]) -> None:
    """Decide, of a text that has just been read or is known from the last build, whether it is public by now."""
    if room := _room(generator.settings):
        metadata["hold"] = hold = hold_of(metadata, room)
        if hold is None or metadata.get("broken"):
            return
        metadata["status"] = "published" if room.preview else "draft"
        if room.as_of and hold.until:
            metadata["later"] = True


# As time goes by, a text that is not held stays so; what is held is judged in each build.
keeps_to_content(_hold, lambda content: content.metadata.get("hold") is None)


def _check_articles(generator: Any) -> None:
    if room := _room(generator.settings):
        published = [*generator.articles, *generator.translations]
        drafts = [*generator.drafts, *generator.drafts_translations]
        room.problems.extend(address_problems([*published, *drafts], room, reserved=frozenset({"page"})))
        room.problems.extend(agreement_problems(_dated([*published, *drafts]), room))
        _check_files(generator, room.article_paths, room)
        # What is held is checked like any other text, and never written: its address could be guessed.
        generator.drafts, generator.drafts_translations = [], []


def _check_pages(generator: Any) -> None:
    if room := _room(generator.settings):
        published = [*generator.pages, *generator.translations]
        drafts = [*generator.draft_pages, *generator.draft_translations]
        room.problems.extend(address_problems([*published, *drafts], room, reserved=room.reserved_slugs))
        room.problems.extend(agreement_problems(_dated([*published, *drafts]), room))
        _check_files(generator, room.page_paths, room)
        # All texts have been read; Pelican's generator of static files is about to look at what they link to.
        links: set[str] = generator.context["static_links"]
        unpublished = unpublished_links(links, room)
        links.difference_update(unpublished)
        room.problems.extend(unpublished_link_problems(unpublished, room))
        generator.context["parts"] = by_slug(draft for draft in drafts if getattr(draft, "part", False))
        generator.draft_pages, generator.draft_translations = [], []


def _dated(contents: list[Any]) -> list[Any]:
    """Return the texts that are public or will be, which have to agree with their other versions."""
    return [content for content in contents if content.hold is None or content.hold.until]


def _check_files(generator: Any, folders: tuple[str, ...], room: Newsroom) -> None:
    ignored = generator.settings["IGNORE_FILES"]
    room.problems.extend(stray_problems(folders, ignored, room))
    read = generator.context["generated_content"]
    room.problems.extend(dropped_problems(folders, ignored, read, _faulty(room), room))


def _faulty(room: Newsroom) -> frozenset[str]:
    """Return the paths of the files that have a problem, as messages show them."""
    return frozenset(problem.path for problem in room.problems)


def _check_whole(generator: Any) -> None:
    # Pelican's generator of static files comes last: by then everybody has said what is going to be written.
    if room := _room(generator.settings):
        context = generator.context
        texts = {path: text for path, text in context["generated_content"].items() if text is not None}
        contents, own = list(texts.values()), build_of(generator.settings).addresses
        without_later_links(contents, context, room)
        room.problems.extend(lost_problems(generator.settings["IGNORE_FILES"], room))
        listed = {name: context[name] for name in room.sitemap_context if name in context}
        room.problems.extend(setting_problems(listed, context.get("indicator_keys", ()), room))
        room.problems.extend(clash_problems(contents, own, _faulty(room), room))
        room.problems.extend(taken_problems(generator.staticfiles, written_addresses(contents, own), room))
        room.problems.extend(link_problems(texts, own, context["staticfiles"], _faulty(room), room))
        _take_pictures(generator, room)
        room.problems.extend(name_problems(generator.settings["IGNORE_FILES"], room))
        _hold_back(generator, contents, room)


def _hold_back(generator: Any, contents: list[Any], room: Newsroom) -> None:
    """Leave out the files of texts that are held, and tell the build what must not be found in the site, and when."""
    files: frozenset[str] = frozenset()
    findings = build_of(generator.settings).findings
    if not room.preview:
        context = generator.context
        files = held_files(contents, generator.staticfiles, room)
        context["staticfiles"] = [file for file in context["staticfiles"] if name_of(file, room) not in files]
        originals = context["originals"]
        context["originals"] = {path: target for path, target in originals.items() if path not in files}
        findings.withheld.extend(secrets(contents, files, context["originals"], room))
    findings.moments.extend((each, "publication") for each in moments_of(contents))
    findings.remarks.extend(told_holds(contents))


def _take_pictures(generator: Any, room: Newsroom) -> None:
    """Publish pictures by ourselves: Pelican would copy them with all that a camera has written into them."""
    context, files = generator.context, generator.context["NEWSROOM_PARTS"].files
    published = context["staticfiles"]
    pictures = [file for file in published if files.library.is_picture(file.source_path)]
    context["staticfiles"] = [file for file in published if not files.library.is_picture(file.source_path)]
    build_of(generator.settings).addresses.update(f"/{file.save_as}" for file in pictures)
    context["originals"] = {file.relative_source_path: file.save_as for file in pictures}
    room.problems.extend(unnamed_problems(context["originals"], files, room))


def _raise_problems(generators: Any) -> None:
    settings = generators[0].settings
    if _room(settings):
        build_of(settings).findings.raise_problems()


def _dress_again(generator: Any, content: Any) -> None:
    if room := _room(generator.settings):
        dress = dress_articles if isinstance(content, Article) else dress_pages
        versions = {each.lang: each for each in (content, *content.translations)}
        parts = generator.context["NEWSROOM_PARTS"]
        corrections = corrections_of(room, with_figures=build_of(generator.settings).figures is not None)
        dress({content.slug: versions}, room, corrections, parts)


def _before_content(generator: Any, content: Any) -> None:
    if room := _room(generator.settings):
        generator.context.update(page_context(content, room))


def _after_contents(generator: Any, writer: Any) -> None:
    if _room(generator.settings):
        # The context is shared: what was said of the last page must not be said of another plugin's.
        for name in ("edition", "page_address"):
            generator.context.pop(name, None)
        generator.context.update(alternates=(), structured="")
