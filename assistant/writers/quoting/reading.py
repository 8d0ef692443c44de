"""The rules by which a question is read, English and Arabic."""

import re
from collections.abc import Sequence
from functools import cache

from assistant.figures.units import units
from assistant.writers.quoting.asked import Asked
from assistant.writers.quoting.aspects import ASPECTS, NAMES, Aspect
from knowledge.arabic import normalise

LONGEST = 400
"""Code points of a question that are read; a longer one is a text."""

_ASK = re.compile(
    r"\b(?:who|whom|what|what's|when|where|which|how)\b|\b(?:متى|متي|كم|ما|ماذا|من|أين|اين|أي|أية)\b", re.I
)
_AUX = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|must|may)"
_STOP = frozenset(
    "of for in at on between under behind by with from to that which who is are was were do does did has have had can"
    " could will would should must may a".split()
)
_EXPANSION = re.compile(
    r"\bwhat (?:do|does|did) (?P<en>.+?) (?:mean|stand for)\b|\b(?:meaning|full form|full name) of (?P<of>.+)"
    r"|(?:ماذا (?:تعني|يعني)|ما (?:معنى|المقصود ب)) ?(?P<ar>.+)",
    re.IGNORECASE,
)
_LIST = re.compile(
    r"\b(?:which|what) (?:are|were) (?!the difference)"
    r"|\b(?:list|types|kinds|categories|levels|examples|parts) (?:of|the)\b"
    r"|\bname (?:the|all|some|three|four|five)\b|\b(?:what|which) (?:\w+ )?\w+s (?:are|were|must|do|did)\b|^list\b"
    r"|\bما هي \w+ات\b|\bما (?:هي )?(?:أنواع|مراحل|فئات|مستويات|آثار|أسباب|أجزاء|مكونات|خطوات|أبرز|أهم)\b"
    r"|^(?:اذكر|عدد) ",
    re.IGNORECASE,
)
_WHEN = re.compile(rf"(?:since |until |from )?when(?:'s)?(?: {_AUX}\b|\?|$)", re.I)
_AR_OPEN = re.compile(r"(?:(?:هو|هي|كان|كانت|يبلغ|تبلغ|بلغ|بلغت|يصل|تصل|بلغ)\s+)*")


def read(question: str) -> Asked:
    """What a question asks for.

    >>> read("How many minutes does it take?").aspect.kinds
    frozenset({'duration'})
    >>> read("What does APU stand for?").code
    'APU'
    """
    question = question[:LONGEST]
    if found := _EXPANSION.search(question):
        code = next(group for group in found.groups() if group).strip(" ?؟.\"'“”").removeprefix("the ")
        return Asked(question, "expansion", code=code)
    for ask in _ASK.finditer(question):
        if asked := _at(question, ask):
            return asked
    if not _ASK.search(question) and len(question.split()) <= 6:
        aspect = _aspect_in(question.split())
        if aspect:
            return Asked(question, "figure", aspect=aspect)
    return Asked(question, "list" if _LIST.search(question) else "other")


def _at(question: str, ask: "re.Match[str]") -> Asked | None:
    word, rest = ask[0].lower().removesuffix("'s"), question[ask.end() :].strip(" ?؟.")
    words = rest.split()
    if not words:
        return None
    if word in ("who", "whom", "من"):
        return _who(question, words) if word != "من" else None
    if word in ("where", "أين", "اين"):
        return Asked(question, "place", verb=" ".join(words))
    if word in ("متى", "متي") or (word == "when" and _WHEN.match(question, ask.start())):
        return Asked(question, "figure", aspect=ASPECTS["day"])
    if word == "how":
        return _how(question, words)
    if word == "كم":
        return _how_many_arabic(question, rest)
    if word == "when":
        return None
    return _what(question, word, words)


def _who(question: str, words: Sequence[str]) -> Asked:
    copula = words[0].lower() in ("is", "are", "was", "were")
    rest = words[1:] if copula or re.fullmatch(_AUX, words[0], re.I) else words
    # "Who was elected president" asks for a deed, "who is the president" for a role.
    deed = next((one for one in rest[:2] if one.endswith("ed")), "") if copula and len(rest) > 1 else (rest or [""])[0]
    return Asked(question, "person", verb=deed, noun="" if deed else " ".join(rest), passive=copula and bool(deed))


