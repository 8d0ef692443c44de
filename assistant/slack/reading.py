"""What Slack's message text says in plain words."""

import re

_TOKEN = re.compile(r"<([^<>|]{0,3000})(?:\|([^<>]{0,3000}))?>")
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")
_HEAD = re.compile(r"\s*<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")
_EMOJI = re.compile(r"(?<!\w):(?:[a-z0-9_+'-]{1,60}):(?::skin-tone-\d:)?(?!\w)")
_MARKS = re.compile(r"(?<![\w*_~`])[*_~`]+(?=\S)|(?<=\S)[*_~`]+(?![\w*_~`])")
_LIST = re.compile(r"(?m)^[ \t]*(?:[•◦▪‣]|&gt;)[ \t]*")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def plain_words(text: str, bot_user: str | None = None) -> str:
    """What a person meant: mentions of the bot left out, links and names as their words, entities undone once.

    >>> plain_words("<@U1> is <https://a.example|this> *true* &amp; new?", "U1")
    'is this true & new?'
    """

    def said(token: re.Match[str]) -> str:
        inner, label = token[1], token[2]
        if inner.startswith(("@", "#", "!")):
            return "" if inner == f"@{bot_user}" or inner in ("!here", "!channel", "!everyone") else label or ""
        return label or inner.removeprefix("mailto:")

    words = _LIST.sub("", _TOKEN.sub(said, text))
    words = _MARKS.sub("", words.replace("```", " "))
    for entity, char in _ENTITIES:
        words = words.replace(entity, char)
    return " ".join(_EMOJI.sub(" ", words).split())


def mentions(text: str) -> tuple[str, ...]:
    """The users that a message mentions.

    >>> mentions("<@U1> and <@U2|anna>")
    ('U1', 'U2')
    """
    return tuple(_MENTION.findall(text))


def heading_mention(text: str) -> str | None:
    """The user that a message is addressed to by its first word, or None.

    >>> heading_mention(" <@U2> what do you think?"), heading_mention("What does <@U2> think?")
    ('U2', None)
    """
    found = _HEAD.match(text)
    return found[1] if found else None
