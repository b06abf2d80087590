"""Imports texts from an old site, a WordPress export or saved web pages, into the content folder.

``plan`` is the whole import from top to bottom; ``sources`` reads, ``convert`` makes Markdown of HTML, ``write`` makes
files. Everything in a source is treated as hostile input.
"""
