"""What a question holds that asks nothing itself: text between quotation marks, mark-up, how to answer."""

import re

_QUOTED = re.compile(r"“([^“”]{1,2000})”|«([^«»]{1,2000})»|„([^„“”]{1,2000})[“”]|\"([^\"]{1,2000})\"")
_HIDDEN = re.compile(r"<(script|style)\b[^<>]{0,200}>[^<]{0,2000}</\1>|<[/!]?[a-z][^<>]{0,500}>", re.IGNORECASE)
_IMAGE = re.compile(r"!\[[^\[\]]{0,200}\]\([^()\s]{0,500}\)")
_BREAK = re.compile(r"(?<=[.?!؟])\s+")
_TOLD = re.compile(
    r"\W*(?:please\s+|then\s+|and\s+)*(?:use|cite|attribute|answer|reply|respond|write|keep|quote|give|add|include|format"
    r"|ignore|pretend|say|don['’]t|do not|أجب|اجب|اكتب|استخدم|اذكر المصدر|تجاهل|من فضلك)\b",
    re.IGNORECASE,
)
_FEWEST = 6
"""Words; fewer are a name or a term."""


def quoted(question: str) -> tuple[str, ...]:
    """The passages that a question quotes, of six words and more.

    >>> quoted("Which article says “No aircraft may take off with ice on its wings”?")
    ('No aircraft may take off with ice on its wings',)
    >>> quoted('What does "clean aircraft" mean?')
    ()
    """
    found = (next(filter(None, match.groups()), "").strip() for match in _QUOTED.finditer(question))
    return tuple(text for text in found if len(text.split()) >= _FEWEST)


def unquoted(question: str) -> str:
    """The question's own words, where it quotes a passage.

    >>> unquoted("Who says “the captain and the dispatcher sign the release”? Give its date.")
    'Who says  ? Give its date.'
    """
    if not quoted(question):
        return question
    return _QUOTED.sub(lambda match: match[0] if len(match[0].split()) < _FEWEST else " ", question)


def unmarked(question: str) -> str:
    """The question without the tags and pictures that came along; whole where it is nothing else.

    >>> unmarked("<script>alert(1)</script> How long is it? ![x](https://example.org/x)")
    'How long is it?'
    >>> unmarked("Is 3 < 5?")
    'Is 3 < 5?'
    """
    text = " ".join(_IMAGE.sub(" ", _HIDDEN.sub(" ", question)).split())
    return text if any(map(str.isalnum, text)) else question


def untold(question: str) -> str:
    """What is asked, less the sentences that only say how to answer it.

    >>> untold("How long is the A380? Answer in one sentence. Cite the maker.")
    'How long is the A380?'
    >>> untold("Give the length of the A380.")
    'Give the length of the A380.'
    """
    sentences = _BREAK.split(question.strip())
    if not any(one.endswith(("?", "؟")) for one in sentences):
        return question
    asked = [one for one in sentences if one.endswith(("?", "؟")) or not _TOLD.match(one)]
    return question if len(asked) == len(sentences) else " ".join(asked)
