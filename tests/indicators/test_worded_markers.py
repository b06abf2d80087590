"""Markers that word a value: numbers in words, rounded, with a word for a magnitude, with a Kazakh ending."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from ledger.samples import LANGUAGES, TEXT, small

from aimaq.figures.fill.printing import Printer
from aimaq.figures.grammar.quantities import Wording
from aimaq.figures.ledger import Indicator, Ledger, Observation, Period, Status, parse_ledger
from aimaq.figures.text.figure import Figure
from aimaq.figures.text.markers import MarkerError, parse_marker


@pytest.mark.parametrize(
    ("marker", "wording"),
    [
        ("jobs | over", Wording(rounding="over")),
        ("jobs | Nearly 100", Wording(rounding="nearly", step=Decimal(100), opening=True)),
        ("jobs | about 0.5 | short", Wording(rounding="about", step=Decimal("0.5"), short=True)),
        ("jobs | words", Wording(words=True)),
        ("jobs | Words", Wording(words=True, opening=True)),
        ("jobs | short", Wording(short=True)),
    ],
)
def test_a_wording_is_read_and_written_in_one_spelling(marker: str, wording: Wording) -> None:
    figure = parse_marker(marker)
    assert figure == Figure("jobs", wording=wording)
    assert str(figure) == marker
    assert not figure.is_live


def test_the_order_of_options_does_not_matter() -> None:
    assert parse_marker("jobs | short | dative | over 100") == parse_marker("jobs | over 100.0 | short | dative")


def test_what_a_wording_quotes_is_the_value() -> None:
    """Language versions may word one figure differently."""
    worded = parse_marker("jobs @ 2022 | over 100 | genitive")
    assert isinstance(worded, Figure)
    assert worded.quoted() == parse_marker("jobs @ 2022")


@pytest.mark.parametrize(
    ("marker", "message"),
    [
        ("jobs | over many", '"many" after "over" is no step: expected a number without spaces'),
        ("jobs | over 0", '"0" after "over" is no step'),
        ("jobs | over 1 000", '"1 000" after "over" is no step'),
        ("jobs | over -5", '"-5" after "over" is no step'),
        ("jobs | short 100", '"short" takes nothing behind it: remove "100"'),
        ("jobs | over | about", 'the option "about" does not go with the options before it'),
        ("jobs | words | over", 'the option "over" does not go with the options before it'),
        ("jobs | short | short", 'the option "short" does not go with the options before it'),
        ("jobs | words | short", '"short" is for numbers in figures'),
        ("jobs | label | over", '"over" words a value: remove it, or "label"'),
        ("jobs | as-of | words", '"words" words a value: remove it, or "as-of"'),
        ("jobs | change | short", '"short" words a value: remove it, or "change"'),
        ("jobs | over | agree: is/are", '"over" words a value: remove it, or "agree"'),
        ("jobs | similative", 'write "number | similative"'),
        ("jobs | collective", 'write "number | collective"'),
        ("jobs | overr", 'did you mean "over"?'),
        ("jobs | number | similativ", 'did you mean "similative"?'),
    ],
)
def test_options_that_do_not_go_together(marker: str, message: str) -> None:
    with pytest.raises(MarkerError) as caught:
        parse_marker(marker)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("marker", "lang", "message"),
    [
        ("jobs | words", "ru", 'the unit of "jobs" has no gender'),
        ("jobs | over", "ru", 'the unit of "jobs" has no "genitive" in "ru", only nominative'),
        ("jobs-per-enterprise | words", "en", '"jobs-per-enterprise | words": words are for whole numbers'),
        ("jobs | number | over | dative", "kk", '"астам" stands behind the number and takes no case'),
        ("jobs | number | collective", "kk", "in Kazakh the numbers 1 to 7 have one"),
        ("jobs-per-enterprise | number | ordinal", "kk", "only whole numbers have one"),
        ("jobs-per-enterprise | ordinal", "kk", "for whole numbers in figures"),
        ("jobs | ordinal", "en", '"ordinal" is Kazakh'),
        ("jobs | number | similative", "ru", "puts a Kazakh ending on the number"),
        ("jobs-per-enterprise | over | with: new/new", "en", "because the figure has decimals"),
    ],
)
def test_what_a_figure_cannot_say_is_told_with_the_remedy(marker: str, lang: str, message: str) -> None:
    figure = parse_marker(marker)
    assert isinstance(figure, Figure)
    with pytest.raises(MarkerError) as caught:
        Printer(small()).print(figure, lang)
    assert message in str(caught.value)


def ledger(unit: dict[str, dict[str, str]], *values: tuple[str, str, str]) -> Ledger:
    """Return a ledger of one English figure with these periods, values and days of release."""
    seen = tuple(
        Observation(Period.parse(period), Decimal(value), Status.ACTUAL, date.fromisoformat(day))
        for period, value, day in values
    )
    return Ledger([Indicator("aid", {"en": "Aid"}, {"en": unit}, observations=seen)])


JOBS = {"nominative": {"one": "job", "other": "jobs"}}


def printed(book: Ledger, marker: str, published: str = "") -> tuple[str, str]:
    figure = parse_marker(marker)
    assert isinstance(figure, Figure)
    found = Printer(book).print(figure, "en", published)
    return found.text, found.then


def test_a_claim_that_has_not_moved_says_nothing_of_the_day_of_publication() -> None:
    """What readers are told then is a claim too, of what was known: "(at publication: more than 2,300)"."""
    book = ledger(JOBS, ("2021", "2510", "2022-02-01"), ("2022", "2522", "2023-02-01"))
    assert printed(book, "aid | over", "2022-06-01") == ("more than 2,500\u00a0jobs", "")
    assert printed(book, "aid | number", "2022-06-01") == ("2,522", "2,510")
    book = ledger(JOBS, ("2021", "2310", "2022-02-01"), ("2022", "2522", "2023-02-01"))
    assert printed(book, "aid | over", "2022-06-01") == ("more than 2,500\u00a0jobs", "more than 2,300")


MILLIONS = {"nominative": {"one": "$… million", "other": "$… million"}}


def test_a_unit_may_stand_around_its_number() -> None:
    """Where it stands apart from the number, it has no place for one."""
    book = ledger(MILLIONS, ("2022", "1200", "2023-02-01"))
    assert printed(book, "aid") == ("$1,200 million", "")
    assert printed(book, "aid | over 500") == ("more than $1,000 million", "")
    assert printed(book, "aid | number") == ("1,200", "")
    assert Printer(book).unit(book.indicators["aid"], Decimal(1200), "en") == "$ million"
    for option in ("short", "words", "with: new"):
        with pytest.raises(MarkerError, match=r'million|unit of "aid"'):
            printed(book, f"aid | {option}")


@pytest.mark.parametrize(("word", "printed"), [("пайыз", "400\u00a0%-ға"), ("процент", "400\u00a0%-ке")])
def test_newspapers_of_two_schools_read_the_sign(word: str, printed: str) -> None:
    """It is said once, in the ledger, and holds for what was known earlier too."""
    text = TEXT.replace('"indicators"', f'"kazakh_percent": "{word}",\n  "indicators"', 1)
    text = text.replace('"period": "2021-12-31", "value": 2522', '"period": "2021-12-31", "value": 664')
    book = parse_ledger(text, "i.json", languages=LANGUAGES)
    marker = parse_marker("jobs | up percent | dative")
    assert isinstance(marker, Figure)
    assert Printer(book).print(marker, "kk").text == printed
    assert Printer(book.known(date(2023, 8, 20))).print(marker, "kk").text == printed
    assert Printer(book.public(datetime(2023, 9, 1))).print(marker, "kk").text == printed


def test_a_sign_for_per_cent_stands_as_the_language_sets_it() -> None:
    share = ledger({"nominative": {"other": "%"}}, ("2022", "12", "2023-02-01"))
    assert printed(share, "aid") == ("12%", "")
    both = replace(share.indicators["aid"], label={"en": "Aid", "ru": "Доля"}, unit={"ru": {"nominative": {
        "one": "%", "few": "%", "many": "%"}}})  # fmt: skip
    assert Printer(Ledger([both])).print(Figure("aid"), "ru").text == "12\u00a0%"
