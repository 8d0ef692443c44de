"""Markers in the forms that models give them → `[2]`; and none of these forms in what an article says. Pure.

A form that stands in a passage is the article's own and stays as it is: an article cannot make itself cited.
"""

import re

_LABEL = r"(?:(?:see|cf\.?|from)\s+)?(?:passages?|sources?|references?|refs?\.?|documents?|docs?|articles?|citations?)"
_ARABIC_LABEL = r"(?:(?:انظر|راجع)\s+)?(?:ال)?(?:مقطع|مقاطع|مصدر|مصادر|مرجع|مراجع|فقرة|مقال|مقالة)"
_LABELS = rf"(?:{_LABEL}|{_ARABIC_LABEL})\s*(?:no\.?\s*|number\s+|رقم\s*)?[#:]?\s*"
_NUMBERS = r"\d{1,2}(?:\s{0,2}(?:,|،|;|-|–|&|and|و)\s{0,2}(?:#|\^)?\d{1,2}){0,7}"
_BRACKETED = re.compile(
    rf"\\?[\[【]{{1,2}}\s*(?:\^|#|{_LABELS})?({_NUMBERS})\s*(?:[†:|,][^\]】\n]{{0,40}})?\\?[\]】]{{1,2}}(?!\()",
    re.IGNORECASE,
)
_LINKED = re.compile(
    rf"\[\\?\[?\^?(?:{_LABELS})?({_NUMBERS})\\?\]?\]\([^()\s]{{0,500}}[^()\n]{{0,100}}\)", re.IGNORECASE
)
_TAGGED = re.compile(
    rf"<(cite|sup|ref|source|citation)\b[^<>]{{0,60}}>\s*\[?(?:{_LABELS})?({_NUMBERS})\]?\s*</\1>", re.IGNORECASE
)
_IN_TAG = re.compile(
    r"<(?:cite|ref|source|citation|passage)\s+(?:id|ref|name|source|n|number|passage|index)?\s*=?"
    r"\s*[\"']?(\d{1,2})[\"']?\s*/?>",
    re.IGNORECASE,
)
_LABELLED = re.compile(rf"\(\s*{_LABELS}({_NUMBERS})\s*\)", re.IGNORECASE)
# A bare number in parentheses, or a raised one, is a marker only where a statement ends.
_BARE = re.compile(
    r"(?<=[^\W\d_][.!?؟،,%”\"»]|[^\W_][ ]|[.!?؟%”»] )\(([1-9]\d?)\)(?=\s*(?:[.!?؟。،,;(\[]|$|[A-ZÀ-Ý؀-ۿ]))"
)
_RAISED = re.compile(r"(?:(?<=[^\W\d_]{4})|(?<=[.!?؟,،”\"»]))([¹²³⁴-⁹])(?![⁰¹²³⁴-⁹\w])")
_AROUND = re.compile(r"\(\s*((?:\[\d{1,2}\][,;،\s]{0,3}){1,8})\)")
_NOT_OURS = re.compile(r"[\[【]([^\[\]【】\n]{0,60}\d[^\[\]【】\n]{0,60})[\]】]")
_PLAIN_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹¹²³⁴⁵⁶⁷⁸⁹", "01234567890123456789123456789")
_NUMBER = re.compile(r"\d+")
_RANGE = re.compile(r"(\d+)\s*[-–]\s*#?(\d+)")


def markers(text: str, own: str = "", *, bare: int = 0) -> str:
    """A model's text with its markers as `[2]`; `own` is what the passages say, in small letters.

    Numbers up to `bare` are taken for markers also where they are only raised or in parentheses.

    >>> markers("It flew (source 2). It landed【1†source】.")
    'It flew [2]. It landed[1].'
    >>> markers("It flew (2). It covers 3 m².¹", bare=3), markers("It flew (2).", "it flew (2).", bare=3)
    ('It flew [2]. It covers 3 m².[1]', 'It flew (2).')
    """

    def marker(found: re.Match[str]) -> str:
        if found[0].casefold() in own:
            return found[0]
        numbers = _RANGE.sub(_spelled_out, found[found.re.groups].translate(_PLAIN_DIGITS))
        return "".join(f"[{int(number)}]" for number in _NUMBER.findall(numbers))

    def small(found: re.Match[str]) -> str:
        return marker(found) if 0 < int(found[1].translate(_PLAIN_DIGITS)) <= bare else found[0]

    for form in (_LINKED, _TAGGED, _IN_TAG, _BRACKETED, _LABELLED):
        text = form.sub(marker, text)
    for form in (_BARE, _RAISED) if bare else ():
        text = form.sub(small, text)
    return _AROUND.sub(lambda found: found[1].rstrip(",;، "), text)


def neutral(text: str) -> str:
    """An article's text in which no brackets can be taken for a marker.

    >>> neutral("It flew [2], see [Passage 3] and [a].")
    'It flew (2), see (Passage 3) and [a].'
    """
    return _NOT_OURS.sub(r"(\1)", text)


def _spelled_out(found: re.Match[str]) -> str:
    first, last = int(found[1]), int(found[2])
    return " ".join(map(str, range(first, last + 1))) if 0 < last - first <= 10 else found[0]
