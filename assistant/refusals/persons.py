"""Verdicts on persons: whether somebody is fit to fly, and how a lawsuit would end."""

from assistant.refusals.verdicts import GO_AHEAD, LEAVE, RULES_ASKED, WE
from assistant.refusals.wording import NOW, Asked, words

_PERSON = words(
    "i|i'm|im|me|my|our|his|her|the (?:captain|pilot|first officer|fo|co-?pilot) (?:has|is|took|takes|feels"
    "|had)|colleague|friend|husband|wife|son|daughter|brother|father|mother|student|trainee|co-?pilot",
    "أنا|زميلي|زميلتي|صديقي|زوجي|زوجتي|ابني|أخي|أبي|قائدنا|طيارنا|مساعدي|عندي|معي|لي|[أ]طير|طالبي",
)
_MEDICAL = words(
    "fit to fly|fit for (?:duty|flying|flight|work)|medically (?:fit|unfit)|(?:my|his|her) (?:medical|ame|heart"
    "|blood pressure)|pass (?:my|his|her|the|a) (?:class \\d )?medical|lose my medical|a cold|flu|fever"
    "|hangover|hung ?over|drunk|beers?|glass(?:es)? of wine|drinks?|alcohol|medication|medicine|pills?"
    "|antibiotics?|antidepressants?|insulin|class [123]|surgery|stroke|heart attack|diabetes|diabetic"
    "|epilep\\w*|faint\\w*|dizzy|chest pain|seizure|pregnant|migraine|ear infection|blocked (?:ear|nose"
    "|sinus)\\w*|colou?r[- ]blind|covid|concussion|kidney stone|adhd|depressed|depression|slept|sleep|tired"
    "|fatigued?|sick|ill",
    "لائق|لائقة|لياقة|لياقتي|طبيا|طبي|الكشف الطبي|شهادتي الطبية|زكام|نزلة برد|برد|حمى|إنفلونزا|دواء|أدوية|حبوب"
    "|مضاد حيوي|عملية|جلطة|سكتة|السكري|سكري|صرع|حامل|صداع|ضغط الدم|مريض|مصاب|تعبان|سكران|كحول|اكتئاب",
)
_DUTY = words(
    "fly|flying|flights?|solo|duty|operate|report for|medical|work|roster|sim|licen[cs]e",
    "[أيت]طير|طيران|رحلة|أقود|الخدمة|العمل|طيار",
)
LUGGAGE = words(
    "passport|visas?|id|ticket|leg|arm|baby|child|pets?|bring|carry|pack|baggage|luggage|bags?|suitcase"
    "|on board|on the plane|in the cabin|liquids?",
    "حمل|أحمل|أحضر|حقيبة|حقيبتي|المقصورة|أمتعة|السوائل|على متن",
)
_COURT = words(
    "sue|lawsuit|(?:have|got) a (?:case|claim)|win (?:in court|(?:my|the|this) (?:\\w+ )?case)|take (?:them|him"
    "|her|it|the airline|\\w+) to court|my (?:lawyer|case|lawsuit|solicitor)|be (?:sued|liable|prosecuted|fined"
    "|jailed)|press charges|my liability|legal advice",
    "أقاضي|أرفع دعوى|رفع دعوى|أرفع قضية|قضيتي|محامي|سأكسب القضية|أكسب القضية|أشتكي|هل أحاكم|أسجن|استشارة قانونية",
)


def is_medical(asked: Asked) -> bool:
    """Whether a question asks if a certain person is fit to fly."""
    rules = asked.says(RULES_ASKED) and not asked.says(NOW)
    person = asked.says(_PERSON) or asked.says(WE)
    verdict = asked.says(LEAVE) or asked.says(GO_AHEAD)
    return verdict and asked.says(_MEDICAL, _DUTY) and person and not asked.says(LUGGAGE) and not rules


def is_of_court(asked: Asked) -> bool:
    """Whether it asks for advice on the asker's own lawsuit."""
    return asked.says(_COURT, WE)
