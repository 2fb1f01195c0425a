"""Rule families, one file each. Pure."""
