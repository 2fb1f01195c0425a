"""Rules: which reports are one incident, and what ought to be said about it."""
