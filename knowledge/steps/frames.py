"""Two things of one kind in one frame ("the ages for a dispatcher and a mechanic"), and questions that leave one out.

Two that only stand together ("the flight crew and the cabin crew") are one thing: a frame is dealt out where its noun
is plural or counted and both sides are built alike, or where each side has a frame of its own.
"""

import re

from knowledge.steps.comparisons import ARTICLES, ASK, AUX, PREPOSITIONS, named

_I = re.IGNORECASE
_ARTICLE = re.compile(r"(?P<article>the|an?|its|their) ", _I)
_PLURAL = re.compile(
    r"(?P<lead>(?:(?:what|which|who) (?:are|were) the (?:[\w-]+ ){0,3}?[\w-]+s (?:of|for|at|in|on|from)"
    r"|how (?:many(?: [\w-]+){1,2}|[\w-]+) (?:are|were|do|did|have)) )(?P<one>.+?),? and (?P<other>.+)",
    _I,
)
_HEADS = re.compile(
    r"(?P<lead>(?:please )?(?:name|give(?: me)?|state|list|tell me|(?:what|who)(?: is| are| was| were|'s)) )"
    r"(?P<one>(?:the|an?) .+?),? and (?P<other>(?:the|an?) .+)",
    _I,
)
_OWN = re.compile(r" (?:of|for|in|on|at|from|that|who|which|to)\b", _I)
_TITLED = re.compile(r"(?P<how>[^:]{3,80}): (?P<one>[^:]+?),? (?:vs\.?|versus|against|and|or) (?P<other>[^:]+)", _I)
_AGAINST = re.compile(r"(?P<one>.+?),? against (?P<other>.+)", _I)
_LEFT_OUT = re.compile(
    rf"(?P<ask>how \w+) (?P<rest>(?:{'|'.join(sorted(PREPOSITIONS))}|the|an?) .+)",
    _I,
)
_ONE = re.compile(r"(?P<ask>(?:which|what)(?P<one> ones?)?) (?P<verb>[\w-]+)(?P<rest>.*)", _I)
_COUNTED = re.compile(
    rf"(?:how many|which|what) (?!{AUX}\b)(?P<noun>(?:[\w-]+ )??[\w-]*[^s\W]s) (?:{AUX[3:-1]}|[\w-]+)\b.*", _I
)


def shared(clause: str) -> list[str]:
    """The questions that a frame asks of two things.

    >>> shared("What are the minimum ages for a dispatcher and a mechanic")
    ['What are the minimum ages for a dispatcher', 'What are the minimum ages for a mechanic']
    >>> shared("What are the limits of the flight crew and cabin crew")
    []
    """
    found = _PLURAL.fullmatch(clause)
    if found and _alike(found["one"], found["other"]):
        _, name, rest = named(found["other"].split())
        tail = f" {' '.join(rest)}" if name and rest and found["lead"].lower().startswith("how") else ""
        return [f"{found['lead']}{found['one']}{tail}", f"{found['lead']}{found['other']}"]
    found = _HEADS.fullmatch(clause)
    if found and " between " not in f" {found['one']} " and all(map(_complete, (found["one"], found["other"]))):
        return [f"{found['lead']}{side}" for side in (found["one"], found["other"])]
    return []


def _alike(one: str, other: str) -> bool:
    """Whether two sides are built alike: both begin with an article of one kind, or both with a name."""
    heads = [_ARTICLE.match(side) for side in (one, other)]
    if heads[0] and heads[1]:
        return (heads[0]["article"][0].lower() == "a") == (heads[1]["article"][0].lower() == "a")
    return all(_leads_with_name(side) for side in (one, other))


def _leads_with_name(side: str) -> bool:
    lead, name, _ = named(side.split())
    return bool(name) and len(name[0]) > 1 and ARTICLES.issuperset(map(str.lower, lead))


def _complete(side: str) -> bool:
    """Whether a noun phrase says by itself which thing it means: "the first airline of Iceland"."""
    return bool(_OWN.search(side)) or len(side.split()) > 3


def opposed(clause: str) -> tuple[str, str, str] | None:
    """One side, the other, and what is asked of both: "Seats: A321neo against MAX 10", "slots in X against slots in Y".

    Of what stands "against" something most is no comparison ("the case against Boeing"): the sides share a word.
    """
    if (found := _TITLED.fullmatch(clause)) and all(_leads_with_name(found[side]) for side in ("one", "other")):
        return found["one"], found["other"], found["how"]
    found = None if re.match(rf"(?:{ASK}|{AUX}) ", clause, _I) else _AGAINST.fullmatch(clause)
    if found is None:
        return None
    first, second = ({word.lower().strip(",") for word in found[side].split()} for side in ("one", "other"))
    common = {word for word in first & second if len(word) > 3} - PREPOSITIONS
    return (found["one"], found["other"], "") if common else None


def filled(clause: str, first: str) -> str:
    """A question with what it leaves out because the one before it has said it.

    >>> filled("how many in the crash of 1985", "How many people died at Tenerife")
    'How many people died in the crash of 1985'
    >>> filled("how often a TAF", "How often does a METAR come out")
    'How often does a TAF come out'
    >>> filled("which one covers drones", "Which FAA rule covers tanks")
    'Which FAA rule covers drones'
    """
    if (found := _LEFT_OUT.fullmatch(clause)) and first.lower().startswith(found["ask"].lower() + " "):
        return _refilled(found["rest"], first)
    if (found := _ONE.fullmatch(clause)) and re.match(r"(?:which|what) ", first, _I):
        words = first.split()
        same = [at for at, word in enumerate(words) if at > 1 and word == found["verb"]]
        ends = (
            same
            or found["one"]
            and [at for at, word in enumerate(words) if at > 1 and re.fullmatch(rf"{AUX}|[a-z]+s", word)]
        )
        return f"{' '.join(words[: ends[0]])} {found['verb']}{found['rest']}" if ends else clause
    return clause


def _refilled(rest: str, first: str) -> str:
    """What was asked first, of something else; a place for a place, a thing for a thing."""
    words = first.split()
    if rest.split()[0].lower() in PREPOSITIONS:
        end = next((at for at in range(2, len(words)) if words[at].lower() in PREPOSITIONS), len(words))
        return f"{' '.join(words[:end])} {rest}"
    lead, _, behind = named(words[1:])
    while lead and lead[-1].lower() in ARTICLES:
        lead.pop()
    kept = behind if not behind or behind[0] not in PREPOSITIONS else []
    return " ".join([words[0], *lead, rest, *kept])


def counted(first: str) -> str:
    """What a question counts or picks from, for a "they" behind it: "the bolts" of "How many bolts hold it"."""
    found = _COUNTED.fullmatch(first)
    if found is None:
        return ""
    noun = found["noun"]
    _, name, _ = named(first.split()[1:])
    return " ".join(["the", *(word for word in name if word not in noun.split()), noun])
