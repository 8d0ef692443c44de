"""What no likeness can outweigh: the thing that was asked about must be named, and have a figure of the asked kind."""

from collections.abc import Sequence

from assistant.evidence.focus import Focus
from assistant.evidence.kinds import has_kind
from assistant.evidence.sentences import Signs
from assistant.figures import find_figures
from knowledge.article import Passage

OTHER_THING, OTHER_PLACE, NO_FIGURE = 0.05, 0.2, 0.15
"""The most that is believed where no passage names a thing that was asked about, where the best one names none of
them, and where no sentence has a figure of the kind that was asked for."""
_THINGS = ("aircraft:", "engine:", "airline:", "airport:", "city:", "maker:")
"""Of other things (terms, authorities, directives) a passage often speaks without their name."""


def most(focus: Focus, signs: Sequence[Signs], passages: Sequence[Passage]) -> float:
    """The most that confidence in these sentences, best first, can be."""
    limit = 1.0
    named = {name for name in focus.names if name.startswith(_THINGS)}
    matched = [set(passage.why.matched) for passage in passages if passage.why]
    if named and len(matched) == len(passages):
        if named - set().union(*matched):
            limit = OTHER_THING
        elif not named & matched[signs[0].candidate.passage - 1]:
            limit = OTHER_PLACE
    if focus.measures and not any(_has_figure(focus, sign.candidate.text) for sign in signs):
        limit = min(limit, NO_FIGURE)
    return limit


def _has_figure(focus: Focus, text: str) -> bool:
    # Any measure can be given as a share: "5 per cent of the trip fuel".
    return bool(has_kind(focus, text, ())) or any(figure.kind == "percent" for figure in find_figures(text))
