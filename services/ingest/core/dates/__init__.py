"""Days, relative to the day of publication or to another day of the text. Pure."""
