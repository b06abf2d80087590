"""Print numbers, dates and units by the grammar of Russian, Kazakh and English. All functions are pure.

``proposals`` and the modules of nouns propose forms to an editor: builds do not need them, and the Russian dictionary
is an optional dependency.
"""
