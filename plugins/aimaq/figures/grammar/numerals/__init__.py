"""Whole numbers in words, in Russian, Kazakh and English: declined, and in the style of newspapers."""
