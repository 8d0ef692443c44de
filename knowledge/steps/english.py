"""The rules by which an English question is taken apart; `steps` decides what becomes of the parts."""

import re
from collections.abc import Iterator

from knowledge.steps.comparisons import (
    ARTICLES,
    ASK,
    AUX,
    NAME,
    ONE,
    PREPOSITIONS,
    TELL,
    comparison,
    completed,
    head,
    named,
    sides,
    than,
    unopened,
)
from knowledge.steps.frames import counted, filled, opposed, shared
from knowledge.words import terms

_I = re.IGNORECASE
_PRONOUN = r"(?:it|they|he|she|this|that|these|those|there|you|we|i)"
_PREPOSED = r"(?:at|by|for|from|in|on|since|to|under|until|with|up to|of)"
# "when" and "where" ask only before a verb: "When a flight is late, who pays?" is one question.
_ASKING = re.compile(
    rf"(?:{_PREPOSED} (?=what|which|when|whom|how))?(?:(?:{TELL}|compare|who|whom|whose|what|why|how|which)\b"
    rf"|(?:when|where) {AUX}\b|{AUX} )",
    _I,
)
_NEXT = re.compile(
    rf"[,;]? (?:and|but) (?:also |then )?(?={ASK} |{_PREPOSED} (?:what|which|when|whom|how) \w"
    rf"|(?:do|does|did) \w|{AUX} {_PRONOUN}\b)"
    r"|, (?=(?:who|what|why|how|when|where)(?:'s)? )"
    r"|,? and (?=(?:its|their) (?:[\w-]+ ){0,3}[\w-]+$)",
    _I,
)
_SENTENCE = re.compile(r"[?!]+\s*|(?<=[a-z]{3})\. (?=[A-Z])")
_OPENING = re.compile(r"^(?:and|but|also|so|then)[, ]\s*", _I)
_KNOW = re.compile(
    r"^(?:please )?(?:"
    r"(?:is|was) it (?:really |still )?(?:true|false|correct|right|a fact)(?: or (?:false|not|wrong|untrue))? that"
    r"|(?:can|could|would|will) you (?:please )?(?:tell me|say|confirm|explain) (?:whether(?: or not)?|if|that)"
    r"|(?:do you (?:happen to )?know|i(?: would|'d|\u2019d) (?:like|love) to know|i (?:want to know|wonder))"
    r"(?: (?:whether(?: or not)?|if|that))?),? ",
    _I,
)
_VAGUE = frozenset(
    "chang happen say said differ new thing done look know long mani much follow tell explain name call renam".split()
)
"""Stems that do not say what a question is about."""

_BEING = frozenset("is are was were long high big old fast far heavy wide large".split())
_CODE = re.compile(r"(?:[A-Z][A-Z0-9-]+s?|[A-Za-z-]+\d[\w-]*|7\d7\w*(?:-\w+)?|\d+[A-Z]\w*|MSG-3)$")
_NUMBERED = re.compile(r"(?:[A-Za-z-]+\d[\w-]*|7\d7\w*(?:-\w+)?|\d+[A-Z]\w*|(?!(?:19|20)\d\d$)\d{3,4})$")
_DEFINED = re.compile(
    rf"(?:{TELL} )?(?:what|who)(?:'s| is| are| was| were) (?P<x>(?!the difference).+?)(?: for| used for)?"
    r"|(?:what|how) (?:do|does|did) (?P<y>.+?) (?:mean|stand for|do|work|cover|differ)"
    rf"|{TELL} (?:what |about )?(?P<z>.+?)(?: is| are| means)?",
    _I,
)
# Not the "they" of "who tells the crew when they may start", nor the "it" of "is it legal to".
_LEANS = re.compile(
    r"(?<! when)(?<! if)(?<! that)(?<! because)(?<! while)(?<! until) (?:(?P<its>its|their|his)|it|they|them|he|him|she"
    r"|(?:this|that)(?= (?:is|was|has|does)\b))\b"
    r"(?! (?:\w+(?:al|le|fe|ed|rth|ard|asy|ter) (?:to|that|if)|takes? to)\b)",
    _I,
)
_BOTH = re.compile(r"(?P<lead>.*)\bboth (?P<one>.+?) and (?P<other>.+)", _I)
_MEANING = re.compile(
    r"(?P<lead>(?:what (?:is|are|do|does|did)|what's|define|explain|"
    r"(?:what is )?(?:the )?(?:meaning|definitions?) of) )"
    r"(?P<items>.+?)(?P<tail> (?:mean|stand for)(?: (?:in|on|for|at|to) [^,]+)?| please)?",
    _I,
)
_EVENT = re.compile(r"(?P<asked>.+?),? (?:before|after|since|until|following) (?P<event>.+)", _I)
_HAPPENED = re.compile(
    r"\b(?:accident|crash|disaster|collision|grounding|strike|war|merger|blowout|eruption|incident)(?:e?s)?\b", _I
)
_TIMES = frozenset(
    "January February March April May June July August September October November December Jan Feb Mar Apr Jun Jul Aug"
    " Sep Sept Oct Nov Dec Monday Tuesday Wednesday Thursday Friday Saturday Sunday Christmas Xmas Easter Ramadan Eid"
    " Hajj Thanksgiving Diwali Halloween Hanukkah Passover Lent Black Cyber Good New Lunar Chinese Year Year's Golden"
    " Week Spring Summer Autumn Fall Winter Festival Carnival".split()
)
"""Names of days, and what they are made of: no event that one would look up."""
_NUMBER = re.compile(r"\d{1,4}(?:st|nd|rd|th)?,?$")
_SAID = r"(?:says?|said|reports?|reported|claims?|claimed|writes|wrote)"
_SAYS = re.compile(
    rf"(?P<one>.+? {_SAID}\b(?P<said>.+?)),? (?:and|but|while|whereas) (?P<other>[\w '.-]+? {_SAID}\b.+)", _I
)
_REMARK = re.compile(r",? (?:(?:is that|who is|which is) )?(?:right|true|correct)$", _I)
_WHICH_OF = re.compile(
    r"(?:which|what|who) of (?:the |all )?(?:(?:two|three|four|many) )?(?P<noun>.+?) (?:that|which|who) (?P<rest>.+)",
    _I,
)
_VERB = re.compile(rf"(?:{AUX[3:-1]}|led|flew|made|built|won|fell|came|went|also|[a-z]+ed|[a-z]+[^s\W]s)$")


