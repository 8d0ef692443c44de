"""The signs by which a question asks for a verdict, or for the rule instead."""

from assistant.refusals.wording import words

RULES_ASKED = words(
    "who (?:decides?|may|can|must|is allowed|is responsible|approves?|signs?)|why|what (?:are|is) the (?:rules?"
    "|procedures?|limits?|requirements?|minimum|penalty)|which rules?|what do(?:es)? .{0,40}(?:say|require"
    "|mean)|what (?:happens|does|if)|how (?:do|does|is|are|many|long|much|old)|when (?:is|are|must|may|does|do)"
    "|define|explain|difference|under (?:icao|easa|faa|eu|us|the) (?:\\w+ )?rules?",
    "من (?:يقرر|يوقع|يحق|المسؤول|يملك)|لماذا|ما (?:هي |هو )?(?:قواعد|شروط|حدود|الحد|إجراءات|الفرق)|كم|كيف|متى"
    "|ماذا (?:يحدث|يعني|تعني|تقول)|اشرح",
)
"""What asks for the rule and not for a verdict."""
GO_AHEAD = words(
    "(?:ok|okay|good|clear|cleared|fine|happy) to|good for|go or (?:no[- ]?go|stay|not)|go ?/ ?no[- ]?go"
    "|go-no-go|do (?:we|i) (?:go|launch|press|depart|accept|sign|release)|agree|your call|ruling|right call"
    "|who is right|decide (?:whether|if|for)|yes or no|release it|go ahead|what would you do|would you"
    "|can (?:it|she|this|that) (?:still )?go"
    "|do you (?:recommend|advise|approve|think (?:i|we))|^(?:please )?(?:release|sign|dispatch|clear|approve)"
    "|what (?:do|should|shall) (?:i|we) do|sign it|approve it|(?:please )?(?:approve|authori[sz]e) (?:an?|the"
    "|this|my|our)|thoughts",
    "[أن]\\w{2,} (?:أم|ولا|أو) (?:لا|[أن]\\w{2,})|هل [أن](?:وقع|قلع|هبط|حول|ؤجل|طلق|لغي|رفض|ستمر|واصل)\\w*"
    "|تنصحني|تنصح|ما رأيك|شو رأيك|إيش رأيك|ماذا أفعل|ماذا نفعل|توافق|قرر",
)
"""What asks somebody to go ahead or not."""
LEAVE = words(
    "can|could|may|should|shall|must|am i|are we|would (?:it|you)|do (?:i|we) (?:have|need|really)|whether"
    "|allowed|permitted|legal(?:ly)?|ok|okay|safe|fit|airworthy|serviceable|dispatchable|tell me|decide|better",
    "هل|أيجوز|ممكن|يجوز|ينفع|أقدر|نقدر|ينبغي|يصح|قانوني|مسموح|أستطيع|[أن]سمح|قل لي|لازم",
)
"""What asks whether something may be done."""
WE = words(
    "i(?:'\\w+)?|im|ive|me|my|we(?:'\\w+)?|us|our|ours|(?:captain|fo|f/o|first officer|ops|mcc|maintenance"
    "|dispatch|dispatcher|boss|company|crew) (?:says?|wants?|asks?|told|thinks?|insists?|suggests?)",
    "أنا|نحن|إحنا|لي|لنا|علي|علينا|معي|معنا|عندي|عندنا|يمكنني|يمكننا|أستطيع|نستطيع|أقدر|نقدر|وجدت|وجدنا|نسيت"
    "|\\w+تنا|زميلي|قائدنا|محركنا|[أن](?:قلع|طير|وقع|رسل|ؤجل|جل|حول|واصل|هبط|شغل|لغ|رفض|ستلم|ستبدل|سمح|قبل|كمل"
    "|ستمر|نزل|طلع|رحل|ركب|فرج)\\w*",
)
