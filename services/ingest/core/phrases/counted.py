"""Phrases of people and things: "at least 12 Nigerien soldiers", "three members of a militia", "five trucks"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from services.ingest.core.phrases.counts_of import counts_of
from services.ingest.core.phrases.finishing import finished
from services.ingest.core.phrases.items import ACTOR_TAG, NATION_TAG, Item, Mark
from services.ingest.core.phrases.numbers import RANGE_WORDS, read_quantity
from services.ingest.core.words.known_actors import KnownActor
from services.ingest.core.words.lexicon import OTHER, Word
from services.ingest.core.words.quantity import Quantity, qualified

PEOPLE_COUNTED: Final = "P"
PEOPLE: Final = "p"
NUMBER: Final = "Q"
_ADJECTIVES_MAX: Final = 4
_ONE: Final = Quantity(1, 1, 1, article=True)
_NO_ADJECTIVES: Final = frozenset(
    {"'s", "l'", "a", "an", "there", "here", "ago", "old", "out", "up", "down", "then", "them", "it", "he", "she"}
)


@dataclass(frozen=True, slots=True)
class _Head:
    """The end of a phrase of people or things and what its words say."""

    end: int
    noun: Word
    item: Item
    nations: tuple[str, ...]
    actor: KnownActor | None
    more: bool


_OPENS: Final = "#q*1+nZA"
_OPENING: Final = RANGE_WORDS | {"one"}


def chunk(items: list[Item], marks: Sequence[Mark], text: str, origin: int) -> list[Item]:
    """Joins numbers, nationalities, actors and nouns of people or things into phrases."""
    joined: list[Item] = []
    i = 0
    while i < len(items):
        item = items[i]
        if item.tag in _OPENS or item.low in _OPENING:
            item, i = _next(items, i, text, origin)
        else:
            i += 1
        joined.append(item)
    return finished(counts_of(joined), marks)


def _next(items: list[Item], i: int, text: str, origin: int) -> tuple[Item, int]:
    item = items[i]
    if item.tag in "#q*e" or item.low == "one":
        counted = _counted(items, i, text, origin)
        if counted is not None:
            return counted
    if item.tag == "1" or (item.tag == "+" and item.low != "others"):
        head = _head(items, i + 1)
        if head is not None and not head.noun.plural and head.item.tag in "nmZ":
            more = item.tag == "+"
            return _phrase(items, i, head, replace(_ONE, more=more, article=not more)), head.end
        if head is not None and item.tag == "+" and head.item.tag == "n":
            return _phrase(items, i, head, None), head.end
        number = _counted(items, i + 1, text, origin) if item.tag == "+" and i + 1 < len(items) else None
        if number is not None and number[0].quantity is not None:
            found = number[0]
            return replace(found, start=item.start, quantity=replace(number[0].quantity, more=True)), number[1]
    if item.tag in "nZA":
        head = _head(items, i)
        if head is not None and head.item.tag != "m":
            return _phrase(items, i, head, None), head.end
    return item, i + 1


def _counted(items: list[Item], i: int, text: str, origin: int) -> tuple[Item, int] | None:
    """A quantity and the people or things it counts, or the bare number."""
    read = read_quantity(items, i, text, origin)
    if read is None:
        return None
    quantity, after = read
    head = _head(items, after)
    lone = items[after - 1].low in {"un", "une", "one", "l'un"} and after == i + 1
    if head is not None:
        if lone and head.noun.plural and items[after].tag != "o":
            head = None
        else:
            if lone or head.more:
                quantity = replace(quantity, more=quantity.more or head.more, article=lone)
            quantity, end = _qualified_after(items, head.end, quantity)
            return _phrase(items, i, head, quantity), end
    if lone and not (after < len(items) and items[after].tag in "kboha"):
        return None
    more = after < len(items) and items[after].tag == "+"
    after += more
    bare = Item(NUMBER, items[i].start, items[after - 1].end, items[i].low, items[i].raw, items[i].token)
    bare.quantity = replace(quantity, more=True) if more else quantity
    return bare, after


def _qualified_after(items: Sequence[Item], end: int, quantity: Quantity) -> tuple[Quantity, int]:
    """As in "vingt-six personnes au moins ont péri": the qualifier stands behind the noun."""
    word = items[end].word if end < len(items) and items[end].tag == "q" else None
    plain = quantity.best is not None and quantity.low == quantity.high
    follows = items[end + 1].tag if end + 1 < len(items) else ""
    if word is None or word.qualifier not in {"at_least", "about"} or not plain or follows in {*"#q*+nZA"}:
        return quantity, end
    return qualified(quantity.best or 0, word.qualifier), end + 1


def _phrase(items: Sequence[Item], i: int, head: _Head, quantity: Quantity | None) -> Item:
    """One item for the whole phrase."""
    first, last = items[i], items[head.end - 1]
    tag = head.item.tag if head.item.tag in "mA" else PEOPLE
    if tag == PEOPLE and quantity is not None:
        tag = PEOPLE_COUNTED
    if tag == ACTOR_TAG and quantity is not None and not quantity.article:
        tag = PEOPLE_COUNTED
    low = head.item.low
    return Item(
        tag,
        first.start,
        last.end,
        low,
        first.raw,
        first.token,
        word=head.item.word,
        actor=head.actor,
        nations=head.nations,
        quantity=quantity,
        noun=head.noun,
        remarks=frozenset({low}),
    )


_FORCE: Final = Word(tag=ACTOR_TAG, categories=frozenset({"force"}), plural=True)


_FORCES: Final = replace(_FORCE, actor="state_force", party="state_force")


@dataclass(slots=True)
class _Before:
    """What stands before the noun of a phrase."""

    nations: tuple[str, ...] = ()
    actor: KnownActor | None = None
    more: bool = False
    adjectives: int = 0


def _head(items: Sequence[Item], i: int) -> _Head | None:
    """Reads on from item `i` to the noun that ends the phrase; None if there is none near."""
    seen = _Before()
    j = i + 1 if i + 1 < len(items) and items[i].tag == "o" else i
    while j < len(items):
        item = items[j]
        if item.tag == "n":
            return _people(items, j, seen.nations, seen.actor, more=seen.more)
        if item.tag == "m" and item.word is not None and not seen.nations:
            return _Head(j + 1, item.word, item, seen.nations, seen.actor, seen.more)
        if item.tag == ACTOR_TAG and _force_ends(items, j, i):
            noun = item.word if item.word is not None else _FORCE
            nations, end = _nation_behind(items, j, seen.nations)
            return _Head(end, noun, item, nations, item.actor or seen.actor, seen.more)
        if item.low == "forces" and seen.nations:
            return _Head(j + 1, _FORCES, item, seen.nations, seen.actor, seen.more)
        if not _passes(seen, items, j, i):
            break
        j += 1
    return _nationals(items, i, j, more=seen.more)


def _passes(seen: _Before, items: Sequence[Item], j: int, i: int) -> bool:
    """Whether item `j` may stand between the number and the noun; notes what it says."""
    item = items[j]
    if item.tag == ACTOR_TAG:
        seen.actor = item.actor or seen.actor
    elif item.tag == NATION_TAG:
        seen.nations = seen.nations or (() if _sponsors(items, j) else item.nations)
    elif item.tag == "+":
        seen.more = True
    elif item.tag in "#U" and _tells_age(items, j):
        return True
    elif _may_qualify(items, j) and seen.adjectives < _ADJECTIVES_MAX:
        seen.adjectives += 1
    else:
        return item.tag == "x" and j > i and items[j - 1].tag == "o"
    return True


_SPONSORED: Final = frozenset(
    {"backed", "sponsored", "supported", "installed", "trained", "funded", "appointed", "aligned"}
)


def _sponsors(items: Sequence[Item], j: int) -> bool:
    """As in "Saudi-backed forces": somebody else's forces."""
    return j + 1 < len(items) and items[j + 1].low in _SPONSORED


