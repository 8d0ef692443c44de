"""Questions that only a live source answers: a live thing, and a certain case of it now."""

from collections.abc import Callable
from typing import Literal

from assistant.refusals.wording import GENERAL, MOMENT, NOW, PAST, PLACES, RIGHTS, SUPPOSED, Asked, words

Subject = Literal["weather", "notices", "flight", "fare", "place", "price"]
"""What is asked for, which decides where the reader is sent."""

_REPORT = words("metars?|tafs?|speci|atis|d-atis|sigmets?|wx|vis|rvr|qnh", "ميتار|تاف")
_WEATHER = words(
    "weather|forecast|winds?|windy|crosswind|temperature|visibility|fog|foggy|rain|raining|snow|snowing|storms?"
    "|stormy|thunderstorms?|sandstorms?|dust|hot|cloud|cloudy|clear skies|turbulence",
    "الطقس|طقس|الجو|الرياح|رياح|الحرارة|حرارة|الرؤية|ضباب|مطر|أمطار|تمطر|غبار|عاصفة|عواصف|حالة الجو"
    "|الأحوال الجوية|مطبات",
)
_SKY = words("weather|forecast", "الطقس|طقس|حالة الجو|الأحوال الجوية")
_PLAIN_WEATHER = words(
    "(?:what's|whats|what is|wats|how's|hows|how is) the (?:weather|wx|wind|temperature|visibility)(?: like"
    "| doing)? (?:at|in|over|for|around)|will it (?:rain|snow|be (?:foggy|windy|hot|stormy))|is it (?:raining"
    "|snowing|foggy|windy|hot)",
    "(?:ما|ايش|شو|كيف|شلون|وش) (?:هو |هي )?(?:حالة )?(?:الطقس|الجو|حال الجو|الأحوال الجوية)",
)
_NOTICES = words(
    "notams?|snowtams?|airmets?",
    "نوتام|إشعارات الطيارين|إشعار الطيارين|إشعارات الطيران",
)
_IN_FORCE = words(
    "in force|active|valid|any|latest|current|list|show|give|get|pull|check|fetch",
    "سارية|ساري|السارية|فعالة|هل توجد|هل هناك|في أي|أعطني|اعرض|هات",
)

_STATUS = words(
    "on ?time|on schedule|delay\\w*|late|early|land(?:ed|s|ing)?|depart(?:s|ed|ing|ure)?|left|leav(?:e|es|ing)"
    "|take[ns]? off|taken off|cancell?ed|diverted|arriv(?:e|es|ed|ing|al)|boarding|gate|terminal|belt|carousel"
    "|check(?:ed)?[- ]in|status|eta|etd|ata|atd|where is|where's|track|stand|parked|airborne|in the air"
    "|flying over|position|counter|std|sta",
    "متأخرة|متاخر|تأخير|تصل|تقلع|تغادر|ملغاة|ملغية|[وت]?(?:صلت|هبطت|أقلعت|غادرت|طلعت|نزلت) (?:ولا|أو|أم|لسه"
    "|بعد)|(?:هل|لسه|خلاص) (?:\\w+ )?(?:وصلت|هبطت|أقلعت|غادرت|ألغيت|تأخرت|طلعت|نزلت|تحولت)|موعد|موعدها"
    "|في موعدها|بوابة|الصالة|صالة|حالة|أين|اين|وين|فين|تتبع|وصول|باقي|السير|توصل|في الجو|الكاونتر",
)
_MINE = words(
    "(?:my|our|her|his|the wife's|mum's|their) (?:flight|plane|connection|pax|inbound|outbound)",
    "رحلتي|رحلتنا|طيارتي|طائرتي",
)
_FARE = words(
    "fares?|tickets?|price of|prices|how much|cheap|cheaper|cheapest|cost|costs|lowest|deals?|business class"
    "|economy|return trip",
    "سعر|أسعار|تذكرة|تذاكر|تكلفة|كلفة|أرخص|ارخص|بكم|كم تكلف|كم ثمن|ثمن|عروض",
)
_TRAVEL = words(
    "by air|(?:get|go|going|way) (?:from|to)|tickets?|fares?|flights?|fly|flying|seat|seats|one[- ]way|return"
    "|round[- ]trip|business class|economy",
    "تذكرة|تذاكر|رحلة|رحلات|طيران|مقعد|حجز|السفر|أسافر|نسافر|سفر|الطيران",
)
_BOOK = words(
    "(?:book|reserve|buy|purchase|find|search|look for|get|rebook|upgrade) (?:me |us |a |an |the |my |our |two "
    "|some )*(?:cheap |cheapest |best |direct |next |last |earliest |early |late )*(?:seats?|flights?|tickets?"
    "|fares?|booking|hotel|rental car|upgrade)(?= (?:to|from|on|for|in|with|next|tomorrow|now|please|by|under"
    "|out|home)\\b| ?[?.!]*$)|check me in|(?:where is|track|find) my (?:bag|luggage|suitcase|baggage)"
    "|cancel my (?:booking|ticket|flight)|change my (?:seat|booking|ticket)|track (?:my )?(?:bag|luggage"
    "|baggage)",
    "(?:احجز|أحجز|احجزي|احجزلي|اشتر|ابحث لي عن|ابحث عن|دور لي|جد لي|أريد حجز|ابغى حجز|ابي احجز) (?:لي "
    "|لنا )?(?:أرخص )?(?:مقعد\\w*|تذكرة|رحلة|تذاكر|فندق)|(?:أين|وين|فين) (?:\\w+ )?(?:حقيبتي|شنطتي|أمتعتي|عفشي)"
    "|ألغ حجزي|غير مقعدي",
)
_SEATS = words(
    "seats? (?:left|free|available|open|remaining)|(?:any|free|available|empty|open) seats?|sold out"
    "|fully booked|full flight|seat availability|how many (?:pax|passengers|people) (?:are |is )?(?:booked"
    "|on board)",
    "مقاعد|مقعد|أماكن|شاغر|شاغرة|محجوزة",
)