def parts(text: str) -> list[str]:
    """The questions that an English one is made of, or the text itself if it is one."""
    return [part for clause in _clauses(_KNOW.sub("", text, count=1)) for part in _cut(clause)]


def _cut(clause: str) -> list[str]:
    rules = (_says, comparison, _opposed, than, _which_of, _both, _meanings, _pair, shared, _event)
    return next((found for rule in rules if (found := rule(clause))), [clause])


def _clauses(text: str) -> list[str]:
    """The questions that stand beside each other, each with its subject named."""
    sentences = [_OPENING.sub("", part.strip(" .,"), count=1) for part in _SENTENCE.split(text)]
    asking = [part for part in sentences if _ASKING.match(part)]
    clauses = [clause for part in asking or [text.strip(" ?!.")] for clause in _pieces(part)]
    return [clauses[0], *(_standing(clause, clauses[0]) for clause in clauses[1:])]


def _pieces(sentence: str) -> Iterator[str]:
    at = 0
    for mark in _NEXT.finditer(sentence):
        if _are_two(sentence[at : mark.start()], sentence[mark.end() :]):
            yield sentence[at : mark.start()]
            at = mark.end()
    yield sentence[at:]


def _are_two(left: str, right: str) -> bool:
    """Whether an "and" stands between two questions, by what is before and behind it."""
    words, ask = left.lower().split(), right.lower().split()
    within = {word for word in words[1:] if re.fullmatch(ASK, word)}
    telling = bool(set(terms(left, "en")) - _VAGUE) and len(ask) > 1 and bool(terms(right, "en"))
    if ask[0] in ("its", "their"):
        return telling and words[0] in ("what", "how", "when", "who") and bool(set(words[1:3]) & _BEING)
    if len(ask) < 3 or not telling or not _ASKING.match(left) or re.fullmatch(ASK, words[-1]):
        return False
    # "Who decides when to fly and how much fuel to carry" goes on with what is asked about.
    asked_anew = ask[0] not in within and re.search(rf"\b{AUX}\b", right, _I)
    return not within or bool(asked_anew) or bool(re.match(TELL, left, _I))


def _standing(clause: str, first: str) -> str:
    """A clause with the subject of the first one in the place of its pronoun."""
    clause = filled(ONE.sub(lambda _: f"the {head(first)}", clause, count=1), first)
    _, name, _ = named(first.split()[1:])
    plural = re.search(r" (?:they|them|their)\b", clause, _I)
    subject = (plural and counted(first)) or _subject(first)
    if name and re.match(r"(?:its|their) ", clause, _I):
        clause, subject = f" {clause}", " ".join(name)
    owner = f"{subject}'" if subject.endswith("s") else f"{subject}'s"
    return _LEANS.sub(lambda found: f" {owner if found['its'] else subject}", clause, count=1).strip()


