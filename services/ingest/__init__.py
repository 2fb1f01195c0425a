"""Ingest: turns what arrives into report events, and judges nothing."""
