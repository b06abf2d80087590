"""Read what texts say: their words as readers see them, the numbers in these, and the patterns of each language."""
