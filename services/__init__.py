"""The work: each service decides in its core and does the rest outside it."""
