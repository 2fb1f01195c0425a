"""Identity at the door: which report this is, and whether its content is the one we have (DESIGN §4).

Nothing here may depend on tables: an id must be the same before and after a table learns a word.
"""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from events.ids import derive
from events.report import ReportBody

TRACKING: Final = frozenset(
    {"fbclid", "gclid", "dclid", "msclkid", "yclid", "igshid", "mc_cid", "mc_eid", "_ga", "ref_src", "cmpid", "ocid"}
)
"""Query parameters that say how a reader came to a page, never which page it is; and all that begin with `utm_`."""
PORTS: Final = {"http": ":80", "https": ":443"}


def folded(name: str) -> str:
    """A source's name without case, width and spare blanks: "  Associated Press" and "associated press" are one."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def bare_url(url: str) -> str:
    """The url without fragment and tracking parameters; scheme and host in lower case, no default port."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url.strip()
    query = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _tracks(k)]
    host = parts.netloc.lower().removesuffix(PORTS.get(parts.scheme.lower(), "\0"))
    return urlunsplit((parts.scheme.lower(), host, parts.path or "/", urlencode(query), ""))


def _tracks(name: str) -> bool:
    return name.lower().startswith("utm_") or name.lower() in TRACKING


def sha256_hex(text: str) -> str:
    """SHA-256 of a text in NFC, in hex."""
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()


def canonical(facts: Mapping[str, object]) -> str:
    """Facts as JSON with sorted keys: equal facts give equal text."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def document_key(source: str, own_id: str | None, url: str | None, text: str | None, facts: str) -> tuple[str, ...]:
    """What names a document: its source, and the source's own id, else the url, else the text, else the facts."""
    name = folded(source)
    if own_id:
        return (name, "id", own_id.strip())
    if url:
        return (name, "url", bare_url(url))
    if text:
        return (name, "text", sha256_hex(" ".join(text.split())))
    return (name, "facts", facts)


def report_id(document: tuple[str, ...], ordinal: int = 0) -> str:
    """The id of the report at this place (from 0) in the document."""
    return derive("report", *document, str(ordinal))


def article_id(document: tuple[str, ...]) -> str:
    """The id of an article."""
    return derive("article", *document)


def text_id(text: str) -> str:
    """The id of words: the same words are kept once."""
    return derive("text", sha256_hex(text))


def facts_of(body: ReportBody) -> str:
    """A report's facts as canonical JSON, defaults left out."""
    return canonical(body.model_dump(mode="json", exclude_defaults=True))


def content_hash(body: ReportBody, words_id: str | None) -> str:
    """SHA-256 hex of what a report says; not of when we came to know it. `words_id`: the id of its text."""
    return hashlib.sha256("\0".join((facts_of(body), words_id or "")).encode()).hexdigest()


def event_id(kind: str, report: str, revision: int, content: str) -> str:
    """The id of an event about a report: the same version of the same report is the same event."""
    return derive("event", kind, report, str(revision), content)
