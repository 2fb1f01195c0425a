"""What words can mean to the reader: tags, measures, parties, kinds; looked up by whole words, longest phrase first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, cast

from events.actor import ActorKind, Fate, TargetKind
from events.report import IncidentKind
from events.toll import ClaimScope, Measure, SaidBy
from services.ingest.core.words.cues import NO_CUES, Cues
from services.ingest.core.words.tokens import words_of

# One letter for each category of words that has a part in the grammar; of a phrase with several, the first here wins.
TAGS: Final[Mapping[str, str]] = {
    "toll": "t",
    "lives": "v",
    "died": "d",
    "harm": "k",
    "harming": "g",
    "harm_base": "y",
    "struck": "V",
    "striking": "G",
    "strike_base": "Y",
    "deaths": "X",
    "event": "E",
    "state": "a",
    "among": "u",
    "change": "r",
    "person": "n",
    "force": "A",
    "left": "l",
    "lost": "l",
    "be": "b",
    "have": "h",
    "roundabout": "#",
    "number": "#",
    "collective": "*",
    "incl": "i",
    "more": "+",
    "article": "1",
    "det": "x",
    "qual": "q",
    "fate": "F",
    "thing": "m",
    "target": "T",
    "unit": "U",
    "said": "s",
    "not": "N",
    "modal": "M",
    "who": "w",
    "pronoun": "H",
    "by": "B",
    "to": "O",
    "from": "f",
    "of": "o",
    "and": "c",
    "prep": "e",
}
MARKS: Final = frozenset(
    {"initial", "superseding", "denied", "accident", "past", "legal", "event_same", "new_event", "several", "aftermath"}
    | {
        "speaker",
        "claim",
        "deny",
        "disowns",
        "blame",
        "culprit",
        "suspect",
        "escorting",
        "escorts",
        "support",
        "equipment",
    }
    | {"backed", "earlier", "sports"}
)
MILITANTS: Final = "militants"
OTHER: Final = "_"


@dataclass(frozen=True, slots=True)
class Word:
    """What a word or phrase can mean. `categories`: those it stands in; `flags`: further remarks of its rows.

    `party`: a party of a toll, or `militants`: attackers or non_state, as the incident turns out. `weight`: how
    strongly `trigger` is meant. `low`: the least that a collective stands for, -1 where it says nothing.
    """

    tag: str
    categories: frozenset[str]
    measure: Measure | None = None
    party: str | None = None
    actor: ActorKind | None = None
    trigger: IncidentKind | None = None
    weight: int = 0
    target: TargetKind | None = None
    thing: str | None = None
    fate: Fate | None = None
    said: SaidBy | None = None
    scope: ClaimScope | None = None
    qualifier: str | None = None
    direction: str | None = None
    number: int | None = None
    low: int | None = None
    plural: bool = False
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases by their beginning. `singles`: one word; `longer`: first two words → (the rest, meaning), longest first.

    `firsts`: first words of the longer ones; `opens`: of all.
    """

    singles: Mapping[str, Word]
    longer: Mapping[tuple[str, str], tuple[tuple[tuple[str, ...], Word], ...]]
    firsts: frozenset[str]
    opens: frozenset[str]

    def at(self, words: Sequence[str], i: int) -> tuple[Word, int] | None:
        """The longest phrase that begins at word `i` and the word after it."""
        first = words[i]
        if first in self.firsts and i + 1 < len(words):
            for rest, word in self.longer.get((first, words[i + 1]), ()):
                end = i + 2 + len(rest)
                if not rest or tuple(words[i + 2 : end]) == rest:
                    return word, end
        single = self.singles.get(first)
        return (single, i + 1) if single is not None else None

    def all_at(self, words: Sequence[str], i: int) -> Iterator[tuple[Word, int]]:
        """Every phrase that begins at word `i`, with the word after it, the longest first."""
        first = words[i]
        if first in self.firsts and i + 1 < len(words):
            for rest, word in self.longer.get((first, words[i + 1]), ()):
                end = i + 2 + len(rest)
                if not rest or tuple(words[i + 2 : end]) == rest:
                    yield word, end
        single = self.singles.get(first)
        if single is not None:
            yield single, i + 1


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language. `phrases` take part in the grammar; `marks` only colour what stands around them.

    `telling`: first words of what tells of a deed; a sentence without any is passed over. `cues`: words that stand for
    ideas in scenes.
    """

    language: str
    phrases: Phrases
    marks: Phrases
    telling: frozenset[str] = frozenset()
    cues: Cues = NO_CUES


def _word(category: str, attributes: Mapping[str, str], *, plural: bool) -> Word:
    """One row's meaning. Values are trusted: the tables are ours, and a test reads every row."""
    known = attributes.get
    return Word(
        tag=TAGS.get(category, OTHER),
        categories=frozenset({category}),
        measure=cast("Measure | None", known("measure")),
        party=known("party"),
        actor=cast("ActorKind | None", known("actor")),
        trigger=cast("IncidentKind | None", known("trigger")),
        weight=int(known("w", "0")),
        target=cast("TargetKind | None", known("target")),
        thing=known("what"),
        fate=cast("Fate | None", known("fate")),
        said=cast("SaidBy | None", known("said")),
        scope=cast("ClaimScope | None", known("scope")),
        qualifier=known("q"),
        direction=known("to"),
        number=int(known("n", "0")) if "n" in attributes else None,
        low=int(known("low", "0")) if "low" in attributes else None,
        plural=plural,
        flags=frozenset(name for name, value in attributes.items() if value == "1" and name not in {"n", "w"}),
    )


