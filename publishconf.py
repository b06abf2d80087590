"""Settings of the published site: the same as pelicanconf.py, at the institution's own address."""

from pelicanconf import *  # noqa: F403  Pelican's way to inherit settings

SITEURL = "https://press.aimaq.example"
