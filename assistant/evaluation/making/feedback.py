"""Questions from what people thought of answers."""

from dataclasses import fields

from assistant.answer import Answer
from assistant.conversations import Answers, Feedback
from assistant.evaluation.suite import Choice, Expect, Sample, Source, Suite
from knowledge.article import Filters, fold

WRONG_SOURCE = "wrong source"
"""The reason that the page offers for an answer that cites what it should not."""


def from_feedback(answers: Answers) -> Suite:
    """A question for each answer that was judged, by the last judgement of it.

    A good answer gives the sources that it cited, or its type of refusal. Of a bad one only this is certain: with the
    reason "Wrong source", that those articles are not to be cited. The rest is left to a person, whose comment is in
    the notes.
    """
    last = {feedback.answer_id: feedback for feedback in answers.all_feedback()}
    return Suite(name="feedback", questions=tuple(_sample(one) for one in last.values()))


def _sample(feedback: Feedback) -> Sample:
    answer, reason = feedback.answer, fold(feedback.reason)
    said = [f"{feedback.given_at}: {feedback.verdict}", feedback.reason, feedback.comment]
    if answer.query != answer.question:
        said.append(f"Asked in a conversation as: {answer.question}")
    filters = answer.understood.filters
    tags = ("feedback", feedback.verdict, *([reason.replace(" ", "-")] if reason else []))
    return Sample(
        id=f"feedback-{feedback.answer_id}",
        question=answer.query or answer.question,
        as_of=filters.as_of,
        filters=_choice(filters),
        tags=tags,
        expect=_approved(answer) if feedback.verdict == "up" else _disapproved(answer, reason),
        notes="\n".join(filter(None, said)),
    )


def _choice(filters: Filters) -> Choice:
    return Choice(
        **{one.name: getattr(filters, one.name) for one in fields(Filters) if one.name in Choice.model_fields}
    )


def _approved(answer: Answer) -> Expect:
    if answer.refusal is not None:
        return Expect(answerable=False, refusal=(answer.refusal.type,))
    cited = {
        (one.article_id, one.quote): Source(id=one.article_id, quote=one.quote or None) for one in answer.citations
    }
    return Expect(answerable=True, reference=answer.text or None, sources=tuple(cited.values()))


def _disapproved(answer: Answer, reason: str) -> Expect:
    if reason != WRONG_SOURCE:
        return Expect()
    cited = dict.fromkeys(one.article_id for one in answer.citations)
    return Expect(not_sources=tuple(Source(id=name) for name in cited))
