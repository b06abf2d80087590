"""Checks over all texts and files of a site."""
