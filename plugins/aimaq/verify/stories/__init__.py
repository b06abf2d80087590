"""The files of a story beside its page: plain text, news agencies' figures, a calendar, a media kit."""
