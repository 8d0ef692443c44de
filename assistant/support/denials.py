"""The words by which a text denies something, or says that it has ended."""

import re
from collections.abc import Sequence

from assistant.support.reading import Token

_NOT = frozenset(
    """not no never neither nor cannot without none nobody nothing
    لا لم لن ليس ليست ليسوا غير دون بدون بلا عدم""".split()
)
_LIKE_NOT = frozenset(
    """fail fails failed lack lacks lacked lacking refuse refused refuses unable except hardly rarely barely prohibit
    prohibits prohibited forbid forbids forbidden forbade ban bans banned prevent prevents prevented avoid avoids
    avoided stop stops stopped cease ceased instead absent absence free zero exempt exclude excludes excluded
    impossible rather neither denied denies deny reject rejected rejects ruled unlikely unless few little
    inactive invalid inoperative incorrect incapable
    outside different differ differs false wrong untrue illegal
    يمنع تمنع منع حظر يحظر رفض ترفض فشل يخلو تخلو باستثناء سوى سوي ممنوع
    تعذر نفي انعدام خلو بدلا يتعذر مستحيل الا استحالة""".split()
)
_UN = re.compile(r"un(?!i[tofqv]|der|til|less)[a-z]{4}|non")
_EXCEEDING = frozenset("يتجاوز تتجاوز يزيد تزيد يقل تقل يتعدي تتعدي".split())
_AHEAD = 8
_NO_DENIAL = frozenset("only until more later less least fewer earlier sooner just necessarily".split())
"""Behind a "not" these make it another thing than a denial."""
_ENDED = frozenset(
    """stopped ended ceased lifted superseded replaced withdrew withdrawn revoked cancelled repealed abolished previous
    previously former formerly original originally left sold moved raised changed proposed began started
    discontinued suspended expired scrapped postponed delayed transferred renamed until planned expected
    سابقا السابق السابقة توقف توقفت انسحب انسحبت انتقل انتقلت الغي الغيت الغت اعادت باعت استبدلت""".split()
)
"""Words by which a text says that something held and holds no more, or was only meant to be."""
_PAST = frozenset(
    """was were had did been became went took began made led fell rose flew left came gave got held won lost said found
    sold bought built grew kept broke sent paid met wrote brought thought saw knew ran
    كان كانت كانوا بلغ بلغت سجل سجلت اصبح اصبحت صار صارت""".split()
)
_NOW = frozenset("still now currently today nowadays حاليا اليوم".split())
_PAST_ENDING = re.compile(r"[a-z]{2,}ed")


def is_denial(tokens: Sequence[Token], place: int) -> bool:
    """Whether the word at a place denies what follows. "Not more than" and "no longer than" set limits instead."""
    low = _plain(tokens[place].low)
    if low not in _NOT and not low.endswith(("n't", "n’t")):
        return False
    after = [token.low for token in tokens[place + 1 : place + 1 + _AHEAD]]
    if not after or after[0] in _NO_DENIAL or (low == "no" and after[0].isdigit()):
        return not after
    return not (low.isascii() and "than" in after) and after[0] not in _EXCEEDING


def is_contrast(tokens: Sequence[Token], place: int) -> bool:
    """Whether the denial at a place sets one thing against another: "and not", "وليس"."""
    return tokens[place].low[0] == "و" or (place > 0 and tokens[place - 1].low in ("and", "but"))


def is_like_denial(tokens: Sequence[Token], place: int) -> bool:
    """Whether the word at a place may say the same as a denial: "fails to", "prohibited", "unable"."""
    low = tokens[place].low
    return is_denial(tokens, place) or low in _LIKE_NOT or bool(_UN.match(low))


def has_ended(token: Token) -> bool:
    """Whether a word says that something held and holds no more."""
    return token.low in _ENDED


def is_past(token: Token) -> bool:
    """Whether a word is a verb in the past, or may be one."""
    return token.low in _PAST or token.low in _ENDED or bool(_PAST_ENDING.fullmatch(token.text))


def is_present(tokens: Sequence[Token]) -> bool:
    """Whether a text says of itself that it speaks of now."""
    return any(token.low in _NOW for token in tokens)


def is_turning(low: str) -> bool:
    """Whether a word before a statement may make it another one."""
    return _plain(low) in _NOT or low in _LIKE_NOT or low in _ENDED or low in ("t", "if", "whether", "لو", "اذا")


def _plain(low: str) -> str:
    """A word without the Arabic "and" before it."""
    return low[1:] if low[:1] in ("و", "ف") and low[1:] in _NOT else low
