"""What a question asks for: the kind of thing that would answer it, and what it says of that thing.

By rules for English and Arabic. A question whose kind is not clear is "open", and then nothing is missed in a text.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.figures import Figure, find_figures
from knowledge.arabic import normalise
from knowledge.identifiers import Names

Kind = Literal["number", "date", "who", "place", "thing", "list", "yes_no", "definition", "reason", "way", "open"]

Rarity = Callable[[Sequence[str], str], list[float]]
"""How telling each stem is, 0 to 1, among texts of a language."""
LONGEST = 400
"""Code points of a question that are read; a longer one is a text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Focus:
    """What is asked for.

    `measures` are the kinds of figures that would answer (see `assistant.figures`; "money" stands for any currency);
    none where any number would. `head` are the words that name what is asked for. `names` are the ids of what the
    question names, `called` what it calls each of them; `figures` are the numbers and days that it states.

    >>> focus = focus_of("What was the range of the A350-900 in 2022?")
    >>> focus.kind, sorted(focus.measures), focus.head, [figure.text for figure in focus.figures]
    ('number', ['length'], 'range', ['2022'])
    """

    kind: Kind = "open"
    measures: frozenset[str] = frozenset()
    head: str = ""
    names: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()


def focus_of(question: str) -> Focus:
    """What a question asks for.

    >>> focus_of("كم يبلغ راتب طيار في قطر؟").measures
    frozenset({'money'})
    """
    question = question[:LONGEST]
    plain = " ".join(normalise(question).lower().split())
    mentions = {mention.id: mention.text for mention in reversed(Names.load().find(question, asked=True))}
    kind, measures, head = _asked(plain)
    return Focus(
        kind=kind,
        measures=frozenset(measures),
        head=head,
        names=tuple(reversed(mentions)),
        called=tuple(reversed(mentions.values())),
        figures=tuple(one for one in find_figures(question) if not _is_tally(question, one)),
    )


def _is_tally(question: str, figure: Figure) -> bool:
    """Whether a figure counts what is to be told ("which three people"), so that no text need state it."""
    return figure.kind == "count" and bool(_TALLY.search(question[: figure.start]))


def _asked(plain: str) -> tuple[Kind, Sequence[str], str]:
    for kind, measures, pattern in _RULES:
        if found := pattern.search(plain):
            head = next((group for group in found.groups() if group), "")
            return kind, _counted(head) if measures == ("count",) else measures, head.strip()
    return "open", (), ""


def _counted(head: str) -> tuple[str, ...]:
    """What "how many …" counts: minutes are a duration, passengers any number."""
    found = find_figures(f"5 {head}")
    kind = found[0].kind.partition(":")[0] if found else "count"
    return () if kind == "count" else (kind,)


_MONEY = (
    r"(cost|costs|price|prices|priced|salary|salaries|wages?|earn|earns|earned|paid|pay|pays|charged?|fees?|fares?|fined?"
    r"|fines|worth|budget|revenues?|profits?|compensation|turnover|سعر|اسعار|راتب|رواتب|اجر|اجور|تكلفة|كلفة|ثمن"
    r"|يتقاضي|تتقاضي|غرامة|رسوم|ايرادة|ارباح|ميزانية|تعويض)"
)
_LENGTH = r"(length|range|wing ?span|height|altitude|distance|elevation|ceiling|diameter|width|visibility"
_LENGTH += r"|طول|مدي|باع|ارتفاع|مسافة|قطر|عرض)"
_MASS = r"(weight|mass|payload|mtow|وزن|كتلة|حمولة)"
_SPEED = r"(speed|velocity|سرعة)"
_SHARE = r"(percentage|per ?cent|share|proportion|نسبة|حصة|معدل)"
_TIME = r"(duration|lifespan|age|مدة|عمر)"
_HEAT = r"(temperature|boiling point|freezing point|melting point|flash point|درجة (?:ال)?(?:حرارة|غليان|تجمد))"
_NUMBER = r"(number|amount|quantity|capacity|ratio|rate|size|frequency|minimum|maximum|max|min|lowest|highest|average"
_NUMBER += r"|total|عدد|كمية|سعة|حجم)"
_FIRST = r"^(?:(?!(?:what|which|who|whom|whose|why|where|when|how|whats|what's)\b)\S+ )*?\W*"
"""Up to the first question word, which decides."""
_ASKS = rf"{_FIRST}(?:what|which|whats|what's)\b(?: \S+){{0,5}}? "
_ASKS_AR = r"^\W*(?:ما|كم|ماذا)(?: هو| هي| يبلغ| تبلغ| كان| كانت)? (?:\S+ )?"
_KEYWORDS = (
    r"^(?=(?:\S+ ){0,7}\S+$)(?!.*[?؟])(?!.*\b(?:what|which|who|whom|whose|why|where|when|how|is|are|was|were|do|does"
    r"|did|explain|describe|compare|list|name|tell|show|give|ما|من|متي|كم|هل|اين|كيف|اشرح|اذكر|قارن)\b)"
    r"(?:\S+ )*?(?:ال)?"
)
"""A few words as they are typed into a search box: none asks, none tells what to do."""
_AUX = r"(?:is|are|was|were|do|does|did|has|have|had|can|will|would|should|may|must|of|in|on|at|to|for|by|with|from)\b"
_NP = rf"((?:(?!{_AUX})[^\s?,]+(?: (?!{_AUX})(?=[^\s?,]))?){{1,3}})"

