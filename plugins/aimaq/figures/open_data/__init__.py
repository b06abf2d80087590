"""Open data: the files below ``/api/``, the feeds of figures, and the JSON-LD of their pages.

Each module writes one kind of file from a ``PublishedLedger``, at fill time; ``registry`` selects the module.
Nothing depends on the clock, so a file changes only when its data change.
"""
