"""Two sides that a question compares → a query for each, with what they are compared on."""

import re
from collections.abc import Sequence

_I = re.IGNORECASE
# Pieces of patterns.
ASK = r"(?:who|what|when|where|why|how|which)(?:'s|'re)?"
AUX = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|must|may)"
TELL = r"(?:please )?(?:can you |could you )?(?:tell me|explain|describe|define|give me|show me|list)"
# A name starts with a capital or holds a digit; a few words follow a type's number in any case.
NAME = re.compile(r"(?!(?:19|20)\d\d\b)(?:\w*[A-ZÀ-Þ0-9][\w./'’\u2060-]*|max|neo|ceo|xlr|lr|dreamliner),?$")
ARTICLES = frozenset("the a an its their our your of".split())
PREPOSITIONS = frozenset("of on in at for from to with by about under over after before during near".split())

ONE = re.compile(r"\b(?:the|that) ones?\b(?= (?:of|on|in|at|for|from|by|with|near|over)\b)", _I)

_COMPARED = [
    re.compile(pattern, _I)
    for pattern in (
        r"(?:.*\b)?(?:comparing|compare|comparison (?:of|between)) (?P<one>.+?) (?:and|with|to|against|versus|vs\.?) "
        r"(?P<other>.+)",
        r".*\bdifferences? (?:in (?P<how>[\w -]+) )?between (?P<one>.+?) and (?P<other>.+)",
        r".*\bhow (?:does|do|did|is|are) (?P<one>.+?) (?:differ|different|compare) (?:from|to|with) (?P<other>.+)",
        r".*\bhow (?:does|do|did|is|are) (?P<one>.+?) and (?P<other>.+?) (?:differ|different|compare)\b(?P<how>.*)",
        r"(?P<one>.+?),? (?:vs\.?|versus|or) (?P<other>[^,:;?]+)[,:;?] ?(?:which|what|who)(?P<how>\b.+)",
        r"(?:which|what|who)(?P<how> [^,:;]+)[,:;] (?P<one>.+?),? or (?P<other>.+)",
        r"(?:which|what|who)(?: one)? (?:is|are|was) (?:the )?(?P<how>more \w+|less \w+|\w+er|best) (?P<one>.+?) or "
        r"(?P<other>.+)",
        r"(?P<one>.+?)(?<! and) (?:vs\.?|versus|compared (?:to|with)) (?P<other>.+)",
    )
]
_THAN = re.compile(
    rf"(?:.*\b)?{AUX} (?P<one>.+?) (?P<how>(?:more|less|fewer|worse|(?!(?:oth|rath|ov|ev|nev|aft)er)\w+er)\b.*?) than "
    r"(?P<other>.+)",
    _I,
)
_STATED = re.compile(
    r"(?P<one>.+?) (?:is|are|was|were|flies|flew) "
    r"(?P<how>(?:(?:much|far|even) )?(?:(?:more|less) \w+|(?!other|rather)\w+er)) than (?P<other>.+)",
    _I,
)
_AMOUNT = re.compile(
    r"(?!7\d7)[\d.,]+(?: |$)|(?:a|an|one|two|three|four|five|six|ten|what|that|usual|it|they|we) \w+$", _I
)
_PLAIN = re.compile(r"(?P<side>.+?),? (?:in terms of|when it comes to|regarding|as to|on|by|for|in) (?P<how>.+)")
_OUTRIGHT = re.compile(r"(?P<side>.+?),? (?:in terms of|when it comes to|regarding|as to) (?P<how>.+)")
_NOUNS = {"older": "age", "newer": "age", "cheaper": "price", "quieter": "noise", "safer": "safety", "wider": "width"}
_NOUNS |= dict.fromkeys(("bigger", "larger", "smaller"), "size") | dict.fromkeys(("further", "farther"), "range")
_NOUNS |= dict.fromkeys(("faster", "slower"), "speed") | dict.fromkeys(("heavier", "lighter"), "weight")
_NOUNS |= dict.fromkeys(("longer", "shorter"), "length") | dict.fromkeys(("higher", "taller"), "height")
_IDLE = frozenset("more less fewer most the a an one which what of better worse best be been".split()) | {
    *AUX[3:-1].split("|")
}


