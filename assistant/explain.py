"""How a question was read and why a passage was found, in words: for the page, for text and `search --explain`."""

from collections.abc import Callable, Iterator

from assistant.answer import Sentence, Understood
from knowledge.article import Filters, Why
from knowledge.identifiers import Mention
from knowledge.query import INFERENCES, Inference

_KINDS = {
    "now": "about news of these days: new articles count much more",
    "event": "about something that happened: new articles count more",
    "state": "about how things stand: new articles count a little more",
    "timeless": "about something that does not age: dates do not count",
}
_ORDERS = {
    "latest": "asks for the latest: articles near the newest that fits count more",
    "first": "asks for what came first: articles near the oldest that fits count more",
}


FLAGS = {
    "number_absent": "a number, unit or date of the sentence is not in the source",
    "number_unbound": "the source gives the number for another thing",
    "name_absent": "a name of the sentence is not in the source",
    "name_unbound": "the source says it of another name",
    "negation_differs": "one of the two denies what the other says",
    "antonym": "the source says the opposite",
    "quote_absent": "the source does not hold the quoted words",
    "outdated": "the source says that it has ended",
    "judged": "the model that was asked to judge says so",
}
"""What each flag of a sentence means."""


def doubt_text(sentence: Sentence) -> tuple[str, str]:
    """What the check says of a sentence that is not well supported, in a few words, and why.

    >>> doubt_text(Sentence(text="It flew.", start=0, end=8, support="unsupported", flags=("number_absent",)))
    ('not supported', 'a number, unit or date of the sentence is not in the source')
    """
    words = "not supported" if sentence.support == "unsupported" else "weakly supported"
    return words, "; ".join(FLAGS.get(flag, flag.replace("_", " ")) for flag in sentence.flags)


def how_understood(understood: Understood) -> Iterator[str]:
    """A line for each thing that was read from a question."""
    yield from filter_lines(understood)
    for name, words in understood.because:
        if name in understood.relaxed:
            yield f"{name}: not kept, too little was found (from “{words}”)"
    yield from dict.fromkeys(map(name_text, understood.mentions))
    yield _ORDERS[understood.order] if understood.order else _KINDS[understood.kind]
    for number, step in enumerate(step_lines(understood), start=1):
        yield f"part {number}: {step}"


def filter_lines(understood: Understood) -> Iterator[str]:
    """A line for each filter that was read from the question and kept."""
    for name, words in understood.kept:
        yield f"{name}: {filter_text(name, understood.inferred)} (from “{words}”)"


def filter_text(name: Inference, filters: Filters) -> str:
    """What an inferred filter lets pass.

    >>> from datetime import date
    >>> filter_text("dates", Filters(since=date(2025, 3, 1), until=date(2025, 3, 31)))
    '2025-03-01 to 2025-03-31'
    """
    match name:
        case "outlet":
            return filters.outlet or ""
        case "category":
            return filters.category or ""
        case "dates":
            since, until = filters.since, filters.until
            if since and until:
                return str(since) if since == until else f"{since} to {until}"
            return f"from {since}" if since else f"up to {until}" if until else ""


def step_lines(understood: Understood) -> Iterator[str]:
    """The parts that a question was taken apart into, each with the filters that were read from it alone.

    >>> found = Understood(steps=("A?", "B?"), step_filters=(Filters(outlet="AIN"), Filters()))
    >>> list(step_lines(found))
    ['A? (outlet: AIN)', 'B?']
    """
    for at, step in enumerate(understood.steps):
        filters = understood.step_filters[at] if at < len(understood.step_filters) else Filters()
        said = [f"{name}: {text}" for name in INFERENCES if (text := filter_text(name, filters))]
        yield f"{step} ({'; '.join(said)})" if said else step


def name_text(mention: Mention) -> str:
    """What a name or code was taken for, and why.

    >>> name_text(Mention(text="AI", start=0, end=2, id="airline:aic", name="Air India", kind="airline"))
    '“AI”: Air India (airline)'
    """
    others = ", ".join(" ".join((kind, code.upper())) for kind, _, code in (id.partition(":") for id in mention.others))
    also = f"; could also be {others}" if others else ""
    return f"“{mention.text}”: {mention.name} ({mention.reason or mention.kind}{also})"


def why_found(why: Why, name: Callable[[str], str]) -> str:
    """What each search gave a passage, and what that was multiplied by.

    >>> why_found(Why(words=0.5, vectors=0.25, freshness=1.5, step=2), str)
    'same words 0.50 + similar meaning 0.25, new ×1.50, found for part 2'
    """
    return ", ".join(why_lines(why, name))


def why_lines(why: Why, name: Callable[[str], str], understood: Understood | None = None) -> Iterator[str]:
    """The same in lines, the part of the question in its words where these are known.

    >>> list(why_lines(Why(words=0.5, matched=("aircraft:737-8",), mistaken=0.6), lambda id: "Boeing 737 MAX 8"))
    ['same words 0.50', 'about another thing of this kind ×0.60', 'names Boeing 737 MAX 8']
    """
    parts = {"same words": why.words, "similar meaning": why.vectors, "same names": why.names}
    yield " + ".join(f"{part} {score:.2f}" for part, score in parts.items() if score >= 0.005) or "little in common"
    if round(why.freshness, 2) != 1:
        yield f"{'old' if understood and understood.order == 'first' else 'new'} ×{why.freshness:.2f}"
    if round(why.mistaken, 2) != 1:
        yield f"about another thing of this kind ×{why.mistaken:.2f}"
    if why.matched:
        yield f"names {', '.join(map(name, why.matched))}"
    if why.step:
        steps = understood.steps if understood else ()
        words = f": {steps[why.step - 1]}" if why.step <= len(steps) else ""
        yield f"found for part {why.step}{words}"
