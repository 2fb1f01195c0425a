"""Small cases of our own, after things that happened. Facts and figures only; the words are ours."""

from typing import Any

EARLY: dict[str, Any] = {
    "source": {"name": "Agence France-Presse", "id": "early-1", "grade": "B"},
    "published_at": "2025-02-07T19:30:00Z",
    "available_at": "2025-02-07T19:35:00Z",
    "occurred": {"start": "2025-02-07", "precision": "day"},
    "kind": "ambush",
    "place": {"name": "between Gao and Ansongo", "country": "ML", "lat": 15.97, "lon": 0.23, "within_km": 45},
    "tolls": [{"measure": "killed", "low": 10, "best": 10, "high": 10, "words": "ten people were killed"}],
    "targets": [{"what": "convoy"}],
}
LATER: dict[str, Any] = {
    "source": {"name": "Associated Press", "id": "later-1", "grade": "B"},
    "published_at": "2025-02-08T10:00:00Z",
    "available_at": "2025-02-08T10:05:00Z",
    "occurred": {"start": "2025-02-07", "precision": "day"},
    "kind": "ambush",
    "place": {"name": "Gao-Ansongo road", "country": "ML", "lat": 15.97, "lon": 0.23, "within_km": 40},
    "tolls": [
        {"measure": "killed", "low": 32, "best": 32, "words": "at least 32 killed"},
        {"measure": "killed", "low": 10, "best": 10, "high": 10, "standing": "superseded", "words": "10 at first"},
    ],
    "actors": [
        {"name": "Wagner Group", "id": "wagner", "kind": "private_military_company", "role": "escort", "foreign": True,
         "home": "RU"},
        {"name": "Malian army", "kind": "state_force", "role": "escort"},
    ],
    "targets": [{"what": "convoy"}],
}  # fmt: skip
ELSEWHERE: dict[str, Any] = {
    "source": {"name": "Reuters", "id": "else-1", "grade": "B"},
    "published_at": "2025-02-08T08:00:00Z",
    "available_at": "2025-02-08T08:05:00Z",
    "occurred": {"start": "2025-02-07", "precision": "day"},
    "kind": "remote_explosive_landmine_ied",
    "place": {"name": "Boni", "country": "ML", "lat": 15.08, "lon": -1.51, "within_km": 10},
    "tolls": [{"measure": "killed", "party": "state_force", "low": 12, "best": 12, "high": 12}],
}
ARTICLE: dict[str, Any] = {
    "id": "article-1",
    "source": "Associated Press",
    "published_at": "2025-02-08T16:00:00Z",
    "title": "Dozens die as convoy is ambushed in northern Mali",
    "text": (
        "Jihadists ambushed a convoy on the road between Gao and Ansongo in northern Mali on February 7, 2025, killing"
        " at least 32 people, an elected official told reporters. Malian soldiers and mercenaries of Russia's Wagner"
        " Group were escorting the convoy, which carried civilians in minibuses.\n"
        "The first reports had spoken of 10 dead. Many wounded people were brought to Gao, a medical source said. At"
        " least five trucks were destroyed by Islamic State jihadists, according to a local official. The Islamic"
        " State has not yet claimed responsibility.\n"
        "Background: two coups brought the army to power in 2020 and 2021. France and the United States withdrew"
        " their troops, and rights groups accuse Wagner of having killed hundreds of civilians since 2021."
    ),
}


def report(n: int, *, killed: int, place: int = 0, day: int = 7, source: str = "Wire") -> dict[str, Any]:
    """One of many: the n-th report, of an incident at one of a row of towns 100 km apart."""
    return {
        "source": {"name": source, "id": f"{source}-{n}", "grade": "B"},
        "published_at": f"2025-02-{day + 1:02}T0{n % 10}:00:00Z",
        "available_at": f"2025-02-{day + 1:02}T1{n % 10}:00:00Z",
        "occurred": {"start": f"2025-02-{day:02}", "precision": "day"},
        "kind": "attack",
        "place": {"name": f"Town {place}", "country": "ML", "lat": 12.0 + place, "lon": -4.0, "within_km": 5},
        "tolls": [{"measure": "killed", "party": "civilians", "low": killed, "best": killed, "high": killed}],
    }
