"""Words that tell how a statement stands to another one, in English and Arabic, as `normalise` writes it."""

import re

_FLAGS = re.IGNORECASE
MARKS = ",;:،؛"
"""What ends a clause."""


def _words(english: str, arabic: str) -> re.Pattern[str]:
    arabic_forms = "|".join(arabic.split())
    return re.compile(rf"\b(?:{english})\b|(?<![\u0600-\u06ff])(?:[وف]?)(?:{arabic_forms})(?![\u0600-\u06ff])", _FLAGS)


REVISED = _words(
    r"now|currently|revised|corrected|updated|rais(?:ed|es)|lower(?:ed|s)|rose|risen|grown|grew|f(?:e|a)ll(?:s|en)?|"
    r"up from|down from|instead|no longer|has been moved|slipped|postponed|again|after all",
    "الان حاليا رفعت? خفضت? ارتفعت? انخفضت? تراجعت? عدلت? صححت? زادت? تاجلت? اصبحت? مجددا",
)
"""The text knows of an earlier state."""
CUMULATED = _words(
    r"now|total|in all|altogether|so far|to date|still|only|stands? at|order(?:s|ed)? to|backlog|"
    r"rais(?:ed|es)|cut|reduced|increased|revised|grown|lower(?:ed|s)|instead",
    "الان حاليا اجمالي مجموع رفعت? خفضت? ارتفعت? بلغت? اصبحت? عدلت? تراجعت? حتي",
)
"""The figure is the state of things after what happened, and not the size of one happening."""
INCIDENT = _words(
    r"accidents?|incidents?|crash(?:ed|es)?|collisions?|collided|hurt|injured|killed|died|evacuated|diverted|"
    r"divert|emergency|turned back|overran|overrun|struck",
    "حادث حوادث اصيب اصيبت قتل هبطت? اضطراريا اصطدام اصطدمت? اخلاء تحطمت?",
)
"""What happens more than once: months later it is another one."""
TRADED = _words(
    r"order(?:s|ed)?|buy|buys|bought|purchased?|leas(?:e|es|ed)|acquired?|deliver(?:ed|s)?|hir(?:e|ed|es)|sold|"
    r"received?|added",
    "طلبت? اشترت? استاجرت? تسلمت? باعت? عينت?",
)
"""Dealings, of which one more is no correction of the last."""
HISTORIC = re.compile(
    r"(?:\b(?:from|instead\s+of|rather\s+than|compared\s+(?:with|to)|up\s+on|down\s+on|against|after|following|"
    r"previously|earlier|originally|formerly|once|not)|(?<![\u0600-\u06ff])(?:بدلا?\s+من|مقارنة\s+(?:ب|مع)|مقابل|"
    r"بعد\s+ان\s+كانت?|وليس|كانت?))\s+(?:(?:the|an?|its|about|some|only|just)\s+)?$",
    _FLAGS,
)
"""Stands before what no longer holds."""
DENIED = re.compile(
    r"\b(?:not|never|\w+n['’]t)\b(?!\s+(?:only|just|yet))|(?<![\u0600-\u06ff])(?:لن|لم|ليس|لا)\s", _FLAGS
)
UNTIL = re.compile(r"\b(?:until|before|less|fewer|more|later|exceed)\b|(?:قبل|حتي|يقل|تقل|يتجاوز|تتجاوز)", _FLAGS)
"""Not on that day; but "not before May" is a day, and "no less than 30" a figure."""
FROM = re.compile(r"(?<![\u0600-\u06ff])من\s+$")
TO = re.compile(r"^[^.]{0,30}?(?<![\u0600-\u06ff])الي(?![\u0600-\u06ff])")
"""Arabic says "more than 30" with the word of "from 30 to 34"; only the second one names a past state."""
MORE = re.compile(r"\b(?:another|additional|extra|further)\s+$|(?<![\u0600-\u06ff])اضافي(?:ة|ا)?\s+$", _FLAGS)
MORE_AFTER = re.compile(
    r"^\s+(?:more|additional|extra|further)\b|^\s+[\u0600-\u06ff]+\s+(?:اخري|اضافية|اخر|اضافيا)(?![\u0600-\u06ff])",
    _FLAGS,
)
"""The figure is added to something."""
PART = re.compile(
    r"\b(?:of\s+(?:which|whom|them|these|those)|including|among\s+(?:them|which|these))\s+(?:\w+\s+)?$"
    r"|(?<![\u0600-\u06ff])(?:و?من\s+)?(?:منها|منهم|بينها|بينهم|بما\s+في\s+ذلك)\s+(?:نحو\s+)?$",
    _FLAGS,
)
PART_AFTER = re.compile(
    r"^(?:\s+\w+)?\s+of\s+(?:which|whom|them|these|those)\b|^(?:\s+\w+)?\s+(?:منها|منهم)(?!\w)", _FLAGS
)
"""The figure is a part of the one before."""
RATE = re.compile(
    r"^(?:\s+[^\W\d]+){0,3}?\s+(?:(?:an?|per|each|every)\s+(hour|day|week|month|year|flight|seat|passenger)\b"
    r"|(dail|week|month|year|annual)l?y\b"
    r"|(?:في|كل)\s+(?:ال)?(ساعة|يوم|اسبوع|شهر|عام|سنة)(?!\w)|(يومي|اسبوعي|شهري|سنوي)(?:ا|ة)(?!\w))",
    _FLAGS,
)
"""Behind a figure that is so much in a time, or for each of something."""
WEEKDAY = re.compile(
    r"\b(mon|tues|wednes|thurs|fri|satur|sun)day\b|(?<!\w)(?:ال)(احد|اثنين|ثلاثاء|اربعاء|خميس|جمعة|سبت)(?!\w)", _FLAGS
)
MOST = re.compile(
    r"(?:\b(?:up\s+to|at\s+most|(?:less|fewer|no\s+more)\s+than|under|below|maximum(?:\s+of)?)"
    r"|(?:ما\s+يصل\s+الي|لا\s+يتجاوز|لا\s+تتجاوز|اقل\s+من|حتي|بحد\s+اقصي))\s*$",
    _FLAGS,
)
LEAST = re.compile(
    r"(?:\b(?:at\s+least|(?<!no\s)(?:more|no\s+(?:less|fewer))\s+than|over|above|exceeding|minimum(?:\s+of)?)"
    r"|(?:اكثر\s+من|ما\s+لا\s+يقل\s+عن|لا\s+يقل\s+عن|يفوق|تفوق|علي\s+الاقل))\s*$",
    _FLAGS,
)
"""Stand before a figure that is a bound and not a value."""

