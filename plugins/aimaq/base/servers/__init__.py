"""The HTTP server that the commands `aimaq serve` and `aimaq desk` share."""
