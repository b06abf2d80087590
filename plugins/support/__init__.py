"""What more than one plugin needs and Pelican does not offer: problems and message catalogues.

Not a Pelican plugin: it registers nothing and imports none of them.
"""
