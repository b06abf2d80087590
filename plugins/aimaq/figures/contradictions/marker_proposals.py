"""Propose the marker to write instead of a typed number: the figure with that value, in the form that was typed.

A proposal keeps every word of the sentence that is not the number or its unit: «астам» in "378 миллиардтан астам
теңге" stands behind the marker, and "new" in "28 new jobs" becomes an option of it. Only what the parser reads and the
printer prints is proposed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import islice

from aimaq.base.languages.messages import tr
from aimaq.figures.contradictions.numbers_with_units import Counted
from aimaq.figures.contradictions.reading.kazakh_cases import kazakh_case
from aimaq.figures.contradictions.reading.language_patterns import LANGUAGES, POSTPOSITIONS
from aimaq.figures.contradictions.reading.unit_patterns import is_spelling
from aimaq.figures.contradictions.russian_adjectives import forms_with_unit
from aimaq.figures.contradictions.wordings import in_words, prints_as_typed, rounded_figures
from aimaq.figures.fill.changes import exact_change
from aimaq.figures.fill.printing import Printer
from aimaq.figures.grammar.cases import NOMINATIVE
from aimaq.figures.grammar.kazakh_suffixes import KAZAKH_ENDINGS
from aimaq.figures.grammar.numbers import rounded
from aimaq.figures.grammar.quantities import magnitude_of
from aimaq.figures.ledger import Indicator, Ledger, Observation
from aimaq.figures.text.figure import CHANGE, DIFFERENCE, DOWN, UP
from aimaq.figures.text.markers import Figure, MarkerError, parse_marker

__all__ = ["MarkerProposals", "Proposal"]

_MOST = 3
#: The endings of Russian words for magnitudes.
_RUSSIAN_ENDINGS = {"dative": "у|ам", "instrumental": "ом|ей|ью|ами", "prepositional": "ах"}
#: The endings that people join to Russian figures: «22-х», «5-ти», «5-ю».
_RUSSIAN_JOINED = {"genitive": "х|ти|ми|и|ого|ых|й", "dative": "м|ому|ым|е", "instrumental": "мя|ю"}


@dataclass(frozen=True, slots=True)
class Proposal:
    """What to write between two places of the text; ``whole`` states that it replaces the number and its unit."""

    text: str
    start: int
    end: int
    whole: bool


class MarkerProposals:
    """Finds the figures of one ledger that have a given value, and their markers."""

    def __init__(self, ledger: Ledger) -> None:
        self.printer = Printer(ledger)
        self._known: dict[tuple[tuple[str, Decimal], ...], frozenset[Decimal]] = {}

    def known(self, counted: Counted) -> bool:
        """Return whether an indicator with the unit has, or ever had, this value or change."""
        if counted.change:
            return next(self._changes(counted), None) is not None
        magnitudes = tuple(counted.unit.keys.items())
        if magnitudes not in self._known:
            ledger = self.printer.ledger
            self._known[magnitudes] = frozenset(
                seen.value * magnitude
                for key, magnitude in magnitudes
                for seen in (*ledger.indicators[key].observations, *ledger.history(key))
            )
        return counted.value in self._known[magnitudes]

    def hint(self, counted: Counted, lang: str, published: str, *, pinned: bool) -> str:
        """Return what to write instead; ``published`` is the article's date or "", ``pinned`` excludes live figures."""
        proposals = self.proposals(counted, lang, published, pinned=pinned)
        if whole := [each for each in proposals if each.whole]:
            texts = tr(" or ").join(each.text for each in whole)
            if around := _around(counted, whole[0]):
                return tr('write %(texts)s in the place of "%(around)s"', texts=texts, around=around)
            return tr("write %(texts)s", texts=texts)
        numeral = counted.numeral
        if unsaid := _unsaid_ending(counted, proposals, lang):
            texts = tr(" or ").join(each.text for each in proposals)
            return tr(
                'no marker prints "%(unsaid)s" on a number: write %(texts)s, and say the rest in other words',
                unsaid=unsaid,
                texts=texts,
            )
        if proposals:
            texts = tr(" or ").join(each.text for each in proposals)
            own = [each for each in proposals if not each.text.endswith("}}")]
            return tr(
                "write %(texts)s in the place of %(counted)s",
                texts=texts,
                counted=_quoted(counted, numeral.end) if own else "the number alone",
            )
        keys = list(counted.unit.keys)
        values = ", ".join(f"{{{{ {key} }}}}" for key in keys[:_MOST]) + (", …" if len(keys) > _MOST else "")
        return tr(
            "no figure has this value; quote the one that is meant, such as %(values)s, or record it with `aimaq set`",
            values=values,
        )

    def proposals(self, counted: Counted, lang: str, published: str, *, pinned: bool) -> list[Proposal]:
        """Return what may be written instead, the likeliest first; nothing where no figure has the value."""
        values = () if counted.change else self._figures(counted, published, pinned=pinned)
        figures = [*islice(values, _MOST)] or [*islice(self._changed(counted, lang, published), _MOST)]
        if figures or counted.change or not counted.words:
            return [self._proposal(figure, counted, lang, published) for figure in figures]
        then = self.printer.ledger.known(date.fromisoformat(published)) if published else self.printer.ledger
        worded = islice(rounded_figures(counted, self.printer, lang, published, then), _MOST)
        return [Proposal(_braces(each.figure), each.start, each.end, True) for each in worded]

    def _figures(self, counted: Counted, published: str, *, pinned: bool) -> Iterator[Figure]:
        """Yield the figures with the value, the likeliest first: those known on the article's date, then others."""
        ledger = self.printer.ledger
        wanted = {key: counted.value / magnitude for key, magnitude in counted.unit.keys.items()}
        then = ledger.known(date.fromisoformat(published)) if published else None
        pinned = pinned and then is not None
        proposed = set()
        if then is not None:
            for key, value in wanted.items():
                seen = then.current(key)
                if seen is not None and seen.value == value:
                    proposed.add(key)
                    yield Figure(key, pinned=True)
        for key, value in wanted.items():
            current = ledger.current(key)
            if then is None and current is not None and current.value == value:
                proposed.add(key)
                yield Figure(key)
            elif key not in proposed:
                period = next((seen.period.text for seen in ledger.history(key) if seen.value == value), None)
                if period is not None and not (pinned and then and then.at(key, period) is None):
                    proposed.add(key)
                    yield Figure(key, period, pinned=pinned)
        for key, value in wanted.items():
            plan = ledger.plan(key)
            if key not in proposed and plan is not None and plan.value == value:
                yield Figure(key, plan=True, pinned=pinned)

    def _changes(self, counted: Counted) -> Iterator[tuple[str, Observation, str]]:
        """Yield each change of a figure by the number: its key, the value after it, and which way it went."""
        number = abs(counted.number)
        digits = max(0, -int(number.as_tuple().exponent))
        for key, magnitude in counted.unit.keys.items():
            ledger = self.printer.ledger
            for now in (seen for seen in ledger.history(key) if not seen.is_plan):
                before = ledger.before(key, now)
                if before is None or before.value == now.value:
                    continue
                is_relative = counted.change not in ("", CHANGE)
                if is_relative and (before.value <= 0 or now.value <= 0):
                    continue
                size = abs(exact_change(counted.change, now.value, before.value))
                same = rounded(size, digits) == number if is_relative else size * magnitude == abs(counted.value)
                if same:
                    yield key, now, UP if now.value > before.value else DOWN

    def _changed(self, counted: Counted, lang: str, published: str) -> Iterator[Figure]:
        """Yield the markers that print the number as a change."""
        show = counted.change or DIFFERENCE
        then = self.printer.ledger.known(date.fromisoformat(published)) if published else self.printer.ledger
        for key, now, way in self._changes(counted):
            latest = then.current(key)
            current = latest is not None and latest.period == now.period
            case = kazakh_case(counted.numeral.ending.lstrip("-")) if lang == "kk" and counted.change else ""
            figure = Figure(key, "" if current else now.period.text, show, case, pinned=current and bool(published))
            if self._prints(replace(figure, way=way), lang, published) is not None:
                yield replace(figure, way=way)

    def _proposal(self, figure: Figure, counted: Counted, lang: str, published: str) -> Proposal:
        """Return the marker in the form that was typed, with the words that it does not print."""
        if counted.change:
            return Proposal(_braces(figure), counted.start, counted.end, True)
        indicator = self.printer.ledger.indicators[figure.key]
        whole = self._whole(figure, indicator, counted, lang, published)
        if whole is not None and self._prints(whole[0], lang, published) is not None:
            marker, rest = whole
            if not rest:
                marker = in_words(marker, counted, self.printer, lang, published)
            return Proposal(f"{_braces(marker)}{rest}", counted.start, counted.end, True)
        return self._number(figure, indicator, counted, lang, published)

    def _whole(
        self, figure: Figure, indicator: Indicator, counted: Counted, lang: str, published: str
    ) -> tuple[Figure, str] | None:
        """Return a marker for the number with its unit, and the words to keep behind it; None where there is none."""
        numeral = counted.numeral
        code = counted.start < numeral.start
        if not (counted.words or code) or (lang == "kk" and (numeral.ending or numeral.case != NOMINATIVE)):
            return None
        case = "" if code else self._case(indicator, counted, lang)
        if case is None:
            return None
        figure = replace(figure, case="" if case == NOMINATIVE else case)
        if not counted.between:
            return figure, ""
        if lang == "kk" and (ending := _magnitude_case(numeral.magnitude, lang)):
            # "378 миллиардтан астам теңге": the case moves to the unit, and the words follow it.
            after = POSTPOSITIONS.match(counted.between) and case == NOMINATIVE
            has_magnitude = counted.unit.keys[figure.key] > 1
            return (replace(figure, case=ending), f" {counted.between}") if after and has_magnitude else None
        if lang == "ru":
            forms = forms_with_unit(counted.between, counted.unit.word).get(case, ())
            worded = replace(figure, adjective=forms)
            return (worded, "") if forms and prints_as_typed(worded, counted, self.printer, lang, published) else None
        own_magnitude = LANGUAGES[lang].magnitude(numeral.magnitude) == counted.unit.keys[figure.key]
        if not counted.abbreviated and (own_magnitude or numeral.in_words):
            return (replace(figure, adjective=(counted.between,)), "") if counted.unit.keys[figure.key] == 1 else None
        return None

    def _case(self, indicator: Indicator, counted: Counted, lang: str) -> str | None:
        """Return the case in which the unit was typed; None where the ledger has no such form of it."""
        numeral, unit = counted.numeral, indicator.unit[lang]
        if counted.abbreviated:
            # "12,5 пайызға": the case of a spelling that is not the ledger's; a full stop is no ending.
            stems = (counted.words[:-length] for length in (1, 2, 3) if counted.words[-1].isalpha())
            if lang == "kk" and any(is_spelling(stem, counted.unit.word) for stem in stems):
                return None
            return counted.governed if counted.governed in unit else NOMINATIVE
        cases = sorted(unit, key=lambda case: case != counted.governed)
        if lang == "ru" and numeral.case != NOMINATIVE:
            cases = [case for case in cases if case not in (NOMINATIVE, "accusative")]
        typed = " ".join(counted.words.split()).lower()
        if magnitude := _magnitude_case(numeral.magnitude, lang) if lang == "ru" else "":
            return magnitude if magnitude in unit else None
        value = counted.value / counted.unit.keys[indicator.key]
        many = Decimal(1000) if numeral.magnitude and counted.unit.keys[indicator.key] == 1 else value
        for case in cases:
            form = self.printer.unit(indicator, many, lang, case)
            if LANGUAGES[lang].split(form)[0].lower().replace("ё", "е") == typed.replace("ё", "е"):
                return case
        return None

    def _number(self, figure: Figure, indicator: Indicator, counted: Counted, lang: str, published: str) -> Proposal:
        """Return a marker for the number alone, and the unit's magnitude where another one was typed."""
        numeral = counted.numeral
        shown = replace(figure, show=CHANGE if figure.is_change else "number")
        own = counted.unit.keys[figure.key]
        kept = own > 1 and counted.value == numeral.number * own
        end = numeral.figures + len(numeral.ending) if kept and not numeral.in_words else numeral.end
        if lang == "kk" and numeral.case != NOMINATIVE:
            shown = replace(shown, case=numeral.case)
        elif lang == "kk":
            ending = numeral.ending or ("" if kept else _magnitude_ending(numeral.magnitude))
            shown = self.with_ending(shown, ending, lang, published) or shown
        word = "" if own == 1 or kept else magnitude_of(indicator.unit[lang][NOMINATIVE]["other"])
        return Proposal(f"{_braces(shown)} {word}".rstrip(), numeral.start, end, False)

    def with_ending(self, figure: Figure, ending: str, lang: str, published: str) -> Figure | None:
        """Return a marker that prints a typed ending on its number or unit; None where no marker does."""
        bare = ending.lstrip("-").lower()
        if figure.show not in ("", "number", CHANGE) or figure.case or figure.agree or not bare:
            return None
        if lang == "ru":
            case = next((case for case, pattern in _RUSSIAN_JOINED.items() if re.fullmatch(pattern, bare)), "")
            shown = replace(figure, show="", case=case)
            return shown if case and self._prints(shown, lang, published) else None
        if lang == "kk" and figure.is_bare:
            cases = [case for case in KAZAKH_ENDINGS if self._number_ends(figure, case, bare, lang, published)]
            meant = kazakh_case(bare) if not ending.startswith("-") or not cases else ""
            cases += [meant] if meant else []
            return replace(figure, case=cases[0]) if cases else None
        shown = replace(figure, case=kazakh_case(bare) if lang == "kk" else "")
        return shown if shown.case and self._prints(shown, lang, published) else None

    def _number_ends(self, figure: Figure, case: str, ending: str, lang: str, published: str) -> bool:
        return (self._prints(replace(figure, case=case), lang, published) or "").endswith(f"-{ending}")

    def _prints(self, figure: Figure, lang: str, published: str) -> str | None:
        """Return what a marker prints; None where the parser or the printer refuses it."""
        try:
            read = parse_marker(str(figure))
            return self.printer.print(read, lang, published).text if isinstance(read, Figure) else None
        except MarkerError:
            return None


