from datetime import UTC, date, datetime
from typing import Any, get_args

import pytest

from events.report import IncidentKind
from services.ingest.formats.acled import KINDS
from tests.unit.ingest.files import errors, guessed, reports, table

_NEW = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,"
    "actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,"
    "latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp"
)
_OLD = (
    "data_id,iso,event_id_cnty,event_id_no_cnty,event_date,year,time_precision,event_type,sub_event_type,actor1,"
    "assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,region,country,admin1,admin2,location,latitude,"
    "longitude,geo_precision,source,source_scale,notes,fatalities,timestamp"
)
NEW, OLD = _NEW.split(","), _OLD.split(",")
EVENT: dict[str, Any] = {
    "event_id_cnty": "MLI501",
    "event_date": "2022-03-27",
    "time_precision": "1",
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "actor1": "Military Forces of Mali (2021-)",
    "assoc_actor_1": "Wagner Group",
    "inter1": "State forces",
    "actor2": "JNIM: Group for Support of Islam and Muslims",
    "inter2": "Rebel group",
    "iso": "466",
    "country": "Mali",
    "admin1": "Mopti",
    "location": "Moura",
    "latitude": "14.6",
    "longitude": "-4.2",
    "geo_precision": "2",
    "source": "AFP; Studio Tamani",
    "notes": "On 27 March 2022, soldiers clashed with fighters near the village. Seven were killed.",
    "fatalities": "7",
    "timestamp": "1649090000",
}


@pytest.mark.parametrize(("columns", "count"), [(NEW, 31), (OLD, 29)])
def test_both_layouts_give_the_same_report(columns: list[str], count: int) -> None:
    assert len(columns) == count
    body = table([EVENT], columns)
    assert guessed(body) == "acled"
    assert reports("acled", body) == reports("acled", table([EVENT], NEW))


def test_an_event_becomes_a_report_of_acled() -> None:
    [report] = reports("acled", table([EVENT], NEW))
    assert (report.source.name, report.source.id, report.kind) == ("ACLED", "MLI501", "armed_clash")
    assert report.published_at == datetime.fromtimestamp(1649090000, UTC)
    assert report.occurred is not None
    assert report.occurred.start == date(2022, 3, 27)
    assert report.place is not None
    assert (report.place.country, report.place.name, report.place.within_km) == ("ML", "Moura", 30.0)


def test_the_one_figure_counts_everybody_and_has_no_bounds() -> None:
    [report] = reports("acled", table([EVENT], NEW))
    assert [(t.party, t.low, t.best, t.high) for t in report.tolls] == [("all", None, 7, None)]


def test_a_later_timestamp_is_another_version_of_the_same_event() -> None:
    first, second = reports("acled", table([EVENT, EVENT | {"timestamp": "1650000000", "fatalities": "12"}], NEW))
    assert first.source.id == second.source.id
    assert first.published_at is not None
    assert second.published_at is not None
    assert first.published_at < second.published_at


def test_all_25_sub_event_types_map_to_kinds_of_ours() -> None:
    assert len(KINDS) == len(set(KINDS.values())) == 25
    assert set(KINDS.values()) < set(get_args(IncidentKind))


def test_actors_keep_their_kinds_and_roles() -> None:
    [report] = reports("acled", table([EVENT], NEW))
    assert [(a.name, a.kind, a.role, a.home, a.foreign) for a in report.actors] == [
        ("Military Forces of Mali", "state_force", "combatant", "ML", False),
        ("Wagner Group", "private_military_company", "combatant", None, False),
        ("JNIM: Group for Support of Islam and Muslims", "rebel", "combatant", None, False),
    ]


def test_civilians_who_are_attacked_are_victims_and_foreign_soldiers_foreign() -> None:
    row = EVENT | {
        "event_type": "Violence against civilians",
        "sub_event_type": "Attack",
        "actor1": "Military Forces of Niger (2023-)",
        "assoc_actor_1": "",
        "inter1": "8",
        "actor2": "Civilians (Mali)",
        "inter2": "7",
    }
    [report] = reports("acled", table([row], NEW))
    assert [(a.kind, a.role, a.foreign) for a in report.actors] == [
        ("foreign_state_force", "attacker", True),
        ("civilians", "victim", False),
    ]


@pytest.mark.parametrize("text", ["27 March 2022", "27-Mar-2022", "2022-03-27", "27/03/2022"])
def test_days_are_read_in_every_way_they_were_written(text: str) -> None:
    [report] = reports("acled", table([EVENT | {"event_date": text}], NEW))
    assert report.occurred is not None
    assert report.occurred.start == date(2022, 3, 27)


def test_semicolons_between_the_cells_do_not_matter() -> None:
    body = table([EVENT | {"source": "AFP"}], NEW).replace(b",", b";")
    [report] = reports("acled", body)
    assert report.place is not None
    assert report.place.name == "Moura"


def test_long_notes_are_kept_as_text_and_cut_in_the_headline() -> None:
    [report] = reports("acled", table([EVENT | {"notes": "word " * 100}], NEW))
    assert report.text is not None
    assert report.headline is not None
    assert (len(report.headline) <= 300, report.headline[-1]) == (True, "…")


def test_an_unknown_sub_event_type_is_named() -> None:
    [(line, field, _)] = errors("acled", table([EVENT | {"sub_event_type": "Duel"}], NEW))
    assert (line, field) == (2, "sub_event_type")
