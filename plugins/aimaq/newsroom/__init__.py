"""A newsroom in several languages: texts, stories, people, events, corrections, feeds; without Pelican."""
