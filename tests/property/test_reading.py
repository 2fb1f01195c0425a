"""Whatever a text says: reading never fails, bounds are in order, and words stand where their span says."""

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from events.report import SourceRef
from services.ingest.core.reading import read
from services.ingest.tables import open_actors, open_lexicon
from tests.unit.reading.cases import small_world

SPOKEN = (
    "Gunmen soldiers killed wounded at least 12 people dozens of in Gao Mali on Friday the attack by JNIM said "
    "army toll "
    "rose from 10 to 25 including children and , . ; : ( ) “ ” — ’s were dead ambush convoy escorted claimed "
    "responsibility "
    "not up more than between 7 February 2025 yesterday since 2012 tués blessés morts dont au moins une trentaine de "
    "vendredi l’attaque contre bilan passé huit à été ont Wagner a an died abducted trucks destroyed\n\n U.S. e\u0301"
)
texts = st.lists(st.sampled_from(SPOKEN.split(" ")), max_size=40).map(" ".join) | st.text(max_size=200)
NOW = datetime(2025, 2, 9, 12, tzinfo=UTC)


@settings(deadline=None, max_examples=200)
@given(texts, st.sampled_from(("en", "fr")), st.booleans(), st.none() | st.text(max_size=60))
def test_any_text_is_read_into_sound_reports(text: str, language: str, dated: bool, title: str | None) -> None:  # noqa: FBT001
    found = read(
        text,
        lexicon=open_lexicon(language),
        places=small_world(),
        actors=open_actors(),
        published_at=NOW if dated else None,
        source=SourceRef(name="Test Wire"),
        title=title,
        language=language,
    )
    for claim in (claim for report in found for claim in report.tolls):
        known = [n for n in (claim.low, claim.best, claim.high) if n is not None]
        assert known == sorted(known)
        assert claim.words is not None
        assert len(claim.words) <= 300
        if claim.span is not None:
            assert 0 <= claim.span[0] <= claim.span[1] <= len(text)
            assert text[claim.span[0] : claim.span[1]] == claim.words
