"""Whether a question can be understood alone: by its pronouns, its brevity and what it takes for known."""

import re

from assistant.follow_ups.marks import asks
from assistant.follow_ups.patterns import pattern, spelt
from knowledge.arabic import is_arabic
from knowledge.words import terms

_FRAGMENT = 3
"""Words of a fragment such as "engine type"."""
_FEW = 2
"""A question with so few telling words names no subject of its own: "Why?", "In which year?"."""
_FEW_ARABIC = 4
"""Arabic says a subject in the ending of its verb, so that a short question without a name seldom has its own."""

_TIME = r"(?:year|week|month|morning|summer|winter|spring|autumn|time|day|century|decade)"
_THAT = pattern(
    r"\b(?:did|does|do|was|is|were|are|can|could|will|would|has|had|for|about|of|to|in|from|by|after|before|like|with|than"
    r"|on|at|why|how|and)\s(?:that|this|these|those)\b(?!\s(?:the|an?|they|it|is|was|are|[a-z]+\sis)\b)"
    rf"(?!\s{_TIME}\b)|\b(?:that|this|these|those)\s*[?.!]*$|^(?:that|this|these|those)\b(?!\s{_TIME}\b)",
)
_EXPLETIVE = pattern(
    r"\bit\s(?:takes?|took|costs?|means?|matters?)\b(?=.{0,60}\b(?:to|for)\s)"
    r"|\b(?:(?:is|was)\sit|it\s(?:is|was))\s(?:(?:really|always|still|not|very|a)\s)*(?!\w+ed\s|similar|close|equal|due)"
    r"\w+\s(?:that\s|to\s|for\s.{0,60}\bto\s)"
    r"|\bit(?:['’]s| is| was)\s(?:(?:too|very|not)\s)?(?:cold|hot|raining|snowing|dark|foggy|windy|icy|late)\b"
    r"|\bit\s(?:rains?|snows?|freezes)\b",
)
_IT = pattern(r"\b(?:it|its|itself|they|them|their|theirs|he|she|his|her|hers|him)\b")
_POSSESSIVE = pattern(r"(?:its|their|his|her)\b")
_SUBORDINATE = pattern(r"\b(?:when|if|before|after|because|while|until|so that|that|where|as|once)\s+$")
_ANTECEDENT = pattern(r"\b(?:an?|each|every|the|most|some|all|many|do|are|were|did|can|have|should)\s\w+")
_ONE = pattern(
    r"\b(?:which|that|this|another|first|second|third|last|other|latter|new|newer|old|older|high|higher|low|lower|big"
    r"|bigger|small|smaller|best|a|become|has|have|need|get|make|buy|fly|own)\sones?\b(?!\s(?:of|engine|side))"
    r"|\bones?\s*[?.!]*$"
    r"|\bthe (?:same|former|latter|first|second|other|others|two|three|former one|previous|above|last)\b"
    r"(?=\s*(?:[?.!,]|$|is|was|one|issue|problem|rule|thing|case))"
    r"|\b(?:these|those) two\b|\b(?:both|neither|either) of (?:them|these|those)\b",
)
_THERE = pattern(
    r"(?<!is )(?<!are )(?<!was )(?<!were )\bthere\s*[?.!]*$"
    r"|\b(?:from|over|go|get|land|live|stay|camp|fly|out|up|down) there\b"
)
_TERM = pattern(
    r"(?:what|who)(?:['’]s| is| are| was| were) (?:an? )?(?!the\b|it\b)[\w-]+\W*"
    r"|what (?:does|do) (?:(?:an?|the) )?[\w-]+ (?:do|mean)\W*"
)
_DEFINES = pattern(
    r"(?:what|who)(?:['’]s| is| are) (?:the |an? )?|what (?:does|do) |how (?:does|do) .* work"
    r"|how (?:do|can|should) (?:you|i|we) ",
)
_DEFINITE = pattern(r"\bthe\s(?!most\b|best\b|same\b|world\b|first\b|past\b|future\b)[a-z]")
_PAST = pattern(
    r"^(?:\w+\s){0,4}(?:was|were|did|had|has|got|went|came|took|fell|hit|made|lost|left|flew|found|began|broke|led|saw|\w{2,}(?<!e)ed)\b"
)
_MORE_OF_KIND = pattern(r"\b(?:similar|else|another|other)\b")

