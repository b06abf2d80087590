"""Corrections of texts and figures: how they are found, worded, listed and put into feeds."""
