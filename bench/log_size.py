"""What reading a log and appending to it cost by its size: ``python -m bench.log_size 1000 100000 1000000``.

Prints a table of processor time. A log is one of versions of texts, each of which quotes a figure.
"""

from __future__ import annotations

import gc
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from aimaq.base.problems import ProblemsFound
from aimaq.figures.log.entries import Begin, Entry, Text, canonical
from aimaq.figures.log.log_file import Log, LogFiles, append, read_log, write_head

__all__ = ["main"]

_NOW = "2026-11-28T07:00:00Z"
_LANGUAGES = ("ru", "kk", "en")
_VERSIONS = 10


def main(sizes: list[int]) -> None:
    """Measure each size, and print a Markdown table of milliseconds."""
    columns = ("entries", "whole, without an index", "with one", "append", "after an append", "another byte")
    print(f"| {' | '.join((*columns, 'index, kB', 'its parts, kB'))} |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            print(f"| {size:,} | {' | '.join(_measured(Path(folder), size))} |", flush=True)


def _measured(folder: Path, size: int) -> list[str]:
    files = LogFiles.beside(folder / "indicators.json", folder)
    with files.entries.open("wb") as file:
        file.writelines(canonical(_entry(number)) + b"\n" for number in range(size))
        file.flush()
        os.fsync(file.fileno())  # else the first append does it
    assert files.index, "it stands beside the ledger"
    found = [_timed(lambda: _read(files))]
    write_head(files, _read(files).signed_head())
    found.append(_timed(lambda: _read(files)))
    log = _read(files)
    found.append(_timed(lambda: append(files, log, [_entry(size)]).checkpoint))
    found.append(_timed(lambda: _read(files)))
    with files.entries.open("r+b") as file:
        file.seek(-2, 2)
        file.write(b" ")
    found.append(_timed(lambda: _fails(files)))
    parts = files.index.with_name("index.parts")
    sizes = (files.index.stat().st_size, sum(each.stat().st_size for each in parts.glob("*")))
    return [*(f"{each:,.1f}" for each in found), *(f"{each / 1000:,.0f}" for each in sizes)]


def _entry(number: int) -> Entry:
    if number == 0:
        return Begin(logged=_NOW, origin="example.org/log")
    lang = _LANGUAGES[number % len(_LANGUAGES)]
    text = number // len(_LANGUAGES) // _VERSIONS
    return Text(
        logged=_NOW,
        text=f"article/t{text}",
        lang=lang,
        version=number,
        change="edited",
        published="2026-01-01",
        address=f"/{lang}/news/t{text}/",
        headline="4953b2eb446cf7c9261935bee91a249159015e4aa5c68144f77538633e811c01",
        words=f"{number:064x}",
        numbers=("12", "340"),
        pins={"jobs @ published": "2522"},
    )


def _read(files: LogFiles) -> Log:
    log = read_log(files)
    assert log is not None, "it has been written"
    assert log.checkpoint.size == len(log.lines)
    return log


def _fails(files: LogFiles) -> None:
    try:
        read_log(files)
    except ProblemsFound:
        return
    raise AssertionError("a changed byte was not found")


def _timed(do: Callable[[], object]) -> float:
    """Return milliseconds of processor time."""
    gc.collect()  # what the step before has left
    start = time.process_time()
    do()
    return (time.process_time() - start) * 1000


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [1_000, 100_000])
