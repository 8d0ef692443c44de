"""Questions that ask for a verdict on one certain flight, aircraft, repair, person or lawsuit: never decided here.

A rule ("How long may an item be deferred?") can be looked up. A verdict is asked for where somebody wants leave for
an act, and the case is a certain one: our aircraft, a registration, this fault, tonight.
"""

from collections.abc import Callable
from typing import Literal

from assistant.refusals.persons import LUGGAGE, is_medical, is_of_court
from assistant.refusals.verdicts import GO_AHEAD, LEAVE, RULES_ASKED, WE
from assistant.refusals.wording import NOW, PAST, RIGHTS, Asked, words

Decider = Literal["flight", "maintenance", "medical", "court"]
"""Whose decision is asked for."""

_CREW = words("we(?:'\\w+)?|our", "يمكننا|لنا|نستطيع|نقدر|علينا")
_OURS = words(
    "(?:my|our|this|that) (?:\\S+ )?(?:aircraft|airplane|aeroplane|plane|jet|engine|ship|a?3[0-8]\\d|7\\d7"
    "|helicopter|cessna|atr|e\\d\\d\\d|cfm56|flight|bird|apu|gear|tyre|tire|brake|repair|part|component)"
    "|tail (?:number|no)",
    "طائرتي|طائرتنا|طيارتنا|طيارتي|هذه الطائرة|هذه الطيارة|هذا المحرك|محركنا|هذه القطعة|هذا الجزء|هذه الرحلة"
    "|هذا الإصلاح|رحلتنا",
)
_THIS = words(
    "this|these|that|my|our|the (?:aircraft|plane|airplane|jet|repair|part|left|right|aft|forward|number|no"
    "|second|nose|main)",
    "هذا|هذه|هذي|رخصتي|الأيسر|الأيمن",
)
_FAULT = words(
    "(?<!a )(?<!an )(?:inop|inoperative|u/s|unserviceable|broken|fail(?:s|ed)|failure|crack(?:s|ed)?|leak(?:s"
    "|ing|ed)?|dent(?:s|ed)?|damaged?|expired|overdue|stuck|missing|worn|popped|tripped|dead|locked out"
    "|not working|cuts?|nicks?|bent|torn|burnt|gone|\\d+ ?(?:mm|kts?|knots|psi|kg|kilos)|(?:hard|heavy"
    "|overweight) landing|(?:bird ?|lightning |tail ?)strike|low on fuel|below (?:minimum|minima|minimums"
    "|limits?|legal)|less than|without (?:the|an?|any)|instead of|short of|over ?(?:weight|limits?)"
    "|out of (?:date|limits?|duty|balance|trim)|exceed(?:s|ed|ing)?|over (?:my|the|our) (?:duty|limit)"
    "|light (?:is |came )?on|ran out|lapsed|caution|vibration|smell|smoke|no (?:apu|radar|anti-?ice)"
    "|(?:deferred )?(?:items?|defects?)|(?:past|over|beyond) (?:the )?limits?|hours on duty"
    "|just (?:closed|failed|tripped|quit))",
    "معطل|معطلة|عطل|أعطال|خلل|شرخ|شروخ|تسرب|تسريب|كسر|مكسور|تلف|تالف|منتهي|منتهية|قليل|قليلة|ناقص|أقل من|من دون"
    "|بدون|هبوط عنيف|اصطدام طير|تحذير|إنذار|فوق الحد|دخان|رائحة|اهتزاز|خربان|ضربة طير|متعب|تعبان|خربانة|مؤجلة"
    "|نسيت",
)
"""What is wrong with a certain one; "a dead APU" is any."""
_ACT = words(
    "dispatch(?:ed|ing)?|take ?-?off(?! (?:my|your|our|the|his|her) )|depart|land|divert|continue|press on"
    "|carry on|sign(?: off)?|certify|releas\\w+|cancel|cancelling|delay the|defer|deferred|dispatchable|approve"
    "|authori[sz]e|hold|(?:do|fly|operate) (?:one|another|an?) (?:more|extra)|mel (?:it|this|that|an?|the)"
    "|ferry|operate|go around|descend|climb|return to (?:the )?(?:stand|gate|base|service)|turn back|push ?back"
    "|launch|line up|start (?:the )?(?:engine|apu|number|no)|shut ?down|skip|ignore|reset|pull the"
    "|accept(?:ed)? (?:the|this|that|it)|act as (?:captain|pilot|pic)|attempt|commit|proceed|get airborne"
    "|de-?ice|leave without|go without|go with|install|fit a|swap|rob|extend|offload|airworthy|serviceable"
    "|(?:stay|remain|back) (?:in|to) service|keep (?:it|them|going|flying|running)|safe to (?:dispatch|operate"
    "|depart|release|use)|fit for (?:flight|service|dispatch)|good to go|(?:good|legal) for|ok(?:ay)? to go"
    "|no-go|no go",
    "[أنتي]?قلع|إقلاع|[أن]?وقع|توقيع|[أن]ؤجل|تأجيل|أجل|[أن]حول|تحويل|[أن]واصل|مواصلة|[أن]كمل|[أن]هبط|هبوط"
    "|[أنت]رسل|إرسال|[أن]شغل|[أن]لغي|إلغاء|إطلاق|[أن]سمح|تشغيل|[أن]قبل|تركيب|[أن]رفض|[أن]?ستلام|[أن]ستلم"
    "|استبدال|[أن]تجاهل|تجاهل|[أن]ستمر|استمرار|[أن]طلع|[أن]رجع|[أن]رحل|ترحيل|[أن]?تخطى|تخطي|تجاوز|(?:صالحة|صالح"
    "|آمنة|جاهزة) لل(?:طيران|رحلة|سفر|خدمة|استخدام)|تبقى في الخدمة|تعود إلى الخدمة",
)
"""What crews, dispatchers and engineers do with an aircraft."""
_FLY = words("fly|flying|flown|go|going", "[أنتي]?طير|طيران|سفر|تسافر|استخدام")
"""What passengers do, too."""
_SOON = words("tonight|tomorrow|this (?:morning|afternoon|evening)", "غد|بكرة|الليلة")
_FIT = words(
    "(?:is|are) (?:this|these|that|my|our) .{0,50}(?:within (?:the )?limits|acceptable|serviceable|airworthy"
    "|good enough|still ok)",
    "هل (?:هذا|هذه) .{0,40}(?:مقبول|مقبولة|ضمن الحدود|سليم|سليمة|صالح|صالحة)",
)
"""What asks whether a thing at hand is good."""
_FIGURE = words("\\d+")
_AMOUNT = words("how \\w+", "كم")
_MAINTENANCE = words(
    "sign(?: off)?|release|certify|defer\\w*|mel (?:it|this|that|an?|the)|crack\\w*|leak\\w*|cut|torque|repair"
    "|borescope|part|install|fit a|swap|rob|inspection|check|airworth\\w*|hard landing|dent|return to service"
    "|stay in service|crs|task ?card",
    "[أن]وقع|توقيع|شرخ|تسرب|تسريب|تأجيل|[أن]ؤجل|صالحة|صالح|فحص|[أن]فحص|إصلاح|تركيب|قطعة|عزم|شهادة العودة",
)


