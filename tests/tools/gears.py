"""The gear of a test, by what it needs: the mark that `pytest -m` and `inv test --quick` select it by.

Nobody sets a gear: `tests/conftest.py` asks for that of each test, and it is read from the code. What a test refers to
is followed through functions, classes and fixtures of the tests to what leaves the process: a module of Python's or of
ours in `EXTERNAL`. Only what takes long is listed by name.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import NamedTuple

__all__ = ["Gear", "gear_of", "has_unit_tests"]

TESTS = Path(__file__).resolve().parents[1]


class Gear(IntEnum):
    """What a test needs, the least first; one that needs several things is in the gear of the last."""

    UNIT = 0  # this process alone
    BUILD = 1  # it builds a site, or starts a process of Python's or Git's
    PROGRAMS = 2  # programs that are no part of Python: nginx, Caddy, Java, Node.js, hunspell, strace, ssh
    BROWSER = 3  # Chromium
    SLOW = 4  # more than about 20 seconds; without a process or a site, more than one and a half


#: Modules and functions with what they need; a module stands for everything in it.
EXTERNAL = {
    "aimaq.cli": Gear.BUILD,
    "aimaq.figures.pull.all_sources": Gear.BUILD,  # each source is read by a process
    "aimaq.figures.pull.answers.answer_to": Gear.BUILD,
    "aimaq.pelican": Gear.BUILD,
    "aimaq.pipeline": Gear.BUILD,
    "bench.measure.timed": Gear.BUILD,
    "bench.serving": Gear.BUILD,
    "http": Gear.BUILD,
    "invoke": Gear.BUILD,
    "multiprocessing": Gear.BUILD,
    "os.execv": Gear.BUILD,
    "os.fork": Gear.BUILD,
    "pelican": Gear.BUILD,
    "socket": Gear.BUILD,
    "subprocess": Gear.BUILD,
    "tasks": Gear.BUILD,
    "tools.programs.chromium": Gear.BROWSER,
    "tools.programs.environment_tool": Gear.PROGRAMS,
    "tools.programs.install_node_tools": Gear.PROGRAMS,
    "tools.programs.require": Gear.PROGRAMS,
    "tools.programs.require_library": Gear.PROGRAMS,
    "tools.browser": Gear.BROWSER,
    "playwright": Gear.BROWSER,
}
#: Modules of tests, and tests, that take more than about 20 seconds on two idle cores.
#: Those that need this process alone are listed from one and a half seconds on: all others of them run on every save.
SLOW = {
    "bench/test_log.py",
    "cli/test_messages.py::test_no_module_that_the_desk_reaches_says_anything_before_it_is_asked",
    "cli/test_messages.py::test_no_problem_has_words_that_are_no_message",
    "desk/test_editor_in_browser.py::test_round_trips_change_no_byte",
    "desk/test_field_edits.py",
    "docs/test_house.py",
    "docs/test_prose.py::test_the_linter_checks_the_documentation_and_the_program",
    "grammar/test_kazakh_suffixes.py::test_every_number_to_ten_thousand",
    "grammar/test_number_in_words.py::test_russian_to_ten_thousand",
    "grammar/test_pymorphy.py",
    "hostile/test_fuzz.py::test_no_text_can_hold_what_is_not_on_the_list",
    "hosting/test_first_view.py",
    "importing/test_corpora.py::test_nothing_is_lost_in_silence_and_the_table_is_current",
    "importing/test_hostile.py::test_the_build_accepts_what_becomes_of_any_page",
    "importing/test_markdown.py::test_nothing_is_lost_and_nothing_added",
    "importing/test_markdown.py::test_the_old_editors_blank_lines_divide_paragraphs",
    "importing/test_old_addresses.py::test_the_lists_of_wordpress_are_redirected",
    "incremental/test_clock.py",
    "incremental/test_damage.py",
    "incremental/test_faults.py",
    "incremental/test_pelican_sites.py::test_after_each_edit_the_site_is_what_plain_pelican_makes",
    "incremental/test_reproducible.py",
    "incremental/test_stateful.py",
    "indicators/test_contradictions.py::test_a_text_without_digits_is_never_flagged",
    "indicators/test_contradictions.py::test_whatever_is_typed_every_finding_has_a_place_in_the_file",
    "indicators/test_corrections.py::test_what_was_packed_comes_back",
    "indicators/test_errata.py::test_a_text_is_told_what_a_clerk_finds_by_looking_at_every_day",
    "indicators/test_typed_numbers.py::test_acting_on_the_hint_mends_the_sentence",
    "indicators/test_typed_numbers.py::test_every_figure_of_the_shipped_texts_is_found_when_it_is_typed",
    "indicators/test_typed_numbers.py::test_recall_and_precision",
    "institutions/test_font.py::test_shared_pictures_are_drawn_in_it",
    "kinds/test_framings.py::test_a_crop_and_what_matters_most_hold_in_every_size",
    "kinds/test_framings.py::test_a_picture_turns_from_how_its_camera_held_it",
    "log/test_log_index.py",
    "newsroom/test_as_written.py::test_no_text_takes_long",
    "newsroom/test_html_markup.py::test_a_browser_reads_what_is_accepted_as_it_is_written",
    "publishing/test_hand_edits_at_targets.py",
    "publishing/test_killed_with_a_log.py",
    "publishing/test_published_log.py",
    "publishing/test_readers.py",
    "pull/test_limits.py",
    "site/test_set.py",
    "site/test_staleness.py",
    "starter/test_transcript.py",
    "theme/test_charts.py::test_every_mark_stands_inside_the_drawing",
    "theme/test_charts.py::test_no_label_touches_another_at_any_width",
    "theme/test_charts.py::test_several_indicators_are_lines_with_numbers_that_nothing_touches",
    "theme/test_charts.py::test_the_order_in_which_points_are_given_does_not_matter",
    "typography/test_rules.py::test_a_long_text_without_sense_takes_no_long_time",
    "verify/test_without_trust.py::test_ten_thousand_lines_in_a_second",
}


def gear_of(file: Path, test: str, fixtures: Iterable[str]) -> Gear:
    """Return the gear of a test by its function's name, with the names of all fixtures that it uses."""
    return _gear_with(file, test, frozenset(fixtures))


