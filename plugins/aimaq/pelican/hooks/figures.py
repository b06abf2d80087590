"""Hooks of figures: markers in texts become slots, templates quote figures, files are filled.

An exception in most of Pelican's signals drops the article and exits with 0, so problems are collected in the build's
findings, and raised all together once every article has been read.
"""

import os
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from pelican import signals
from pelican.contents import Article, Content, Page
from pelican.readers import MarkdownReader

from aimaq.base.languages.messages import tr
from aimaq.base.problems import ProblemsFound
from aimaq.base.slots import SLOT, Slot, decode, encode, has_slots, replace_slots
from aimaq.base.view import reads_context
from aimaq.figures.fill.filler import CHART_PICTURE, TEXT_VIEW, VIEW, keys_of_marker, problem_at
from aimaq.figures.fill.today import IndicatorTransform
from aimaq.figures.log_pages.commands import log_slot
from aimaq.figures.marked_text import QUOTING_FIELDS, TextWithMarkers, marker_problem
from aimaq.figures.text.chart_marker import is_chart
from aimaq.figures.text.markdown_extension import MarkerExtension
from aimaq.figures.text.quotations import quotations_in
from aimaq.newsroom.corrections.fill import load, load_to_check
from aimaq.pelican.active import uses
from aimaq.pelican.reading.stored_contents import RESTORED, keeps_to_content
from aimaq.pelican.state import build_of, ensure_build, raise_problems
from aimaq.pelican.writing.figures_generator import IndicatorsGenerator
from aimaq.settings.pelican_settings import PelicanSettings

__all__ = ["connect"]

_MARKER = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)


def connect() -> None:
    """Connect each hook; connecting one twice changes nothing."""
    signals.initialized.connect(_prepare)
    signals.content_object_init.connect(_read)
    RESTORED.connect(_check_again)
    signals.generator_init.connect(_offer)
    signals.get_generators.connect(_generators)
    signals.all_generators_finalized.connect(raise_problems)
    signals.content_written.connect(_fill)
    signals.feed_written.connect(_fill)


_active = partial(uses, part="indicators")


def _prepare(pelican: Any) -> None:
    settings = pelican.settings
    if not _active(settings):
        return
    build = ensure_build(settings)
    settings["MARKDOWN"].setdefault("extensions", []).append(MarkerExtension())
    transform = build.composition.transform if build.composition else None
    try:
        build.figures = transform if isinstance(transform, IndicatorTransform) else load(build.settings, build.now)
    except ProblemsFound as found:
        build.findings.problems.extend(found.problems)
        with suppress(ProblemsFound):  # texts are checked all the same, so that all problems are told at once
            build.figures = load_to_check(build.settings, build.now)


# Besides, it only notes problems, and a content with a problem is not kept.
@keeps_to_content
def _read(content: Content) -> None:
    """Turn the markers of one article or page into complete slots, and check each of them."""
    if not isinstance(content, Article | Page) or not _active(content.settings):
        return
    day, path, metadata = getattr(content, "date", None), _path(content), content.metadata
    places, body_line = metadata.get("source_lines", {}), metadata.get("body_line", 1)
    text = TextWithMarkers(path, content.lang, day, content._content or "", metadata, places, body_line)
    marked = text.completed(partial(_try_marker, content.settings, day))
    build_of(content.settings).findings.problems.extend(marked.problems)
    content._content = marked.html
    for field, words in marked.fields.items():
        metadata[field] = words
        setattr(content, "_summary" if field == "summary" else field, words)
    _refuse_other_formats(content)
    title, summary = (text if isinstance(text := content.metadata.get(field), str) else "" for field in QUOTING_FIELDS)
    content.metadata["quotations"] = quotations_in(content._content, title, summary)


def _check_again(generator: Any, contents: Iterable[Content]) -> None:
    """Check the markers of contents that an earlier build has read: the ledger may be another one now."""
    if not _active(generator.settings):
        return
    transform = build_of(generator.settings).figures
    for content in contents:
        for text in (content._content, *(content.metadata.get(field) for field in QUOTING_FIELDS)):
            if not isinstance(text, str) or not has_slots(text):
                continue
            moment = getattr(content, "date", None)
            filler = transform.filler_for(moment) if transform else None
            for token in SLOT.findall(text):
                if filler is None or not filler.knows(token):
                    problem = marker_problem(decode(token), partial(_try_marker, generator.settings, moment))
                    build_of(generator.settings).findings.problems.extend([problem] if problem else [])