def _how(question: str, words: Sequence[str]) -> Asked | None:
    first = words[0].lower()
    if first == "many" and len(words) > 1:
        return _counted(question, _phrase(words[1:])[:2])
    if first == "much" and len(words) > 1:
        aspect = _aspect_in(_phrase(words[1:])) or _aspect_in(words[1:])
        return Asked(question, "figure", aspect=aspect or ASPECTS["much"])
    aspect = ASPECTS.get(f"how {first}")
    return Asked(question, "figure", aspect=aspect) if aspect else None


def _how_many_arabic(question: str, rest: str) -> Asked:
    words = rest[_AR_OPEN.match(rest).end() :].split() or [""]  # type: ignore[union-attr]
    if aspect := _aspect_in(words[:1]):
        if aspect.kinds == ASPECTS["count"].kinds and words[1:]:
            # "كم عدد المقاعد" counts seats as "كم مقعدا" does.
            return _counted(question, words[1:2])
        return Asked(question, "figure", aspect=aspect)
    return _counted(question, words[:1])


def _counted(question: str, nouns: Sequence[str]) -> Asked:
    """How many of these: a unit ("minutes") asks for a measure, any other noun for a number."""
    kinds = [_unit_kinds().get(normalise(noun.lower()).replace("ة", "ه")) for noun in nouns]
    kind = next(filter(None, kinds), None)
    aspect = Aspect(kinds=frozenset({kind})) if kind else ASPECTS["count"]
    return Asked(question, "figure", aspect=aspect, noun="" if kind else " ".join(nouns))


def _what(question: str, word: str, words: Sequence[str]) -> Asked | None:
    rest = list[str]()
    if word in ("ما", "ماذا", "أي", "أية"):
        words = " ".join(words)[_AR_OPEN.match(" ".join(words)).end() :].split()[:1]  # type: ignore[union-attr]
        copula = False
    else:
        copula = bool(re.fullmatch(_AUX, words[0], re.I))
        rest = list(words[1:] if copula else words)
        definite = bool(rest) and rest[0].lower() in ("the", "its", "their")
        if copula and not definite:
            # "What is density altitude?" wants to know what it is, "What is the altitude?" how much.
            return None
        words = _phrase(rest[1:] if definite else rest)
    if aspect := _aspect_in(words[-1:] if copula else words[:3]):
        return Asked(question, "code" if aspect == ASPECTS["code"] else "figure", aspect=aspect)
    kinds = next(filter(None, (NAMES.get(_singular(noun)) for noun in words[:3])), None)
    if copula or not words:
        return None
    return Asked(question, "name", kinds=kinds) if kinds else _which(question, word, rest)


def _which(question: str, word: str, words: Sequence[str]) -> Asked | None:
    """Which of a kind that no table lists: "which comedian hosted …", "which APU does the A350 use"."""
    stop = next((at for at, one in enumerate(words) if at and re.fullmatch(_AUX, one, re.I)), None)
    if word != "which" or stop is None or stop > 3 or stop + 1 >= len(words):
        return None
    aux, rest = words[stop].lower(), words[stop + 1 :]
    noun = " ".join(words[:stop])
    if aux in ("do", "does", "did"):
        verb = next((one for one in reversed(rest) if one.lower() not in _STOP), "")
        return Asked(question, "person", noun=noun, verb=verb, object=True)
    if rest[0].lower() in ("the", "a", "an"):
        return Asked(question, "person", noun=" ".join(rest))
    passive = aux in ("is", "are", "was", "were") and not rest[0].endswith("ing")
    return Asked(question, "person", noun=noun, verb=rest[0], passive=passive)


def _phrase(words: Sequence[str]) -> list[str]:
    """The words before the first preposition or auxiliary: "maximum seating" of "maximum seating of the MAX 10"."""
    stop = next((at for at, word in enumerate(words) if at and word.lower().strip(",") in _STOP), len(words))
    return [word.strip(",?؟") for word in words[:stop]]


def _singular(noun: str) -> str:
    plain = normalise(noun.lower()).removeprefix("ال")
    if plain in NAMES:
        return plain
    return f"{plain[:-3]}y" if plain.endswith("ies") else plain.removesuffix("s")


def _aspect_in(words: Sequence[str]) -> Aspect | None:
    plain = [normalise(word.lower()).strip("?؟,.").removeprefix("ال") for word in words]
    return next((ASPECTS[word] for word in reversed(plain) if word in ASPECTS and " " not in word), None)


def wants_list(question: str) -> bool:
    """Whether a question asks for several things by name."""
    return bool(_LIST.search(question[:LONGEST]))


@cache
def _unit_kinds() -> dict[str, str]:
    return {word: unit.kind for word, unit in units().items() if len(word) > 2}
