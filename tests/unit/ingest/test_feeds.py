from datetime import UTC, datetime

import pytest

from services.ingest.formats.port import Options
from tests.unit.ingest.files import articles, errors, guessed

RSS = b"""<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Sahel Daily</title><link>https://sahel.example</link>
<item><title>Attack near Tessit</title><link>https://sahel.example/1</link><guid>s-1</guid>
<pubDate>Fri, 07 Feb 2025 19:30:00 +0100</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>Gunmen attacked a village near Tessit on Friday, the mayor said, and many people fled
to the town, where they were received by relatives and by the municipality.</p>]]></content:encoded></item>
<item><title>Second</title><description>Another text about a road that was closed for a day.</description></item>
</channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Desk</title>
<entry><id>tag:desk,1</id><title>Note</title><link rel="self" href="https://desk.example/self"/>
<link href="https://desk.example/1"/><published>2025-02-07T10:00:00Z</published>
<updated>2025-02-08T10:00:00Z</updated><summary>Two people were hurt when a vehicle struck a mine on the road.</summary>
</entry></feed>"""
BOMB = b"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>
<rss><channel><item><title>&b;</title></item></channel></rss>"""


def test_each_item_of_a_feed_is_an_article() -> None:
    first, second = articles("rss", RSS)
    assert (first.id, first.url, first.title, first.source.name) == (
        "s-1",
        "https://sahel.example/1",
        "Attack near Tessit",
        "Sahel Daily",
    )
    assert first.published_at is not None
    assert first.published_at.isoformat() == "2025-02-07T18:30:00+00:00"
    assert first.text == (
        "Gunmen attacked a village near Tessit on Friday, the mayor said, and many people fled\n"
        "to the town, where they were received by relatives and by the municipality."
    )
    assert second.published_at is None


def test_an_entry_of_atom_has_the_time_of_its_newest_version() -> None:
    [entry] = articles("rss", ATOM)
    assert (entry.id, entry.url) == ("tag:desk,1", "https://desk.example/1")
    assert entry.published_at is not None
    assert entry.published_at.day == 8


def test_what_is_said_of_the_file_fills_what_the_feed_does_not_say() -> None:
    options = Options(source="Radio", published_at=datetime(2025, 2, 9, tzinfo=UTC))
    _, second = articles("rss", RSS, options)
    assert (second.source.name, second.published_at) == ("Radio", options.published_at)


def test_a_feed_is_recognised() -> None:
    assert guessed(RSS) == guessed(ATOM) == guessed(BOMB) == "rss"


def test_entities_of_its_own_making_are_never_expanded() -> None:
    assert articles("rss", BOMB) == []
    assert "document type" in errors("rss", BOMB)[0][2]


@pytest.mark.parametrize("cut", [200, 500])
def test_a_feed_that_ends_too_soon_is_said_to(cut: int) -> None:
    assert errors("rss", RSS[:cut])
