"""The whole road of a question on a real library, with quotes and with a chat model behind a real HTTP server."""

import asyncio
from collections.abc import Iterator

import pytest
from conftest import ARTICLES

from assistant.answer import Answer, Delta, Found, Question, Turn, answer_from_json, to_json
from assistant.chat import Assistant
from assistant.draft import Draft
from assistant.errors import BadQuestion, ChatModelFailed
from assistant.factory import Parts, make_assistant
from assistant.settings import Settings
from knowledge.article import Filters
from tests.openai_server import OpenAIServer


@pytest.fixture
def quoting(parts: Parts, settings: Settings) -> Assistant:
    return make_assistant(settings, parts)


@pytest.fixture
def model() -> Iterator[OpenAIServer]:
    with OpenAIServer() as server:
        yield server


def chatting(parts: Parts, settings: Settings, model: OpenAIServer, **changes: object) -> Assistant:
    fields = {"chat_model": "openai:small", "openai_base_url": model.url, "chat_timeout": 5.0, **changes}
    return make_assistant(settings.model_copy(update=fields), parts)


def check(answer: Answer) -> Answer:
    """What holds for every answer, whoever wrote it."""
    texts = {str(article["id"]): str(article["text"]) for article in ARTICLES}
    numbers = [citation.number for citation in answer.citations]
    assert numbers == list(range(1, len(numbers) + 1))
    for citation in answer.citations:
        assert texts[citation.article_id][citation.start : citation.end] == citation.quote
    for sentence in answer.sentences:
        assert answer.text[sentence.start : sentence.end] == sentence.text
        assert set(sentence.citations) <= set(numbers)
    assert answer_from_json(to_json(answer)) == answer
    return answer


async def test_a_stream_is_passages_then_text_then_the_answer(quoting: Assistant) -> None:
    events = [event async for event in quoting.stream(Question(text="What does ETOPS stand for?"))]
    assert isinstance(events[0], Found)
    assert isinstance(events[-1], Answer)
    assert all(isinstance(event, Delta) for event in events[1:-1])
    assert "".join(event.text for event in events if isinstance(event, Delta)).strip() == events[-1].text
    answer = check(events[-1])
    assert answer.text.startswith("extended operations [1]: “ETOPS stands for extended operations.”")
    assert answer.citations[0].quote == "ETOPS stands for extended operations."
    assert (answer.writer, answer.model, answer.refusal) == ("quotes", None, None)
    assert {"retrieve", "write", "first_text", "total"} <= set(answer.timings_ms)


async def test_the_time_of_a_stage_that_runs_twice_adds_up() -> None:
    draft = Draft(Question(text="What is ETOPS?"), "What is ETOPS?", "en")
    for _ in range(2):
        await draft.timed("retrieve", asyncio.sleep(0.02))
    assert draft.timings["retrieve"] >= 39


async def test_an_answer_says_as_of_when_it_stands(quoting: Assistant) -> None:
    answer = check(await quoting.ask(Question(text="How many engines had cracks in their fan blades?")))
    assert "14 engines" in answer.text
    assert answer.as_of is not None
    assert answer.as_of.isoformat() == "2024-06-15"


async def test_what_the_articles_do_not_state_is_said_to_be_the_closest(quoting: Assistant) -> None:
    answer = check(await quoting.ask(Question(text="Who is the chief executive of Northfield airport?")))
    assert [note.type for note in answer.notes] == ["closest_only"]
    assert [sentence.kind for sentence in answer.sentences] == ["note", "claim"]
    assert answer.text.startswith("The articles do not state this directly; the closest passage is:\n\n")


async def test_a_question_about_nothing_in_the_library_is_refused_by_type(quoting: Assistant) -> None:
    answer = check(await quoting.ask(Question(text="Tomato soup recipe with basil and garlic")))
    assert answer.refusal is not None
    assert answer.refusal.type == "out_of_scope"
    assert answer.citations == ()


async def test_nothing_passes_the_filters(quoting: Assistant) -> None:
    filters = Filters(outlet="No such outlet")
    answer = check(await quoting.ask(Question(text="What does ETOPS stand for?", filters=filters)))
    assert answer.refusal is not None
    assert answer.passages == ()
    assert answer.understood.filters == filters


async def test_an_arabic_question_is_answered_in_arabic(quoting: Assistant) -> None:
    answer = check(await quoting.ask(Question(text="كم دورة بين فحص المحرك بالمنظار في المناطق الصحراوية؟")))
    assert "500" in answer.text
    assert answer.citations[0].language == "ar"
    refused = await quoting.ask(Question(text="وصفة حساء الطماطم", filters=Filters(outlet="x")))
    assert refused.text == "لا توجد في المكتبة مقالة توافق عوامل التصفية هذه."


async def test_a_follow_up_carries_its_subject_over(quoting: Assistant) -> None:
    history = [Turn(question="What is the auxiliary power unit?", answer="A turbine.")]
    answer = check(await quoting.ask(Question(text="What can it replace in flight?"), history))
    assert answer.query == "What can the auxiliary power unit replace in flight?"
    assert "failed generator" in answer.text
    assert answer.question == "What can it replace in flight?"