def _may_qualify(items: Sequence[Item], j: int) -> bool:
    """Whether a word may be an adjective here; behind a force it is that force's verb ("the army blamed fighters")."""
    verb = j > 0 and items[j - 1].tag == ACTOR_TAG and items[j - 1].actor is None
    return items[j].tag == OTHER and items[j].low not in _NO_ADJECTIVES and not verb


def _tells_age(items: Sequence[Item], j: int) -> bool:
    """As in "a 12-year-old girl", "three 20-year-old men"."""
    number, unit = (j, j + 1) if items[j].tag == "#" else (j - 1, j)
    return unit < len(items) and items[number].tag == "#" and items[unit].low in _YEARS_OLD


_YEARS_OLD: Final = frozenset({"year old", "month old", "years old", "week old", "day old"})


def _nation_behind(items: Sequence[Item], j: int, nations: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
    """French: "l'armée congolaise"; not where the nationality begins another phrase ("the army Russian forces …")."""
    following = items[j + 1] if j + 1 < len(items) else None
    if nations or items[j].actor is not None or following is None or following.tag != NATION_TAG:
        return nations, j + 1
    return (following.nations, j + 2) if following.raw[:1].islower() else (nations, j + 1)


_PEOPLE_OF: Final = Word(tag="n", categories=frozenset({"person"}), party="unknown", plural=True)


def _nationals(items: Sequence[Item], i: int, j: int, *, more: bool) -> _Head | None:
    """As in "90 Palestinians", "five Nigeriens": a nationality that stands for its people."""
    last = items[j - 1] if j > i else None
    if last is None or last.tag != NATION_TAG or not last.raw[:1].isupper() or not i:
        return None
    if not last.low.endswith("s"):
        return _national(items, i, j, last)
    return _Head(j, _PEOPLE_OF, last, last.nations, None, more) if items[i - 1].tag in "#q*+" else None


_PERSON_OF: Final = replace(_PEOPLE_OF, plural=False)


def _national(items: Sequence[Item], i: int, j: int, last: Item) -> _Head | None:
    """As in "an Australian and a Pole were killed": one person, where nothing else is named."""
    alone = items[i - 1].tag == "1" or items[i - 1].low in {"un", "une", "one"}
    ends = j >= len(items) or items[j].tag in ",ckbhdawz"
    aged = all(item.tag in "#U" for item in items[i : j - 1])
    return _Head(j, _PERSON_OF, last, last.nations, None, more=False) if alone and ends and aged else None


def _force_ends(items: Sequence[Item], j: int, i: int) -> bool:
    """Whether the actor at `j` is the head: no noun of people follows within two words."""
    following = items[j + 1 : j + 3]
    if following and following[0].tag in "nm" and not (following[0].tag == "m" and following[0].word is None):
        return following[0].tag == "m"
    if len(following) > 1 and following[0].tag in "_ZA" and following[1].tag == "n":
        return False
    return j >= i


def _people(items: Sequence[Item], j: int, nations: tuple[str, ...], actor: KnownActor | None, *, more: bool) -> _Head:
    """The head noun at `j`, its further nouns, a nationality after it (French), and "members of" whom."""
    noun, item, end = items[j].word, items[j], j + 1
    assert noun is not None  # noqa: S101 (tag n comes from the lexicon alone)
    while end < len(items) and items[end].tag == "n":
        following = items[end].word
        assert following is not None  # noqa: S101 (as above)
        noun = _sharper(noun, following)
        item, end = items[end], end + 1
    if end < len(items) and items[end].tag == NATION_TAG and not nations:
        nations, end = items[end].nations, end + 1
    elif actor is None and end < len(items) and _names_them(items[end - 1], items[end], noun):
        actor, end = items[end].actor, end + 1
    if noun.party == "state_force" and _serve_peace(items, end):
        noun = _PEACEKEEPERS
    of = end + 1 if end < len(items) and items[end].low in _QUALIFYING else end
    joined = _of_actor(items, of) if actor is None and noun.party not in {"civilians", "aid_workers"} else None
    if joined is not None:
        return _Head(joined[1], noun, item, nations, joined[0], more)
    if noun.party == "unknown" and end < len(items) and items[end].tag == "o":
        return _members(items, end, _Head(end, noun, item, nations, actor, more))
    return _Head(end, noun, item, nations, actor, more)


_QUALIFYING: Final = frozenset(
    {"présumé", "présumés", "présumées", "supposé", "supposés", "locaux", "local", "locales", "nationaux", "étrangers"}
)
_PEACEKEEPERS: Final = Word(
    tag="n", categories=frozenset({"person"}), party="peacekeepers", actor="peacekeepers", plural=True
)
_SERVE: Final = frozenset(
    {"serving", "deployed", "from", "of", "with", "in", "under", "servant", "déployés", "de", "au"}
)


def _serve_peace(items: Sequence[Item], end: int) -> bool:
    """As in "soldiers serving with peacekeeping forces", "troops of the UN mission": whose soldiers they are."""
    j = end
    while j < len(items) and j < end + 4 and (items[j].low in _SERVE or items[j].tag in "xo1"):
        j += 1
    if j == end or j >= len(items):
        return False
    actor, word = items[j].actor, items[j].word
    named = actor.kind if actor is not None else word.actor if word is not None and items[j].tag == ACTOR_TAG else None
    return named == "peacekeepers"


def _names_them(noun_item: Item, item: Item, noun: Word) -> bool:
    """As in "rebelles ADF": the group's name right behind the noun."""
    beside = item.tag == ACTOR_TAG and item.actor is not None and noun_item.end + 1 == item.start
    return beside and noun.party not in {"civilians", "aid_workers"}


_WORKING: Final = frozenset({"working", "employed", "serving", "travaillant", "employées", "employés"})


def _of_actor(items: Sequence[Item], end: int) -> tuple[KnownActor, int] | None:
    """As in "fighters of the group …", "militants from ISWAP", "rebelles des ADF": the named actor behind the noun."""
    works = end + 1 < len(items) and items[end].low in _WORKING and items[end + 1].tag in "eB"
    end += works
    if end >= len(items) or (items[end].tag not in "of" and not works):
        return None
    j = end + 1
    while j < len(items) and items[j].tag in "x_" and j < end + 4:
        j += 1
    actor = items[j].actor if j < len(items) else None
    return (actor, j + 1) if actor is not None else None


def _sharper(first: Word, second: Word) -> Word:
    """Of two nouns in a row the one that tells the side: "militia leaders", "police officers"."""
    if second.party in {"unknown", None} or (second.actor == "unidentified_armed_group" and first.party == "militants"):
        return replace(first, plural=second.plural)
    return second


def _members(items: Sequence[Item], of: int, head: _Head) -> _Head:
    """As in "members of the security forces", "employees of a mining company": the side is told after "of"."""
    j = of + 1
    while j < len(items) and items[j].tag in "x1_Z" and j < of + 4:
        j += 1
    if j >= len(items) or items[j].tag not in "nA":
        return head
    inner = _head(items, of)
    if inner is None or inner.item.tag == "m" or inner.noun.party == "unknown":
        return head
    noun = replace(inner.noun, plural=head.noun.plural, tag="n")
    return replace(
        head,
        end=inner.end,
        noun=noun,
        nations=inner.nations or head.nations,
        actor=inner.actor,
        item=inner.item if inner.item.tag == "n" else head.item,
    )
