"""The toll of an incident, told as stories."""

from events.report import ReportReceived
from events.toll import Estimate, Party, TollClaim, TrailPoint
from events.victims import victims
from services.rules.core.estimate import estimates
from services.rules.core.trail import trail
from services.rules.core.voices import standing, voices
from tests.support.correlating import killed, said


def tolls(*told: ReportReceived) -> dict[Party, Estimate]:
    return {e.party: e for e in estimates(standing(voices(told)))}


def headline(*told: ReportReceived) -> tuple[int | None, int | None, int | None]:
    figure = victims(estimates(standing(voices(told))))
    assert figure is not None
    return (figure.low, figure.best, figure.high)


def points(*told: ReportReceived) -> list[tuple[int | None, str]]:
    return [(p.best if p.best is not None else p.low, p.standing) for p in trail(voices(told))]


def bounds(e: Estimate) -> tuple[int | None, int | None, int | None]:
    return (e.low, e.best, e.high)


def test_chinagodrar_89_soldiers_and_77_attackers_are_never_166_victims() -> None:
    first = said("a", source="AFP", tolls=[killed(25, party="state_force", said_by="army")])
    later = said(
        "b",
        source="AFP",
        published_h=72,
        tolls=[
            killed(89, party="state_force", said_by="official"),
            killed(77, party="attackers", said_by="official"),
            killed(25, party="state_force", standing="superseded"),
        ],
    )
    assert headline(first, later) == (89, 89, 89)
    assert bounds(tolls(first, later)["attackers"]) == (77, 77, 77)
    assert points(first, later) == [(25, "current"), (25, "superseded"), (89, "current")]


def test_a_bombing_cut_from_sixty_to_forty_four_by_the_same_source_is_forty_four() -> None:
    first = said("a", source="Reuters", tolls=[killed(60)])
    cut = said("b", source="Reuters", published_h=20, tolls=[killed(44, said_by="official")])
    assert headline(first, cut) == (44, 44, 44)
    assert not tolls(first, cut)["unknown"].contested
    assert points(first, cut) == [(60, "current"), (44, "current")]


def test_two_soldiers_told_later_come_beside_twelve_civilians() -> None:
    first = said("a", source="AP", tolls=[killed(12, party="civilians")])
    later = said("b", source="AP", published_h=20, tolls=[killed(2, party="state_force")])
    assert headline(first, later) == (14, 14, 14)


def test_people_of_a_later_report_stand_for_all_victims_of_the_earlier_one() -> None:
    first = said("a", source="AP", tolls=[killed(12, party="civilians"), killed(3, party="state_force")])
    later = said("b", source="AP", published_h=20, tolls=[killed(13)])
    assert headline(first, later) == (13, 13, 13)


def test_civilians_of_a_later_report_take_the_place_of_people() -> None:
    first = said("a", source="Reuters", tolls=[killed(60)])
    cut = said("b", source="Reuters", published_h=20, tolls=[killed(44, party="civilians")])
    assert headline(first, cut) == (44, 44, 44)


def test_a_lower_figure_of_another_source_widens_the_range_and_leaves_best() -> None:
    first = said("a", source="Reuters", tolls=[killed(60)])
    other = said("b", source="AFP", published_h=20, tolls=[killed(44)])
    toll = tolls(first, other)["unknown"]
    assert bounds(toll) == (44, 60, 60)
    assert toll.contested


def test_an_official_who_counts_fewer_is_believed_over_a_passer_by_of_the_press() -> None:
    first = said("a", source="Reuters", tolls=[killed(60, said_by="witness")])
    other = said("b", source="AFP", published_h=20, tolls=[killed(44, said_by="official")])
    assert bounds(tolls(first, other)["unknown"]) == (44, 44, 60)


def test_a_better_graded_source_decides_best() -> None:
    rumour = said("a", source="Blog", grade="E", published_h=30, tolls=[killed(200)])
    wire = said("b", source="AFP", grade="A", tolls=[killed(12)])
    assert bounds(tolls(rumour, wire)["unknown"]) == (12, 12, 200)


def test_fifty_three_and_a_hundred_and_eighteen_with_the_army_saying_twenty_three() -> None:
    army = said("a", source="State TV", tolls=[killed(23, party="civilians", said_by="army")])
    ngo = said("b", source="AFP", published_h=30, tolls=[killed(53, party="civilians", said_by="ngo")])
    locals_ = said("c", source="RFI", published_h=40, tolls=[killed(118, party="civilians", said_by="ngo")])
    toll = tolls(army, ngo, locals_)["civilians"]
    assert bounds(toll) == (23, 118, 118)
    assert toll.contested
    assert toll.sources == 3


def test_fifty_dead_including_fifteen_soldiers_are_fifty() -> None:
    told = said("a", tolls=[killed(50), killed(15, party="state_force", part_of="unknown")])
    assert headline(told) == (50, 50, 50)
    assert tolls(told)["state_force"].best == 15


