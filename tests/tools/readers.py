"""Readers who go from page to page while the site is replaced under them, and note everything that is wrong."""

from __future__ import annotations

import gzip
import http.client
import os
import random
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tools import versions

_VERSION = re.compile(rb'name="version" content="(\d+)"')


@dataclass
class Readers:
    """``prefix`` stands before each address; ``index`` is added to those of folders, for a host that does not.

    Between two pages, each with what it needs, a reader lets ``pause`` seconds pass, in which the publisher gets on.
    """

    port: int
    known: versions.Known
    prefix: str = ""
    index: str = ""
    pages: int = 0
    compressed: int = 0
    seen: set[int] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)
    pause: float = 0 if os.environ.get("AIMAQ_FAULTS") == "all" else 0.03

    def read(self, seed: int) -> None:
        """Open pages at random, each with its stylesheet and some of the pages that it leads to."""
        draw = random.Random(seed)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        address = "/"
        while not self.stopped.is_set() and not self.wrong:
            page = self._get(connection, address, draw.random() < 0.5)
            found = _VERSION.search(page)
            if found is None:
                self.wrong.append(f"{address}: no page of any version")
                return
            version = int(found[1])
            leads = versions.links(page)
            for asset in (each for each in leads if each.startswith("/theme/")):
                if f"/* {version} */".encode() not in self._get(connection, asset, draw.random() < 0.5):
                    self.wrong.append(f"{address} of version {version} has {asset} of another")
            self.pages += 1
            self.seen.add(version)
            leads = [each for each in leads if each.endswith("/")]
            address = draw.choice([leads[-1], draw.choice(leads), "/"])
            self.stopped.wait(self.pause)
        connection.close()

    def wait_for(self, version: int) -> None:
        """Return when a reader has seen this version, or has seen something wrong."""
        deadline = time.monotonic() + 60
        while version not in self.seen and not self.wrong and time.monotonic() < deadline:
            time.sleep(0.005)

    def _get(self, connection: http.client.HTTPConnection, address: str, squeeze: bool) -> bytes:
        path = f"{address}{self.index if address.endswith('/') else ''}"
        connection.request("GET", f"{self.prefix}{path}", headers={"Accept-Encoding": "gzip"} if squeeze else {})
        answer = connection.getresponse()
        data = answer.read()
        if answer.status != 200:
            self.wrong.append(f"{address}: {answer.status}")
        elif answer.getheader("Content-Encoding") == "gzip":
            data = gzip.decompress(data)
            self.compressed += 1
        file = address.lstrip("/") + ("index.html" if address.endswith("/") else "")
        if answer.status == 200 and not self.known.has(file, data):
            self.wrong.append(f"{address}: {len(data)} bytes that were never published")
        return data


@contextmanager
def reading(readers: Readers, count: int = 3) -> Iterator[Readers]:
    """Several of them at once, until the block ends."""
    threads = [threading.Thread(target=readers.read, args=(seed,), daemon=True) for seed in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield readers
    finally:
        readers.stopped.set()
        for thread in threads:
            thread.join()
