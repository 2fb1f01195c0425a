import pytest

from events.errors import Unreadable
from events.log.port import Delete, Put
from services.runtime.namespace import Namespace
from services.runtime.rows import Rows

NUMBERS: Namespace[int] = Namespace("n", 1, lambda v: b"%d" % v, int)


class Committed:
    """A reader over a dictionary."""

    def __init__(self, **rows: bytes) -> None:
        self.rows = rows
        self.asked = 0

    def get(self, namespace: str, key: str) -> bytes | None:
        assert namespace == "n"
        self.asked += 1
        return self.rows.get(key)

    def range(self, namespace: str, start: str, end: str, limit: int) -> list[tuple[str, bytes]]:
        assert namespace == "n"
        return [(k, v) for k, v in sorted(self.rows.items()) if start <= k < end][:limit]


def test_a_write_is_seen_at_once_and_taken_once() -> None:
    rows = Rows(Committed(a=b"1:1"))
    rows.put(NUMBERS, "a", 2)
    rows.put(NUMBERS, "b", 3)
    rows.delete(NUMBERS, "c")
    assert (rows.get(NUMBERS, "a"), rows.get(NUMBERS, "b"), rows.get(NUMBERS, "c")) == (2, 3, None)
    assert rows.take() == [Put("n", "a", b"1:2"), Put("n", "b", b"1:3"), Delete("n", "c")]
    assert rows.take() == []
    assert rows.get(NUMBERS, "a") == 2


def test_a_row_is_read_from_the_session_once() -> None:
    reader = Committed(a=b"1:1")
    rows = Rows(reader)
    assert [rows.get(NUMBERS, "a") for _ in range(3)] == [1, 1, 1]
    assert reader.asked == 1


def test_the_cache_is_bounded() -> None:
    reader = Committed(**{f"k{n}": b"1:%d" % n for n in range(10)})
    rows = Rows(reader, cached_max=3)
    for n in range(10):
        rows.get(NUMBERS, f"k{n}")
    rows.get(NUMBERS, "k0")
    assert reader.asked == 11


def test_a_range_shows_committed_and_written_rows_in_order_within_its_limit() -> None:
    rows = Rows(Committed(a=b"1:1", c=b"1:3", d=b"1:4", f=b"1:6"))
    rows.put(NUMBERS, "b", 2)
    rows.put(NUMBERS, "d", 44)
    rows.delete(NUMBERS, "a")
    rows.put(NUMBERS, "z", 26)
    assert rows.range(NUMBERS, "a", "f") == [("b", 2), ("c", 3), ("d", 44)]
    assert rows.range(NUMBERS, limit=2) == [("b", 2), ("c", 3)]


def test_a_row_of_another_version_is_refused() -> None:
    with pytest.raises(Unreadable, match="rebuild"):
        Rows(Committed(a=b"2:1")).get(NUMBERS, "a")
