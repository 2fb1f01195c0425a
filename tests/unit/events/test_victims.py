"""The headline figure: who counts among the victims, and how sides and totals go together."""

from events.toll import Estimate, Party
from events.victims import Figure, victims


def killed(party: Party, low: int | None, best: int | None = None, high: int | None = None) -> Estimate:
    return Estimate(measure="killed", party=party, low=low, best=best, high=high)


def test_a_total_and_its_sides_give_bound_by_bound_the_greater() -> None:
    assert victims(
        [killed("unknown", 30, 30, 40), killed("civilians", 20, 25, 25), killed("state_force", 12, 12, 12)]
    ) == (Figure(32, 37, 37))
    assert victims([killed("unknown", 50, 50), killed("civilians", 12, 12, 12)]) == Figure(50, 50, None)


def test_a_side_told_in_dozens_gives_the_sum_no_best_number() -> None:
    assert victims([killed("civilians", 24), killed("state_force", 10, 10, 10)]) == Figure(34, None, None)


def test_an_estimate_without_any_number_says_nothing() -> None:
    assert victims([killed("civilians", None)]) is None
    assert victims([]) is None


def test_nobody_killed_is_a_figure() -> None:
    assert victims([killed("unknown", 0, 0, 0)]) == Figure(0, 0, 0)


def test_an_upper_bound_alone_counts_for_nobody() -> None:
    only_high = victims([killed("unknown", None, None, 12)])
    assert only_high is not None
    assert only_high.number == 0


def test_doubt_about_a_side_is_doubt_about_the_sum() -> None:
    contested = killed("civilians", 5, 7, 9).model_copy(update={"contested": True, "approximate": True})
    assert victims([contested, killed("state_force", 1, 1, 1)]) == Figure(6, 8, 10, approximate=True, contested=True)
