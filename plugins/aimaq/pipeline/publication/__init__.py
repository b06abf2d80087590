"""A publication: the site and its log, built, and brought to a target."""
