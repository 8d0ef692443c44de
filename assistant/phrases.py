"""The assistant's own words, in English and Arabic. Everything else that a reader sees is quoted or cited."""

from typing import Literal

Phrase = Literal[
    "closest_only",
    "nothing_found",
    "nothing_passes",
    "empty_library",
    "too_long",
    "no_words",
    "filter_relaxed",
    "model_failed",
    "model_refused",
]

_PHRASES: dict[Phrase, tuple[str, str]] = {
    "closest_only": (
        "The articles do not state this directly; the closest passage is:",
        "لا تذكر المقالات هذا مباشرة، وأقرب مقطع إليه هو:",
    ),
    "nothing_found": (
        "The library holds no article that answers this.",
        "لا توجد في المكتبة مقالة تجيب عن هذا السؤال.",
    ),
    "empty_library": (
        "There are no articles in the library yet.",
        "لا توجد مقالات في المكتبة بعد.",
    ),
    "nothing_passes": (
        "No article in the library passes these filters.",
        "لا توجد في المكتبة مقالة توافق عوامل التصفية هذه.",
    ),
    "too_long": (
        "The question is longer than {limit} characters. Please ask it in fewer words.",
        "السؤال أطول من {limit} حرف. يرجى طرحه بكلمات أقل.",
    ),
    "no_words": (
        "There are no words in this question to look for. Please ask it in words.",
        "لا توجد في هذا السؤال كلمات يمكن البحث عنها. يرجى طرحه بالكلمات.",
    ),
    "filter_relaxed": (
        "Too little was found for “{words}”, so other articles were searched as well.",
        "لم يعثر على ما يكفي بشأن «{words}»، ولذلك شمل البحث مقالات أخرى أيضًا.",
    ),
    "model_failed": (
        "The chat model did not answer, so this answer is made of quotes. {reason}",
        "لم يجب نموذج المحادثة، ولذلك تتكون هذه الإجابة من اقتباسات. {reason}",
    ),
    "model_refused": (
        "The articles that were found do not answer this.",
        "المقالات التي عثر عليها لا تجيب عن هذا السؤال.",
    ),
}


def phrase(name: Phrase, language: str, **values: object) -> str:
    """A phrase in the language of the question; Arabic if that is Arabic, else English."""
    english, arabic = _PHRASES[name]
    return (arabic if language == "ar" else english).format(**values).strip()
