"""Ask many addresses politely: as each host's robots.txt allows, one after another, with pauses, and not for ever."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from aimaq.base.languages.messages import tr
from aimaq.base.web_addresses import host_of
from aimaq.figures.pull.fetch import MOST_SECONDS
from aimaq.newsroom.outside_links.asking import Answer, Verdict, ask
from aimaq.newsroom.outside_links.robots import Rules, read_rules

__all__ = ["ask_all"]

#: Between two requests to one host, in seconds, if it asks for no longer one.
_PAUSE: Final = 1.0
#: How long a busy host is waited for; one that asks for more is left alone.
_MOST_WAIT: Final = 60.0
_MOST_HOSTS: Final = 8


def ask_all(addresses: Iterable[str], *, seconds: float, asking: Callable[[str], Answer] = ask) -> dict[str, Answer]:
    """Return the answer of each address; of those for which there was no time within ``seconds`` there is none."""
    deadline = time.monotonic() + seconds
    hosts: dict[str, list[str]] = defaultdict(list)
    for address in addresses:
        hosts[host_of(address).lower()].append(address)
    with ThreadPoolExecutor(min(_MOST_HOSTS, len(hosts) or 1)) as pool:
        rounds = pool.map(lambda own: list(_ask_host(own, deadline, asking)), hosts.values())
        return {address: answer for each in rounds for address, answer in each}


def _ask_host(
    addresses: Sequence[str], deadline: float, asking: Callable[[str], Answer]
) -> Iterator[tuple[str, Answer]]:
    busy, known = "", dict[str, Rules]()
    for address in addresses:
        if time.monotonic() >= deadline:
            return
        if busy:
            yield address, Answer(Verdict.LATER, busy)
            continue
        origin = address.partition("://")[0] + host_of(address)
        if origin not in known:
            time.sleep(_PAUSE if known else 0)
            known[origin] = read_rules(address, MOST_SECONDS)
        rules = known[origin]
        if why := rules.skips(address):
            yield address, Answer(Verdict.SKIPPED, why)
            continue
        pause = max(_PAUSE, rules.pause)
        if pause > deadline - time.monotonic():
            return
        time.sleep(pause)
        answer = asking(address)
        if answer.wait and answer.wait <= min(_MOST_WAIT, deadline - time.monotonic()):
            time.sleep(answer.wait)
            answer = asking(address)
        if answer.wait:
            busy = tr("its host asked to be left alone for now")
        yield address, answer
