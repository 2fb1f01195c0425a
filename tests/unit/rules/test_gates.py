from services.rules.core.facts import Facts, facts_of
from services.rules.core.gates import km_between, open_to, rivals
from services.rules.core.similarity import explain, link
from tests.support.correlating import GAO, MENAKA, armed, killed, said


def facts(key: str = "a", *args: object, **also: object) -> Facts:
    made = facts_of(said(key, *args, **also))  # type: ignore[arg-type]  # as `said` takes them
    assert made is not None
    return made


def passes(a: Facts, b: Facts) -> bool:
    assert open_to(a, b, km_between(a, b)) == open_to(b, a, km_between(b, a))
    return open_to(a, b, km_between(a, b))


def test_a_report_that_does_not_say_when_cannot_be_compared() -> None:
    event = said("a")
    assert facts_of(event.model_copy(update={"report": event.report.model_copy(update={"occurred": None})})) is None


def test_a_report_up_for_review_cannot_be_compared() -> None:
    assert facts_of(said("a", review=("no day",))) is None


def test_sources_may_be_two_days_apart_and_no_more() -> None:
    assert passes(facts("a", 0), facts("b", 2))
    assert not passes(facts("a", 0), facts("b", 3))


def test_a_day_within_the_month_that_another_report_says_passes() -> None:
    assert passes(facts("a", 0, precision="month"), facts("b", 20))
    assert not passes(facts("a", 0, precision="month"), facts("b", 33))


def test_a_year_holds_too_many_days_to_link_them() -> None:
    assert not passes(facts("a", 0, precision="year"), facts("b", 20))


def test_places_must_lie_within_both_radii() -> None:
    near, far = (GAO[0] + 0.3, GAO[1]), (GAO[0] + 0.6, GAO[1])
    assert passes(facts("a"), facts("b", 0, (GAO[0] + 0.2, GAO[1])))
    assert not passes(facts("a"), facts("b", 0, near))
    assert passes(facts("a", within_km=60), facts("b", 0, far))
    assert not passes(facts("a"), facts("b", 0, MENAKA))


def test_across_a_border_only_fifty_kilometres_are_bridged() -> None:
    assert passes(facts("a", within_km=60), facts("b", 0, (GAO[0] + 0.4, GAO[1]), country="NE", within_km=60))
    assert not passes(facts("a", within_km=60), facts("b", 0, (GAO[0] + 0.6, GAO[1]), country="NE", within_km=60))


def test_distance_is_measured_across_180_degrees() -> None:
    assert passes(facts("a", 0, (-16.8, 179.95), country="FJ"), facts("b", 0, (-16.8, -179.95), country="FJ"))


def test_a_report_with_only_a_country_meets_reports_of_that_country() -> None:
    assert passes(facts("a", 0, None), facts("b", 0, GAO))
    assert not passes(facts("a", 0, None), facts("b", 0, GAO, country="NE"))
    assert not passes(facts("a", 0, None, admin1="ML-7"), facts("b", 0, GAO, admin1="ML-3"))


def test_a_report_that_names_no_place_at_all_meets_none() -> None:
    assert not passes(facts("a", 0, None, country=None), facts("b", 0, GAO))
    assert not passes(facts("a", 0, None, country=None), facts("b", 0, None, country=None))


def test_a_protest_is_no_armed_attack() -> None:
    assert not passes(facts("a", kind="peaceful_protest"), facts("b", kind="attack"))


def test_two_named_attackers_exclude_each_other() -> None:
    assert not passes(facts("a", actors=[armed("JNIM")]), facts("b", actors=[armed("ISGS")]))
    assert passes(facts("a", actors=[armed("JNIM")]), facts("b", actors=[armed("JNIM"), armed("ISGS")]))
    assert passes(facts("a", actors=[armed("JNIM")]), facts("b"))


def test_an_attacker_who_is_only_suspected_excludes_nobody() -> None:
    suspected = armed("ISGS", attribution="suspected")
    assert passes(facts("a", actors=[armed("JNIM")]), facts("b", actors=[suspected]))


