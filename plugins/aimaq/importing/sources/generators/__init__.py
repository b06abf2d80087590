"""Texts of sites by static generators, Jekyll, Hugo and Pelican, each with its own headers, marks and addresses."""
