"""Markup and pictures of figures: the theme's views, charts, the text of share pictures."""
