from datetime import UTC, datetime

import pytest

from events.report import ReportBody, SourceRef
from services.ingest.core.identity import bare_url, content_hash, document_key, report_id


def test_the_sources_own_id_comes_before_url_and_text() -> None:
    key = document_key(" Associated  Press ", "ap-1", "https://ap.example/a", "words", "facts")
    assert key == ("associated press", "id", "ap-1")
    assert document_key("AP", None, "https://ap.example/a", "words", "")[1] == "url"
    assert document_key("AP", None, None, "words", "")[1] == "text"
    assert document_key("AP", None, None, None, "{}") == ("ap", "facts", "{}")


@pytest.mark.parametrize(
    "url",
    [
        "https://News.example/a?id=3",
        "https://news.example:443/a?id=3#top",
        "https://news.example/a?utm_source=x&id=3&fbclid=y",
        " HTTPS://news.example/a?id=3 ",
    ],
)
def test_fragment_tracking_and_case_of_the_host_do_not_make_another_page(url: str) -> None:
    assert bare_url(url) == "https://news.example/a?id=3"


def test_another_path_or_parameter_is_another_page() -> None:
    assert len({bare_url(f"https://n.example/{x}") for x in ("a", "A", "a?id=1", "a?id=2")}) == 4


def test_a_broken_url_still_names_its_document() -> None:
    assert bare_url("http://[broken") == "http://[broken"


def test_line_breaks_of_a_text_do_not_make_another_document() -> None:
    assert document_key("x", None, None, "a b\nc", "") == document_key("x", None, None, "a  b c\n", "")


def test_each_report_of_a_document_has_its_own_id() -> None:
    key = document_key("AP", "1", None, None, "")
    assert report_id(key, 0) != report_id(key, 1)
    assert report_id(key, 0) == "rep_3aaf08ef732d8071c12cab7dc5f79c0a"


def test_content_is_what_is_said_and_not_when_we_knew_it() -> None:
    body = ReportBody(source=SourceRef(name="AP"), published_at=datetime(2025, 2, 8, tzinfo=UTC), kind="ambush")
    assert content_hash(body, None) == content_hash(body.model_copy(), None)
    assert content_hash(body, None) != content_hash(body, "txt_1")
    assert content_hash(body, None) != content_hash(body.model_copy(update={"kind": "attack"}), None)
