"""How news text is read."""
