"""``python -m aimaq``: the command ``aimaq``."""

from aimaq.cli import main

if __name__ == "__main__":
    main()
