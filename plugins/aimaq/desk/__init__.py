"""The desk: an editor's pages in the browser, beside the preview. It does what the commands do, by their functions."""