def test_thirty_civilians_including_five_aid_workers_are_thirty() -> None:
    told = said("a", tolls=[killed(30, party="civilians"), killed(5, party="aid_workers", part_of="civilians")])
    assert headline(told) == (30, 30, 30)


def test_fifty_eight_militants_of_an_army_are_not_among_forty_seven_victims() -> None:
    told = said(
        "a",
        tolls=[killed(47, party="civilians"), killed(58, party="non_state", said_by="army")],
        kind="air_drone_strike",
    )
    assert headline(told) == (47, 47, 47)
    assert tolls(told)["non_state"].best == 58


def test_three_wire_copies_and_one_independent_source_are_two_sources() -> None:
    wire = [
        said(key, source=name, published_h=hour, tolls=[killed(12)])
        for key, name, hour in (("a", "AFP", 6.0), ("b", "Le Monde", 7.0), ("c", "VOA", 8.0))
    ]
    copies = [
        event.model_copy(
            update={
                "report": event.report.model_copy(
                    update={"source": event.report.source.model_copy(update={"owner": "AFP"})}
                )
            }
        )
        for event in wire
    ]
    own = said("d", source="Radio One", tolls=[killed(15)], published_h=5)
    toll = tolls(*copies, own)["unknown"]
    assert toll.sources == 2
    assert toll.claims == ("rep_d#0", "rep_c#0")


def test_an_early_count_is_overtaken_by_a_later_higher_one() -> None:
    early, later = (
        said("a", source="AP", tolls=[killed(10)]),
        said("b", source="AFP", tolls=[killed(32)], published_h=30),
    )
    toll = tolls(early, later)["unknown"]
    assert bounds(toll) == (32, 32, 32)
    assert not toll.contested


def test_at_least_thirty_two_leaves_the_range_open() -> None:
    early = said("a", source="AP", tolls=[killed(10)])
    later = said("b", source="AFP", tolls=[killed(32, 32, None)], published_h=30)
    assert headline(early, later) == (32, 32, None)


def test_at_least_ten_does_not_contradict_thirty_two() -> None:
    early = said("a", source="AP", tolls=[killed(10, 10, None)], published_h=40)
    later = said("b", source="AFP", tolls=[killed(32)], published_h=30)
    assert bounds(tolls(early, later)["unknown"]) == (10, 32, 32)
    assert not tolls(early, later)["unknown"].contested


def test_what_several_sources_say_counts_more_than_the_greatest_figure() -> None:
    told = [said(k, source=k, tolls=[killed(n)]) for k, n in (("a", 30), ("b", 30), ("c", 80))]
    assert bounds(tolls(*told)["unknown"]) == (30, 30, 80)


def test_dozens_have_no_best() -> None:
    dozens = TollClaim(measure="killed", low=24)
    assert bounds(tolls(said("a", tolls=[dozens]))["unknown"]) == (24, None, None)


def test_up_to_fifty_has_no_lower_bound_and_contradicts_nothing_below() -> None:
    up_to = TollClaim(measure="killed", best=50, high=50)
    assert bounds(tolls(said("a", tolls=[up_to]))["unknown"]) == (None, 50, 50)
    both = tolls(said("a", source="AFP", grade="A", tolls=[killed(31)]), said("b", tolls=[up_to]))["unknown"]
    assert bounds(both) == (31, 31, 50)
    assert not both.contested


def test_many_dead_is_no_number_and_replaces_none() -> None:
    first = said("a", source="AP", tolls=[killed(32)])
    words = TollClaim(measure="killed", words="many dead")
    assert headline(first, said("b", source="AP", tolls=[words], published_h=30)) == (32, 32, 32)
    assert tolls(said("c", tolls=[words])) == {}
    assert trail(voices([said("c", tolls=[words])])) == ()


def test_totals_of_a_day_or_a_campaign_are_no_toll_of_the_incident() -> None:
    assert tolls(said("a", tolls=[killed(300, scope="campaign"), killed(40, scope="day")])) == {}


def test_the_figure_for_everybody_is_not_a_figure_of_victims() -> None:
    told = said("a", source="ACLED", tolls=[killed(40, party="all")])
    assert tolls(told).keys() == {"all"}
    assert trail(voices([told])) == ()


def test_a_denied_figure_counts_for_nothing_but_stays_in_the_trail() -> None:
    told = said("a", tolls=[killed(40, standing="denied")])
    assert tolls(told) == {}
    assert points(told) == [(40, "denied")]


def test_soldiers_and_civilians_of_one_report_are_one_point_of_the_trail() -> None:
    told = said("a", tolls=[killed(20, party="civilians"), killed(15, party="state_force")])
    point: TrailPoint = trail(voices([told]))[0]
    assert (point.low, point.best, point.high) == (35, 35, 35)


def test_two_figures_for_one_party_are_two_points_of_the_trail() -> None:
    told = said("a", tolls=[killed(20, said_by="army"), killed(35, said_by="medical")])
    assert sorted(points(told)) == [(20, "current"), (35, "current")]
