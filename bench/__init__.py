"""The same site built by Aimaq, stock Pelican, Hugo and Eleventy, measured side by side: ``python -m bench.run``."""