_TAIL = words(
    "(?<=[.,;:!] )(?:[\\w'/-]+ ){0,5}?(?:sign|divert|continue|go|dispatch|dispatchable|release|depart|hold"
    "|accept|land|fly|launch)(?: [\\w'/-]+){0,4}(?= ?\\?+$)",
)
"""A situation told, and then no more than the act: "Generator failed, continue to destination?"."""


def decider(asked: Asked) -> Decider | None:
    """Who has to decide what is asked, where the question wants a verdict on a certain case.

    >>> decider(Asked("can i dispatch a6-eda with the left pack inop?", ("registration",)))
    'flight'
    >>> decider(Asked("who decides whether an aircraft may depart?"))
    """
    for who, rule in _DECIDERS:
        if rule(asked):
            return who
    return None


def may_be_decided(asked: Asked) -> Decider | None:
    """Whose decision a question may ask for, by what its words allow, though no rule says that it does."""
    if _is_of_the_rule(asked) or asked.says(LUGGAGE):
        return None
    if not _is_our_own(asked) and not (asked.says(WE) and (_is_certain(asked) or _is_of_figures(asked))):
        return None
    return "maintenance" if asked.says(_MAINTENANCE) else "flight"


def _is_of_the_rule(asked: Asked) -> bool:
    return asked.says(RULES_ASKED) or asked.says(RIGHTS) or (asked.says(PAST) and not asked.says(NOW))


def _maintenance(asked: Asked) -> bool:
    return asked.says(_MAINTENANCE) and _flight(asked)


def _flight(asked: Asked) -> bool:
    if _is_of_the_rule(asked):
        return False
    if asked.says(_TAIL, _ACT):
        return True
    if asked.says(GO_AHEAD) and (asked.says(_ACT) or asked.says(_FLY)):
        return asked.says(WE, _ACT) or asked.names("flight") > 0 or _is_certain(asked)
    return asked.says(_FIT) or (asked.says(LEAVE) and _is_for_a_certain_one(asked))


def _is_for_a_certain_one(asked: Asked) -> bool:
    """Whether the act asked about is one with a certain aircraft."""
    if asked.says(_ACT):
        return _is_our_own(asked) or (asked.says(WE) and _is_certain(asked))
    if asked.says(_FLY, _SOON):
        return True
    ours = _is_our_own(asked) or asked.says(_CREW) or asked.says(WE, NOW) or asked.says(WE, _THIS)
    return ours and asked.says(_FLY, _FAULT) and not asked.says(LUGGAGE)


def _is_our_own(asked: Asked) -> bool:
    """Whether an aircraft or a part is a certain one."""
    return asked.says(_OURS) or asked.names("registration") > 0


def _is_certain(asked: Asked) -> bool:
    """Whether the case is a certain one: our own, one with a fault, at hand, of this day."""
    return _is_our_own(asked) or asked.says(_FAULT) or asked.says(NOW) or asked.says(WE, _THIS)


def _is_of_figures(asked: Asked) -> bool:
    """Whether a case is told in figures ("we have 12 knots"); "how full" asks for one more and not for a verdict."""
    return asked.says(_FIGURE) and not asked.says(_AMOUNT)


_DECIDERS: tuple[tuple[Decider, Callable[[Asked], bool]], ...] = (
    ("court", is_of_court),
    ("medical", is_medical),
    ("maintenance", _maintenance),
    ("flight", _flight),
)
