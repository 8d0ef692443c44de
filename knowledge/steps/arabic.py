"""The rules by which an Arabic question is taken apart; `steps` decides what becomes of the parts."""

import re
from collections.abc import Iterator

from knowledge.steps.comparisons import named
from knowledge.words import terms

# "And" is a letter before the next word, and many words begin with that letter themselves.
_OWN_WAW = (
    r"(?!قود|زن|قت|كال|زار|صول|صل|احد|حد|ضع|ثيق|جه|سط|سائل|فق|فا|قع|رش|رق|يست|يز|اشنطن|جود|ظيف|سيل|اسع|جب|لاي|رد)"
)
_AND = rf" و{_OWN_WAW}(?:بين )?"
# "In which", "since when", "at what".
_PREPOSED = r"(?:(?:في|على|إلى|الى|من|منذ|عند|بعد|قبل|حتى) (?=أي |أية |متى |كم |ماذا )|[بل](?=كم |أي |أية |ماذا ))"
_ASKING = re.compile(
    _PREPOSED + r"?(?:ما|ماذا|من|متى|كيف|لماذا|أين|اين|هل|كم|أي|أية|أيهما|ايهما|اشرح|قارن|عرف|أخبرني) "
)
_NEXT = re.compile(
    rf"[،,؛]? و(?={_PREPOSED}?(?:متى|كيف|لماذا|ماذا|أين|اين|هل|كم|أي|أية|ما) \S)"
    r"|[،,؛]? و(?=من (?:هو|هي|هم|الذي|ي\S+)(?!\S))"
)
_WHO = re.compile(r"[،,؛]? و(?=من \S)")
_SENTENCE = re.compile(r"[؟?!]+\s*")
_ASPECT = re.compile(r"(?P<side>.+?)[،,]? (?:من حيث|من ناحية|بالنسبة إلى) (?P<how>.+)")
_COMPARED = [
    re.compile(pattern)
    for pattern in (
        rf".*(?:الفرق|الفروق|الاختلاف|فرق|الفارق) (?:في (?P<how>\S+) )?بين (?P<one>.+?){_AND}(?P<other>.+)",
        rf".*(?:قارن|قارني|مقارنة|المقارنة)(?: لي)?(?: بين)? (?P<one>.+?)(?:{_AND}| مع | ب(?=ال|[A-Z0-9]))"
        "(?P<other>.+)",
        r".*(?:يختلف|تختلف|يفترق) (?P<one>.+?) عن (?P<other>.+)",
        r".*[أا]يهما (?P<how>[^،,:]+)[،,:] ?(?P<one>.+?)[،,]? (?:أم|ام|أو|او) (?P<other>.+)",
        r".*[أا]يهما (?P<how>\S+) (?P<one>.+?)[،,]? (?:أم|ام|أو|او) (?P<other>.+)",
        r"هل (?P<one>.+?) (?P<how>أ(?:طول|قصر|كبر|صغر|سرع|بطأ|ثقل|خف|بعد|على|رخص|غلى|حدث|قدم|هدأ|أمن)) من "
        r"(?P<other>.+)",
    )
]
_NOUNS = {"أطول": "طول", "أقصر": "طول", "أكبر": "حجم", "أصغر": "حجم", "أسرع": "سرعة", "أبطأ": "سرعة", "أثقل": "وزن"}
_NOUNS |= {"أخف": "وزن", "أعلى": "ارتفاع", "أرخص": "سعر", "أغلى": "سعر", "أحدث": "عمر", "أقدم": "عمر", "أبعد": "مدى"}
_BOTH = re.compile(rf"(?P<lead>.*)\bكل(?:ا|ي)? من (?P<one>.+?){_AND}(?P<other>.+)")
_MEANING = re.compile(r"(?P<lead>(?:ما (?:معنى|هو|هي|المقصود ب)|ماذا (?:تعني|يعني)|عرف|اشرح) ?)(?P<items>[A-Z].*)")
_LIST = re.compile(r"[،,]? و(?=[A-Z0-9])|[،,] ")
_CODES = re.compile(r"[A-Z][\w-]*(?: [A-Z0-9][\w-]*){0,3}$")
_EVENT = re.compile(
    r"(?P<asked>.+?) (?:قبل|بعد|منذ) "
    r"(?P<event>(?:حادث|حوادث|حادثة|حادثتي|حادثي|كارثة|سقوط|تحطم|إيقاف|تصادم|اصطدام|اندماج)\S* .+)"
)
# A suffix that stands for what was said before ("its roof"), or "this rule".
_LEANS = re.compile(r" (?:\w{3,}(?:ها|هما|هم|ته)|(?:هذه|هذا|تلك|ذلك) ال\w+|(?:في|ل|ب|من|عن|علي)(?:ها|ه|هم))(?!\S)")
_PAIR = re.compile(
    r"(?P<lead>.*\S )(?P<one>[A-Z]?\w*\d[\w-]*(?: [A-Z0-9][\w-]*)?) و(?P<other>[A-Z]?\w*\d[\w-]*(?: [A-Z0-9][\w-]*)?)"
)
_PROPERTY = re.compile(r"^(?!ال)\S+ (?=\S+ \S)")
_VAGUE = "تغير حدث جرى قال تقول حصل وقع"
"""Words that do not say what a question is about."""
_OPENING = re.compile(
    r"^(?:(?:في|على|إلى|من|منذ) (?:أي|أية) \S+|منذ متى|ما (?:هو|هي|معنى)|ما|ماذا (?:تعني|يعني)|من (?:هو|هي)|من|متى"
    r"|كيف|لماذا|كم|هل|أين|اشرح|عرف) "
)


