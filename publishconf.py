"""Settings of the published site: the same as pelicanconf.py. What differs stands here, such as PUBLISH_TARGETS."""

from pelicanconf import *  # noqa: F403  Pelican's way to inherit settings
