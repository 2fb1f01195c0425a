"""Projections. Pure."""
