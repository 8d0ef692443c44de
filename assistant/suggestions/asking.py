"""Headings, titles and definitions → questions as a person would ask them."""

import re

from assistant.suggestions.trust import topic_of
from knowledge.arabic import is_arabic
from knowledge.article import Passage
from knowledge.words import terms

_CLAUSE = re.compile(r"(?:what|why|how|who|when|where|which)\b(?! about)", re.IGNORECASE)
_HOW_TO = re.compile(r"how to (?=\w)", re.IGNORECASE)
_ARABIC_CLAUSE = re.compile(r"(?:ما|ماذا|لماذا|كيف|هل|أين|اين|متى|من (?=ي)|كم|أي)\s")
_PLAIN = frozenset(
    "dates designators introduction overview summary conclusion references notes sources background contents lessons"
    " rules examples example history variants models abstract appendix see also findings worked"
    " مقدمة خلاصة ملخص مراجع خاتمة أمثلة".split()
)
"""Headings that say nothing without their article, and little with it."""
_SUBJECT_END = re.compile(r"\s*(?::| – | - |\(|,|،).*", re.DOTALL)
_DEFINED = re.compile(
    r"(?P<term>(?:(?:An?|The) )?[\w’'&/-]+(?: [\w’'&/-]+){0,3}?)(?:,? \([^()]{1,60}\),?)? (?P<verb>is|are|was|were)"
    r" (?:an?|the|one of) "
)
_ARABIC_DEFINED = re.compile(r"(?P<term>[\w]+(?: [\w]+){0,4}?)(?:،[^،]{1,60}،)? (?P<verb>هو|هي) ")
_TIED = re.compile(
    r"(?:from|in|on|at|for|with|without|after|before|other|further|more|first|second|next|additional|since)\b"
    r"|(?:من|في|على|بعد|قبل|إلى|خلال|عند)\s",
    re.IGNORECASE,
)
"""How a heading begins that goes on from another one."""
_OF = re.compile(r"[\w-]+(?: [\w-]+)? (?:of|between|with)\s")
"""How a heading begins that takes an article in a sentence: "difference between …"."""
_IDLE = frozenset("a an and of the in".split())
_MODEL = re.compile(
    r"(?:Airbus|Boeing|Embraer|COMAC|Comac|Bombardier|Cessna|Sukhoi|Tupolev|Lockheed|McDonnell Douglas|Dassault)"
    r" [A-Z]?\d.*"
)
_IN_YEAR = re.compile(r"(?:events|changes|news|developments) (?:of|in) ((?:19|20)\d\d)", re.IGNORECASE)
_NO_TERM = re.compile(
    r"(?:it|this|that|these|those|there|they|he|she|one|each|both|all|some|most|many|another|such|here|what|who|its|their"
    r"|in|on|at|for|by|from|to|with|after|before|since|when|if|while|as|of|but|and|or|an? (?:second|third|further)"
    r"|the (?:two|three|four|following|result|reason|cause|first|second|third|last|main|most"
    r"|same|other|largest|number|report|aim|purpose|idea)\w*"
    r"|و?(?:هذا|هذه|ذلك|تلك|كان|في|من|على|أما|لكن|كل|كما|بعد|قبل))\b",
    re.IGNORECASE,
)


def subject(title: str) -> str:
    """What an article is about, in a few words of its title; nothing where the title is a clause.

    >>> subject("Airbus A350: A350-900, A350-1000 and A350F"), subject("How to read a METAR")
    ('Airbus A350', '')
    """
    words = topic_of(_SUBJECT_END.sub("", title[:200]))
    return "" if _CLAUSE.match(words) or _ARABIC_CLAUSE.match(words + " ") or len(words.split()) > 6 else words


