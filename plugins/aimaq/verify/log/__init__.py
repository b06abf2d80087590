"""The log of a site, its head, and what it has of each figure and text."""
