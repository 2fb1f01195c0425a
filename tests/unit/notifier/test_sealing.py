import pytest

from services.notifier.sealing import SealBroken, Sealer

SECRET = "whsec_dGhpcyBpcyBubyByZWFsIHNlY3JldCBhdCBhbGw="  # noqa: S105


def test_a_sealed_secret_opens_for_its_subscription_alone() -> None:
    sealer = Sealer(b"k" * 32)
    sealed = sealer.seal(SECRET, "sub_1")
    assert SECRET not in sealed
    assert sealer.unseal(sealed, "sub_1") == SECRET
    with pytest.raises(SealBroken):
        sealer.unseal(sealed, "sub_2")


def test_another_key_opens_nothing_and_the_error_says_which_setting() -> None:
    sealed = Sealer(b"k" * 32).seal(SECRET, "sub_1")
    with pytest.raises(SealBroken, match="TOCSIN_SEAL_KEY"):
        Sealer(b"j" * 32).unseal(sealed, "sub_1")


@pytest.mark.parametrize("sealed", ["", "s1.", "s1.AAAA", "no base64 !"])
def test_what_was_altered_does_not_open(sealed: str) -> None:
    with pytest.raises(SealBroken):
        Sealer(b"k" * 32).unseal(sealed, "sub_1")


def test_two_seals_of_one_secret_differ() -> None:
    sealer = Sealer(b"k" * 32)
    assert sealer.seal(SECRET, "sub_1") != sealer.seal(SECRET, "sub_1")
