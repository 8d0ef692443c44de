"""Which outlet or category a question asks for: "according to The Week", "in safety news", "وفقا لرويترز".

A name counts only with words around it that make it a source: Airbus is built of parts by many, and "what did
Reuters report" asks for Reuters. Only what the library holds is inferred.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.arabic import normalise
from knowledge.article import fold
from knowledge.identifiers import Mention, Names
from knowledge.words import terms

_LONGEST = 7
"""Words of the longest name that is looked for."""
_WORD = re.compile(r"[\w&.+-]*\w", re.UNICODE)
_HOST = re.compile(r"(?:[\w-]+\.)*?([\w-]+)(?:\.(?:co|com|org|net|gov|ac))?\.[a-z]{2,}", re.IGNORECASE)
_CLITICS = re.compile("^(?:[وف]?[بلك]?)(?=[\u0600-\u06ff]{3})")

_BEFORE = re.compile(
    r"(?:\b(?:according\s+to|(?:reported|published|quoted)\s+(?:by|in)|as\s+told\s+to|per|"
    r"an?\s+(?:article|report|story|interview|piece)\s+(?:by|in|from)|(?:articles?|reports?|stories|coverage|news)\s+"
    r"(?:by|in|from))\s+(?:the\s+)?"
    r"|(?:وفقا\s+ل|وفقًا\s+ل|بحسب|حسب|نقلا\s+عن|نقلًا\s+عن|نشرت|نشره|أوردت|في\s+(?:تقرير|مقال|إعلان|بيان)|على\s+موقع)\s*)$",
    re.IGNORECASE,
)
_ON = re.compile(r"\bon\s+$", re.IGNORECASE)
_AFTER = re.compile(
    r"^(?:['’]s?)?\s+(?:own\s+|latest\s+|recent\s+|original\s+)?(?:articles?|reports?|stor(?:y|ies)|coverage|interview|"
    r"pieces?|editorial|announcements?|press\s+releases?|news(?:room|letter)?|blog|website|reporting)\b",
    re.IGNORECASE,
)
_OWN = re.compile(r"^['’]s?\s")
_SAID = re.compile(
    r"^\s+(?:says?|said|claims?|claimed|tells?|told|calls?|called|reported|published|wrote|writes?)\b", re.IGNORECASE
)
_SAID_BEFORE = re.compile(r"(?:ذكرت|قالت|أفادت|افادت|كتبت|أعلنت|اعلنت)\s*$")
_SPEAKERS = frozenset({"maker", "airline", "authority", "airport"})
"""Those who are reported about: that one of them said something, or is in the news, may stand in any outlet. Their own
announcements, and what is reported by or according to them, may not."""
_LEAD = 60
"""Characters before a name in which what makes it a source is looked for."""

_SECTION_BEFORE = re.compile(
    r"(?:\b(?:category|section|filed\s+under|topic)\W+|(?:أخبار|اخبار|قسم|فئة|مقالات)\s+)$", re.IGNORECASE
)
_SECTION_AFTER = re.compile(r"^\s+(?:news|articles?|stories|category|section|headlines)\b", re.IGNORECASE)
_SECTION = re.compile(r"news|article|stor|category|section|headline|filed|topic|خبار|قسم|فئة|مقالات", re.IGNORECASE)
"""Something of the two above: most questions hold nothing of it and need no closer look."""
_ARABIC_CATEGORIES = {
    "السلامة": "safety",
    "المحركات": "engines",
    "المطارات": "airports",
    "شركات الطيران": "airlines",
    "الصيانة": "maintenance",
    "التنظيم": "regulation",
    "الاستدامة": "sustainability",
    "الشحن": "cargo",
    "الشحن الجوي": "cargo",
    "العمليات": "operations",
    "الطائرات": "aircraft",
    "الدفاع": "defence",
    "الفضاء": "space",
    "الأعمال": "business",
    "التدريب": "training",
    "الحوادث": "accidents",
}


@dataclass(frozen=True, slots=True)
class Guess:
    """An outlet or category of the library, and the words of the question that ask for it."""

    value: str
    text: str


class Sources:
    """The outlets and categories of a library by all the names that people call them."""

    def __init__(self, outlets: Sequence[str], categories: Sequence[str], names: Names) -> None:
        self._by_name: dict[str, str] = {}
        self._by_id: dict[str, str] = {}
        for outlet in outlets:
            for name in _names_of(outlet):
                self._by_name.setdefault(_key(name), outlet)
            for found in names.find(_plain_host(outlet)) + names.find(outlet):
                if _key(found.text) in (_key(outlet), _key(_plain_host(outlet))):
                    self._by_id.setdefault(found.id, outlet)
        self._categories = {_stem(category): category for category in categories}
        arabic = {_key(name): self._categories.get(_stem(category)) for name, category in _ARABIC_CATEGORIES.items()}
        self._categories |= {name: held for name, held in arabic.items() if held}

    def outlet(self, question: str, mentions: Iterable[Mention]) -> Guess | None:
        """The outlet that a question names as its source; none where it names several, as a comparison does."""
        guesses = list(self._guesses(question, tuple(mentions)))
        return guesses[0] if len({guess.value for guess in guesses}) == 1 else None

    def _guesses(self, question: str, mentions: Sequence[Mention]) -> Iterator[Guess]:
        speakers = {(m.start, m.end) for m in mentions if m.kind in _SPEAKERS}
        for start, end, outlet in [*self._spelled(question), *self._mentioned(mentions)]:
            before, after = question[max(0, start - _LEAD) : start], question[end : end + _LEAD]
            asked = _BEFORE.search(before)
            begins = start - len(before) + asked.start() if asked else start
            if asked or _is_source(question[start:end], before, after, speaks=(start, end) in speakers):
                yield Guess(outlet, question[begins:end])

    def category(self, question: str) -> Guess | None:
        """The category that a question keeps to."""
        if not _SECTION.search(question):
            return None
        for start, end in _spans(question):
            if not terms(question[start:end].split()[0], "en"):
                # "The general" is no other category than "general".
                continue
            held = self._categories.get(_stem(question[start:end])) or self._categories.get(_key(question[start:end]))
            if held and (_SECTION_BEFORE.search(question[:start]) or _SECTION_AFTER.match(question[end:])):
                return Guess(held, question[start:end])
        return None

    def _spelled(self, question: str) -> Iterator[tuple[int, int, str]]:
        for start, end in _spans(question):
            key = _key(question[start:end])
            if key in self._by_name:
                yield start, end, self._by_name[key]
            bare = _CLITICS.match(question[start:end])
            if bare and bare.end() and (key := _key(question[start + bare.end() : end])) in self._by_name:
                yield start + bare.end(), end, self._by_name[key]

    def _mentioned(self, mentions: Iterable[Mention]) -> Iterator[tuple[int, int, str]]:
        for mention in mentions:
            if mention.id in self._by_id:
                yield mention.start, mention.end, self._by_id[mention.id]


def _is_source(name: str, before: str, after: str, *, speaks: bool) -> bool:
    """Whether the words around make somebody the source of what is asked; for one who is reported about, fewer do."""
    if _AFTER.match(after):
        return not speaks or bool(_OWN.match(after))
    said = _SAID.match(after) or _did_say(before, after) or _SAID_BEFORE.search(before)
    return not speaks and bool(said or (_HOST.fullmatch(name) and _ON.search(before)))


def _did_say(before: str, after: str) -> bool:
    """Whether a question's auxiliary stands before a name and a verb of saying behind it: "What did X report on …"."""
    verb = re.match(r"\s+(?:say|report|write|claim|publish|tell|call|reveal)\b", after, re.IGNORECASE)
    return bool(verb and re.search(r"\b(?:did|does|do|has|had)\s+(?:the\s+)?$", before, re.IGNORECASE))


