"""The Nu HTML checker (the W3C's vnu) has nothing to say about any page."""

from pathlib import Path

from tools.built import Site
from tools.validators import html_messages


def test_no_errors_and_no_warnings_in_any_page(site: Site, node_tools: Path) -> None:
    """Every page of every edition is valid HTML."""
    messages = html_messages(site, node_tools)
    assert not messages, f"{len(messages)} messages:\n" + "\n".join(messages[:40])
