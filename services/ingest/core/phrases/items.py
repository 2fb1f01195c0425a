"""A sentence as a row of items: words of the lexicon, named actors, nationalities, days, each with one letter."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Final

from services.ingest.core.dates.days import Day
from services.ingest.core.words.known_actors import ActorTable, KnownActor
from services.ingest.core.words.lexicon import OTHER, Lexicon, Word
from services.ingest.core.words.quantity import Quantity
from services.ingest.core.words.tokens import Token

DAY_TAG: Final = "D"
ACTOR_TAG: Final = "A"
NATION_TAG: Final = "Z"
COMMA_TAG: Final = ","
BREAK_TAG: Final = "z"
_SIGNS: Final = {
    ",": COMMA_TAG,
    ";": BREAK_TAG,
    ":": BREAK_TAG,
    "(": BREAK_TAG,
    ")": BREAK_TAG,
    "—": BREAK_TAG,
    "-": BREAK_TAG,
    "[": BREAK_TAG,
    "]": BREAK_TAG,
    "&": "c",
    "%": "U",
    "°": "U",
}


@dataclass(slots=True)
class Item:
    """One word or phrase. `tag`: its letter in the sentence's row. `low`: in lower case; `raw`: as written.

    Phrases of people (tags P, p) and bare numbers (Q) carry what `phrases` read in them: `quantity`, the head `noun`,
    `nations` (countries whose nationality qualifies it), the named `actor` in it, and remarks (`suspected`, …).
    """

    tag: str
    start: int
    end: int
    low: str
    raw: str
    token: int
    word: Word | None = None
    actor: KnownActor | None = None
    nations: tuple[str, ...] = ()
    quantity: Quantity | None = None
    noun: Word | None = None
    day: Day | None = None
    remarks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Mark:
    """A phrase that colours what stands around it. `first`, `last`: tokens, inclusive; `start`, `end`: characters."""

    word: Word
    first: int
    last: int
    start: int
    end: int
    text: str

    def __contains__(self, category: str) -> bool:
        """Whether the phrase stands in that category."""
        return category in self.word.categories


@dataclass(slots=True)
class Row:
    """One sentence read into items. `tags` has one letter for each item; `lows` are their words, each once.

    `index`: its place among the sentences.
    """

    start: int
    end: int
    tokens: list[Token]
    items: list[Item]
    marks: list[Mark]
    days: tuple[Day, ...]
    index: int = 0
    title: bool = False
    tags: str = ""
    lows: frozenset[str] = frozenset()
    starts: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Writes the letters, and indexes the marks: category → where they begin."""
        self.tags = "".join([item.tag for item in self.items])
        self.lows = frozenset([item.low for item in self.items])
        for mark in self.marks:
            for category in mark.word.categories:
                self.starts.setdefault(category, []).append(mark.start)

    def has(self, category: str) -> bool:
        """Whether any mark of the sentence stands in that category."""
        return category in self.starts

    def marked(self, category: str, start: int, end: int) -> bool:
        """Whether a mark of that category begins between two characters."""
        return category in self.starts and any(start <= at < end for at in self.starts[category])


def find_marks(tokens: Sequence[Token], words: Sequence[str], lexicon: Lexicon) -> list[Mark]:
    """The marks of a sentence; they may overlap each other and the items. `words`: the tokens in lower case."""
    found: list[Mark] = []
    marks, singles, longer = lexicon.marks, lexicon.marks.singles, lexicon.marks.longer
    for i, pair in enumerate(zip_longest(words, words[1:], fillvalue="")):
        if pair in longer or pair[0] in singles:
            for word, end in marks.all_at(words, i):
                found.append(Mark(word, i, end - 1, tokens[i].start, tokens[end - 1].end, " ".join(words[i:end])))
    return found


def find_items(
    tokens: list[Token],
    words: Sequence[str],
    days: Sequence[Day],
    lexicon: Lexicon,
    actors: ActorTable,
    *,
    capitals: bool,
) -> list[Item]:
    """The items of a sentence, left to right, without overlap. `words`: the tokens in lower case."""
    items: list[Item] = []
    by_start = {day.start: day for day in days}
    phrases, known, named, firsts = lexicon.phrases, lexicon.phrases.opens, actors.opens, actors.firsts
    i, count = 0, len(tokens)
    while i < count:
        raw, low, start, end = tokens[i]
        if by_start and start in by_start:
            day = by_start[start]
            items.append(Item(DAY_TAG, day.start, day.end, low, raw, i, day=day))
            i = _after(tokens, i, day.end)
        elif low in named or (low in firsts and i + 1 < count and (low, words[i + 1]) in actors.longer):
            item, i = _item(tokens, words, i, lexicon, actors, capitals=capitals)
            items.append(item)
        elif low in known and (found := phrases.at(words, i)) is not None:
            word, after = found
            one = after == i + 1
            items.append(
                Item(word.tag, start, end, low, raw, i, word) if one else _spanning(word.tag, tokens, i, after, word)
            )
            i = after
        else:
            if low != '"':
                items.append(Item(OTHER if low.isalpha() else _tag(low), start, end, low, raw, i))
            elif items and items[-1].tag == COMMA_TAG:  # the end of what somebody said
                items.append(Item(BREAK_TAG, start, end, low, raw, i))
            i += 1
    return items


def _after(tokens: Sequence[Token], i: int, end: int) -> int:
    while i < len(tokens) and tokens[i].start < end:
        i += 1
    return i


def _item(
    tokens: list[Token], words: Sequence[str], i: int, lexicon: Lexicon, actors: ActorTable, *, capitals: bool
) -> tuple[Item, int]:
    token = tokens[i]
    low = token.low
    named = actors.at(tokens, i, all_capitals=capitals) if low in actors.aliases else None
    found = lexicon.phrases.at(words, i) if low in lexicon.phrases.opens else None
    if named is not None and i + 1 < len(tokens) and tokens[i + 1].low in actors.aliases:
        longer = actors.at(tokens, i + 1, all_capitals=capitals)  # "groupe [État islamique au Khorasan]"
        named = longer if longer is not None and longer[1] > named[1] else named
    if named is not None and (found is None or named[1] >= found[1]):
        return _spanning(ACTOR_TAG, tokens, i, named[1], actor=named[0]), named[1]
    nation = actors.nationality(tokens, i) if low in actors.nationalities else None
    if nation is not None and (found is None or nation[1] >= found[1]):
        return _spanning(NATION_TAG, tokens, i, nation[1], nations=nation[0]), nation[1]
    if found is not None:
        word, end = found
        return _spanning(word.tag, tokens, i, end, word=word), end
    return Item(_tag(low), token.start, token.end, low, token.raw, i), i + 1


def _tag(low: str) -> str:
    """The letter of a word that no table has."""
    return _SIGNS.get(low) or ("#" if low[0].isdecimal() else "N" if low.endswith("n't") else OTHER)


def _spanning(
    tag: str,
    tokens: Sequence[Token],
    i: int,
    end: int,
    word: Word | None = None,
    *,
    actor: KnownActor | None = None,
    nations: tuple[str, ...] = (),
) -> Item:
    raw, low, start, stop = tokens[i]
    if end > i + 1:
        low, stop = " ".join([token.low for token in tokens[i:end]]), tokens[end - 1].end
    return Item(tag, start, stop, low, raw, i, word, actor, nations)
