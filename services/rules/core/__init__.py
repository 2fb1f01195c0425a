"""Correlation, estimates, rule families and the reconciler. Pure."""