def named(words: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """What stands before the first name, the name, and what stands behind it.

    >>> named("the Airbus A220 seats 150".split())
    (['the'], ['Airbus', 'A220'], ['seats', '150'])
    """
    start = next((at for at, word in enumerate(words) if NAME.match(word)), len(words))
    end = next((at for at in range(start, len(words)) if not NAME.match(words[at])), len(words))
    return list(words[:start]), list(words[start:end]), list(words[end:])


def sides(one: str, other: str, how: str) -> list[str]:
    """A query for each side of a comparison, both with what is compared."""
    lead, name, rest = named(one.split())
    bare = bool(name) and ARTICLES.issuperset(map(str.lower, lead))
    if found := (_PLAIN if bare else _OUTRIGHT).fullmatch(other):
        other, how = found["side"], f"{found['how']} {how}"
    other = ONE.sub(lambda _: f"the {head(one)}", other)
    lead_of_other, name_of_other, rest_of_other = named(other.split())
    if name and name_of_other and ARTICLES.issuperset(map(str.lower, lead_of_other)):
        # What is no name belongs to both: "Airbus and Boeing deliveries", "the range of the A350 and the 787".
        shared = " ".join([] if bare else lead)
        how = " ".join([*rest, *rest_of_other, _aspect(how)])
        names = [*_listed(name), *_listed(name_of_other)]
        return [f"{shared} {each} {how}".strip() for each in names]
    return [f"{unopened(side)} {_aspect(how)}".strip() for side in (completed(one, other), other)]


def _listed(name: Sequence[str]) -> list[str]:
    return re.split(r", ?", " ".join(name).strip(","))


def completed(one: str, other: str) -> str:
    """A lone word with what the other side says for both: "laminar" and "turbulent flow", "states" and "phases of"."""
    words = other.split()
    return f"{one} {' '.join(words[1:])}" if len(one.split()) == 1 and words[0].lower() not in ARTICLES else one


def unopened(side: str) -> str:
    """A noun phrase without its article."""
    return re.sub(r"^(?:the|an?) ", "", side.strip(), flags=_I)


def _aspect(how: str) -> str:
    """What a comparative asks, with the noun that articles write for it: "range" for "flies further"."""
    words = [word for word in how.strip(" ,:;").split() if word.lower() not in _IDLE]
    if words and words[-1].lower() in _NOUNS:
        words[-2:] = [_NOUNS[words[-1].lower()]]
    return " ".join(word for word in words if word.lower() not in _NOUNS)


def head(clause: str) -> str:
    """The noun of "the Tenerife collision" and of "the collision at Haneda"."""
    words = clause.split()
    return next((words[at - 1] for at in range(2, len(words)) if words[at] in PREPOSITIONS), words[-1])


def comparison(clause: str) -> list[str]:
    """The sides of a question that says that it compares; nothing if it does not."""
    # The capital that opens a question is no name's.
    clause = re.sub(rf"^(?:{ASK}|{AUX}|{TELL}|in) ", lambda found: found[0].lower(), clause, flags=_I)
    found = next(filter(None, (pattern.fullmatch(clause) for pattern in _COMPARED)), None)
    return sides(found["one"], found["other"], found.groupdict().get("how") or "") if found else []


def than(clause: str) -> list[str]:
    """The sides of "Is the A350 longer than the 777X?"; a mere amount ("longer than 12 hours") is no side."""
    if " than " not in clause:
        return []
    found = _stated(clause) or _THAN.fullmatch(clause)
    if found is None or _AMOUNT.match(found["other"]) or found["other"].split()[0] in PREPOSITIONS:
        return []
    alike = len({bool(named(found[side].split())[1]) for side in ("one", "other")}) == 1
    return sides(found["one"], found["other"], found["how"]) if alike else []


def _stated(clause: str) -> "re.Match[str] | None":
    """The sides of a statement of two names: "the A350 is longer than the 777X"."""
    found = _STATED.fullmatch(clause)
    if found is None:
        return None
    lead, name, rest = named(found["one"].split())
    return found if name and not rest and ARTICLES.issuperset(map(str.lower, lead)) else None
