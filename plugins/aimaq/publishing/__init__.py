"""Brings a finished site to where readers get it: a folder, a server, object storage.

A plain package: it knows neither Pelican nor what the site says. ``command`` is what ``aimaq publish`` calls.
"""
