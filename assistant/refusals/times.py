"""Questions about events that are later than the newest article."""

import re
from datetime import date, timedelta

from assistant.refusals.wording import Asked, words
from knowledge.freshness import AGEING
from knowledge.periods import find_periods

_STALE = timedelta(days=AGEING["now"].half_life)
"""How old the newest article may be for it to count as news."""

_YEAR = re.compile(r"(?<![\w/.-])20\d\d(?![\w/-]|[.,]\d)")
_PAST = words(
    "did|was|were|had|happened|won|went|came|fell|rose|became|took|got|flew|broke|beat|grew|saw|began|spoke|said",
    "حدث|حدثت|وقع|وقعت|كان|كانت|حصل|حصلت|صار|أعلن|أعلنت|سلم|سلمت|سجل|سجلت|فاز|فازت|بلغ|بلغت|تحطمت|سقطت|نقل|نقلت"
    "|رأس|ترأس|انضم|انضمت|أصدر|أصدرت|طلب|طلبت|أفلست|قال|قالت|ربح|ربحت|خسر|خسرت|وصل|جرى|تم|مر|اشترى|اشترت|افتتح"
    "|أطلق|أطلقت|وقعوا|قرر|قررت|توفي|نشر|نشرت",
)
_TOLD = words(
    "list|name|show|summari[sz]e|made|lost|left|sold|bought|paid|struck|(?!named|called|used|based|speed|need|feed|seed|shed)\\w{3,}ed",
    "الذي|التي|الذين|اذكر|عدد|لخص|اعرض",
)
_NEWS = words(
    "news|headlines?|latest|developments?|updates?|events?|accidents?|incidents?|crash(?:es)?|happen(?:ed|ing"
    "|s)?|occurred|announced|going on|new in",
    "حدث|حصل|وقع|أعلن|أعلنت|أخبار|خبر|مستجدات|تطورات|أحدث|آخر|حوادث|أحداث|جديد",
)
_COUNT = words(
    "how many|how much|numbers?|figures?|results?|profits?|loss(?:es)?|revenues?|deliver(?:y|ies)|traffic"
    "|orders?|net|winners?|accidents?|crash(?:es)?|incidents?|stats|statistics|total",
    "كم|عدد|أرقام|نتائج|أرباح|خسائر|إيرادات|طلبيات|الطلبيات|تسليمات|حركة|حوادث|حادث|إحصاءات",
)
_PLAN = words(
    "will|shall|plan(?:s|ned|ning)?|expect(?:s|ed)?|targets?|goals?|aims?|forecasts?|predict(?:s|ed|ion)?"
    "|project(?:s|ed|ions?)|schedul(?:e|ed)|due|must|required?|requires|mandat\\w+|oblig\\w+|quota|shares?"
    "|from 20\\d\\d|by 20\\d\\d|by the end|until|enters?|entering|going to|future|deadlines?|apply|applies"
    "|effective|strategy|vision|roadmap|want|wants|ambition|should|could|would|limit|intended|hope|supposed",
    "س[أنتي]\\w{3,}|سوف|هدف|أهداف|تستهدف|يستهدف|مستهدف|المستهدف|خطة|خطط|مخطط|متوقع|المتوقع|يتوقع|تتوقع|توقعات"
    "|المقرر|مقرر|المطلوب|المطلوبة|بحلول|حتى عام|رؤية|استراتيجية|يجب|تلزم|يلزم|ملزم|نسبة|حصة|تعتزم|مستقبل|موعد",
)


def is_outdated(question: str, asked: Asked, today: date, newest: date) -> bool:
    """Whether a question asks for something that happened after the newest article.

    What is planned for a later time may well stand in an article, so it is looked up.

    >>> ask = lambda text: is_outdated(text, Asked.of(text), date(2027, 5, 1), date(2026, 11, 23))
    >>> [ask(text) for text in ("What happened in March 2027?", "What will fly in 2030?", "Any news this week?")]
    [True, False, True]
    """
    if _names_a_later_time(question, newest):
        told = any(asked.says(sign) for sign in (_TOLD, _COUNT, _NEWS))
        return asked.says(_PAST) or (told and not asked.says(_PLAN))
    recent = any(
        period.relative and period.since is not None and period.since > newest + _STALE
        for period in find_periods(question, today)
    )
    return recent and asked.says(_NEWS)


def _names_a_later_time(question: str, newest: date) -> bool:
    # Read from a far day, because periods never reach beyond the day of asking.
    far = date(newest.year + 100, 12, 31)
    later = any(
        not period.relative and period.since is not None and period.since > newest
        for period in find_periods(question, far)
    )
    return later or any(int(year) > newest.year for year in _YEAR.findall(question))
