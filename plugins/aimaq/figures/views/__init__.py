"""Markup and pictures made of figures: the views of the theme, charts, the text of a share picture."""