_CONTRASTS = """
first|اول|اولي second|ثان third|ثالث fourth|رابع fifth|خامس
spring|ربيع summer|صيف autumn|خريف winter|شتاء night|ليل|ليلة half|نصف quarter|ربع month|شهر
domest|محل intern|دول
short long
record|قياس averag|متوسط peak|ذرو
cabin check
firm option
smaller|smallest|اصغر larger|largest|اكبر
arriv|وصول departur|مغادر
min|minimum max|maximum
north|northern|شمال south|southern|جنوب east|eastern|شرق west|western|غرب
freight|freighter|cargo|شحن passeng|راكب|ركاب
lower upper
""".strip()
CONTRASTS: dict[str, tuple[int, int]] = {
    word: (row, place)
    for row, line in enumerate(_CONTRASTS.splitlines())
    for place, words in enumerate(line.split())
    for word in words.split("|")
}
"""Stems that shut each other out: which list they stand in, and at which place of it."""
NARROWING = frozenset("half quarter record averag peak domest intern firm نصف ربع قياس متوسط ذرو محل دول".split())
"""Stems that make a statement about a part: where only one of two sentences has one, they are about two things."""
EARLIER = re.compile(
    r"\b(?:last|previous|prior)\s+(?:year|month|week|quarter|summer|winter)|\ba\s+year\s+(?:ago|earlier|before)|"
    r"\byear-?on-?year\b|(?<![\u0600-\u06ff])(?:العام|الشهر|الاسبوع|السنة)\s+(?:الماضي|السابق)",
    _FLAGS,
)
"""The sentence looks back."""
