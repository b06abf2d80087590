"""Compiled templates, kept between builds: compiling takes most of the time of an edit of a small site."""

import contextlib
from pathlib import Path

from jinja2.bccache import Bucket, BytecodeCache

from aimaq.base.files.cache import Cache, cache_key
from aimaq.base.installed import libraries

__all__ = ["TemplateCode", "template_code"]


class TemplateCode(BytecodeCache):
    """Jinja's cache of compiled templates, on top of ours, which is written atomically and knows what is damaged.

    ``base`` tells apart what Jinja cannot see in a template's source: options, and filters, which are called for
    constants when a template is compiled.
    """

    def __init__(self, cache: Cache, base: str) -> None:
        self._cache, self._base = cache, f"{libraries()}\0{base}"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the bucket the code of its source, if it is there."""
        if data := self._cache.get(self._key(bucket)):
            bucket.bytecode_from_string(data)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code, if it can be written."""
        with contextlib.suppress(OSError):  # it is compiled again
            self._cache.put(self._key(bucket), bucket.bytecode_to_string())

    def _key(self, bucket: Bucket) -> str:
        # The bucket's own key is a digest of the template's name and file, which stand in the code.
        return cache_key("template", self._base, bucket.key, bucket.checksum)


def template_code(project: Path, base: str) -> TemplateCode:
    """Return the code of the templates of a site in the folder ``project``, which all its builds and commands share."""
    return TemplateCode(Cache(project / ".aimaq/made"), base)
