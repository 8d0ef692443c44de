"""The language that an answer is asked for in."""

from assistant.follow_ups.patterns import LONGEST, pattern, spelt

_CODES = {"english": "en", "arabic": "ar", "الانجليزية": "en", "انجليزي": "en", "العربية": "ar", "عربي": "ar"}
_LANGUAGE = (
    r"(?:(?:please|now|and|answer|reply|say|repeat|explain|translate|it|that|this|the same|can you|could you)[\s,]+)*"
    r"(?:in|to|into)\s+(?P<en>english|arabic)(?:[\s,]+(?:please|now|too|as well|language))*"
    r"|(?:(?:و|من فضلك|لو سمحت|اجب|جاوب|اشرح|ترجم|اعد|قل|اكتب|هذا|ذلك|الجواب|الاجابة|ني|ها|ه|نفسه)\s*)*"
    r"(?:ب|الي\s+)(?:اللغة\s+)?(?P<ar>الانجليزية|انجليزي|العربية|عربي)(?:\s+(?:من فضلك|لو سمحت|ايضا|الان))*"
)
_ONLY = pattern(rf"\W*(?:{_LANGUAGE})\W*")
_LAST = pattern(
    r"(?:[?؟.!,،]\s*(?:please\s+)?(?:(?:answer|reply|explain)\s+)?|\s+(?:please\s+)?(?:answer|reply)\s+)"
    r"in\s+(?P<en>english|arabic)(?:[\s,]+please)?[\s.!?]*$"
    r"|[؟?.!,،]\s*(?:اجب\s+|من فضلك\s+)?ب(?:اللغة\s+)?(?P<ar>الانجليزية|العربية)(?:\s+من فضلك)?[\s.!؟]*$"
)


def language_asked(text: str) -> tuple[str, str | None]:
    """A question less the wish for a language of the answer, and that language.

    >>> language_asked("in Arabic please"), language_asked("What is SAF? In English, please")
    (('', 'ar'), ('What is SAF?', 'en'))
    >>> language_asked("How is NOTAM said in Arabic?")
    ('How is NOTAM said in Arabic?', None)
    """
    if len(text) > LONGEST:
        return text, None
    plain = spelt(text)
    found = _ONLY.fullmatch(plain) or _LAST.search(plain)
    if found is None:
        return text, None
    mark = found[0][:1] if found[0][:1] in ("?", "؟") else ""
    rest = text[: found.start()]
    return rest + mark if rest else "", _CODES[(found["en"] or found["ar"]).lower()]
