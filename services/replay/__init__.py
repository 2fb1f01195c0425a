"""Replay: the same code over the same log, with nobody told."""
