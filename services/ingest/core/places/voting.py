"""The votes of a text for countries, and what part of them one has."""

from collections.abc import Mapping

Votes = Mapping[str, float]


def top_country(votes: Votes) -> str | None:
    """The country with the most votes; ties by code."""
    return min(votes, key=lambda iso2: (-votes[iso2], iso2)) if votes else None


def share(votes: Votes, iso2: str) -> float:
    """The part of all votes that a country has, 0–1."""
    total = sum(votes.values())
    return votes.get(iso2, 0.0) / total if total else 0.0
