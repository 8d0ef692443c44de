"""Whether words are a refusal, for answers of systems that have no field for it. English and Arabic."""

import re
from functools import lru_cache

from assistant.refusals.wording import folded
from knowledge.arabic import normalise

_BEGINNING = 300
"""Characters in which a refusal says so; what comes later qualifies an answer."""

_ENGLISH = re.compile(
    r"\b(?:"
    r"i (?:do not|don't|can not|cannot|can't|could not|couldn't|am not able to|am unable to|'m unable to) "
    r"(?:know|have (?:any |enough |the )?(?:information|data|access)|find|answer|help|provide|determine|assist|tell)"
    r"|i(?:'m| am) (?:sorry|afraid)|unable to (?:answer|find|provide|determine)"
    r"|(?:no|not enough|insufficient) (?:relevant )?(?:information|evidence|context|data|answer|articles?|sources?"
    r"|documents?|results?)"
    r"|(?:can not|cannot|can't|could not|couldn't) be (?:answered|determined|found)"
    r"|(?:does|do|did) (?:not|n't) (?:provide|contain|mention|include|say|state|specify|cover|hold)"
    r"|(?:doesn't|don't|didn't) (?:provide|contain|mention|include|say|state|specify|cover|hold)"
    r"|(?:is|are) not (?:mentioned|provided|stated|specified|given|covered|available)"
    r"|unanswerable"
    r")\b"
)
_ARABIC = re.compile(
    "|".join(
        normalise(sign)
        for sign in (
            "لا أعرف",
            "لا أعلم",
            "لا أستطيع",
            "لا يمكنني",
            "لا تتوفر",
            "لا يتوفر",
            "لا توجد (?:معلومات|مقالة|مقالات|بيانات)",
            "لا يوجد",
            "لا تذكر",
            "لا يذكر",
            "لا تحتوي",
            "لا يحتوي",
            "لم أجد",
            "لم أعثر",
            "لم يذكر",
            "لم يرد",
            "عذرا",
            "آسف",
            "غير متوفرة?",
            "ليس لدي",
        )
    )
)


@lru_cache(maxsize=4096)
def sounds_like_refusal(text: str) -> bool:
    """Whether a text begins by saying that it does not answer.

    >>> [sounds_like_refusal(one) for one in ("I don't know.", "لا توجد معلومات عن ذلك.", "It has two engines.")]
    [True, True, False]
    """
    start = folded(text[:_BEGINNING])
    return bool(_ENGLISH.search(start) or _ARABIC.search(start)) or not any(map(str.isalnum, text))
