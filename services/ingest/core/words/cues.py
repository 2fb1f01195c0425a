"""Words that stand for ideas (`throw`, `grenade`, `crowd`), with which scenes are told; one word may have several."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from services.ingest.core.words.tokens import words_of

Ideas = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cues:
    """One language. `singles`: one word → its ideas; `longer`: first two words → (the rest, ideas), longest first.

    `opens`: first words of all.
    """

    singles: Mapping[str, Ideas]
    longer: Mapping[tuple[str, str], tuple[tuple[tuple[str, ...], Ideas], ...]]
    opens: frozenset[str]

    def find(self, words: Sequence[str]) -> Iterator[tuple[int, Ideas]]:
        """Every word or phrase that has ideas, as (its first word, ideas); a phrase does not hide what is in it."""
        longer, singles, opens = self.longer, self.singles, self.opens
        for i, low in enumerate(words):
            if low not in opens:
                continue
            if low in singles:
                yield i, singles[low]
            for rest, ideas in longer.get((low, words[i + 1]), ()) if i + 1 < len(words) else ():
                if not rest or tuple(words[i + 2 : i + 2 + len(rest)]) == rest:
                    yield i, ideas


NO_CUES: Final = Cues({}, {}, frozenset())


def cues_from_rows(rows: Iterable[tuple[str, str]]) -> Cues:
    """Builds the cues from (idea, forms separated by |) rows."""
    ideas: dict[tuple[str, ...], list[str]] = {}
    for idea, forms in rows:
        for form in forms.split("|"):
            known = ideas.setdefault(words_of(form), [])
            if idea not in known:
                known.append(idea)
    longer: dict[tuple[str, str], list[tuple[tuple[str, ...], Ideas]]] = {}
    for words, found in ideas.items():
        if len(words) > 1:
            longer.setdefault((words[0], words[1]), []).append((words[2:], tuple(found)))
    ordered = {pair: tuple(sorted(rest, key=lambda one: (-len(one[0]), one[0]))) for pair, rest in longer.items()}
    singles = {words[0]: tuple(found) for words, found in ideas.items() if len(words) == 1}
    return Cues(singles, ordered, frozenset(words[0] for words in ideas))
