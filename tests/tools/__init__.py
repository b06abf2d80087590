"""What the tests share: finding outside programs, reading the built site, driving a browser."""
