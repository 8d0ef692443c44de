"""SQuAD 1.1 and 2.0: paragraphs with questions whose answers stand in them, or, since 2.0, do not.

Rajpurkar et al. 2016 (1606.05250), Rajpurkar, Jia & Liang 2018 (1806.03822).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.evaluation.importing.collected import Collected, Imported
from assistant.evaluation.importing.reading import existing, one_object
from assistant.evaluation.importing.rows import Row
from knowledge.sentences import sentence_spans


def import_squad(paths: Sequence[Path]) -> Imported:
    """Each paragraph becomes an article; the sentence with the answer is the quote that is looked for."""
    found = Collected("squad")
    for path in existing(paths, ".json"):
        top = one_object(path)
        if not isinstance(top.get("data"), list):
            raise top.bad("it has no list 'data'")
        for topic in top.within("data"):
            for paragraph in topic.within("paragraphs"):
                _paragraph(found, topic, paragraph)
    return found.imported()


def _paragraph(found: Collected, topic: Row, paragraph: Row) -> None:
    context = paragraph.needed("context")
    title = (topic.text("title") or "").replace("_", " ")
    article, _, _ = found.shelf.put(context, prefix="squad", title=title)
    for asked in paragraph.within("qas"):
        expect = _expected(asked, context, article)
        question = asked.needed("question")
        found.add(asked, id=asked.text("id"), question=question, expect=expect, cluster=article, tags=["squad"])


def _expected(asked: Row, context: str, article: str) -> dict[str, Any]:
    answers = list(asked.within("answers"))
    if asked.value.get("is_impossible") is True:
        return {"answerable": False}
    if not answers:
        raise asked.bad("it has no answers and is not 'is_impossible'")
    texts = [answer.needed("text") for answer in answers]
    at = _begin(context, texts[0], answers[0].value.get("answer_start"))
    quote = next((context[a:b] for a, b in sentence_spans(context) if a <= at < b), None) if at >= 0 else None
    return {
        "answerable": True,
        "answers": list(dict.fromkeys(texts)),
        "sources": [{"id": article, "quote": quote}],
    }


def _begin(context: str, text: str, said: Any) -> int:
    """Where the answer stands; files that were translated or cleaned since count it wrong."""
    if isinstance(said, int) and 0 <= said < len(context) and context.startswith(text, said):
        return said
    return context.find(text)
