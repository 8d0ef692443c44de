"""From what was found to what is quoted: a table, a list, or sentences, the direct answer in front."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.accounts.telling import up_to_date
from assistant.writers import Material, Quotation
from assistant.writers.quoting.asked import Asked
from assistant.writers.quoting.choices import Choice, disputed, quotable, sentence, weighted
from assistant.writers.quoting.choosing import choose
from assistant.writers.quoting.leads import figures_for
from assistant.writers.quoting.lists import from_list, listed
from assistant.writers.quoting.parts import in_turn
from assistant.writers.quoting.prose import begin, is_whole, leans, pieces
from assistant.writers.quoting.reading import read, wants_list
from assistant.writers.quoting.rows import compared
from assistant.writers.quoting.words import shared, stems

_DEFINED = re.compile(
    r"^\W*(?:what(?:'s| is| are| was| were| does| do| did)|define|explain|who (?:is|was|are)|meaning of)"
    r"(?: the meaning of)?(?: an?| the)? (?P<en>[^?]{1,60}?)(?: mean| stand for| do)?\W*$"
    r"|^\W*(?:ما (?:هو|هي|معنى|المقصود ب)|ماذا (?:تعني|يعني)|عرف|اشرح)\s?(?P<ar>[^؟?]{1,60}?)\W*$",
    re.IGNORECASE,
)
MOST_OF_A_TERM = 4
EQUAL = 0.9
"""A sentence that stands alone is quoted before one that leans on another, if it scores this share of it."""
MOST_CLOSE = 2
"""Sentences that are quoted as the closest where none states the answer."""
MOST_BEHIND = 4
"""Sentences that are quoted behind one that counts what was asked for."""

_ASKS = re.compile(
    r"[?؟]|^(?:who|what|when|where|which|why|how|is|are|do|does|did|can|compare|list|name|ما|من|متى|كم|هل)\b", re.I
)
_COUNTS = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|several|some)\b|(?:اثنين|ثلاث|أربع|خمس|ست|سبع|ثمان|تسع|عشر|عدة)",
    re.IGNORECASE,
)
_DEFINES = re.compile(
    r"(?P<subject>[^.]{1,80}?)[,،]?\s"
    r"(?:(?:is|are|was|were|means?|stands? for|refers? to|covers?)\b|(?:هو|هي|يعني|تعني)\s)",
    re.IGNORECASE,
)


def quotations(material: Material) -> list[Quotation]:
    """What an answer quotes, in the order in which it is read."""
    question = material.question.text
    if material.parts:
        return _rows(material) or in_turn(material, quotations, closest) or quotations(replace(material, parts=()))
    holding = up_to_date(material.accounts, material.passages, material.weighed.candidates)
    choices = quotable(holding, material.passages, disputed(material.accounts))
    asked = weighted(read(question), choices)
    rows = compared(question, choices)
    if rows:
        return rows
    items = listed(asked, choices, material.passages)
    if items:
        return items
    defining = _defining(question, choices)
    if defining and asked.shape == "figure" and not figures_for(asked, sentence(defining[0].passage, defining[0].text)):
        # "ما هو ارتفاع الكثافة" asks what it is as well as how much.
        asked = replace(asked, shape="other")
    return _sentences(asked, [*defining, *(one for one in choices if one not in defining)])


def _rows(material: Material) -> list[Quotation]:
    """The table of a comparison."""
    holding = up_to_date(material.accounts, material.passages, material.weighed.candidates)
    return compared(material.question.text, quotable(holding, material.passages, disputed(material.accounts)))


def closest(material: Material) -> list[Quotation]:
    """The sentences that come closest to what was asked: one, or where others are as near, of each passage one."""
    if material.parts:
        return in_turn(material, closest, closest) or closest(replace(material, parts=()))
    holding = up_to_date(material.accounts, material.passages, material.weighed.candidates)
    choices = quotable(holding, material.passages)
    if not choices:
        return []
    least = EQUAL * choices[0].candidate.score
    alone = [one for one in choices if one.candidate.score >= least and not leans(one.text, one.passage.language)]
    found = list[Choice]()
    for one in alone or choices[:1]:
        if len(found) < MOST_CLOSE and all(one.passage is not other.passage for other in found):
            found.append(one)
    return [quoted for one in found for quoted in (_of_list(one) or [Quotation(*one.words)])]


def _of_list(choice: Choice) -> list[Quotation]:
    """An item that is no sentence of its own, with what announces it."""
    return from_list(choice) if choice.piece.kind == "item" and not is_whole(choice.text) else []


def _sentences(asked: Asked, choices: Sequence[Choice]) -> list[Quotation]:
    chosen = choose(asked, choices)
    if not chosen:
        return []
    first, *rest = chosen
    if found := _of_list(first):
        return found
    if wants_list(asked.text) and not first.lead:
        return _joined([replace(first, more=_enumerated(asked, first)), *rest])
    order = list(dict.fromkeys(choice.candidate.passage for choice in chosen))
    rest.sort(key=lambda one: (order.index(one.candidate.passage), one.at))
    return _joined([first, *rest])


def _enumerated(asked: Asked, choice: Choice) -> int:
    """How many sentences behind one that only counts things ("four categories") tell what they are."""
    language = choice.passage.language
    if not _COUNTS.search(choice.text) or "," in choice.text or ":" in choice.text:
        return 0
    behind = [one for one in pieces(choice.passage)[choice.at + 1 :] if one.paragraph == choice.piece.paragraph]
    return min(len(behind), MOST_BEHIND) if shared(asked.stems(language), stems(choice.text, language)) else 0


def _joined(chosen: Sequence[Choice]) -> list[Quotation]:
    """The quotations, those that overlap or follow one another made one."""
    found: list[tuple[Choice, Quotation]] = []
    for choice in chosen:
        quoted = _quoted(choice)
        at = next((at for at, (other, one) in enumerate(found) if _touches(other, one, choice, quoted)), None)
        if at is None:
            found.append((choice, quoted))
        else:
            other, one = found[at]
            start, end = min(one.start, quoted.start), max(one.end, quoted.end)
            found[at] = (other, Quotation(one.passage, start, end, lead=one.lead, also=one.also))
    return [quoted for _, quoted in found]


def _touches(other: Choice, one: Quotation, choice: Choice, quoted: Quotation) -> bool:
    if one.passage != quoted.passage:
        return False
    gap = 0 if other.lead or other.piece.paragraph != choice.piece.paragraph else 1
    return one.start - gap <= quoted.end and quoted.start <= one.end + gap


def _quoted(choice: Choice) -> Quotation:
    """A choice as a quotation, grown backwards to what it leans on."""
    place, start, end = choice.words
    if choice.more:
        end += pieces(choice.passage)[choice.at + choice.more].end - choice.piece.end
    at = choice.passage.start
    first = at + pieces(choice.passage)[begin(choice.passage, choice.at)].start
    lead = (start + choice.lead[0], start + choice.lead[1]) if choice.lead else None
    return Quotation(place, first, end, lead=lead, also=choice.also)


def _defining(question: str, choices: Sequence[Choice]) -> list[Choice]:
    """The sentence that defines what a question asks to explain."""
    found = _DEFINED.match(question)
    # "ETOPS 180" alone wants to know what it is.
    bare = len(question.split()) <= MOST_OF_A_TERM and not _ASKS.search(question)
    if not choices or not (found or bare):
        return []
    term = (found["en"] or found["ar"]) if found else question
    least = 0.6 * choices[0].candidate.score
    defining = [one for one in choices if one.candidate.score >= least and _defines(term, one)]
    # The opening of an article defines best.
    return sorted(defining, key=lambda one: one.candidate.start > 0)[:1]


def _defines(term: str, choice: Choice) -> bool:
    """Whether a sentence begins with a term and says what it is."""
    opening = _DEFINES.match(choice.text)
    wanted = stems(term, choice.passage.language)
    if opening is None or not wanted:
        return False
    bracket = re.search(r"\(([^()]{1,40})\)", opening["subject"])
    subject = re.sub(r"\([^()]*\)|[,،][^,،]*[,،]", " ", f"{opening['subject']},")
    said = stems(subject, choice.passage.language)
    in_brackets = bool(bracket) and wanted == stems(bracket[1], choice.passage.language)  # type: ignore[index]
    return in_brackets or (wanted <= said and len(said - wanted) <= 1)
