from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from events.catalog import envelope, to_record
from events.log.port import Delete, Put
from events.log.sqlite import SqliteLog
from events.place import Place
from events.report import Reader, ReportBody, ReportReceived, ReportRetracted, ReportRevised, SourceRef
from events.value import Event
from services.ingest.index import Answered, Index
from services.runtime.rows import LocalRows

AT = datetime(2025, 2, 8, tzinfo=UTC)
PLACE = Place(name="Tin Hama", country="ML", lat=15.5, lon=1.0, within_km=5)


def received(n: int = 1, **more: Any) -> ReportReceived:
    body = ReportBody(source=SourceRef(name="AP"), kind="attack", place=PLACE)
    given = {"report_id": f"rep_{n}", "content_hash": f"h{n}", "report": body, "available_at": AT}
    return ReportReceived(**(given | more))


async def with_log(path: Path, *events: Event) -> SqliteLog:
    log = await SqliteLog.open(path)
    await log.append([to_record(envelope(event, source="/ingest", time=AT)) for event in events])
    return log


async def read(path: Path, log: SqliteLog) -> Index:
    index = Index(path)
    await index.check(log)
    await index.catch_up(log)
    return index


async def test_the_index_is_what_the_log_says(tmp_path: Path) -> None:
    gone = ReportRetracted(report_id="rep_2", cause="x", available_at=AT)
    log = await with_log(tmp_path / "log", received(1, article_id="art_1"), received(2, article_id="art_1"), gone)
    index = await read(tmp_path / "index", log)
    first, second = index.of_article("art_1")
    assert (first.report_id, first.retracted, second.retracted) == ("rep_1", False, True)
    assert index.known("rep_3") is None
    index.close()
    await log.close()


async def test_an_index_of_another_log_is_forgotten(tmp_path: Path) -> None:
    one = await with_log(tmp_path / "one", received(1))
    (await read(tmp_path / "index", one)).close()
    for name, events in (("two", [received(2), received(3)]), ("empty", [])):
        other = await with_log(tmp_path / name, *events)
        index = await read(tmp_path / "index", other)
        assert index.known("rep_1") is None
        assert (index.known("rep_2") is not None) == bool(events)
        index.close()
        await other.close()
    await one.close()


async def test_own_events_folded_in_early_count_once(tmp_path: Path) -> None:
    log = await with_log(tmp_path / "log", received(1), received(2))
    index = Index(tmp_path / "index")
    index.apply(received(2), 1)
    await index.catch_up(log)
    [place] = index.learned.learned("tin hama")
    assert place.count == 2
    index.close()
    await log.close()


def test_names_are_learned_from_structured_reports_and_not_from_what_was_read(tmp_path: Path) -> None:
    index = Index(tmp_path / "index")
    index.apply(received(1, reader=Reader(extractor="1", gazetteer="1")), 0)
    index.commit()
    assert index.learned.learned("tin hama") == ()
    index.apply(received(2), 1)
    index.apply(ReportRevised(**{**received(2).model_dump(), "revision": 2, "content_hash": "x"}), 2)
    index.commit()
    assert [(p.country, p.count) for p in index.learned.learned("tin hama")] == [("ML", 1)]
    index.close()


def test_old_answers_are_forgotten(tmp_path: Path) -> None:
    index = Index(tmp_path / "index")
    for at_ms in (1, 5):
        index.remember_answer(f"k{at_ms}", Answered("b", at_ms, 202, b"{}", "application/json"))
    assert index.forget_answers(5) == 1
    assert index.answered("k1") is None
    assert index.answered("k5") is not None
    index.close()


def test_local_rows_and_positions_are_written_together_and_outlive_the_process(tmp_path: Path) -> None:
    rows = LocalRows(tmp_path / "rows", "a 1")
    rows.commit([Put("n", "b", b"2"), Put("n", "a", b"1"), Put("m", "a", b"0")], {"p": 7})
    rows.commit([Delete("n", "b")], {"p": 8})
    rows.close()
    again = LocalRows(tmp_path / "rows", "a 1")
    assert (again.range("n", "", "z", 9), again.get("m", "a"), again.position("p")) == ([("a", b"1")], b"0", 8)
    again.close()


def test_local_rows_of_another_kind_or_a_broken_file_begin_anew(tmp_path: Path) -> None:
    rows = LocalRows(tmp_path / "rows", "a 1")
    rows.commit([Put("n", "a", b"1")], {"p": 7})
    rows.close()
    other = LocalRows(tmp_path / "rows", "a 2")
    assert (other.get("n", "a"), other.position("p")) == (None, 0)
    other.close()
    (tmp_path / "broken").write_bytes(b"no database" * 1_000)
    anew = LocalRows(tmp_path / "broken", "a 1")
    anew.commit([Put("n", "a", b"1")])
    assert anew.get("n", "a") == b"1"
    anew.close()


def test_a_refused_commit_leaves_nothing_behind(tmp_path: Path) -> None:
    rows = LocalRows(tmp_path / "rows", "a 1")
    broken = Put("n", "b", None)  # type: ignore[arg-type]  # what no codec makes
    with pytest.raises(Exception, match="NOT NULL"):
        rows.commit([Put("n", "a", b"1"), broken], {"p": 7})
    assert (rows.get("n", "a"), rows.position("p")) == (None, 0)
    rows.close()
