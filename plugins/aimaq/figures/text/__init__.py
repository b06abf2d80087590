"""Markers in a text: what an editor writes, how it is parsed, and the slot that takes its place."""