def _subject(clause: str) -> str:
    if defined := _DEFINED.fullmatch(clause):
        return next(group for group in defined.groups() if group)
    lead, name, _ = named(clause.split()[1 if _ASKING.match(clause) else 0 :])
    return " ".join(name or [word for word in lead if terms(word, "en")])


def _says(clause: str) -> list[str]:
    found = _SAYS.fullmatch(_REMARK.sub("", clause))
    return [found["one"], _standing(found["other"], found["said"])] if found else []


def _opposed(clause: str) -> list[str]:
    found = opposed(clause)
    return sides(*found) if found else []


def _which_of(clause: str) -> list[str]:
    found = _WHICH_OF.fullmatch(clause)
    if found is None:
        return []
    words = found["rest"].split()
    verbs = [at for at in range(1, len(words) - 1) if _VERB.match(words[at]) and words[at - 1] not in ARTICLES]
    # "that the BEA investigated led to": the first verb is still the clause's own.
    clause_goes_on = words[0] in ARTICLES or NAME.match(words[0])
    verbs = verbs[1:] if clause_goes_on else [at for at in verbs if at > 1]
    if not verbs:
        return []
    return [f"{found['noun']} {' '.join(piece)}" for piece in (words[: verbs[0]], words[verbs[0] :])]


def _both(clause: str) -> list[str]:
    found = _BOTH.fullmatch(clause)
    if found is None:
        return []
    _, name, _ = named(found["one"].split())
    _, name_of_other, rest = named(found["other"].split())
    if bool(name) != bool(name_of_other) or len("".join(name)) == 1:
        return []
    tail = " ".join(rest if name else [])
    other = found["other"].removesuffix(tail).strip()
    one = found["one"] if name else completed(found["one"], other)
    return [f"{found['lead']}{side} {tail}".strip() for side in (one, other)]


def _meanings(clause: str) -> list[str]:
    """Codes whose meaning is asked in one breath: "What do MEL, CDL and MMEL mean?"."""
    found = _MEANING.fullmatch(clause)
    items = re.split(r",? (?:and|or) |, ", found["items"]) if found else []
    if found is None or len(items) < 2:
        return []
    _, name, rest = named(items[-1].split())
    if name and rest:
        items = [*(f"{item} {' '.join(rest)}" for item in items[:-1]), items[-1]]
    codes = sum(bool(_CODE.match(word)) for item in items for word in unopened(item).split()[:1])
    # "definition of CASK and yield" says that it wants both.
    enough = len(items) if "of " not in found["lead"].lower() else 1
    short = all(len(item.split()) <= 4 for item in items)
    return [f"{found['lead']}{item}{found['tail'] or ''}" for item in items] if codes >= enough and short else []


def _pair(clause: str) -> list[str]:
    """Two numbered names: "Which engines power the A350 and the 787?"."""
    words = clause.split()
    for at in range(2, len(words) - 1):
        if words[at] != "and" or not _NUMBERED.match(words[at - 1]):
            continue
        start = next((i for i in range(at - 1, 0, -1) if not NAME.match(words[i])), 0) + 1
        link, name, rest = named(words[at + 1 :])
        if not any(map(_NUMBERED.match, name)) or "between" in words[:start] or rest and len(link) > 2:
            continue
        if len(link) > 2:
            return [" ".join(words[:at]), " ".join(link + name)]
        lead = words[:start]
        while lead and link and lead[-1] in ARTICLES | PREPOSITIONS:
            lead = lead[:-1]
        return [" ".join(words[:at] + rest), " ".join(lead + link + name + rest)]
    return []


def _is_time(name: list[str]) -> bool:
    return name[-1] in ("Day", "Eve") or all(word.strip(",.") in _TIMES or _NUMBER.match(word) for word in name)


def _event(clause: str) -> list[str]:
    """What was asked, and the event before or after which it was so; a day is no event, nor is any "after landing"."""
    found = _EVENT.fullmatch(clause)
    if found is None or ". " in clause:
        return []
    lead, name, rest = named(found["event"].split())
    by_name = name and not rest and not _CODE.match(name[-1]) and ARTICLES.issuperset(lead) and not _is_time(name)
    about = set(terms(re.sub(ASK, "", found["asked"], flags=_I), "en")) - _VAGUE
    return [clause, found["event"]] if about and name and (by_name or _HAPPENED.search(found["event"])) else []
