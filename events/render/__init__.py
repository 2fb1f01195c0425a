"""How events are shown to people: headlines and documents. Pure."""
