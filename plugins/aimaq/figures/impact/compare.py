"""Fill composed texts from two ledgers: find the sentences that differ, and the markers that cannot be filled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import PurePosixPath

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound
from aimaq.base.slots import COMMAND, SLOT, Slot, decode
from aimaq.figures.fill.charted import charted, stated
from aimaq.figures.fill.filler import problem_at, with_values
from aimaq.figures.fill.today import IndicatorTransform
from aimaq.figures.grammar.numbers import machine
from aimaq.figures.impact.html_sentences import blocks, differences, sentence_at, sentences
from aimaq.figures.ledger import Ledger
from aimaq.figures.text.markers import ASSERT, ChartMarker, Figure, MarkerError, parse_marker

__all__ = ["FigureChange", "Impact", "SentenceChange", "changed_keys", "impact_of", "not_yet_public"]

#: Stands in a sentence for a figure that cannot be printed.
UNPRINTABLE = "[?]"


@dataclass(frozen=True, slots=True)
class FigureChange:
    """An indicator whose figures differ, with its current value before and after, each "" if there is none.

    ``computed`` states that it has a formula, so perhaps only the figures in the formula have changed.
    """

    key: str
    before: str
    after: str
    computed: bool = False


@dataclass(frozen=True, slots=True)
class SentenceChange:
    """A sentence that differs in one edition, before and after; "" where there is none.

    ``pages`` are the paths of all pages that show it; the page of the text that holds it comes first.
    """

    lang: str
    pages: tuple[str, ...]
    before: str
    after: str
    headline: bool = False


@dataclass(frozen=True, slots=True)
class BrokenMarker:
    """A marker that can no longer be filled, so the build will stop, and the ``sentences`` that contain it."""

    problem: Problem
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PinnedChange:
    """A pinned figure at ``place`` ("path:line:column") that would print something else.

    This happens where the ledger changes what was known on the article's date: a release is dated back, altered or
    removed.
    """

    place: str
    marker: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Impact:
    """What a change of the ledger changes.

    ``files`` are the paths below the output folder of all files whose text differs. ``later`` names new releases that
    are not public yet, and so change nothing today.
    """

    figures: tuple[FigureChange, ...] = ()
    broken: tuple[BrokenMarker, ...] = ()
    pinned: tuple[PinnedChange, ...] = ()
    changes: tuple[SentenceChange, ...] = ()
    files: tuple[str, ...] = ()
    later: tuple[str, ...] = ()

    @property
    def files_by_kind(self) -> dict[str, list[str]]:
        """The files by kind: ``pages``, ``feeds``, ``data`` (open data) and ``others``."""
        pages = [path for path in self.files if path.endswith(".html")]
        feeds = [path for path in self.files if "feeds" in path.split("/")]
        data = [path for path in self.files if path.startswith("api/")]
        known = {*pages, *feeds, *data}
        others = [path for path in self.files if path not in known]
        return {"pages": pages, "feeds": feeds, "data": data, "others": others}

    def __bool__(self) -> bool:
        return bool(self.figures or self.broken or self.files or self.later)


def changed_keys(before: IndicatorTransform, after: IndicatorTransform) -> frozenset[str]:
    """Return the keys of the figures that differ between the two, with the key that stands for all figures."""
    old, new = before.state, after.state
    return frozenset(key for key in old.keys() | new.keys() if old.get(key) != new.get(key))


def not_yet_public(before: Ledger, after: Ledger, now: datetime) -> tuple[str, ...]:
    """Return a line for each release that only ``after`` has and that becomes public after ``now``.

    ``now`` is a moment without a zone, in the site's zone.
    """
    return tuple(
        tr(
            "%(key)s: %(value)s (%(period)s), on %(moment)s",
            key=key,
            value=machine(seen.value),
            period=seen.period,
            moment=tr("%(day)s at %(time)s", day=seen.released, time=f"{seen.embargo:%H:%M}")
            if seen.embargo
            else seen.released,
        )
        for key, indicator in after.indicators.items()
        for seen in indicator.observations
        if seen.public_from > now and not (key in before.indicators and seen in before.indicators[key].observations)
    )


def impact_of(
    texts: Mapping[str, str], before: IndicatorTransform, after: IndicatorTransform, prefixes: Mapping[str, str]
) -> Impact:
    """Compare what ``before`` and ``after`` make of the composed ``texts``, a mapping by path.

    ``prefixes`` maps each language to the folder of its edition, as in the setting INDICATORS_PREFIXES.
    """
    old, new = _ForgivingFill(before), _ForgivingFill(after)
    keys = changed_keys(before, after)
    files: list[str] = []
    broken: dict[Problem, set[str]] = {}
    pinned: set[PinnedChange] = set()
    changes = _Changes(prefixes)
    for path in sorted(texts):
        found = {match[1] for match in SLOT.finditer(texts[path])}
        # All others print what they printed.
        tokens = {token for token in found if not keys.isdisjoint(new.keys(token))}
        changed = {token for token in tokens if old.write(token) != new.write(token)}
        broken_tokens = {token: problems for token in tokens if (problems := new.filled(token)[1])}
        for problem in chain.from_iterable(broken_tokens.values()):
            broken.setdefault(problem, set())
        if changed:
            files.append(path)
            pinned.update(_pinned(old, new, changed - broken_tokens.keys()))
        if not (changed or broken_tokens) or not path.endswith(".html"):
            continue
        for block in blocks(texts[path]):
            if block.name == "pre":
                continue  # an excerpt of the data; the changed files are listed anyway
            own = [match[1] for match in SLOT.finditer(block.html)]
            if not changed.isdisjoint(own):
                changes.add(path, own, _pairs(old, new, block.html), headline=block.name == "h1")
            for number, token in enumerate(own):
                for problem in broken_tokens.get(token, ()):
                    broken[problem].add(sentence_at(block, number, new.fill))
    figures = tuple(_figure_changes(before.ledger, after.ledger, keys))
    by_place = sorted(broken, key=lambda each: each.sort_key)
    markers = tuple(BrokenMarker(problem, tuple(sorted(broken[problem] - {""}))) for problem in by_place)
    return Impact(figures, markers, tuple(sorted(pinned, key=_place_order)), changes.all(), tuple(files))


def _pinned(old: _ForgivingFill, new: _ForgivingFill, tokens: Iterable[str]) -> Iterator[PinnedChange]:
    """Yield the pinned figures and charts among slots whose text differs."""
    for slot in map(decode, tokens):
        marker = None if slot.body.startswith(COMMAND) else parse_marker(slot.body)
        if isinstance(marker, Figure | ChartMarker) and marker.pinned:
            before, after = old.text(marker, slot), new.text(marker, slot)
            if before != after:
                yield PinnedChange(slot.origin, f"{{{{ {marker} }}}}", before, after)


def _place_order(each: PinnedChange) -> tuple[str, tuple[int, ...], str]:
    path, *numbers = each.place.split(":")
    return path, tuple(map(int, numbers)), each.marker


def _pairs(old: _ForgivingFill, new: _ForgivingFill, html: str) -> Iterator[tuple[str, str]]:
    """Yield the sentences of a block that differ; the text of a card or row is preceded by its indicator's label."""
    between = 0
    for match in SLOT.finditer(html):
        slot = decode(match[1])
        if new.is_markup(slot):
            yield from _differences(old, new, html[between : match.start()])
            for before, after in _differences(old, new, match[0]):
                yield _labelled(before, old.label(slot)), _labelled(after, new.label(slot))
            between = match.end()
    yield from _differences(old, new, html[between:])


