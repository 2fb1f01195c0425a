"""Pure parts."""