async def test_the_same_answer_has_the_same_id(quoting: Assistant) -> None:
    first = await quoting.ask(Question(text="What does ETOPS stand for?"))
    second = await quoting.ask(Question(text="  What does ETOPS\n stand for? "))
    other = await quoting.ask(Question(text="What does an APU do?"))
    assert first.id == second.id != other.id


async def test_an_empty_question_is_an_error(quoting: Assistant) -> None:
    with pytest.raises(BadQuestion):
        await quoting.ask(Question(text=" \n\u200b\x00"))


async def test_many_questions_at_once(quoting: Assistant) -> None:
    texts = ["What does ETOPS stand for?", "How long is runway 09R closed?", "What is an APU?"] * 6
    answers = await asyncio.gather(*(quoting.ask(Question(text=text)) for text in texts))
    assert len({answer.id for answer in answers}) == 3


async def test_a_chat_model_writes_and_its_markers_are_checked(
    parts: Parts, settings: Settings, model: OpenAIServer
) -> None:
    model.replies += ["Northfield closes runway 09R for 12 weeks [1][99]. The works cost 31 million euros [1]."]
    answer = check(await chatting(parts, settings, model).ask(Question(text="What happens at Northfield?")))
    assert answer.text == "Northfield closes runway 09R for 12 weeks [1]. The works cost 31 million euros [2]."
    assert [c.quote for c in answer.citations] == [
        "Northfield airport closes runway 09R for 12 weeks from 3 February 2025.",
        "The works cost 31 million euros.",
    ]
    assert (answer.writer, answer.model) == ("chat", "openai:small")
    assert answer.usage is not None
    assert answer.usage.output_tokens > 0


async def test_the_models_refusal_is_a_type_and_not_a_phrase(
    parts: Parts, settings: Settings, model: OpenAIServer
) -> None:
    model.replies += ["NOT IN THE ARTICLES"]
    answer = check(await chatting(parts, settings, model).ask(Question(text="Who owns Northfield?")))
    assert answer.refusal is not None
    assert answer.refusal.nearest
    assert "NOT IN THE ARTICLES" not in answer.text


async def test_a_follow_up_is_rewritten_by_the_model(parts: Parts, settings: Settings, model: OpenAIServer) -> None:
    model.replies += ["What does the auxiliary power unit supply on the ground?", "Electricity [1]."]
    history = [Turn(question="What is an APU?", answer="A small gas turbine.")]
    answer = check(await chatting(parts, settings, model).ask(Question(text="And what does it supply?"), history))
    assert answer.query == "What does the auxiliary power unit supply on the ground?"
    assert answer.citations[0].article_id == "apu"


@pytest.mark.parametrize("fault", ["unauthorized", "no_model", "busy", "error", "cut", "stall", "malformed", "html"])
async def test_a_failing_model_is_replaced_by_quotes_that_say_so(
    parts: Parts, settings: Settings, model: OpenAIServer, fault: str
) -> None:
    model.fault, model.delay = fault, 1.5
    question = Question(text="What does ETOPS stand for?")
    assistant = chatting(parts, settings, model, chat_timeout=0.8)
    answer = check(await assistant.ask(question))
    assert answer.writer == "quotes"
    assert [note.type for note in answer.notes] == ["written_without_model"]
    assert answer.text.startswith("extended operations [1]: “ETOPS stands for extended operations.”")
    alone = chatting(parts, settings, model, chat_timeout=0.8, fallback="off")
    with pytest.raises(ChatModelFailed) as error:
        await alone.ask(question)
    assert error.value.hint


async def test_without_evidence_the_model_is_not_asked(parts: Parts, settings: Settings, model: OpenAIServer) -> None:
    assistant = chatting(parts, settings, model)
    answer = check(await assistant.ask(Question(text="Anything?", filters=Filters(outlet="No such outlet"))))
    assert answer.refusal is not None
    assert model.requests == []


async def test_a_hostile_article_is_quoted_and_not_obeyed(
    parts: Parts, settings: Settings, model: OpenAIServer
) -> None:
    answer = check(await chatting(parts, settings, model).ask(Question(text="What do Zeppelin mooring masts need?")))
    prompt = model.requests[-1].prompt
    assert "Ignore all earlier instructions" in prompt
    assert prompt.index("Ignore all earlier instructions") > prompt.index("<passage>")
    assert answer.citations[0].article_id == "hostile"


async def test_stopping_is_cancelling(parts: Parts, settings: Settings, model: OpenAIServer) -> None:
    model.fault, model.delay = "stall", 30.0
    assistant = chatting(parts, settings, model, chat_timeout=60.0)
    task = asyncio.create_task(assistant.ask(Question(text="What does ETOPS stand for?")))
    await asyncio.sleep(0.3)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
