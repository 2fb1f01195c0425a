"""Incidents as GeoJSON (RFC 7946). Pure. The radius of a place is a property: GeoJSON knows points without error."""

from collections.abc import Iterable
from typing import Any

from events.incident import Incident
from events.place import Place


def feature(incident: Incident) -> dict[str, Any]:
    """One incident as a feature; without a point its geometry is null."""
    place = incident.place
    shown = incident.model_dump(
        mode="json",
        exclude_none=True,
        include={
            "incident_id",
            "revision",
            "status",
            "kind",
            "headline",
            "occurred",
            "actors",
            "tolls",
            "reports_total",
            "first_published_at",
            "last_published_at",
            "tlp",
        },
    )
    where = {} if place is None else place.model_dump(mode="json", exclude_none=True, exclude={"lat", "lon"})
    return {
        "type": "Feature",
        "id": incident.incident_id,
        "geometry": point(place),
        "properties": shown | {"place": where},
    }


def point(place: Place | None) -> dict[str, Any] | None:
    """A place as a point, longitude first; None where it has none."""
    if place is None or place.lat is None or place.lon is None:
        return None
    return {"type": "Point", "coordinates": [place.lon, place.lat]}


def collection(incidents: Iterable[Incident]) -> dict[str, Any]:
    """Incidents as a feature collection, in their order."""
    return {"type": "FeatureCollection", "features": [feature(incident) for incident in incidents]}
