"""A case as the page's script shows it: plain JSON in which every article and passage stands once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.answer import Answer, Citation, Sentence
from assistant.evaluation.records import Gold, Held, Retrieved
from assistant.evaluation.reports.expected import choice, expected, script
from assistant.evaluation.reports.reported import state
from assistant.evaluation.reports.words import WHY
from assistant.evaluation.scores import Case, Score
from assistant.explain import FLAGS
from knowledge.article import Passage

SHOWN = 10
"""How many passages of each lane are listed, besides expected ones further down."""


@dataclass(slots=True)
class Stock:
    """What cases share, each once; cases name it by its place.

    An article is `[id, title, address, outlet, day]`, a passage `[article, text]`.
    """

    articles: list[list[str]] = field(default_factory=list)
    passages: list[tuple[int, str]] = field(default_factory=list)
    _articles: dict[str, int] = field(default_factory=dict)
    _passages: dict[tuple[int, str], int] = field(default_factory=dict)

    def article(self, name: str, known: "Passage | Citation | Held | None" = None) -> int:
        """The place of an article, with what is known of it."""
        if name not in self._articles:
            self._articles[name] = len(self.articles)
            self.articles.append([name, "", "", "", ""])
        place = self._articles[name]
        if known is not None and not self.articles[place][1]:
            day = known.published.isoformat() if known.published else ""
            self.articles[place][1:] = [known.title, known.url or "", known.outlet or "", day]
        return place

    def passage(self, article: int, text: str) -> int:
        """The place of a passage's text."""
        key = (article, text)
        if key not in self._passages:
            self._passages[key] = len(self.passages)
            self.passages.append(key)
        return self._passages[key]


def view(case: Case, score: Score, stock: Stock) -> dict[str, Any]:
    """The case, what is empty left out."""
    record, answer = case.record, case.answer
    seen = {(one.article_id, one.start, one.end): one for one in answer.passages} if answer else {}
    for one in seen.values():
        stock.article(one.article_id, one)
    whole = {
        "id": score.case,
        "turns": [[user, given or ""] for user, given in script(case)],
        "choice": choice(case),
        "query": answer.query if answer and answer.query != answer.question else "",
        "state": state(score),
        "outcome": score.outcome,
        "why": score.why,
        "because": WHY[score.why] if score.why else "",
        "pinned": score.must_pass,
        "tags": list(score.tags),
        "reasons": list(score.reasons),
        "expected": expected(case),
        "remark": case.sample.notes,
        "error": record.error,
        "lanes": {name: _lane(lane, case, seen, stock) for name, lane in record.lanes.items()},
        "values": dict(score.values),
        "facts": _facts(case),
        "altered": {
            name: one.text or (one.refusal.message if one.refusal else "") for name, one in record.altered.items()
        },
        "edited": list(record.edited or ()),
        **(_answered(case, answer, stock) if answer else {}),
    }
    return {name: value for name, value in whole.items() if value not in (None, "", [], {}, False)}


def pieces(answer: Answer) -> list[list[Any]]:
    """The answer's text in order: sentences as `[text, support, kind, what is amiss]`, what stands between as `[text]`.

    >>> one = Sentence(text="It flew.", start=0, end=8, support="supported")
    >>> pieces(Answer(id="a", question="?", query="?", text="It flew. [1]", sentences=(one,)))
    [['It flew.', 'supported', 'claim', ''], [' [1]']]
    """
    found: list[list[Any]] = []
    at = 0
    for one in sorted(answer.sentences, key=lambda sentence: sentence.start):
        if one.start < at:
            continue
        found += [[answer.text[at : one.start]]] if one.start > at else []
        found.append([answer.text[one.start : one.end], one.support, one.kind, _flags(one)])
        at = one.end
    return found + ([[answer.text[at:]]] if at < len(answer.text) else [])


def _flags(sentence: Sentence) -> str:
    return "; ".join(FLAGS.get(flag, flag.replace("_", " ")) for flag in sentence.flags)


def _answered(case: Case, answer: Answer, stock: Stock) -> dict[str, Any]:
    held = case.record.held or (None,) * len(answer.citations)
    refusal = answer.refusal
    return {
        "pieces": pieces(answer),
        "cites": [_cite(one, by, answer, stock) for one, by in zip(answer.citations, held, strict=False)],
        "notes": [[note.type, note.message] for note in answer.notes],
        "refusal": [refusal.type, refusal.message] if refusal else None,
        "nearest": list(dict.fromkeys(stock.article(one.article_id, one) for one in refusal.nearest))
        if refusal
        else [],
        "times": {name: round(spent, 2) for name, spent in answer.timings_ms.items()},
    }


def _cite(citation: Citation, held: Held | None, answer: Answer, stock: Stock) -> dict[str, Any]:
    """The citation with the passage around it and where in it the quote stands, in code points."""
    article = stock.article(citation.article_id, citation)
    around = next((one for one in answer.passages if _holds(one, citation)), None)
    text = held.passage if held and held.passage else around.text if around else ""
    at = citation.start - around.start if around and text == around.text else text.find(citation.quote)
    found: dict[str, Any] = {"n": citation.number, "article": article, "quote": citation.quote}
    if text:
        found["passage"] = stock.passage(article, text)
    if at >= 0 and citation.quote and text[at : at + len(citation.quote)] == citation.quote:
        found["at"] = [at, at + len(citation.quote)]
    if held and held.quote != citation.quote:
        found["holds"] = held.quote
    return found


def _holds(passage: Passage, citation: Citation) -> bool:
    same = (passage.article_id, passage.version) == (citation.article_id, citation.version)
    return same and passage.start <= citation.start and citation.end <= passage.end


def _lane(
    lane: tuple[Retrieved, ...], case: Case, seen: Mapping[tuple[str, int, int], Passage], stock: Stock
) -> dict[str, Any]:
    """The first passages of a lane as `[rank, article, score, expected, passage]`, -1 where its text is not kept."""
    rows: list[list[float | int]] = []
    for rank, found in enumerate(lane, start=1):
        gold = _gold(found, case.wanted)
        if rank > SHOWN and not gold:
            continue
        passage = seen.get((found.article_id, found.start, found.end))
        article = stock.article(found.article_id, passage)
        text = stock.passage(article, passage.text) if passage else -1
        rows.append([rank, article, round(found.score, 3), int(gold), text])
    return {"n": len(lane), "rows": rows}


def _gold(found: Retrieved, wanted: tuple[Gold, ...]) -> bool:
    return any(gold.matches(found) for gold in wanted)


def _facts(case: Case) -> list[tuple[str, str]]:
    """How the answer came to be: what was told of the model, what it cost and how long it took."""
    record, answer = case.record, case.answer
    told = [("time", f"{record.latency_ms:,.0f} ms{' (cached)' if record.cached else ''}")]
    told += [("attempts", str(record.attempts))] if record.attempts > 1 else []
    told += [("cost", f"${record.cost:.6f}")] if record.cost else []
    if answer:
        told += [("writer", answer.writer)] if answer.writer else []
        told += [("model", answer.model)] if answer.model else []
        told += [("confidence", f"{answer.confidence:.2f}")] if answer.confidence is not None else []
        told += [("as of", answer.as_of.isoformat())] if answer.as_of else []
        told += (
            [("tokens", f"{answer.usage.input_tokens} in, {answer.usage.output_tokens} out")] if answer.usage else []
        )
    return told
