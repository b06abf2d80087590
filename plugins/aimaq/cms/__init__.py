"""Forms in the browser for editors: Sveltia CMS over the project's folder, with forms made from the fields' schemas.

Only ``aimaq cms`` uses it; a build does not, and nothing of it is published.
"""
