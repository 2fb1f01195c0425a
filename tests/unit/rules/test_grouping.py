from services.rules.core.facts import Facts, facts_of
from services.rules.core.grouping import Member, components, group, partition, threshold
from services.rules.core.similarity import Link
from tests.support.correlating import GAO, MENAKA, armed, said


def members(ids: str) -> list[Member]:
    return [Member(float(n), i, None, frozenset(), among_groups=False, exact=True) for n, i in enumerate(ids)]


def named(**attackers: str) -> list[Member]:
    return [
        Member(0.0, i, None, frozenset(filter(None, [who])), among_groups=False, exact=True)
        for i, who in attackers.items()
    ]


def links(**scores: int) -> list[Link]:
    return [Link(pair[0], pair[1], score) for pair, score in scores.items()]


def facts(key: str, *args: object, **also: object) -> Facts:
    made = facts_of(said(key, *args, **also))  # type: ignore[arg-type]  # as `said` takes them
    assert made is not None
    return made


def test_a_strong_link_makes_one_incident_and_a_weak_one_two() -> None:
    assert partition(members("ab"), links(ab=500)).groups == (("a", "b"),)
    assert partition(members("ab"), links(ab=-1200)).groups == (("a",), ("b",))


def test_a_link_just_below_the_threshold_is_a_possible_duplicate_and_no_guess() -> None:
    found = partition(members("ab"), links(ab=-600))
    assert found.groups == (("a",), ("b",))
    assert found.doubtful == ((0, 1),)
    assert partition(members("ab"), links(ab=-1200)).doubtful == ()


def test_a_chain_of_likenesses_does_not_make_one_incident() -> None:
    assert partition(members("abcd"), links(ab=1500, bc=1000, cd=1500)).groups == (("a", "b"), ("c", "d"))


def test_of_equal_links_the_earlier_reports_are_joined_first() -> None:
    assert partition(members("abc"), links(ab=1000, bc=1000)).groups == (("a", "b"), ("c",))


def test_what_two_reports_exclude_a_third_cannot_join() -> None:
    both = named(a="jnim", b="", c="isgs")
    assert partition(both, links(ab=3000, bc=2500)).groups == (("a", "b"), ("c",))


def test_the_threshold_rises_where_reports_are_dense() -> None:
    assert threshold(2) == threshold(4) == 0
    assert 0 < threshold(8) < threshold(40)


def test_a_day_apart_is_a_mistake_in_a_short_story_and_the_next_attack_in_a_long_one() -> None:
    pair = [facts("a", 0), facts("b", 1, source="AFP")]
    assert group(pair) == (("rep_a", "rep_b"),)
    siege = [facts(f"{source}{day}", day, source=source) for day in range(7) for source in ("afp", "ap", "dw")]
    assert group(siege) == tuple((f"rep_afp{day}", f"rep_ap{day}", f"rep_dw{day}") for day in range(7))


def test_reports_without_links_are_neighbourhoods_of_their_own() -> None:
    parts = components(members("abc"), links(ac=100))
    assert [[m.report_id for m in part] for part, _ in parts] == [["a", "c"], ["b"]]


def test_three_sources_of_one_attack_and_one_of_another_are_two_incidents() -> None:
    told = [
        facts("d", 0, MENAKA, source="AP"),
        facts("c", 1, GAO, source="AFP"),
        facts("b", 0, (16.3, 0.0), source="Reuters"),
        facts("a", 0, GAO, source="Radio One"),
    ]
    assert group(told) == (("rep_a", "rep_b", "rep_c"), ("rep_d",))


def test_attacks_by_two_named_groups_in_one_place_are_two_incidents() -> None:
    told = [facts("a", actors=[armed("JNIM")]), facts("b", actors=[armed("ISGS")]), facts("c", actors=[armed("JNIM")])]
    assert group(told) == (("rep_a", "rep_c"), ("rep_b",))


def test_a_neighbourhood_beyond_the_limit_is_cut_by_day() -> None:
    told = [facts("a", 0), facts("b", 0), facts("c", 1), facts("d", 1)]
    assert group(told, limit=4) == (("rep_a", "rep_b", "rep_c", "rep_d"),)
    assert group(told, limit=3) == (("rep_a", "rep_b"), ("rep_c", "rep_d"))
