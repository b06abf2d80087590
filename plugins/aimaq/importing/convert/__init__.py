"""From the HTML of an old site to the Markdown of ours."""
