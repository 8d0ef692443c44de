"""Links, tags, emphasis and quotation marks in a model's text → plain words. Pure.

What a model writes may not make a reader's browser fetch anything, nor claim to quote what no passage says.
"""

import re

_IMAGE = re.compile(r"!\[[^\]\n]{0,200}\](?:\([^)\n]{0,500}\))?")
_LINK = re.compile(r"\[([^\[\]\n]{1,200})\]\((?:[^()\n]|\([^()\n]{0,60}\)){0,500}\)")
_ADDRESS = re.compile(r"<?\b(?:https?://|www\.)[^\s<>\[\]]{1,500}>?", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z!][^<>\n]{0,300}>")
_EMPHASIS = re.compile(r"\*\*|__|`+")
_QUOTED = re.compile(r"“([^“”\n]{1,400})”|«([^«»\n]{1,400})»|(?<![\w\"])\"([^\"\n]{1,400})\"(?!\w)")
_LEFT = re.compile(r"[ \t]{2,}")
_PLAIN = re.compile(r"[\W_]+")


def plain(text: str, own: str = "") -> str:
    """A model's text without markup; `own` is what the passages say.

    >>> plain("**It** flew, see [the log](http://x.example/?q=1) <b>now</b>: ![x](http://x.example/x.png)")
    'It flew, see the log now: '
    """
    for form, kept in ((_IMAGE, ""), (_LINK, r"\1"), (_TAG, ""), (_EMPHASIS, "")):
        text = form.sub(kept, text)
    text = _ADDRESS.sub(lambda found: found[0] if found[0].strip("<>.,;)") in own else "", text)
    return _LEFT.sub(" ", text)


def truly_quoted(text: str, own: str) -> str:
    """A text without quotation marks around what no passage says; `own` is `words_of` the passages.

    >>> truly_quoted("It is “very old”, in fact “brand new”.", words_of("A very old mast."))
    'It is “very old”, in fact brand new.'
    """

    def marked(found: re.Match[str]) -> str:
        inner = next(words for words in found.groups() if words is not None)
        return found[0] if words_of(inner) in own else inner

    return _QUOTED.sub(marked, text)


def words_of(text: str) -> str:
    """A text as its words alone, in small letters, for comparing.

    >>> words_of("The A220’s  “range”.")
    ' the a220 s range '
    """
    return f" {_PLAIN.sub(' ', text).strip().casefold()} "