def test_those_attacked_are_no_attackers() -> None:
    assert passes(facts("a", actors=[armed("JNIM")]), facts("b", actors=[armed("Ganda Izo", "victim", "militia")]))


def test_two_sides_of_one_fight_between_groups_may_be_named_apart() -> None:
    one = facts("a", kind="armed_clash", actors=[armed("JNIM", "combatant")])
    other = facts("b", kind="armed_clash", actors=[armed("ISGS", "combatant")])
    assert not rivals(one, other)
    state = armed("Army", "combatant", "state_force")
    assert rivals(facts("a", kind="armed_clash", actors=[state, armed("JNIM", "combatant")]), other)


def test_two_reports_of_one_article_are_two_incidents() -> None:
    assert not passes(facts("a", article_id="art_1"), facts("b", article_id="art_1"))
    assert passes(facts("a", article_id="art_1"), facts("b", article_id="art_2"))


def test_a_data_set_that_codes_each_incident_once_tells_of_two() -> None:
    assert not passes(facts("a", source="UCDP", backfill=True), facts("b", source="UCDP", backfill=True))
    assert passes(facts("a", source="UCDP", backfill=True), facts("b", source="AFP"))


def test_the_same_day_and_place_link_and_two_days_and_the_edge_do_not() -> None:
    far = (GAO[0] + 0.26, GAO[1])
    assert link(facts("a"), facts("b")) is not None
    assert (
        link(facts("a", kind="attack"), facts("b", 2, far, kind="armed_clash", source="AFP", published_h=500)) is None
    )


def test_a_link_does_not_depend_on_which_report_comes_first() -> None:
    a, b = facts("a", tolls=[killed(3)]), facts("b", 1, tolls=[killed(30)], headline="Attack near Tessit")
    assert link(a, b) == link(b, a)
    assert explain(a, b) == explain(b, a)


def test_what_speaks_for_a_link_adds_up_to_its_score() -> None:
    a, b = facts("a", tolls=[killed(3)]), facts("b", 1, tolls=[killed(30)], headline="Attack near Tessit")
    found = link(a, b)
    assert found is not None
    assert abs(sum(explain(a, b).values()) - found.score / 1000) < 0.005


def test_a_name_in_common_speaks_for_a_link_and_other_names_against_it() -> None:
    tessit, other = facts("a", headline="Gunmen storm Tessit mosque"), facts("b", headline="Labbezanga mayor slain")
    third = facts("c", headline="Tessit: mosque stormed, many dead")
    shared, unlike = link(tessit, third), link(tessit, other)
    assert shared is not None
    assert unlike is not None
    assert shared.score > unlike.score + 1000


def test_tolls_that_differ_widely_speak_against_a_link() -> None:
    three, four, ninety = (facts(k, tolls=[killed(n)]) for k, n in (("a", 3), ("b", 4), ("c", 90)))
    assert explain(three, ninety)["killed"] < explain(three, four)["killed"] < 0


def test_a_mine_and_an_ambush_in_one_district_on_one_day_are_not_linked() -> None:
    mine = facts(
        "a",
        kind="remote_explosive_landmine_ied",
        within_km=60,
        tolls=[killed(2, party="state_force")],
        source="Reuters",
    )
    ambush = facts("b", kind="ambush", within_km=50, tolls=[killed(34, party="civilians")], source="RFI")
    assert link(mine, ambush) is None


def test_an_attack_may_be_told_as_an_ambush_by_another_source() -> None:
    assert link(facts("a", kind="attack", source="AP"), facts("b", kind="ambush", source="AFP")) is not None


def test_two_reports_that_know_only_the_country_are_linked_by_more_than_their_day() -> None:
    a, b = facts("a", 0, within_km=500, source="AP"), facts("b", 1, within_km=500, source="AFP")
    c, d = (facts(k, within_km=500, source=k, headline="Dessa massacre: 14 dead in Dessa") for k in ("RFI", "DW"))
    vague, named = link(a, b), link(c, d)
    assert vague is None or vague.score < 0
    assert named is not None
    assert named.score > 1000
