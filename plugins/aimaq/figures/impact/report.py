"""Print an impact: as text for a terminal, as Markdown for a comment, as JSON for a program."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import groupby

from aimaq.base.languages.messages import tr, tr_number
from aimaq.figures.impact.compare import FigureChange, Impact, SentenceChange

__all__ = ["as_json", "as_markdown", "as_text"]

#: Pages of one edition that are shown without the option --every.
MOST_PAGES = 20
_FORMATS = re.compile(r"\.(?:rss\.xml|atom\.xml|json)$")


def as_text(impact: Impact, against: str, *, every: bool = False, files: bool = False) -> str:
    """Return the impact for a terminal; ``every`` shows the sentences of all pages, ``files`` lists all files."""
    lines = [_title(impact, against)]
    for heading, shown in _sections(impact, every, files):
        lines += ["", heading, *(f"  {line}".rstrip() for line in shown)]
    return "\n".join(lines)


def as_markdown(impact: Impact, against: str, *, every: bool = False, files: bool = False) -> str:
    """Return the same as Markdown; the lines are in code blocks of the language ``diff``."""
    lines = [f"## {_title(impact, against)}"]
    for heading, section in _sections(impact, every, files):
        shown = list(section)
        fence = "`" * max(3, *(len(run) + 1 for line in shown for run in re.findall("`+", line)), 3)
        lines += ["", f"### {heading}", "", f"{fence}diff", *shown, fence]
    return "\n".join(lines)


def as_json(impact: Impact, against: str) -> str:
    """Return the whole impact as JSON."""
    document = {
        "against": against,
        "figures": [asdict(each) for each in impact.figures],
        "broken": [
            {name: getattr(each.problem, name) for name in ("path", "line", "column", "message")}
            | {"sentences": each.sentences}
            for each in impact.broken
        ],
        "pinned": [asdict(each) for each in impact.pinned],
        "changes": [
            {"edition": each.lang, "pages": [_address(page) for page in each.pages], "headline": each.headline}
            | {"before": each.before, "after": each.after}
            for each in impact.changes
        ],
        "later": impact.later,
        "files": impact.files_by_kind,
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _title(impact: Impact, against: str) -> str:
    if not impact:
        return tr("The ledger changes nothing on the site, compared with %(against)s.", against=against)
    return tr("What the ledger changes, compared with %(against)s", against=against)


def _sections(impact: Impact, every: bool, files: bool) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield headings, each with lines; a line with ``-`` is the text before, one with ``+`` the text after."""
    if impact.figures:
        yield tr("Figures: %(number)s", number=len(impact.figures)), map(_figure_line, impact.figures)
    if impact.broken:
        heading = tr_number(
            "The build will stop: %(number)s marker to look at",
            "The build will stop: %(number)s markers to look at",
            len(impact.broken),
        )
        yield heading, _broken(impact)
    if impact.pinned:
        number = len(impact.pinned)
        heading = tr(
            "Pinned figures that would change: %(number)s, since what was known on an earlier day differs",
            number=number,
        )
        yield heading, (f"{each.place}: {each.marker}: {each.before} → {each.after}" for each in impact.pinned)
    if impact.later:
        later = len(impact.later)
        yield (
            tr_number("Not public yet: %(number)s release", "Not public yet: %(number)s releases", later),
            impact.later,
        )
    headlines = [each for each in impact.changes if each.headline]
    if headlines:
        yield tr("Headlines: %(number)s", number=len(headlines)), _pages(headlines, None)
    rest = [each for each in impact.changes if not each.headline]
    for lang, changes in groupby(rest, key=lambda each: each.lang):
        own = list(changes)
        yield (
            tr("Sentences in the edition “%(lang)s”: %(number)s", lang=lang, number=len(own)),
            _pages(own, None if every else MOST_PAGES),
        )
    if impact.files:
        pages, feeds, data, others = impact.files_by_kind.values()
        counts = [
            tr_number("%(number)s page", "%(number)s pages", len(pages)),
            tr_number("%(number)s feed", "%(number)s feeds", len(feeds)),
            tr_number("%(number)s file of open data", "%(number)s files of open data", len(data)),
        ]
        counts += [tr_number("%(number)s other", "%(number)s others", len(others))] if others else []
        names = dict.fromkeys(_FORMATS.sub("", path) for path in feeds)
        shown = (tr("feeds: %(list)s", list=", ".join(names)),) if names else ()
        yield (
            tr("Files: %(number)s (%(counts)s)", number=len(impact.files), counts=", ".join(counts)),
            impact.files if files else shown,
        )


def _figure_line(change: FigureChange) -> str:
    computed = tr(" (computed)") if change.computed else ""
    if change.before == change.after:
        return tr(
            "%(key)s: still %(after)s; its history or its texts differ%(computed)s",
            key=change.key,
            after=change.after or tr("without a value"),
            computed=computed,
        )
    if not change.before:
        return tr("%(key)s: new, %(after)s%(computed)s", key=change.key, after=change.after, computed=computed)
    return f"{change.key}: {change.before} → {change.after or tr('nothing')}{computed}"


def _broken(impact: Impact) -> Iterator[str]:
    for each in impact.broken:
        yield from str(each.problem).split("\n")
        yield from (f"    “{sentence}”" for sentence in each.sentences if sentence not in each.problem.message)


def _pages(changes: list[SentenceChange], most: int | None) -> Iterator[str]:
    """Yield the changes page by page; a change on several pages is shown at the first of them."""
    pages = [(page, list(own)) for page, own in groupby(changes, key=lambda each: each.pages[0])]
    for page, own in pages[:most]:
        yield _address(page)
        for change in own:
            yield from ([f"- {change.before}"] if change.before else [])
            yield from ([f"+ {change.after}"] if change.after else [])
            if others := change.pages[1:]:
                some = ", ".join(map(_address, others[:3]))
                if more := len(others[3:]):
                    yield "  " + tr_number(
                        "also on %(some)s and %(number)s more page",
                        "also on %(some)s and %(number)s more pages",
                        more,
                        some=some,
                    )
                else:
                    yield "  " + tr("also on %(some)s", some=some)
    if most is not None and len(pages) > most:
        more = len(pages) - most
        yield tr_number(
            "and %(number)s more page: --every shows it", "and %(number)s more pages: --every shows them", more
        )


def _address(path: str) -> str:
    return "/" + path.removesuffix("index.html")
