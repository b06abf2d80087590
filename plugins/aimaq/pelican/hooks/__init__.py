"""Where each part of Aimaq meets Pelican's signals."""
