import hashlib
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from events.ids import derive, digest, partition_of, unit_interval


def test_an_id_is_a_prefix_and_128_bits_of_sha_256_over_length_prefixed_parts() -> None:
    by_hand = hashlib.sha256(b"\x00\x00\x00\x08incident\x00\x00\x00\x05rep_1").hexdigest()[:32]
    assert derive("incident", "rep_1") == f"inc_{by_hand}"


def test_an_id_does_not_depend_on_how_accents_are_encoded() -> None:
    assert derive("report", unicodedata.normalize("NFD", "Ménaka")) == derive("report", "Ménaka")


def test_kinds_never_share_an_id() -> None:
    assert derive("alert", "a").split("_")[1] != derive("change", "a").split("_")[1]


@given(st.lists(st.text(max_size=5), max_size=4), st.lists(st.text(max_size=5), max_size=4))
def test_two_lists_of_parts_collide_only_if_they_are_equal(one: list[str], two: list[str]) -> None:
    def nfc(parts: list[str]) -> list[str]:
        return [unicodedata.normalize("NFC", p) for p in parts]

    assert (digest(*one) == digest(*two)) == (nfc(one) == nfc(two))


def test_the_partition_of_a_key_is_the_same_everywhere() -> None:
    assert partition_of("country:ML", 8) == int(hashlib.sha256(b"country:ML").hexdigest()[:16], 16) % 8


@given(st.text(), st.integers(1, 64))
def test_a_partition_is_one_of_those_there_are(key: str, partitions: int) -> None:
    assert 0 <= partition_of(key, partitions) < partitions


@given(st.lists(st.text(max_size=9), max_size=3))
def test_jitter_is_a_share(parts: list[str]) -> None:
    assert 0 <= unit_interval(*parts) < 1
