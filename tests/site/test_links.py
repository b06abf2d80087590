"""No link of ours is broken, fragments included."""

import json
import re
from collections.abc import Iterator

import pytest
from lxml import etree

from tools.built import Site
from tools.validators import dead_links


def test_every_link_between_pages_leads_somewhere(site: Site) -> None:
    """lychee follows every link and fragment of every page; links to other sites are not requested."""
    assert not dead_links(site)


@pytest.mark.parametrize("kind", ["xml", "json"])
def test_every_address_in_feeds_sitemap_and_open_data_exists(site: Site, kind: str) -> None:
    """Whatever a machine-readable file says is on this site is there."""
    dead: list[str] = []
    for name, text in site.texts.items():
        if name.endswith(".xml") and kind == "xml":
            root = etree.fromstring(text.encode())
            strings = [s for e in root.iter() for s in (e.text, *e.attrib.values()) if s]
        elif name.endswith(".json") and kind == "json":
            strings = [address for s in every_string(json.loads(text)) for address in re.split(r"[\"\s<>]", s)]
        else:
            continue
        dead += [
            f"{name}: {s}"
            for s in map(str.strip, strings)
            if s.startswith(site.url + "/") and " " not in s and not site.serves(s)
        ]
    assert not dead, "\n".join(dead[:40])


def every_string(value: object) -> Iterator[str]:
    """The strings of a JSON document, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from every_string(inner)
