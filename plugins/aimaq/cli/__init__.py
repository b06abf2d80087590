"""The command ``aimaq``: its modules read options, call one function, and print what it returns.

Exit codes: 0, done; 1, there is something to mend, and nothing has been changed; 2, the command was used wrongly;
130, stopped by Ctrl+C.
"""

from aimaq.cli.run import main, run

__all__ = ["main", "run"]