_QUEUE = words(
    "queues?|lines?|wait(?:ing)?(?: times?)?|how busy|crowded|busy|open|closed|shut|closures?|operating|running"
    "|traffic|strikes?|disruptions?|congest(?:ed|ion)|slots?|runway in use|active runway",
    "طابور|انتظار|زحمة|ازدحام|مزدحم|مفتوح|مغلق|مفتوحة|مغلقة|يعمل|المدرج المستخدم|طوابير",
)
_AS_IT_STANDS = words(
    "(?:runways?|approach) in use|active runways?|landing runways?|(?:wait(?:ing)?|queu(?:e|ing)|delay) times?"
    "|any (?:\\w+ )?(?:delays|closures|cancellations|disruptions?|strikes?)",
    "المدرج المستخدم|وقت الانتظار|مدة الانتظار",
)
"""What an airport has only at a moment, said or not."""
_FLIGHTS = words("flights|planes|aircraft|airplanes|departures|arrivals", "الرحلات|رحلات|طائرات")
_THE_FLIGHT = words("the .{0,60}flight|when .{0,40}(?:flight|plane)", "رحلة")
_FACILITY = words(
    "airport|airspace|security|immigration|passport control|customs|runways?|terminal|check-in|gates?|atc|lounge",
    "مطار|المجال الجوي|التفتيش|الجوازات|مدرج|صالة|الجمارك|البوابة",
)
_MARKET = words(
    "(?:share|stock) prices?|shares? (?:trading|at|worth)|(?:stock|shares?) (?:trading|worth|quote|value)"
    "|exchange rates?|market cap",
    "سعر سهم|سعر أسهم|سعر الصرف|سعر صرف",
)
_FUEL = words(
    "(?:price|cost) of (?:jet )?(?:fuel|oil|kerosene|crude|saf|jet a-?1)|(?:jet )?(?:fuel|oil|brent|crude"
    "|kerosene|jet a-?1|saf) (?:price|cost|costs|trading)|fuel cost|barrel",
    "سعر (?:وقود|برميل|النفط|الكيروسين|لتر|الوقود)|أسعار (?:الوقود|النفط|وقود)|برميل",
)


def live_subject(asked: Asked) -> Subject | None:
    """What a question wants to know as it stands now, if it does.

    >>> live_subject(Asked("is ek202 on time?", ("flight",))), live_subject(Asked("how do i read a metar?", ("term",)))
    ('flight', None)
    """
    for subject, rule in _RULES:
        if rule(asked):
            return subject
    return None


