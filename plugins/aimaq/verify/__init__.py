"""Check a published site, or a copy of it, against its log, with the standard library of Python alone.

It reads what readers are served and nothing else, so that nobody has to trust the program that has written the site.
``aimaq verify`` calls it, and ``inv verifier`` makes one file of it that runs without Aimaq.
"""
