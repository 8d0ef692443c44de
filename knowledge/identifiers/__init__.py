"""Aviation names and codes in a text, each with one id for all its spellings: "B38M" = "737 MAX 8" = "737-8".

The names stand in tables (see names/README.md); directives, bulletins, registrations and flight numbers are
recognised by their pattern. What is ambiguous is decided by the words around it, and the reason is told.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from knowledge.errors import KnowledgeError
from knowledge.identifiers import codes
from knowledge.identifiers.lexicon import Lexicon
from knowledge.identifiers.scanning import Found, Scan
from knowledge.names import own as personal
from knowledge.names import rows, shipped
from knowledge.names.airports import airfield, airports, release

RULES = "identifiers-2"
"""Names the rules of recognition; a change of them is a change of this name, and an index is made again."""

NOT_OURS = "word"
"""The kind of rows that are recognised only so that nothing else is found in them: "United Nations"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A name or code in a text and what it stands for.

    `start` and `end` count code points of the text. `reason` says why, where it was ambiguous; `others` are the
    ids that it could also have been.
    """

    text: str
    start: int
    end: int
    id: str
    name: str
    kind: str
    reason: str = ""
    others: tuple[str, ...] = ()


class Names:
    """Every name and code that is known, and what it stands for."""

    def __init__(self, tables: Sequence[tuple[str, str]], own: Sequence[tuple[str, str]] = ()) -> None:
        self._lexicon = Lexicon()
        known: set[str] = set()
        for table, text in tables:
            for row in rows(table, text, known):
                self._lexicon.add(row)
        for table, text in own:
            for row in rows(table, text, known):
                self._lexicon.add(row, own=True)
        self._lexicon.add_city_airports()
        for row in airports():
            self._lexicon.add(row, listed=False)
        said = "\0".join([RULES, release(), *(text for _, text in [*tables, *own])])
        self._digest = sha256(said.encode()).hexdigest()[:12]
        self._inside: dict[str, list[str]] = {}
        for id, wholes in self._lexicon.part_of.items():
            for whole in wholes:
                self._inside.setdefault(whole, []).append(id)
        self._check()

    @classmethod
    def load(cls, *more: Path) -> "Names":
        """The tables that ship with the package, the airports of the world, and a person's own tables.

        A later row with the same id extends an earlier one.
        """
        return _load(tuple((path, path.stat().st_mtime_ns if path.is_file() else 0) for path in more))

    @property
    def digest(self) -> str:
        """Changes with the tables and with the rules; an index made with another digest is made again."""
        return self._digest

    def find(self, text: str, context: str = "", *, asked: bool = False) -> list[Mention]:
        """What the text mentions, in order; of overlapping names the longest.

        `context` (a title, headings) helps to decide and is not searched. In a question (`asked`) a code needs less
        around it to be believed.

        >>> [mention.id for mention in Names.load().find("Are the B38M and the 737-8 one aircraft?")]
        ['aircraft:737-8', 'aircraft:737-8']
        """
        scan = Scan(self._lexicon, text, context, asked=asked)
        taken: list[Found] = []
        free = bytearray(len(text))
        for found in sorted(scan.found(), key=lambda one: (one.start - one.end, one.rank, one.start)):
            if not any(free[found.start : found.end]):
                free[found.start : found.end] = b"\1" * (found.end - found.start)
                taken.append(found)
        return [self._mention(text, one) for one in sorted(taken) if one.kind != NOT_OURS]

    def broader(self, id: str) -> tuple[str, ...]:
        """Everything that this is part of, nearest first."""
        return _reach(id, self._wholes)

    def narrower(self, id: str) -> tuple[str, ...]:
        """Everything in the tables that is part of this, nearest first."""
        return _reach(id, lambda one: self._inside.get(one, ()))

    def name(self, id: str) -> str:
        """What an id is called."""
        kind, _, rest = id.partition(":")
        if kind == "flight" and not rest.isdigit():
            airline, _, number = rest.rpartition("-")
            return f"{self.name(f'airline:{airline}')} flight {number}"
        field = airfield(rest.upper()) if kind == "airport" and id not in self._lexicon.titles else None
        return field.name if field else self._lexicon.titles.get(id) or codes.title(id)

    def _wholes(self, id: str) -> Sequence[str]:
        kind, _, rest = id.partition(":")
        if kind == "flight" and not rest.isdigit():
            airline, _, number = rest.rpartition("-")
            return f"flight:{number}", f"airline:{airline}"
        original = codes.original(id)
        return (original,) if original else self._lexicon.part_of.get(id, ())

    def _mention(self, text: str, found: Found) -> Mention:
        return Mention(
            text=text[found.start : found.end],
            start=found.start,
            end=found.end,
            id=found.id,
            name=self.name(found.id),
            kind=found.kind,
            reason=found.reason,
            others=found.others,
        )

    def _check(self) -> None:
        for id, wholes in self._lexicon.part_of.items():
            for whole in wholes:
                if whole not in self._lexicon.titles:
                    raise KnowledgeError(f"{id} is part of {whole}, which is in no table", hint="Add a row for it.")
            if wholes and id in self.broader(id):
                raise KnowledgeError(f"{id} is part of itself", hint="Take one of the part_of entries out.")


def _reach(id: str, step: Callable[[str], Sequence[str]]) -> tuple[str, ...]:
    found = dict.fromkeys(step(id))
    waiting = list(found)
    while waiting:
        for one in step(waiting.pop(0)):
            if one not in found:
                found[one] = None
                waiting.append(one)
    return tuple(found)


@lru_cache(maxsize=4)
def _load(more: tuple[tuple[Path, int], ...]) -> Names:
    return Names([*shipped()], [personal(path) for path, _ in more])
