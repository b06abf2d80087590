"""The steps of one build, in the order in which ``pipeline.build`` calls them."""
