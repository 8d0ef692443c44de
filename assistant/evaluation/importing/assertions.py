"""promptfoo's assertions as what our questions expect.

All assertions of a test must hold, so each becomes a fact of its own, with any of several texts where it takes several.
What runs code or calls an address is listed and never run; what a model grades is kept for a judge.
Types: promptfoo's documentation, "Assertions and metrics".
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.evaluation.importing.rows import plain

_HOLDS = frozenset("equals contains icontains contains-any icontains-any contains-all icontains-all".split())
_COMPARED = frozenset(
    "similar similar:cosine factuality model-graded-factuality context-recall levenshtein rouge-n rouge-l rouge-s bleu "
    "gleu meteor f-score".split()
)
_GRADED = frozenset(
    "llm-rubric g-eval model-graded-closedqa answer-relevance context-relevance context-faithfulness "
    "citation-faithfulness conversation-relevance select-best max-score classifier moderation pi search-rubric".split()
)
_LIMITS = frozenset("latency cost".split())
_MOST_DEEP = 5

Say = Callable[[str], None]
"""Takes a remark."""


@dataclass(slots=True)
class Expected:
    """What the assertions of one test come to."""

    facts: list[dict[str, Any]] = field(default_factory=list)
    forbidden: list[Any] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    answerable: bool | None = None
    max_words: int | None = None

    def expect(self) -> dict[str, Any]:
        """The fields of an `Expect`. A single fact is an accepted answer."""
        found: dict[str, Any] = {"forbidden": self.forbidden, "answerable": self.answerable}
        found |= {"reference": self.references[0] if self.references else None, "max_words": self.max_words}
        if self.answerable is not False and self.facts:
            only = len(self.facts) == 1 and "importance" not in self.facts[0]
            found |= {"answers": self.facts[0]["match"]} if only else {"facts": self.facts}
        return {name: value for name, value in found.items() if value not in (None, [])}


def read_assertions(assertions: Sequence[Any], threshold: Any, variables: Mapping[str, Any], say: Say) -> Expected:
    """What a test's assertions ask for, their variables filled in."""
    found = Expected()
    for one in _lessened(assertions, threshold, say):
        _read(found, one, variables, say, depth=0)
    return found


def filled(text: str, variables: Mapping[str, Any]) -> str | None:
    """A template with its variables; None where it holds more than plain variables, as nothing in it is run.

    >>> filled("{{ a }} and {{b}}", {"a": "wing", "b": 2}), filled("{{ a | upper }}", {"a": "wing"})
    ('wing and 2', None)
    """
    if "{%" in text or "{#" in text:
        return None
    missing = False

    def value(match: re.Match[str]) -> str:
        nonlocal missing
        given = plain(variables.get(match.group(1).strip()))
        missing = missing or given is None
        return given or ""

    written = re.sub(r"\{\{([^{}]*)\}\}", value, text)
    return None if missing else written


def _lessened(assertions: Sequence[Any], threshold: Any, say: Say) -> list[dict[str, Any]]:
    """Assertions of which a share suffices: one of them, or all as desirable ones where that cannot be said."""
    known = [one for one in assertions if isinstance(one, dict)]
    if not isinstance(threshold, int | float) or threshold >= 1 or len(known) < 2:
        return known
    total = sum(_weight(one) for one in known)
    if all(str(one.get("type")) in _HOLDS - {"contains-all", "icontains-all"} for one in known) and all(
        _weight(one) >= threshold * total for one in known
    ):
        return [{"type": "contains-any", "value": [text for one in known for text in _listed(one.get("value"))]}]
    say(f"a threshold of {threshold} over several assertions makes them desirable, not required")
    return [one | {"weight": 0} for one in known]


def _weight(one: Mapping[str, Any]) -> float:
    given = one.get("weight", 1)
    return float(given) if isinstance(given, int | float) else 1.0


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list) else [] if value is None else [value]


