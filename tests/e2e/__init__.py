"""The system as users meet it."""
