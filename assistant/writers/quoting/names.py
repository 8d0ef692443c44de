"""The name that answers who, where or which: only where the sentence binds it to what was asked."""

import re

from assistant.figures import mentions
from assistant.writers.quoting.asked import Asked
from assistant.writers.quoting.clauses import best
from assistant.writers.quoting.words import Sentence, Span, shared, stems

_CAPITAL = r"[A-ZÀ-Þ][\w.’'-]*"
_RUN = re.compile(rf"(?<![\w-]){_CAPITAL}(?: (?:(?:of|the|de|la|van|von|der|bin|al|&) )?{_CAPITAL})*")
_OPENERS = re.compile(
    r"(?:The|A|An|In|On|At|By|For|From|After|Before|When|While|As|Both|All|Since|Until|Captain|Capt\.|Mr\.?|Ms\.?|"
    r"Dr\.?) "
)
_NO_NAME = frozenset(
    """The A An In On At By For From After Before When While As Both All Since Until It He She They This That These
    Those But And If Its His Her Their January February March April May June July August September October November
    December Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Monday Tuesday Wednesday Thursday Friday Saturday Sunday
    Most Many Some Such Two Three Four Five One No Not""".split()
)
_BRACKETED = re.compile(r" \(")
_JOINED = re.compile(r"(?: \([^()]{1,12}\))?(?:, (?:and )?(?:the )?| and (?:the )?)")
_OTHERS = rf"(?:the )?{_CAPITAL}(?: {_CAPITAL}){{0,4}}"
_AND_OTHERS = re.compile(rf"(?:, {_OTHERS}){{0,8}},? and {_OTHERS}")
_WORD = re.compile(r"[\w’'-]+")
_ARTICLES = frozenset({"the", "a", "an", "its", "only", "new"})
_PLACED = re.compile(r"\b(?:in|at|near|on|into|over|off)(?: (?:the|a))? $", re.IGNORECASE)
_CAME = re.compile(r"\bfrom(?: the)? $", re.IGNORECASE)
_REGION = re.compile(r", [A-ZÀ-Þ]\w+(?: [A-ZÀ-Þ]\w+)?(?=[,.])")
"""The state or country behind a city."""
_PLACED_AR = re.compile(
    r"(?:يقع|تقع|الواقع|الواقعة|مقرها|مقره)(?: [^\s،.]+)? (?:في|قرب) "
    r"(?P<place>[^\s،.]+(?: (?!(?:على|في|من|وهو|وهي|و)\b)[^\s،.]+){0,3})"
)
_DOING = re.compile(
    r"(?: \([^()]{1,40}\))?(?: of [A-Z]\w+)?"
    r"(?:,? (?:is|was|are|were|has|had|have|been|the|a|an|that|which|who|also|later|then|first|once|reportedly|"
    r"officially|finally|authority|company|airline|agency))* (?P<verb>[\w-]+)"
)
_BEING = re.compile(r"\b(?:is|are|was|were|been|being)\b")
_WHO_DID = re.compile(r"\b(?:that|which|who)\b")
_APPOSED = re.compile(r"(?:, | is | was )(?:(?:the|an?|its) )?(?P<role>(?:[\w’'-]+ ?){1,4})")
_SUBJECT = re.compile(r"(?:^|[.;,] |\b(?:and|but|that|as) )(?P<subject>[^,.;]{1,80}?)(?: (?:is|was|were|are)|,) $")
_ENDS = re.compile(
    r"(?:$|[^\w\s]| [\dA-ZÀ-Þ(]| (?:on|in|at|and|or|by|for|with|to|after|before|when|while|during|from|near|as|since|"
    r"where|which|who|is|was|were|has|had|airport|international|without|but|that|because|under|until|last|this)\b)"
)
"""What may stand behind a name; "Spanish island" and "Chinese authority" are none."""


def name(asked: Asked, sentence: Sentence) -> Span | None:
    """The name that was asked for, as offsets in the sentence."""
    if asked.shape == "name":
        return _of_kind(asked, sentence)
    if asked.shape == "place":
        return _place(asked, sentence)
    if sentence.language == "ar":
        return None
    # Where somebody is ("AerCap, based in Dublin, was the largest") is not who it is.
    named = [span for span in _others(asked, sentence) if asked.object or not _PLACED.search(sentence.text[: span[0]])]
    bound = [span for span in named if _did(asked, sentence, span) or _is(asked, sentence, span)]
    found = best(bound, asked, sentence)
    return _coordinated(sentence.text, found) if found else None


def _place(asked: Asked, sentence: Sentence) -> Span | None:
    if sentence.language == "ar":
        said = _PLACED_AR.search(sentence.text)
        return said.span("place") if said else None
    placed = _CAME if re.search(r"\bfrom\b", asked.text) else _PLACED
    spans = [span for span in _others(asked, sentence) if placed.search(sentence.text[: span[0]])]
    found = best([span for span in spans if _stands(sentence, span)], asked, sentence)
    region = _REGION.match(sentence.text, found[1]) if found else None
    return (found[0], region.end()) if found and region else found


