"""Names of places found, told apart, and turned into a point with a radius. Pure."""
