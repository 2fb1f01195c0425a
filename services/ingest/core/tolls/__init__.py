"""How many, on which side, and what colours the figure. Pure."""
