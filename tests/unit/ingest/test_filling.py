from datetime import UTC, date, datetime

from events.moment import Occurred
from events.place import Place
from events.report import IncidentKind, Report, ReportBody, SourceRef
from events.toll import TollClaim
from services.ingest.core.filling import NOTHING_READ, body_of, fill, knowable, wants_text

NOW = datetime(2025, 2, 10, tzinfo=UTC)
AP = SourceRef(name="AP")


def read(kind: IncidentKind, day: int, killed: int, review: tuple[str, ...] = ()) -> ReportBody:
    return ReportBody(
        source=AP,
        kind=kind,
        occurred=Occurred(start=date(2025, 2, day)),
        place=Place(name="Gao", country="ML"),
        tolls=(TollClaim(measure="killed", best=killed),),
        confidence=0.8,
        review=review,
    )


def test_only_what_an_incident_needs_makes_a_text_be_read() -> None:
    whole = Report(source=AP, text="x", kind="attack", occurred=Occurred(start=date(2025, 2, 7)), place=Place())
    assert not wants_text(whole)
    assert wants_text(whole.model_copy(update={"place": None}))
    assert not wants_text(whole.model_copy(update={"place": None, "text": None}))


def test_what_is_given_stands_and_the_text_fills_the_rest() -> None:
    given = ReportBody(source=AP, kind="ambush")
    body = fill(given, [read("attack", 7, 12)])
    assert (body.kind, body.tolls[0].best, body.confidence) == ("ambush", 12, None)
    assert body.place is not None


def test_the_incident_that_agrees_with_what_is_given_is_taken() -> None:
    given = ReportBody(source=AP, occurred=Occurred(start=date(2025, 2, 6)))
    assert fill(given, [read("attack", 7, 12), read("ambush", 6, 3)]).kind == "ambush"


def test_a_sure_reading_comes_before_one_for_review() -> None:
    body = fill(ReportBody(source=AP), [read("attack", 7, 12, ("no_day",)), read("ambush", 6, 3)])
    assert (body.kind, body.review, body.confidence) == ("ambush", (), 0.8)


def test_a_text_that_tells_no_incident_goes_to_review() -> None:
    assert fill(ReportBody(source=AP), []).review == (NOTHING_READ,)
    assert fill(ReportBody(source=AP, kind="attack"), []).review == ()


def test_news_is_known_when_it_comes_and_an_archive_when_it_was_published() -> None:
    report = Report(source=AP, kind="attack", occurred=Occurred(start=date(2025, 2, 1)))
    old = report.model_copy(update={"backfill": True})
    told = old.model_copy(update={"published_at": datetime(2025, 2, 3, tzinfo=UTC)})
    given = told.model_copy(update={"available_at": datetime(2025, 2, 4, tzinfo=UTC)})
    known = [knowable(one, NOW).day for one in (report, old, told, given)]
    assert known == [10, 2, 3, 4]


def test_an_archive_is_never_known_in_the_future() -> None:
    late = Report(source=AP, kind="attack", published_at=datetime(2031, 1, 1, tzinfo=UTC), backfill=True)
    assert knowable(late, NOW) == NOW
    assert body_of(late).published_at == late.published_at
