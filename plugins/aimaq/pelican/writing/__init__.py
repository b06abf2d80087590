"""Generators and writers: what Pelican asks us to write."""