def _spans(text: str) -> list[tuple[int, int]]:
    """Where runs of up to `_LONGEST` words stand, the longest first."""
    words = [(word.start(), word.end()) for word in _WORD.finditer(text)]
    found = [(words[i][0], words[i + n - 1][1]) for n in range(_LONGEST, 0, -1) for i in range(len(words) - n + 1)]
    return found if len(words) <= 100 else found[-2 * len(words) :]


def _names_of(outlet: str) -> set[str]:
    host = _plain_host(outlet)
    bare = re.sub(r"^the\s+", "", fold(host))
    # "The Week" and "Week" are two names only where there is more to it than one plain word.
    return {outlet, host, *([bare] if " " in bare else [])}


def _plain_host(outlet: str) -> str:
    """The name in a host: what stands before its domain.

    >>> [_plain_host(host) for host in ("www.theweek.com", "news.example.co.uk", "english.example.net", "The Apron")]
    ['theweek', 'example', 'example', 'The Apron']
    """
    host = _HOST.fullmatch(outlet)
    return host[1] if host else outlet


def _key(name: str) -> str:
    """A name without case, spaces, dots and a leading article: "The Week", "theweek".

    >>> _key("The Week") == _key("theweek"), _key("Aviation-Week.") == _key("aviation week")
    (True, True)
    """
    return re.sub(r"[^\w]", "", normalise(fold(name)))


def _stem(name: str) -> str:
    return " ".join(terms(name, "en")) or _key(name)