def _others(asked: Asked, sentence: Sentence) -> list[Span]:
    """The names in a sentence that the question does not have."""
    runs = [_without_role(asked, sentence, span) for span in _runs(sentence.text)]
    return [span for span in runs if not _is_given(asked, sentence, span)]


def _without_role(asked: Asked, sentence: Sentence, span: Span) -> Span:
    """A name without the role that was asked for: "Jane Roe" of "First Officer Jane Roe"."""
    role = asked.noun.lower().split()
    start, end = span
    while (space := sentence.text.find(" ", start, end)) > 0 and sentence.text[start:space].lower() in role:
        start = space + 1
    return start, end


def _of_kind(asked: Asked, sentence: Sentence) -> Span | None:
    given = {one.id for one in asked.names}
    found = [one for one in mentions(sentence.text) if one.kind in asked.kinds and one.id not in given]
    joined: list[Span] = []
    for one in found:
        # "Air Canada, Lufthansa and United Airlines" is one answer.
        if joined and _BRACKETED.fullmatch(sentence.text[joined[-1][1] : one.start]):
            joined[-1] = (joined[-1][0], one.end + 1)
        elif joined and _JOINED.fullmatch(sentence.text[joined[-1][1] : one.start]):
            joined[-1] = (joined[-1][0], one.end)
        else:
            joined.append((one.start, one.end))
    span = best(joined, asked, sentence)
    return (span[0], _whole_word(sentence.text, span[1])) if span else None


def _whole_word(text: str, end: int) -> int:
    while end < len(text) and (text[end].isalnum() or (text[end] == "-" and text[end + 1 : end + 2].isalnum())):
        end += 1
    return end


def _runs(text: str) -> list[Span]:
    found = []
    for run in _RUN.finditer(text):
        start, end = run.span()
        while opener := _OPENERS.match(text, start, end):
            start = opener.end()
        while end > start and text[end - 1] in ".'’":
            end -= 1
        words = [] if text[start:end].endswith(("'s", "’s")) else text[start:end].split()
        initial = start == 0 and len(words) == 1 and not any(one.start == 0 for one in mentions(text))
        if words and words[0] not in _NO_NAME and not initial:
            found.append((start, end))
    return found


def _is_given(asked: Asked, sentence: Sentence, span: Span) -> bool:
    """Whether the question itself has this name, or a part of it."""
    words = stems(sentence.text[slice(*span)], "xx")
    return bool(words & stems(asked.text, "xx")) or not words


def _stands(sentence: Sentence, span: Span) -> bool:
    return bool(_ENDS.match(sentence.text, span[1]))


def _did(asked: Asked, sentence: Sentence, span: Span) -> bool:
    """Whether the name stands before the verb of the question, or behind it with "by"."""
    verb = stems(asked.verb, sentence.language) if asked.verb else frozenset()
    behind = _DOING.match(sentence.text, span[1])
    before = _WORD.findall(sentence.text[max(0, span[0] - 60) : span[0]])[-6:]
    if not verb:
        return False
    if asked.object:
        objects = before[-1:] if before and before[-1].lower() not in _ARTICLES else before[-2:-1]
        return bool(objects) and bool(shared(verb, stems(objects[0], sentence.language)))
    active = bool(behind and shared(verb, stems(behind["verb"], sentence.language)) and _voice(asked, behind[0]))
    passive = (
        not asked.passive
        and "by" in before[-4:]
        and _stands(sentence, span)
        and bool(verb & stems(" ".join(before), sentence.language))
    )
    return active or passive


def _voice(asked: Asked, said: str) -> bool:
    """Whether a deed is told of the one who did it, or where that is asked, of the one it was done to."""
    suffered = bool(_BEING.search(said)) and not _WHO_DID.search(said)
    return suffered == asked.passive or said.endswith("ing")


def _coordinated(text: str, span: Span) -> Span:
    """A name with those that are named in one breath: "the United States, Canada and Mexico"."""
    more = _AND_OTHERS.match(text, span[1])
    return (span[0], more.end()) if more else span


def _is(asked: Asked, sentence: Sentence, span: Span) -> bool:
    """Whether the name stands beside the role that was asked for: "captain X", "the director of Y, X,"."""
    role = stems(asked.noun, sentence.language) if asked.noun else frozenset()
    if not role:
        return False
    head = stems(_role(asked.noun), sentence.language)
    before = sentence.text[max(0, span[0] - 80) : span[0]]
    direct = bool(head & stems(" ".join(_WORD.findall(before)[-1:]), sentence.language))
    if asked.verb:
        return direct and bool(shared(stems(asked.verb, sentence.language), sentence.stems))
    subject = _SUBJECT.search(before)
    stated = bool(subject and head & stems(subject["subject"], sentence.language))
    behind = _APPOSED.match(sentence.text, span[1])
    return direct or stated or bool(behind and head & stems(behind["role"], sentence.language))


def _role(noun: str) -> str:
    """The role itself: "executive director" of "the executive director of EASA"."""
    return re.split(r" (?:of|at|for|in) ", noun, maxsplit=1)[0]
