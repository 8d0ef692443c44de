"""The form of a question in a conversation: what ties it to the one before, and what it leaves out."""

from assistant.follow_ups.patterns import pattern, spelt

_TIED_WORDS = 8
_LOOSE_WORDS = 3
"""How long "and X?" and "X?" may be; what is longer is a question of its own."""

_LEAD = pattern(
    r"(?:(?:and|but|so|or|then|also|ok|okay|thanks|thank you|well|now|right|great|hmm|yes|no|i see|حسنا|شكرا|طيب|ثم"
    r"|ايضا)(?:[\s,،.!]+|$))+",
)
_AND = pattern(r"(?:(?:ok|okay|well|right|yes|no|thanks|i see)[\s,.!]+)?(?:and|but|or|also)\b|(?:طيب|حسنا|ثم)[\s،]+و")
_COURTESY = pattern(
    r"\W*(?:(?:okay|ok|many|great|thanks|thank|you|so much|very much|a lot|hello|hi|hey|good (?:morning|evening|day)"
    r"|bye|goodbye|cool|nice|perfect|i see|yes|no|شكرا|جزيلا|لك|مرحبا|السلام عليكم|اهلا|حسنا|ممتاز|نعم|لا)\W*)+"
)
_OTHERWISE = pattern(
    r"(?:(?:thanks|thank you|ok|okay|great)[\s,.!]+)?(?:(?:now |and now )?(?:for )?something (?:else|different)"
    r"|(?:another|different|new|next|other) (?:question|topic|subject)"
    r"|(?:on|to) (?:another|a different) (?:topic|subject)"
    r"|by the way|btw|changing (?:the )?(?:topic|subject)|(?:سؤال|موضوع|شيء) (?:اخر|مختلف|جديد)|بالمناسبة)\b"
)
_MEANT = pattern(
    r"(?:(?:no|sorry|well|yes|actually|but|so|i am sorry|i['’]m sorry)[\s,.!]+)*"
    r"(?:i (?:only |just )?(?:meant?|was asking|was referring|am (?:asking|referring|talking)|wanted to ask)"
    r"|i['’]m (?:asking|referring|talking))\b|(?:لا[\s،]+)?(?:اقصد|قصدت|اعني|كنت اسال)\b"
)
_ABOUT = pattern(
    r"(?:(?:what|how) about|same (?:for|question for)|and for|و?ماذا عن|و?ما بال|و?بالنسبة (?:ل|الى |إلى ))\s*",
)
_ARABIC_AND = pattern(
    r"و(?=ال\w|لل\w|بال\w|في |الى |إلى |على |عند |بعد |قبل |فوق |هل |ما |كم |متى |أين |كيف |لماذا |أي)"
)
_ASKS = pattern(
    r"(?:what|which|who|whom|whose|where|when|why|how|is|are|was|were|do|does|did|can|could|has|have|had|will|would"
    r"|should|must|may|tell|explain|describe|give|show|list|compare|define|i|is it|please|ما|ماذا|من|متى|متي|أين|اين"
    r"|كيف|لماذا|هل|كم|أي|اي|أيهما|ايهما|إلى|الى|اشرح|عرف|قارن|اذكر|أعطني|في اي|في أي)\b",
)
_JOINED = pattern(r"و(?:كم|ماذا|متى|متي|لماذا|هل|ما|من|أين|اين|كيف|أي|اي|أيهما|ايهما|إلى|الى|في أي)(?!\w)")
_MORE = pattern(
    r"(?:why|how|how so|when|where|who|really|why not|how come|since when|how (?:often|long|much|many|far|high|fast|big"
    r"|old|exactly)|are you sure|like what|such as|more|go on|continue|(?:please )?(?:tell me|say|explain|give me)"
    r"(?: some)?(?: a bit| a little)? more(?: details?| detail| information)?|more details?|details"
    r"|(?:please )?(?:explain|elaborate)(?: that| this| it)?"
    r"|(?:can you )?(?:please )?give (?:me )?(?:an |some |another )?examples?|for example|any examples?"
    r"|و?(?:لماذا|كيف|متى|متي|أين|اين|كم)|اشرح (?:أكثر|اكثر|لي|المزيد)|المزيد|أكثر|تفاصيل(?: أكثر)?|مثلا|زدني"
    r"|أخبرني (?:المزيد|أكثر)|أعطني (?:مثالا|تفاصيل|المزيد)|هل أنت متأكد)\W*(?:please|من فضلك)?\W*",
)
_LINKED = pattern(
    r"(?:in|on|at|from|for|if|when|with|without|after|before|during|since|under|over|by|between|near|above|below"
    r"|في|على|عند|بعد|قبل|بدون|إذا|اذا|خلال|فوق|تحت|مع|لو)\s",
)


def bare(question: str) -> str:
    """A question less the "and" or "ok, so" that ties it to the one before.

    >>> bare("ok, and what about Boeing?"), bare("وكم مداها؟")
    ('what about Boeing?', 'كم مداها؟')
    """
    text = question.strip()
    lead = _LEAD.match(spelt(text))
    rest = text[lead.end() :] if lead else text
    return (rest[1:] if _JOINED.match(spelt(rest)) else rest) or text


def is_courtesy(question: str) -> bool:
    """Whether a question asks nothing: "Thanks!", "شكرا"."""
    return _COURTESY.fullmatch(spelt(question)) is not None


def stands_apart(question: str) -> bool:
    """Whether a question says that it is about something else: "By the way, what is a TAF?", or asks nothing."""
    return _OTHERWISE.match(spelt(question)) is not None or is_courtesy(question)


def clarifies(question: str) -> bool:
    """Whether it puts the last question right: "I meant the 787-10"."""
    return _MEANT.match(spelt(question)) is not None


def is_tied(question: str) -> bool:
    """Whether an "and" ties a question to the one before."""
    plain = spelt(question.strip())
    return _AND.match(plain) is not None or _JOINED.match(plain) is not None


def asks(question: str) -> bool:
    """Whether it begins like a question or a request: "which", "does", "explain", "هل"."""
    return _ASKS.match(spelt(question)) is not None


def only_more(question: str) -> bool:
    """Whether a question has no words of its own: "Why?", "Tell me more", "اشرح أكثر"."""
    return _MORE.fullmatch(spelt(question)) is not None


def elliptical(question: str, *, tied: bool) -> str:
    """What stands in "what about X?" or "and X?", else nothing; `tied` if an "and" stood before it.

    >>> elliptical("what about the 787-9?", tied=False), elliptical("who made it?", tied=True)
    ('the 787-9', '')
    """
    text = question.strip(" ?؟.!,،")
    plain = spelt(text)
    about = _ABOUT.match(plain)
    if about:
        return "" if _ASKS.match(plain, about.end()) else text[about.end() :]
    if _ARABIC_AND.match(plain):
        text, plain, tied = text[1:], plain[1:], True
    short = len(text.split()) <= (_TIED_WORDS if tied else _LOOSE_WORDS)
    is_asking = _ASKS.match(plain) and not _LINKED.match(plain)
    return text if short and not is_asking and (tied or question.rstrip()[-1:] in "?؟") else ""


def is_about(question: str) -> bool:
    """Whether a question begins with "what about"."""
    return _ABOUT.match(spelt(question)) is not None


def is_linked(words: str) -> bool:
    """Whether words are tied on by a preposition or an "if": "in 2024", "without an APU"."""
    return _LINKED.match(spelt(words) + " ") is not None