def of_heading(heading: str, title: str, text: str = "") -> str:
    """The question that a section answers, or nothing; `text` shows which words are names.

    >>> of_heading("Range and payload", "Airbus A350: variants"), of_heading("How TCAS works", "TCAS and ACAS")
    ('What about the range and payload of the Airbus A350?', 'Can you explain how TCAS works?')
    >>> of_heading("How to tell variants apart", "A350 variants"), of_heading("لماذا تضعف الطائرة في الحر", "الحرارة")
    ('How do you tell variants apart?', 'لماذا تضعف الطائرة في الحر؟')
    """
    words = topic_of(heading).rstrip("?؟ ")
    if not words or ":" in words or set(words.lower().split()) <= _PLAIN | _IDLE or _TIED.match(words):
        return ""
    if is_arabic(words):
        return f"{words}؟" if _ARABIC_CLAUSE.match(words) else f"ماذا عن {words}؟"
    about = subject(title)
    if is_arabic(about):
        return ""
    if about and (dated := _IN_YEAR.fullmatch(words)):
        return f"What happened at {about} in {dated[1]}?"
    about = "" if _says_enough(words, title) else _definite_name(_small(about, text))
    return _clause(words, about) if _CLAUSE.match(words) else _noun(_small(words, text), about)


def _clause(words: str, about: str) -> str:
    small = words[0].lower() + words[1:]
    if about and len(small.split()) < 4:
        return f"About {about}: {small}?"
    behind = f" – {about}" if about else ""
    if _HOW_TO.match(small):
        return f"How do you {small[len('how to ') :]}{behind}?"
    return f"Can you explain {small}{behind}?"


def _noun(words: str, about: str) -> str:
    takes_article = words[0].islower() and not re.match(r"(?:the|an?)\s", words)
    if takes_article and (about or _OF.match(words)):
        words = f"the {words}"
    return f"What about {words} of {about}?" if about else f"What about {words}?"


def _says_enough(words: str, title: str) -> bool:
    """Whether a heading can be understood without its article: it has a name, or words enough, or the title's."""
    own = set(terms(words, "en"))
    return _names(words) or len(own) > 2 or bool(own & set(terms(title[:200], "en")))


def of_definition(sentence: str, title: str) -> str:
    """The question that a definition answers if it defines what the title or heading names, or nothing.

    >>> of_definition("A microburst is a small, strong downdraught.", "Windshear and microbursts")
    'What is a microburst?'
    >>> of_definition("الملحق 9 هو أساس التسهيلات.", "الملحق 9")
    'ما هو الملحق 9؟'
    """
    start = sentence[:200]
    arabic = is_arabic(start)
    found = _ARABIC_DEFINED.match(start) if arabic else _DEFINED.match(start)
    term = topic_of(found["term"]) if found and not _NO_TERM.match(found["term"]) else ""
    language = "ar" if arabic else "en"
    if found is None or not term or not set(terms(term, language)) & set(terms(title, language)):
        return ""
    return f"ما {found['verb']} {term}؟" if arabic else f"What {found['verb']} {_small(term, sentence)}?"


def of_title(passage: Passage) -> str:
    """The question that an article answers as a whole, by its title."""
    words = topic_of(_SUBJECT_END.sub("", passage.title[:200]))
    if not words:
        return ""
    if is_arabic(words):
        return f"{words}؟" if _ARABIC_CLAUSE.match(words) else f"ماذا عن {words}؟"
    if _CLAUSE.match(words):
        return _clause(words, "")
    return f"What about {_definite_name(_small(words, passage.text))}?"


def _names(words: str) -> bool:
    """Whether words hold a name or code, so that they say what they are about."""
    return any(any(map(str.isupper, word[1:])) or any(map(str.isdigit, word)) for word in words.split()) or any(
        word[0].isupper() for word in words.split()[1:]
    )


def _small(words: str, text: str) -> str:
    """Words inside a sentence: the capital that opens a heading goes, unless the text has it elsewhere as well."""
    first, _, rest = words.partition(" ")
    if first in ("A", "An", "The"):
        return words[0].lower() + words[1:]
    is_name = not first[1:].islower() or rest.lstrip("& ")[:1].isdigit() or rest.lstrip("& ")[:1].isupper()
    start, seen = text[:2000], re.escape(first)
    if is_name or (re.search(rf"(?<=[a-z,] ){seen}(?!\w)", start) and not re.search(rf"\b{seen.lower()}\b", start)):
        return words
    return words[0].lower() + words[1:]


def _definite_name(words: str) -> str:
    """With an article where the name of an aircraft or engine takes one: "the Airbus A350"."""
    return f"the {words}" if _MODEL.fullmatch(words) else words
