"""What a text says: claims, places, dates, actors. Pure."""
