"""Console: the reading side."""
