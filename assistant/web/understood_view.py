"""How a question was read, as the page shows it: chips below the answer, lines beside its sources. Pure.

A chip of a filter has a link that asks again without it; the link's name says what stays out, so that the page keeps
no state for it.
"""

import re
from collections.abc import Iterable, Iterator

from assistant.answer import Answer
from assistant.explain import how_understood, name_text, step_lines, why_lines
from assistant.web.markup import days, esc, shortened
from knowledge.article import Filters, Why, fold
from knowledge.identifiers import Mention
from knowledge.query import INFERENCES, Inference

_MOST_NAMES = 6
_LONGEST = 60
"""Characters of a chip's words; an outlet may have any name."""
_KEY = re.compile(r"ac-without-([0-9a-f]{1,64})-((?:{0})(?:\.(?:{0}))*)".replace("{0}", "|".join(INFERENCES)))


def without_key(answer_id: str, ignore: Iterable[Inference]) -> str:
    """The name of an answer's question asked again with nothing inferred of what is in `ignore`.

    >>> read_without_key(without_key("4f", ["outlet", "dates"])) == ("4f", frozenset({"dates", "outlet"}))
    True
    """
    return f"ac-without-{answer_id}-{'.'.join(sorted(ignore))}"


def read_without_key(value: str) -> tuple[str, frozenset[Inference]] | None:
    """Answer and inferences of a name made by `without_key`, or None for anything else."""
    match = _KEY.fullmatch(value)
    said = match[2].split(".") if match else ()
    return (match[1], frozenset(name for name in INFERENCES if name in said)) if match else None


def understood_lines(answer: Answer, ignored: frozenset[Inference], link: bool) -> str:
    """What was read from the question: a line of chips, and the parts it was taken apart into.

    `ignored` is what was taken back before. `link`: whether the answer is stored, so that links can lead to it.
    """
    chips = [*_filter_chips(answer, ignored, link), *_name_chips(answer, link)]
    said = '<li class="ac-sr">The question was read as:</li>'
    line = f'<ul class="ac-read">{said}{"".join(chips)}</ul>' if chips else ""
    if answer.query != answer.question and answer.understood.as_of:
        line = f'<p class="ac-parts">Understood as: <bdi>{esc(shortened(answer.query, 300))}</bdi></p>{line}'
    steps = " · ".join(f"{n} <bdi>{esc(step)}</bdi>" for n, step in enumerate(step_lines(answer.understood), start=1))
    return line + (f'<p class="ac-parts">Looked up in parts: {steps}</p>' if steps else "")


def _filter_chips(answer: Answer, ignored: frozenset[Inference], link: bool) -> Iterator[str]:
    for name, words in answer.understood.kept:
        label, value = _filter_words(name, words, answer.understood.inferred)
        label, value = esc(shortened(label, _LONGEST)), esc(shortened(value, _LONGEST))
        # The chat drops names for screen readers that are attributes; the cross is drawn by the style sheet.
        does = "Search without this filter"
        drop = (
            f'<a class="ac-drop" role="button" href="#{without_key(answer.id, ignored | {name})}" '
            f'title="{does}"><span class="ac-sr">{does}: {label}: {value}</span></a>'
        )
        yield (
            f'<li class="ac-chip" title="Read from “{esc(words)}”">'
            f"<span><bdi>{label}</bdi>: <bdi>{value}</bdi></span>{drop if link else ''}</li>"
        )


def _filter_words(name: Inference, words: str, inferred: Filters) -> tuple[str, str]:
    match name:
        case "dates":
            return words, days(inferred.since, inferred.until)
        case "outlet":
            return "outlet", inferred.outlet or ""
        case "category":
            return "category", inferred.category or ""


def _name_chips(answer: Answer, link: bool) -> Iterator[str]:
    """The names that a reader could doubt: written in another way than they are called, or ambiguous."""
    doubted = {(mention.text, mention.id): mention for mention in answer.understood.mentions if _is_doubted(mention)}
    shown, rest = list(doubted.values())[:_MOST_NAMES], list(doubted.values())[_MOST_NAMES:]
    for mention in shown:
        why = esc(mention.reason)
        said = f'<span class="ac-sr">, {why}</span>' if why else ""
        yield f'<li class="ac-chip" title="{why}"><span>{_equal(mention)}{said}</span></li>'
    if rest:
        every = esc("; ".join(map(name_text, rest)))
        more = f'+{len(rest)}<span class="ac-sr"> more: {every}</span>'
        if link:
            more = f'<a class="ac-act" href="#ac-list-{answer.id}-0">{more}</a>'
        yield f'<li class="ac-chip" title="{every}">{more}</li>'


def _is_doubted(mention: Mention) -> bool:
    return bool(mention.reason or mention.others) or not _is_written_so(mention)


def _is_written_so(mention: Mention) -> bool:
    # "A350-900" needs no telling that it is the "Airbus A350-900".
    text, name = (fold(words).removesuffix("s") for words in (mention.text, mention.name))
    return text == name or name.endswith(f" {text}")


def _equal(mention: Mention) -> str:
    text, name = esc(shortened(mention.text, _LONGEST)), esc(shortened(mention.name, _LONGEST))
    if _is_written_so(mention):
        return f"<bdi>{text}</bdi>: {esc(mention.kind)}"
    return f"<bdi>{text}</bdi> = <bdi>{name}</bdi>"


def remark(without: Iterable[str]) -> str:
    """What stays out of a question that is asked again, for its bubble."""
    words = ", ".join(f"<bdi>{esc(shortened(word, _LONGEST))}</bdi>" for word in without)
    return f'<span class="ac-without" dir="ltr">without: {words}</span>' if words else ""


def reading(answer: Answer) -> str:
    """How the question was read, folded, for the end of its sources; nothing where it was not looked up."""
    if answer.understood.as_of is None:
        return ""
    lines = list(how_understood(answer.understood))
    return f'<details class="ac-how"><summary>How the question was understood</summary>{_listed(lines)}</details>'


def reason(answer: Answer, why: Why | None) -> str:
    """Why a passage was found, folded; nothing where that is not known."""
    if why is None:
        return ""
    called = {mention.id: mention.name for mention in answer.understood.mentions}
    lines = why_lines(why, lambda id: called.get(id, id.partition(":")[2]), answer.understood)
    return f'<details class="ac-why"><summary>Why this passage</summary>{_listed(lines)}</details>'


def _listed(lines: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{esc(line)}</li>' for line in lines)}</ul>"