def _read(found: Expected, one: Mapping[str, Any], variables: Mapping[str, Any], say: Say, *, depth: int) -> None:
    kind = str(one.get("type", ""))
    if kind == "assert-set":
        if depth < _MOST_DEEP:
            for inner in _lessened(_listed(one.get("assert")), one.get("threshold"), say):
                _read(found, inner, variables, say, depth=depth + 1)
        return
    texts = _texts(kind, one, variables, say)
    if texts is None:
        return
    if kind.startswith("not-"):
        _unwanted(found, kind.removeprefix("not-"), texts, say)
    else:
        _wanted(found, kind, texts, one, say)


def _texts(kind: str, one: Mapping[str, Any], variables: Mapping[str, Any], say: Say) -> list[str] | None:
    if kind.removeprefix("not-") not in _HOLDS | _COMPARED | _GRADED | _LIMITS | {
        "regex",
        "starts-with",
        "is-refusal",
        "word-count",
    }:
        say(f"'{kind}' is not run")
        return None
    texts: list[str] = []
    for value in _listed(one.get("value")):
        given = plain(value)
        if given is not None and given.startswith(("file://", "package:", "python:", "http://", "https://")):
            say(f"'{kind}' with {given.split(':')[0]}: is not read")
            return None
        text = given if given is None or kind.endswith("regex") else filled(given, variables)
        if text is None and kind != "word-count":
            say(f"'{kind}' with a template or a value that is not text is not read")
            return None
        if text:
            texts += text.split(",") if "-a" in kind and not isinstance(one.get("value"), list) else [text]
    return [text.strip() if "-a" in kind else text for text in texts if text.strip()]


def _unwanted(found: Expected, kind: str, texts: list[str], say: Say) -> None:
    if kind == "is-refusal":
        found.answerable = True
    elif kind.endswith("contains-all") and len(texts) > 1:
        say(f"'not-{kind}' of several texts cannot be expressed")
    elif kind in _HOLDS or kind in ("regex", "starts-with"):
        found.forbidden += [match for text in texts if (match := _match(kind, text, say)) is not None]
    else:
        say(f"'not-{kind}' is not read")


def _wanted(found: Expected, kind: str, texts: list[str], one: Mapping[str, Any], say: Say) -> None:
    if kind == "is-refusal":
        found.answerable = False
    elif kind in _COMPARED:
        found.references += texts
        say(f"'{kind}' becomes the reference, for metrics that compare words and for a judge")
    elif kind in _GRADED:
        found.notes += [f"{kind}: {text}" for text in texts or ["(no text)"]]
        say(f"'{kind}' is kept in the notes, for a judge")
    elif kind in _LIMITS:
        found.notes.append(f"{kind} at most {plain(one.get('threshold')) or '?'}")
        say(f"'{kind}' is kept in the notes; set a gate on the run instead")
    elif kind == "word-count":
        _words(found, one.get("value"), say)
    else:
        _fact(found, kind, texts, one, say)


def _fact(found: Expected, kind: str, texts: list[str], one: Mapping[str, Any], say: Say) -> None:
    if kind == "equals":
        say("'equals' is read as 'contains': a cited answer says more than its fact")
    matches = [match for text in texts if (match := _match(kind, text, say)) is not None]
    named = {name: value for name, value in (("id", plain(one.get("metric"))),) if value}
    if _weight(one) == 0:
        named["importance"] = "okay"
    for group in [[match] for match in matches] if kind.endswith("contains-all") else [matches] if matches else []:
        text = group[0] if isinstance(group[0], str) else group[0]["regex"]
        found.facts.append({"text": text, "match": group} | named)


def _match(kind: str, text: str, say: Say) -> Any:
    if kind == "starts-with":
        return {"regex": r"\A\s*" + re.escape(text)}
    if kind != "regex":
        return text
    try:
        re.compile(text)
    except re.error:
        say("a regular expression that Python does not read is left out")
        return None
    return {"regex": text}


def _words(found: Expected, value: Any, say: Say) -> None:
    most = value.get("max") if isinstance(value, dict) else value
    if isinstance(most, int) and most > 0:
        found.max_words = most
    else:
        say("'word-count' without a largest number is not read")
