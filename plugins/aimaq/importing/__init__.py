"""Brings texts from elsewhere into the content folder: a WordPress export, saved web pages.

A plain package, which no build loads: ``command`` is what ``aimaq import`` calls. Sources are hostile input.
"""
