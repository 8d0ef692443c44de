"""Whether citations are what they say: they point at what was shown, its words stand there, its source is so named."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from assistant.answer import Answer, Citation, Sentence
from assistant.citations.markers import MARKER, places
from assistant.evaluation.quotes import plain
from assistant.evaluation.records import Held
from assistant.evaluation.scores import Aggregate, Case, Metric
from knowledge.article import Passage

_FUZZY = 95.0


def claims(answer: Answer | None) -> tuple[Sentence, ...]:
    """The sentences that assert something; a refusal has none."""
    if answer is None or answer.refusal is not None:
        return ()
    return tuple(sentence for sentence in answer.sentences if sentence.kind == "claim")


def shown(answer: Answer, citation: Citation) -> Passage | None:
    """The passage given to the writer that holds the words of a citation."""
    for passage in answer.passages:
        same = (passage.article_id, passage.version) == (citation.article_id, citation.version)
        if same and passage.start <= citation.start <= citation.end <= passage.end:
            return passage
    return None


def looked_up(case: Case) -> Iterator[tuple[Citation, Held | None]]:
    """Each citation with what the library holds there; nothing where the library is not ours to read."""
    held = case.record.held
    if case.answer and held:
        for place, citation in enumerate(case.answer.citations):
            yield citation, held[place] if place < len(held) else None


def share(ones: Iterable[bool]) -> float | None:
    """How many of them hold, None of nothing.

    >>> share([True, False]), share([])
    (0.5, None)
    """
    found = list(ones)
    return sum(found) / len(found) if found else None


def _valid(case: Case) -> float | None:
    if case.answer is None:
        return None
    answer = case.answer
    good = {citation.number for citation in answer.citations if shown(answer, citation)}
    return share(number in good for marker in MARKER.finditer(answer.text) for number in places(marker[1]))


def _covered(case: Case) -> float | None:
    return share(bool(sentence.citations) for sentence in claims(case.answer))


def _exact(citation: Citation, held: Held | None) -> bool:
    return held is not None and plain(citation.quote) == plain(held.quote)


def _fuzzy(citation: Citation, held: Held | None) -> bool:
    if held is None or _exact(citation, held):
        return False
    from rapidfuzz.fuzz import partial_ratio_alignment

    quote, passage = plain(citation.quote), plain(held.passage)
    # The shorter text is looked for in the longer one: a quote around the whole passage is not a quote of it.
    return len(quote) <= len(passage) and partial_ratio_alignment(quote, passage, score_cutoff=_FUZZY) is not None


def _quotes(of: Callable[[Citation, Held | None], bool], case: Case) -> float | None:
    return share(of(citation, held) for citation, held in looked_up(case) if citation.quote)


def _named(citation: Citation, held: Held | None) -> bool:
    return held is not None and (citation.title, citation.url, citation.outlet, citation.published) == (
        held.title,
        held.url,
        held.outlet,
        held.published,
    )


def _metadata(case: Case) -> float | None:
    return share(_named(citation, held) for citation, held in looked_up(case))


def _sources(case: Case) -> tuple[set[str], set[str]] | None:
    """The articles that were cited and those that were wanted; None where nothing can be said of them."""
    wanted = {gold.article_id for gold in case.wanted if gold.article_id}
    if case.answer is None or not wanted or case.expect.must_refuse:
        return None
    return {citation.article_id for citation in case.answer.citations}, wanted


def _source_precision(case: Case) -> float | None:
    found = _sources(case)
    return share(one in found[1] for one in found[0]) if found else None


def _source_recall(case: Case) -> float | None:
    found = _sources(case)
    if found is None:
        return None
    cited, wanted = found
    if case.expect.sources_mode == "any":
        return float(bool(cited & wanted))
    return len(cited & wanted) / len(wanted)


def _diversity(case: Case) -> float | None:
    citations = case.answer.citations if case.answer else ()
    return len({citation.article_id for citation in citations}) / len(citations) if citations else None


def _said(levels: frozenset[str], case: Case) -> float | None:
    return share(sentence.support in levels for sentence in claims(case.answer) if sentence.support != "unchecked")


_OURS = "AeroCite"
_DESIGN = "AeroCite; verifiability as in Liu et al. 2023 (arXiv 2304.09848)"
METRICS: tuple[Metric, ...] = (
    Metric(
        name="citation_validity",
        about="Markers that stand for words of a passage which the writer was shown, of all markers.",
        source=_DESIGN,
        of=_valid,
    ),
    Metric(
        name="citation_coverage",
        about="Sentences that assert something and cite something, of those that assert something.",
        source="Coverage of citations in Liu et al. 2023 (arXiv 2304.09848), for any citation",
        of=_covered,
    ),
    Metric(
        name="quote_fidelity",
        about="Quotes that stand in the article exactly where they say, forms of marks and spaces apart.",
        source=f"{_OURS}; altered quotes as in BBC, Representation of BBC News content in AI Assistants, 2025",
        of=partial(_quotes, _exact),
    ),
    Metric(
        name="quote_fuzzy",
        about="Quotes that stand in the cited passage nearly so only (95 of 100), of all quotes.",
        source="partial_ratio_alignment of rapidfuzz",
        of=partial(_quotes, _fuzzy),
        higher=False,
    ),
    Metric(
        name="metadata_fidelity",
        about="Citations whose title, address, outlet and date are all those of the article in the library.",
        source=f"{_OURS}; after the Tow Center's test of AI search, Columbia Journalism Review, 2025",
        of=_metadata,
    ),
    Metric(
        name="source_precision",
        about="Expected articles among the articles that the answer cites.",
        source="Precision of sets, van Rijsbergen 1979",
        of=_source_precision,
    ),
    Metric(
        name="source_recall",
        about="Share of the expected articles that the answer cites; 1 for any of them where any will do.",
        source="Recall of sets, van Rijsbergen 1979",
        of=_source_recall,
    ),
    Metric(
        name="source_diversity",
        about="Different articles that the answer cites, of its citations.",
        source=_OURS,
        of=_diversity,
    ),
    Metric(
        name="support_rate",
        about="Sentences that the assistant itself found supported or weakly so, of those that it could check.",
        source="assistant.support, the lexical checker, as it ran with the answer",
        of=partial(_said, frozenset({"supported", "weak"})),
    ),
    Metric(
        name="unsupported_rate",
        about="Sentences that the assistant itself found unsupported, of those that it could check.",
        source="assistant.support, the lexical checker, as it ran with the answer",
        of=partial(_said, frozenset({"unsupported"})),
        higher=False,
    ),
)
AGGREGATES: tuple[Aggregate, ...] = ()
