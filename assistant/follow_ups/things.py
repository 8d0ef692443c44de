"""What a question is about: the things that it names, and where it names none, its topic."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from knowledge.arabic import is_arabic
from knowledge.identifiers import Mention, Names

LONGEST_TOPIC = 8
"""Words; what is longer is no name of a topic but a clause."""

_NAME = r"(?:[A-ZÀ-Þ][\w’'-]*|[\w-]*\d[\w-]*)"
_RUN = re.compile(rf"(?<![\w-]){_NAME}(?: {_NAME})*")
_PLAIN = re.compile(
    r"(?:I|What|Which|Who|Whose|Where|When|Why|How|Is|Are|Was|Were|Do|Does|Did|Can|Could|Has|Have|Had|Will|Would|Should"
    r"|The|A|An|And|But|So|Or|If|In|On|At|Of|For|To|Tell|Explain|Describe|Give|Please|It|Its|They|There|That|This"
    r"|My|Your|He|She|We|You|May|No|Yes|OK|Any|BTW|About)\b"
)
_ARTICLE = re.compile(r"(?:^|(?<=\s))(the|an?|طائرة|شركة|مطار)\s+$", re.IGNORECASE)
_TOUCHES = re.compile(r"\s?(?:flight |رحلة |الرحلة )?")
_PARTICULAR = re.compile(r"(?<!\w)(?:first|second|last|final|أول|اول|ثاني|آخر|اخر)\s+$", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_GLUED = re.compile("(?<!\\w)[وفبل](?=[A-Za-z0-9])")
_THE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)
_FROM = re.compile(r"[A-Z][a-z]+(?:an|ish|ese|ch|i)")
_MODELS = frozenset({"aircraft", "engine"})
_BARE = frozenset({"airline", "flight", "city", "airport", "maker", "authority"})
"""Kinds whose names take no article: in "the Lion Air crash" it is the crash's."""
_GROUPS = {"city": "place", "airport": "place", "flight": "airline"}
_TOPIC = re.compile(
    r"(?:(?:please |can you |could you )?(?:tell me (?:more )?about|explain|describe)(?: to me)?"
    r"|(?:what|who)(?:['’]s| is| are| was| were)|what (?:happened|happens) (?:to|on|in|at|with)|what caused"
    r"|how (?:does|do)(?= .+ work\W*$)|how (?:do|can) (?:you|i|we) read|what (?:does|do)"
    r"|ما (?:هو|هي|هم)|من (?:هو|هي)|ما|اشرح(?: لي)?|عرّ?ف|حدثني عن|أخبرني عن|ماذا (?:تعرف|يعني|تعني))\s+"
    r"(?P<topic>.+?)(?: (?:mean|stand for|do|for|work))?[\s?؟.!]*",
    re.IGNORECASE,
)


class _Span(NamedTuple):
    start: int
    end: int
    kind: str
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that a text names from `start` to `end`, an article before it included; `kind` is empty if unknown."""

    text: str
    kind: str
    start: int
    end: int
    key: str
    name: str

    @property
    def is_sure(self) -> bool:
        """Whether it is more than a word with a capital."""
        return bool(self.kind) or " " in self.text or any(map(str.isdigit, self.text))

    def label(self, *, arabic: bool) -> str:
        """How it is called in a question in English or in Arabic."""
        words = _POSSESSIVE.sub("", self.text)
        if is_arabic(words) and not arabic:
            words = self.name or words
        if not arabic and self.kind in _MODELS and not _THE.match(words) and words[-1] != "s":
            return f"the {words}"
        return _THE.sub("" if arabic else lambda found: found[0].lower(), words)


def things(text: str, names: Names) -> list[Thing]:
    """What a text names, in order: known names, and other words that are written like names.

    >>> [thing.text for thing in things("How old was the A320 of US Airways 1549 in 2009?", Names.load())]
    ['the A320', 'US Airways 1549']
    """
    # What Arabic glues to a Latin name hides it.
    text = _GLUED.sub(" ", text)
    spans = [_Span(*_unglued(m, names), m.kind, m.id, m.name) for m in names.find(text, asked=True) if _counts(m)]
    spans += [_Span(start, end, "", "", "") for start, end in _runs(text)]
    merged: list[_Span] = []
    for span in sorted(spans):
        if merged and _TOUCHES.fullmatch(text, merged[-1].end, max(span.start, merged[-1].end)):
            before = merged.pop()
            named = span if span.kind else before
            merged.append(named._replace(start=before.start, end=max(span.end, before.end)))
        else:
            merged.append(span)
    return [_thing(text, span) for span in merged]


def particular(thing: Thing, text: str) -> Thing:
    """A thing that a text singles out, with the word that does so: "the first A380", "آخر طائرة A380"."""
    found = _PARTICULAR.search(text, max(0, thing.start - 12), thing.start)
    return replace(thing, text=text[found.start() : thing.end], start=found.start()) if found else thing


def is_adjective(thing: Thing, text: str) -> bool:
    """Whether a word with a capital only says whose something is: "the Russian crew"."""
    lone = not thing.kind and _FROM.fullmatch(_THE.sub("", thing.text))
    return bool(lone) and re.match(r" [a-z]", text[thing.end :]) is not None


def topic(text: str) -> str:
    """What a question asks about where it says so in a few words, else nothing.

    >>> topic("What are the rules for lithium batteries?"), topic("Why do airlines lease aircraft?")
    ('the rules for lithium batteries', '')
    """
    found = _TOPIC.fullmatch(text.strip())
    words = found["topic"].split() if found else []
    return " ".join(words) if len(words) <= LONGEST_TOPIC and any(map(str.isalpha, "".join(words))) else ""


def years(text: str) -> list[re.Match[str]]:
    """The years that a text holds."""
    return list(_YEAR.finditer(text))


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """Words with capitals and numbers, but for the one that opens a sentence and for a number alone."""
    for run in _RUN.finditer(text):
        start = run.start()
        while (plain := _PLAIN.match(text, start)) and plain.end() <= run.end():
            start = min(run.end(), plain.end() + 1)
        words = text[start : run.end()]
        opens = text[:start].rstrip()[-1:] in ("", ".", "!", "?", ":") and " " not in words and words[1:].islower()
        if words and not opens and any(map(str.isalpha, words)):
            yield start, run.end()


def _counts(mention: Mention) -> bool:
    return mention.kind != "outlet" and (
        mention.kind == "aircraft" or not mention.text.isdigit() or "flight" in mention.id
    )


def _unglued(mention: Mention, names: Names) -> tuple[int, int]:
    """Where a name stands, less the "and" or preposition that Arabic glues to it."""
    if mention.text[0] in "وفبل" and any(
        one.id == mention.id and one.start == 0 for one in names.find(mention.text[1:])
    ):
        return mention.start + 1, mention.end
    return mention.start, mention.end


def _thing(text: str, span: _Span) -> Thing:
    article = None if span.kind in _BARE else _ARTICLE.search(text, max(0, span.start - 12), span.start)
    words = text[article.start(1) if article else span.start : span.end]
    key = span.id or _POSSESSIVE.sub("", text[span.start : span.end]).casefold()
    kind = _GROUPS.get(span.kind, span.kind)
    return Thing(words, kind, article.start(1) if article else span.start, span.end, key, span.name)
