"""What a reader is told beside an answer: earlier values, other accounts, old or lonely evidence. Pure."""

from assistant.accounts import notes, told
from assistant.answer import Note, NoteType
from assistant.citations import Citing, Span
from assistant.draft import Draft
from assistant.phrases import Phrase, phrase
from knowledge.days import today

_MESSAGES: dict[NoteType, Phrase] = {"stale": "stale", "single_source": "single_source"}


def remarks(draft: Draft, citing: Citing, *, quotes: bool) -> list[list[str | Span]]:
    """Take notes of what should be known of a written answer; gives the sentences that its text is to end with.

    `quotes` cannot be in another language than the articles.
    """
    if draft.weighed.standing == "close":
        return []
    said: list[list[str | Span]] = []
    for difference in draft.accounts.differences:
        words = told(difference, draft.language)
        message = "".join(part for part in words if isinstance(part, str))
        draft.notes.append(Note(type=difference.kind, message=message))
        said.append([part if isinstance(part, str) else (part.passage, part.start, part.end) for part in words])
    draft.notes += _on_evidence(draft, citing)
    if quotes and draft.wanted and draft.wanted not in {c.language for c in citing.cited().citations}:
        draft.notes.append(Note(type="written_without_model", message=phrase("other_language", draft.language)))
    return said


def _on_evidence(draft: Draft, citing: Citing) -> list[Note]:
    cited = citing.cited().citations
    ids = {citation.article_id for citation in cited}
    passages = [passage for passage in draft.passages if passage.article_id in ids]
    day = draft.question.filters.as_of or today()
    kinds = notes(draft.understood.kind, passages, draft.passages, day, draft.accounts.sources)
    newest = max((citation.published for citation in cited if citation.published), default=None)
    return [Note(type=kind, message=phrase(_MESSAGES[kind], draft.language, day=newest)) for kind in kinds]
