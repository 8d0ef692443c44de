"""How a subject is put into a follow-up, so that it still reads as a question."""

import re
from collections.abc import Sequence

from assistant.follow_ups.leaning import pronoun
from assistant.follow_ups.things import Thing, years
from knowledge.arabic import is_arabic
from knowledge.identifiers import Names
from knowledge.words import terms

_COMPARES = re.compile(
    r"\b(?:which (?:one|of (?:them|these|those|the two))|(?:the|these|those) two|both(?: of them)?"
    r"|compare them|between them|each other|they (?:differ|compare))\b"
    r"|(?<!\w)(?:أيهما|ايهما|بينهما|كلاهما|كليهما)(?!\w)",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"(?:please |can you )?(?:tell|explain|give|more|go on|continue|show|describe|list|elaborate|i (?!s)|no\b|details)"
    r"|اشرح|أخبرني|أعطني|زدني|المزيد|أكثر|تفاصيل|أقصد",
    re.IGNORECASE,
)
_IN_PLACE = re.compile(r"\b(?:(?:the|these|those) two|both of them|between them|them)\b", re.IGNORECASE)
_ORDINAL = re.compile(
    r"\bthe (?P<which>first|former|second|latter|other|last)(?: one)?\b"
    r"(?=\s*(?:[?.!,]|$|(?:is|was|has|have|had|does|did|do|can|will|in|of|too|fly|come|go|crash"
    r"|land|cost|carry|work|mean|enter|begin|longer|better)\b))"
    r"|(?<!\w)(?P<arabic>الأول|الأولى|الاول|الاولى|الثاني|الثانية)(?=\s*(?:[؟?.!،]|$))",
    re.IGNORECASE,
)
_SHORT = re.compile(r"(?:the |a |ال)?[-–]?(?P<mark>\d{1,4}\w{0,3}|neo|ceo|XLR|LR|ER|ULR)(?: one)?", re.IGNORECASE)
_VARIANT = re.compile(r"(?P<family>.*\w(?:-|\s))\d[\w]*")
_FIRST = frozenset({"first", "former", "الأول", "الأولى", "الاول", "الاولى"})


def appended(asked: str, words: str, *, tied: bool = False) -> str:
    """A question with the next one behind it, or with a few words that are `tied` on.

    >>> appended("How are slots traded?", "why?"), appended("How are slots traded?", "in London", tied=True)
    ('How are slots traded? Why?', 'How are slots traded in London?')
    """
    words = words.strip(" ?؟.!")
    end = "." if _TELLS.match(words) else "؟" if is_arabic(words) else "?"
    if tied:
        return f"{asked.rstrip(' ?؟.!')} {words}{end}"
    mark = asked.rstrip()[-1:] if asked.rstrip()[-1:] in "?؟.!" else "؟" if is_arabic(asked) else "?"
    return f"{asked.rstrip(' ?؟.!')}{mark} {words[:1].upper()}{words[1:]}{end}"


def about(focus: Sequence[Thing], text: str) -> str:
    """The things that a question is about, joined by "and"."""
    arabic = is_arabic(text)
    joint = " و" if arabic else " and "
    labels = list(dict.fromkeys(thing.label(arabic=arabic) for thing in focus))
    if len(labels) > 2:
        return ", ".join(labels[:-1]) + joint + labels[-1]
    return joint.join(labels)


def spoken_of(subject: str, text: str) -> str:
    """A question with what it speaks of.

    >>> spoken_of("the A380", "how many seats?"), spoken_of("A380", "كم مداها؟")
    ('About the A380: how many seats?', 'كم مداها (A380)؟')
    """
    # An Arabic suffix goes before its noun as well as behind it; so the question begins with what it asks for.
    return f"{text.rstrip(' ?؟.')} ({subject})؟" if is_arabic(text) else f"About {subject}: {text}"


def in_place(text: str, thing: Thing, own: Sequence[Thing]) -> str:
    """The question with a thing in place of its "it" or "its"; nothing where that is not how it is said."""
    found = pronoun(text, own[0].start if own else None)
    if found is None or found[0].lower() not in ("it", "its"):
        return ""
    label = thing.label(arabic=False) + ("’s" if found[0].lower() == "its" else "")
    return text[: found.start()] + label + text[found.end() :]


