"""Who is asked: our assistant in process or over HTTP, any server that speaks OpenAI's API, or a file of answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from assistant.answer import Answer, Question, Turn
from assistant.errors import AssistantError
from assistant.evaluation.records import Held, Lane, Retrieved
from knowledge.article import Passage


class AskedInVain(AssistantError):
    """A system gave no answer. `again` says whether asking once more may help, `after` in how many seconds."""

    def __init__(self, message: str, *, hint: str = "", again: bool = False, after: float | None = None) -> None:
        super().__init__(message, hint=hint)
        self.again = again
        self.after = after


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as a system is asked it. `sample` and `turn` are for systems that look answers up."""

    question: Question
    history: tuple[Turn, ...] = ()
    sample: str = ""
    turn: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer with what only the system's inside can tell; see `Record`."""

    answer: Answer
    lanes: Mapping[Lane, tuple[Retrieved, ...]] = field(default_factory=dict)
    held: tuple[Held | None, ...] = ()
    altered: Mapping[Literal["drop", "edit"], Answer] = field(default_factory=dict)
    edited: tuple[str, str] | None = None


class System(Protocol):
    """What is evaluated. `name` says what it is, `model` which chat model costs money there, if one does.

    `fingerprint` stands for everything that shapes its answers, as far as it can be known.
    """

    name: str
    model: str | None
    fingerprint: str

    async def ask(self, asked: Asked) -> Reply:
        """The answer to a question, or `AskedInVain`."""

    async def close(self) -> None:
        """Let go of connections."""


def shown(answer: Answer) -> dict[Lane, tuple[Retrieved, ...]]:
    """The lane that every answer of ours tells: what the writer was shown."""
    return {"prompt": as_retrieved(answer.passages)} if answer.passages else {}


def as_retrieved(passages: Sequence[Passage]) -> tuple[Retrieved, ...]:
    """Passages as a lane holds them."""
    return tuple(
        Retrieved(
            article_id=passage.article_id,
            start=passage.start,
            end=passage.end,
            score=round(passage.score, 6),
            passage_id=passage.id,
            published=passage.published,
        )
        for passage in passages
    )
