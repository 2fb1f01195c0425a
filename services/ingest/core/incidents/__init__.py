"""Pieces of a text that tell one deed, grouped and made one report. Pure."""
