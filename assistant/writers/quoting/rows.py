"""Two or more things side by side: a row for each, with the best sentence about it."""

from collections.abc import Sequence

from assistant.figures import mentions
from assistant.writers import Quotation
from assistant.writers.quoting.choices import Choice, sentence
from assistant.writers.quoting.leads import figures_for
from assistant.writers.quoting.named import family
from assistant.writers.quoting.prose import lists, pieces
from assistant.writers.quoting.reading import read
from assistant.writers.quoting.words import shared, stems
from knowledge.language import detect
from knowledge.steps import steps
from knowledge.steps.comparisons import named

LEAST = 0.5
"""The share of a side's words that its sentence must have."""
OPENING = 6
"""Words at the beginning of a sentence that name what it is about."""

_ASKING = frozenset(
    "what who when where why how which is are was were do does did ما من متى أين كيف لماذا هل كم".split()
)


def compared(question: str, choices: Sequence[Choice]) -> list[Quotation]:
    """A row for each thing that a question compares; nothing if one of them has no sentence of its own.

    One sentence that tells of all of them on what is compared is better than a table.
    """
    sides = _sides(question)
    labels = _labels(sides)
    if len(sides) < 2 or len(set(labels)) < len(sides) or not choices:
        return []
    language = choices[0].passage.language
    same = [one for one in choices if one.passage.language == language]
    together = _together(sides, labels, same)
    if together:
        return [Quotation(*together.words)]
    # Items of one list tell the same of each; sentences from here and there may not.
    rows = next(filter(None, (_one_each(sides, labels, some) for some in [*_in_lists(same), same])), [])
    return [Quotation(*row.words, form="row", label=label) for row, label in zip(rows, labels, strict=False)]


def _one_each(sides: Sequence[str], labels: Sequence[str], choices: Sequence[Choice]) -> list[Choice]:
    """The best sentence for each side; nothing if one of them has none."""
    rows = list[Choice]()
    for side, label in zip(sides, labels, strict=True):
        rivals = [other for other in labels if other != label]
        worth = {at: _worth(side, label, rivals, one) for at, one in enumerate(choices) if one not in rows}
        best = max(worth, key=lambda at: worth[at], default=-1)
        if best < 0 or worth[best] <= 0.0:
            return []
        rows.append(choices[best])
    return rows


def _in_lists(choices: Sequence[Choice]) -> list[list[Choice]]:
    """The choices that are items of one list, for each list that something announces."""
    found = dict[tuple[int, int], list[Choice]]()
    for choice in choices:
        for intro, items in lists(choice.passage):
            if intro is not None and choice.at in items:
                found.setdefault((choice.candidate.passage, intro), []).append(choice)
    return [some for some in found.values() if len(some) > 1]


def _announced(choice: Choice) -> str:
    """What announces the list that a choice is an item of: "the traffic of 2024 was as follows"."""
    place = next((intro for intro, items in lists(choice.passage) if choice.at in items), None)
    piece = pieces(choice.passage)[place] if place is not None else None
    return choice.passage.text[piece.start : piece.end] if piece else ""


def _sides(question: str) -> tuple[str, ...]:
    """The sides of a comparison. A question that only joins two questions compares nothing."""
    parts = steps(question, detect(question))
    return () if any(part.split()[0].lower() in _ASKING for part in parts) else parts


def _labels(sides: Sequence[str]) -> list[str]:
    """What each side is called: its name, or the words that no other side has."""
    found = []
    for at, side in enumerate(sides):
        others = {word for other in (*sides[:at], *sides[at + 1 :]) for word in other.split()}
        own = [word for word in side.split() if word not in others]
        _, name, _ = named(side.split())
        found.append(" ".join(name if name and set(name) & set(own) else own))
    return found


def _together(sides: Sequence[str], labels: Sequence[str], choices: Sequence[Choice]) -> Choice | None:
    for choice in choices:
        language = choice.passage.language
        about = _about(sides[0], labels[0], language)
        told = about & stems(choice.text, language) if about else _differs(choice.text)
        if told and all(_tells_of(label, choice.text, language) for label in labels):
            return choice
    return None


def _differs(text: str) -> bool:
    """Whether a sentence says by itself that it compares."""
    return any(
        word in text.lower() for word in ("difference", "differ", "whereas", "while", "unlike", "الفرق", "بينما")
    )


def _about(side: str, label: str, language: str) -> frozenset[str]:
    """The stems of what is compared, less those of the things."""
    aspect = read(side).aspect
    return (stems(side, language) | aspect.stems(language)) - stems(label, language)


def _worth(side: str, label: str, rivals: Sequence[str], choice: Choice) -> float:
    """How well a sentence tells of one side: it names it and no rival, and speaks of what is compared."""
    language = choice.passage.language
    if not _tells_of(label, choice.text, language) or any(_tells_of(one, choice.text, language) for one in rivals):
        return 0.0
    here, wanted = stems(f"{_announced(choice)} {choice.text}", language), stems(label, language)
    about = _about(side, label, language)
    opens = _tells_of(label, " ".join(choice.text.split()[:OPENING]), language)
    if not (shared(about, here) if about else opens):
        return 0.0
    share = len(shared(wanted, here)) / (len(wanted) or 1)
    told = bool(figures_for(read(side), sentence(choice.passage, choice.text)))
    fit = share + len(shared(about, here)) + told + 0.2 * opens + 0.1 * choice.candidate.score
    return fit if share >= LEAST or _tells_of(label, choice.text, language) else 0.0


def _tells_of(label: str, text: str, language: str) -> bool:
    ids = {one.id for one in mentions(label)}
    if ids:
        return bool(ids & {id for one in mentions(text) for id in family(one)})
    wanted = stems(label, language)
    return bool(wanted) and wanted <= stems(text, language)
