"""What the tests share: finding outside programs, reading the built site, driving a browser."""

import os

# Messages are in the language of the process: that of the tests is English, not that of the machine.
os.environ["AIMAQ_LANGUAGE"] = "en"
