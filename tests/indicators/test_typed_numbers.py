"""Numbers that editors type by hand are found, those of other things are not, and acting on a hint mends the sentence.

The sentences stand in ``typed_numbers/``, by kind and language. Run with ``-s`` to see recall and precision by kind.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest
import yaml

from aimaq.figures.contradictions.check import contradictions
from aimaq.figures.contradictions.content_file import ContentFile, read_text
from aimaq.figures.contradictions.marker_proposals import MarkerProposals
from aimaq.figures.contradictions.reading.plain_text import read_plain
from aimaq.figures.contradictions.typed_numbers import likely_numbers
from aimaq.figures.contradictions.unit_words import unit_words
from aimaq.figures.fill.printing import Printer
from aimaq.figures.grammar.proposals import propose
from aimaq.figures.ledger import Indicator, Ledger, Observation, Status, read_ledger
from aimaq.figures.periods import Period
from aimaq.figures.text.figure import Figure

ROOT: Final = Path(__file__).parents[2]
FOLDER: Final = Path(__file__).with_name("typed_numbers")
LANGUAGES: Final = ("ru", "kk", "en")
#: The least share of typed numbers that are found, and of findings that are typed numbers.
ENOUGH: Final = 0.95

#: By key: the unit in three languages, its magnitude words, the values of 2021 and 2022, and whether only known values
#: count.
FIGURES: Final = {
    "enterprises": ("предприятие|кәсіпорын|enterprise", "22 28", False),
    "jobs": ("рабочее место|жұмыс орны|job", "2522 3314", False),
    "investment": ("млрд тенге|млрд теңге|billion tenge", "7.5 9.5", False),
    "portfolio": ("млрд тенге|млрд теңге|billion tenge", "378", False),
    "area": ("квадратный метр|шаршы метр|square metre", "88000", False),
    "parks": ("малый промышленный парк|шағын өнеркәсіптік парк|small industrial park", "18", False),
    "residents": ("человек|адам|person", "312", True),
    "share": ("%|%|%", "12.5", True),
    "exports": ("млн долларов|млн доллар|$… million", "1.2", False),
    "grant": ("тенге|теңге|tenge", "350000", True),
}
_PEOPLE: Final = {"nominative": {"one": "person", "other": "people"}}


def _forms(unit: str, lang: str) -> Mapping[str, Mapping[str, str]]:
    if unit == "%":
        return {"nominative": {"other": "%"}}
    if unit == "person":
        return _PEOPLE
    magnitude, _, noun = unit.rpartition(" ") if unit.startswith(("млрд", "млн", "billion", "$")) else ("", "", unit)
    if noun in ("tenge", "долларов", "доллар", "million"):
        return {"nominative": {"other": unit}}
    return {
        case: {category: f"{magnitude} {form}".strip() for category, form in forms.items()}
        for case, forms in propose(noun, lang).items()
    }


def _ledger() -> Ledger:
    indicators = []
    for key, (units, values, known_only) in FIGURES.items():
        listed = [Decimal(value) for value in values.split()]
        years = range(2023 - len(listed), 2023)
        indicators.append(
            Indicator(
                key=key,
                label=dict.fromkeys(LANGUAGES, key),
                unit={lang: _forms(unit, lang) for lang, unit in zip(LANGUAGES, units.split("|"), strict=True)},
                decimals=max(-int(value.as_tuple().exponent) for value in listed),
                observations=tuple(
                    Observation(Period.parse(f"{year}-12-31"), value, Status.ACTUAL, date(year + 1, 2, 1))
                    for year, value in zip(years, listed, strict=True)
                ),
                synonyms={"ru": ("компания",), "en": ("company",)} if key == "enterprises" else {},
                known_values_only=known_only,
            )
        )
    return Ledger(indicators)


LEDGER: Final = _ledger()
PROPOSALS: Final = MarkerProposals(LEDGER)


@dataclass(frozen=True)
class Sentence:
    """A sentence of the set; ``mended`` is what it is after acting on the hints, None where no marker says it."""

    kind: str
    lang: str
    text: str
    mended: str | None = None

    @property
    def file(self) -> ContentFile:
        return ContentFile(f"content/news/x.{self.lang}.md", "news/x", self.lang, f"{self.text}\n")

    @property
    def findings(self) -> list[str]:
        return [problem.message for problem in contradictions([self.file], LEDGER)]

    @property
    def expected(self) -> int:
        """How many numbers of the sentence are typed by hand."""
        return max(1, (self.mended or "").count("{{"))

    def act(self) -> str:
        """Return the sentence after acting on the first advice for each finding."""
        words = unit_words(LEDGER, self.lang)
        assert words is not None
        read = read_text(self.file)
        plain = read_plain(read.prose)
        text = self.text
        for counted in reversed([*likely_numbers(plain, words, PROPOSALS, read.quotes)]):
            proposal = PROPOSALS.proposals(counted, self.lang, "", pinned=False)[0]
            assert proposal.text in PROPOSALS.hint(counted, self.lang, "", pinned=False)
            text = text[: plain.offset(proposal.start)] + proposal.text + text[plain.end(proposal.end) :]
        return text


def _read(name: str) -> Iterator[Sentence]:
    listed = yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))
    for kind, by_language in listed.items():
        for lang, sentences in by_language.items():
            for each in sentences:
                yield Sentence(kind, lang, *([each] if isinstance(each, str) else each))


#: The kind of sentences that the check does not understand; they count in the recall.
NOT_YET: Final = "not found yet"
POSITIVES: Final = [*_read("positives")]
NEGATIVES: Final = [*_read("negatives")]


#: Of figures that the shipped texts print without their unit, this share has to be found; with it, ``ENOUGH``.
ENOUGH_BARE: Final = 0.7
KINDS: Final = {True: "with their unit", False: "bare"}


def test_every_figure_of_the_shipped_texts_is_found_when_it_is_typed() -> None:
    """Nearly: the sentences were written with markers, by people who did not think of the check."""
    ledger = read_ledger(ROOT / "content/data/indicators.json", languages=LANGUAGES, root=ROOT)
    printer = Printer(ledger)
    typed: dict[bool, list[str]] = {True: [], False: []}
    missed: dict[bool, list[str]] = {True: [], False: []}
    for path in sorted((ROOT / "content/news").glob("*.md")):
        name, lang, _ = path.name.split(".")
        source = ContentFile(path.name, name, lang, path.read_text("utf-8"))
        read = read_text(source)
        for quote in read.quotes:
            figure = quote.marker
            if not isinstance(figure, Figure) or not figure.prints_value or figure.is_change:
                continue
            printed = printer.print(figure, lang, read.day).text
            text = f"{source.text[: quote.offset]}{printed}{source.text[quote.end :]}"
            found = contradictions([replace(source, text=text)], ledger)
            has_unit = figure.show != "number"
            typed[has_unit].append(printed)
            is_found = any("typed by hand" in each.message for each in found)
            missed[has_unit] += [] if is_found else [f"{path.name}: {figure}"]
    shown = {name: f"{len(typed[each]) - len(missed[each])} of {len(typed[each])}" for each, name in KINDS.items()}
    print(f"\nthe shipped texts: {shown} found, without {missed}")
    assert len(typed[True]) > 200
    assert len(missed[True]) <= (1 - ENOUGH) * len(typed[True])
    # A bare number has its unit somewhere in the sentence or the table, or nowhere: "nine were planned, seven opened".
    assert len(missed[False]) <= (1 - ENOUGH_BARE) * len(typed[False])


def test_the_examples_of_the_documentation_are_found() -> None:
    page = (ROOT / "docs/assertions-and-contradictions.md").read_text("utf-8")
    table = page[page.index("| what | such as |") : page.index("The message proposes the figure")]
    examples = re.findall(r"[«“]([^»”]+)[»”]", table)
    assert len(examples) > 20
    for example in examples:
        assert any(Sentence("", lang, f"{example}.").findings for lang in LANGUAGES), example


@pytest.mark.parametrize(
    ("lang", "text", "hint"),
    [
        (
            "kk",
            "Кәсіпорындар саны 6-ға артты.",
            "write {{ enterprises | up change | dative }} in the place of the number alone",
        ),
        (
            "kk",
            "Кәсіпорындар саны 28-еуі болды.",
            'no marker prints "-еуі" on a number: write {{ enterprises | number }}, and say the rest in other words',
        ),
        ("ru", "9 500 млн казахстанских тенге", 'write {{ investment | number }} млрд in the place of "9 500 млн"'),
        ("kk", "370 млрд теңгеден астам", 'write {{ portfolio | over }} in the place of "370 млрд теңгеден астам"'),
        ("en", "over 3,300 jobs", 'write {{ jobs | over }} in the place of "over 3,300 jobs"'),
    ],
)
def test_the_hint_says_what_it_replaces(lang: str, text: str, hint: str) -> None:
    """Where that is neither the number with its unit nor the number alone, and where no marker says an ending."""
    (problem,) = contradictions([Sentence("", lang, text).file], LEDGER)
    assert problem.hint == hint


def test_the_set_is_large_enough() -> None:
    assert len(POSITIVES) >= 150 and len({each.text for each in POSITIVES}) == len(POSITIVES)
    assert len(NEGATIVES) >= 100 and len({each.text for each in NEGATIVES}) == len(NEGATIVES)
    for sentences in (POSITIVES, NEGATIVES):
        assert {each.lang for each in sentences} == set(LANGUAGES)


def test_recall_and_precision() -> None:
    """Nearly every typed number is found, nearly every finding is one, and no kind is left behind."""
    expected, found, wrong = Counter[str](), Counter[str](), Counter[str]()
    for each in POSITIVES:
        count = len(each.findings)
        expected[each.kind] += each.expected
        found[each.kind] += min(count, each.expected)
        wrong[each.kind] += max(0, count - each.expected)
    print()
    for kind, number in expected.items():
        print(f"{kind}: {found[kind]} of {number} found, {wrong[kind]} wrong")
    clean = Counter(each.kind for each in NEGATIVES if not each.findings)
    for kind, number in Counter(each.kind for each in NEGATIVES).items():
        print(f"{kind}: nothing found in {clean[kind]} of {number} sentences without a figure")
    false = wrong.total() + sum(len(each.findings) for each in NEGATIVES)
    recall = found.total() / expected.total()
    precision = found.total() / (found.total() + false)
    print(f"recall {recall:.1%}, precision {precision:.1%}, clean {clean.total() / len(NEGATIVES):.1%}")
    assert recall >= ENOUGH
    assert precision >= ENOUGH
    assert clean.total() / len(NEGATIVES) >= ENOUGH


@pytest.mark.parametrize(
    "sentence", [each for each in POSITIVES if each.kind != NOT_YET], ids=lambda each: f"{each.lang}-{each.text[:50]}"
)
def test_acting_on_the_hint_mends_the_sentence(sentence: Sentence) -> None:
    """Every word that is not the number stays, and nothing is found in the sentence any more."""
    if sentence.mended is None:
        assert sentence.findings
    else:
        assert sentence.act() == sentence.mended
        assert not Sentence(sentence.kind, sentence.lang, sentence.mended).findings


@pytest.mark.parametrize("sentence", [each for each in POSITIVES if each.kind == NOT_YET], ids=lambda each: each.text)
def test_what_is_not_found_yet_is_listed_truly(sentence: Sentence) -> None:
    """A sentence whose numbers are all found belongs to another kind."""
    assert len(sentence.findings) < sentence.expected


@pytest.mark.parametrize(
    ("lang", "text", "found", "hint"), yaml.safe_load((FOLDER / "after_markers.yaml").read_text("utf-8"))
)
def test_what_belongs_into_a_marker_is_named(lang: str, text: str, found: str, hint: str) -> None:
    """An ending, a per cent sign, a unit behind a marker, its own or another, with the marker that prints it."""
    file = ContentFile(f"content/news/x.{lang}.md", "news/x", lang, f"Бір жол.\n{text}\n")
    (problem,) = contradictions([file], LEDGER)
    assert problem.line == 2
    kinds = ("an ending typed after", "typed after", "the unit of another figure", "the number is counted in another")
    assert f'"{found}"' in problem.message and problem.message.startswith(kinds)
    assert problem.hint == hint


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("kk", "{{ enterprises }}, {{ jobs }}."),
        ("kk", "{{ enterprises | number }} кәсіпорын."),
        ("kk", "`{{ jobs }}-ға`"),
        ("ru", "{{ share | number }} %."),
        ("ru", "{{ enterprises }} и {{ jobs }}."),
        ("ru", "{{ enterprises | number }} предприятий."),
        ("ru", "{{ enterprises }} компаний."),
        ("ru", "{{ enterprises | number }}, рабочих мест больше."),
        ("ru", "{{ enterprises | number }} и {{ jobs | number }} рабочих мест."),
        ("ru", "{{ investment | number }} млрд тенге."),
        ("en", "{{ investment | number }} billion tenge."),
        ("en", "{{ investment | number | short }} tenge."),
        ("en", "A {{ enterprises | number }}-strong group."),
        ("en", "{{ enterprises }}’ reports."),
    ],
)
def test_words_of_their_own_may_follow_a_marker(lang: str, text: str) -> None:
    """A number with a typed unit, a hyphenated word, a marker that is shown as code."""
    assert not Sentence("", lang, text).findings