def has_unit_tests(file: Path) -> bool:
    """Whether a test of this file may be in the gear ``unit``: of its fixtures, those that it names count."""
    return any(gear_of(file, name, parameters) is Gear.UNIT for name, parameters in _module(file).tests.items())


@cache  # a function is one test for each set of its parameters
def _gear_with(file: Path, test: str, fixtures: frozenset[str]) -> Gear:
    if SLOW & {name := _relative(file), f"{name}::{test}"}:
        return Gear.SLOW
    homes = [file, *(folder / "conftest.py" for folder in file.parents if folder.is_relative_to(TESTS))]
    return max(_gear(file, test), *(_fixture_gear(homes, name) for name in fixtures), Gear.UNIT)


def _relative(file: Path) -> str:
    return file.relative_to(TESTS).as_posix() if file.is_relative_to(TESTS) else file.name


def _fixture_gear(homes: Iterable[Path], name: str) -> Gear:
    """The gear of a fixture: of the function of that name in the first of these files that has one."""
    for file in homes:
        if file.is_file() and name in _module(file).definitions:
            return _gear(file, name)
    return Gear.UNIT


@cache
def _gear(file: Path, name: str) -> Gear:
    """What a name of a module needs: it is followed through all names that it refers to, directly or not."""
    seen, open_ends, found = set[tuple[Path, str]](), [(file, name)], Gear.UNIT
    while open_ends:
        place = open_ends.pop()
        if place in seen:
            continue
        seen.add(place)
        definitions, imports, _ = _module(place[0])
        for reference in _references_of(*place):
            first, _, rest = reference.partition(".")
            if rest == "getfixturevalue":  # a fixture by a name that the code does not show
                found = max(found, Gear.BUILD)
            elif first in definitions:
                open_ends.append((place[0], first))
            elif first in imports:
                dotted = f"{imports[first]}.{rest}".rstrip(".")
                found = max(found, _external(dotted))
                open_ends += _ours(dotted)
    return found


@cache
def _external(dotted: str) -> Gear:
    return max((gear for name, gear in EXTERNAL.items() if f"{dotted}.".startswith(f"{name}.")), default=Gear.UNIT)


@cache
def _ours(dotted: str) -> tuple[tuple[Path, str], ...]:
    """Return the modules of the tests, and the name in each, that a dotted name may mean."""
    parts = dotted.split(".")
    files = ((TESTS.joinpath(*parts[:length]).with_suffix(".py"), parts[length]) for length in range(1, len(parts)))
    return tuple((file, name) for file, name in files if file.is_file())


class _Module(NamedTuple):
    """What a module's code says."""

    definitions: dict[str, ast.stmt]  # its names, with the code that they stand for
    imports: dict[str, str]  # what its imported names stand for
    tests: dict[str, list[str]]  # its test functions, with their parameters


@cache
def _module(file: Path) -> _Module:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    definitions: dict[str, ast.stmt] = {}
    tests: dict[str, list[str]] = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test"):
            tests[node.name] = [argument.arg for argument in node.args.args]
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                definitions[name] = node
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                definitions[name] = node
    imports: dict[str, str] = {}
    for inner in _statements(tree):
        if isinstance(inner, ast.Import):
            imports |= {alias.asname or alias.name.partition(".")[0]: _imported(alias) for alias in inner.names}
        elif isinstance(inner, ast.ImportFrom):
            above = _relative(file.parents[inner.level - 1]).replace("/", ".") if inner.level else ""
            module = ".".join(filter(None, (above, inner.module)))
            imports |= {alias.asname or alias.name: f"{module}.{alias.name}" for alias in inner.names}
    return _Module(definitions, imports, tests)


@cache
def _references_of(file: Path, name: str) -> frozenset[str]:
    """Return the dotted names that a name of a module refers to: they are looked for when somebody asks."""
    definition = _module(file).definitions.get(name)
    return frozenset(_references(definition)) if definition else frozenset()


def _statements(node: ast.AST) -> Iterator[ast.stmt | ast.excepthandler | ast.match_case]:
    """Yield what stands in a block, and in the blocks within it; imports are nowhere else."""
    for name in ("body", "orelse", "finalbody", "handlers", "cases"):
        block = getattr(node, name, ())
        for each in block if isinstance(block, list) else ():
            yield each
            yield from _statements(each)


def _imported(alias: ast.alias) -> str:
    return alias.name if alias.asname else alias.name.partition(".")[0]


def _references(node: ast.AST) -> Iterator[str]:
    """Yield the dotted names in a piece of code, without those that are types only."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.Attribute | ast.Name) and (dotted := _dotted(child)):
                yield dotted
            elif isinstance(child, ast.AST):
                yield from _references(child)


def _dotted(node: ast.expr) -> str:
    """The name ``a.b.c`` of attributes of a name; "" for those of anything else."""
    if isinstance(node, ast.Name):
        return node.id
    return f"{within}.{node.attr}" if isinstance(node, ast.Attribute) and (within := _dotted(node.value)) else ""
