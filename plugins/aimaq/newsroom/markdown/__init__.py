"""Markdown as this newsroom publishes it: structure, limits, sanitising, plain text."""
