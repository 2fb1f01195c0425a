"""Incidents as GeoJSON (RFC 7946). Pure. The radius of a place is a property: GeoJSON knows points without error."""

from typing import Any, Final

from events.alert import Alert
from events.incident import Incident
from events.place import Place

OF_INCIDENT: Final = {
    *("incident_id", "revision", "status", "merged_into", "kind", "headline", "occurred", "actors", "tolls"),
    *("reports_total", "first_published_at", "last_published_at", "tlp"),
}
OF_ALERT: Final = {
    *("alert_id", "revision", "status", "scope", "severity", "urgency", "certainty", "headline", "occurred", "tolls"),
    *("incident_ids", "raised_at", "changed_at", "expires", "historic", "tlp"),
}


def feature(incident: Incident) -> dict[str, Any]:
    """One incident as a feature; without a point its geometry is null."""
    place = incident.place
    shown = incident.model_dump(
        mode="json",
        exclude_none=True,
        include=OF_INCIDENT,
    )
    return {
        "type": "Feature",
        "id": incident.incident_id,
        "geometry": point(place),
        "properties": shown | {"place": _where(place)},
    }


def point(place: Place | None) -> dict[str, Any] | None:
    """A place as a point, longitude first; None where it has none."""
    if place is None or place.lat is None or place.lon is None:
        return None
    return {"type": "Point", "coordinates": [place.lon, place.lat]}


def alert_feature(alert: Alert) -> dict[str, Any]:
    """An alert as a feature: `grounds` names each rule with its severity and sentence."""
    shown = alert.model_dump(mode="json", exclude_none=True, include=OF_ALERT)
    grounds = [{"rule": g.rule, "severity": g.severity, "because": g.because} for g in alert.grounds]
    return {
        "type": "Feature",
        "id": alert.alert_id,
        "geometry": point(alert.place),
        "properties": shown | {"grounds": grounds, "place": _where(alert.place)},
    }


def _where(place: Place | None) -> dict[str, Any]:
    return {} if place is None else place.model_dump(mode="json", exclude_none=True, exclude={"lat", "lon"})
