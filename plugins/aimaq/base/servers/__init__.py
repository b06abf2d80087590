"""The HTTP server that the commands `aimaq serve` and `aimaq cms` share."""
