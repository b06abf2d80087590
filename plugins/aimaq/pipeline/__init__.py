"""Build, preview and serve: the whole way from settings to a published site."""
