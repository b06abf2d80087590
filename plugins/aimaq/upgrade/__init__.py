"""What a new version of the program asks of a site: the record of what it was written for, what changed, merging."""