def parts(text: str) -> list[str]:
    """The questions that an Arabic one is made of, or the text itself if it is one."""
    return [part for clause in _clauses(text) for part in _cut(clause)]


def _cut(clause: str) -> list[str]:
    rules = (_comparison, _both, _meanings, _pair, _event)
    return next((found for rule in rules if (found := rule(clause))), [clause])


def _clauses(text: str) -> list[str]:
    sentences = [part.strip(" .،") for part in _SENTENCE.split(text)]
    asking = [part.removeprefix("و") for part in sentences if _ASKING.match(part.removeprefix("و"))]
    clauses = [clause for part in asking or [text.strip(" ؟?!.")] for clause in _pieces(part)]
    return [clauses[0], *(_standing(clause, clauses[0]) for clause in clauses[1:])]


def _pieces(sentence: str) -> Iterator[str]:
    at = 0
    # "ومن" is "and from" as often as "and who": it asks again where the sentence began with "who".
    marks = [*_NEXT.finditer(sentence), *(_WHO.finditer(sentence) if sentence.startswith("من ") else ())]
    for mark in sorted(marks, key=lambda mark: mark.start()):
        left, right = sentence[at : mark.start()], sentence[mark.end() :]
        if mark.start() > at and _ASKING.match(left) and _about(left) and terms(right, "ar"):
            yield left
            at = mark.end()
    yield sentence[at:]


def _about(clause: str) -> set[str]:
    return set(terms(clause, "ar")) - set(terms(_VAGUE, "ar"))


def _standing(clause: str, first: str) -> str:
    """A clause that only says what happened or bears a suffix pronoun, with the subject of the first one."""
    leans = (len(terms(clause, "ar")) < 3 or _LEANS.search(clause)) and not named(clause.split())[1]
    return f"{clause} {_subject(first)}" if leans else clause


def _subject(clause: str) -> str:
    rest = _OPENING.sub("", clause, count=1)
    name = " ".join(named(rest.split())[1])
    if any(map(str.isalpha, name)) or any(map(str.isdigit, name)) and len(rest.split()) < 4:
        return name
    # "What is the cost of the terminal and its capacity" goes on with the terminal.
    return _PROPERTY.sub("", rest, count=1) if clause.startswith(("ما ", "كم ")) and rest != clause else rest


def _comparison(clause: str) -> list[str]:
    found = next(filter(None, (pattern.fullmatch(clause) for pattern in _COMPARED)), None)
    if found is None:
        return []
    other, how = found["other"], found.groupdict().get("how") or ""
    if aspect := _ASPECT.fullmatch(other):
        other, how = aspect["side"], aspect["how"]
    first, *more = how.split() or [""]
    # "the farther range" names what is compared, "the longer" does not.
    how = " ".join(more) if more and first in _NOUNS else " ".join([_NOUNS.get(first, first), *more])
    return [f"{how} {side.strip()}".strip() for side in (found["one"], other)]


def _both(clause: str) -> list[str]:
    found = _BOTH.fullmatch(clause)
    return [f"{found['lead']}{found[side]}" for side in ("one", "other")] if found else []


def _meanings(clause: str) -> list[str]:
    found = _MEANING.fullmatch(clause)
    items = _LIST.split(found["items"]) if found else []
    together = found and len(items) > 1 and all(map(_CODES.match, items))
    return [f"{found['lead']}{item}" for item in items] if found and together else []


def _pair(clause: str) -> list[str]:
    """Two numbered names at the end: "ما طول A380 و787-10"."""
    found = _PAIR.fullmatch(clause)
    # "بين" joins its two: "the distance between".
    return [f"{found['lead']}{found[side]}" for side in ("one", "other")] if found and "بين" not in clause else []


def _event(clause: str) -> list[str]:
    found = _EVENT.fullmatch(clause)
    return [clause, found["event"]] if found and _about(found["asked"]) else []