def _differences(old: _ForgivingFill, new: _ForgivingFill, html: str) -> Iterator[tuple[str, str]]:
    return differences(sentences(old.fill(html)), sentences(new.fill(html)))


def _labelled(text: str, label: str) -> str:
    """Put the label before a text that is not a sentence, such as the number on a card."""
    return f"{label}: {text}" if label and text and label not in text and text[-1] not in ".!?…" else text


class _Changes:
    """Collects changed sentences, each once in an edition, with all pages that show it."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self.prefixes = prefixes
        # By language, text before and text after: each page, and whether it is the page of the text.
        self._pages: defaultdict[tuple[str, str, str], dict[str, bool]] = defaultdict(dict)
        self._headlines: set[tuple[str, str, str]] = set()

    def add(self, path: str, tokens: Iterable[str], pairs: Iterable[tuple[str, str]], *, headline: bool) -> None:
        sources = {PurePosixPath(decode(token).origin.partition(":")[0]).name.partition(".")[0] for token in tokens}
        own = not sources.isdisjoint(path.split("/"))
        editions = (lang for lang, prefix in self.prefixes.items() if path.startswith(prefix))
        lang = max(editions, key=lambda lang: len(self.prefixes[lang]))
        for before, after in pairs:
            pages = self._pages[lang, before, after]
            pages[path] = pages.get(path, False) or own
            if headline:
                self._headlines.add((lang, before, after))

    def all(self) -> tuple[SentenceChange, ...]:
        changes = []
        for found, pages in self._pages.items():
            ordered = sorted(pages, key=lambda page: (not pages[page], page))
            changes.append(SentenceChange(found[0], tuple(ordered), *found[1:], found in self._headlines))
        order = list(self.prefixes)
        # Sorting keeps the sentences of one page in their order.
        return tuple(sorted(changes, key=lambda each: (order.index(each.lang), each.pages[0])))


class _ForgivingFill:
    """The fill from one ledger, which continues where the build would stop."""

    def __init__(self, transform: IndicatorTransform) -> None:
        self.filler = transform.filler
        self._cache: dict[str, tuple[str, tuple[Problem, ...]]] = {}
        self._keys: dict[str, frozenset[str]] = {}  # by the body, on which alone they depend

    def keys(self, token: str) -> frozenset[str]:
        """Return the keys of the figures that a slot's text depends on."""
        body = token.partition(";")[0]
        if body not in self._keys:
            self._keys[body] = self.filler.keys(decode(token))
        return self._keys[body]

    def write(self, token: str) -> str:
        """Return the slot's text; for a figure that cannot be printed ``UNPRINTABLE``, for an assertion ""."""
        return self.filled(token)[0]

    def text(self, marker: Figure | ChartMarker, slot: Slot) -> str:
        """Return a figure as plain text, or what a chart states."""
        try:
            if isinstance(marker, ChartMarker):
                return stated(charted(self.filler.printer, marker, slot.date))
            return self.filler.printer.print(marker, slot.lang, slot.date).text
        except MarkerError:
            return UNPRINTABLE

    def fill(self, text: str) -> str:
        """Return the text with its slots filled."""
        return with_values(text, self.write)

    def is_markup(self, slot: Slot) -> bool:
        """Return whether the slot stands for a component of a page: a card, a row, a chart."""
        command = self.filler.commands.get(slot.body.removeprefix(COMMAND).partition(" ")[0])
        return slot.body.startswith(COMMAND) and command is not None and command.kind == "markup"

    def label(self, slot: Slot) -> str:
        """Return the label of the indicator that the slot shows, "" if it shows several."""
        known = self.filler.printer.ledger.indicators
        labels = [known[key].label.get(slot.lang, "") for key in self.filler.keys(slot) if key in known]
        return labels[0] if len(labels) == 1 else ""

    def filled(self, token: str) -> tuple[str, tuple[Problem, ...]]:
        """Return the slot's text, and the problems that keep it from being filled."""
        body, lang, date, _, place = token.split(";")
        key = ";".join((body, lang, date, place))
        known = self._cache.get(key)
        if known is None or known[1]:  # a problem names the place of its own slot
            known = self._cache[key] = self._fill_slot(decode(token))
        return known

    def _fill_slot(self, slot: Slot) -> tuple[str, tuple[Problem, ...]]:
        try:
            return self.filler.write(slot), ()
        except MarkerError as error:
            problems: tuple[Problem, ...] = (problem_at(slot.origin, str(error)),)
        except ProblemsFound as found:
            problems = found.problems
        except KeyError as error:  # the page or file of an indicator that only the other ledger has
            problems = (problem_at(slot.origin, tr("unknown indicator %(error)s", error=error)),)
        return "" if slot.body.startswith(ASSERT) else UNPRINTABLE, problems


def _figure_changes(before: Ledger, after: Ledger, keys: frozenset[str]) -> Iterator[FigureChange]:
    for key in dict.fromkeys((*after.indicators, *before.indicators)):
        if key in keys:
            computed = key in after.indicators and after.indicators[key].formula is not None
            yield FigureChange(key, _current(before, key), _current(after, key), computed)


def _current(ledger: Ledger, key: str) -> str:
    """Return the current value with its period, and its status unless it is actual: "88 (2023-07-31)"."""
    seen = ledger.current(key) if key in ledger.indicators else None
    if seen is None:
        return ""
    status = f", {seen.status.word}" if seen.status.is_said else ""
    return f"{machine(seen.value)} ({seen.period}{status})"