def ordinal(text: str, seen: Sequence[Thing]) -> str:
    """The question with the name of "the first one" or "the latter" of the two things named last."""
    found = _ORDINAL.search(text)
    pair = _pair(seen)
    if found is None or len(pair) < 2:
        return text
    thing = pair[0] if (found["which"] or found["arabic"]).lower() in _FIRST else pair[1]
    return text[: found.start()] + thing.label(arabic=is_arabic(text)) + text[found.end() :]


def among(text: str, seen: Sequence[Thing]) -> str:
    """A question that compares what was named, with both names; nothing where it does not compare."""
    pair = _pair(seen)
    if len(pair) < 2 or not _COMPARES.search(text):
        return ""
    arabic = is_arabic(text)
    one, other = (thing.label(arabic=arabic) for thing in pair)
    both = f"{one}{' و' if arabic else ' and '}{other}"
    if _IN_PLACE.search(text) and "of the" not in text:
        return _IN_PLACE.sub(lambda found: f"between {both}" if "between" in found[0].lower() else both, text, count=1)
    if arabic:
        return f"{text.rstrip(' ?؟.')}، {one} أم {other}؟"
    joint = "or" if "which" in text.lower() else "and"
    return f"{text.rstrip(' ?.')}, {one} {joint} {other}?"


def more_than(given: Sequence[Thing], words: str, asked: str) -> bool:
    """Whether words ask more than the last question and the things that they name: "the price of the 737 MAX"."""
    rest = words
    for thing in reversed(given):
        rest = rest[: thing.start] + " " + rest[thing.end :]
    language = "ar" if is_arabic(rest) else "en"
    return bool(set(terms(rest, language)) - set(terms(asked, language))) and not years(rest)


def variant(asked: str, words: str, held: Sequence[Thing], names: Names) -> str:
    """The last question of another variant of its aircraft or engine, where only what tells it apart is said.

    >>> from assistant.follow_ups.things import things
    >>> names = Names.load()
    >>> variant("How long is the A350-900?", "the 1000", things("How long is the A350-900?", names), names)
    'How long is the A350-1000?'
    """
    short = _SHORT.fullmatch(words.strip())
    if short is None or years(words):
        return ""
    for thing in reversed(held):
        family = _VARIANT.fullmatch(thing.text)
        new = f"{family['family']}{short['mark']}" if family else ""
        if new and any(one.kind == thing.kind and one.end - one.start >= len(new) - 4 for one in names.find(new)):
            return _put(asked, thing.start, thing.end, new)
    return ""


def swapped(asked: str, words: str, given: Sequence[Thing], held: Sequence[Thing]) -> str:
    """The last question with another year, or another thing of the same kind; nothing where it holds none.

    >>> swapped("What must airports supply in 2030?", "in 2050", [], [])
    'What must airports supply in 2050?'
    """
    if len(years(words)) == 1 and not given:
        old = years(asked)
        return _put(asked, old[-1].start(), old[-1].end(), years(words)[0][0]) if old else ""
    if len(given) != 1:
        return ""
    new = given[0]
    alike = [thing for thing in held if _are_alike(thing, new)]
    if not alike:
        return ""
    old_one = alike[-1]
    label = new.label(arabic=is_arabic(asked))
    label += "’s" if old_one.text.endswith(("’s", "'s")) else ""
    keeps = old_one.text.lower().startswith("the ") and new.kind and not label.lower().startswith(("the ", "a ", "an "))
    return _put(asked, old_one.start, old_one.end, f"the {label}" if keeps else label)


def _put(text: str, start: int, end: int, words: str) -> str:
    return text[:start] + words + text[end:]


def _are_alike(one: Thing, other: Thing) -> bool:
    return one.kind == other.kind and (bool(one.kind) or (len(one.key) < 3) == (len(other.key) < 3))


def _pair(seen: Sequence[Thing]) -> list[Thing]:
    """The two things named last that are of one kind, in the order they were named."""
    for last in reversed(seen):
        alike = [thing for thing in seen if thing.is_sure and thing.kind == last.kind]
        if len(alike) > 1:
            return alike[-2:]
    return []