def _refuse_other_formats(content: Content) -> None:
    """Note a marker of a known figure in a text that is not Markdown: it would be published as it stands."""
    transform = build_of(content.settings).figures
    if transform is None or Path(content.source_path or "").suffix.removeprefix(".") in MarkdownReader.file_extensions:
        return
    for match in _MARKER.finditer(content._content or ""):
        if keys_of_marker(unescape(match[1]).strip()) & transform.ledger.indicators.keys():
            message = tr(
                "markers are read in Markdown only, and %(found)s would be published as it stands", found=match[0]
            )
            hint = tr("move the text into a file that ends in .md, or write the words without it")
            build_of(content.settings).findings.problems.append(problem_at(_path(content), message, hint))


def _path(content: Content) -> str:
    return os.path.relpath(content.source_path, build_of(content.settings).project) if content.source_path else "?"


def _try_marker(settings: PelicanSettings, moment: datetime | None, slot: Slot) -> None:
    """Raise :class:`MarkerError` for a marker that cannot be filled; without a ledger, note that once."""
    if (transform := build_of(settings).figures) is None:
        return
    if transform.absent:
        build_of(settings).findings.note_once(transform.absent)
    else:
        # What is to be published later may speak of figures that are public by then.
        transform.filler_for(moment).try_marker(slot)


def _offer(generator: Any) -> None:
    """Let templates quote and date figures: ``figure("jobs | number", lang)``, ``view("chart", "jobs", lang)``."""
    if not _active(generator.settings):
        return
    figures = build_of(generator.settings).figures
    generator.env.globals.update(
        figure=_figure,
        view=_view,
        dated=_dated,
        pictured=_pictured,
        text_view=_text_view,
        has_log=figures is not None and figures.log is not None,
        log_entries=_log_entries,
    )


def _log_entries(kind: str, name: str, lang: str) -> str:
    """Return the slot for the entries of one figure, or of one text ("article/x ru"), in a language."""
    return log_slot(f"log-of {kind} {name}", lang)


# They take the context only to name the template in messages.
@reads_context()
@pass_context
def _figure(context: Context, marker: str, lang: str) -> str:
    return encode(Slot(marker, lang, origin=f"theme/templates/{context.name}"))


def _writing(command: str) -> Callable[..., str]:
    """Return the function of templates that writes the slot of a view by this command."""

    @reads_context()
    @pass_context
    def view(
        context: Context, name: str, markers: str | Sequence[str], lang: str, published: date | None = None
    ) -> str:
        day = f"{published:%Y-%m-%d}" if published else ""
        lines = markers if isinstance(markers, str) else "\n".join(markers)
        return encode(Slot(f"{command}{name} {lines}", lang, day, f"theme/templates/{context.name}"))

    return view


_view, _text_view = _writing(VIEW), _writing(TEXT_VIEW)


def _dated(markup: Markup, day: date) -> Markup:
    """Return a text that has no date of its own, as it stands in an article of that day: where it moves, it says so."""
    return Markup(replace_slots(markup, lambda slot: encode(replace(slot, date=f"{day:%Y-%m-%d}"))))


def _pictured(markup: Markup) -> Markup:
    """Return a text with its charts as pictures, for paper."""
    return Markup(replace_slots(markup, lambda slot: encode(replace(slot, body=_picture(slot.body)))))


def _picture(body: str) -> str:
    return f"{CHART_PICTURE}{body}" if is_chart(body) else body


def _generators(pelican: Any) -> type[IndicatorsGenerator] | None:
    return IndicatorsGenerator if _active(pelican.settings) else None


def _fill(path: str, context: dict[str, Any], **_: Any) -> None:
    """Fill a file that Pelican has just written; ``incremental`` fills at the end instead."""
    if not _active(context) or uses(context, "incremental"):
        return
    transform = build_of(context).figures
    assert transform is not None, "a build with problems has ended before"
    file = Path(path)
    with file.open(encoding="utf-8", newline="") as stream:
        composed = stream.read()
    name = file.relative_to(context["OUTPUT_PATH"]).as_posix()
    prepared = transform.prepare(name, composed)
    if has_slots(prepared):
        file.write_text(transform.finish(prepared), encoding="utf-8", newline="")
