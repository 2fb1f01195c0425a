import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from services.ingest import gazetteer
from services.ingest.gazetteer import Gazetteer, GazetteerMissing, GazetteerUnreadable, cells_about, default_path
from services.ingest.gazetteer_build import assemble
from tests.unit.gazetteer.cases import compile_small, inputs


def test_places_of_one_name_come_by_population_then_id(places: Gazetteer) -> None:
    assert [(row.id, row.country) for row in places.lookup("gao") if row.kind == "town"] == [(101, "ML"), (102, "BF")]


def test_a_name_that_nobody_bears_has_no_rows(places: Gazetteer) -> None:
    assert places.lookup("atlantis") == ()
    assert places.longest("atlantis") == 0


def test_the_longest_name_counts_its_words(places: Gazetteer) -> None:
    assert places.longest("lake") == 2
    assert places.longest("central") == 3


def test_the_more_populous_country_of_a_name_comes_first(places: Gazetteer) -> None:
    assert [name.iso2 for name in places.countries_named("congo")] == ["CD", "CG"]
    assert [(name.iso2, name.how) for name in places.countries_named("nigerien")] == [("NE", "demonym")]
    assert places.countries_named("car")[0].how == "acronym"


def test_a_country_knows_its_neighbours_and_its_box(places: Gazetteer) -> None:
    mali = places.country("ML")
    assert mali is not None
    assert (mali.iso3, mali.north, mali.east) == ("MLI", 18.44, 2.4)
    assert places.neighbours("ML") == ("BF", "NE")
    assert places.country("XX") is None
    assert places.neighbours("XX") == ()


def test_a_region_is_found_by_its_iso_code(places: Gazetteer) -> None:
    gao = places.admin1("ML-7")
    assert gao is not None
    assert (gao.name, gao.kind) == ("Gao", "admin1")


def test_the_nearest_town_is_of_the_country_asked_for_and_never_far(places: Gazetteer) -> None:
    nearest = places.nearest(15.9, 0.3)
    assert nearest is not None
    assert nearest.name == "Ansongo"
    assert places.nearest(15.9, 0.3, "CD") is None
    assert places.nearest(0.0, -30.0) is None


def test_the_cells_about_a_point_reach_over_the_date_line_and_the_pole() -> None:
    assert len(cells_about(0.0, 179.9, 150.0)) == 16
    assert max(cells_about(89.9, 0.0, 150.0)) < 180 * 360


def test_a_missing_file_says_how_to_compile_one(tmp_path: Path) -> None:
    with pytest.raises(GazetteerMissing, match="tocsin gazetteer"):
        Gazetteer(tmp_path / "none.sqlite")


def test_another_file_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite"
    other.write_text("no database, but long enough to be taken for one by its length alone" * 20)
    with pytest.raises(GazetteerUnreadable):
        Gazetteer(other)


def test_another_layout_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    compile_small(path).close()
    with sqlite3.connect(path) as file:
        file.execute("UPDATE meta SET value = '0' WHERE key = 'layout'")
    file.close()
    with pytest.raises(GazetteerUnreadable, match="layout 0"):
        Gazetteer(path)


def test_compiling_leaves_no_draft_and_replaces_the_file_at_once(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "gazetteer.sqlite"
    compile_small(path).close()
    before = path.stat().st_ino
    compile_small(path).close()
    assert [found.name for found in path.parent.iterdir()] == ["gazetteer.sqlite"]
    assert path.stat().st_ino != before


def test_the_same_inputs_give_the_same_bytes(tmp_path: Path) -> None:
    compile_small(tmp_path / "one.sqlite").close()
    compile_small(tmp_path / "two.sqlite").close()
    assert (tmp_path / "one.sqlite").read_bytes() == (tmp_path / "two.sqlite").read_bytes()


def test_a_file_made_from_other_tables_is_compiled_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, steps = tmp_path / "gazetteer.sqlite", []

    def build(where: Path, progress: gazetteer.Progress) -> None:
        progress("compiled", 1.0)
        gazetteer.write(where, assemble(inputs(), "new"))

    monkeypatch.setattr("services.ingest.gazetteer_build.build", build)
    monkeypatch.setattr("services.ingest.gazetteer_build.version", lambda: "new")
    compile_small(path).close()
    for _ in range(2):
        gazetteer.open_or_build(path, lambda step, _: steps.append(step)).close()
    assert steps == ["compiled"]


def test_the_default_place_is_inside_the_environment() -> None:
    assert default_path().parts[-3:] == ("share", "tocsin", "gazetteer.sqlite")


def test_a_border_is_the_same_from_both_sides_and_empty_where_there_is_none(tmp_path: Path) -> None:
    contents = assemble(inputs(), "x")
    gazetteer.write(tmp_path / "g.sqlite", replace(contents, borders=(("ML", "NE", 15.2, 0.7),)))
    places = gazetteer.Gazetteer(tmp_path / "g.sqlite")
    assert places.border("NE", "ML") == places.border("ML", "NE") == ((15.2, 0.7),)
    assert places.border("ML", "RU") == ()


def test_a_paper_says_its_country_and_is_no_country_itself(tmp_path: Path) -> None:
    contents = assemble(inputs(), "x")
    named = (*contents.country_names, ("daily moon", "NG", "medium"))
    gazetteer.write(tmp_path / "g.sqlite", replace(contents, country_names=named))
    places = gazetteer.Gazetteer(tmp_path / "g.sqlite")
    assert places.medium_of("daily moon") == "NG"
    assert places.countries_named("daily moon") == ()
