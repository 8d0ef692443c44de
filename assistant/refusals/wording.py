"""A question as the rules of refusal read it, and the signs that several of them look for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.arabic import normalise
from knowledge.identifiers import Mention

_STRAIGHT = str.maketrans("’‘`–—؟،؛", "'''--?,;")
_SHORT = dict(
    pair.split("=")
    for pair in (
        "u=you|ur=your|ya=you|gimme=give me|gonna=going to|wanna=want to|pls=please|plz=please|thru=through|bc=because"
        "|cos=because|abt=about|w/o=without|w/=with|wats=what is|whats=what is|what's=what is|hows=how is|how's=how is"
        "|wheres=where is|where's=where is|who's=who is|tomo=tomorrow|tmrw=tomorrow|tmr=tomorrow|tdy=today|rn=right now"
        "|atm=at the moment|asap=now|how 2=how to|todays=today's|tonights=tonight's|a/c=aircraft|acft=aircraft"
        "|mx=maintenance|capt=captain|dep=departure|arr=arrival|flt=flight|flite=flight|ok2go=ok to go"
    ).split("|")
)
"""What people in a hurry write for it."""
_SHORTHAND = re.compile(rf"(?<![\w'/])(?:{'|'.join(map(re.escape, _SHORT))})(?![\w'/])")
_PREFIX = "[وفبكل]{0,2}(?:ال)?"
"""What Arabic writes at the front of a word: and, so, in, like, to, the."""
_SUFFIX = "(?:ا|ها|هم)?"
"""What it writes at the end: an ending of case, it, them."""

PLACES = ("airport", "city")


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of a question in one spelling, and the kinds of names that stand in it."""

    text: str
    kinds: tuple[str, ...] = ()

    @classmethod
    def of(cls, question: str, mentions: Sequence[Mention] = ()) -> "Asked":
        """What a question says and names."""
        return cls(folded(question), tuple(mention.kind for mention in mentions))

    def says(self, *signs: "re.Pattern[str]") -> bool:
        """Whether it holds each of the signs."""
        return all(sign.search(self.text) for sign in signs)

    def names(self, *kinds: str) -> int:
        """How many names of these kinds it holds."""
        return sum(kind in kinds for kind in self.kinds)


def folded(question: str) -> str:
    """A text in small letters, with one spelling for what Arabic writes in several.

    >>> folded("What’s  NEW?"), folded("أين الطائرة؟") == folded("اين الطائره؟")
    ('what is new?', True)
    """
    plain = " ".join(question.translate(_STRAIGHT).lower().split())
    return normalise(_SHORTHAND.sub(lambda short: _SHORT[short[0]], plain))


def words(english: str, arabic: str = "") -> "re.Pattern[str]":
    """A sign that is given by whole words of either language; Arabic ones with or without what is written onto them.

    >>> bool(words("gates?", "بوابة").search(folded("من أي بوّابه؟"))), bool(words("gates?").search("gateway"))
    (True, False)
    """
    sides = [rf"(?<![\w'])(?:{' '.join(english.split())})(?!\w)"]
    if arabic:
        sides.append(rf"(?<!\w){_PREFIX}(?:{normalise(' '.join(arabic.split()))}){_SUFFIX}(?!\w)")
    return re.compile("|".join(sides))


_DAYS = "(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_MOMENT = (
    "now|right now|at the moment|at this (?:very )?(?:moment|hour|minute|time)|at present|presently|currently"
    "|real[- ]?time|live|as of now|current|today|today's|tonight|tonight's|tomorrow|tomorrow's"
    "|this (?:morning|afternoon|evening)|(?:in|within) \\d+ (?:min\\w*|hours?|hrs?)"
    "|in the next (?:few )?(?:hours?|minutes?)",
    "الآن|حاليا|حالا|اليوم|غد|بكرة|بكرا|الليلة|هذه اللحظة|اللحظة|هلق|دلوقتي|هسه|الحين|دحين"
    "|هذا (?:المساء|الصباح)|بعد (?:ساعة|قليل|شوي)",
)
MOMENT = words(*_MOMENT)
"""What makes a question one of this day."""

NOW = words(
    f"{_MOMENT[0]}|latest|yet|still|(?:on|this|next|for) {_DAYS}|(?:this|next) (?:week|weekend|month)",
    f"{_MOMENT[1]}|الأسبوع القادم|الأسبوع المقبل|الأسبوع الجاي|الشهر (?:القادم|المقبل|الجاي)|هذا الأسبوع"
    "|يوم (?:الأحد|الاثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت)|آخر",
)
"""What makes a question one of these days."""

PAST = words(
    "did|was|were|had|(?:should|could|would) have|happened|used to|crash(?:ed)?|in (?:19|20)\\d\\d|wasn't"
    "|weren't|didn't|ago|years? ago",
    "حدث|حدثت|وقع|وقعت|كان|كانت|تحطمت|سقطت|جرى|عام \\d{4}|سنة \\d{4}",
)
"""What makes it one of the past."""

GENERAL = words(
    "means?|meaning|stands? for|contains?|decod(?:e|ed|ing)|(?:an?|most|every|each) (?:airport|dispatchers?"
    "|pilots?|crews?|airlines?|aircraft|delays)|difference|differ|differs|vs|versus|compare|how often|why"
    "|how (?:is|are|do|does|can|should|to) .{0,50}(?:set|made|issued|reported|measured|calculated|priced|works?"
    "|used?|know|read|decode|forecast|determined|decided|worked out|understand|affect|change|filed"
    "|publish(?:ed)?)|who (?:decides?|writes?|issues?|sets?|may|must|can|approves?|makes?|publish(?:es)?"
    "|is responsible)|what is an?|how long (?:is|are|may|can|does) an?|define|definition|explain|example|rules?"
    "|regulations?|law|minimum|minima|history|considered|counts? as|types? of|kinds? of|format|symbols?"
    "|codes? for|weather codes?",
    "تعني|يعني|معنى|يحتوي|تحتوي|المقصود|الفرق|قارن|لماذا|ليش|ليه|كيف (?:أقرأ|نقرأ|تقرأ|يقرأ|تعرف|يعرف|تحدد|يحدد"
    "|تحسب|يحسب|تصدر|يصدر|تكتب|يكتب|تعمل|يعمل|تبيع|أفهم|تستخدم|يستخدم)|من (?:يقرر|يكتب|يصدر|يحدد|يوقع|المسؤول)"
    "|كل كم|مدة سريان|قواعد|قاعدة|تعريف|عرف|اشرح|الحد الأدنى|أنواع|رمز|رموز",
)
"""What asks how such things are in general."""

RIGHTS = words(
    "rights|(?:a|the) right to|compensation|compensated|refunds?|refunded|entitled|entitlement|reimburse\\w*"
    "|eu ?261|money back",
    "حقوق|حقوقي|تعويض|التعويضات|أسترد|استرداد|يعوض",
)
"""What asks for a passenger's rights, which rules hold."""

SUPPOSED = words("if|in case|owed|what (?:do|can|should|will) i (?:get|do|claim)", "إذا|لو|عندما")
"""What supposes a case."""
