"""Compare the tests of two commits: which are gone, renamed or new, and which have fewer cases.

    pytest --collect-only -q > after.txt          (and the same in a tree of the earlier commit: before.txt)
    python tests/tools/test_names.py before.txt after.txt

Tests are compared by the names of their functions, with the number of their cases. It fails if a test or a case is
gone that is not explained: `RENAMED` and `REMOVED` hold the reasons. docs/architecture/tests-before-and-after.md is
what it prints for the commit before the program moved into one package.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

#: Files that have another name now.
RENAMED = {
    "grammar/test_english.py": "grammar/test_english_nouns.py",
    "grammar/test_kazakh.py": "grammar/test_kazakh_suffixes.py",
    "grammar/test_russian.py": "grammar/test_russian_nouns.py",
    "grammar/test_words.py": "grammar/test_agreeing_words.py",
    "impact/test_sentences.py": "impact/test_html_sentences.py",
    "incremental/test_made.py": "incremental/test_cache.py",
    "ledger/test_jumps.py": "ledger/test_max_change.py",
    "ledger/test_source.py": "ledger/test_json_text.py",
    "publishing/test_objects.py": "publishing/test_bucket.py",
    "publishing/test_releases.py": "publishing/test_folder.py",
    "publishing/test_siblings.py": "publishing/test_compressed_copies.py",
}
#: Tests that have another name now, or stand in another file.
RENAMED_TESTS = {
    "importing/test_hostile.py::test_whatever_a_page_holds_the_build_takes_what_comes_of_it": (
        "importing/test_hostile.py::test_the_build_accepts_what_becomes_of_any_page"
    ),
    "importing/test_plan.py::test_every_item_of_an_export_is_in_the_report": (
        "importing/test_plan.py::test_every_item_of_an_export_is_in_the_report_text"
    ),
    "importing/test_plan.py::test_every_word_of_a_page_is_in_its_article_or_in_the_report": (
        "importing/test_plan.py::test_every_word_of_a_page_is_in_its_article_or_in_the_report_text"
    ),
    "incremental/test_build.py::test_indicators_fill_as_pelican_writes_without_incremental": (
        "incremental/test_build.py::test_pelicans_own_command_writes_the_same_site"
    ),
}
#: Files and tests that are gone, with the reason.
REMOVED = {
    "docs/test_architecture.py::test_every_module_is_named": (
        "The page of rooms is generated from the code and names every folder; `docs/test_house.py` compares it."
    ),
    "incremental/test_quick_markdown.py": (
        "It compared our replacement of parts of Python-Markdown with the original; there is no replacement any more."
    ),
    "incremental/test_shortcuts.py": (
        "It compared our replacements of Pelican's functions with the originals; there are no replacements any more."
    ),
}

Tests = Counter[str]


def read(file: Path) -> Tests:
    """Return how many cases each test has, from what `pytest --collect-only -q` prints."""
    cases: Tests = Counter()
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("tests/") and "::" in line:
            cases[line.removeprefix("tests/").partition("[")[0]] += 1
    return cases


def renamed(test: str) -> str:
    """Return the present name of an earlier test."""
    path, _, name = test.partition("::")
    return RENAMED_TESTS.get(test, f"{RENAMED.get(path, path)}::{name}")


def report(before: Tests, after: Tests) -> tuple[str, list[str]]:
    """Return the comparison as a document, and what is gone without an explanation."""
    expected = {renamed(test): cases for test, cases in before.items()}
    gone = {test: cases for test, cases in before.items() if renamed(test) not in after}
    unexplained = [test for test in gone if not {test, test.partition("::")[0]} & REMOVED.keys()]
    fewer = [test for test, cases in expected.items() if 0 < after[test] < cases]
    unexplained += [f"{test}: {expected[test]} cases, now {after[test]}" for test in fewer]
    new = Counter(test.partition("::")[0] for test in after if test not in expected)
    more = {test: cases for test, cases in expected.items() if after[test] > cases}
    lines = [
        "# Tests before and after one house",
        "",
        "The program moved into the package `aimaq`. `python tests/tools/test_names.py` compared the tests before with",
        f"those after, by the names of their functions: {len(before)} tests with {before.total():,} cases, and",
        f"{len(after):,} with {after.total():,}. Tests that are not named here have the cases that they had.",
        "",
        "## Renamed files",
        "",
        "| before | after |",
        "| --- | --- |",
        *(f"| `{old}` | `{new_name}` |" for old, new_name in sorted(RENAMED.items())),
        "",
        "## Renamed tests",
        "",
        "| before | after |",
        "| --- | --- |",
        *(f"| `{old}` | `{new_name.partition('::')[2]}` |" for old, new_name in sorted(RENAMED_TESTS.items())),
        "",
        "## Removed",
        "",
        "| what | cases | why |",
        "| --- | --- | --- |",
        *(
            f"| `{what}` | {sum(cases for test, cases in gone.items() if test.startswith(what))} | {why} |"
            for what, why in sorted(REMOVED.items())
        ),
        "",
        "## New",
        "",
        "| file | tests | cases |",
        "| --- | --- | --- |",
        *(f"| `{path}` | {count} | {_cases(path, after, expected)} |" for path, count in sorted(new.items())),
        "",
        "## More cases",
        "",
        "| test | before | after |",
        "| --- | --- | --- |",
        *(f"| `{test}` | {cases} | {after[test]} |" for test, cases in sorted(more.items())),
        "",
    ]
    return "\n".join(lines), unexplained


def _cases(path: str, after: Tests, expected: dict[str, int]) -> int:
    return sum(cases for test, cases in after.items() if test.startswith(f"{path}::") and test not in expected)


def main(before: str, after: str) -> None:
    text, unexplained = report(read(Path(before)), read(Path(after)))
    print(text, end="")
    if unexplained:
        raise SystemExit("Gone without an explanation in tests/tools/test_names.py:\n" + "\n".join(unexplained))


if __name__ == "__main__":
    main(*sys.argv[1:])