_ARABIC_PRONOUN = pattern(
    r"(?<!\w)و?(?:هو|هي|هم|هما|ذلك|تلك|هذا|هذه|هولاء|هناك|منها|منه|منهم|عنها|عنه|فيها|فيه|لها|له|لهم|بها|به|بهم|عليها"
    r"|عليه|اليها|اليه|نفسها|نفسه|ايهما|كلاهما|بينهما|الاولي|الاول|الثاني|الثانية|الاخر|الاخري)(?!\w)"
)
_ARABIC_ENDING = pattern(r"(?<!\w)[وفبلك]?(?!و?[فبك]?ال|لل|هذ)\w{2,}?(?:ها|هما|\w{2}هم|\w{2}هن|\wه)(?!\w)")
_NO_ENDING = frozenset("مياه وجه اتجاه شبه انتباه تنبيه توجيه نزيه فقه مشابه اتجاهه تجاه مكروه منتبه".split())
_ARABIC_DEFINES = pattern(r"(?:ما (?:هو|هي|هم) |ما معني |ما المقصود |عرف |اشرح |ما الفرق بين (?!ها|هم))")
_IS_PRONOUN_SUBJECT = pattern(r"^(?:ما|من|اين|متي) (?:هو|هي|هم)(?= )")


def leans(question: str, first_name: int | None) -> bool:
    """Whether a question cannot be understood without what was said before.

    `first_name` is where the first thing that it names stands, None where it names nothing.

    >>> [leans(q, None) for q in ("How far does it fly?", "What does it take to fly?", "How many people died?")]
    [True, False, True]
    """
    if is_arabic(question):
        return _leans_in_arabic(spelt(question), first_name)
    marked = pronoun(question, first_name) or _THAT.search(question)
    if marked or _ONE.search(question) or _THERE.search(question):
        return True
    return first_name is None and _names_nothing(question)


def pronoun(question: str, first_name: int | None) -> re.Match[str] | None:
    """The first pronoun of a question that stands for something outside it: not "it takes an hour to", no own "its".

    >>> pronoun("Does Emirates own its aircraft?", 5) is None, pronoun("Does Emirates own it?", 5)[0]
    (True, 'it')
    """
    idle = [found.span() for found in _EXPLETIVE.finditer(question)]
    for found in _IT.finditer(question):
        if any(start <= found.start() < end for start, end in idle):
            continue
        before = question[: found.start()]
        own = (first_name is not None and first_name < found.start()) or _ANTECEDENT.search(before)
        bound = _POSSESSIVE.match(found[0]) or _SUBORDINATE.search(before)
        if not (own and bound):
            return found
    return None


def _names_nothing(question: str) -> bool:
    words = len(set(terms(question, "en")))
    if words < _FEW:
        return _TERM.fullmatch(question) is None
    if len(question.split()) <= _FRAGMENT and not asks(question):
        return True
    defines = _DEFINES.match(question) is not None
    return not defines and bool(_DEFINITE.search(question) or _PAST.search(question) or _MORE_OF_KIND.search(question))


def _leans_in_arabic(question: str, first_name: int | None) -> bool:
    plain = _IS_PRONOUN_SUBJECT.sub("", question)
    if _ARABIC_PRONOUN.search(plain):
        return True
    if any(found[0] not in _NO_ENDING for found in _ARABIC_ENDING.finditer(plain)):
        return first_name is None or not _ARABIC_DEFINES.match(question)
    words = len(set(terms(question, "ar")))
    defines = _ARABIC_DEFINES.match(question) is not None
    return first_name is None and words < (_FEW if defines else _FEW_ARABIC)
