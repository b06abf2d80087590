"""The built site over two real servers."""

from collections.abc import Iterator

import pytest

from tools.built import Site
from tools.hosted import Hosted, served


@pytest.fixture(scope="module")
def hosted(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosted]:
    with served(site, tmp_path_factory.mktemp("hosted")) as found:
        yield found
