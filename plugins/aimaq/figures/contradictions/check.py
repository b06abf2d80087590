"""Find all contradictions in all texts, except those for which an editor gives a reason."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, line_and_column
from aimaq.base.processes.time_limit import SECONDS, TooLong, at_most
from aimaq.figures.contradictions.after_markers import typed_after_markers
from aimaq.figures.contradictions.changes_of_definition import changes_of_definition
from aimaq.figures.contradictions.content_file import ContentFile, Finding, Reason, Text, read_text
from aimaq.figures.contradictions.differing_numbers import NumberedText, differing_numbers
from aimaq.figures.contradictions.differing_quotes import differing_headlines, differing_versions
from aimaq.figures.contradictions.marker_proposals import MarkerProposals
from aimaq.figures.contradictions.reading.language_patterns import LANGUAGES
from aimaq.figures.contradictions.typed_numbers import figures_in_alternatives, typed_numbers
from aimaq.figures.contradictions.unit_words import UnitWords, unit_words
from aimaq.figures.ledger import Ledger
from aimaq.figures.text.sentences import block_at

__all__ = ["contradictions"]

#: The fewest words of a reason: "because" alone is not one.
_FEWEST_WORDS = 2


def contradictions(files: Iterable[ContentFile], ledger: Ledger) -> list[Problem]:
    """Return a problem for each contradiction, in the order of files, lines and columns; drafts are not checked."""
    proposals = MarkerProposals(ledger)
    ordered = sorted(files, key=lambda file: (file.name, file.path))
    words = {lang: unit_words(ledger, lang) for lang in {file.lang for file in ordered}}
    problems: list[Problem] = []
    for _, group in groupby(ordered, key=lambda file: file.name):
        versions: list[Text] = []
        numbered: list[NumberedText] = []
        found: dict[str, list[Finding]] = {}
        for file in group:
            try:
                with at_most():
                    text = read_text(file)
                    if not text.draft:
                        found[file.path] = [*_within(text, ledger, words[file.lang], proposals)]
                        versions.append(text)
                        if file.lang in LANGUAGES:
                            numbered.append(NumberedText.of(text))
            except TooLong:
                message = tr(
                    "the check of typed figures needs more than %(seconds)s seconds for this text", seconds=SECONDS
                )
                hint = tr("look for long runs of the same characters, or divide it")
                problems.append(Problem(file.path, message, 1, hint=hint))
        for text, finding in (*differing_versions(versions), *differing_numbers(numbered)):
            found[text.file.path].append(finding)
        for text in versions:
            problems += _unexplained(text, found[text.file.path])
    return sorted(problems, key=lambda problem: problem.sort_key)


def _within(text: Text, ledger: Ledger, words: UnitWords | None, proposals: MarkerProposals) -> Iterator[Finding]:
    if words is not None:
        yield from typed_numbers(text, words, proposals)
        yield from typed_after_markers(text, words, proposals)
    yield from figures_in_alternatives(text, words, proposals)
    yield from changes_of_definition(text, ledger)
    yield from differing_headlines(text)


def _unexplained(text: Text, findings: list[Finding]) -> Iterator[Problem]:
    left = sorted(findings, key=lambda finding: (finding.offset, finding.message))
    faults = []
    for reason in sorted(text.reasons, key=lambda reason: reason.start):
        explained = _explained(text, reason, left)
        if explained is not None:
            left.remove(explained)
        if len(reason.words.split()) < _FEWEST_WORDS:
            message = tr("a figure may stand as it is typed for a reason, and this comment gives none")
            faults.append(
                Finding(reason.start, message, tr('write it after "figure:", such as "as quoted in the press"'))
            )
        elif explained is None:
            message = tr("this comment gives a reason for nothing: no figure beside it has to be explained")
            faults.append(Finding(reason.start, message, tr("delete it, or put it right before the figure")))
    for finding in (*faults, *left):
        line, column = line_and_column(text.file.text, finding.offset)
        yield Problem(text.file.path, finding.message, line, column, hint=finding.hint)


def _explained(text: Text, reason: Reason, findings: list[Finding]) -> Finding | None:
    """Return the finding that a reason explains: the next one in its block or line, else the last one before it.

    A comment that is a block of its own, or a line of its own in front matter, is about what follows it.
    """
    start, end = _extent(text.file.text, reason)
    after = next((each for each in findings if reason.end <= each.offset < end), None)
    before = next((each for each in reversed(findings) if start <= each.offset < reason.start), None)
    return after or before


def _extent(whole: str, reason: Reason) -> tuple[int, int]:
    """Return the start and end of the part of the file in which a reason may explain a finding."""
    line = whole.rfind("\n", 0, reason.start) + 1
    if whole[reason.start : reason.end].lstrip().startswith("#"):
        own = not whole[line : reason.start].strip()
        last = whole.find("\n", reason.end)
        return line, len(whole) if last < 0 else max(last, whole.find("\n", last + 1)) if own else last
    start, end = block_at(whole, reason.start)
    if not (whole[start : reason.start] + whole[reason.end : end]).strip(" \t\n>"):
        following = len(whole[:end]) + len(whole[end:]) - len(whole[end:].lstrip())
        if following < len(whole):
            end = block_at(whole, following)[1]
    return min(start, line), end