def _braces(figure: Figure) -> str:
    return f"{{{{ {figure} }}}}"


def _magnitude_ending(word: str) -> str:
    """Return the ending of a Kazakh magnitude word: "тан" of "миллиардтан"."""
    stem = re.match(r"(?:мың|миллион|миллиард|триллион|млн\.?|млрд\.?|трлн\.?)-?", word, re.IGNORECASE)
    return word[stem.end() :] if stem else ""


def _magnitude_case(word: str, lang: str) -> str:
    """Return the case of a magnitude word: dative of «миллиардам», ablative of "миллиардтан"; "" for other forms."""
    if lang == "kk":
        return kazakh_case(_magnitude_ending(word))
    stem = re.match(r"тысяч|миллион|миллиард|триллион", word, re.IGNORECASE) if lang == "ru" else None
    ending = word[stem.end() :].lower() if stem else ""
    if stem and stem[0].lower() == "тысяч" and ending == "у":
        return ""
    return next((case for case, pattern in _RUSSIAN_ENDINGS.items() if re.fullmatch(pattern, ending)), "")


def _unsaid_ending(counted: Counted, proposals: list[Proposal], lang: str) -> str:
    """Return the Kazakh ending that no proposal prints; "" where each is printed."""
    said = not proposals or any(f" {show} | " in each.text for each in proposals for show in ("number", CHANGE))
    return "" if lang != "kk" or said else counted.numeral.ending


def _around(counted: Counted, proposal: Proposal) -> str:
    """Return the words that a proposal replaces where they are more than the number with its unit; else ""."""
    more, behind = counted.start - proposal.start, proposal.end > counted.end
    if not more and not behind:
        return ""
    return f"{counted.before[-more:] if more else ''}{counted.text}{counted.behind if behind else ''}"


def _quoted(counted: Counted, end: int) -> str:
    return f'"{counted.text[counted.numeral.start - counted.start : end - counted.start]}"'
