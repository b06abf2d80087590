"""Bring a finished site to its readers: to a folder, to a server over SSH, or to a bucket of object storage."""
