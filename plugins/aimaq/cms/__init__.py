"""Forms for editors in the browser: Sveltia CMS over the folder of this machine, with forms made from our schemas.

A plain package, which no build loads: ``aimaq cms`` calls it, and nothing of it is ever in the site.
"""
