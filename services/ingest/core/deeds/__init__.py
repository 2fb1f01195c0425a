"""What happened: words that name a deed, its kind, what was aimed at. Pure."""
