"""Print an impact: as text for a terminal, as Markdown for a comment, as JSON for a program."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import groupby

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
        return f"The ledger changes nothing on the site, compared with {against}."
    return f"What the ledger changes, compared with {against}"


def _sections(impact: Impact, every: bool, files: bool) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield headings, each with lines; a line with ``-`` is the text before, one with ``+`` the text after."""
    if impact.figures:
        yield f"Figures: {len(impact.figures)}", map(_figure_line, impact.figures)
    if impact.broken:
        yield f"The build will stop: {_count(len(impact.broken), 'marker')} to look at", _broken(impact)
    if impact.pinned:
        number = len(impact.pinned)
        heading = f"Pinned figures that would change: {number}, since what was known on an earlier day differs"
        yield heading, (f"{each.place}: {each.marker}: {each.before} → {each.after}" for each in impact.pinned)
    if impact.later:
        yield f"Not public yet: {_count(len(impact.later), 'release')}", impact.later
    headlines = [each for each in impact.changes if each.headline]
    if headlines:
        yield f"Headlines: {len(headlines)}", _pages(headlines, None)
    rest = [each for each in impact.changes if not each.headline]
    for lang, changes in groupby(rest, key=lambda each: each.lang):
        own = list(changes)
        yield f"Sentences in the edition “{lang}”: {len(own)}", _pages(own, None if every else MOST_PAGES)
    if impact.files:
        pages, feeds, data, others = impact.files_by_kind.values()
        counts = f"{_count(len(pages), 'page')}, {_count(len(feeds), 'feed')}, {_count(len(data), 'file')} of open data"
        more = f", {_count(len(others), 'other')}" if others else ""
        names = dict.fromkeys(_FORMATS.sub("", path) for path in feeds)
        shown = (f"feeds: {', '.join(names)}",) if names else ()
        yield f"Files: {len(impact.files)} ({counts}{more})", impact.files if files else shown


def _figure_line(change: FigureChange) -> str:
    computed = " (computed)" if change.computed else ""
    if change.before == change.after:
        return f"{change.key}: still {change.after or 'without a value'}; its history or its texts differ{computed}"
    if not change.before:
        return f"{change.key}: new, {change.after}{computed}"
    return f"{change.key}: {change.before} → {change.after or 'nothing'}{computed}"


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
                more = f" and {_count(len(others) - 3, 'more page')}" if len(others) > 3 else ""
                yield f"  also on {some}{more}"
    if most is not None and len(pages) > most:
        yield f"and {_count(len(pages) - most, 'more page')}: --every shows them"


def _address(path: str) -> str:
    return "/" + path.removesuffix("index.html")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
