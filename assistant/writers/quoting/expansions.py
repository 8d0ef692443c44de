"""What an abbreviation stands for, as a sentence says it."""

import re

Span = tuple[int, int]

_SAYS = re.compile(
    r"(?:,? (?:which|that))?(?: simply| originally| also)?(?P<says> stands for | stood for |, short for | is short for "
    r"| means | is (?:an?|the) | meaning | \((?=[A-Za-z])|: )"
    r"|(?P<ar>[،,]? (?:هو |هي )?(?:اختصار ل?|يعني |تعني |يرمز إلى ))"
)
_WORDS = re.compile(r"(?:(?:a|an|the) )?(?P<words>[\w-]+(?: [\w’'-]+){0,9})")
_TITLED = re.compile(r"[A-Z][\w-]+(?: (?:(?:of|and|for|the) )?[A-Z][\w-]+)+(?=[,.;:)])")
_SHORT = re.compile(r"[\w’'-]+(?: (?!and\b|or\b|that\b|which\b|of\b)[\w’'-]+){1,3}(?=[,.;:)]| (?:and|or|which)\b)")
_LONGEST = 10


def expansion(code: str, text: str) -> Span | None:
    """The words that an abbreviation stands for, found by its letters.

    >>> text = "An auxiliary power unit (APU) is a small gas turbine."
    >>> text[slice(*expansion("APU", text))]
    'auxiliary power unit'
    >>> expansion("CAVOK", "CAVOK means visibility of 10 kilometres.") is None
    True
    """
    if not 1 < sum(map(str.isalpha, code)) <= 12 or not re.search("[A-Z]", code):
        return None
    for found in re.finditer(rf"(?<!\w){re.escape(code)}(?!\w)", text):
        span = _behind(code, text, found.end()) or _before(code, text, found.start())
        if span:
            return span
    return None


def _behind(code: str, text: str, at: int) -> Span | None:
    says = _SAYS.match(text, at)
    words = _WORDS.match(text, says.end()) if says else None
    if says is None or words is None:
        return None
    start = words.start("words")
    for end in _ends(text, start, words.end()):
        if _spells(code, text[start:end]):
            return start, end
    meant = _TITLED.match(text, start) or _SHORT.match(text, start)
    if meant and says["says"] == " means " and meant[0][0].lower() == code[0].lower():
        return meant.span()
    # "stands for" says it in so many words, whatever the letters are.
    outright = says["says"] in (" stands for ", " stood for ", ", short for ", " is short for ")
    return (start, words.end()) if outright and words.end() < len(text) and text[words.end()] in ".,;:)" else None


def _before(code: str, text: str, at: int) -> Span | None:
    """The words before "(APU)"."""
    if text[at - 1 : at] != "(":
        return None
    stop = at - 1
    while stop > 0 and text[stop - 1] == " ":
        stop -= 1
    start = stop
    for _ in range(_LONGEST):
        start = text.rfind(" ", 0, start) if start > 0 else -1
        if _spells(code, text[start + 1 : stop]):
            return start + 1, stop
        if start < 0:
            return None
    return None


def _ends(text: str, start: int, stop: int) -> list[int]:
    return [at for at in range(start + 1, stop + 1) if at == len(text) or not (text[at].isalnum() or text[at] in "-’'")]


def _spells(code: str, words: str) -> bool:
    """Whether the first letters of the words, small words aside, are those of the code."""
    letters = [letter for letter in code.lower() if letter.isalpha()]
    parts = [part for part in re.split(r"[\s-]+", words.lower()) if part]
    small = {"of", "and", "the", "for", "in", "to", "on", "a"}
    return any(
        [part[0] for part in chosen] == letters for chosen in (parts, [part for part in parts if part not in small])
    )
