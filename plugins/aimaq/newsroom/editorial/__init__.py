"""Editorial rules on time: embargo, and the site as of an earlier day."""