_TALLY = re.compile(
    r"\b(?:which|what(?: (?:are|were))?(?: the)?|name(?: the)?|list(?: the)?|اذكر|عدد)\s+$", re.IGNORECASE
)


def _rule(kind: Kind, pattern: str, *measures: str) -> tuple[Kind, tuple[str, ...], "re.Pattern[str]"]:
    return kind, measures, re.compile(pattern)


def _measured(words: str, *measures: str) -> tuple[tuple[Kind, tuple[str, ...], "re.Pattern[str]"], ...]:
    return (
        _rule("number", rf"{_ASKS}{words}\b", *measures),
        _rule("number", rf"{_ASKS_AR}(?:ال)?{words}\b", *measures),
        _rule("number", rf"{_KEYWORDS}{words}\b", *measures),
    )


_RULES = (
    _rule("yes_no", r"^\W*(?:is|are|was|were|am|do|does|did|can|could|may|must|should|will|would|has|have|had)\b"),
    _rule("yes_no", r"^\W*هل\b"),
    _rule("reason", rf"{_FIRST}(?:why|how come|what (?:caused|causes|led to|made))\b"),
    _rule("reason", r"\b(?:reasons?|causes?) (?:for|of|why)\b"),
    _rule("reason", r"\b(?:لماذا|ليش|ما سبب|ما اسباب|سبب)\b"),
    _rule("date", rf"{_FIRST}when\b|{_FIRST}(?:what|which) (year|month|day|date|decade|century|time)\b"),
    _rule("date", r"\bمتي\b|\bاي (عام|سنة|يوم|شهر|تاريخ)\b|\bما (تاريخ|موعد)\b"),
    _rule("definition", rf"{_FIRST}what (?:does|do|did) .*\b(?:mean|stand for)\b"),
    _rule("number", rf"{_FIRST}how much\b.*\b{_MONEY}\b", "money"),
    _rule("number", rf"{_ASKS}{_MONEY}\b(?! (?:model|system|order|structure|policy))", "money"),
    _rule("number", rf"{_ASKS_AR}(?:ال)?{_MONEY}\b", "money"),
    _rule("number", rf"\bكم .*\b{_MONEY}\b", "money"),
    _rule("number", rf"{_FIRST}how many {_NP}", "count"),
    _rule("number", r"\bكم (?!يبلغ|تبلغ|كان|كانت|مرة|يجب|عدد|طول)(\S+)", "count"),
    _rule("number", rf"{_FIRST}how (high|tall|wide|deep|far|thick)\b", "length", "duration"),
    _rule("number", rf"{_FIRST}how (long)\b", "duration", "length"),
    _rule("number", rf"{_FIRST}how (old)\b", "duration", "count", "year", "date"),
    _rule("number", rf"{_FIRST}how (fast)\b", "speed", "mach", "duration"),
    _rule("number", rf"{_FIRST}how (heavy)\b|{_FIRST}how much .*\b(weighs?|carry|lift)\b", "mass"),
    _rule("number", rf"{_FIRST}what (?:do|does|did)\b.*\b(weigh)\b", "mass"),
    _rule("number", rf"{_FIRST}how (hot|cold|warm)\b", "temperature"),
    _rule("number", rf"{_FIRST}how (loud|noisy)\b", "sound"),
    _rule("number", rf"{_FIRST}how (?:often|large|big|close|much)\b"),
    *_measured(_LENGTH, "length"),
    *_measured(_MASS, "mass"),
    *_measured(_SPEED, "speed", "mach"),
    *_measured(_SHARE, "percent"),
    *_measured(_TIME, "duration"),
    *_measured(_HEAT, "temperature"),
    *_measured(_NUMBER),
    _rule("who", rf"{_FIRST}(?:who|whom|whose|who's|whos)\b"),
    _rule("who", r"^\W*من\b|\bمن (?:هو|هي|هم|الذي|التي|صمم|يملك|اسس|يقود|ينتج|يصنع)\b"),
    _rule("place", rf"{_FIRST}where\b|{_FIRST}(?:what|which) (city|country|state|town|continent|island)\b"),
    _rule("place", r"\bاين\b|\bاي (مدينة|بلد|دولة)\b"),
    _rule("definition", r"\bmeaning\b|\bdefin(?:e|ition)\b"),
    _rule("definition", r"\bمعني\b|\bالمقصود\b|\bتعريف\b|^\W*ما (?:هو|هي) \S+(?: \S+)?\W*$"),
    _rule("definition", r"^\W*(?:what is|what's|what are)(?: an?)? ([^\s?]+(?: [^\s?]+)?)\W*$"),
    _rule("way", rf"{_FIRST}how\b|\bكيف\b"),
    _rule("list", r"^\W*(?:list|name)\b|\b(?:types|kinds|examples) of\b|\bاذكر\b"),
    _rule("list", rf"{_FIRST}what (?:are|were) (?:the |some )?{_NP}"),
    _rule("thing", rf"{_FIRST}(?:which|what) (?:(?:is|was) (?:the |an? )?)?{_NP}"),
    _rule("thing", r"\b(?:اي|اية) (\S+)|^\W*ما (?:هو |هي )?(\S+)"),
)  # fmt: skip
"""The first that fits decides; the first group that took part names what is asked for."""
