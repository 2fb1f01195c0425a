"""Subscriptions, retry policy, ordering, signing. Pure."""