_LOOKED_BACK = words(
    "who|what happened|caused?|cause of|wreckage|debris|recorders?|black box|accident|crash\\w*|lost"
    "|which (?:airline|captain|aircraft|engine|country)",
    "التي|سبب|أسباب|حطام|الصندوق الأسود|ضحايا|قتل|قائد|حادث|تحطم",
)
"""What asks for the story of a flight."""
_SEASON = words(
    "in (?:the )?(?:winter|summer|spring|autumn|fall|monsoon|general|january|february|march|april|may|june|july"
    "|august|september|october|november|december)|usually|typically|normally|climate|average|often|if|when",
    "شتاء|الشتاء|الصيف|صيفا|الربيع|الخريف|عادة|مناخ|متوسط|غالبا|إذا|عندما",
)

_CHANGING = (_REPORT, _WEATHER, _NOTICES, _MINE, _FLIGHTS, _FARE, _SEATS, _QUEUE, _FACILITY, _MARKET, _FUEL)
"""What is another by the hour, of which "now" may be meant so."""


def may_be_live(asked: Asked) -> bool:
    """Whether the words allow that a question is one of now, though no rule says that it is."""
    if _is_past(asked) or any(asked.says(sign) for sign in (GENERAL, RIGHTS, SUPPOSED, _SEASON, _LOOKED_BACK)):
        return False
    if asked.names("flight", "registration") or (asked.names(*PLACES) and asked.says(NOW)):
        return True
    # "What is the ARJ21 called now?" asks for what is so these years.
    return asked.says(MOMENT) and any(asked.says(thing) for thing in _CHANGING)


def _weather(asked: Asked) -> bool:
    report = asked.says(_REPORT)
    if not (report or asked.says(_WEATHER)) or asked.says(GENERAL) or asked.says(_SEASON) or _is_past(asked):
        return False
    if asked.says(_PLAIN_WEATHER) or (report and asked.names("airport")):
        return True
    return asked.says(NOW) and (report or asked.says(_SKY) or asked.names(*PLACES) > 0)


def _notices(asked: Asked) -> bool:
    if not asked.says(_NOTICES) or asked.says(GENERAL) or _is_past(asked):
        return False
    place, now = asked.names(*PLACES) > 0, asked.says(NOW)
    return asked.names("airport") > 0 or (place and now) or (asked.says(_IN_FORCE) and (place or now))


def _flight(asked: Asked) -> bool:
    told = asked.says(_LOOKED_BACK) and not asked.says(MOMENT)
    if told or _is_past(asked) or asked.says(RIGHTS) or asked.says(SUPPOSED):
        return False
    if asked.names("flight", "registration") and asked.says(MOMENT):
        return True
    return asked.says(_STATUS) and _is_one_flight(asked)


def _is_one_flight(asked: Asked) -> bool:
    """Whether flights are certain ones: by number, as the asker's, by both ends, or those of the moment."""
    if asked.names("flight", "registration") or asked.says(_MINE):
        return True
    if asked.says(_FLIGHTS, MOMENT) and not asked.says(GENERAL):
        return True
    return asked.names(*PLACES) > 1 and asked.says(_THE_FLIGHT)


def _fare(asked: Asked) -> bool:
    if asked.says(_BOOK):
        return True
    if asked.says(GENERAL) or _is_past(asked) or asked.says(RIGHTS):
        return False
    certain = asked.names(*PLACES) > 1 or asked.says(NOW) or asked.names("flight") > 0
    return certain and (asked.says(_SEATS) or asked.says(_TRAVEL, _FARE))


def _place(asked: Asked) -> bool:
    facility = asked.says(_FACILITY) or asked.names("airport") > 0
    if asked.names(*PLACES) and asked.says(_AS_IT_STANDS):
        return True
    return facility and asked.says(MOMENT, _QUEUE) and not asked.says(GENERAL) and not asked.says(PAST)


def _price(asked: Asked) -> bool:
    if asked.says(GENERAL) or asked.says(PAST):
        return False
    return asked.says(_MARKET) or asked.says(_FUEL, MOMENT)


def _is_past(asked: Asked) -> bool:
    return asked.says(PAST) and not asked.says(NOW)


_RULES: tuple[tuple[Subject, Callable[[Asked], bool]], ...] = (
    ("flight", _flight),
    ("fare", _fare),
    ("weather", _weather),
    ("notices", _notices),
    ("place", _place),
    ("price", _price),
)
