"""A sentence as a row of items: numbers, people and things, actors, days. Pure."""
