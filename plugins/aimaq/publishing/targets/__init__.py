"""Where a site is published: a folder on this machine or a server, or a bucket of object storage."""