def _joined(one: Word, other: Word) -> Word:
    """Two meanings of one phrase: the grammar's tag by the order of `TAGS`, every other field from whoever has it."""
    order = [*TAGS.values(), OTHER]
    first, second = sorted((one, other), key=lambda word: order.index(word.tag))
    filled = {
        name: getattr(second, name)
        for name in Word.__slots__
        if getattr(first, name) is None and getattr(second, name) is not None
    }
    if not first.weight:
        filled["weight"] = second.weight
    return replace(
        first,
        categories=first.categories | second.categories,
        flags=first.flags | second.flags,
        plural=first.plural or second.plural,
        **filled,
    )


def _spellings(forms: str) -> Iterable[tuple[str, bool]]:
    """`soldier/soldiers|army/|{first;early} {toll;count}` → each form and whether it is a plural."""
    for form in (one for each in forms.split("|") for one in _combined(each)):
        singular, slash, plural = form.partition("/")
        if singular:
            yield singular, False
        if slash and plural:
            yield plural, True


def _combined(form: str) -> Iterator[str]:
    """Every combination of the alternatives in braces."""
    before, brace, rest = form.partition("{")
    if not brace:
        yield form
        return
    alternatives, _, after = rest.partition("}")
    ends = list(_combined(after))
    yield from (f"{before}{one}{end}" for one in alternatives.split(";") for end in ends)


def _phrases(meanings: Mapping[tuple[str, ...], Word]) -> Phrases:
    longer: dict[tuple[str, str], list[tuple[tuple[str, ...], Word]]] = {}
    for words, word in meanings.items():
        if len(words) > 1:
            longer.setdefault((words[0], words[1]), []).append((words[2:], word))
    ordered = {pair: tuple(sorted(rest, key=lambda one: (-len(one[0]), one[0]))) for pair, rest in longer.items()}
    singles = {words[0]: word for words, word in meanings.items() if len(words) == 1}
    firsts = frozenset(pair[0] for pair in ordered)
    return Phrases(singles, ordered, firsts, firsts.union(singles))


_TELLING_TAGS: Final = frozenset("kgydatXvVGYE")
_TELLING_MARKS: Final = frozenset({"claim", "deny", "disowns", "blame", "culprit", "escorting", "escorts", "initial"})


def _telling(*tables: Mapping[tuple[str, ...], Word]) -> frozenset[str]:
    return frozenset(
        words[0]
        for table in tables
        for words, word in table.items()
        if word.tag in _TELLING_TAGS or word.categories & _TELLING_MARKS
    )


def lexicon_from_rows(language: str, rows: Iterable[tuple[str, str, str]]) -> Lexicon:
    """Builds a lexicon from (category, attributes, forms) rows."""
    grammar: dict[tuple[str, ...], Word] = {}
    marks: dict[tuple[str, ...], Word] = {}
    for category, attributes, forms in rows:
        pairs = dict(part.split("=", 1) for part in attributes.split() if "=" in part)
        into = marks if category in MARKS else grammar
        for form, plural in _spellings(forms):
            key, word = words_of(form), _word(category, pairs, plural=plural)
            into[key] = _joined(into[key], word) if key in into else word
    return Lexicon(language, _phrases(grammar), _phrases(marks), _telling(grammar, marks))
