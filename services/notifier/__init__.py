"""Notifier: who is owed which alert, and getting it there."""
