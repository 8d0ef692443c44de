"""What no likeness can outweigh: the thing that was asked about must be named, and have a figure of the asked kind."""

import re
from collections.abc import Mapping, Sequence

from assistant.evidence.focus import Focus
from assistant.evidence.kinds import has_kind
from assistant.evidence.sentences import Signs
from assistant.figures import find_figures
from knowledge.arabic import normalise
from knowledge.article import Passage

OTHER_THING, OTHER_PLACE, NO_FIGURE = 0.05, 0.2, 0.1
"""The most that is believed where no passage names a thing that was asked about, where the best one names none of
them, and where no sentence has a figure of the kind that was asked for."""
_THINGS = ("aircraft:", "engine:", "airline:", "airport:", "city:", "maker:")
"""Of other things (terms, authorities, directives) a passage often speaks without their name."""


def most(focus: Focus, signs: Sequence[Signs], passages: Sequence[Passage]) -> float:
    """The most that confidence in these sentences, best first, can be."""
    limit = 1.0
    asked = {name: _written(words) for name, words in zip(focus.names, focus.called, strict=True) if _is_thing(name)}
    if asked and all(passage.why for passage in passages):
        named = [_named(asked, passage) for passage in passages]
        if len(set().union(*named)) < len(asked):
            limit = OTHER_THING
        elif not named[signs[0].candidate.passage - 1]:
            limit = OTHER_PLACE
    if focus.measures and not any(_has_figure(focus, sign.candidate.text) for sign in signs):
        limit = min(limit, NO_FIGURE)
    return limit


def _is_thing(name: str) -> bool:
    return name.startswith(_THINGS)


def _named(asked: Mapping[str, "re.Pattern[str]"], passage: Passage) -> set[str]:
    """Which things a passage names, or writes as they were asked for: "Cape Town" may be a treaty, "MD" no airline."""
    matched = passage.why.matched if passage.why else ()
    text = _plain(" . ".join([passage.title, *passage.headings, passage.text]))
    return {name for name, written in asked.items() if name in matched or written.search(text)}


def _written(words: str) -> "re.Pattern[str]":
    return re.compile(rf"(?<!\w){re.escape(_plain(words))}(?!\w)")


def _plain(text: str) -> str:
    return normalise(text).lower()


def _has_figure(focus: Focus, text: str) -> bool:
    # Any measure can be given as a share: "5 per cent of the trip fuel".
    return bool(has_kind(focus, text, ())) or any(figure.kind == "percent" for figure in find_figures(text))
