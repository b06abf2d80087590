"""Two people who record at once, in one folder: everything is in the ledger and in the log, once."""

from __future__ import annotations

import json
import os
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from aimaq.figures.log.log_file import LogFiles, read_log
from aimaq.pipeline.project import Project
from aimaq.pipeline.recording import record

EACH = 100


def _record(project: Path, key: str) -> None:
    for number in range(EACH):
        day = date(2024, 1, 1) + timedelta(days=number)
        record(
            Project(project), key, str(4000 + number), [], write=True, period=day.isoformat(), source="https://a.example",
            source_title="A", status="actual", released=day.isoformat(), correction=False,
        )  # fmt: skip


def test_two_people_record_at_once_and_nothing_is_lost_or_there_twice(published: Path) -> None:
    children = []
    for key in ("jobs", "enterprises"):
        child = os.fork()
        if child == 0:
            try:
                _record(published, key)
            finally:
                os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)
    ledger = json.loads((published / "content/data/indicators.json").read_text("utf-8"))["indicators"]
    log = read_log(LogFiles.beside(published / "content/data/indicators.json", published))
    assert log is not None
    entries = [json.loads(line) for line in log.lines]
    for key in ("jobs", "enterprises"):
        recorded = [each["period"] for each in ledger[key]["observations"] if each["period"] >= "2024-01-01"]
        assert len(recorded) == EACH
        logged = [each["period"] for each in entries if each.get("key") == key and each["type"] == "release"]
        assert [period for period in logged if period >= "2024-01-01"] == recorded
    assert Counter(log.lines).most_common(1)[0][1] == 1
