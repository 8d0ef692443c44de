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
    "stale",
    "single_source",
    "other_language",
    "model_failed",
    "model_refused",
    "outdated",
    "out_of_scope",
    "not_helped",
    "live_weather",
    "live_notices",
    "live_flight",
    "live_fare",
    "live_place",
    "live_other",
    "decided_flight",
    "decided_maintenance",
    "decided_medical",
    "decided_court",
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
    "stale": (
        "The newest article on this is of {day}; things may have changed since.",
        "أحدث مقالة عن هذا بتاريخ {day}، وربما تغيرت الأمور منذ ذلك.",
    ),
    "single_source": (
        "Only one independent source among the articles reports this.",
        "لا يذكر هذا سوى مصدر مستقل واحد بين المقالات.",
    ),
    "other_language": (
        "The library holds no article on this in the language that you asked for, and quotes are not translated.",
        "لا توجد في المكتبة مقالة عن هذا باللغة المطلوبة، والاقتباسات لا تترجم.",
    ),
    "model_failed": (
        "The chat model did not answer, so this answer is made of quotes. {reason}",
        "لم يجب نموذج المحادثة، ولذلك تتكون هذه الإجابة من اقتباسات. {reason}",
    ),
    "model_refused": (
        "The articles that were found do not answer this.",
        "المقالات التي عثر عليها لا تجيب عن هذا السؤال.",
    ),
    "outdated": (
        "The newest article in the library is of {newest}, so nothing later can be answered from it. Add newer articles"
        " and ask again.",
        "أحدث مقالة في المكتبة مؤرخة في {newest}، فلا يمكن الإجابة منها عما جاء بعدها. أضف مقالات أحدث ثم اسأل مجددًا.",
    ),
    "out_of_scope": (
        "This is not a question for this assistant: it answers questions about aviation from the articles"
        " in its library.",
        "ليس هذا سؤالًا لهذا المساعد: فهو يجيب عن أسئلة الطيران من المقالات التي في مكتبته.",
    ),
    "not_helped": (
        "This could put people in danger, so there is no answer to it here. Questions on how aviation is protected are"
        " welcome.",
        "قد يعرض هذا الناس للخطر، فلا جواب عنه هنا. أما الأسئلة عن كيفية حماية الطيران فمرحب بها.",
    ),
    "live_weather": (
        "Weather changes by the hour and no article can tell it. Current METARs and TAFs are at aviationweather.gov, at"
        " the national weather service and with the airline's operations centre.",
        "يتغير الطقس كل ساعة ولا تخبر به مقالة. تجد تقارير METAR وTAF الحالية في aviationweather.gov ولدى هيئة الأرصاد"
        " الوطنية ومركز عمليات الشركة.",
    ),
    "live_notices": (
        "Which NOTAMs are in force changes daily and no article can tell it. See the State's aeronautical information"
        " service, or the FAA NOTAM Search for the United States.",
        "تتغير إشعارات NOTAM السارية كل يوم ولا تخبر بها مقالة. راجع خدمة معلومات الطيران في الدولة، أو بحث NOTAM"
        " لدى FAA في الولايات المتحدة.",
    ),
    "live_flight": (
        "This changes by the minute and no article can tell it. Ask the airline or the airport.",
        "يتغير هذا كل دقيقة ولا تخبر به مقالة. اسأل شركة الطيران أو المطار.",
    ),
    "live_fare": (
        "Fares and seats change by the minute and nothing is sold here. Ask the airline or a travel agent.",
        "تتغير الأسعار والمقاعد كل دقيقة ولا يباع شيء هنا. اسأل شركة الطيران أو وكيل سفر.",
    ),
    "live_place": (
        "This changes by the minute and no article can tell it. Ask the airport or see its website.",
        "يتغير هذا كل دقيقة ولا تخبر به مقالة. اسأل المطار أو راجع موقعه.",
    ),
    "live_other": (
        "This changes by the day and no article can tell it. Look at a live source, such as the exchange that lists the"
        " price.",
        "يتغير هذا كل يوم ولا تخبر به مقالة. راجع مصدرًا مباشرًا، مثل البورصة التي تعلن السعر.",
    ),
    "decided_flight": (
        "This is not decided here. The pilot in command decides, with the dispatcher or the operations centre, by the"
        " approved manuals and the MEL.",
        "لا يقرر هذا هنا. يقرره قائد الطائرة مع المرحل أو مركز العمليات، وفق الأدلة المعتمدة وقائمة MEL.",
    ),
    "decided_maintenance": (
        "This is not decided here. The certifying engineer and maintenance control decide by the approved manuals and"
        " the MEL; in doubt, ask the manufacturer or the authority.",
        "لا يقرر هذا هنا. يقرره المهندس المرخص ومراقبة الصيانة وفق الأدلة المعتمدة وقائمة MEL، وعند الشك يسأل الصانع أو"
        " سلطة الطيران.",
    ),
    "decided_medical": (
        "This is not decided here. Ask an aeromedical examiner; a passenger asks a doctor and the airline.",
        "لا يقرر هذا هنا. اسأل طبيب طيران معتمدًا، ويسأل المسافر طبيبه وشركة الطيران.",
    ),
    "decided_court": (
        "This is not legal advice on a case. Ask a lawyer, the national enforcement body or the aviation authority.",
        "لا تقدم هنا مشورة قانونية في قضية. اسأل محاميًا أو جهة الإنفاذ الوطنية أو سلطة الطيران.",
    ),
}


def phrase(name: Phrase, language: str, **values: object) -> str:
    """A phrase in the language of the question; Arabic if that is Arabic, else English."""
    english, arabic = _PHRASES[name]
    return (arabic if language == "ar" else english).format(**values).strip()
